"""Attribution: a parse and its quotation marks → who said what by which cue."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from quoteattr.attribution.addressees import addressed, from_the_addressee
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.candidates import Attribution, Candidate, Key
from quoteattr.attribution.cues import is_hypothetical, is_negated
from quoteattr.attribution.pipeline import STEPS, with_scores
from quoteattr.attribution.quotations import quote_kind
from quoteattr.attribution.repair import reattach
from quoteattr.attribution.statements import statement_probability
from quoteattr.attribution.two_cues import split_at_second_cue
from quoteattr.linear import LogLinear
from quoteattr.model import Cue, Span
from quoteattr.relations import Relation
from quoteattr.syntax import Parse
from quoteattr.text.marks import Mark
from quoteattr.words.cues import Lexicon, default_lexicon

__all__ = ["analyse", "attribute"]


def analyse(
    parse: Parse,
    marks: tuple[Mark, ...],
    *,
    lexicon: Lexicon | None = None,
    labeller: Labeller | None = None,
) -> Analysis:
    """Prepare an article for patterns and steps: repair its parse, ask the labeller.

    Args:
        parse: the parsed article.
        marks: its quotation marks, as ``find_marks`` returns them.
        lexicon: cue words; the shipped ones by default.
        labeller: labels the words; without one, only patterns propose.

    Returns:
        The analysis, with a repaired copy of the parse.
    """
    lexicon = lexicon or default_lexicon()
    repaired = reattach(parse, lexicon, marks)
    analysis = Analysis(repaired, split_at_second_cue(repaired, marks, lexicon), lexicon)
    return analysis if labeller is None else attrs.evolve(analysis, labels=labeller(analysis))


def attribute(analysis: Analysis, model: LogLinear | None = None) -> tuple[Relation, ...]:
    """Find the attributions of an article.

    Args:
        analysis: of the article.
        model: of candidates; the shipped ones by default.

    Returns:
        Relations in text order, a parent before the relations in it.
    """
    analysis = with_scores(analysis, model)
    found: tuple[Attribution, ...] = ()
    for step in STEPS:
        found = step(analysis, found)
    return _relations_of(analysis, found)


def _relations_of(analysis: Analysis, found: Sequence[Attribution]) -> tuple[Relation, ...]:
    """The relations of an article.

    Args:
        analysis: of the article.
        found: its attributions, in text order.
    """
    place: dict[Key | None, int] = {item.key: number for number, item in enumerate(found)}
    out = []
    for item in found:
        number = place.get(item.parent)
        parent = None if number is None else found[number]
        statement = statement_probability(analysis, item, parent)
        out.append(_relation(analysis, item, number, statement))
    return tuple(out)


def _relation(
    analysis: Analysis, item: Attribution, parent: int | None, statement: float
) -> Relation:
    candidate = item.candidate
    addressee = candidate.addressee or addressed(analysis, candidate)
    return Relation(
        content=from_the_addressee(analysis, candidate, addressee),
        kind=quote_kind(analysis, candidate),
        cue=_cue(analysis, candidate) if candidate.cue else None,
        source=candidate.source,
        inferred=candidate.pattern.family == "floating" and candidate.source is not None,
        addressee=addressee,
        via=candidate.via,
        parent=parent,
        statement=round(statement, 3),
        confidence=round(item.score, 3),
        pattern=candidate.pattern.name,
        source_rule=candidate.source_rule if candidate.cue or candidate.source else None,
        evidence=item.evidence,
    )


def _cue(analysis: Analysis, candidate: Candidate) -> Cue:
    words = analysis.parse.words
    inside = (i for first, last in candidate.cue for i in range(first, last))
    verbs = {candidate.head, *(i for i in inside if words[i].upos == "VERB")}
    return Cue(
        spans=tuple(
            Span.of(analysis.parse.text, words[first].start, words[last - 1].end)
            for first, last in candidate.cue
        ),
        lemma=candidate.lemma,
        type=candidate.cue_class,  # type: ignore[arg-type]
        negated=any(is_negated(analysis, i) for i in verbs),
        hypothetical=any(is_hypothetical(analysis, i) for i in verbs),
    )
