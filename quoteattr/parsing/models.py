"""The reader that the package ships: where it is, whether it is intact, loading.

A model directory has ``reader.safetensors`` and ``manifest.json`` with its size and SHA-256.
Nothing here opens a network connection.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.errors import InputError, ModelError

if TYPE_CHECKING:
    import stanza

__all__ = [
    "MANIFEST",
    "PROCESSORS",
    "READER",
    "default_directory",
    "load_pipeline",
    "model_versions",
    "verify",
]

MANIFEST = "manifest.json"
READER = "reader.safetensors"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")

_REPAIR = "python -m pip install --force-reinstall --no-deps quoteattr"


def default_directory() -> Path:
    """Return the directory of the models inside the installed package.

    >>> default_directory().name
    'models'
    """
    return Path(__file__).parent.parent / "models"


def _damaged(path: Path, problem: str) -> ModelError:
    return ModelError(f"model file {path} {problem}; repair with: {_REPAIR}")


def _manifest(directory: Path) -> dict[str, Any]:
    path = directory / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest["files"], dict) or not isinstance(manifest["version"], str):
            raise TypeError("not a manifest")
    except FileNotFoundError:
        if not directory.is_dir() and directory != default_directory():
            raise ModelError(
                f"{directory} is no folder of models; leave it out to use the shipped ones"
            ) from None
        raise _damaged(path, "is missing") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, f"can't be read ({error})") from None
    return dict(manifest)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify(directory: Path) -> None:
    """Check every file of a model directory against its manifest.

    Args:
        directory: a model directory, such as `default_directory`.

    Raises:
        ModelError: a file is missing or differs; the message names it and the repair.

    >>> verify(default_directory())
    """
    for name, expected in _manifest(directory)["files"].items():
        path = directory / name
        try:
            size = path.stat().st_size
            if size != expected["bytes"]:
                raise _damaged(path, f"has {size} bytes instead of {expected['bytes']}")
            if _digest(path) != expected["sha256"]:
                raise _damaged(path, "doesn't have the SHA-256 of its manifest entry")
        except FileNotFoundError:
            raise _damaged(path, "is missing") from None
        except PermissionError:
            raise _damaged(path, "can't be read (permission denied)") from None


def model_versions(directory: Path) -> dict[str, str]:
    """Return name, version and short SHA-256 of each processor's model.

    >>> model_versions(default_directory())["pos"]
    'newsq/...'
    """
    manifest = _manifest(directory)
    version = f"{manifest['name']}/{manifest['version']}"
    return {
        Path(name).stem: f"{version}+{entry['sha256'][:8]}"
        for name, entry in manifest["files"].items()
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Stanza's logger for the duration of loading, and put its level back."""
    logger = logging.getLogger("stanza")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _chosen(processors: str | None) -> tuple[str, ...]:
    if processors is None:
        return PROCESSORS
    wanted = [name.strip() for name in processors.split(",") if name.strip()]
    unknown = sorted(set(wanted) - set(PROCESSORS))
    if unknown or not wanted:
        raise InputError(f"unknown processors {unknown}; choose from {', '.join(PROCESSORS)}")
    return tuple(name for name in PROCESSORS if name in wanted)


def load_pipeline(
    directory: Path | None = None, *, processors: str | None = None, device: str = "cpu"
) -> stanza.Pipeline:
    """Load the reader as a Stanza pipeline, after `verify`, without network access.

    Args:
        directory: a model directory; the shipped one by default.
        processors: comma-separated processors; all six by default. The reader reads an article
            once, however many there are.
        device: a torch device name; the reader runs on the processor.

    Returns:
        A ``stanza.Pipeline`` for English.

    Raises:
        ModelError: a model file is missing or damaged.
        InputError: an unknown processor name.

    >>> nlp = load_pipeline(processors="tokenize,mwt")
    >>> [token.text for token in nlp("It isn’t.").sentences[0].tokens]
    ['It', 'isn’t', '.']
    """
    names = _chosen(processors)
    directory = default_directory() if directory is None else directory
    verify(directory)

    import stanza

    from quoteattr.parsing.variants import VARIANT, NamesProcessor, settings_of
    from quoteattr.reader.article import reader_at

    path = directory / READER
    variants = [name for name in names if name != "ner"]
    with _quiet():
        pipeline = stanza.Pipeline(
            "en",
            dir=str(default_directory()),  # has the empty list of resources that Stanza reads
            package=None,
            processors=dict.fromkeys(variants, VARIANT),
            download_method=None,
            device=device,
            allow_unknown_language=True,
            **settings_of(variants, path),
        )
    if "ner" in names:
        pipeline.processors["ner"] = NamesProcessor(reader_at(path), pipeline)
    return pipeline
