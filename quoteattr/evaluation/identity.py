"""Whether a predicted name or description means a gold speaker."""

from __future__ import annotations

import re

import attrs

__all__ = ["GoldSpeaker", "same_speaker", "source_form"]

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "sen", "rep", "gov", "president", "senator", "secretary",
    "judge", "justice", "sir", "lord", "lady", "prof", "professor", "former", "vice", "the",
    "a", "an",
))  # fmt: skip
_PRONOUNS = frozenset((
    "i", "me", "my", "we", "us", "our", "you", "he", "him", "his", "she", "her", "hers", "it",
    "its", "they", "them", "their", "one", "who", "whom", "whose", "which", "that",
))  # fmt: skip
_MODIFIER = frozenset(
    ("of", "for", "in", "at", "from", "with", "who", "that", "which", "to", "on", "by")
)
_AUTHOR = "the author"


@attrs.frozen
class GoldSpeaker:
    """A person, body or group that an article quotes.

    Attributes:
        name: its fullest name, or a description; ``the author`` is the writer of the article.
        aliases: other names, or descriptions, of it in the article.
        is_person: whether it is one person.
        is_named: whether the article names it.
        kind: person, organization, group, document or other, if it is known.
    """

    name: str
    aliases: tuple[str, ...] = ()
    is_person: bool = True
    is_named: bool = True
    kind: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


def same_speaker(gold: GoldSpeaker, predicted: str | None) -> bool:
    """Whether the prediction is a name or a description of the gold speaker.

    Case, and titles and articles in front, are left aside. A named speaker is meant by its name or
    an alias; a person also by the surname, with no given name of another initial; a body also by
    some of the words of a name, or by all of them and others. Without a name, the descriptions must
    share the head word, or half of the predicted words. No prediction means the author.

    >>> vance = GoldSpeaker("JD Vance", ("Vance",))
    >>> same_speaker(vance, "Mr. Vance"), same_speaker(vance, "Usha Vance")
    (True, False)
    """
    if gold.name == _AUTHOR and not predicted:
        return True
    words = _without_titles(predicted or "")
    if not words:
        return False
    names = [_without_titles(name) for name in gold.names]
    if words in names:
        return True
    if gold.is_named and gold.is_person:
        return _same_surname(names[0], words)
    if gold.is_named:
        return any(set(name) <= set(words) or set(words) <= set(name) for name in names if name)
    known = {word for name in names for word in name}
    shared = len(known.intersection(words))
    return _head(predicted or "") in map(_head, gold.names) or shared >= len(set(words)) / 2


def source_form(source: str, gold: GoldSpeaker) -> str:
    """``pronoun``, ``name`` or ``nominal``: how the text of a source refers to its speaker.

    >>> source_form("the vice president", GoldSpeaker("JD Vance"))
    'nominal'
    """
    words = _words(source)
    if len(words) == 1 and words[0] in _PRONOUNS:
        return "pronoun"
    last = {name[-1] for name in map(_without_titles, gold.names) if name}
    return "name" if gold.is_named and not last.isdisjoint(words) else "nominal"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’s", "").replace("'s", ""))


def _without_titles(name: str) -> tuple[str, ...]:
    words = _words(name)
    while words and words[0] in _TITLES:
        words = words[1:]
    return tuple(words)


def _same_surname(full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if not full or words[-1] != full[-1]:
        return False
    return len(words) == 1 or len(full) == 1 or words[0][0] == full[0][0]


def _head(description: str) -> str:
    """The last word before a comma, a dash, a bracket or a modifier; empty without any."""
    kept: list[str] = []
    for word in _without_titles(re.split(r"[,;(–—]", description)[0]):
        if word in _MODIFIER and kept:
            break
        kept.append(word)
    return kept[-1] if kept else ""
