"""Tables of counts, as they are shown."""

from __future__ import annotations

import pytest

from quoteattr import InputError
from quoteattr.corpus.tables import Table

TABLE = Table(
    "Quotes by <kind>",
    ("kind", "quotes", "of quotes"),
    (("direct", 1200, 0.75), (None, 400, 0.25)),
)


def test_as_text():
    assert str(TABLE).splitlines() == [
        "Quotes by <kind>",
        "kind     quotes  of quotes",
        "direct    1,200     75.0 %",
        "unknown     400     25.0 %",
    ]


def test_as_html_everything_is_escaped_and_nothing_is_a_script():
    html = TABLE._repr_html_()
    assert "Quotes by &lt;kind&gt;" in html
    assert "<td>unknown</td>" in html
    assert "<script" not in html


def test_no_name_makes_a_second_line_or_controls_the_terminal():
    table = Table("Speakers", ("speaker", "quotes"), (("Ann\n\x1b[2J\u2028Lee", 2),))
    assert str(table).splitlines()[2] == "Ann��[2J�Lee       2"


def test_names_that_no_file_can_hold_and_formulas_of_a_chart_are_shown():
    table = Table("Speakers", ("speaker", "quotes"), (("\ud800", 2), ("$\\frac{$", 1)))
    assert "\N{REPLACEMENT CHARACTER}" in table._repr_html_()
    pytest.importorskip("pandas")
    assert table.to_frame()["speaker"].tolist() == ["\N{REPLACEMENT CHARACTER}", "$\\frac{$"]
    pytest.importorskip("matplotlib")
    assert "<svg" in table.chart()._repr_svg_()


def test_as_a_frame_unknown_is_missing():
    pandas = pytest.importorskip("pandas")
    frame = TABLE.to_frame()
    assert frame.columns.tolist() == list(TABLE.columns)
    assert pandas.isna(frame.loc[1, "kind"])


def test_as_a_chart_with_a_bar_for_each_row(tmp_path):
    pytest.importorskip("matplotlib")
    chart = TABLE.chart()
    (axes,) = chart.figure.axes
    assert [bar.get_width() for bar in axes.patches] == [1200, 400]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["direct", "unknown"]
    assert "<svg" in chart._repr_svg_()
    chart.save(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 1000


def test_an_empty_table_has_a_chart_too():
    pytest.importorskip("matplotlib")
    assert "<svg" in Table("Nothing", ("kind", "quotes"), ()).chart()._repr_svg_()


def test_an_unknown_column_is_named():
    with pytest.raises(InputError, match="no column 'fame'; there are kind, quotes, of quotes"):
        TABLE.column("fame")
    with pytest.raises(InputError, match="no column"):
        TABLE.chart("fame")
