"""The roles, kinship and gender that the words around a name state.

They distinguish bearers of one surname: "President Hale" is neither his wife nor Judge Hale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import attrs
import regex

from quoteattr.coreference.mentions.tokens import same_line
from quoteattr.coreference.records import Mention, Role
from quoteattr.coreference.roles import specific_nouns
from quoteattr.model import Gender
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import OPENING
from quoteattr.words.cues import word_list
from quoteattr.words.names import is_honorific, is_kin, noun_sense, title_noun
from quoteattr.words.nouns import role_field

__all__ = [
    "Introduction",
    "clash",
    "dies",
    "introductions",
    "is_accused",
    "share_field",
    "share_role",
    "title_nouns",
]

_HE: Mapping[str, Gender] = {"he": "male", "him": "male", "his": "male"}
_SHE: Mapping[str, Gender] = {"she": "female", "her": "female", "hers": "female"}
_PRONOUNS: Mapping[str, Gender] = {**_HE, **_SHE}
_ACCUSING = word_list("accusing verbs")
_DYING = word_list("verbs of dying")
_KILLING = word_list("verbs of killing")
_STANDING = word_list("verbs of standing trial")
_ROLES_OF_ACCUSED = frozenset({"nsubj", "nsubj:pass", "obj", "nmod"})
_TRIAL = frozenset({"trial"})
_TRIALS = frozenset({"trial", "arrest", "conviction", "prosecution", "retrial", "sentencing"})
_ALSO_CALLED = regex.compile(
    r"[\s,(–—-]+(?:(?:who (?:is|was) )?(?:\w+ )?known (?:to [\w’' ]{1,40} |\w+ )?as"
    r"|who (?:performs|raps|records|sings|writes|goes) (?:as|by the name(?: of)?)"
    r"|a\.?k\.?a\.?|(?:whose )?(?:real|full|birth) name(?: is| was|:)?|born)\s+[“‘\"'(]?",
    regex.IGNORECASE,
)
_FAMILY = frozenset({"lady", "consort", "widow", "heir"})


@attrs.frozen
class Introduction:
    """What the words around one mention of a name say.

    Attributes:
        nouns: the roles that titles, appositions and predicates state.
        relative: whether it is introduced as somebody's relative: "his wife, Ruth Hale".
        gender: of the first pronoun after it that can only be the bearer.
        speaks: whether it is the source of an attribution.
        accused: whether it is who is arrested, charged or convicted.
        dies: whether it is who dies or is killed.
        called: head of the name before it whose bearer is called so, too: "Ann Lee, known as Dot".
    """

    nouns: frozenset[str] = frozenset()
    relative: bool = False
    gender: Gender | None = None
    speaks: bool = False
    accused: bool = False
    dies: bool = False
    called: int | None = None


def introductions(
    parse: Parse,
    names: Sequence[Mention],
    stated: Mapping[int, Sequence[Role]],
    sources: Collection[int],
) -> dict[int, Introduction]:
    """What the words around each name say, by the head of the name.

    Args:
        parse: the document.
        names: its names, in text order.
        stated: the roles that are stated of each, by its head.
        sources: heads of the mentions that sources are resolved to.
    """
    covered = {i for name in names for i in range(name.first, name.last)}
    found = {}
    before: Mention | None = None
    for name in names:
        found[name.head] = Introduction(
            nouns=frozenset(role.noun for role in stated[name.head] if not is_kin(role.noun)),
            relative=_is_relative(parse, name),
            gender=_pronoun_after(parse, name, covered),
            speaks=name.speaks or name.head in sources,
            accused=is_accused(parse, name.head),
            dies=dies(parse, name),
            called=None if before is None else _called(parse, before, name),
        )
        before = name
    return found


def _called(parse: Parse, name: Mention, other: Mention) -> int | None:
    """The head of a name if the words after it say that another name is the bearer's as well."""
    words = parse.words
    if name.sentence != other.sentence or name.last > other.first:
        return None
    if other.last < len(words) and words[other.last].xpos == "POS":  # "known as Lee’s brother"
        return None
    between = parse.text[words[name.last - 1].end : words[other.first].start]
    return name.head if _ALSO_CALLED.fullmatch(between) else None


def is_accused(parse: Parse, head: int) -> bool:
    """Whether the clause says that who a word names is arrested, charged, tried or convicted."""
    word = parse.words[head]
    if word.head < 0 or word.deprel not in _ROLES_OF_ACCUSED:
        return False
    verb = parse.words[word.head].lemma.lower()
    if word.deprel == "nsubj":  # "went on trial", "stood trial", "appeared in court charged with"
        beside = _TRIAL if verb in _STANDING else _ACCUSING if verb == "appear" else frozenset()
        return bool(beside) and any(
            parse.words[kid].lemma.lower() in beside for kid in parse.children[word.head]
        )
    if word.deprel == "nmod":  # "the fraud trial of Luvuyo Stemele"
        kids = parse.children[head]
        return verb in _TRIALS and any(parse.words[kid].text.lower() == "of" for kid in kids)
    guilty = verb == "find" and any(
        parse.words[kid].lemma.lower() == "guilty" for kid in parse.children[word.head]
    )
    return guilty or verb in _ACCUSING


def dies(parse: Parse, mention: Mention) -> bool:
    """Whether a mention is of somebody who dies or is killed there."""
    word = parse.words[mention.head]
    if word.head < 0:
        return False
    verb = parse.words[word.head].lemma.lower()
    below = (parse.words[kid].lemma.lower() for kid in parse.children[word.head])
    dead = verb in _KILLING or (verb == "find" and "dead" in below)
    killed = word.deprel in ("obj", "nsubj:pass") and dead
    return killed or (word.deprel == "nsubj" and verb in _DYING)


def title_nouns(mention: Mention) -> frozenset[str]:
    """The roles in the titles before a name: neither honorifics nor kinship."""
    titles = mention.name.titles if mention.name is not None else ()
    words = (title_noun(word) for title in titles for word in title.split())
    return frozenset(
        word
        for word in words
        if not is_kin(word)
        and not is_honorific(word)
        and (sense := noun_sense(word)) is not None
        and sense.kind == "person"
    )


def share_role(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two sets of roles have one in common, or a general and a special one."""
    return bool(left & right) or any(
        specific_nouns(one) & other for a, other in ((left, right), (right, left)) for one in a
    )


def clash(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two sets of roles exclude each other: a mayor and a judge."""
    if share_role(left, right):
        return False
    if left & _FAMILY or right & _FAMILY:
        return bool(left and right)
    return bool(_fields_of(left) and _fields_of(right)) and not share_field(left, right)


def share_field(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two sets of roles are of one field of work: a leader and a councillor."""
    return not _fields_of(left).isdisjoint(_fields_of(right))


def _fields_of(nouns: frozenset[str]) -> frozenset[str]:
    return frozenset(field for noun in nouns if (field := role_field(noun)) is not None)


# --- kinship -----------------------------------------------------------------------------------


def _is_relative(parse: Parse, name: Mention) -> bool:
    """Whether a name is introduced as the relative of somebody who is named or a pronoun."""
    return any(_is_owned_kin(parse, noun) for noun in _nouns_beside(parse, name))


def _nouns_beside(parse: Parse, name: Mention) -> Iterator[int]:
    """The words that may be a noun of kin for a name: "his wife, X", "X’s son Y", "Y, his son"."""
    words = parse.words
    yield from range(name.first, name.last)
    if name.first > 0 and same_line(parse, name.first - 1, name.first):
        yield name.first - 1
        if words[name.first - 1].text == "," and name.first > 1:
            yield name.first - 2
    yield from (k for k in parse.children[name.head] if words[k].deprel == "appos")
    head = words[name.head]
    if head.head >= 0 and head.deprel in ("appos", "flat", "nmod"):
        yield head.head


def _is_owned_kin(parse: Parse, noun: int) -> bool:
    """Whether a word is a noun of kin with a possessive pronoun or name: "her brother"."""
    word = parse.words[noun]
    if word.upos not in ("NOUN", "PROPN") or not is_kin((word.lemma or word.text).lower()):
        return False
    owners = [k for k in parse.children[noun] if parse.words[k].deprel == "nmod:poss"]
    left = noun - 1
    while left >= 0 and noun - left < 4 and parse.words[left].upos in ("ADJ", "NUM", "ADV"):
        left -= 1
    if left >= 0 and (parse.words[left].xpos in ("PRP$", "POS")):
        owners.append(left if parse.words[left].xpos == "PRP$" else left - 1)
    return any(parse.words[k].upos in ("PRON", "PROPN") for k in owners)


# --- gender ------------------------------------------------------------------------------------


def _pronoun_after(parse: Parse, name: Mention, covered: Collection[int]) -> Gender | None:
    """The gender of the first pronoun after the subject of a sentence, no other name between."""
    words = parse.words
    if name.role != "subject" or name.plural:
        return None
    for word in words[name.last : name.last + 25]:
        if word.sentence != words[name.head].sentence or word.index in covered:
            return None
        if word.text in OPENING or word.text == '"':
            return None
        sense = noun_sense(word.lemma) if word.upos == "NOUN" else None
        if sense is not None and sense.kind == "person":
            return None
        if word.upos == "PRON" and word.text.lower() in _PRONOUNS:
            return _PRONOUNS[word.text.lower()]
    return None
