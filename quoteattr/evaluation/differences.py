"""Which quotes differ between two files of predictions, field by field.

This is for changes of the code that must not change a prediction. The command ``compare`` says
whether one file is better than the other.

Quotes and speakers are numbered in the order of the text, so one new quote changes the ids of many
others. Ids are therefore not compared, but what they refer to: the content of a parent, the name of
a speaker. Versions (``meta``) are not compared either.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import attrs

from quoteattr.corpora.predictions import records_by_article
from quoteattr.evaluation.pairing import assign, jaccard

__all__ = ["Difference", "differences", "differences_text", "read_records", "summary"]

Record = Mapping[str, Any]
Thing = Literal["article", "quote", "speaker"]
Change = Literal["added", "removed", "changed"]

_SIGNS: Mapping[Change, str] = {"added": "+", "removed": "-", "changed": "~"}
_WIDTH = 70  # code points of a span that are printed


@attrs.frozen
class Difference:
    """One article, quote or speaker that is not the same in both files.

    Attributes:
        article: the ``doc_id``.
        thing: article, quote or speaker.
        change: added, removed or changed.
        name: of the article or speaker; the content of the quote.
        fields: name, old and new value of each field that differs, if the thing is changed.
    """

    article: str
    thing: Thing
    change: Change
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


def read_records(path: Path) -> dict[str, Record]:
    """The results of a file of JSON lines (``Quotes.to_json``), by ``doc_id``.

    Raises:
        InputError: a line has another form, or an article comes twice.
    """
    return records_by_article(path, _named)


def _named(record: Any) -> tuple[str, Record]:
    name = str(record["doc_id"])
    _by_meaning(record)  # raises where the record has another form
    return name, record


def differences(
    before: Mapping[str, Record], after: Mapping[str, Record], ignored: Collection[str] = ()
) -> Iterator[Difference]:
    """What differs, article by article.

    Two quotes are the same one if content and cue are equal. Among the others, those that overlap
    most count as one quote that changed.

    Args:
        before: results by ``doc_id``, as ``read_records`` gives them.
        after: likewise.
        ignored: fields of quotes and speakers that may differ.
    """
    for article in dict.fromkeys((*before, *after)):
        if article not in after:
            yield Difference(article, "article", "removed", article)
        elif article not in before:
            yield Difference(article, "article", "added", article)
        elif _without_meta(before[article]) != _without_meta(after[article]):
            yield from _of_article(article, before[article], after[article], ignored)


def differences_text(found: Iterable[Difference]) -> Iterator[str]:
    """Differences as lines to read, under the name of their article.

    >>> changed = Difference("a", "quote", "changed", "“No,”", (("cue", "said", "told"),))
    >>> list(differences_text([changed]))
    ['a', '  ~ “No,”', '      cue: said → told']
    """
    article = None
    for one in found:
        if one.article != article:
            article = one.article
            yield article
        thing = "" if one.thing == "quote" else f"{one.thing} "
        yield f"  {_SIGNS[one.change]} {thing}{one.name}"
        yield from (f"      {name}: {old} → {new}" for name, old, new in one.fields)


def summary(articles: int, found: Sequence[Difference]) -> str:
    """The differences in one line.

    >>> summary(2, [])
    'identical: 2 articles'
    >>> summary(2, [Difference("a", "quote", "added", "“No”")] * 2)
    '1 of 2 articles differ: 2 quotes added'
    """
    if not found:
        return f"identical: {articles:,} article{'s' * (articles != 1)}"
    counts = Counter((one.thing, one.change) for one in found)
    parts = [
        f"{counts[thing, change]:,} {thing}{'s' * (counts[thing, change] > 1)} {change}"
        for thing in get_args(Thing)
        for change in get_args(Change)
        if counts[thing, change]
    ]
    differing = len({one.article for one in found})
    return f"{differing:,} of {articles:,} articles differ: {', '.join(parts)}"


def _of_article(
    article: str, before: Record, after: Record, ignored: Collection[str]
) -> Iterator[Difference]:
    old, new = _by_meaning(before), _by_meaning(after)
    found = [
        *_of_things(article, "quote", _pair_quotes(old[0], new[0]), ignored),
        *_of_things(article, "speaker", _pair_speakers(old[1], new[1]), ignored),
    ]
    warnings = [str(record.get("warnings")) for record in (before, after)]
    if warnings[0] != warnings[1]:
        fields = (("warnings", warnings[0], warnings[1]),)
        found.append(Difference(article, "article", "changed", article, fields))
    if not found and not ignored:
        fields = (("order", "of quotes or speakers", "another one"),)
        found.append(Difference(article, "article", "changed", article, fields))
    yield from found


_Pairs = list[tuple[Record | None, Record | None]]


def _of_things(
    article: str, thing: Thing, pairs: _Pairs, ignored: Collection[str]
) -> Iterator[Difference]:
    for old, new in pairs:
        name = _name(new or old or {})
        if old is None or new is None:
            yield Difference(article, thing, "added" if old is None else "removed", name)
            continue
        fields = tuple(
            (field, *_both_shown(old.get(field), new.get(field)))
            for field in dict.fromkeys((*old, *new))
            if field not in ignored and old.get(field) != new.get(field)
        )
        if fields:
            yield Difference(article, thing, "changed", name, fields)


def _pair_quotes(before: Sequence[Record], after: Sequence[Record]) -> _Pairs:
    """Quotes in pairs; a quote without partner is paired with None."""

    def key(quote: Record) -> str:
        cue = quote.get("cue")
        return json.dumps((quote["content"], cue and cue["spans"]))

    pairs, old, new = _pair_by(key, before, after)
    overlaps = [[jaccard(_places(left), _places(right)) for right in new] for left in old]
    changed = dict(assign(overlaps))
    pairs += [(quote, new[changed[i]] if i in changed else None) for i, quote in enumerate(old)]
    pairs += [(None, quote) for j, quote in enumerate(new) if j not in changed.values()]
    return sorted(pairs, key=lambda pair: min(_places(pair[1] or pair[0] or {}), default=0))


def _pair_speakers(before: Sequence[Record], after: Sequence[Record]) -> _Pairs:
    pairs, old, new = _pair_by(lambda speaker: str(speaker["name"]), before, after)
    return [*pairs, *((one, None) for one in old), *((None, one) for one in new)]


def _pair_by(
    key: Callable[[Record], str], before: Sequence[Record], after: Sequence[Record]
) -> tuple[_Pairs, list[Record], list[Record]]:
    """Pairs of those with the same key, and those of either side that are left."""
    left: defaultdict[str, list[Record]] = defaultdict(list)
    for one in before:
        left[key(one)].append(one)
    pairs: _Pairs = []
    new = []
    for one in after:
        if left[key(one)]:
            pairs.append((left[key(one)].pop(0), one))
        else:
            new.append(one)
    return pairs, [one for own in left.values() for one in own], new


def _by_meaning(record: Record) -> tuple[list[Record], list[Record]]:
    """The quotes and speakers of a record, each id replaced by what it refers to."""
    names = {speaker["id"]: speaker["name"] for speaker in record["speakers"]}
    contents = {quote["id"]: quote["content"] for quote in record["quotes"]}
    quotes: list[Record] = [
        {
            **{field: value for field, value in quote.items() if field != "id"},
            "speaker": names.get(quote["speaker"]),
            "via": [names.get(one, one) for one in quote["via"]],
            "parent": contents.get(quote["parent"]),
        }
        for quote in record["quotes"]
    ]
    speakers: list[Record] = [
        {
            **{field: value for field, value in speaker.items() if field != "id"},
            "members": [names.get(one, one) for one in speaker["members"]],
        }
        for speaker in record["speakers"]
    ]
    return quotes, speakers


def _without_meta(record: Record) -> Record:
    return {key: value for key, value in record.items() if key != "meta"}


def _places(quote: Record) -> set[int]:
    return {
        place for span in quote.get("content", ()) for place in range(span["start"], span["end"])
    }


def _name(thing: Record) -> str:
    return _shown(thing["content"]) if "content" in thing else str(thing["name"])


def _both_shown(old: Any, new: Any) -> tuple[str, str]:
    """Two values that differ; of two lists only the items that are not in both."""
    if isinstance(old, list) and isinstance(new, list):
        gone, come = [x for x in old if x not in new], [x for x in new if x not in old]
        if gone or come:
            return _shown(gone), _shown(come)
    return _shown(old), _shown(new)


def _shown(value: Any) -> str:
    """A value of a record in words, each span with its place."""
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "none"
    if isinstance(value, Mapping) and "spans" in value:
        facts = [
            name if fact is True else str(fact)
            for name, fact in value.items()
            if name != "spans" and fact is not False
        ]
        return f"{_shown(value['spans'])} ({', '.join(facts)})"
    if isinstance(value, Mapping):
        line = " ".join(value["text"].split())
        words = line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
        kind = f" ({value['type']})" if "type" in value else ""
        return f"{words}{kind} {value['start']}-{value['end']}"
    return "none" if value is None else str(value)
