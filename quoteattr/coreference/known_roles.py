"""Known people whom an article does not name: "the prime minister" alone, where the caller told."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import attrs

from quoteattr.coreference.references import Reference
from quoteattr.coreference.story import Story
from quoteattr.names import Person, place_of, title_noun
from quoteattr.syntax import Parse

__all__ = ["known_holder"]

# Who holds an office is nobody who held it, or will.
_OTHER_TIMES = frozenset({"former", "ex", "then", "late", "next", "future", "designate", "elect"})
_EMPTY = frozenset({"of", "for", "at", "in", "the", "s", "current", "own", "new", "same"})
_TELLING = frozenset({"acl", "appos", "conj", "flat", "nummod"})


@attrs.frozen
class _Office:
    """A role in words: its noun, what else is said in lower case, names, countries."""

    noun: str
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]


def known_holder(story: Story, reference: Reference) -> Person | None:
    """The one known person who has the role of a description, which the article gives to nobody.

    Country and every other word of the description must be part of the role, and the names in
    the role must stand in the article: a "chief executive of Juno" is "the chief executive" only
    where Juno is spoken of, the "British prime minister" is "the prime minister" where no other
    country is. Where two known people fit, neither does.

    Args:
        story: the reading so far.
        reference: a description of one person.
    """
    if not any(person.roles for person in story.known) or reference.plural:
        return None
    asked = _asked(story.parse, reference)
    if asked is None or _is_taken(story, asked):
        return None
    fitting = [
        person
        for person in story.known
        if reference.gender in (None, person.gender or reference.gender)
        and any(_fits(story.parse, asked, _office(text.split())) for text in person.roles)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _office(words: list[str]) -> _Office:
    """A role taken apart: "British prime minister", "chief executive of Juno"."""
    end = next((i for i, word in enumerate(words) if i and word.lower() in _EMPTY), len(words))
    return _taken_apart(title_noun(words[end - 1]), [*words[: end - 1], *words[end:]])


def _taken_apart(noun: str, words: list[str]) -> _Office:
    places, rest = set(), []
    pairs = [f"{left} {right}" for left, right in pairwise(words)]
    skip = False
    for i, word in enumerate(words):
        pair = place_of(pairs[i]) if i < len(pairs) else None
        place = pair or place_of(word)
        if skip:
            skip = False
        elif place is not None and word[:1].isupper():
            places.add(place)
            skip = pair is not None
        else:
            rest.append(word)
    names = frozenset(w.lower() for w in rest if w[:1].isupper()) - _EMPTY
    # A title is written in capitals or not: "Prime Minister".
    titles = frozenset(w for w in names if w in _OFFICE_WORDS)
    plain = frozenset(w.lower() for w in rest if not w[:1].isupper()) - _EMPTY
    return _Office(noun, plain | titles, names - titles, frozenset(places))


_OFFICE_WORDS = frozenset({"prime", "vice", "deputy", "chief", "first", "foreign", "press"}) | {
    *("home", "finance", "defence", "defense", "attorney", "interior", "police", "general"),
    *("executive", "assistant", "shadow", "acting", "interim", "trade", "health", "education"),
    *_OTHER_TIMES,
}


def _asked(parse: Parse, reference: Reference) -> _Office | None:
    """A description as an office; None for one that tells more: "who resigned", "of the firm"."""
    words = parse.words
    if reference.kind not in ("person", None) or reference.determination == "indefinite":
        return None
    if reference.determination == "bare" and not words[reference.head].text[:1].isupper():
        return None
    kids = [words[kid] for kid in parse.children[reference.head]]
    if any(kid.deprel.split(":")[0] in _TELLING for kid in kids):
        return None
    inside = set(range(reference.first, reference.head))
    for kid in kids:
        if kid.index > reference.head and kid.deprel.startswith("nmod"):
            inside.update(parse.subtree(kid.index))
    said = [words[i] for i in sorted(inside) if words[i].upos not in ("DET", "PUNCT", "ADP")]
    kept = [word.text for word in said if word.upos != "PART"]
    if any(word.upos == "PRON" for word in said):
        return None  # "her lawyer"
    return _taken_apart(title_noun(reference.lemma), kept)


def _fits(parse: Parse, asked: _Office, told: _Office) -> bool:
    """Whether a known person's office is the one of a description."""
    if told.noun != asked.noun or told.words != asked.words:
        return False
    if asked.places - told.places or asked.names - told.names:
        return False
    if told.places - asked.places and _places(parse) - told.places:
        return False
    return told.names - asked.names <= {word.text.lower() for word in parse.words}


def _places(parse: Parse) -> frozenset[str]:
    """The countries that an article speaks of."""
    words = [word.text for word in parse.words]
    pairs: Iterable[str] = (f"{a} {b}" for a, b in pairwise(words))
    named = (text for text in (*words, *pairs) if text[:1].isupper())
    return frozenset(place for text in named if (place := place_of(text)) is not None)


def _is_taken(story: Story, asked: _Office) -> bool:
    """Whether the article gives the office to someone whom it names."""
    for participant in story.participants:
        for role in participant.roles if participant.named else ():
            if role.noun != asked.noun:
                continue
            elsewhere = bool(asked.places) and role.place not in (None, *asked.places)
            words = frozenset(w for w in role.modifiers if not place_of(w)) - _EMPTY
            once = (words & _OTHER_TIMES) != (asked.words & _OTHER_TIMES)
            other = bool(words and asked.words) and words.isdisjoint(asked.words)
            if not (elsewhere or once or other):
                return True
    return False
