"""The reader that the package ships: where it is, whether it is intact, loading.

A model directory has ``reader.safetensors`` and ``manifest.json`` with its size and SHA-256.
Nothing here opens a network connection.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from quoteattr.errors import InputError, ModelError
from quoteattr.reader.model_files import MANIFEST, load_failure, read_manifest

if TYPE_CHECKING:
    import stanza

__all__ = [
    "PROCESSORS",
    "READER",
    "default_directory",
    "import_stanza",
    "load_pipeline",
    "model_versions",
    "verify",
]

READER = "reader.safetensors"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")


def default_directory() -> Path:
    """Return the directory of the models inside the installed package.

    >>> default_directory().name
    'models'
    """
    return Path(__file__).parent.parent / "models"


def verify(directory: Path) -> None:
    """Check every file of a model directory against its manifest.

    Args:
        directory: a model directory, such as `default_directory`.

    Raises:
        ModelError: a file is missing or differs; the message names it and the repair.

    >>> verify(default_directory())
    """
    manifest = read_manifest(directory)
    if READER not in {file.name for file in manifest.files}:
        raise ModelError(f"{directory / MANIFEST} names no {READER}; give another folder of models")
    manifest.verify(directory)


def model_versions(directory: Path) -> dict[str, str]:
    """Return name, version and short SHA-256 of each model.

    >>> model_versions(default_directory())["reader"]
    'newsq/...'
    """
    manifest = read_manifest(directory)
    version = f"{manifest.name}/{manifest.version}"
    return {Path(file.name).stem: f"{version}+{file.sha256[:8]}" for file in manifest.files}


def import_stanza() -> ModuleType:
    """Import Stanza without what tqdm warns of in notebooks that have no ipywidgets.

    Stanza's libraries import tqdm, but nothing here shows a progress bar.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="IProgress not found")
        import stanza
    return stanza


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

    stanza = import_stanza()

    from quoteattr.parsing.variants import VARIANT, NamesProcessor, settings_of
    from quoteattr.reader.article import reader_at

    path = directory / READER
    try:
        reader = reader_at(path)
    except Exception as error:  # PyTorch raises many types, for want of memory as well
        raise load_failure(path, error) from error
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
        pipeline.processors["ner"] = NamesProcessor(reader, pipeline)
    return pipeline
