"""Quotes in Spark, Ray, Dask, Hugging Face datasets and DuckDB: see ``docs/how-to/engines.md``.

``QuoteMapper`` turns batches of articles into batches of rows, one per quote. The rows always have
the same columns. Each engine takes the schema in its own form: ``SPARK_DDL`` (a string),
``ARROW_SCHEMA``, ``META`` (an empty data frame, for Dask) and ``FEATURES`` (of ``datasets``). The
last three are made when they are first used, since each needs a package of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quoteattr.batch.mapper import QuoteMapper
from quoteattr.batch.schema import SPARK_DDL, empty_frame, features
from quoteattr.formats.arrow import arrow_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    META: pd.DataFrame
    ARROW_SCHEMA: pa.Schema
    FEATURES: Any

__all__ = ["ARROW_SCHEMA", "FEATURES", "META", "SPARK_DDL", "QuoteMapper"]

_MADE = {"ARROW_SCHEMA": arrow_schema, "FEATURES": features, "META": empty_frame}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Make a schema on first use."""
        if name in _MADE:
            return globals().setdefault(name, _MADE[name]())
        raise AttributeError(f"module 'quoteattr.batch' has no attribute {name!r}")
