"""The coreference chains of the parser, which a Stanza pipeline with ``coref`` gives."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Hashable, Mapping

from quoteattr.coreference.records import Mention
from quoteattr.syntax import Parse

__all__ = ["Chains"]

_LOG = logging.getLogger("quoteattr")


class Chains:
    """The named entity of each chain, by the word that heads a mention.

    A chain with a range outside the article is left out, with a warning in the log: a damaged
    annotation must not cost the article.

    Args:
        parse: the document with its chains.
        names: the name that covers a word.
        entity_of: the key of the entity that a name belongs to.
    """

    def __init__(
        self,
        parse: Parse,
        names: Mapping[int, Mention],
        entity_of: Mapping[Mention, Hashable],
    ) -> None:
        self._parse = parse
        self._names = names
        self._entity_of = entity_of
        self._chain_of: dict[int, int] = {}
        self._bearer: dict[int, Hashable] = {}
        for number, chain in enumerate(parse.chains):
            if not all(0 <= first < last <= len(parse.words) for first, last in chain):
                _LOG.warning("a coreference chain points outside the text; it is left out")
                continue
            self._add(number, chain)

    def named(self, mention: Mention) -> Hashable | None:
        """The key of the entity named most in the chain of a mention; None if none or two are.

        Args:
            mention: a description or a pronoun.
        """
        number = self._chain_of.get(mention.head)
        return None if number is None else self._bearer.get(number)

    def _add(self, number: int, chain: tuple[tuple[int, int], ...]) -> None:
        votes: Counter[Hashable] = Counter()
        for first, last in chain:
            head = next(iter(self._parse.tops(first, last)), first)
            self._chain_of[head] = number
            named = self._names.get(head)
            if named is not None and named in self._entity_of:
                votes[self._entity_of[named]] += 1
        ranked = votes.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            self._bearer[number] = ranked[0][0]
