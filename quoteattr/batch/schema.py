"""The columns of a batch of quotes in the form that each engine wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quoteattr.errors import MissingDependencyError
from quoteattr.formats.table import COLUMNS, to_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SPARK_DDL", "empty_frame", "features"]

_SPARK = {"string": "STRING", "Int64": "BIGINT", "Float64": "DOUBLE", "boolean": "BOOLEAN"}
_DATASETS = {"string": "string", "Int64": "int64", "Float64": "float64", "boolean": "bool"}

SPARK_DDL = ", ".join(f"`{name}` {_SPARK[dtype]}" for name, dtype in COLUMNS.items())
"""The schema for Spark (``mapInPandas``)."""


def empty_frame() -> pd.DataFrame:
    """A data frame without rows, for Dask.

    Raises ``MissingDependencyError`` without pandas.
    """
    return to_frame([])


def features() -> Any:
    """The ``datasets.Features``.

    Raises ``MissingDependencyError`` without datasets.
    """
    try:
        import datasets
    except ImportError as error:
        raise MissingDependencyError(
            "the features of datasets need that package: python -m pip install datasets"
        ) from error
    return datasets.Features(
        {name: datasets.Value(_DATASETS[dtype]) for name, dtype in COLUMNS.items()}
    )
