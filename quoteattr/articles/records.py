"""One article of a batch: a text, a pair of text and id, or a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Integral
from os import PathLike
from typing import Any

import attrs

from quoteattr.errors import InputError

__all__ = [
    "Article",
    "article_of",
    "check_batch",
    "checked_id",
    "is_missing",
    "with_context",
    "wrong_text",
]

_EXACT = 2**53  # from here on, several whole numbers are one float


@attrs.frozen
class Article:
    """One article, or why there is none.

    Attributes:
        text: what to read.
        doc_id: the caller's name of it.
        name: what messages call it.
        error: why it can't be read; None if it can.
    """

    text: str = ""
    doc_id: str | None = None
    name: str = ""
    error: str | None = None


def is_missing(value: Any) -> bool:
    """Whether a value means none: None, or what pandas puts in its place.

    >>> is_missing(None), is_missing(float("nan")), is_missing("")
    (True, True, False)
    """
    nan = isinstance(value, float) and value != value
    return value is None or nan or type(value).__name__ in ("NAType", "NaTType")


def checked_id(doc_id: Any) -> str | None:
    """An id as results carry it: a string, or None where there is none.

    A whole number may be a float: pandas makes floats of numbers where one is missing.

    Raises ``InputError`` for what is neither a string nor a whole number.

    >>> checked_id(7), checked_id(7.0), checked_id("a7"), checked_id(None)
    ('7', '7', 'a7', None)
    """
    if is_missing(doc_id):
        return None
    if isinstance(doc_id, float) and doc_id.is_integer() and abs(doc_id) < _EXACT:
        return str(int(doc_id))
    if isinstance(doc_id, str):
        return doc_id
    if isinstance(doc_id, Integral) and not isinstance(doc_id, bool):
        try:
            return str(int(doc_id))
        except ValueError as error:  # Python limits the digits of a number that it writes
            raise InputError(f"an id is too large a number ({error}); give a string") from error
    kind = type(doc_id).__name__
    raise InputError(f"an id must be a string or a whole number, not {kind}; give str(id)")


def wrong_text(text: Any) -> str:
    """The message for what was given in place of a text."""
    hint = "; for many articles, call Attributor.pipe" if isinstance(text, list | tuple) else ""
    return _wrong("a str", text, hint)


def _wrong(wanted: str, given: Any, hint: str = "") -> str:
    if is_missing(given):
        return "an article must be a str; this one is missing"
    if isinstance(given, PathLike):
        hint = '; read it first: path.read_text(encoding="utf-8")'
    elif isinstance(given, bytes):
        hint = '; decode it first: data.decode("utf-8")'
    return f"an article must be {wanted}, not {type(given).__name__}{hint}"


def check_batch(texts: Any) -> None:
    """Refuse what is not many articles, before the first one is read.

    Raises ``InputError``, which says what to give.
    """
    if isinstance(texts, str | bytes | PathLike):
        kind = type(texts).__name__
        hint = "for one article, call the attributor: attributor(text)"
        if isinstance(texts, PathLike):
            hint = "it reads no files; read them first, or use the command quoteattr"
        raise InputError(f"pipe takes many articles, not one {kind}; {hint}")
    if hasattr(texts, "columns") and hasattr(texts, "to_dict"):
        raise InputError(
            'pipe can\'t read a data frame; give its records: pipe(frame.to_dict("records"))'
        )
    if isinstance(texts, Mapping):
        raise InputError("pipe takes many records, not one; for one record, give [record]")
    if not isinstance(texts, Iterable):
        raise InputError(f"pipe takes many articles, not {type(texts).__name__}; give a list")


def with_context(item: Any) -> tuple[Any, Any]:
    """A pair of an article and what goes with it.

    Raises ``InputError`` if an item is not a pair.
    """
    if isinstance(item, list | tuple) and len(item) == 2:
        return item[0], item[1]
    kind = "a string" if isinstance(item, str) else type(item).__name__
    raise InputError(
        f"as_tuples needs pairs of an article and a context, not {kind}; "
        "without pairs, leave as_tuples out"
    )


def article_of(item: Any, text_field: str = "text", id_field: str = "id") -> Article:
    """The article that an item of a batch is.

    Args:
        item: a text, a pair of text and id, a record (a mapping or a named tuple), or an
            ``Article``.
        text_field: the key of the text in a record.
        id_field: the key of its id; records without one have no id.

    A wrong item is an article with an ``error``.

    >>> article_of(("Nobody spoke.", 7)).doc_id
    '7'
    >>> article_of({"body": "Nobody spoke."}).error
    "a record needs 'text' (text_field); its keys: 'body'"
    """
    if isinstance(item, Article):
        return item
    if isinstance(item, str):
        return Article(item)
    if hasattr(item, "_asdict"):  # a named tuple
        item = item._asdict()
    if hasattr(item, "keys"):  # a mapping, or a row of pandas
        return _from_record(item, text_field, id_field)
    if isinstance(item, list | tuple) and len(item) == 2:
        return _checked(*item)
    return Article(error=_wrong("a str, a pair of text and id, or a record", item))


def _from_record(record: Any, text_field: str, id_field: str) -> Article:
    keys = list(record.keys())
    doc_id = record[id_field] if id_field in keys else None
    if text_field not in keys:
        named = ", ".join(map(repr, keys)) or "none"
        found = _checked("", doc_id)
        wrong = f"a record needs {text_field!r} (text_field); its keys: {named}"
        return attrs.evolve(found, error=wrong)
    return _checked(record[text_field], doc_id)


def _checked(text: Any, doc_id: Any) -> Article:
    try:
        name = checked_id(doc_id)
    except InputError as error:
        return Article(text if isinstance(text, str) else "", error=str(error))
    if not isinstance(text, str):
        return Article(doc_id=name, error=_wrong("a str", text))
    return Article(text, name)
