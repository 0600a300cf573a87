"""Small tables of counts: as text, HTML, pandas data frame and chart."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.errors import InputError, MissingDependencyError
from quoteattr.formats.html.escaping import escaped
from quoteattr.formats.result import encodable
from quoteattr.text.printable import on_one_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["Chart", "Table"]

_STYLE = (
    ".quoteattr-table{border-collapse:collapse}"
    ".quoteattr-table caption{text-align:left;font-weight:600;padding:.3em 0}"
    ".quoteattr-table td,.quoteattr-table th{padding:.2em .8em .2em 0;text-align:left}"
    ".quoteattr-table .qa-number{text-align:right;font-variant-numeric:tabular-nums}"
)


@attrs.frozen(repr=False)
class Table:
    """Counts of a corpus, one row per value of what is counted.

    The last line of a notebook cell shows it; ``print`` shows it as text.

    Attributes:
        title: what is counted.
        columns: names of the columns.
        rows: one tuple per row; unknown is None, a share is between 0 and 1.
        labels: how many columns, from the first, say what is counted.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    labels: int = 1

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        cells = [self.columns, *(tuple(map(_shown, row)) for row in self.rows)]
        widths = [max(len(row[i]) for row in cells) for i in range(len(self.columns))]
        lines = [
            "  ".join(
                cell.ljust(width) if i < self.labels else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in cells
        ]
        return "\n".join([self.title, *lines])

    def __repr__(self) -> str:
        return str(self)

    def column(self, name: str) -> tuple[Any, ...]:
        """The values of a column.

        Raises:
            InputError: there is no such column; the message names those that there are.
        """
        if name not in self.columns:
            raise InputError(f"no column {name!r}; there are {', '.join(self.columns)}")
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """The table as a pandas data frame; unknown is missing.

        Raises:
            MissingDependencyError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingDependencyError(
                "a data frame needs pandas: python -m pip install pandas"
            ) from error
        rows = [tuple(map(encodable, row)) for row in self.rows]
        frame: pd.DataFrame = pd.DataFrame(rows, columns=list(self.columns))
        typed: pd.DataFrame = frame.convert_dtypes()
        return typed

    def chart(self, column: str = "quotes") -> Chart:
        """A bar for each row, by one column of numbers.

        Args:
            column: the numbers to show.

        Raises:
            InputError: there is no such column.
            MissingDependencyError: matplotlib is not installed.
        """
        values = self.column(column)
        try:
            from matplotlib.figure import Figure
        except ImportError as error:
            raise MissingDependencyError(
                "a chart needs matplotlib: python -m pip install matplotlib"
            ) from error
        names = [" · ".join(map(_shown, row[: self.labels])) for row in self.rows]
        figure = Figure(figsize=(7, 0.8 + 0.32 * max(1, len(names))), layout="constrained")
        axes = figure.subplots()
        places = range(len(names))
        bars = axes.barh(places, values)
        axes.bar_label(bars, labels=[_shown(value) for value in values], padding=3)
        # A name with two "$" is no formula.
        axes.set_yticks(places, names, parse_math=False, usetex=False)
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel(column)
        axes.set_title(self.title, loc="left")
        return Chart(figure)

    def _repr_html_(self) -> str:
        head = "".join(f"<th{self._class(i)}>{escaped(n)}</th>" for i, n in enumerate(self.columns))
        body = "".join(
            "<tr>"
            + "".join(f"<td{self._class(i)}>{escaped(_shown(v))}</td>" for i, v in enumerate(row))
            + "</tr>\n"
            for row in self.rows
        )
        return (
            f'<style>{_STYLE}</style>\n<table class="quoteattr-table">'
            f"<caption>{escaped(self.title)}</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"
        )

    def _class(self, column: int) -> str:
        return "" if column < self.labels else ' class="qa-number"'


@attrs.frozen
class Chart:
    """A chart that a notebook shows as SVG, whatever its settings.

    Attributes:
        figure: matplotlib's figure, to change or to save.
    """

    figure: Figure

    def save(self, path: str | Path) -> None:
        """Write the chart; the suffix of the file decides the format (png, svg, pdf)."""
        self.figure.savefig(path)

    def _repr_svg_(self) -> str:
        out = io.StringIO()
        self.figure.savefig(out, format="svg")
        return out.getvalue()


def _shown(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return f"{100 * value:.1f} %"
    return f"{value:,}" if isinstance(value, int) else on_one_line(str(value))
