"""What the article says that entities are: titles, appositions, predicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile

import attrs

from quoteattr.coreference.mentions.find import phrase_place
from quoteattr.coreference.mentions.tokens import (
    hyphenated_start,
    is_excluded,
    is_proper,
    office_and_modifiers,
    whole_noun,
)
from quoteattr.coreference.records import Entity, Mention, Role
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import read_table, word_list
from quoteattr.words.names import noun_sense, place_of, title_noun

__all__ = [
    "PREDECESSOR",
    "epithets",
    "fit",
    "is_in_office",
    "is_office",
    "is_sitting",
    "loose_apposition",
    "may_play",
    "said_of",
    "specific_nouns",
    "stated_roles",
    "with_stated_roles",
]

PREDECESSOR = "predecessor"
"""The role of who had an office before."""

_BESIDE = frozenset({"appos", "flat", "compound", "nmod:desc"})
_SUBJECTS_AND_OBJECTS = frozenset({"nsubj", "nsubj:pass", "obj"})  # what something is said of
_BEING = frozenset({"become", "remain", "stay"})
_SERVING = frozenset({"serve", "work", "act"})
_NAMING = frozenset(
    {"name", "appoint", "elect", "nominate", "choose", "pick", "select", "hire"}
) | {
    *("crown", "reelect", "re-elect", "promote", "recruit", "tap", "install", "introduce"),
}
_PREDICATING = _BEING | _SERVING | _NAMING
# What "who leads the party" makes somebody, as long as it is in the present tense, and what it does
# in any tense.
_NOW = {"lead": "leader", "head": "head", "chair": "chair", "captain": "captain"} | {
    "coach": "coach",
    "manage": "manager",
    "direct": "director",
    "edit": "editor",
}
_EVER = {"own": "owner", "found": "founder", "win": "winner"}
_LEADING = word_list("verbs of leading a study")
_STUDIES = word_list("nouns of studies")
_OF_COUNSEL = frozenset({"KC", "QC", "SC", "SAN"})
_COUNSEL = ("counsel", "barrister", "lawyer")
_LONGEST_SEAT = 4  # words
_OF_MEMBERS = frozenset({"MP", "TD", "MEP", "MSP", "MLA", "MPP", "MNA", "MHA", "MLC"})
_LETTERS = _OF_COUNSEL | _OF_MEMBERS
_RESEARCHERS = sorted(word_list("nouns of those who study"))
_NEGATIONS = frozenset({"not", "no", "never", "n't"})
_LOWER = frozenset({"vice", "deputy", "assistant", "associate", "under", "shadow", "co", "-elect"})
_GENERALS = word_list("offices of a general")
_OFFICES = word_list("offices of one at a time")
_SEEKING = word_list("nouns of those who seek an office")
_OF_OFFICES = {"presidential": "president", "mayoral": "mayor", "gubernatorial": "governor"}
_SUCCESSOR = "successor"
_COUNTERPART = "counterpart"
_OPPOSITE = {_SUCCESSOR: PREDECESSOR, PREDECESSOR: _SUCCESSOR}
_SUCCEEDING = frozenset({"succeed", "replace"})
_SITTING = frozenset({"current", "incumbent", "reigning", "serving", "sitting"})
_ENDING = frozenset({"until", "till", "between"})
_TIMES = frozenset({"obl", "nmod", "obl:tmod", "nmod:tmod"})
_ONCE = frozenset({"formerly", "once", "previously"})
# Nouns that fit many people of one article: a state before them must have been stated.
_ADHERENTS = frozenset({"republican", "democrat", "conservative", "liberal", "native", "resident"})
_MOST_ROLES = 40  # of one entity; each description is compared with all of them
_EARLY = 60  # words: a headline or lead may describe before the text introduces
_EMPTY = word_list("empty modifiers")


# --- nouns -------------------------------------------------------------------------------------


@cache
def _specific() -> dict[str, frozenset[str]]:
    return {
        general: frozenset(words.split(",")) for general, words in read_table("role_synonyms.tsv")
    }


@cache
def epithets() -> frozenset[str]:
    """Nouns with which news varies the name of someone already spoken of."""
    return frozenset(row[0] for row in read_table("epithet_nouns.tsv"))


def specific_nouns(noun: str) -> frozenset[str]:
    """The special role nouns that a general one can mean."""
    return _specific().get(noun, frozenset())


def may_play(noun: str, entity: Entity) -> bool:
    """Whether an entity with its roles can have another one.

    A senator may be the nominee, since both are politicians; a judge's wife is not likely to be.

    Args:
        noun: of the other role.
        entity: may have it.
    """
    stated = {role.noun for role in entity.roles}
    wanted = specific_nouns(noun) | {noun}
    return any(
        (general in stated or stated & specific) and (general in wanted or wanted & specific)
        for general, specific in _specific().items()
    )


# --- what the article states -------------------------------------------------------------------


def with_stated_roles(entity: Entity, stated: Mapping[int, Sequence[Role]]) -> Entity:
    """A named entity with the roles that titles, appositions and predicates state.

    A person of unknown gender takes that of the first noun that has one ("actress").

    Args:
        entity: all of its mentions are names.
        stated: the roles that are stated of each name, by its head.
    """
    roles = dict(entity.roles)
    gender = entity.gender
    for mention in entity.mentions:
        for role in stated[mention.head]:
            if len(roles) < _MOST_ROLES:
                roles.setdefault(role, mention.head)
            sense = noun_sense(role.noun) if entity.kind == "person" else None
            gender = gender or (sense.gender if sense else None)
    for noun in _initials(entity.titles) if entity.kind == "person" else ():
        roles.setdefault(Role(noun), entity.mentions[0].head)
    if not roles:
        return entity
    return attrs.evolve(entity, roles=roles, gender=gender)


def _initials(titles: Iterable[str]) -> Iterator[str]:
    """The initials of titles: "the CS" is a cabinet secretary, "the SP" a superintendent of police.

    Those of all words, and of the last ones: "Roads Cabinet Secretary". Also those in brackets.
    """
    for title in titles:
        yield from (word[1:-1].lower() for word in title.split() if word[:1] == "(")
        letters = [word[0].lower() for word in title.split() if word[:1].isupper()]
        yield from ("".join(letters[i:]) for i in range(len(letters) - 1))


def stated_roles(parse: Parse, mention: Mention) -> Iterator[Role]:
    """The roles that titles, appositions and predicates state of a name."""
    words = parse.words
    head = words[mention.head]
    yield from _title_roles(parse, mention)
    yield from _plural_title_roles(parse, mention)
    yield from _role_elect(parse, mention)
    yield from _lettered_roles(parse, mention)
    for kid in parse.children[mention.head]:
        apposed = words[kid].deprel == "appos" or (
            words[kid].deprel == "nmod:desc" and kid >= mention.last
        )
        states = words[kid].upos == "NOUN" or (apposed and _is_office(parse, words[kid]))
        if states and (apposed or loose_apposition(parse, kid)):
            yield from _role_in_time(parse, kid)
    for noun in _nouns_said_of(parse, mention.head):
        yield from _role_in_time(parse, noun)
    yield from _succession(parse, mention.head)
    yield from _doing(parse, mention.head)
    if _leads_study(parse, mention.head):
        yield from map(Role, _RESEARCHERS)
    if head.head < 0:
        return
    governor = words[head.head]
    before = governor.index < mention.first or head.deprel == "appos"
    excluded = is_excluded(parse, mention.first)
    noun = governor.upos == "NOUN" or (head.deprel == "appos" and _is_title(parse, governor))
    if before and head.deprel in _BESIDE and noun and not excluded:
        yield from _noun_role(parse, governor.index)


def _is_office(parse: Parse, word: Word) -> bool:
    """Whether a capitalized noun after a name is an office: "Ann Lee, Minister of Health,".

    A name that goes on with it is somebody else's: "Ann Lee, Minister Bob Hale".
    """
    sense = noun_sense(title_noun(word.lemma or word.text)) if word.upos == "PROPN" else None
    if sense is None or sense.kind != "person" or word.text.isupper():
        return False
    after = (kid for kid in _kids(parse, word.index) if kid.index > word.index)
    return not any(kid.deprel in _BESIDE and is_proper(kid) for kid in after)


def _is_title(parse: Parse, word: Word) -> bool:
    """Whether a capitalized noun is an office: "the Minister of Power, Rachel Obi"."""
    sense = noun_sense(word.lemma) if word.xpos == "NNP" else None
    person = sense is not None and sense.kind == "person"
    return person and any(kid.deprel == "det" for kid in _kids(parse, word.index))


def _leads_study(parse: Parse, head: int) -> bool:
    """Whether somebody is introduced as "who led the study": its author, and a researcher."""
    words = parse.words
    for verb in parse.children[head]:
        if words[verb].lemma not in _LEADING:
            continue
        kids = _kids(parse, verb)
        studied = any(kid.deprel == "obj" and kid.lemma in _STUDIES for kid in kids)
        if studied and any(kid.lemma == "who" for kid in kids) and not _negated(kids):
            return True
    return False


def _title_roles(parse: Parse, mention: Mention) -> Iterator[Role]:
    """Roles in the words before a name; the last noun is what the person is."""
    words = parse.words
    name = mention.name
    if name is None or not name.titles:
        return
    titles = (title.replace("-", " - ") for title in name.titles)  # as parsers split them
    last = mention.first + sum(len(title.split()) for title in titles)
    lemmas: list[str] = []
    for i in range(mention.first, min(last + 1, mention.last)):
        word = words[i]
        noun = title_noun(whole_noun(parse, i))
        sense = noun_sense(noun)
        if sense and sense.kind == "person" and word.text.lower() not in name.tokens:
            yield _role(noun, frozenset(lemmas), phrase_place(parse, mention.first, i))
        if word.upos in ("NOUN", "PROPN", "ADJ"):
            lemmas.append(noun)


def _plural_title_roles(parse: Parse, mention: Mention) -> Iterator[Role]:
    """The role in "Senators Jane Moore and Paul Kim", for each of them."""
    words = parse.words
    first = mention.first
    if first >= 3 and words[first - 1].text.lower() == "and":
        first -= 2
        while first > 0 and words[first].upos == "PROPN" and words[first].xpos != "NNPS":
            first -= 1
        first += 1
    title = words[first - 1] if first > 0 else None
    if title is None or title.xpos not in ("NNS", "NNPS") or not title.text[:1].isupper():
        return
    noun = title_noun(title.lemma.lower() if title.lemma else title.text.lower())
    sense = noun_sense(noun)
    if sense is not None and sense.kind == "person":
        yield Role(noun)


def _role_elect(parse: Parse, mention: Mention) -> Iterator[Role]:
    """The role in "President-elect Juan Vidal", which parsers split at its hyphen."""
    before = mention.first - 1
    if before >= 2 and parse.words[before].text.lower() == "elect":
        start = hyphenated_start(parse, before)
        if start < before:
            noun = title_noun(parse.words[before - 2].lemma.lower())
            yield _role(f"{noun}-elect", frozenset(), phrase_place(parse, start, before))


def _lettered_roles(parse: Parse, mention: Mention) -> Iterator[Role]:
    """What letters after a name say: "Fintan Cleary SC" is counsel, "Ann Lee, MP," an MP.

    In "Ann Lee, MP Bob Hale" they belong to the next name.
    """
    if mention.kind != "person":
        return
    for index, word in enumerate(parse.words[mention.last - 1 : mention.last + 2]):
        letters = word.text.replace(".", "")
        if letters not in _LETTERS:
            continue
        after = parse.words[word.index + 1 : word.index + 2]
        if index and after and is_proper(after[0]):
            continue
        if letters in _OF_COUNSEL:
            yield from map(Role, _COUNSEL)
        else:
            yield Role(title_noun(letters), _seat_after(parse, word.index))


def _seat_after(parse: Parse, index: int) -> frozenset[str]:
    """The words of the seat in "MP for Marlow East", which parsers often tie to the name."""
    after = parse.words[index + 1 : index + 2 + _LONGEST_SEAT]
    if not after or after[0].text.lower() != "for":
        return frozenset()
    return frozenset(word.lemma.lower() for word in takewhile(is_proper, after[1:]))


def _noun_role(parse: Parse, index: int) -> Iterable[Role]:
    """The role that a noun states, and those of the nouns that it is coordinated with."""
    todo = [index]
    while todo:
        index = todo.pop()
        noun = title_noun(whole_noun(parse, index))
        if noun_sense(noun) is None:
            continue
        below = [
            i
            for i in parse.subtree(index)
            if index - 8 <= i <= index + 8 and parse.words[i].upos in ("NOUN", "PROPN", "ADJ")
        ]
        lemmas = frozenset(title_noun(parse.words[i].lemma) for i in below if i != index)
        lemmas |= _SITTING & {kid.text.lower() for kid in _kids(parse, index)}  # a verb: "reigning"
        place = phrase_place(parse, below[0], below[-1] + 1) if below else None
        yield _role(noun, lemmas, place)
        if noun == "member" and "parliament" in lemmas:
            yield Role("mp", lemmas, place)
        todo.extend(
            kid
            for kid in reversed(parse.children[index])
            if parse.words[kid].deprel == "conj" and parse.words[kid].upos in ("NOUN", "PROPN")
        )


def _role(noun: str, modifiers: frozenset[str], place: str | None = None) -> Role:
    return Role(*office_and_modifiers(noun, modifiers), place)


def _role_in_time(parse: Parse, noun: int) -> Iterable[Role]:
    """The role that a noun states, a former one if it is said to be over."""
    roles = _noun_role(parse, noun)
    return map(_former, roles) if _is_over(parse, noun) else roles


def _former(role: Role) -> Role:
    """The role of somebody who has it no more."""
    return attrs.evolve(role, modifiers=role.modifiers | {"former"})


def loose_apposition(parse: Parse, index: int) -> bool:
    """Whether a conjunct is an apposition that the parser took for one: "X, an economist and …"."""
    word = parse.words[index]
    if word.deprel != "conj" or word.head < 0 or word.xpos == "NNS":
        return False
    siblings = [k for k in parse.children[word.head] if parse.words[k].deprel == "conj"]
    first = siblings[0]
    if index != first and parse.words[index].upos != "NOUN":
        return False
    kids = {k: [parse.words[i] for i in parse.children[k]] for k in siblings}
    if not any(w.deprel == "det" for w in kids[first]) or any(
        w.deprel == "cc" for w in kids[first]
    ):
        return False
    # "X, an economist and tax expert": one article for all, and no further name.
    return all(
        parse.words[k].upos == "NOUN" and not any(w.deprel == "det" for w in kids[k])
        for k in siblings[1:]
    )


# --- predicates --------------------------------------------------------------------------------


def said_of(parse: Parse, noun: int) -> int | None:
    """The head of the phrase that a noun is a predicate of, None if it is no predicate.

    "Marsh" in "Marsh is chairman", "Marsh became chairman" and "they hired Marsh as chairman".

    Args:
        parse: the document.
        noun: index of a common noun.
    """
    kids = _kids(parse, noun)
    if _negated(kids):
        return None
    if any(kid.deprel == "cop" for kid in kids):
        return _child(parse, noun, "nsubj")
    for kid in kids:  # "was elected governor", read as "elected governor"
        if kid.deprel == "amod" and kid.lemma in _NAMING and kid.index < noun:
            return _child(parse, kid.index, "nsubj:pass")
    return _said_by_verb(parse, parse.words[noun], kids)


def _said_by_verb(parse: Parse, word: Word, kids: list[Word]) -> int | None:
    """The subject of "became" or "served as", the object of "appointed" or "hired as"."""
    verb = parse.words[word.head] if word.head >= 0 else None
    if verb is None or verb.upos != "VERB" or verb.lemma not in _PREDICATING:
        return None
    if _negated(_kids(parse, verb.index)):
        return None
    cases = [kid for kid in kids if kid.deprel == "case"]
    as_role = any(kid.lemma == "as" for kid in cases)
    bare = word.deprel in ("xcomp", "obj") and not cases
    if (verb.lemma in _BEING and bare) or (verb.lemma in _SERVING and as_role):
        return _child(parse, verb.index, "nsubj")
    if verb.lemma in _NAMING and (word.deprel == "xcomp" or as_role):
        passive = _child(parse, verb.index, "nsubj:pass")
        return _child(parse, verb.index, "obj") if passive is None else passive
    return None


def _nouns_said_of(parse: Parse, head: int) -> Iterator[int]:
    """The common nouns that are predicates of the phrase that a word heads."""
    own = _kids(parse, head)
    if any(kid.deprel == "cop" for kid in own) and not _negated(own):
        # "The mayor is Ana Soto"
        yield from (k.index for k in own if k.deprel == "nsubj" and k.upos in ("NOUN", "PROPN"))
    governor = parse.words[head].head
    if governor < 0:
        return
    clauses = [k for k in parse.children[head] if parse.words[k].deprel == "acl:relcl"]
    for clause in clauses:  # "Vidal, who is mayor"
        who = said_of(parse, clause) if parse.words[clause].upos in ("NOUN", "PROPN") else None
        if who is not None and parse.words[who].lemma.lower() == "who":
            yield clause
    if parse.words[head].deprel not in _SUBJECTS_AND_OBJECTS:
        return
    for index in (governor, *parse.children[governor], parse.words[governor].head):
        noun = index >= 0 and index != head and parse.words[index].upos in ("NOUN", "PROPN")
        if noun and said_of(parse, index) == head:
            yield index


def _is_over(parse: Parse, noun: int) -> bool:
    """Whether an office is said to be over.

    "Was mayor until 2019", "served as mayor from 2011 to 2019", "was once mayor", and without a
    verb: "Vidal, mayor until 2019".
    """
    word, kids = parse.words[noun], _kids(parse, noun)
    after = parse.words[noun + 1 : noun + 2]  # whatever the parse hangs it on
    if any(kid.lemma.lower() in _ENDING for kid in after) and word.deprel == "appos":
        return True
    if word.deprel != "appos" and not any(kid.deprel == "cop" for kid in kids):
        if word.head < 0 or parse.words[word.head].lemma not in _SERVING:
            return False
        kids = [parse.words[word.head], *kids, *_kids(parse, word.head)]
    if word.deprel != "appos" and not any(kid.xpos == "VBD" for kid in kids):
        return False
    times = [kid for kid in kids if kid.deprel in _TIMES and kid.index > noun]
    times += [k for kid in times for k in _kids(parse, kid.index) if k.deprel in _TIMES]
    cases = {k.lemma.lower() for kid in times for k in _kids(parse, kid.index) if k.upos == "ADP"}
    once = any(kid.lemma.lower() in _ONCE and kid.deprel == "advmod" for kid in kids)
    return once or not cases.isdisjoint(_ENDING) or {"from", "to"} <= cases


def _doing(parse: Parse, head: int) -> Iterator[Role]:
    """What somebody is by doing it: "Frost, who leads the Labour group", is the Labour leader."""
    words = parse.words
    subjects = [head]
    for clause in parse.children[head]:
        who = _child(parse, clause, "nsubj") if words[clause].deprel == "acl:relcl" else None
        if who is not None and words[who].lemma.lower() == "who":
            subjects.append(who)
    for subject in subjects:
        verb = words[words[subject].head] if words[subject].head >= 0 else None
        if verb is None or words[subject].deprel != "nsubj" or verb.upos != "VERB":
            continue
        present = verb.xpos in ("VBZ", "VBP")
        noun = _EVER.get(verb.lemma) or (_NOW.get(verb.lemma) if present else None)
        done = _child(parse, verb.index, "obj")
        if noun is None or done is None or _negated(_kids(parse, verb.index)):
            continue
        below = [i for i in parse.subtree(done) if done - 8 <= i <= done]
        lemmas = (
            words[i].lemma.lower() for i in below if words[i].upos in ("NOUN", "PROPN", "ADJ")
        )
        yield _role(noun, frozenset(lemmas), phrase_place(parse, below[0], done + 1))


def _succession(parse: Parse, head: int) -> Iterator[Role]:
    """What "Soto succeeded Vidal as mayor" states of either: mayor and successor, former mayor.

    So does "Soto was named mayor, replacing Vidal".
    """
    words = parse.words
    above = words[head].head
    if above >= 0 and words[head].deprel == "nmod:poss" and words[above].lemma in _OPPOSITE:
        yield Role(_OPPOSITE[words[above].lemma])  # "Vidal's successor": her predecessor
    verbs = [above, *(parse.children[above] if above >= 0 else ()), *parse.children[head]]
    for verb in verbs:
        if verb < 0 or words[verb].lemma not in _SUCCEEDING or _negated(_kids(parse, verb)):
            continue
        new, old, nouns = _succeeding(parse, verb)
        if not nouns or head not in (new, old):
            continue
        for noun in nouns:
            roles = _noun_role(parse, noun)
            yield from roles if head == new else map(_former, roles)
        other = old if head == new else new
        names = () if other is None else (words[i].lemma.lower() for i in parse.subtree(other))
        yield Role(_SUCCESSOR if head == new else PREDECESSOR, frozenset(names))


def _succeeding(parse: Parse, verb: int) -> tuple[int | None, int | None, list[int]]:
    """The successor, the predecessor, and the nouns of the office."""
    words, above = parse.words, parse.words[verb].head
    old = _child(parse, verb, "obj")
    new = _child(parse, verb, "nsubj")
    if old is None:
        old, new = _child(parse, verb, "nsubj:pass"), _child(parse, verb, "obl:agent")
    nouns = [
        kid.index
        for kid in _kids(parse, verb)
        if kid.deprel == "obl" and any(case.lemma == "as" for case in _kids(parse, kid.index))
    ]
    if words[verb].deprel == "acl:relcl":
        who = words[new].lemma.lower() if new is not None else ""
        new = above if who == "who" else new
    elif new is None and words[verb].deprel in ("advcl", "xcomp") and words[above].lemma in _NAMING:
        kids = (kid.index for kid in _kids(parse, above))
        named = [k for k in kids if words[k].upos == "NOUN" and said_of(parse, k) is not None]
        new = said_of(parse, named[0]) if named else None
        nouns = nouns or named
    return new, old, nouns


def _kids(parse: Parse, index: int) -> list[Word]:
    return [parse.words[kid] for kid in parse.children[index]]


def _child(parse: Parse, index: int, relation: str) -> int | None:
    return next((kid.index for kid in _kids(parse, index) if kid.deprel == relation), None)


def _negated(kids: list[Word]) -> bool:
    return any(kid.lemma in _NEGATIONS for kid in kids)


# --- descriptions and roles --------------------------------------------------------------------


def fit(mention: Mention, entity: Entity, noun: str, *, exact: bool) -> float | None:
    """How well a description fits the roles of an entity under one noun, None if it doesn't.

    Args:
        mention: a description; its modifiers and country must not contradict the role.
        entity: may have the role.
        noun: of the role.
        exact: whether it is the noun of the description itself.
    """
    fits = [
        _score(mention, role, stated, exact=exact)
        for role, stated in entity.roles.items()
        if (role.noun == noun and _is_possible(mention, role)) or _stands_for(role, mention, noun)
    ]
    return max(fits, default=None)


def _stands_for(role: Role, mention: Mention, noun: str) -> bool:
    """Whether a predecessor is "the former mayor", or a successor "the mayor".

    "His Mexican counterpart, Luis Vega," is "the Mexican president" or whatever he is.
    """
    if role.noun == _COUNTERPART:
        return noun in _OFFICES and role.place is not None and role.place == mention.place
    if role.noun not in (PREDECESSOR, _SUCCESSOR) or noun not in _OFFICES:
        return False
    return ("former" in mention.modifiers) == (role.noun == PREDECESSOR)


def is_office(noun: str) -> bool:
    """Whether a noun is of an office that one person has at a time: "mayor"."""
    return noun in _OFFICES


def is_in_office(mention: Mention, entity: Entity) -> bool:
    """Whether the article lets an entity have the office that a description is of at that time.

    "The mayor" is no former mayor and no candidate for mayor, "the former mayor" is not the mayor.

    Args:
        mention: a description.
        entity: may be described.
    """
    noun = title_noun(mention.lemma)
    if noun not in _OFFICES or mention.plural:
        return True
    roles = [role for role in entity.roles if role.noun == noun]
    past = "former" in mention.modifiers
    if roles:
        return any(("former" in role.modifiers) == past for role in roles)
    if any(role.noun == (_SUCCESSOR if past else PREDECESSOR) for role in entity.roles):
        return any(_stands_for(role, mention, noun) for role in entity.roles)
    return past or not any(_seeks(role, noun) for role in entity.roles)


def is_sitting(entity: Entity, noun: str) -> bool:
    """Whether an entity is said to have an office now: "the reigning champion, Jo Beal".

    Args:
        entity: has the role.
        noun: of the role.
    """
    roles = (role for role in entity.roles if role.noun == noun)
    return any(not role.modifiers.isdisjoint(_SITTING) for role in roles)


def _seeks(role: Role, noun: str) -> bool:
    """Whether a role is that of a candidate for an office."""
    offices = {_OF_OFFICES.get(word, word) for word in role.modifiers}
    return role.noun in _SEEKING and noun in offices


def _asked(mention: Mention) -> frozenset[str]:
    """The modifiers of a description that a role must share: neither "former" nor "Russian"."""
    return frozenset(m for m in mention.modifiers - _EMPTY if not place_of(m))


def _is_possible(mention: Mention, role: Role) -> bool:
    """Whether a description may speak of a role: the "vice president" is no president.

    Nor is the attorney general "the general".
    """
    asked = _asked(mention)
    if mention.place and role.place and mention.place != role.place:
        return False
    distinct = _LOWER | _GENERALS if role.noun == "general" else _LOWER
    if (role.modifiers & distinct) != (asked & distinct):
        return False
    return role.noun not in _ADHERENTS or mention.proper <= role.modifiers


def _score(mention: Mention, role: Role, stated: int, *, exact: bool) -> float:
    """How well a description fits a role.

    The numbers are set by hand on the passages of the tests.
    """
    asked = _asked(mention)
    score = 1.5 * exact + len(asked & role.modifiers) - 0.5 * len(asked - role.modifiers)
    if mention.place:
        score += 1.5 if mention.place == role.place else -0.5
    elif role.place not in (None, "united states"):
        score -= 1.0
    if "former" in role.modifiers and "former" not in mention.modifiers:
        score -= 0.7
    if stated > mention.head > _EARLY:
        score -= 1.5
    return score
