"""The shipped models: intact or a clear error, loaded without a network, with their vectors."""

from __future__ import annotations

import json
import logging
import shutil
import socket
import sys
from pathlib import Path

import pytest

from quoteattr.attributor import Attributor
from quoteattr.errors import InputError, ModelError
from quoteattr.parsing.models import (
    READER,
    default_directory,
    load_pipeline,
    model_versions,
    verify,
)
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.reader.article import reader_at
from quoteattr.reader.model_files import MANIFEST


@pytest.mark.models
def test_stanza_that_cannot_be_imported_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(ModelError, match=r"a package that it needs is missing or broken: .*stanza"):
        load_pipeline()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A model directory that a test may damage: links, so that copying costs nothing."""
    for path in default_directory().iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def replace(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def test_shipped_models_are_intact() -> None:
    verify(default_directory())


def test_missing_file_is_named_with_the_repair(copied: Path) -> None:
    (copied / READER).unlink()
    with pytest.raises(ModelError, match="is missing") as error:
        load_pipeline(copied)
    assert str(copied / READER) in str(error.value)


def test_truncated_file_is_named(copied: Path) -> None:
    replace(copied / READER, (default_directory() / READER).read_bytes()[:1000])
    with pytest.raises(ModelError, match=r"reader\.safetensors has 1000 bytes instead of \d+"):
        verify(copied)


def test_changed_byte_is_found(copied: Path) -> None:
    data = bytearray((default_directory() / READER).read_bytes())
    data[len(data) // 2] ^= 1
    replace(copied / READER, bytes(data))
    with pytest.raises(ModelError, match=r"reader\.safetensors doesn't have the SHA-256"):
        verify(copied)


def test_a_manifest_without_the_reader_is_refused(copied: Path) -> None:
    entry = json.loads((copied / MANIFEST).read_text(encoding="utf-8"))["files"][READER]
    manifest = {"name": "a", "version": "1", "files": {"other.bin": entry}}
    replace(copied / MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(ModelError, match=r"names no reader\.safetensors"):
        verify(copied)


def test_directory_without_models(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json is missing"):
        load_pipeline(tmp_path)


def test_file_that_agrees_with_its_manifest_but_is_no_model(copied: Path) -> None:
    import hashlib

    replace(copied / READER, b"not a model")
    manifest = json.loads((copied / MANIFEST).read_text(encoding="utf-8"))
    digest = hashlib.sha256(b"not a model").hexdigest()
    manifest["files"][READER] = {"bytes": 11, "sha256": digest}
    replace(copied / MANIFEST, json.dumps(manifest).encode())
    with pytest.raises(ModelError, match=r"reader\.safetensors is not a safetensors file"):
        load_pipeline(copied, processors="tokenize,mwt")


def test_unknown_processor() -> None:
    with pytest.raises(InputError, match="choose from tokenize, mwt"):
        load_pipeline(processors="tokenize,sentiment")


@pytest.mark.models
def test_loading_opens_no_connection_and_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    level = logging.getLogger("stanza").level
    pipeline = load_pipeline(processors="tokenize,mwt,pos,lemma")
    words = [word for s in pipeline("The officials left.").sentences for word in s.words]
    assert [word.lemma for word in words] == ["the", "official", "leave", "."]
    assert logging.getLogger("stanza").level == level or level == 0
    out, error = capfd.readouterr()
    assert (out, error) == ("", "")


def test_versions_name_the_file() -> None:
    assert set(model_versions(default_directory())) == {"reader"}


def test_parse_and_entities_of_the_shipped_models(parser: StanzaParser) -> None:
    document = parser.pipeline("“Trump’s plan is not ready,” Karoline Leavitt told RIA Novosti.")
    assert [(entity.text, entity.type) for entity in document.ents] == [
        ("Trump’s", "PERSON"),
        ("Karoline Leavitt", "PERSON"),
        ("RIA Novosti", "ORG"),
    ]
    words = document.sentences[0].words
    said = next(word for word in words if word.text == "told")
    subjects = [word.text for word in words if word.head == said.id and word.deprel == "nsubj"]
    assert (said.deprel, subjects) == ("root", ["Karoline"])


def test_models_can_be_moved(tmp_path: Path) -> None:
    moved = tmp_path / "a folder with spaces"
    shutil.copytree(default_directory(), moved)
    assert model_versions(moved) == model_versions(default_directory())
    verify(moved)


@pytest.mark.models
@pytest.mark.parametrize("processors", ["tokenize,pos,depparse", "pos", "lemma", "ner", "mwt"])
def test_processors_that_others_need_are_added(processors: str) -> None:
    document = load_pipeline(processors=processors)("Ann Lee left.")
    assert [word.text for word in document.sentences[0].words] == ["Ann", "Lee", "left", "."]


@pytest.mark.models
def test_a_folder_stays_the_same_in_another_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").symlink_to(default_directory())
    monkeypatch.chdir(tmp_path)
    attributor = Attributor("models")
    monkeypatch.chdir("/")
    assert attributor("“We go on,” Ann Lee said.").meta["models"]["reader"].startswith("newsq")


@pytest.mark.models
def test_a_file_that_is_replaced_is_loaded_anew(copied: Path) -> None:
    path = copied / READER
    first = reader_at(path)
    assert reader_at(path) is first
    replace(path, (default_directory() / READER).read_bytes())
    assert reader_at(path) is not first
