"""Whether two texts mean the same speaker."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.model import Speaker
from quoteattr.verify.records import SpeakerVerdict
from quoteattr.words.cues import word_list
from quoteattr.words.names import Name, same_person, split_name
from quoteattr.words.nouns import noun_sense, title_noun

__all__ = ["compare_label", "compare_speakers", "worst"]

_ORDER: tuple[SpeakerVerdict, ...] = ("same", "unclear", "added", "lost", "changed")


def compare_speakers(before: Speaker | None, after: Speaker | None) -> SpeakerVerdict:
    """Whether a quotation is still with its speaker.

    Names that can be one person's are the same: "Lee" and "Ann Lee". A description is the same as a
    name whose titles have its noun. What neither confirms nor contradicts is unclear.

    >>> compare_speakers(Speaker("s1", "Ann Lee"), Speaker("s4", "Lee"))
    'same'
    >>> compare_speakers(Speaker("s1", "Ann Lee"), Speaker("s4", "Bob Lee"))
    'changed'
    """
    if before is None or after is None:
        if before is after:
            return "same"
        return "added" if before is None else "lost"
    if before.identifier is not None and after.identifier is not None:
        return "same" if before.identifier == after.identifier else "changed"
    if before.named and after.named:
        if _fit(_names(before), _names(after)):
            contradict = None not in (before.gender, after.gender) and before.gender != after.gender
            return "changed" if contradict else "same"
        return "changed" if before.kind == after.kind else "unclear"
    shared = set(_nouns(before)) & set(_nouns(after))
    return "same" if shared else "unclear"


def compare_label(speaker: Speaker | None, label: str | None) -> SpeakerVerdict:
    """Whether the label of a turn ("MAYOR LEE") names a speaker.

    >>> compare_label(Speaker("s1", "Ann Lee"), "MAYOR LEE")
    'same'
    >>> compare_label(Speaker("s1", "Ann Lee"), "Q")
    'unclear'
    """
    if speaker is None or label is None or not speaker.named:
        return "unclear"
    words = label.title().split() if label.isupper() else label.split()
    nobody = word_list("turn labels of nobody")
    if all(word.lower().strip(".") in nobody or word.isdigit() for word in words):
        return "unclear"
    if words[0] == "The" or (len(words) == 1 and noun_sense(words[0])):
        nouns = {title_noun(word) for word in words}
        return "same" if nouns & set(_nouns(speaker)) else "unclear"
    name = split_name(" ".join(words))
    return "same" if _fit([name], _names(speaker)) else "changed"


def worst(verdicts: Iterable[SpeakerVerdict]) -> SpeakerVerdict:
    """The verdict that an editor must see first; "unclear" if there is none."""
    found = list(verdicts)
    return max(found, key=_ORDER.index) if found else "unclear"


def _names(speaker: Speaker) -> list[Name]:
    return [split_name(name) for name in (speaker.name, *speaker.aliases)]


def _fit(left: Iterable[Name], right: Iterable[Name]) -> bool:
    others = list(right)
    return any(
        same_person(a.tokens, b.tokens) and a.generation == b.generation
        for a in left
        for b in others
    )


def _nouns(speaker: Speaker) -> list[str]:
    """The nouns that say what somebody is: of the titles, and of a description."""
    described = () if speaker.named else (speaker.name,)
    words = [word for text in (*speaker.titles, *described) for word in text.split()]
    nouns = [title_noun(word) for word in words]
    return [noun for noun in nouns if noun_sense(noun)] + ([] if speaker.named else nouns[-1:])
