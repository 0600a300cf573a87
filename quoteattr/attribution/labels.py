"""What a trained labeller says about an article's words, and how candidates compare with it.

The labeller gives every word the probability that it heads a cue, and for each likely head the
probability that the words around it belong to its cue, its source, its content. Here that becomes
candidates of its own and features by which every candidate is judged.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

import attrs

from quoteattr.attribution.candidates import Article, Candidate, pieces_of
from quoteattr.attribution.trim import (
    within_relative_clause,
    without_absolute,
    without_concession,
)
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Word

__all__ = [
    "LABELLED",
    "Labeller",
    "Labels",
    "Row",
    "label_features",
    "labelled_candidates",
]

LABELLED = "labelled"  # the frame of candidates that the labeller proposes

_LEAST = 0.12  # probability of a head that makes a candidate
_LEAST_MASS = 0.5  # probability mass of a piece of content
_STEPS = 10  # of an overlap, as a feature
_HIGHEST = 8.0  # log odds, as a feature
_RELATIVE = ("WDT", "WP", "WP$")
_BRACKETS = {")": "(", "]": "["}
_MARKS = (":", "—", "–", "--")  # cues by themselves


@attrs.frozen
class Row:
    """The words around one cue head: ``first`` is the index of the first, one value for each.

    Attributes:
        first: index of the first word.
        cue, source, content: probability that a word belongs to it; they exclude each other.
    """

    first: int
    cue: Sequence[float]
    source: Sequence[float]
    content: Sequence[float]


@attrs.frozen
class Labels:
    """A labeller's reading of an article.

    Attributes:
        heads: for every word, the probability that it heads the cue of an attribution.
        rows: by the index of a likely head, the words around it.
    """

    heads: Sequence[float]
    rows: Mapping[int, Row]


class Labeller(Protocol):
    """Anything that reads an article; it must not raise for any."""

    def __call__(self, article: Article) -> Labels:
        """Read one article."""
        ...


def labelled_candidates(article: Article, labels: Labels) -> Iterator[Candidate]:
    """An attribution for each likely head, by the likeliest label of every word around it.

    Heads within quotations are left to the patterns: nested attributions are not annotated in what
    the labeller learns from.
    """
    for head, row in labels.rows.items():
        if labels.heads[head] < _LEAST or head in article.mark_of_word:
            continue
        content = _content(article, head, row)
        if content and not article.is_title(content, around=None):
            cue = _cue(article, row, head)
            lemma, cue_class = _cue_word(article, head, cue)
            source = _source(article, row)
            if source is None and _holds_subject(article, head, content):
                continue
            yield Candidate(
                frame=LABELLED,
                head=head,
                cue=(cue,),
                lemma=lemma,
                cue_class=cue_class,
                content=content,
                source=source,
                source_rule=LABELLED if source else "none",
            )


def _holds_subject(article: Article, head: int, content: tuple[tuple[int, int], ...]) -> bool:
    """Whether the subject of an active verb stands in the content: then it is nobody's."""
    words = article.parse.words
    return any(
        words[kid].deprel == "nsubj" and start <= words[kid].start < end
        for kid in article.parse.children[head]
        for start, end in content
    )


def _runs(chosen: Sequence[int], gap: int = 0) -> list[tuple[int, int]]:
    """Stretches of ascending numbers, those at most ``gap`` apart as one; ends exclusive."""
    if not chosen:
        return []
    breaks = [k for k, (a, b) in enumerate(pairwise(chosen), 1) if b - a > gap + 1]
    edges = [0, *breaks, len(chosen)]
    return [(chosen[a], chosen[b - 1] + 1) for a, b in pairwise(edges)]


def _labelled(row: Row, name: str) -> list[int]:
    """Offsets into a row where a label is likelier than each other and than none."""
    out = []
    values = zip(row.cue, row.source, row.content, strict=True)
    place = ("cue", "source", "content").index(name)
    for at, trio in enumerate(values):
        if trio[place] == max(trio) and trio[place] > 1 - sum(trio):
            out.append(at)
    return out


def _cue(article: Article, row: Row, head: int) -> tuple[int, int]:
    """The words of the cue: the stretch that holds its head, without a colon behind "said"."""
    for first, last in _runs(_labelled(row, "cue")):
        if first <= head - row.first < last:
            first, last = first + row.first, last + row.first
            while last - 1 > head and article.parse.words[last - 1].upos == "PUNCT":
                last -= 1
            return first, last
    return head, head + 1


def _source(article: Article, row: Row) -> SourceSpan | None:
    runs = _runs(_labelled(row, "source"), gap=2)  # ", whose"
    if not runs:
        return None
    words = article.parse.words
    first, last = max(runs, key=lambda run: sum(row.source[run[0] : run[1]]))
    first, last = first + row.first, last + row.first
    sentence = words[last - 1].sentence  # a dateline is one of its own
    while first < last and (words[first].upos == "PUNCT" or words[first].sentence != sentence):
        first += 1
    while last > first and _hangs(words[first:last]):
        last -= 1
    if first == last:
        return None
    return SourceSpan(words[first].start, words[last - 1].end, _head(article, first, last))


def _hangs(words: Sequence[Word]) -> bool:
    """Whether words end in ", who", or in punctuation but a bracket of theirs: "Cruz (R-Tex.)"."""
    last = words[-1]
    if last.upos != "PUNCT":
        return last.xpos in _RELATIVE and [word.text for word in words[-2:-1]] == [","]
    return all(word.text != _BRACKETS.get(last.text) for word in words)


def _head(article: Article, first: int, last: int) -> int:
    """The head word of a source: of what stands before a comma, a relative clause or a verb."""
    words = article.parse.words
    last = next((i for i in range(first + 1, last) if _ends_head(article, i)), last)
    tops = [i for i in range(first, last) if not first <= words[i].head < last]
    nominal = (i for i in tops if words[i].upos in ("NOUN", "PROPN", "PRON"))
    return next(nominal, tops[0] if tops else first)


def _ends_head(article: Article, index: int) -> bool:
    """Whether the head of a noun phrase stands before a word: "a poll released on Friday"."""
    word, before = article.parse.words[index], article.parse.words[index - 1]
    verb = word.upos == "VERB" and word.deprel not in ("amod", "compound")
    return (
        word.text == ","
        or word.xpos in _RELATIVE
        or (verb and before.upos in ("NOUN", "PROPN", "PRON"))
    )


def _content(article: Article, head: int, row: Row) -> tuple[tuple[int, int], ...]:
    chosen: set[int] = set()
    for first, last in _runs(_labelled(row, "content"), gap=1):
        if sum(row.content[first:last]) >= _LEAST_MASS:
            chosen.update(range(row.first + first, row.first + last))
    sentence = article.parse.words[head].sentence
    chosen = {
        i
        for i in chosen
        if article.parse.words[i].sentence == sentence or i in article.mark_of_word
    } - set(_expletives(article, head))
    chosen = without_concession(article, without_absolute(article, chosen))
    return pieces_of(article.parse, within_relative_clause(article, head, chosen))


def _expletives(article: Article, head: int) -> Iterator[int]:
    """The "it" of "it was reported that …"."""
    if article.children(head, "ccomp", "csubj"):
        for kid in article.parse.children[head]:
            word = article.parse.words[kid]
            if word.lemma.lower() == "it" and word.deprel.startswith(("expl", "nsubj")):
                yield kid


def _cue_word(article: Article, head: int, cue: tuple[int, int]) -> tuple[str, str]:
    """Lemma and class of a cue's head, or of a word of it that is known: "went on to say"."""
    words = [_class_of(article, i) for i in (head, *reversed(range(*cue)))]
    return next((word for word in words if word[1] != "other"), words[0])


def _class_of(article: Article, index: int) -> tuple[str, str]:
    """Lemma and class of a word, whatever part of speech it is."""
    lexicon = article.lexicon
    word = article.parse.words[index]
    if word.upos in ("VERB", "AUX"):
        return article.lemmas[index], article.verb_class(index)
    lemma = word.lemma.lower()
    if word.text in _MARKS or lemma in ("according", "per"):
        return lemma, "speech"
    table = lexicon.adjectives if word.upos == "ADJ" else lexicon.nouns
    return lemma, table.get(lemma, "other")


def label_features(article: Article, candidate: Candidate, labels: Labels) -> Iterator[str]:
    """How far the labeller agrees with a candidate, as features for its reliability."""
    odds = round(_log_odds(labels.heads[candidate.head]))
    yield f"label-head={odds}"
    yield f"label-head+frame={odds // 2} {candidate.frame}"
    row = labels.rows.get(candidate.head)
    if row is None:
        return
    content = _agreement(article, row.first, row.content, candidate.content)
    span = candidate.source
    source = _agreement(article, row.first, row.source, ((span.start, span.end),) if span else ())
    cue = _overlap(row.first, row.cue, {i for a, b in candidate.cue for i in range(a, b)})
    yield f"label-content={content}"
    yield f"label-content+frame={content // 2} {candidate.frame}"
    yield f"label-content+head={content // 2} {odds // 2}"
    yield f"label-source={source}"
    yield f"label-source+rule={source // 2} {candidate.source_rule}"
    yield f"label-source+content={source // 2} {content // 2}"
    yield f"label-cue={cue}"


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-_HIGHEST, min(_HIGHEST, math.log(clipped / (1 - clipped))))


def _agreement(
    article: Article,
    first: int,
    probabilities: Sequence[float],
    pieces: Sequence[tuple[int, int]],
) -> int:
    """Expected overlap of some pieces with a label, punctuation left out, in tenths."""
    words = article.parse.words
    chosen = {
        i for a, b in pieces for i in article.parse.words_within(a, b) if words[i].upos != "PUNCT"
    }
    silent = [
        0.0 if words[first + k].upos == "PUNCT" else value for k, value in enumerate(probabilities)
    ]
    return _overlap(first, silent, chosen)


def _overlap(first: int, probabilities: Sequence[float], chosen: set[int]) -> int:
    """Expected words in common over expected words in either, in tenths.

    No words at all agree with a label as far as it is expected nowhere.
    """
    mass = sum(probabilities)
    if not chosen:
        return int(_STEPS / (1 + mass))
    shared = sum(probabilities[i - first] for i in chosen if 0 <= i - first < len(probabilities))
    return int(_STEPS * shared / (len(chosen) + mass - shared))
