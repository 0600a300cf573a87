"""``QuoteMapper`` and its schema, without any engine."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

from quoteattr.batch import META, SPARK_DDL, QuoteMapper
from quoteattr.errors import InputError
from quoteattr.formats.table import COLUMNS
from tests.batch.conftest import values

TEXT = "“We go on,” Ann Lee said."


@pytest.mark.models
def test_lists_in_lists_out(articles: list[dict[str, Any]], rows: list[Any]) -> None:
    batch = {name: [article[name] for article in articles] for name in ("id", "text")}
    found = QuoteMapper()(batch)
    assert list(found) == list(COLUMNS)
    by_row = zip(*found.values(), strict=True)
    assert values([dict(zip(found, row, strict=True)) for row in by_row]) == rows


@pytest.mark.models
def test_frame_in_frame_out(articles: list[dict[str, Any]], rows: list[Any]) -> None:
    frame = QuoteMapper()(pd.DataFrame(articles))
    assert frame.dtypes.equals(META.dtypes)
    assert values(frame.astype(object).where(frame.notna(), None).to_dict("records")) == rows


@pytest.mark.models
def test_arrow_in_arrow_out(articles: list[dict[str, Any]], rows: list[Any]) -> None:
    pa = pytest.importorskip("pyarrow")
    from quoteattr.batch import ARROW_SCHEMA

    table = QuoteMapper()(pa.Table.from_pylist(articles))
    assert table.schema.equals(ARROW_SCHEMA)
    assert values(table.to_pylist()) == rows


@pytest.mark.models
def test_frames_one_by_one_and_other_columns() -> None:
    frames = [pd.DataFrame({"body": [TEXT], "url": [i]}) for i in (1, 2)]
    mapper = QuoteMapper("body", "url", include="all")
    found = list(mapper.iter_frames(iter(frames)))
    assert [frame["doc_id"].tolist() for frame in found] == [["1"], ["2"]]


@pytest.mark.models
def test_arrays_and_missing_ids() -> None:
    found = QuoteMapper()({"text": np.array([TEXT, TEXT], dtype=object)})
    assert found["doc_id"] == [None, None]


def test_a_mapper_is_sent_without_models() -> None:
    assert len(pickle.dumps(QuoteMapper(include="all"))) < 10_000


def test_no_article_gives_all_columns() -> None:
    assert QuoteMapper()({"text": [], "id": []}) == {name: [] for name in COLUMNS}
    empty = QuoteMapper()(pd.DataFrame({"text": []}))
    assert empty.dtypes.equals(META.dtypes)


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        ({"text": TEXT}, "'text' of a batch must hold many values, not be one str"),
        ({"text": None}, "not be one NoneType"),
        ({"text": [TEXT], "id": []}, "1 texts, but 0 ids"),
    ],
)
def test_columns_of_a_batch_have_a_value_for_each_article(batch: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        QuoteMapper()(batch)


def test_what_is_no_batch_is_an_error() -> None:
    with pytest.raises(InputError, match=r"no column 'text' \(text_field\); its columns: 'body'"):
        QuoteMapper()({"body": [TEXT]})
    with pytest.raises(InputError, match="a batch must be a pandas data frame"):
        QuoteMapper()([TEXT])  # type: ignore[call-overload]
    with pytest.raises(InputError, match="a batch must be a pandas data frame"):
        QuoteMapper()(pd.Series([TEXT]))  # type: ignore[call-overload]
    with pytest.raises(InputError, match="unknown options includes"):
        QuoteMapper(includes="all")  # type: ignore[call-arg]


def test_every_schema_has_every_column() -> None:
    assert [column.split()[0].strip("`") for column in SPARK_DDL.split(", ")] == list(COLUMNS)
    assert list(META.columns) == list(COLUMNS)
