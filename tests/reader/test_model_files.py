"""Folders of models: a message names the file and field that is wrong, or the cause."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
from pathlib import Path

import pytest

from quoteattr.errors import ModelError
from quoteattr.reader.model_files import MANIFEST, Manifest, load_failure, read_manifest

DATA = b"weights"
ENTRY = {"bytes": len(DATA), "sha256": hashlib.sha256(DATA).hexdigest()}
GOOD = {"name": "news", "version": "1", "files": {"reader.safetensors": ENTRY}}
SHIPPED = Path(read_manifest.__code__.co_filename).parent.parent / "models"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reader.safetensors").write_bytes(DATA)
    write(tmp_path, GOOD)
    return tmp_path


def write(folder: Path, manifest: object) -> None:
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def entry(**changes: object) -> dict[str, object]:
    return {**GOOD, "files": {"reader.safetensors": {**ENTRY, **changes}}}


def test_a_good_folder_passes(folder: Path):
    manifest = read_manifest(folder)
    assert (manifest.name, manifest.version, len(manifest.files)) == ("news", "1", 1)
    manifest.verify(folder)


def test_the_shipped_models_pass():
    assert isinstance(read_manifest(SHIPPED), Manifest)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("", "Expecting value"),
        ("null", "the whole must be an object, not missing"),
        ('"a string"', "the whole must be an object, not 'a string'"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "files must be an object, not missing"),
        ({**GOOD, "files": {}}, "files must be an object with at least one file"),
        ({**GOOD, "files": None}, "files must be an object, not missing"),
        ({**GOOD, "files": [1]}, "files must be an object, not '[1]'"),
        ({**GOOD, "name": None}, "name must be a string, not missing"),
        ({**GOOD, "version": 3}, "version must be a string, not '3'"),
        ({**GOOD, "files": {"a.bin": None}}, "files.a.bin must be an object, not missing"),
        ({**GOOD, "files": {"../a.bin": ENTRY}}, "names of files in the same folder"),
        ({**GOOD, "files": {"/etc/passwd": ENTRY}}, "names of files in the same folder"),
        (entry(bytes=None), "files.reader.safetensors.bytes must be a whole number, not missing"),
        (entry(bytes="7"), "bytes must be a whole number, not '7'"),
        (entry(bytes=True), "bytes must be a whole number, not 'True'"),
        (entry(bytes=-1), "bytes must be a whole number, not '-1'"),
        (entry(sha256=None), "sha256 must be 64 hexadecimal digits, not missing"),
        (entry(sha256="x" * 64), "sha256 must be 64 hexadecimal digits"),
    ],
)
def test_the_message_names_the_wrong_field_of_a_manifest(
    folder: Path, manifest: object, message: str
):
    write(folder, manifest)
    with pytest.raises(ModelError) as raised:
        read_manifest(folder)
    assert f"{folder / MANIFEST} is not a manifest: " in str(raised.value)
    assert message in str(raised.value)


def test_a_manifest_that_is_no_text_or_endless(folder: Path):
    (folder / MANIFEST).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="is not UTF-8"):
        read_manifest(folder)
    (folder / MANIFEST).write_bytes(b" " * 1_000_001)
    with pytest.raises(ModelError, match="more than 1000000 bytes"):
        read_manifest(folder)


def test_files_that_differ_from_the_manifest(folder: Path):
    manifest, path = read_manifest(folder), folder / "reader.safetensors"
    for data, message in ((b"", "has 0 bytes instead of 7"), (b"weightz", "SHA-256")):
        path.write_bytes(data)
        with pytest.raises(ModelError, match=message):
            manifest.verify(folder)
    path.unlink()
    with pytest.raises(ModelError, match="is missing; give another folder of models, or none"):
        manifest.verify(folder)
    path.mkdir()
    with pytest.raises(ModelError, match=r"reader\.safetensors is not a regular file"):
        manifest.verify(folder)


@pytest.mark.parametrize("name", ["reader.safetensors", MANIFEST])
def test_files_without_an_end_are_not_read(folder: Path, name: str):
    """An archive may hold links to devices, and pipes that nobody writes to."""
    path = folder / name
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ModelError, match="is not a regular file"):
        read_manifest(folder).verify(folder)
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(ModelError, match="is not a regular file"):
        read_manifest(folder).verify(folder)


HINT = (
    "Weights only load failed. Re-running `torch.load` with `weights_only` set to `False` will "
    "likely succeed, but it can result in arbitrary code execution."
)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "there is not enough memory; free some"),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried"), "not enough memory"),
        (PermissionError(errno.EACCES, "Permission denied"), "make it readable"),
        (OSError(errno.EROFS, "Read-only file system"), "Read-only file system"),
        (ImportError("Read this!\n\nlibtorch.so: failed to map segment"), "not enough memory"),
        (ImportError("No module named 'torch'"), "a package that it needs is missing or broken"),
        (FileNotFoundError(errno.ENOENT, "No such file"), "is missing"),
        (pickle.UnpicklingError(HINT), "can't be loaded (UnpicklingError)"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory"), "unpack the package"),
        (KeyError("shape"), "can't be loaded (KeyError: 'shape')"),
        (ModelError("as it is"), "as it is"),
    ],
)
def test_the_message_names_the_cause(error: Exception, message: str):
    own = str(load_failure(Path("folder") / "reader.safetensors", error))
    assert message in own
    assert "weights_only" not in own
    assert "pip install" not in own  # nobody's own folder is repaired by installing the package
    shipped = str(load_failure(SHIPPED / "reader.safetensors", error))
    damaged = isinstance(error, FileNotFoundError | KeyError | pickle.UnpicklingError)
    assert ("repair with" in shipped or "the package again" in shipped or "restore" in shipped) == (
        damaged
    )
