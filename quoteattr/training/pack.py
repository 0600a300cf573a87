"""Make a model directory of a trained reader."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from quoteattr.parsing.models import READER, verify
from quoteattr.reader.model_files import MANIFEST

__all__ = ["pack", "verify_directory"]


def pack(reader: Path, out: Path, name: str, version: str) -> None:
    """Copy a reader into a model directory, with a manifest.

    Args:
        reader: the model file.
        out: the directory; a reader in it is replaced.
        name: what results report as the name of the models.
        version: their version.
    """
    out.mkdir(parents=True, exist_ok=True)
    if reader.resolve() != (out / READER).resolve():
        shutil.copyfile(reader, out / READER)
    data = (out / READER).read_bytes()
    files = {READER: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}}
    manifest = {"name": name, "version": version, "files": files}
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(f"{len(data) / 1e6:.2f} MB")


def verify_directory(directory: Path) -> None:
    """Check a model directory against its manifest."""
    verify(directory)
    print(f"{directory}: every file is as its manifest says")
