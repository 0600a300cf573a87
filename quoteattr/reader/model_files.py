"""Folders of models: the manifest, whether the files are what it says, why loading failed.

``manifest.json`` names every file of a folder with its size and SHA-256. It is checked before any
other file is read. A failure is a ``ModelError`` that names its cause.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import ModelError
from quoteattr.versions import repair

__all__ = ["MANIFEST", "Manifest", "ModelFile", "load_failure", "manifest_of", "read_manifest"]

MANIFEST = "manifest.json"

_SHIPPED = Path(__file__).resolve().parent.parent / "models"
_LARGEST = 1_000_000  # bytes of a manifest; real ones have a thousand
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile("[0-9a-f]{64}")
_BLOCK = 1 << 20
# How PyTorch, and the system that loads its libraries, say that memory ran out.
_NO_MEMORY = re.compile(
    "not enough memory|out of memory|can't allocate|bad_alloc|failed to map segment", re.IGNORECASE
)
# PyTorch's advice to load a file with pickle, which runs whatever code the file holds.
_UNSAFE_ADVICE = re.compile("weights_only|pickle", re.IGNORECASE)


@attrs.frozen
class ModelFile:
    """One file of a folder of models.

    Attributes:
        name: of the file, without a folder.
        bytes: its size.
        sha256: of its content, 64 hexadecimal digits.
    """

    name: str
    bytes: int
    sha256: str


@attrs.frozen
class Manifest:
    """What a folder of models holds.

    Attributes:
        name: of the models.
        version: of the models.
        files: at least one.
    """

    name: str
    version: str
    files: tuple[ModelFile, ...]

    def verify(self, directory: Path) -> None:
        """Check that every file of the manifest is there, with its size and content.

        Args:
            directory: the folder of models.

        Raises:
            ModelError: a file is missing or differs; the message names it and the repair.
        """
        for file in self.files:
            path = directory / file.name
            try:
                size = _size(path)
                if size != file.bytes:
                    raise _damaged(path, f"has {size} bytes instead of {file.bytes}")
                if _digest(path) != file.sha256:
                    raise _damaged(path, "doesn't have the SHA-256 of its manifest entry")
            except OSError as error:
                if isinstance(error, ModelError):
                    raise
                raise load_failure(path, error) from error


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a folder of models.

    Args:
        directory: the folder.

    Raises:
        ModelError: it can't be read, or is not a manifest; the message names the file and the
            field.

    >>> read_manifest(Path("no such folder"))
    Traceback (most recent call last):
    ...
    quoteattr.errors.ModelError: no such folder is not a folder of models; leave it out ...
    """
    path = directory / MANIFEST
    if not directory.is_dir() and not _is_shipped(directory):
        raise ModelError(
            f"{directory} is not a folder of models; leave it out to use the shipped ones"
        )
    try:
        if _size(path) > _LARGEST:
            raise _damaged(path, f"is not a manifest: it has more than {_LARGEST} bytes")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _damaged(path, "is not a manifest: it is not UTF-8") from None
    except OSError as error:
        if isinstance(error, ModelError):
            raise
        raise load_failure(path, error) from error
    try:
        record = json.loads(text)
    except RecursionError:
        raise _damaged(path, "is not a manifest: it is nested too deeply") from None
    except ValueError as error:
        raise _damaged(path, f"is not a manifest: {error}") from None
    return manifest_of(record, path)


def manifest_of(record: Any, path: Path) -> Manifest:
    """A manifest from its JSON form, checked field by field.

    Args:
        record: what ``manifest.json`` holds.
        path: where it was read, for messages.

    Raises:
        ModelError: a field is missing or wrong; the message names the file and the field.

    >>> manifest_of({"name": "news", "version": "1", "files": {}}, Path("manifest.json"))
    Traceback (most recent call last):
    ...
    quoteattr.errors.ModelError: model file manifest.json is not a manifest: files must be ...
    """
    fields = _mapping(record, "the whole", path)
    files = _mapping(fields.get("files"), "files", path)
    if not files:
        raise _wrong(path, "files", "an object with at least one file", files)
    return Manifest(
        _string(fields.get("name"), "name", path),
        _string(fields.get("version"), "version", path),
        tuple(_file(name, entry, path) for name, entry in files.items()),
    )


def load_failure(path: Path, error: BaseException) -> ModelError:
    """The error that says why a model can't be loaded, and what to do about it.

    Only a damaged file is reported as damaged. Advice of a library to load a file in an unsafe way
    is left out.

    Args:
        path: the file, or the folder of models.
        error: what was raised while it was read or made a network.

    >>> str(load_failure(Path("m.safetensors"), MemoryError()))
    "model file m.safetensors can't be loaded: there is not enough memory; free some, and try again"
    """
    if isinstance(error, ModelError):
        return error
    failure = f"model file {path} can't be loaded"
    lines = [line.strip() for line in str(error).strip().split("\n")]
    reason = " ".join(lines[:2] if lines[0].endswith(":") else lines[:1])
    if isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError | ImportError) and _NO_MEMORY.search(str(error))
    ):
        return ModelError(f"{failure}: there is not enough memory; free some, and try again")
    if isinstance(error, ImportError):
        return ModelError(f"{failure}: a package that it needs is missing or broken: {reason}")
    if isinstance(error, FileNotFoundError):
        return _damaged(path, "is missing")
    if isinstance(error, NotADirectoryError):
        return ModelError(f"{failure}: no model can be read from an archive; unpack the package")
    if isinstance(error, PermissionError):
        return ModelError(f"{failure}: permission denied; make it readable for this user")
    if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
        return ModelError(f"{failure}: {error.strerror or reason}")
    kind = type(error).__name__
    cause = kind if not reason or _UNSAFE_ADVICE.search(str(error)) else f"{kind}: {reason}"
    return _damaged(path, f"can't be loaded ({cause})")


def _damaged(path: Path, problem: str) -> ModelError:
    """The error for a file that is not what it should be; only shipped ones can be repaired."""
    advice = repair() if _is_shipped(path) else "give another folder of models, or none"
    return ModelError(f"model file {path} {problem}; {advice}")


def _is_shipped(path: Path) -> bool:
    return _SHIPPED in (path.absolute(), *path.absolute().parents)


def _size(path: Path) -> int:
    """The size of a file. A pipe or a device, which may have no end, is refused."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _damaged(path, "is not a regular file")
    return status.st_size


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _wrong(path: Path, field: str, wanted: str, value: Any) -> ModelError:
    found = "missing" if value is None else f"{str(value)[:60]!r}"
    return _damaged(path, f"is not a manifest: {field} must be {wanted}, not {found}")


def _mapping(value: Any, field: str, path: Path) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path, field, "an object", value)
    return value


def _string(value: Any, field: str, path: Path) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong(path, field, "a string", value)
    return value


def _file(name: str, entry: Any, path: Path) -> ModelFile:
    if not _PLAIN_NAME.fullmatch(name):  # "../x" would lead out of the folder
        raise _wrong(path, "files", "names of files in the same folder", name)
    fields = _mapping(entry, f"files.{name}", path)
    size, digest = fields.get("bytes"), fields.get("sha256")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise _wrong(path, f"files.{name}.bytes", "a whole number", size)
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise _wrong(path, f"files.{name}.sha256", "64 hexadecimal digits", digest)
    return ModelFile(name, size, digest)
