"""Relative pronouns, and those of the first person."""

from __future__ import annotations

from collections.abc import Iterator

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Entity, Mention
from quoteattr.coreference.sources import speaker_at
from quoteattr.words.names import is_honorific

__all__ = [
    "author",
    "awaited",
    "first_person",
    "institution",
    "relative_clause",
    "relative_nearest",
]

_CLIMB = 12  # words upwards from a relative pronoun to its clause
_NEAR = 12  # words back from "who" to a person
_BODIES = 60  # mentions looked back at for the body that says "we"
_BODY_SENTENCES = 4  # sentences in which it is
_OF_COMPANIES = frozenset({"ceo", "chairman", "chairwoman", "chair", "director", "executive"}) | {
    *("founder", "manager", "officer", "owner", "spokesman", "spokesperson", "spokeswoman"),
}
_INSTITUTIONS = frozenset({"administration", "government", "campaign", "company", "agency", "team"})
_WHO = frozenset({"who", "whom", "whose"})
_IN_PHRASE = frozenset({"nmod", "appos", "conj", "flat", "compound", "nmod:poss", "nummod", "amod"})
_BODIES_AND_DOCUMENTS = frozenset({"organization", "document"})


# --- relative pronouns -------------------------------------------------------------------------


def relative_clause(discourse: Discourse, mention: Mention) -> Decision | None:
    """The antecedent that the parse gives to a relative pronoun: "Sanders, who said …"."""
    head = _antecedent_head(discourse, mention)
    if head is None:
        return None
    entity = discourse.entity_of(_antecedent(discourse, head))
    if entity is None:
        return None
    # "that" after a person is a conjunction which the tagger took for a pronoun.
    if mention.lemma in _WHO or entity.kind != "person" or discourse.is_source(mention):
        return Decision(entity)
    return None


def relative_nearest(discourse: Discourse, mention: Mention) -> Decision | None:
    """The person just before "who", if the parse gives no antecedent."""
    for candidate in _nearest(discourse, mention):
        entity = discourse.entity_of(candidate)
        if entity is not None and entity.kind in ("person", "group"):
            return Decision(entity)
    return None


def awaited(discourse: Discourse, mention: Mention) -> Iterator[Mention]:
    """The mentions that must be resolved before a relative pronoun can be.

    Resolve each before you ask for the next one, which depends on it. The antecedent of a
    relative clause may be no mention yet ("those who …").
    """
    head = _antecedent_head(discourse, mention)
    if head is not None:
        yield _antecedent(discourse, head)
        return
    for candidate in _nearest(discourse, mention):
        yield candidate
        entity = discourse.entity_of(candidate)
        if entity is not None and entity.kind in ("person", "group"):
            return


def _antecedent(discourse: Discourse, head: int) -> Mention:
    return _subject_described(discourse, head) or discourse.mention_or_new(head)


def _antecedent_head(discourse: Discourse, mention: Mention) -> int | None:
    """The word that the clause of a relative pronoun describes, if it can be its antecedent."""
    if mention.pronoun is None or mention.pronoun.use != "relative":
        return None
    words = discourse.parse.words
    index = mention.head
    beside = _beside(discourse, mention)
    for _ in range(_CLIMB):
        word = words[index]
        if word.head < 0:
            which = mention.lemma == "which" and discourse.is_source(mention)
            return beside if which else None
        if word.deprel.startswith("acl"):
            if beside is not None and not _in_phrase(discourse, beside, word.head):
                return beside
            if mention.lemma == "which":
                return _thing(discourse, word.head, mention.head)
            fits = mention.lemma not in _WHO or _may_be_who(discourse, word.head, mention.head)
            return word.head if fits else None
        index = word.head
    return None


def _beside(discourse: Discourse, mention: Mention) -> int | None:
    """The head of the mention just before a relative pronoun, if it can be its antecedent."""
    words = discourse.parse.words
    index = mention.head - 1
    comma = index > 0 and words[index].text == ","
    found = discourse.mention_at(index - comma)
    if found is None or found.last != index - comma + 1 or found.sentence != mention.sentence:
        return None
    if found.form == "name" and not comma:  # "the wife of Lee who said": no name takes it
        return None
    if mention.lemma not in _WHO:
        return found.head if found.kind in _BODIES_AND_DOCUMENTS else None
    who = found.kind in ("person", "group") or (found.kind == "organization" and found.plural)
    return found.head if who else None


def _in_phrase(discourse: Discourse, index: int, head: int) -> bool:
    """Whether a word is in the phrase of another, whose clause may come after it.

    If not, the clause is its own: "The men had drowned, according to a doctor, who said …".
    """
    parse = discourse.parse
    for _ in range(_CLIMB):
        if index == head or parse.words[index].deprel not in _IN_PHRASE:
            break
        if any(parse.words[kid].lemma in ("accord", "according") for kid in parse.children[index]):
            return False
        index = parse.words[index].head
    return index == head


def _may_be_who(discourse: Discourse, head: int, who: int) -> bool:
    """Whether a word can be the antecedent of "who"; a body is not if a person is nearer."""
    found = discourse.mention_at(head)
    if found is None:
        return discourse.parse.words[head].upos in ("PRON", "DET", "NUM", "ADJ")
    if found.kind == "organization":
        between = (discourse.name_at(i) for i in range(found.last, who))
        return not any(name is not None and name.kind == "person" for name in between)
    return found.kind in ("person", "group", None)


def _thing(discourse: Discourse, head: int, which: int) -> int:
    """The described word; for a person, the first other one after it, as "which" is no person.

    "The head of the Harborough Group, which says": the parse may give the head of the group.
    """
    described = discourse.mention_at(head)
    if described is None or described.kind not in ("person", None):
        return head
    between = (discourse.mention_at(index) for index in range(head + 1, which))
    return next((m.head for m in between if m is not None and m.kind == "organization"), head)


def _subject_described(discourse: Discourse, head: int) -> Mention | None:
    """The subject that "as someone who …" or "is a man who …" describes."""
    parse = discourse.parse
    words = parse.words
    kids = [words[kid] for kid in parse.children[head]]
    governor = head if any(kid.deprel == "cop" for kid in kids) else words[head].head
    as_role = any(kid.deprel == "case" and kid.text.lower() == "as" for kid in kids)
    if governor < 0 or not (as_role or governor == head):
        return None
    for kid in parse.children[governor]:
        if words[kid].deprel == "nsubj" and kid != head:
            return discourse.mention_at(kid)
    return None


def _nearest(discourse: Discourse, mention: Mention) -> Iterator[Mention]:
    """Names and descriptions just before a "who" to which the parse gives no antecedent."""
    pronoun = mention.pronoun
    if pronoun is None or pronoun.use != "relative" or mention.lemma not in _WHO:
        return
    if _antecedent_head(discourse, mention) is not None:
        return
    for index in range(mention.head - 1, max(mention.head - _NEAR, -1), -1):
        found = discourse.mention_at(index)
        if found is not None and found.sentence == mention.sentence and not found.pronoun:
            yield found


# --- first person ------------------------------------------------------------------------------


def author(discourse: Discourse, mention: Mention) -> Decision | None:
    """Outside quotations, "I" and "we" are the author of the article.

    In quotation marks without a known speaker, they are not resolved.
    """
    if not _is_first_person(mention) or discourse.in_quotation(mention.head) is not None:
        return None
    if discourse.in_marks(mention.head):
        return None
    known = discourse.author()
    return Decision(
        known or Entity("author", kind="person", name="the author", named=False, author=True)
    )


def institution(discourse: Discourse, mention: Mention) -> Decision | None:
    """The body for which an office holder says "we": the one spoken of just before.

    A company is only that of somebody with an office in one: a senator may attack it.
    """
    if not _is_first_person(mention) or not mention.plural:
        return None
    speaker = speaker_at(discourse, mention.head)
    if speaker is None or speaker.kind != "person" or all(map(is_honorific, speaker.titles)):
        return None
    leads_company = not _OF_COMPANIES.isdisjoint(role.noun for role in speaker.roles)
    for candidate, entity in discourse.before(mention.head, _BODIES):
        if mention.sentence - candidate.sentence > _BODY_SENTENCES:
            return None
        if candidate.lemma in _INSTITUTIONS and (leads_company or candidate.lemma != "company"):
            return Decision(entity, sure=False)
    return None


def first_person(discourse: Discourse, mention: Mention) -> Decision | None:
    """In a quotation, "I" and "we" are its speaker."""
    speaker = speaker_at(discourse, mention.head) if _is_first_person(mention) else None
    return None if speaker is None else Decision(speaker)


def _is_first_person(mention: Mention) -> bool:
    pronoun = mention.pronoun
    return pronoun is not None and pronoun.use != "relative" and pronoun.person == 1
