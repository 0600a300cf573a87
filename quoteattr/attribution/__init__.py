"""Attribution: a parse and its quotation marks → who said what by which cue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from quoteattr.attribution.candidates import Article, Candidate
from quoteattr.attribution.cues import is_hypothetical, is_negated
from quoteattr.attribution.labels import LABELLED, Labeller, Labels, labelled_candidates
from quoteattr.attribution.patterns.beside_quotations import quotation_candidates
from quoteattr.attribution.patterns.others import (
    adjective_candidates,
    colon_candidates,
    noun_candidates,
    preposition_candidates,
)
from quoteattr.attribution.patterns.verbs import verb_candidates
from quoteattr.attribution.patterns.word_order import order_candidates, rest_candidates
from quoteattr.attribution.quotations import Quotations
from quoteattr.attribution.repair import reattach
from quoteattr.attribution.scoring import CERTAIN_FRAMES, reliability
from quoteattr.attribution.sources import can_speak
from quoteattr.attribution.steps.agreeing import with_patterns
from quoteattr.attribution.steps.boundaries import with_best_edges
from quoteattr.attribution.steps.continuations import join_continuations
from quoteattr.attribution.steps.own_quotations import with_own_quotations
from quoteattr.attribution.steps.selection import Scored, covers, length, select
from quoteattr.attribution.steps.shared_sources import (
    with_inner_sources,
    without_hearers,
    without_second_cues,
)
from quoteattr.model import Cue, QuoteKind, Span
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import Lexicon, default_lexicon

__all__ = ["article_of", "attribute", "propose"]

_PATTERNS = (
    verb_candidates,
    noun_candidates,
    adjective_candidates,
    preposition_candidates,
    colon_candidates,
    order_candidates,
    rest_candidates,
)
# Frames whose content is a noun phrase: "criticized the plan", "support for the bill".
_BARE_FRAMES = frozenset(
    (
        "object",
        "passive-object",
        "object+phrase",
        "phrase",
        "phrase-after-object",
        "noun-phrase",
        "adjective-phrase",
        "relative-object",
        "participle",
        "received",
        "affected-phrase",
    )
)
_THRESHOLD = 0.38
_LABELLED_THRESHOLD = 0.5  # with the labeller, F1 is flat from 0.4 to 0.5, and precision rises


def propose(
    article: Article, quotations: Quotations, labels: Labels | None = None
) -> Iterator[Candidate]:
    """Every candidate of every pattern, its content snapped to the quotation marks.

    Args:
        article: the parsed article.
        quotations: its marks.
        labels: what the labeller makes of it, for candidates by its labels too.
    """
    found = [candidate for pattern in _PATTERNS for candidate in pattern(article)]
    found.extend(quotation_candidates(quotations))
    if labels is not None:
        found.extend(labelled_candidates(article, labels))
    certain = {
        i
        for candidate in found
        if candidate.frame in CERTAIN_FRAMES
        for first, last in candidate.cue
        for i in range(first, last)
    }
    for candidate in found:
        if candidate.frame in CERTAIN_FRAMES or candidate.head not in certain:
            snapped = quotations.snap(candidate)
            if not article.is_title(snapped.content):
                yield snapped


def article_of(parse: Parse, marks: tuple[Mark, ...], lexicon: Lexicon) -> Article:
    """An article as the patterns look at it."""
    return Article(reattach(parse, lexicon, marks), marks, lexicon)


def attribute(
    parse: Parse,
    marks: tuple[Mark, ...],
    *,
    lexicon: Lexicon | None = None,
    labeller: Labeller | None = None,
    weights: Mapping[str, float] | None = None,
    edge_weights: Mapping[str, float] | None = None,
    threshold: float | None = None,
) -> tuple[Relation, ...]:
    """Find the attributions of an article.

    Args:
        parse: the parsed article.
        marks: its quotation marks, as ``find_marks`` returns them.
        lexicon: cue words; the shipped ones by default.
        labeller: reads the article too; by default the patterns are alone.
        weights: reliability weights; by default the shipped ones, with or without labels.
        edge_weights: the weights of ``edges``; the shipped ones by default.
        threshold: least reliability of a relation, between 0 and 1; by default what gives about
            the best F1.

    Returns:
        Relations in text order, a parent before the relations in it.
    """
    article = article_of(parse, marks, lexicon or default_lexicon())
    quotations = Quotations(article)
    labels = labeller(article) if labeller is not None else None
    scored = [
        Scored(
            candidate,
            reliability(article, quotations, candidate, labels, weights),
            (f"cue:{candidate.frame}", f"source:{candidate.source_rule}"),
        )
        for candidate in propose(article, quotations, labels)
    ]
    if threshold is None:
        threshold = _THRESHOLD if labels is None else _LABELLED_THRESHOLD
    chosen = select(article, quotations, scored, threshold)
    if labels is not None:
        chosen = with_best_edges(article, chosen, scored, labels, edge_weights)
        chosen = without_second_cues(article, chosen, scored)
        chosen = with_inner_sources(article, chosen, scored)
        chosen = without_hearers(article, with_patterns(chosen, scored))
    chosen = join_continuations(article, with_own_quotations(article, chosen))
    chosen.sort(key=lambda item: (item.content[0][0], -length(item.content)))
    return _relations(article, quotations, chosen)


def _relations(
    article: Article, quotations: Quotations, chosen: list[Scored]
) -> tuple[Relation, ...]:
    out: list[Relation] = []
    open_items: list[int] = []  # positions of relations that may enclose the next one
    for number, item in enumerate(chosen):
        open_items = [k for k in open_items if chosen[k].content[-1][1] > item.content[0][0]]
        parent = next(
            (k for k in reversed(open_items) if _encloses(article, chosen[k], item)), None
        )
        open_items.append(number)
        relation = _relation(article, quotations, item, parent)
        if parent is not None and item.candidate.head not in article.mark_of_word:
            relation = attrs.evolve(relation, via=(*_chain(out[parent]), *relation.via))
        out.append(relation)
    return tuple(out)


def _chain(relation: Relation) -> tuple[SourceSpan, ...]:
    """Who passes a relation's content on: "A reported that B said …" comes through A."""
    return relation.via if relation.source is None else (*relation.via, relation.source)


def _encloses(article: Article, outer: Scored, inner: Scored) -> bool:
    cue = article.parse.words[inner.candidate.head].start
    return (
        any(a <= cue < b for a, b in outer.content)
        and length(outer.content) > length(inner.content)
        and covers(outer.content, inner.content)
    )


def _is_statement(article: Article, candidate: Candidate, kind: QuoteKind) -> bool:
    """Whether somebody says something: not "the talks focused on trade", "support for the bill"."""
    if kind == "direct":
        return True
    source = candidate.source
    if source is not None and not can_speak(article.parse, source.head):
        return False
    return kind == "mixed" or not _is_bare(article, candidate)


def _is_bare(article: Article, candidate: Candidate) -> bool:
    """Whether a content is a noun phrase."""
    if candidate.frame != LABELLED:
        return candidate.frame.removeprefix("short-").removeprefix("long-") in _BARE_FRAMES
    parse = article.parse
    return not any(
        parse.words[i].upos in ("VERB", "AUX")
        for start, end in candidate.content
        for i in parse.words_within(start, end)
    )


def _relation(
    article: Article, quotations: Quotations, item: Scored, parent: int | None
) -> Relation:
    candidate = item.candidate
    words = article.parse.words
    text = article.parse.text
    inside = (i for first, last in candidate.cue for i in range(first, last))
    verbs = {candidate.head, *(i for i in inside if words[i].upos == "VERB")}
    cue = Cue(
        spans=tuple(
            Span.of(text, words[first].start, words[last - 1].end) for first, last in candidate.cue
        ),
        lemma=candidate.lemma,
        type=candidate.cue_class,  # type: ignore[arg-type]
        negated=any(is_negated(article, i) for i in verbs),
        hypothetical=any(is_hypothetical(article, i) for i in verbs),
    )
    kind = quotations.kind(candidate.content, quotations.level_of(candidate.head))
    return Relation(
        content=candidate.content,
        kind=kind,
        cue=cue,
        source=candidate.source,
        addressee=candidate.addressee,
        via=candidate.via,
        parent=parent,
        statement=_is_statement(article, candidate, kind),
        confidence=round(item.score, 3),
        pattern=candidate.frame,
        source_rule=candidate.source_rule,
        evidence=item.evidence,
    )
