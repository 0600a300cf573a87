"""Pronouns of GAP: does coreference find their antecedent, and equally well for both genders?

A system says for each of the two names of a passage (``corpora.gap``) whether the pronoun refers to
it. F1 is over these decisions, on all passages, on those with a masculine and on those with a
feminine pronoun. *Bias* is feminine F1 over masculine F1; 1 means no bias. Only the passage is read
(GAP's snippet-context setting), not the title of its page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference.resolver import read_article
from quoteattr.corpora.gap import Passage
from quoteattr.errors import InputError
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.score import Measure, measure_of
from quoteattr.syntax import Parse, Parser
from quoteattr.text.marks import find_marks

__all__ = ["GapScores", "gap_markdown", "means", "score_gap"]


@attrs.frozen
class GapScores:
    """Scores of all passages, and by the gender of the pronoun.

    Attributes:
        all, masculine, feminine: precision, recall and F1 over the decisions, one per name.
        bias: feminine F1 over masculine F1, None if the latter is 0.
        resolved: share of the pronouns that are resolved, in percent.
    """

    all: Measure
    masculine: Measure
    feminine: Measure
    bias: float | None
    resolved: float


def means(
    parse: Parse, passage: Passage, labeller: Labeller | None = None
) -> tuple[bool, tuple[bool, bool]]:
    """Whether the pronoun is resolved, and whether it refers to A, and to B.

    Its entity is A if one of the entity's names overlaps with A.

    Args:
        parse: of the passage's text.
        passage: with the pronoun and the names.
        labeller: finds who says what in it; without one, patterns are alone.
    """
    discourse = read_article(
        parse, attribute(analyse(parse, find_marks(parse.text), labeller=labeller))
    )
    word = parse.word_at(passage.pronoun)
    mention = None if word is None else discourse.headed_by(word)
    entity = discourse.entity_of(mention)
    if entity is None:
        return False, (False, False)
    names = [
        (parse.words[name.first].start, parse.words[name.last - 1].end)
        for name in entity.mentions
        if name.form == "name"
    ]
    first, second = (
        any(start < right and left < end for start, end in names) for left, right in passage.names
    )
    return True, (first, second)


def score_gap(
    passages: Iterable[Passage], parser: Parser, labeller: Labeller | None = None
) -> GapScores:
    """Resolve the pronoun of each passage and score the answers.

    Args:
        passages: as ``read_gap`` gives them.
        parser: of the texts.
        labeller: finds who says what in them; without one, patterns are alone.

    Raises:
        InputError: there is no passage.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for passage in passages:
        is_resolved, answers = means(parser(passage.text), passage, labeller)
        for group in ("all", "feminine" if passage.feminine else "masculine"):
            counts[group, "passages"] += 1
            counts[group, "resolved"] += is_resolved
            for gold, answer in zip(passage.meant, answers, strict=True):
                counts[group, "gold"] += gold
                counts[group, "pred"] += answer
                counts[group, "right"] += gold and answer
    if not counts["all", "passages"]:
        raise InputError("there is no passage to score; give one of the gap-*.tsv files")
    scores = {
        group: measure_of(*(counts[group, side] for side in ("gold", "right", "pred", "right")))
        for group in ("all", "masculine", "feminine")
    }
    masculine = scores["masculine"].f
    return GapScores(
        **scores,
        bias=round(scores["feminine"].f / masculine, 3) if masculine else None,
        resolved=round(100 * counts["all", "resolved"] / counts["all", "passages"], 1),
    )


def gap_markdown(scores: GapScores) -> str:
    """A Markdown table and the bias."""
    rows = [
        [name, f"{m.p:.1f}", f"{m.r:.1f}", f"**{m.f:.1f}**", f"{m.gold:,}", f"{m.pred:,}"]
        for name, m in (
            ("all", scores.all),
            ("masculine", scores.masculine),
            ("feminine", scores.feminine),
        )
    ]
    bias = "unknown" if scores.bias is None else f"{scores.bias:.2f}"
    return (
        f"{table(['pronouns', 'P', 'R', 'F1', 'gold', 'found'], rows)}\n\n"
        f"Bias (feminine over masculine F1): {bias}. Pronouns that are resolved: "
        f"{scores.resolved:.1f} %."
    )
