"""Score speakers against the gold speakers of PolNeAR articles.

They are those of predicted quotes, or those that coreference finds for gold attributions
(``resolve_gold``), which measures coreference alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import attrs

from quoteattr.coreference import resolve
from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.gold_speakers import AUTHOR, GoldSpeaker, SpeakerGold, read_gold_speakers
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution, read_split
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.errors import InputError
from quoteattr.evaluation.cue_classes import cue_head
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.pairing import assign, overlaps
from quoteattr.evaluation.spans import Article
from quoteattr.model import Cue, CueType, QuoteKind, Span
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse, Parser

__all__ = [
    "GROUPS",
    "SpeakerScore",
    "SpeakerScores",
    "check_split",
    "gold_relations",
    "paired_speakers",
    "resolve_gold",
    "same_speaker",
    "score_speakers",
    "source_form",
    "speakers_markdown",
]

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "president", "senator", "secretary",
    "judge", "justice", "sir", "lord", "lady", "prof", "professor", "former", "vice", "the",
    "a", "an",
))  # fmt: skip
_PRONOUNS = frozenset((
    "i", "me", "my", "we", "us", "our", "you", "he", "him", "his", "she", "her", "hers", "it",
    "its", "they", "them", "their", "one", "who", "whom", "whose", "which", "that",
))  # fmt: skip
_MODIFIER = frozenset(
    ("of", "for", "in", "at", "from", "with", "who", "that", "which", "to", "on", "by")
)
GROUPS = {
    "all": "all",
    "name": "names",
    "nominal": "descriptions",
    "pronoun": "pronouns",
    "named": "people and bodies with a name",
    "unnamed": "without a name",
    "person": "one person",
    "organization": "organizations",
    "group": "groups",
    "document": "documents",
}
"""Groups of sources: by form, by whether the article names the speaker, by kind."""
_Counts = Counter[tuple[str, str]]
"""Gold attributions by group and ``gold``, ``found``, ``right``, ``given`` or ``given right``."""


def same_speaker(gold: GoldSpeaker, predicted: str | None) -> bool:
    """Whether the prediction is a name or a description of the gold speaker.

    Case is ignored, as are titles and articles in front.

    - A named speaker: the name or an alias. For a person, the surname suffices, if no given name
      has another initial. For an organization, some of the words of a name suffice, or all of them
      with others.
    - A speaker without a name: a description with the same head word, or with half of the
      predicted words.
    - The author: no prediction.

    >>> vance = GoldSpeaker("JD Vance", ("Vance",))
    >>> same_speaker(vance, "Mr. Vance"), same_speaker(vance, "Usha Vance")
    (True, False)
    """
    if gold.name == AUTHOR and not predicted:
        return True
    words = _without_titles(predicted or "")
    if not words:
        return False
    names = [_without_titles(name) for name in gold.names]
    if words in names:
        return True
    if gold.is_named and gold.is_person:
        return _same_surname(names[0], words)
    if gold.is_named:
        return any(set(name) <= set(words) or set(words) <= set(name) for name in names if name)
    known = {word for name in names for word in name}
    shared = len(known.intersection(words))
    return _head(predicted or "") in map(_head, gold.names) or shared >= len(set(words)) / 2


def source_form(source: str, gold: GoldSpeaker) -> str:
    """``pronoun``, ``name`` or ``nominal``: how the text of a source refers to its speaker.

    >>> source_form("the vice president", GoldSpeaker("JD Vance"))
    'nominal'
    """
    words = _words(source)
    if len(words) == 1 and words[0] in _PRONOUNS:
        return "pronoun"
    last = {name[-1] for name in map(_without_titles, gold.names) if name}
    return "name" if gold.is_named and not last.isdisjoint(words) else "nominal"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’s", "").replace("'s", ""))


def _without_titles(name: str) -> tuple[str, ...]:
    words = _words(name)
    while words and words[0] in _TITLES:
        words = words[1:]
    return tuple(words)


def _same_surname(full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not full or words[-1] != full[-1]:
        return False
    return len(words) == 1 or len(full) == 1 or words[0][0] == full[0][0]


def _head(description: str) -> str:
    """The last word before the first comma, dash, bracket or modifier."""
    kept: list[str] = []
    for word in _without_titles(re.split(r"[,;(–—]", description)[0]):
        if word in _MODIFIER and kept:
            break
        kept.append(word)
    return kept[-1] if kept else ""


@attrs.frozen
class SpeakerScore:
    """Scores of one group of attributions, in percent to one decimal.

    Attributes:
        gold: the number of gold attributions.
        found: share whose content is paired with a predicted one, as for content@0.5.
        resolved: share of the paired ones whose predicted speaker is right.
        recall: share whose content is paired and whose speaker is right.
        given: share of the paired ones for which a speaker is predicted.
        precision: share of these whose speaker is right.
    """

    gold: int
    found: float
    resolved: float
    recall: float
    given: float
    precision: float


@attrs.frozen
class SpeakerScores:
    """Scores by group, and of content and speaker together.

    Attributes:
        groups: by the keys of ``GROUPS``.
        precision: share of the articles' predicted quotes that have the right content and speaker.
        f1: harmonic mean of this and the recall of all.
        predicted: how many quotes are predicted for these articles.
        wrong: how many paired quotes have a wrong speaker.
        open: how many paired quotes have none.
    """

    groups: dict[str, SpeakerScore]
    precision: float
    f1: float
    predicted: int
    wrong: int
    open: int


def score_speakers(
    split: Path, speakers: Path, predictions: Mapping[str, Sequence[PredictedQuote]]
) -> SpeakerScores:
    """Score the articles of a split that have gold speakers.

    Args:
        split: the folder of one split, such as ``polnear/dev``.
        speakers: the folder of gold speakers, one JSON file per article.
        predictions: by the name of the article's file.

    Raises:
        InputError: a folder has another form, or lacks an article of the predictions.
    """
    check_split(split, predictions)
    counts: _Counts = Counter()
    predicted = 0
    for gold in read_gold_speakers(split, speakers):
        found = predictions.get(gold.article.name, ())
        predicted += len(found)
        _count_article(gold, found, counts)
    return _scores(counts, predicted)


def speakers_markdown(scores: SpeakerScores) -> str:
    """The groups as a Markdown table, and a sentence about all."""
    rows = []
    for group, title in GROUPS.items():
        row = scores.groups[group]
        values = (row.found, row.resolved, row.recall, row.given, row.precision)
        rows.append([title, str(row.gold), *(f"{value:.1f}" for value in values)])
    head = ["sources", "gold", "found, %", "of these resolved, %", "both, %"]
    recall = scores.groups["all"].recall
    return (
        f"{table([*head, 'with a speaker, %', 'of these right, %'], rows)}\n\n"
        f"End to end, right content and right speaker, of {scores.predicted:,} quotes: precision "
        f"{scores.precision:.1f} %, recall {recall:.1f} %, F1 {scores.f1:.1f} %. Of the quotes "
        f"found, {scores.wrong:,} have a wrong speaker and {scores.open:,} none."
    )


def check_split(split: Path, predictions: Mapping[str, Sequence[PredictedQuote]]) -> None:
    """Raise InputError if a prediction is of no article of a split."""
    known = {article.name for article in read_split(split)}
    unknown = sorted(set(predictions) - known)
    if unknown:
        raise InputError(f"{split} has no article {unknown[0]}: give predictions of this split")


def paired_speakers(
    gold: SpeakerGold, found: Sequence[PredictedQuote]
) -> Iterator[tuple[GoldAttribution, GoldSpeaker, PredictedQuote | None]]:
    """The attributions of an article that have a gold speaker, each with its predicted quote.

    Args:
        gold: the article with its speakers.
        found: its predicted quotes, paired by content as for content@0.5.

    Yields:
        The attribution, its speaker, and the quote that is paired with it or None.
    """
    article = gold.article
    contents = [a.content for a in article.attributions], [quote.content for quote in found]
    paired = dict(assign(overlaps(Article(article.text), *contents)))
    for row, (attribution, speaker) in enumerate(
        zip(article.attributions, gold.speakers, strict=True)
    ):
        if speaker is not None:
            yield attribution, speaker, found[paired[row]] if row in paired else None


def _count_article(gold: SpeakerGold, found: Sequence[PredictedQuote], counts: _Counts) -> None:
    for attribution, speaker, quote in paired_speakers(gold, found):
        source = " ".join(gold.article.text[start:end] for start, end in attribution.source)
        guess = quote.speaker if quote is not None else None
        is_right = quote is not None and same_speaker(speaker, guess)
        for group in _groups(source, speaker):
            counts[group, "gold"] += 1
            counts[group, "found"] += quote is not None
            counts[group, "right"] += is_right
            counts[group, "given"] += guess is not None
            counts[group, "given right"] += guess is not None and is_right


def _groups(source: str, speaker: GoldSpeaker) -> Iterator[str]:
    yield "all"
    yield source_form(source, speaker)
    yield "named" if speaker.is_named else "unnamed"
    if speaker.kind is not None:
        yield speaker.kind


def _scores(counts: _Counts, predicted: int) -> SpeakerScores:
    groups = {}
    for group in GROUPS:
        gold, found, right = (counts[group, what] for what in ("gold", "found", "right"))
        given, given_right = counts[group, "given"], counts[group, "given right"]
        groups[group] = SpeakerScore(
            gold=gold,
            found=_percent(found, gold),
            resolved=_percent(right, found),
            recall=_percent(right, gold),
            given=_percent(given, found),
            precision=_percent(given_right, given),
        )
    precision = 100 * counts["all", "right"] / max(predicted, 1)
    recall = 100 * counts["all", "right"] / max(counts["all", "gold"], 1)
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return SpeakerScores(
        groups,
        round(precision, 1),
        round(f1, 1),
        predicted,
        wrong=counts["all", "given"] - counts["all", "given right"],
        open=counts["all", "found"] - counts["all", "given"],
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)


# --- coreference alone -------------------------------------------------------------------------


def resolve_gold(
    articles: Iterable[GoldArticle], parser: Parser
) -> dict[str, tuple[PredictedQuote, ...]]:
    """Gold attributions as predicted quotes, with the speakers that coreference finds.

    Args:
        articles: with their gold attributions.
        parser: of the texts.

    Returns:
        The quotes by the name of the article, in the order of its gold attributions.
    """
    out = {}
    for gold in articles:
        parse = parser(gold.text)
        order = sorted(range(len(gold.attributions)), key=lambda i: _place(gold.attributions[i]))
        _, resolved = resolve(parse, gold_relations(parse, [gold.attributions[i] for i in order]))
        speakers = dict(zip(order, (one.speaker for one in resolved), strict=True))
        out[gold.name] = tuple(
            PredictedQuote(
                content=attribution.content,
                cue=attribution.cue,
                source=attribution.source,
                speaker=speaker.name if (speaker := speakers[i]) else None,
            )
            for i, attribution in enumerate(gold.attributions)
        )
    return out


def gold_relations(parse: Parse, attributions: Iterable[GoldAttribution]) -> tuple[Relation, ...]:
    """Gold attributions as relations, the input of coreference.

    Args:
        parse: the article.
        attributions: in the order of the text.
    """
    article = Article(parse.text)
    return tuple(
        Relation(
            content=tuple(sorted(attribution.content)),
            kind=cast(QuoteKind, article.kind(attribution.content)),
            cue=_cue(parse.text, attribution.cue),
            source=_source(parse, attribution.source),
            evidence=("gold",),
        )
        for attribution in attributions
    )


def _place(attribution: GoldAttribution) -> int:
    return min(start for start, _ in attribution.content)


def _cue(text: str, pieces: Pieces) -> Cue | None:
    if not pieces:
        return None
    lemma, kind = cue_head(" ".join(text[start:end] for start, end in pieces))
    spans = tuple(Span.of(text, start, end) for start, end in sorted(pieces))
    return Cue(spans, lemma, cast(CueType, kind))


def _source(parse: Parse, pieces: Pieces) -> SourceSpan | None:
    """The source from its first to its last piece, or its first one if it spans sentences."""
    if not pieces:
        return None
    start, end = min(pieces)[0], max(end for _, end in pieces)
    words = _touched(parse, start, end)
    if len({parse.words[i].sentence for i in words}) > 1:
        start, end = min(pieces)
        words = _touched(parse, start, end)
    if not words:
        return None
    # The head is the word governed from outside, or the first word if the parse has none such.
    heads = [i for i in words if parse.words[i].head not in words and _is_word(parse, i)]
    return SourceSpan(start, end, heads[0] if heads else words[0])


def _touched(parse: Parse, start: int, end: int) -> list[int]:
    return [word.index for word in parse.words if word.start < end and start < word.end]


def _is_word(parse: Parse, index: int) -> bool:
    return parse.words[index].upos not in ("PUNCT", "PART", "CCONJ", "DET", "ADP")
