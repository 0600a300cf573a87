"""The table of quotes as Apache Arrow: its schema, and a file of it (Parquet)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO

from quoteattr.errors import MissingDependencyError
from quoteattr.formats.result import Result, encodable
from quoteattr.formats.table import COLUMNS, to_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_schema", "arrow_table", "write_parquet"]

_TYPES = {"string": "string", "Int64": "int64", "Float64": "float64", "boolean": "bool_"}
"""The Arrow types by pandas dtype."""
_ROWS = 5_000  # of one group of a Parquet file


def arrow_schema() -> pa.Schema:
    """The schema of the table: the ``COLUMNS``, all nullable.

    Raises ``MissingDependencyError`` without pyarrow.
    """
    arrow = _pyarrow()
    fields = [(name, getattr(arrow, _TYPES[dtype])()) for name, dtype in COLUMNS.items()]
    schema: pa.Schema = arrow.schema(fields)
    return schema


def arrow_table(rows: Iterable[dict[str, Any]]) -> pa.Table:
    """Rows of ``to_rows`` as an Arrow table.

    Raises ``MissingDependencyError`` without pyarrow.
    """
    cells = [{name: encodable(value) for name, value in row.items()} for row in rows]
    table: pa.Table = _pyarrow().Table.from_pylist(cells, schema=arrow_schema())
    return table


def write_parquet(results: Iterable[Result], stream: BinaryIO) -> None:
    """Write the rows of many results as a Parquet file, with few of them in memory.

    Args:
        results: in the order of the rows.
        stream: the file; it is valid also if ``results`` ends early.

    Raises:
        MissingDependencyError: pyarrow is not installed.
    """
    schema = arrow_schema()
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(stream, schema) as writer:
        rows: list[dict[str, Any]] = []
        for quotes in results:
            rows += to_rows(quotes)
            if len(rows) >= _ROWS:
                writer.write_table(arrow_table(rows))
                rows = []
        writer.write_table(arrow_table(rows))


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingDependencyError(
            "Arrow and Parquet need pyarrow: python -m pip install pyarrow"
        ) from error
    return pyarrow
