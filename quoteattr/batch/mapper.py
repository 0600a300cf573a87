"""``QuoteMapper``: batches of articles in, batches of rows out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from quoteattr.articles.records import article_of
from quoteattr.articles.run import result_of
from quoteattr.attributor import lazy_attributor
from quoteattr.errors import InputError
from quoteattr.formats.arrow import arrow_table
from quoteattr.formats.result import encodable
from quoteattr.formats.table import COLUMNS, rows_frame, to_rows

if TYPE_CHECKING:
    import pandas as pd
    from typing_extensions import Unpack

    from quoteattr.attributor import Options

__all__ = ["QuoteMapper"]


class QuoteMapper:
    """Maps batches of articles to batches of rows, one row per quote.

    It can be pickled, and is small: the models are loaded at the first batch, once in each process.
    Give each process one thread (``OMP_NUM_THREADS=1``), or they wait for each other.

    Args:
        text_field: the column of the texts.
        id_field: the column of their ids; it may be missing.
        models: a directory, or None for the models in the package.
        options: as for ``Attributor``.

    Raises:
        InputError: an option is unknown or out of range.

    >>> mapper = QuoteMapper(text_field="body")
    >>> rows = mapper({"id": [1, 2], "body": ["“We go on,” Ann Lee said.", None]})
    >>> rows["doc_id"], rows["speaker"], rows["error"][1]
    (['1', '2'], ['Ann Lee', None], 'an article must be a str; this one is missing')
    """

    def __init__(
        self,
        text_field: str = "text",
        id_field: str = "id",
        *,
        models: str | None = None,
        **options: Unpack[Options],
    ) -> None:
        self._text_field = text_field
        self._id_field = id_field
        self._extract = lazy_attributor(models=models, **options)

    @overload
    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]: ...

    @overload
    def __call__(self, batch: pd.DataFrame) -> pd.DataFrame: ...

    def __call__(self, batch: Any) -> Any:
        """The rows of a batch, with the columns of ``quoteattr.formats.table.COLUMNS``.

        Args:
            batch: a pandas data frame, an Arrow table, or lists (arrays) by column.

        Returns:
            The same kind of batch: as many rows as there are quotes. An article that fails gives
            one row with ``error``.

        Raises:
            InputError: it is something else, or has no column of texts.
            ModelError: a model is missing or damaged.
        """
        if hasattr(batch, "to_pydict"):  # of Arrow
            return arrow_table(self._rows(batch.to_pydict()))
        if hasattr(batch, "iloc") and hasattr(batch, "columns"):  # of pandas
            columns = {name: batch[name] for name in batch.columns if isinstance(name, str)}
            return rows_frame(self._rows(columns))
        if isinstance(batch, Mapping):
            rows = self._rows(batch)
            return {name: [encodable(row[name]) for row in rows] for name in COLUMNS}
        raise InputError(
            "a batch must be a pandas data frame, an Arrow table or lists by column, "
            f"not {type(batch).__name__}"
        )

    def iter_frames(self, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Map frames one by one, as Spark's ``mapInPandas`` wants it.

        Args:
            frames: of one partition.
        """
        for frame in frames:
            yield self(frame)

    def _rows(self, columns: Mapping[str, Iterable[Any]]) -> list[dict[str, Any]]:
        if self._text_field not in columns:
            named = ", ".join(map(repr, columns)) or "none"
            raise InputError(
                f"the batch has no column {self._text_field!r} (text_field); its columns: {named}"
            )
        texts = _values(columns, self._text_field)
        none = [None] * len(texts)
        ids = _values(columns, self._id_field) if self._id_field in columns else none
        if len(ids) != len(texts):
            raise InputError(f"the batch has {len(texts)} texts, but {len(ids)} ids")
        results = (
            result_of(self._extract, article_of(pair)) for pair in zip(texts, ids, strict=True)
        )
        return [row for quotes in results for row in to_rows(quotes)]


def _values(columns: Mapping[str, Iterable[Any]], name: str) -> list[Any]:
    """The values of a column; a string is refused: nobody means its letters."""
    column = columns[name]
    try:
        if not isinstance(column, str | bytes):
            return list(column)
    except TypeError:  # it has no values
        pass
    kind = type(column).__name__
    raise InputError(f"the column {name!r} of a batch must hold many values, not be one {kind}")
