"""Features that compare a candidate with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.candidates import Candidate
from quoteattr.coreference.sieves.features.records import Features
from quoteattr.syntax import Parse

__all__ = ["Rivals", "compared"]


@attrs.frozen
class Rivals:
    """What the candidates of a mention have in common.

    Attributes:
        number: how many they are.
        most, main: how often the one most mentioned is mentioned, nearby and so far.
        shown: whether the gender of any is known.
        nearest: the one mentioned last, in the mention's sentence or the one before; None if
            several are.
        here: the only one in the mention's paragraph, None if several are.
        exact: whether any was called the noun before, or has it as a role.
        placed: whether any has it as a role in the country that the mention names.
    """

    number: int
    most: int
    main: int
    shown: bool
    nearest: Candidate | None
    here: Candidate | None
    exact: bool
    placed: bool

    @classmethod
    def of(
        cls,
        parse: Parse,
        mention: Mention,
        candidates: Sequence[Candidate],
        nouns: Sequence[Features],
    ) -> Rivals:
        """What the candidates have in common.

        Args:
            parse: the document.
            mention: the one whose candidates they are.
            candidates: at least one.
            nouns: the features of nouns and roles of each; empty for a pronoun.
        """
        near = [(c, c.mentions[0].sentence) for c in candidates if c.mentions]
        latest = max([sentence for _, sentence in near], default=-1)
        nearest = [c for c, sentence in near if sentence == latest]
        if mention.sentence - latest > 1:
            nearest = []
        sentences = parse.sentences
        number = sentences[mention.sentence].paragraph
        here = [c for c, sentence in near if sentences[sentence].paragraph == number]
        exact = [noun for noun in nouns if _is_exact(noun)]
        return cls(
            number=len(candidates),
            most=max([len(c.mentions) for c in candidates]),
            main=max([len(c.entity.mentions) for c in candidates]),
            shown=any(c.entity.gender is not None for c in candidates),
            nearest=nearest[0] if len(nearest) == 1 else None,
            here=here[0] if len(here) == 1 else None,
            exact=bool(exact),
            placed=any("role-exact" in noun and noun["place-match"] for noun in exact),
        )


def _is_exact(row: Mapping[str, float]) -> bool:
    return "role-exact" in row or "same-head" in row


def compared(
    mention: Mention, candidate: Candidate, rivals: Rivals, row: Mapping[str, float]
) -> Features:
    """The features that compare a candidate with the others."""
    nearest = candidate is rivals.nearest
    out: Features = {
        "most-mentioned": len(candidate.mentions) == rivals.most,
        "main": len(candidate.entity.mentions) == rivals.main,
        "alone": rivals.number == 1,
        "paragraph-alone": candidate is rivals.here,
        "nearest-alone": nearest,
        "nearest-alone-fresh": nearest and row.get("fresh", 0.0),
    }
    if mention.pronoun is None:
        rival = rivals.exact and not _is_exact(row)
        out["rival-of-noun"] = rival
        out["epithet-rival-place"] = rival and rivals.placed and row.get("epithet", 0.0)
    elif row.get("unknown-gender"):
        out["rival-of-gender"] = rivals.shown
        out["rival-of-gender-alone"] = rivals.shown and nearest
        out["rival-of-gender-subject"] = rivals.shown and row.get("previous-subject", 0.0)
    return out
