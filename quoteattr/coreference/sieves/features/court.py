"""Features of the people of a court case: the accused, the victim, the court."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Mention
from quoteattr.coreference.sieves.candidates import Candidate, is_accused
from quoteattr.coreference.sieves.features.records import NEAR_MENTIONS, Features, Setting
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import word_list
from quoteattr.words.names import noun_sense

__all__ = ["case_noun", "of_accused"]

_ANSWERING = word_list("verbs of the accused")
_BLAMING = word_list("blaming verbs")
_ACCUSED = word_list("accused nouns")
_VICTIMS = word_list("nouns of victims")
_HARMING = word_list("verbs of harming")
_ACTING = _ANSWERING | _HARMING
_COURT = word_list("court nouns")
_BESIDE = frozenset({"appos", "conj", "flat", "nmod:desc"})


def of_accused(discourse: Discourse, setting: Setting, candidate: Candidate) -> Features:
    """Whether the accused denies: "He had denied assault" is not the judge."""
    near, answers = candidate.mentions[:NEAR_MENTIONS], setting.answers
    nouns = {role.noun for role in candidate.entity.roles}
    court = not nouns.isdisjoint(_COURT)
    accused = is_accused(discourse, candidate.entity, near)
    if setting.answers_charge and not (court or accused):
        accused = any(_is_told_of(discourse, m) for m in near)
    return {
        "denies-accused": answers and accused,
        "denies-blamed": answers and any(_is_blamed(discourse.parse, m) for m in near),
        "denies-court": answers and court,
        "accused": accused and not answers,
        "court": court and not answers and setting.place is not None,
    }


def _is_told_of(discourse: Discourse, mention: Mention) -> bool:
    """Whether somebody of the court or police says that one did something: "Rees said Moss hid"."""
    words = discourse.parse.words
    verb = words[mention.head].head if words[mention.head].deprel == "nsubj" else -1
    if verb < 0 or words[verb].deprel != "ccomp":
        return False
    kids = (k for k in discourse.parse.children[words[verb].head] if words[k].deprel == "nsubj")
    speakers = (discourse.entity_of(discourse.mention_at(k)) for k in kids)
    nouns = {role.noun for entity in speakers if entity is not None for role in entity.roles}
    return not nouns.isdisjoint(_COURT)


def _is_blamed(parse: Parse, mention: Mention) -> bool:
    """Whether a mention is of somebody who is accused of something by words: "accused Sood of"."""
    return _is_object_of(parse, parse.words[mention.head], _BLAMING)


def _is_object_of(parse: Parse, word: Word, verbs: AbstractSet[str]) -> bool:
    """Whether a word is the object of one of the verbs, or the subject of its passive."""
    verb = parse.words[word.head].lemma.lower() if word.head >= 0 else ""
    return word.deprel in ("obj", "nsubj:pass") and verb in verbs


def case_noun(discourse: Discourse, mention: Mention, candidate: Candidate) -> Features:
    """Whether "the defendant" is accused, answers a charge or harms; "the victim" is harmed."""
    parse, near = discourse.parse, candidate.mentions[:NEAR_MENTIONS]
    if mention.lemma in _VICTIMS:
        return {"accused-noun": 1.0} if any(_is_harmed(parse, m.head) for m in near) else {}
    if mention.lemma not in _ACCUSED:
        return {}
    subjects = (parse.words[m.head] for m in near if m.role == "subject")
    acts = any(
        word.head >= 0
        and parse.words[word.head].lemma.lower()
        in (_ACTING if word.deprel == "nsubj" else _ANSWERING)
        for word in subjects
    )
    accused = acts or any(discourse.frame_of(m).accused for m in near)
    return {"accused-noun": 1.0} if accused else {}


def _is_harmed(parse: Parse, head: int) -> bool:
    """Whether a word is of somebody who is harmed: "stabbed Noone", "burgled the home of Orr".

    In "stabbed Noone's brother" it is the brother.
    """
    words = parse.words
    word = words[head]
    if word.deprel in ("nmod", "nmod:poss") and word.head >= 0:
        owned = noun_sense(words[word.head].lemma)
        word = word if owned is not None and owned.kind == "person" else words[word.head]
    for _ in range(2):
        if word.deprel in _BESIDE and word.head >= 0:
            word = words[word.head]
    return _is_object_of(parse, word, _HARMING)
