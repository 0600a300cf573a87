"""The Stanza models that the package ships: where they are, whether they are intact, loading.

A model directory is flat: one ``<processor>.pt`` a processor, ``vectors.npz`` with the word
vectors that three of them share, and ``manifest.json`` with size and SHA-256 of each file.
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
    from stanza.models.common.foundation_cache import FoundationCache
    from stanza.models.common.pretrain import Pretrain

__all__ = [
    "MANIFEST",
    "PROCESSORS",
    "VECTORS",
    "default_directory",
    "load_pipeline",
    "model_versions",
    "verify",
]

MANIFEST = "manifest.json"
VECTORS = "vectors.npz"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")

_WITH_VECTORS = ("pos", "depparse", "ner")
_PLACE_HOLDER = "place holder"
_REPAIR = "python -m pip install --force-reinstall --no-deps quoteattr"

# Sentences (words for the parser) a batch.  The parser scores every pair of words of a
# padded batch, so large batches cost time and memory instead of saving any.
_BATCH_SIZES = {
    "tokenize_batch_size": 64,
    "pos_batch_size": 100,
    "lemma_batch_size": 500,
    "depparse_batch_size": 800,
    "ner_batch_size": 50,
}


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


def _cache(pretrain: Pretrain | None) -> FoundationCache:
    """Return a cache that hands out the dequantised vectors under the file's own name.

    The entity tagger gets a place holder first: Stanza would copy the whole matrix for it.
    """
    from stanza.models.common.foundation_cache import FoundationCache

    from quoteattr.parsing.vectors import place_holder

    cache = FoundationCache(local_files_only=True)
    if pretrain is not None:
        cache.pretrains[pretrain.filename] = pretrain
        cache.pretrains[_PLACE_HOLDER] = place_holder(pretrain)
    return cache


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
    """Load the models as a Stanza pipeline, after `verify`, without network access.

    Args:
        directory: a model directory; the shipped models by default.
        processors: comma-separated processors; all six by default.
        device: a torch device name.

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

    from quoteattr.parsing.speedups.hooks import attach_vectors, extend_lemmas, speed_up
    from quoteattr.parsing.vectors import read_vectors

    vectors = directory / VECTORS
    settings: dict[str, Any] = dict(_BATCH_SIZES)
    for name in names:
        settings[f"{name}_model_path"] = str(directory / f"{name}.pt")
        if name in _WITH_VECTORS:
            path = _PLACE_HOLDER if name == "ner" else str(vectors)
            settings[f"{name}_pretrain_path"] = path
    try:
        needed = set(names) & set(_WITH_VECTORS)
        pretrain = read_vectors(vectors, vectors) if needed else None
        with _quiet():
            pipeline = stanza.Pipeline(
                "en",
                dir=str(directory),
                package=None,
                processors=dict.fromkeys(names, "newsq"),
                download_method=None,
                device=device,
                foundation_cache=_cache(pretrain),
                allow_unknown_language=True,
                **settings,
            )
    except Exception as error:
        # The files are what the manifest says, so they were made for another Stanza or are
        # no models; each of its loaders then fails in a way of its own.
        problem = (
            f"can't be loaded by stanza {stanza.__version__} ({type(error).__name__}: {error})"
        )
        raise _damaged(directory, problem) from error
    if pretrain is not None:
        attach_vectors(pipeline, pretrain)
        extend_lemmas(pipeline, pretrain.vocab)
    speed_up(pipeline)
    return pipeline
