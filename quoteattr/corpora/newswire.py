"""Read the English Worldwide Newswire (Shan et al. 2023): words with names, a paragraph a row.

The corpus has tokens alone. ``paragraph_text`` puts them together as a newspaper would print them.
``write_news`` makes articles of them, with gold quotes that lie beside the project's code.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import InputError

__all__ = ["Token", "paragraph_text", "read_newswire", "write_news"]

_CLITICS = frozenset({"s", "re", "ve", "ll", "t", "d", "m"})
_CLOSING = frozenset(",.;:?!)]}%’”…")
_OPENING = frozenset("“‘([{")
_CURRENCIES = frozenset("$£€#")
_SHORT = 4  # letters of a word in capitals that a hyphen joins to the next, such as "anti-US"


@attrs.frozen
class Token:
    """A word or a mark, with the label of its name: ``B-PERSON``, ``I-PERSON``, ``O``."""

    text: str
    label: str = "O"


def read_newswire(path: Path) -> list[list[Token]]:
    """The paragraphs of a file in Stanza's JSON format.

    Args:
        path: the file, may be gzipped.

    Raises:
        InputError: the file has another form.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as stream:
            return [[Token(word["text"], word["ner"]) for word in row] for row in json.load(stream)]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is no file of names in Stanza's JSON format ({type(error).__name__}: {error})"
        ) from error


def paragraph_text(tokens: Sequence[Token]) -> str:
    """The text of a paragraph, its spaces as a newspaper has them.

    Args:
        tokens: its words and marks.

    >>> paragraph_text([Token(word) for word in '" We won , " the vice - captain said .'.split()])
    '"We won," the vice-captain said.'
    """
    text = ""
    glued = True  # nothing but the next word may follow
    quoted = False
    for place, token in enumerate(tokens):
        word = token.text
        closes = word == '"' and quoted
        hyphen = _is_hyphen(tokens, place)
        if not (glued or closes or hyphen or _follows(tokens, place)):
            text += " "
        text += word
        opens = word == '"' and not quoted
        if word == '"':
            quoted = not quoted
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        amount = word in _CURRENCIES and after[:1].isdigit()
        glued = opens or hyphen or amount or word in _OPENING or word == "/"
    return text


def _follows(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word follows the one before without a space."""
    word = tokens[place].text
    if word in _CLITICS and place > 1 and tokens[place - 1].text in ("’", "'"):
        return True
    mark = word[0] in _CLOSING and (len(word) == 1 or word == "...")
    clitic = word[1:] in _CLITICS and word[0] in "'’"
    return mark or clitic or word in ("'", "n't", "n’t", "/")


def _is_hyphen(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is a hyphen within a word; the corpus sets it apart like a dash."""
    if tokens[place].text != "-" or not 0 < place < len(tokens) - 1:
        return False
    before, after = tokens[place - 1].text, tokens[place + 1].text
    if not (before[-1].isalnum() and after[0].isalnum()):
        return False
    if tokens[place].label.startswith("I-") and tokens[place + 1].label.startswith("I-"):
        return True
    if before[0].islower() or before.isdigit() or before.lower() == "covid":
        return True
    if before.isupper() and (len(before) <= _SHORT or after.isdigit()):
        return True
    return after[0].islower() and not before.istitle()


def write_news(quotes: Path, newswire: Sequence[Path], out: Path) -> dict[str, float]:
    """Write articles with gold quotes, in the form that ``read_news`` reads.

    Args:
        quotes: JSON lines, one an article. ``split`` is the name of a file of the newswire up to
            its first full stop, ``first`` and ``last`` are the numbers of its paragraphs there,
            ``skip`` those that are left out and ``length`` is that of the text in code points;
            ``quotes`` and ``speakers`` are as ``read_news`` has them.
        newswire: files of the corpus, such as ``train.json.gz``: only their articles are written.
        out: the folder; it gets a JSON file for each article, and ``text/``.

    Returns:
        How many articles were written, and their quotes.

    Raises:
        InputError: the files have none of the articles, or are another version of the corpus.
    """
    splits = {path.name.partition(".")[0]: read_newswire(path) for path in newswire}
    (out / "text").mkdir(parents=True, exist_ok=True)
    counts = {"articles": 0.0, "quotes": 0.0}
    with quotes.open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            if record["split"] not in splits:
                continue
            text = _article_text(record, splits[record["split"]])
            name = record["doc"]
            (out / "text" / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
            kept = {key: record[key] for key in ("doc", "quotes", "speakers")}
            (out / f"{name}.json").write_text(
                json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            counts["articles"] += 1
            counts["quotes"] += len(record["quotes"])
    if not counts["articles"]:
        names = ", ".join(sorted(splits))
        raise InputError(f"no article is from {names}: give train.json.gz, dev.json.gz, …")
    return counts


def _article_text(record: dict[str, Any], rows: Sequence[Sequence[Token]]) -> str:
    numbers = [i for i in range(record["first"], record["last"] + 1) if i not in record["skip"]]
    text = "\n\n".join(paragraph_text(rows[i]) for i in numbers if i < len(rows)) + "\n"
    if len(text) != record["length"]:
        raise InputError(f"{record['doc']} was annotated on another version of the newswire")
    return text
