"""Mentions of GUM as examples: does the one whom coreference names for it fit?

Right is what a reader of the name or description would call right, as in ``evaluation.identity``:
a name must be one of the entity's; whoever has no name must be described with one of its nouns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Labeller
from quoteattr.coreference.confidence import name_step, speaker_features
from quoteattr.coreference.discourse import Story
from quoteattr.coreference.participants import Participant
from quoteattr.coreference.records import Reference
from quoteattr.coreference.resolver import read_story
from quoteattr.corpora.gum import GumText
from quoteattr.text.marks import find_marks
from quoteattr.training.pronouns import Example

__all__ = ["ONLY_HERE", "example", "resolution_examples"]

ONLY_HERE = "only-here:"
"""Begins the features that tell examples from sources in news; they get no weight in the table."""

_SHARE = 0.3  # of an entity's mentions that must be in a chain
_LINKED = frozenset({"definite", "possessive"})


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
    story = read_story(parse, relations)
    judge = _Judge(text, story)
    for reference in story.references:
        participant = reference.entity
        if participant is None or participant.members or not _is_asked(story, reference):
            continue
        right = judge.is_right(reference, participant)
        if right is not None:
            features = _features(story, reference, participant)
            if reference.head not in story.source_of:
                features[f"{ONLY_HERE}{reference.form}"] = 1.0
            yield example(features, right=right)


def _features(story: Story, reference: Reference, participant: Participant) -> dict[str, float]:
    tokens = participant.tokens
    bearers = len(story.by_surname(tokens[-1])) if tokens else 0
    return speaker_features(reference, name_step(participant, reference, bearers))


def _is_asked(story: Story, reference: Reference) -> bool:
    """Whether a mention is a source, or a subject like one.

    GUM does not name its authors, and "you" is in its interviews whoever is asked.
    """
    if reference.evidence == "speaker:author" or not reference.evidence:
        return False
    pronoun = reference.pronoun
    if pronoun is not None and pronoun.person == 2:
        return False
    if reference.head in story.source_of:
        return True
    if reference.role != "subject":
        return False
    if pronoun is not None:
        return pronoun.person == 3 and pronoun.use == "personal"
    kind = reference.entity.kind if reference.entity is not None else None
    linked = reference.form == "nominal" and reference.determination in _LINKED
    return linked and kind in ("person", "organization", "group", "document")


class _Judge:
    """What GUM says of the mentions of one reading."""

    def __init__(self, text: GumText, story: Story) -> None:
        self._chains: Mapping[int, str] = text.chains
        self._words = text.parse.words
        found = {text.chains[i] for i in story.inside if i in text.chains}
        self._named = found & text.named
        self._nouns: defaultdict[str, set[str]] = defaultdict(set)
        for head, chain in text.chains.items():
            self._nouns[chain].add(self._words[head].lemma.lower())

    def is_right(self, reference: Reference, participant: Participant) -> bool | None:
        """Whether a mention may be called by its participant's name; None if GUM does not tell."""
        chain = self._chains.get(reference.head)
        if chain is None:
            return None
        others = [r for r in participant.references if r is not reference]
        if participant.named:
            others = [r for r in others if r.name]
            return self._mostly(others, chain) if self._known(others) else None if others else True
        if chain in self._named:
            return False
        described = [participant.references[0], *(r for r in others if r.form == "nominal")]
        nouns = {self._words[r.head].lemma.lower() for r in described}
        return self._mostly(others, chain) or not nouns.isdisjoint(self._nouns[chain])

    def _known(self, references: Iterable[Reference]) -> Counter[str]:
        return Counter(self._chains[r.head] for r in references if r.head in self._chains)

    def _mostly(self, references: Iterable[Reference], chain: str) -> bool:
        counts = self._known(references)
        return bool(counts) and counts[chain] >= _SHARE * counts.total()
