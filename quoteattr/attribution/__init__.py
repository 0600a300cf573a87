"""Attribution: a parse and its quotation marks → who said what by which cue."""

from __future__ import annotations

import attrs

from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.candidates import Attribution
from quoteattr.attribution.pipeline import STEPS, with_scores
from quoteattr.attribution.repair import reattach
from quoteattr.attribution.to_relations import relations_of
from quoteattr.attribution.two_cues import split_at_second_cue
from quoteattr.linear import LogLinear
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
    return relations_of(analysis, found)
