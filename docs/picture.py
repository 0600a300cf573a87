"""Draw ``docs/picture.svg``, the picture of the README: ``python docs/picture.py``.

It runs the command on a short article in a terminal of 80 columns, and draws what that shows.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

COLUMNS = 80
ARTICLE = """\
Harbour bridge to close on Monday

“The bridge will close on Monday,” Mayor Ann Lee told reporters. “We have no choice.”

Tom Hale, who runs the ferry, said that the plan was “a waste of money”. He added that
nobody had asked him.

According to a report by the harbour office, the beams have rusted through.

Lee did not say what repairs would cost.
"""

LINE, CELL, SIZE, EDGE = 19, 8.43, 14, 16  # pixels: height of a line, width of a cell, font, margin
INK, PAPER = "#d8dee9", "#0d1117"
# The 16 colours that programs name by number; a terminal is free to choose them.
NAMED = (
    *("#4c566a", "#e8818a", "#a3be8c", "#ebcb8b", "#81a1c1", "#c99bd0", "#88c0d0", "#e5e9f0"),
    *("#8a93a5", "#f0a0a8", "#b9d3a4", "#f2dba5", "#9db8d6", "#d9b3df", "#a3d3df", "#ffffff"),
)
CODE = re.compile(r"\x1b\[([\d;]*)m|\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07]*\x07")


def shown(article: str) -> str:
    """What the command writes to a terminal for an article."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "harbour.txt").write_text(article, encoding="utf-8")
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        told = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            told.pop(name, None)
        command = [sys.executable, "-m", "quoteattr", "-q", "harbour.txt"]
        environment = {**told, "PYTHONPATH": str(Path(__file__).parent.parent)}
        running = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL
        )
        os.close(theirs)
        pieces = []
        while piece := _read(ours):
            pieces.append(piece)
        os.close(ours)
        if status := running.wait():
            raise SystemExit(f"{' '.join(command)} ended with status {status}")
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # what Linux says at the end
        return b""


def runs(line: str, style: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The stretches of a line with their style; ``style`` goes on to the next line."""
    place = 0
    for code in CODE.finditer(line):
        if code.start() > place:
            yield line[place : code.start()], dict(style)
        place = code.end()
        if code[1] is not None:
            change(style, [int(number or 0) for number in code[1].split(";")])
    if place < len(line):
        yield line[place:], dict(style)


def change(style: dict[str, str], numbers: list[int]) -> None:
    """Apply the numbers of one escape sequence (ECMA-48, "select graphic rendition")."""
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            style.clear()
        elif number in _SWITCHES:
            style.update(_SWITCHES[number])
        elif number in _ENDS:
            for name in _ENDS[number]:
                style.pop(name, None)
        elif number in (38, 48):
            style["ink" if number == 38 else "paper"] = colour(numbers)
        else:
            for first, name, bright in ((30, "ink", 0), (40, "paper", 0), (90, "ink", 8)):
                if first <= number < first + 8:
                    style[name] = NAMED[number - first + bright]


_SWITCHES = {
    1: {"weight": "bold"},
    2: {"opacity": ".7"},
    3: {"slant": "italic"},
    4: {"line": "underline"},
    7: {"turned": "yes"},
}
_ENDS = {
    22: ("weight", "opacity"),
    23: ("slant",),
    24: ("line",),
    27: ("turned",),
    39: ("ink",),
    49: ("paper",),
}


def colour(numbers: list[int]) -> str:
    """The colour that the numbers begin with, which are taken away: ``5;n`` or ``2;r;g;b``."""
    if numbers.pop(0) == 2:
        red, green, blue = (numbers.pop(0) for _ in range(3))
        return f"#{red:02x}{green:02x}{blue:02x}"
    number = numbers.pop(0)
    if number < 16:
        return NAMED[number]
    if number >= 232:
        return "#" + f"{8 + 10 * (number - 232):02x}" * 3
    levels = (0, 95, 135, 175, 215, 255)
    number -= 16
    return "#" + "".join(f"{levels[number // by % 6]:02x}" for by in (36, 6, 1))


def picture(text: str) -> str:
    """The SVG of a terminal with a text."""
    style: dict[str, str] = {}
    prompt = [("$ ", {"opacity": ".7"}), ("quoteattr harbour.txt", {"weight": "bold"})]
    lines = [prompt, *(list(runs(line, style)) for line in text.rstrip().split("\n"))]
    width, height = COLUMNS * CELL + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    drawn = []
    for row, stretches in enumerate(lines):
        column, base = 0, EDGE + (row + 1) * LINE - 5
        for words, look in stretches:
            drawn += draw(words, look, EDGE + column * CELL, base)
            column += len(words)
    body = "\n".join(drawn)
    fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" \
width="{width:.0f}" height="{height}" font-family="{fonts}" font-size="{SIZE}" \
style="white-space:pre">
<!-- Made by: python docs/picture.py -->
<title>quoteattr on a short article</title>
<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>
{body}
</svg>
"""


def draw(words: str, look: dict[str, str], x: float, base: int) -> Iterator[str]:
    """The elements for words of one style, which begin at ``x``."""
    ink, paper = look.get("ink", INK), look.get("paper")
    if "turned" in look:
        ink, paper = paper or PAPER, ink
    if paper:
        yield (
            f'<rect x="{x:.1f}" y="{base - SIZE}" width="{len(words) * CELL:.1f}" '
            f'height="{LINE}" fill="{paper}"/>'
        )
    # Viewers drop blanks at the edges of an element.
    bare = words.strip()
    if bare:
        x += (len(words) - len(words.lstrip())) * CELL
        more = "".join(f' {tag}="{look[name]}"' for name, tag in _TAGS.items() if name in look)
        yield (
            f'<text x="{x:.1f}" y="{base}" fill="{ink}" '
            f'textLength="{len(bare) * CELL:.1f}"{more}>{escape(bare)}</text>'
        )


_TAGS = {
    "weight": "font-weight",
    "slant": "font-style",
    "line": "text-decoration",
    "opacity": "opacity",
}


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(picture(shown(ARTICLE)), encoding="utf-8")
