"""Whether two texts mean the same speaker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from quoteattr.model import Speaker
from quoteattr.verify.records import SpeakerVerdict
from quoteattr.words.cues import word_list
from quoteattr.words.names import Name, same_person, split_name
from quoteattr.words.nouns import (
    folded,
    is_given_name,
    is_honorific,
    is_title_modifier,
    noun_sense,
    title_noun,
)

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
    """Whether the label of a turn ("MAYOR LEE", "ANN LEE, MAYOR", "THE MAYOR") names a speaker.

    An office is that of the speaker, or unclear: the article may not state it.

    >>> compare_label(Speaker("s1", "Ann Lee"), "MAYOR LEE")
    'same'
    >>> compare_label(Speaker("s1", "Ann Lee"), "Q")
    'unclear'
    """
    if speaker is None or label is None or not speaker.named:
        return "unclear"
    words = (label.title() if label.isupper() else label).replace(",", " , ").split()
    nobody = word_list("turn labels of nobody")
    if all(word.lower().strip(".") in nobody or word.isdigit() for word in words):
        return "unclear"
    parts = [part.split() for part in " ".join(words).split(" , ")]
    names = [part for part in parts if not _is_office(part)]
    if _fit([split_name(" ".join(part)) for part in names or parts], _names(speaker)):
        return "same"
    if not names:
        return "same" if any(_holds(speaker, part) for part in parts) else "unclear"
    given = {name.tokens[0] for name in _names(speaker) if len(name.tokens) > 1}
    return "unclear" if len(names[0]) == 1 and folded(names[0][0]) in given else "changed"


def worst(verdicts: Iterable[SpeakerVerdict]) -> SpeakerVerdict:
    """The verdict that an editor must see first; "unclear" if there is none."""
    found = list(verdicts)
    return max(found, key=_ORDER.index) if found else "unclear"


def _names(speaker: Speaker) -> list[Name]:
    return [split_name(name) for name in (speaker.name, *speaker.aliases)]


def _is_office(words: Sequence[str]) -> bool:
    """Whether the words of a label say what somebody is, and name nobody."""
    office = _without_scope(words)
    if not office or noun_sense(title_noun(office[-1])) is None:
        return words[0] == "The"
    # "King" alone may be an office, "Tom King" is a name.
    named = any(is_honorific(word) or is_given_name(word) for word in office)
    return words[0] == "The" or len(office) == 1 or not named


def _holds(speaker: Speaker, words: Sequence[str]) -> bool:
    """Whether the titles of a speaker have an office: a vice president is not the president."""
    office = _without_scope(words)
    titles = {folded(word) for title in speaker.titles for word in title.split()}
    ranks = {folded(word) for word in office[:-1] if is_title_modifier(word)}
    return bool(office) and title_noun(office[-1]) in _nouns(speaker) and ranks <= titles


def _without_scope(words: Sequence[str]) -> list[str]:
    """An office without what it is of: "Secretary" of "The Secretary of State"."""
    office = list(takewhile(lambda word: word.lower() not in ("of", "for"), words))
    return office[1:] if office[:1] == ["The"] else office


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
