"""The table of quotes as Apache Arrow: its schema, and a file of it (Parquet)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.errors import MissingDependencyError
from quoteattr.formats.result import Result, without_surrogates
from quoteattr.formats.table import COLUMNS, to_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["arrow_schema", "encodable", "write_parquet"]

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


def write_parquet(results: Iterable[Result], path: Path) -> None:
    """Write the rows of many results as a Parquet file, with few of them in memory.

    Args:
        results: in the order of the rows.
        path: the file; it is valid also if ``results`` ends early.

    Raises:
        MissingDependencyError: pyarrow is not installed.
    """
    schema = arrow_schema()
    arrow = _pyarrow()
    from pyarrow.parquet import ParquetWriter

    with ParquetWriter(path, schema) as writer:
        rows: list[dict[str, Any]] = []
        for quotes in results:
            rows += map(encodable, to_rows(quotes))
            if len(rows) >= _ROWS:
                writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def encodable(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table without lone surrogates, which Arrow can't hold."""
    return {
        name: without_surrogates(value) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingDependencyError(
            "Arrow and Parquet need pyarrow: python -m pip install pyarrow"
        ) from error
    return pyarrow
