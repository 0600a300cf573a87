"""Pack trained checkpoints into a model directory: half precision, no duplicates, a manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import torch
from stanza.models.common.vocab import VOCAB_PREFIX

from quoteattr.labeller.labeller import LABELS
from quoteattr.parsing.models import MANIFEST, PROCESSORS, VECTORS

__all__ = ["halve", "pack", "write_manifest"]

_DROPPED = ("optimizer_state_dict", "scheduler_state_dict")
# Options with paths of the machine on which a model was trained.
_PATHS = ("_dir", "_file", "_name")


def halve(value: Any) -> Any:
    """Return a copy with every float32 tensor in half precision.

    >>> halve({"weight": torch.ones(2)})["weight"].dtype
    torch.float16
    """
    if torch.is_tensor(value):
        return value.half() if value.dtype == torch.float32 else value
    if isinstance(value, dict):
        copy = type(value)()
        for key, item in value.items():
            copy[key] = halve(item)
        return copy
    if isinstance(value, (list, tuple)):
        return type(value)([halve(item) for item in value])
    return value


def _without_word_list(vocab: dict[str, Any]) -> None:
    """Reduce an entity model's copy of the word list to the special entries."""
    words = vocab["word"]
    words["_id2unit"] = words["_id2unit"][: len(VOCAB_PREFIX)]
    words["_unit2id"] = {word: i for i, word in enumerate(words["_id2unit"])}
    # Stanza looks the class up by name among its own classes.
    vocab["_key2class"]["word"] = "PretrainedWordVocab"


def _pack_checkpoint(source: Path, out: Path) -> None:
    checkpoint = torch.load(source, map_location="cpu", weights_only=True)
    for key in _DROPPED:
        checkpoint.pop(key, None)
    for key, value in list(checkpoint.get("config", {}).items()):
        if key.endswith(_PATHS) and isinstance(value, str):
            checkpoint["config"][key] = None
    if out.stem == "ner":
        _without_word_list(checkpoint["vocab"])
    torch.save(halve(checkpoint), out)


def write_manifest(directory: Path, name: str, version: str) -> None:
    """Write size and SHA-256 of every model file in a directory, also the labeller's."""
    files = {}
    labels = [LABELS] if (directory / LABELS).exists() else []
    for file in [*(f"{processor}.pt" for processor in PROCESSORS), VECTORS, *labels]:
        data = (directory / file).read_bytes()
        files[file] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest = {"name": name, "version": version, "files": files}
    text = json.dumps(manifest, indent=1) + "\n"
    (directory / MANIFEST).write_text(text, encoding="utf-8")
    total = sum((directory / file).stat().st_size for file in files)
    print(f"{total / 1e6:.2f} MB in all")


def pack(checkpoints: dict[str, Path], vectors: Path, out: Path, name: str, version: str) -> None:
    """Write a model directory.

    Args:
        checkpoints: a Stanza checkpoint for each processor.
        vectors: the file that `quoteattr.training.stanza.vectors.build_vectors` wrote.
        out: the directory; existing model files in it are replaced.
        name: what results report as the name of the models.
        version: their version.
    """
    out.mkdir(parents=True, exist_ok=True)
    for processor in PROCESSORS:
        _pack_checkpoint(checkpoints[processor], out / f"{processor}.pt")
        print(f"{processor} {(out / f'{processor}.pt').stat().st_size / 1e6:.2f} MB")
    if vectors.resolve() != (out / VECTORS).resolve():
        shutil.copyfile(vectors, out / VECTORS)
    (out / "resources.json").write_text("{}\n", encoding="utf-8")
    write_manifest(out, name, version)
