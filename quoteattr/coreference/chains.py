"""Comention chains that the parser found, as evidence for whom a mention stands."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping

from quoteattr.coreference.records import Entity, Mention
from quoteattr.syntax import Parse

__all__ = ["Chains", "could_describe"]

_LOG = logging.getLogger("quoteattr")


class Chains:
    """The named entity of each chain, by the word that heads a mention of it.

    A chain with a range that is none of the article's is left out, with a warning in the log: a
    damaged annotation must not cost the article.

    Args:
        parse: the document with its chains.
        names: the name that covers a word, grouped into entities.
    """

    def __init__(self, parse: Parse, names: Mapping[int, Mention]) -> None:
        self._parse = parse
        self._names = names
        self._chain_of: dict[int, int] = {}
        self._bearer: dict[int, Entity] = {}
        for number, chain in enumerate(parse.chains):
            if not all(0 <= first < last <= len(parse.words) for first, last in chain):
                _LOG.warning("a coreference chain points outside the text; it is left out")
                continue
            self._add(number, chain)

    def named(self, mention: Mention) -> Entity | None:
        """Whoever is named in the chain of a mention; None if nobody is, or two are alike.

        Args:
            mention: a description or a pronoun.
        """
        number = self._chain_of.get(mention.head)
        return None if number is None else self._bearer.get(number)

    def _add(self, number: int, chain: tuple[tuple[int, int], ...]) -> None:
        votes: Counter[Entity] = Counter()
        for first, last in chain:
            head = self._head(first, last)
            self._chain_of[head] = number
            named = self._names.get(head)
            if named is not None and named.entity is not None:
                votes[named.entity] += 1
        ranked = votes.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            self._bearer[number] = ranked[0][0]

    def _head(self, first: int, last: int) -> int:
        """The word of a range whose governor lies outside."""
        words = self._parse.words
        outside = (i for i in range(first, last) if not first <= words[i].head < last)
        return next(outside, first)


def could_describe(mention: Mention, entity: Entity) -> bool:
    """Whether a description fits an entity in number and kind.

    Args:
        mention: a description.
        entity: anyone with a name.
    """
    person = entity.kind == "person"
    if mention.plural and person and not entity.plural:
        return False
    return mention.kind in (None, "other") or (mention.kind == "person") == person
