"""What a caller may give as models: nothing, a directory, "en", or a pipeline of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.parsing.models import (
    READER,
    default_directory,
    load_pipeline,
    model_versions,
    verify,
)
from quoteattr.syntax import Labels

__all__ = ["kernels_of", "labeller_of", "model_names", "pipeline_of"]

_OFFICIAL = "en"  # Stanza's own English models
_OFFICIAL_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"


def pipeline_of(models: Any) -> Any:
    """The pipeline for what a caller gave as models.

    Args:
        models: None for the shipped models, a directory, "en" for Stanza's own, or a pipeline.

    Raises:
        InputError: anything else, or a pipeline that lacks a processor.
        ModelError: a model is missing or damaged; the message names the command that repairs it.
    """
    if _is_reader(models):
        return load_pipeline(None if models is None else Path(models))
    if models == _OFFICIAL:
        return _official()
    if not hasattr(models, "processors"):
        raise InputError(
            'models must be None, a directory, "en" or a stanza.Pipeline, '
            f"not {type(models).__name__}"
        )
    absent = {"tokenize", "pos", "depparse"} - set(models.processors)
    if absent:
        raise InputError(
            f"the stanza.Pipeline lacks {', '.join(sorted(absent))}; build it with "
            f'processors="{_OFFICIAL_PROCESSORS}"'
        )
    return models


def _official() -> Any:
    import stanza

    try:
        return stanza.Pipeline(
            _OFFICIAL,
            processors=_OFFICIAL_PROCESSORS,
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
        return reader(article) if known is None else known

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
        names = dict.fromkeys(_OFFICIAL_PROCESSORS.split(","), "stanza/en")
    else:
        names = dict.fromkeys(models.processors, "caller's pipeline")
    return {**names, **reader} if labelled else names


def kernels_of(models: Any, *, labelled: bool) -> str | None:
    """How the reader multiplies here: "int8" by the processor's kernels, or "float32" without.

    The quotes are the same (``quoteattr.reader.int8``).

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
