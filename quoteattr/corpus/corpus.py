"""``Corpus``: the quotes of many articles, with their speakers merged."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.articles.records import is_missing
from quoteattr.corpus.people import MergedSpeaker, Occurrence, merge_occurrences
from quoteattr.corpus.records import (
    CorpusArticle,
    CorpusQuote,
    ReadArticle,
    read_file,
    read_results,
)
from quoteattr.corpus.repeated import RepeatedQuotation, group_texts, repeated_quotation
from quoteattr.corpus.tables import Table
from quoteattr.errors import InputError
from quoteattr.quotes import Quotes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIMENSIONS", "Corpus"]

Outlets = Mapping[str, str] | Callable[[str], str | None]
Dates = Mapping[str, "date | str"] | Callable[[str], "date | str | None"]

_MEASURES = ("quotes", "words", "articles")
_OVER_TIME = ("year", "month", "day")
_BODIES = ("organization", "group", "document", "other")
_SAME_QUOTATION = "speaker:same-quotation"


def _gender(_quote: CorpusQuote, _article: CorpusArticle, who: MergedSpeaker | None) -> str:
    if who is None:
        return "no speaker"
    return who.gender or ("not a person" if who.kind in _BODIES else "unknown")


def _named(_quote: CorpusQuote, _article: CorpusArticle, who: MergedSpeaker | None) -> str:
    if who is None:
        return "no speaker"
    return "named" if who.named else "unnamed"


def _when(pattern: str) -> Dimension:
    def when(_quote: CorpusQuote, article: CorpusArticle, _who: MergedSpeaker | None) -> str | None:
        return article.date.strftime(pattern) if article.date else None

    return when


Dimension = Callable[[CorpusQuote, CorpusArticle, "MergedSpeaker | None"], "str | None"]

_DIMENSIONS: dict[str, Dimension] = {
    "speaker": lambda _quote, _article, who: who.id if who else None,
    "gender": _gender,
    "named": _named,
    "speaker_kind": lambda _quote, _article, who: who.kind if who else "no speaker",
    "kind": lambda quote, _article, _who: quote.kind,
    "outlet": lambda _quote, article, _who: article.outlet,
    "year": _when("%Y"),
    "month": _when("%Y-%m"),
    "day": _when("%Y-%m-%d"),
}
DIMENSIONS: Mapping[str, Dimension] = MappingProxyType(_DIMENSIONS)
"""What quotes can be counted by and chosen by: name → the value of a quote, None if unknown."""


@attrs.frozen(repr=False)
class Corpus:
    """The quotes of many articles, with the speakers of all of them merged.

    A quote that lies in another one is kept, but not counted: its words are counted there.

    Attributes:
        articles: in the order they were given.
        quotes: article by article, each with the id of its merged speaker.
        speakers: every speaker of the corpus once; see ``merge_speakers``.

    >>> from quoteattr.model import Quote, Span, Speaker
    >>> def said(doc_id, text, name):
    ...     who = Speaker("s1", name)
    ...     quote = Quote("q1", [Span.of(text, 0, len(text))], "direct", speaker=who)
    ...     return Quotes([quote], text=text, speakers=[who], doc_id=doc_id)
    >>> corpus = Corpus.of([
    ...     said("a", "We will not wait for them.", "Ann Lee"),
    ...     said("b", "We will not wait.", "Ann B. Lee"),
    ... ])
    >>> corpus
    Corpus(2 articles, 2 quotes, 1 speaker)
    >>> corpus.most_quoted()
    Most quoted speakers
    speaker     quotes  words  articles
    Ann B. Lee       2     10         2
    """

    articles: tuple[CorpusArticle, ...]
    quotes: tuple[CorpusQuote, ...]
    speakers: tuple[MergedSpeaker, ...]

    @classmethod
    def of(
        cls,
        results: Iterable[Quotes],
        *,
        outlets: Outlets | None = None,
        dates: Dates | None = None,
    ) -> Corpus:
        """The corpus of results, such as ``Attributor.pipe`` gives.

        Args:
            results: one per article; their texts are not kept.
            outlets: who published an article, by ``doc_id``: a mapping or a function.
            dates: when, by ``doc_id``: a mapping or a function to dates or ISO 8601 strings.

        Raises:
            InputError: one of the results is not a ``Quotes``, or a date is none.
        """
        if isinstance(results, Quotes):
            raise InputError("a corpus needs many results; write Corpus.of([quotes])")
        return _build(read_results(results), outlets, dates)

    @classmethod
    def read(
        cls, *paths: str | Path, outlets: Outlets | None = None, dates: Dates | None = None
    ) -> Corpus:
        """The corpus of files, each with the quotes of many articles.

        Args:
            paths: JSON lines (``quoteattr -f jsonl``; also ``.jsonl.gz``) or Parquet files of the
                table of quotes. Parquet has no aliases of speakers, and no articles without quotes.
            outlets: who published an article, by ``doc_id``; as in ``of``.
            dates: when; as in ``of``.

        Raises:
            InputError: a file has another format; the message names the line.
            MissingDependencyError: a Parquet file needs pandas and pyarrow.
            OSError: a file can't be read.
        """
        return _build(_read_all(paths), outlets, dates)

    def __len__(self) -> int:
        return len(self.quotes)

    def __iter__(self) -> Iterator[CorpusQuote]:
        return iter(self.quotes)

    def __repr__(self) -> str:
        quoted = {quote.speaker for quote in self.quotes} - {None}
        counts = (
            (len(self.articles), "article"),
            (len(self.quotes), "quote"),
            (len(quoted), "speaker"),
        )
        shown = (f"{number} {noun}{'s' * (number != 1)}" for number, noun in counts)
        return f"Corpus({', '.join(shown)})"

    @cached_property
    def _by_id(self) -> dict[str, MergedSpeaker]:
        return {speaker.id: speaker for speaker in self.speakers}

    @cached_property
    def _by_speaker(self) -> dict[str, tuple[CorpusQuote, ...]]:
        found: defaultdict[str, list[CorpusQuote]] = defaultdict(list)
        for quote in self.quotes:
            if quote.speaker is not None:
                found[quote.speaker].append(quote)
        return {name: tuple(quotes) for name, quotes in found.items()}

    def speaker_of(self, quote: CorpusQuote) -> MergedSpeaker | None:
        """Who said a quote; None if the article does not show it."""
        return self._by_id[quote.speaker] if quote.speaker is not None else None

    def article_of(self, quote: CorpusQuote) -> CorpusArticle:
        """The article that a quote is in."""
        return self.articles[quote.article]

    def find(self, name: str) -> tuple[MergedSpeaker, ...]:
        """The speakers with a name, an alias, an id or an identifier, the most quoted first.

        Case and blanks are ignored. A surname alone finds everybody who has it.
        """
        wanted = _normal(name)
        if not wanted:
            return ()
        found = [
            who
            for who in self.speakers
            if wanted in map(_normal, (who.id, who.name, *who.aliases, who.identifier or ""))
            or (who.named and _normal(who.name).endswith(f" {wanted}"))
        ]
        return tuple(sorted(found, key=lambda who: -len(self._by_speaker.get(who.id, ()))))

    def by(self, who: str | MergedSpeaker) -> tuple[CorpusQuote, ...]:
        """Every quote of a speaker, in all articles; of all speakers that ``find`` finds."""
        ids = self._ids(who)
        return tuple(quote for quote in self.quotes if quote.speaker in ids)

    def _ids(self, who: str | MergedSpeaker | None) -> set[str | None]:
        """The ids of a speaker, or of all that have a name; None is that of an unknown one."""
        if who is None:
            return {None}
        found = (who,) if isinstance(who, MergedSpeaker) else self.find(who)
        return {speaker.id for speaker in found}

    def where(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        **values: str | MergedSpeaker | Collection[str | MergedSpeaker | None] | None,
    ) -> Corpus:
        """Some of the quotes, as a corpus of their own, with all articles and speakers.

        Args:
            since: the first day of publication. With it or ``until``, articles without a date are
                left out.
            until: the last day.
            values: a value, or several, for any of the ``DIMENSIONS``: ``gender="female"``,
                ``kind=("direct", "mixed")``; None for what is unknown. A speaker is named as in
                ``find``, or is a ``MergedSpeaker``.

        Raises:
            InputError: there is no such dimension.
        """
        first, last = _date(since), _date(until)
        wanted = {_dimension(name): _wanted(value) for name, value in values.items()}
        if "speaker" in wanted:
            wanted["speaker"] = set(chain.from_iterable(map(self._ids, wanted["speaker"])))
        kept = []
        for quote in self.quotes:
            article, who = self.article_of(quote), self.speaker_of(quote)
            day = article.date
            if (first and (day is None or day < first)) or (last and (day is None or day > last)):
                continue
            if all(DIMENSIONS[d](quote, article, who) in some for d, some in wanted.items()):
                kept.append(quote)
        return attrs.evolve(self, quotes=tuple(kept))

    def count(self, *dimensions: str) -> Table:
        """How many quotes, words, articles and speakers there are, by one or several dimensions.

        A share adds up to one over the last dimension: ``count("outlet", "gender")`` shows how each
        outlet's quotes are shared between the genders.

        Args:
            dimensions: names from ``DIMENSIONS``.

        Raises:
            InputError: there is no such dimension, or none is given.
        """
        if not dimensions:
            raise InputError(f"count needs one or more of {', '.join(DIMENSIONS)}")
        groups = self._groups(dimensions)
        totals: defaultdict[tuple[str | None, ...], list[int]] = defaultdict(lambda: [0, 0])
        for key, quotes in groups.items():
            totals[key[:-1]][0] += len(quotes)
            totals[key[:-1]][1] += _words(quotes)
        rows = []
        for key, quotes in groups.items():
            every, words = totals[key[:-1]]
            rows.append(
                (
                    *self._labels(dimensions, key),
                    len(quotes),
                    len(quotes) / every,
                    _words(quotes),
                    _words(quotes) / max(1, words),
                    len({quote.article for quote in quotes}),
                    len({quote.speaker for quote in quotes} - {None}),
                )
            )
        columns = ("quotes", "of quotes", "words", "of words", "articles", "speakers")
        title = f"Quotes by {', '.join(name.replace('_', ' ') for name in dimensions)}"
        return Table(title, (*dimensions, *columns), tuple(rows), len(dimensions))

    def most_quoted(
        self, n: int = 10, *, by: str = "quotes", per: str | None = None, unnamed: bool = False
    ) -> Table:
        """Who is quoted most.

        Args:
            n: how many speakers to show, for each value of ``per``.
            by: what is counted: "quotes", "words" or "articles".
            per: a dimension, such as "outlet" or "month": one ranking for each of its values.
            unnamed: whether to rank speakers without a name ("police") as well.

        Raises:
            InputError: there is no such measure or dimension.
        """
        if by not in _MEASURES:
            raise InputError(f"by must be one of {', '.join(_MEASURES)}, not {by!r}")
        dimensions = ("speaker",) if per is None else (_dimension(per), "speaker")
        ranked: defaultdict[tuple[str | None, ...], list[tuple[Any, ...]]] = defaultdict(list)
        for key, quotes in self._groups(dimensions).items():
            who = self._by_id.get(key[-1] or "")
            if who is None or not (who.named or unnamed):
                continue
            row = (len(quotes), _words(quotes), len({quote.article for quote in quotes}))
            ranked[key[:-1]].append((*self._labels(dimensions, key), *row))
        place = len(dimensions) + _MEASURES.index(by)
        rows = chain.from_iterable(
            sorted(some, key=lambda row: (-row[place], *(-number for number in row[-3:])))[:n]
            for some in ranked.values()
        )
        title = f"Most quoted speakers{f' by {per}' if per else ''}"
        return Table(title, (*dimensions, *_MEASURES), tuple(rows), len(dimensions))

    def balance(self, by: str = "gender", *, per: str | None = None) -> Table:
        """How quotes and words are shared, say between women and men; unknown is shown too.

        Args:
            by: "gender", "named", "speaker_kind", "kind" or any other dimension.
            per: a dimension, such as "outlet" or "month": one balance for each of its values.

        Raises:
            InputError: there is no such dimension.
        """
        return self.count(by) if per is None else self.count(per, by)

    def repeated(self, min_articles: int = 2) -> tuple[RepeatedQuotation, ...]:
        """The quotations that several articles have, those in most articles first.

        Args:
            min_articles: in how many articles a quotation must be.
        """
        counted = self._with_words_of_their_own()
        groups = [
            [counted[i] for i in group] for group in group_texts([quote.text for quote in counted])
        ]
        wide = [g for g in groups if len({quote.article for quote in g}) >= min_articles]
        found = [
            repeated_quotation(f"g{number}", quotes, self._by_id)
            for number, quotes in enumerate(wide, 1)
        ]
        found.sort(key=lambda group: -len({quote.article for quote in group.quotes}))
        return tuple(found)

    def with_repeated_speakers(self) -> Corpus:
        """A copy in which quotes without a speaker take that of the same quotation elsewhere.

        They do so only if all articles that name a speaker agree. The evidence of such a quote ends
        with "speaker:same-quotation".
        """
        known: dict[tuple[int, str], str] = {}
        for group in self.repeated():
            if group.speaker:
                known |= {(q.article, q.id): group.speaker.id for q in group.quotes}
        return attrs.evolve(
            self,
            quotes=tuple(
                attrs.evolve(
                    quote,
                    speaker=known[quote.article, quote.id],
                    evidence=(*quote.evidence, _SAME_QUOTATION),
                )
                if quote.speaker is None and (quote.article, quote.id) in known
                else quote
                for quote in self.quotes
            ),
        )

    def to_frame(self) -> pd.DataFrame:
        """One row per quote: article, outlet and date, the merged speaker, the quote's fields.

        Raises:
            MissingDependencyError: pandas is not installed.
        """
        return Table("Quotes", _COLUMNS, tuple(map(self._row, self.quotes))).to_frame()

    def _row(self, quote: CorpusQuote) -> tuple[Any, ...]:
        article, who = self.article_of(quote), self.speaker_of(quote)
        return (
            *(article.doc_id, article.outlet, article.date and article.date.isoformat()),
            *(quote.id, quote.text, quote.kind, quote.start, quote.end, quote.words),
            *((who.id, who.name, who.kind, who.named) if who else (None,) * 4),
            *((who.gender, who.identifier) if who else (None,) * 2),
            *(quote.source, quote.parent, quote.negated, quote.hypothetical, quote.confidence),
            "; ".join(quote.evidence) or None,
        )

    def _with_words_of_their_own(self) -> list[CorpusQuote]:
        """The quotes without those that mostly hold other quotes: "Lee said Berg called it …"."""
        inner: defaultdict[tuple[int, str | None], int] = defaultdict(int)
        for quote in self.quotes:
            inner[quote.article, quote.parent] += quote.words
        return [q for q in self.quotes if 2 * inner[q.article, q.id] < max(1, q.words)]

    def _groups(
        self, dimensions: tuple[str, ...]
    ) -> dict[tuple[str | None, ...], list[CorpusQuote]]:
        """The outermost quotes by their values, in the order that tables show."""
        found: defaultdict[tuple[str | None, ...], list[CorpusQuote]] = defaultdict(list)
        values = [DIMENSIONS[_dimension(name)] for name in dimensions]
        for quote in self.quotes:
            if quote.parent is None:
                article, who = self.article_of(quote), self.speaker_of(quote)
                found[tuple(value(quote, article, who) for value in values)].append(quote)
        # Groups in alphabetical or time order, the unknown last; within them the largest first.
        over_time = dimensions[-1] in _OVER_TIME

        def place(key: tuple[str | None, ...]) -> tuple[Any, ...]:
            size = 0 if over_time else -len(found[key])
            return (
                *((value is None, value or "") for value in key[:-1]),
                *(size, key[-1] is None, key[-1] or ""),
            )

        return {key: found[key] for key in sorted(found, key=place)}

    def _labels(self, dimensions: tuple[str, ...], key: tuple[str | None, ...]) -> tuple[Any, ...]:
        return tuple(
            self._by_id[value].name if name == "speaker" and value is not None else value
            for name, value in zip(dimensions, key, strict=True)
        )


_COLUMNS = (
    *("doc_id", "outlet", "date", "quote_id", "quote", "kind", "start", "end", "words"),
    *("speaker_id", "speaker", "speaker_kind", "named", "gender", "identifier"),
    *("speaker_mention", "parent", "negated", "hypothetical", "confidence", "rule"),
)


def _build(read: Iterable[ReadArticle], outlets: Outlets | None, dates: Dates | None) -> Corpus:
    articles: list[CorpusArticle] = []
    quotes: list[CorpusQuote] = []
    occurrences: list[Occurrence] = []
    for number, one in enumerate(read):
        day = _date(_looked_up(dates, one.doc_id))
        outlet = _outlet(_looked_up(outlets, one.doc_id))
        articles.append(CorpusArticle(one.doc_id, outlet, day))
        quotes += one.quotes
        occurrences += (Occurrence(number, one.doc_id, speaker) for speaker in one.speakers)
    speakers = merge_occurrences(occurrences)
    merged = {
        (occurrence.article, occurrence.speaker.id): who.id
        for who in speakers
        for occurrence in who.occurrences
    }
    return Corpus(
        tuple(articles),
        tuple(
            quote
            if quote.speaker is None
            else attrs.evolve(quote, speaker=merged[quote.article, quote.speaker])
            for quote in quotes
        ),
        speakers,
    )


def _read_all(paths: Iterable[str | Path]) -> Iterator[ReadArticle]:
    first = 0
    for path in paths:
        for one in read_file(Path(path), first):
            first += 1
            yield one


def _looked_up(table: Any, doc_id: str | None) -> Any:
    """What the caller's table or function has for an article; None also for a missing cell."""
    if table is None or doc_id is None:
        return None
    found = table(doc_id) if callable(table) else table.get(doc_id)
    return None if is_missing(found) else found


def _outlet(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InputError(f"an outlet must be a string, not {value!r}")


def _date(value: date | str | None) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        raise InputError(f"{value!r} is not a date; give a date or 2026-05-31") from error


def _dimension(name: str) -> str:
    if name not in DIMENSIONS:
        raise InputError(f"no dimension {name!r}; there are {', '.join(DIMENSIONS)}")
    return name


def _wanted(value: Any) -> set[Any]:
    return {value} if value is None or isinstance(value, str | MergedSpeaker) else set(value)


def _words(quotes: Iterable[CorpusQuote]) -> int:
    return sum(quote.words for quote in quotes)


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())
