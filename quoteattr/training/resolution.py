"""Mentions of GUM as examples: does the entity that coreference gives to a mention fit?

Right is what a reader of the name or description would call right, as in ``evaluation.identity``:
a name must be one of the entity's; whoever has no name must be described with one of its nouns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference.confidence import name_step, speaker_features
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.resolver import read_article
from quoteattr.corpora.gum import GumText
from quoteattr.text.marks import find_marks
from quoteattr.training.pronouns import Example

__all__ = ["ONLY_HERE", "example", "resolution_examples"]

ONLY_HERE = "only-here:"
"""Begins the features that tell examples from sources in news; they get no weight in the table."""

_SHARE = 0.3  # of an entity's mentions that must be in a chain
_LINKED = frozenset({"definite", "possessive"})
_SPEAKERS = frozenset({"person", "organization", "group", "document"})


def example(features: dict[str, float], *, right: bool) -> Example:
    """Right or wrong as a choice between the features and nothing: a logistic model.

    Args:
        features: with their values.
        right: which of both.
    """
    return Example("", (features, {}), (right, not right))


def resolution_examples(text: GumText, labeller: Labeller | None = None) -> Iterator[Example]:
    """The sources of a text, and the subjects that could be some: who are they?

    Args:
        text: with the entity of every head word, parsed as the library would.
        labeller: finds attributions in it; without one, patterns are alone.
    """
    parse = text.parse
    relations = attribute(analyse(parse, find_marks(parse.text), labeller=labeller))
    discourse = read_article(parse, relations)
    judge = _Judge(text, discourse)
    for mention in discourse.mentions:
        entity, decision = discourse.entity_of(mention), discourse.decision_on(mention)
        if entity is None or decision is None or entity.members:
            continue
        if not _is_asked(discourse, mention, decision):
            continue
        right = judge.is_right(mention, entity)
        if right is not None:
            bearers = len(discourse.by_surname(entity.tokens[-1])) if entity.tokens else 0
            step = name_step(entity, mention, decision, bearers)
            features = speaker_features(mention, decision, step)
            if not discourse.is_source(mention):
                features[f"{ONLY_HERE}{mention.form}"] = 1.0
            yield example(features, right=right)


def _is_asked(discourse: Discourse, mention: Mention, decision: Decision) -> bool:
    """Whether a mention is a source, or a subject like one.

    GUM does not name its authors, and "you" is in its interviews whoever is asked.
    """
    pronoun = mention.pronoun
    if decision.sieve == "author" or (pronoun is not None and pronoun.person == 2):
        return False
    if discourse.is_source(mention):
        return True
    if mention.role != "subject":
        return False
    if pronoun is not None:
        return pronoun.person == 3 and pronoun.use == "personal"
    entity = discourse.entity_of(mention)
    linked = mention.form == "nominal" and mention.determination in _LINKED
    return linked and entity is not None and entity.kind in _SPEAKERS


class _Judge:
    """What GUM says of the mentions of one reading."""

    def __init__(self, text: GumText, discourse: Discourse) -> None:
        self._chains: Mapping[int, str] = text.chains
        self._words = text.parse.words
        found = {text.chains[i] for i in discourse.names if i in text.chains}
        self._named = found & text.named
        self._nouns: defaultdict[str, set[str]] = defaultdict(set)
        for head, chain in text.chains.items():
            self._nouns[chain].add(self._words[head].lemma.lower())

    def is_right(self, mention: Mention, entity: Entity) -> bool | None:
        """Whether a mention may be called by its entity's name; None if GUM does not tell."""
        chain = self._chains.get(mention.head)
        if chain is None:
            return None
        others = [r for r in entity.mentions if r is not mention]
        if entity.named:
            others = [r for r in others if r.name]
            return self._mostly(others, chain) if self._known(others) else None if others else True
        if chain in self._named:
            return False
        described = [entity.mentions[0], *(r for r in others if r.form == "nominal")]
        nouns = {self._words[r.head].lemma.lower() for r in described}
        return self._mostly(others, chain) or not nouns.isdisjoint(self._nouns[chain])

    def _known(self, mentions: Iterable[Mention]) -> Counter[str]:
        return Counter(self._chains[r.head] for r in mentions if r.head in self._chains)

    def _mostly(self, mentions: Iterable[Mention], chain: str) -> bool:
        counts = self._known(mentions)
        return bool(counts) and counts[chain] >= _SHARE * counts.total()
