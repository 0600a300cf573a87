"""Which attributions are returned: the option ``include``, the default among its values.

The default is what an editor calls a quote. It depends on the statement score, which says what a
content is; ``docs/maintainers/attribution.md`` says how its threshold was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from quoteattr.errors import InputError
from quoteattr.model import CUE_TYPES
from quoteattr.relations import Relation

__all__ = ["chosen", "included"]

_STATEMENT = 0.4  # least statement score of a quote of the default
_FRAGMENT = "floating-fragment"


def included(include: Any) -> frozenset[str] | None:
    """The cue types to return; None is the default choice, which depends on the statement score.

    Args:
        include: the option as the caller gave it.

    Raises:
        InputError: it is no such option.
    """
    if not isinstance(include, Iterable):
        raise InputError(
            f'include must be "default", "all" or cue types, not {include!r}; leave it out for '
            "the default"
        )
    if include == "default":
        return None
    if include == "all":
        return frozenset(CUE_TYPES)
    wanted = (include,) if isinstance(include, str) else tuple(include)
    if not all(kind in CUE_TYPES for kind in wanted):
        raise InputError(
            f'include must be "default", "all" or some of {", ".join(CUE_TYPES)}; not {include!r}'
        )
    return frozenset(wanted)


def chosen(
    relations: Sequence[Relation], include: frozenset[str] | None, least: float
) -> tuple[Relation, ...]:
    """The relations that the caller wants, with the positions of their parents updated.

    Args:
        relations: all attributions of an article.
        include: as ``included`` returns it.
        least: the least confidence.
    """
    keep = [
        number
        for number, relation in enumerate(relations)
        if relation.confidence >= least and _is_wanted(relation, include)
    ]
    place = {number: i for i, number in enumerate(keep)}

    def parent_of(number: int) -> int | None:
        above = relations[number].parent
        while above is not None and above not in place:
            above = relations[above].parent
        return None if above is None else place[above]

    return tuple(attrs.evolve(relations[number], parent=parent_of(number)) for number in keep)


def _is_wanted(relation: Relation, include: frozenset[str] | None) -> bool:
    likely = relation.statement is None or relation.statement >= _STATEMENT
    if relation.cue is None:
        # Of words within a sentence, many are terms. Whole paragraphs and sentences are speech.
        return include is not None or relation.pattern != _FRAGMENT or likely
    if include is None:
        # Nearly all (98 %) of what is in quotation marks and has a source is right: no score.
        return likely or (relation.kind == "direct" and relation.source is not None)
    return relation.cue.type in include
