"""What a caller may give as models: nothing, a directory, "en", or a pipeline of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.parsing.models import (
    READER,
    default_directory,
    import_stanza,
    load_pipeline,
    model_versions,
    verify,
)
from quoteattr.syntax import Labels

__all__ = ["labeller_of", "model_names", "pipeline_of"]

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
    if models is None:
        return load_pipeline()
    if isinstance(models, Path) or (isinstance(models, str) and models != _OFFICIAL):
        return load_pipeline(Path(models))
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
    stanza = import_stanza()
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
    given = isinstance(models, Path) or (isinstance(models, str) and models != _OFFICIAL)
    return Path(models) if given else default_directory()


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
    if models is not None and not isinstance(models, str | Path):
        names = dict.fromkeys(models.processors, "caller's pipeline")
    elif models == _OFFICIAL:
        names = dict.fromkeys(_OFFICIAL_PROCESSORS.split(","), "stanza/en")
    else:
        return reader
    return {**names, **reader} if labelled else names


def _versions(directory: Path) -> dict[str, str]:
    try:
        return model_versions(directory)
    except QuoteattrError:
        return {}
