"""The models that the package ships, and what a caller may give in their place.

A model directory has ``reader.safetensors`` and ``manifest.json`` with its size and SHA-256. It is
verified before it is loaded. Nothing here opens a network connection.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.parsing.stanza import use_one_thread_if_forked
from quoteattr.reader.model_files import MANIFEST, load_failure, read_manifest
from quoteattr.syntax import Labels

if TYPE_CHECKING:
    import stanza

__all__ = [
    "PROCESSORS",
    "READER",
    "check_models",
    "default_directory",
    "import_stanza",
    "kernels_of",
    "labeller_of",
    "load_pipeline",
    "model_names",
    "model_versions",
    "pipeline_of",
    "verify",
    "with_absolute_path",
]

READER = "reader.safetensors"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
_ALL = ",".join(PROCESSORS)
_NEEDED = {  # what Stanza refuses to go without
    "mwt": ("tokenize",),
    "pos": ("tokenize",),
    "lemma": ("tokenize", "pos"),
    "depparse": ("tokenize", "pos", "lemma"),
    "ner": ("tokenize",),
}
_OFFICIAL = "en"  # Stanza's own English models


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
    needed = {need for name in wanted for need in _NEEDED.get(name, ())}
    return tuple(name for name in PROCESSORS if name in needed.union(wanted))


def load_pipeline(
    directory: Path | None = None, *, processors: str | None = None
) -> stanza.Pipeline:
    """Load the reader as a Stanza pipeline, after `verify`, without network access.

    Args:
        directory: a model directory; the shipped one by default.
        processors: comma-separated processors; all six by default. Those that they need are added.
            The reader reads an article once, however many there are.

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

    path = directory / READER
    try:
        stanza = import_stanza()

        from quoteattr.parsing.variants import VARIANT, NamesProcessor, settings_of
        from quoteattr.reader.article import reader_at

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
            device="cpu",
            allow_unknown_language=True,
            **settings_of(variants, path),
        )
    if "ner" in names:
        pipeline.processors["ner"] = NamesProcessor(reader, pipeline)
    return pipeline


# --- what a caller may give ---------------------------------------------------------------------


def with_absolute_path(models: Any) -> Any:
    """Models as given; a directory by its absolute path, since the working directory may change.

    A missing one stays as it is written, for the message about it.

    Args:
        models: as for ``pipeline_of``.
    """
    if models is None or not _is_reader(models) or not Path(models).exists():
        return models
    return Path(models).absolute()


def check_models(models: Any) -> None:
    """Refuse what can't be models, before any are loaded.

    Args:
        models: as for ``pipeline_of``.

    Raises:
        InputError: it is none of these, or a pipeline that lacks a processor.
    """
    if _is_reader(models) or models == _OFFICIAL:
        return
    if not hasattr(models, "processors"):
        raise InputError(
            'models must be None, a directory, "en" or a stanza.Pipeline, '
            f"not {type(models).__name__}"
        )
    absent = {"tokenize", "pos", "depparse"} - set(models.processors)
    if absent:
        raise InputError(
            f"the stanza.Pipeline lacks {', '.join(sorted(absent))}; build it with "
            f'processors="{_ALL}"'
        )


def pipeline_of(models: Any) -> Any:
    """The pipeline for what a caller gave as models.

    Args:
        models: None for the shipped models, a directory, "en" for Stanza's own, or a pipeline;
            ``check_models`` refuses anything else.

    Raises:
        ModelError: a model is missing or damaged; the message names the command that repairs it.
    """
    use_one_thread_if_forked()
    if _is_reader(models):
        return load_pipeline(None if models is None else Path(models))
    if models == _OFFICIAL:
        return _official()
    return models


def _official() -> Any:
    stanza = import_stanza()
    try:
        return stanza.Pipeline(
            _OFFICIAL,
            processors=_ALL,
            download_method=None,
            logging_level="ERROR",
        )
    except Exception as error:  # Stanza raises many types for a missing or damaged model
        raise ModelError(
            f"Stanza's English models can't be loaded ({error}); fetch them with: "
            """python -c 'import stanza; stanza.download("en")'"""
        ) from error


def _directory(models: Any) -> Path:
    return Path(models) if models is not None and _is_reader(models) else default_directory()


def labeller_of(models: Any) -> Labeller:
    """What labels articles: the reader of a directory of models, or the shipped one.

    An article that the reader has parsed is labelled already.

    Args:
        models: as for ``pipeline_of``.

    Raises:
        ModelError: the model is missing or damaged.
    """
    from quoteattr.reader.article import reader_at

    directory = _directory(models)
    verify(directory)
    reader = reader_at(directory / READER)

    def labels(article: Analysis) -> Labels:
        known = article.parse.labels
        if known is not None:
            return known
        use_one_thread_if_forked()
        return reader(article)

    return labels


def model_names(models: Any, *, labelled: bool) -> dict[str, str]:
    """Name and version of every model, by processor; that of the reader as "reader".

    Args:
        models: as for ``pipeline_of``.
        labelled: whether the reader labels articles.
    """
    reader = _versions(_directory(models))
    if _is_reader(models):
        return reader
    if models == _OFFICIAL:
        names = dict.fromkeys(PROCESSORS, "stanza/en")
    else:
        names = dict.fromkeys(models.processors, "caller's pipeline")
    return {**names, **reader} if labelled else names


def kernels_of(models: Any, *, labelled: bool) -> str | None:
    """How the reader multiplies here: "int8" by the processor's kernels, or "float32" without.

    The quotes are nearly the same (``quoteattr.reader.int8``).

    Args:
        models: as for ``pipeline_of``.
        labelled: whether the reader labels articles.

    Returns:
        None if no reader takes part.
    """
    if not (labelled or _is_reader(models)):
        return None
    from quoteattr.reader.article import reader_at

    loaded = reader_at(_directory(models) / READER).loaded
    return "int8" if loaded.kernels else "float32"


def _is_reader(models: Any) -> bool:
    """Whether the reader parses, rather than another pipeline."""
    return models is None or (isinstance(models, str | Path) and models != _OFFICIAL)


def _versions(directory: Path) -> dict[str, str]:
    try:
        return model_versions(directory)
    except QuoteattrError:
        return {}
