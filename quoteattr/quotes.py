"""``Quotes``: the result for one article, an immutable sequence that converts to other formats."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, overload

import attrs

from quoteattr.errors import InputError
from quoteattr.formats import table
from quoteattr.formats.html import render
from quoteattr.model import Quote, Span, Speaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Quotes"]

# Lone surrogates can't be encoded. Some readers of JSON lines take the other three for line ends.
_UNSAFE = re.compile("[\ud800-\udfff\x85\u2028\u2029]")
# Two code points that readers of JSON take for one.
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_freeze(item) for item in value)
    return value


def _thaw(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _thaw(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_thaw(item) for item in value]
    return value


def _all(items: Iterable[Any], kind: type) -> tuple[Any, ...]:
    if isinstance(items, str | bytes) or not isinstance(items, Iterable):
        raise InputError(f"Quotes needs a sequence of {kind.__name__}, not {items!r}")
    found = tuple(items)
    for item in found:
        if not isinstance(item, kind):
            raise InputError(f"Quotes needs a sequence of {kind.__name__}, it holds {item!r}")
    return found


def _to_quotes(items: Iterable[Quote]) -> tuple[Quote, ...]:
    return _all(items, Quote)


def _to_speakers(items: Iterable[Speaker]) -> tuple[Speaker, ...]:
    return _all(items, Speaker)


def _to_strings(items: Iterable[str]) -> tuple[str, ...]:
    return _all(items, str)


@attrs.frozen(repr=False)
class Quotes(Sequence[Quote]):
    """The quotes of one article, in the order of the text.

    A slice is ``Quotes`` as well: some of the quotes, with the text and all speakers of the
    article. A quote keeps its ``parent`` there, also if that is not among them.

    Args:
        quotes: the quotes; their spans must lie in ``text``.
        text: the article, unchanged.
        speakers: all speakers, including those that the quotes name.
        warnings: what a reader of the result should know, as sentences.
        doc_id: the caller's name of the article.
        error: why the article could not be read; None if it was. There are no quotes then.
        meta: versions of the library and its models; the values must fit into JSON.

    Raises:
        InputError: a span does not fit the text, a speaker is not listed, or an id is used twice.

    >>> from quoteattr.model import Mention, Quote, Span, Speaker
    >>> text = "“Peace,” Ann Lee said."
    >>> lee = Speaker("s1", "Ann Lee", aliases=("Lee",))
    >>> quotes = Quotes(
    ...     [Quote("q1", [Span.of(text, 0, 8)], "direct", speaker=lee)], text=text, speakers=[lee]
    ... )
    >>> quotes
    Quotes(1 quote, 1 speaker)
    >>> quotes[0].text
    '“Peace,”'
    >>> quotes.by("lee") == quotes[:]
    True
    """

    _quotes: tuple[Quote, ...] = attrs.field(default=(), converter=_to_quotes)
    text: str = attrs.field(kw_only=True)
    speakers: tuple[Speaker, ...] = attrs.field(default=(), kw_only=True, converter=_to_speakers)
    warnings: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=_to_strings)
    doc_id: str | None = attrs.field(default=None, kw_only=True)
    error: str | None = attrs.field(default=None, kw_only=True)
    meta: Mapping[str, Any] = attrs.field(
        factory=dict, kw_only=True, converter=_freeze, eq=True, hash=False
    )

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise InputError(f"Quotes.text must be str, not {self.text!r}")
        if self.doc_id is not None and not isinstance(self.doc_id, str):
            raise InputError(f"Quotes.doc_id must be str or None, not {self.doc_id!r}")
        if self.error is not None and not isinstance(self.error, str):
            raise InputError(f"Quotes.error must be str or None, not {self.error!r}")
        if self.error is not None and self._quotes:
            raise InputError(f"an article that failed ({self.error}) has no quotes")
        if not isinstance(self.meta, Mapping):
            raise InputError(f"Quotes.meta must be a mapping, not {self.meta!r}")
        _check_ids("quote", [quote.id for quote in self._quotes])
        _check_ids("speaker", [speaker.id for speaker in self.speakers])
        for where, span in self._spans():
            if self.text[span.start : span.end] != span.text:
                found = self.text[span.start : span.end]
                raise InputError(
                    f"{where}: the article has {found!r} at {span.start}-{span.end}, "
                    f"not {span.text!r}; is this the same text?"
                )
        self._check_links()

    def _spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the result, with its place in the record for error messages."""
        for quote in self._quotes:
            for span in quote.content:
                yield f"quote {quote.id!r}, content", span
            for span in quote.cue.spans if quote.cue else ():
                yield f"quote {quote.id!r}, cue", span
            if quote.source:
                yield f"quote {quote.id!r}, source", quote.source.span
            if quote.addressee:
                yield f"quote {quote.id!r}, addressee", quote.addressee.span
        for speaker in self.speakers:
            for mention in speaker.mentions:
                yield f"speaker {speaker.id!r}, mention", mention.span

    def _check_links(self) -> None:
        speakers = {speaker.id: speaker for speaker in self.speakers}
        parents = {quote.id: quote.parent for quote in self._quotes}
        for quote in self._quotes:
            for speaker in (*quote.via, *([quote.speaker] if quote.speaker else [])):
                if speakers.get(speaker.id) != speaker:
                    raise InputError(f"quote {quote.id!r}: {speaker!r} is not among the speakers")
            seen = {quote.id}
            parent = quote.parent
            while parent is not None:
                if parent in seen:
                    raise InputError(f"quote {quote.id!r}: parent {parent!r} lies within itself")
                seen.add(parent)
                parent = parents.get(parent)

    @overload
    def __getitem__(self, index: int) -> Quote: ...

    @overload
    def __getitem__(self, index: slice) -> Quotes: ...

    def __getitem__(self, index: int | slice) -> Quote | Quotes:
        if isinstance(index, slice):
            return self._some(self._quotes[index])
        return self._quotes[index]

    def _some(self, quotes: Iterable[Quote]) -> Quotes:
        return attrs.evolve(self, quotes=tuple(quotes))

    def __len__(self) -> int:
        return len(self._quotes)

    def __repr__(self) -> str:
        if self.error is not None:
            return f"Quotes(error={self.error!r})"
        quotes, speakers = len(self._quotes), len(self.speakers)
        return (
            f"Quotes({quotes} quote{'' if quotes == 1 else 's'}, "
            f"{speakers} speaker{'' if speakers == 1 else 's'})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # A mapping proxy can't be pickled; the JSON form can.
        return _restore, (self.to_dict(), self.text)

    def by(self, who: str | Speaker) -> Quotes:
        """The quotes of one speaker.

        Args:
            who: a speaker of this result, or a full name, an alias, an id or a surname. Case and
                blanks are ignored. A surname counts only where it is nobody's name or alias.

        Returns:
            The quotes of all speakers who have that name; none if nobody has it.

        Raises:
            InputError: ``who`` is neither a speaker nor a string.
        """
        if isinstance(who, Speaker):
            return self._some(quote for quote in self._quotes if quote.speaker == who)
        if not isinstance(who, str):
            raise InputError(f"by needs a name or a Speaker, not {who!r}")
        wanted = _normal(who)
        ids = {
            speaker.id
            for speaker in self.speakers
            if wanted in map(_normal, (speaker.id, speaker.name, *speaker.aliases))
        } or {
            speaker.id
            for speaker in self.speakers
            if speaker.named and _normal(speaker.name).endswith(f" {wanted}")
        }
        return self._some(q for q in self._quotes if q.speaker and q.speaker.id in ids)

    def parent(self, quote: Quote) -> Quote | None:
        """The quote that this one lies in, ``None`` for one that lies in no other."""
        return next((other for other in self._quotes if other.id == quote.parent), None)

    def children(self, quote: Quote) -> tuple[Quote, ...]:
        """The quotes that lie directly in this one."""
        return tuple(other for other in self._quotes if other.parent == quote.id)

    def to_dict(self, *, text: bool = False) -> dict[str, Any]:
        """The JSON form, with the article's text if wanted; see ``docs/reference/formats.md``."""
        return {
            "doc_id": self.doc_id,
            "quotes": [quote.to_dict() for quote in self._quotes],
            "speakers": [speaker.to_dict() for speaker in self.speakers],
            "warnings": list(self.warnings),
            "error": self.error,
            "meta": _thaw(self.meta),
            **({"text": self.text} if text else {}),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any], text: str | None = None) -> Quotes:
        """The inverse of ``to_dict``; ``text`` is the article, where the record does not hold it.

        Raises ``InputError`` for a malformed record or another text; the message names the place.
        """
        if not isinstance(record, Mapping):
            raise InputError(f"Quotes.from_dict needs a mapping, not {record!r}")
        names = ("doc_id", "quotes", "speakers", "warnings", "meta")
        missing = [name for name in names if name not in record]
        if missing:
            raise InputError(f"Quotes.from_dict: missing {', '.join(missing)}")
        if text is None and "text" not in record:
            raise InputError("Quotes.from_dict: the record has no text; give that of the article")
        if isinstance(text, str) and _PAIR.search(text):
            record = _with_pairs(record, text)
        try:
            speakers = [Speaker.from_dict(speaker) for speaker in record["speakers"]]
            known = {speaker.id: speaker for speaker in speakers}
            quotes = [Quote.from_dict(quote, known) for quote in record["quotes"]]
        except TypeError as error:
            raise InputError(f"Quotes.from_dict: a value has the wrong type: {error}") from error
        return cls(
            quotes,
            text=record["text"] if text is None else text,
            speakers=speakers,
            warnings=record["warnings"],
            doc_id=record["doc_id"],
            error=record.get("error"),  # records of version 0.1 lack it
            meta=record["meta"],
        )

    @overload
    def to_json(
        self, indent: int | None = None, *, path: None = None, text: bool = False
    ) -> str: ...

    @overload
    def to_json(
        self, indent: int | None = None, *, path: str | Path, text: bool = False
    ) -> None: ...

    def to_json(
        self, indent: int | None = None, *, path: str | Path | None = None, text: bool = False
    ) -> str | None:
        """``to_dict`` as JSON.

        Args:
            indent: blanks per level; everything is on one line without it.
            path: a file to write, in UTF-8; nothing is returned then.
            text: whether the article's text goes in as well. Two surrogates that JSON takes for one
                sign are one there, and the offsets count it once.

        Raises:
            InputError: ``indent`` is no number, but a path, say.
        """
        if indent is not None and (isinstance(indent, bool) or not isinstance(indent, int)):
            hint = "to write a file, call to_json(path=…)"
            raise InputError(f"indent must be a number of blanks, not {indent!r}; {hint}")
        record = self.to_dict(text=text)
        if text and _PAIR.search(self.text):
            record = _with_signs(record, self.text)
        line = json.dumps(record, ensure_ascii=False, indent=indent)
        safe = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)
        if path is None:
            return safe
        Path(path).write_text(safe + "\n", encoding="utf-8", newline="\n")
        return None

    def to_frame(self) -> pd.DataFrame:
        """One row per quote as a pandas data frame; see ``quoteattr.to_frame``."""
        return table.to_frame(self)

    def to_csv(self) -> str:
        """One row per quote as CSV; see ``quoteattr.formats.table.to_csv``."""
        return table.to_csv(self)

    def to_html(self, *, page: bool = False) -> str:
        """The article with its quotes marked; see ``quoteattr.formats.html.render``."""
        return render(self, page=page)

    def _repr_html_(self) -> str:
        return render(self, scroll=True)

    def __html__(self) -> str:
        return render(self)


def _with_pairs(value: Any, text: str) -> Any:
    """A record in which the spans have surrogates as the article has them: two, not the one sign.

    JSON can't distinguish the two.
    """
    if isinstance(value, list):
        return [_with_pairs(item, text) for item in value]
    if not isinstance(value, Mapping):
        return value
    start, end = value.get("start"), value.get("end")
    if isinstance(start, int) and isinstance(end, int) and "text" in value:
        own = text[start:end]
        return {**value, "text": own} if _PAIR.sub(_joined, own) == value["text"] else value
    return {key: _with_pairs(item, text) for key, item in value.items()}


def _with_signs(record: dict[str, Any], text: str) -> dict[str, Any]:
    """A record with its text in which two surrogates are the one sign that JSON takes them for."""
    pairs = [match.start() for match in _PAIR.finditer(text)]
    joined = _PAIR.sub(_joined, text)

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [moved(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        if value.keys() >= {"start", "end", "text"}:
            start = value["start"] - bisect_left(pairs, value["start"])
            end = value["end"] - bisect_left(pairs, value["end"] - 1)
            return {**value, "start": start, "end": end, "text": joined[start:end]}
        return {key: moved(item) for key, item in value.items()}

    found = {key: moved(record[key]) for key in ("quotes", "speakers")}
    return {**record, **found, "text": joined}


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _restore(record: Mapping[str, Any], text: str) -> Quotes:
    return Quotes.from_dict(record, text)


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())


def _check_ids(what: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            raise InputError(f"each {what} needs an id of its own; {name!r} is used twice")
        seen.add(name)
