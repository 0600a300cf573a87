"""The features of candidates: agreement in words and roles, syntax, recency, speakers.

Their weights are in ``quoteattr/data/antecedent_weights.tsv``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, islice
from math import log

import attrs

from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.frames import Frame
from quoteattr.coreference.mentions.ages import age_in, ages_beside, is_age
from quoteattr.coreference.mentions.tokens import same_line
from quoteattr.coreference.records import Entity, Mention
from quoteattr.coreference.roles import epithets, fit, may_play, specific_nouns
from quoteattr.coreference.sieves.candidates import (
    Candidate,
    Group,
    group_of,
    is_in_headline,
    is_unusual,
    role_nouns,
)
from quoteattr.syntax import Parse
from quoteattr.text.mark_tokens import OPENING, STRAIGHT
from quoteattr.words.cues import word_list
from quoteattr.words.names import (
    age_spans,
    body_words,
    is_given_name,
    is_state,
    noun_sense,
    title_noun,
)
from quoteattr.words.nouns import words_of_bodies

__all__ = ["features_of", "is_unlike_person"]

_Features = dict[str, float]
"""Values by name; those that are true or false count as 1 and 0."""

_ANSWERING = word_list("verbs of the accused")
_BLAMING = word_list("blaming verbs")
_ACCUSED = word_list("accused nouns")
_VICTIMS = word_list("nouns of victims")
_HARMING = word_list("verbs of harming")
_COURT = word_list("court nouns")
_GOING_ON = word_list("verbs of going on")
_VAGUE = word_list("vague nouns")
_ANY_BODY = word_list("nouns of any body")
_EMPTY = word_list("empty modifiers")
_OPENING = OPENING | STRAIGHT
_BESIDE = frozenset({"appos", "conj", "flat", "nmod:desc"})
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those"})
# These features have a second weight for sources, and some a third one by the place of the source.
_OF_SOURCES = (
    *("embedded", "speaker", "named", "quoted", "fresh", "fresh-subject"),
    *("only-quoted", "target", "speaker-before", "previous-subject", "topic"),
)
_BY_PLACE = ("speaker", "previous-subject", "own-subject", "speaker-before")
# These have a second weight for candidates that neither noun nor role matches.
_OF_UNMATCHED = {
    name: f"unmatched-{name}"
    for name in (
        *("speaker", "previous-subject", "named", "lead", "paragraphs-0", "distance-1"),
        *("role-none", "role-open", "role-other", "proper-match", "proper-none", "modifier-none"),
        *("owner-unknown", "place-match", "fresh", "only-quoted", "det-definite", "det-bare"),
    )
}
_NAMED_BEFORE = word_list("nouns of bodies named before")  # "the airline", after its name
_LAST_SPEAKERS = 30  # attributions looked back at
_LEAD = 3  # sentences
_MOST_LIKE = 8.0  # log odds
_FRESH = 2  # sentences since the first mention
_NEAR_MENTIONS = 8  # mentions of a candidate whose predicates and vectors are looked at
_LATEST = 40  # mentions of a candidate whose nouns are looked at
_LONG_PARAGRAPH = 40  # sentences of a paragraph whose first one is sought
_BLANKS = 200  # code points at the beginning of a paragraph that may be blank
_MATCHES = frozenset({"same-head", "role-exact", "role-synonym", "accused-noun", "age-noun"})
_FITTING = 1.5  # fit of a role that the article states in the same word
_NAMES = 4  # names of a candidate beside which an age is looked for
_JUST_NOW = 3  # sentences
_DISTANCES = tuple(f"distance-{n}" for n in (*"0123", *"444", *"7777"))  # by sentences
_PARAGRAPHS = tuple(f"paragraphs-{n}" for n in range(4))


def features_of(
    discourse: Discourse, mention: Mention, candidates: Sequence[Candidate]
) -> list[_Features | None]:
    """The features of the candidates of a mention, in the same order, and of somebody new.

    Those of a candidate that nothing makes likely are None: "the referee" is only somebody called
    that before. Somebody new is nobody, for a pronoun.

    Args:
        discourse: the reading so far.
        mention: a description or a third-person pronoun.
        candidates: the entities that it may refer to.
    """
    parse = discourse.parse
    terms = _terms(discourse, mention) if mention.pronoun is None else None
    if not candidates:
        return [_of_new(discourse, mention, terms, ())]
    said = list(discourse.said_by(mention))
    quoted = [m for m in said if discourse.is_quoted(m)]
    candidates = _outside(candidates, {m.head for m in quoted})
    likeness = _likeness(parse, mention, candidates)
    setting = _setting(discourse, mention)
    nouns = [_description(discourse, terms, c) if terms is not None else {} for c in candidates]
    rivals = _Rivals.of(parse, mention, candidates, nouns)
    plain, speakers = _is_plain(mention), setting.speakers
    others = mention.gender is not None and any(_is_another(m, mention) for m in quoted)
    spoke = others and any(_spoke_just_now(mention, c, speakers) for c in candidates)
    rows: list[_Features | None] = []
    for candidate, noun, like in zip(candidates, nouns, likeness, strict=True):
        if plain and noun.get("unmatched") and not _is_near(mention, candidate, rivals, noun):
            rows.append(None)
            continue
        row = _shared(discourse, setting, candidate)
        if terms is not None:
            row |= noun
            row |= _together(row)
            if not mention.modifiers and row["unmatched"]:
                row |= {"plain": 1.0, "plain-alone": len(candidates) == 1}
        else:
            row |= _pronoun(discourse, mention, candidate, row)
        row["in-content"] = _is_said(discourse, candidate.entity, said)
        row["addressed"] = candidate.entity.key == setting.addressee
        row |= _compared(mention, candidate, rivals, row)
        # Who is silent where another one spoke just now is spoken of: "Reyes drowned. A neighbour
        # said … “He swam well,” he said."
        row["others-silent"] = spoke and not row["spoken"]
        row["likeness"] = like
        rows.append(_without_zeros(row))
    return [*rows, _of_new(discourse, mention, terms, likeness)]


def _without_zeros(row: Mapping[str, float]) -> _Features:
    return {name: value for name, value in row.items() if value}


def _is_near(mention: Mention, candidate: Candidate, rivals: _Rivals, noun: _Features) -> bool:
    """Whether somebody with a name may be "the winger", though nothing says so.

    Nobody else in the paragraph may be, and the article gives the candidate no other role: a tenant
    is not "the landlord". What the vectors say is not asked: it is wrong too often.
    """
    if candidate is not rivals.here or not candidate.entity.named or "role-other" in noun:
        return False
    one = mention.kind == "person" and not mention.plural
    return one and mention.lemma not in _VAGUE and mention.lemma not in body_words()


def _is_plain(mention: Mention) -> bool:
    """Whether a description is a noun alone: "the referee" is only somebody called that before.

    Without this, the scorer gives it to somebody nearby, which is right too seldom.
    """
    return not (mention.pronoun or mention.modifiers or mention.lemma in _NAMED_BEFORE)


def _spoke_just_now(mention: Mention, candidate: Candidate, speakers: _Speakers) -> bool:
    near = any(mention.sentence - last.sentence < _JUST_NOW for last in candidate.mentions[:1])
    return near and candidate.entity.key == speakers.last


def _outside(candidates: Sequence[Candidate], said: AbstractSet[int]) -> list[Candidate]:
    """The candidates, without mentions within what the source says unless they have no others."""
    if not said:
        return list(candidates)
    kept = (tuple(m for m in c.mentions if m.head not in said) for c in candidates)
    return [
        attrs.evolve(c, mentions=mentions) if mentions else c
        for c, mentions in zip(candidates, kept, strict=True)
    ]


def _is_another(quoted: Mention, source: Mention) -> bool:
    """Whether a pronoun in somebody's own words speaks of another one of the same gender."""
    pronoun = quoted.pronoun
    return pronoun is not None and pronoun.person == 3 and quoted.gender == source.gender


def _of_new(
    discourse: Discourse, mention: Mention, terms: _Terms | None, likeness: Sequence[float]
) -> _Features:
    """The features of somebody who has not been mentioned yet; of nobody, for a pronoun."""
    source = discourse.is_source(mention)
    out: _Features = {"new": 1.0, "new-source": source, "new-rivals": log(1 + len(likeness))}
    if likeness:
        out["new-likeness"] = -max(likeness)
    if terms is not None:
        out |= _new_description(discourse, terms)
    else:
        out[f"new-role-{mention.role}"] = 1.0
        out["new-plural-source"] = source and mention.plural
    return _without_zeros(out)


# --- every mention -----------------------------------------------------------------------------


@attrs.frozen
class _Setting:
    """What all candidates of a mention are compared with, worked out once for all of them.

    Attributes:
        mention: the one whose candidates they are.
        frame: where it is in its sentence.
        above: the words above it.
        paragraph: its number.
        topic: the sentence whose subject the paragraph is mostly about.
        speakers: who spoke before.
        addressee: key of who was addressed last, None if nobody was.
        quoted, reported: whether the mention is in what somebody says.
        goes_on: whether it is of somebody who goes on speaking: "he added".
        answers: whether it is the subject of a verb such as "deny".
        answers_charge: whether it answers with a noun: "denies assault", not "denies that he lied".
        place: of a source: "opens", "closes" or "inside"; None for another mention.
    """

    mention: Mention
    frame: Frame
    above: tuple[int, ...]
    paragraph: int
    topic: int
    speakers: _Speakers
    addressee: Hashable | None
    quoted: bool
    reported: bool
    goes_on: bool
    answers: bool
    answers_charge: bool
    place: str | None


def _setting(discourse: Discourse, mention: Mention) -> _Setting:
    parse, head = discourse.parse, mention.head
    frame = discourse.frame_of(mention)
    addressee = discourse.last_addressee(head)
    clause = parse.words[frame.clause] if frame.clause >= 0 and mention.role == "subject" else None
    answers = clause is not None and clause.lemma.lower() in _ANSWERING
    clausal = answers and any(
        parse.words[kid].deprel == "ccomp" for kid in parse.children[frame.clause]
    )
    return _Setting(
        mention=mention,
        frame=frame,
        above=parse.governors(head),
        paragraph=parse.paragraph_of(head),
        topic=_topic_sentence(parse, mention),
        speakers=_Speakers.of(discourse.speakers_before(head, _LAST_SPEAKERS)),
        addressee=None if addressee is None else addressee.key,
        quoted=discourse.is_quoted(mention),
        reported=discourse.is_reported(mention),
        goes_on=discourse.cue_of.get(head) in _GOING_ON,
        answers=answers,
        answers_charge=answers and not clausal,
        place=_place_of(discourse, mention) if discourse.is_source(mention) else None,
    )


def _shared(discourse: Discourse, setting: _Setting, candidate: Candidate) -> _Features:
    """Distance, syntax, salience, who speaks."""
    out = _salience(candidate, setting.speakers)
    if not candidate.mentions:
        return out | {"far": 1.0}
    last = candidate.mentions[0]
    frame = discourse.frame_of(last)
    out |= _near(discourse, setting, candidate, frame)
    out |= _quotation(discourse, setting, candidate.mentions)
    out["goes-on"] = setting.goes_on and out["speaker"]
    out["fresh-subject"] = out["fresh"] and last.role == "subject"
    out["fresh-speaker"] = out["fresh"] and out["speaker"]
    out |= _as_subject(discourse, setting, candidate.mentions, frame)
    out["target"] = _is_target(last, frame)
    if setting.place is not None:
        out |= {f"source-{name}": out[name] for name in _OF_SOURCES}
        out |= {f"{setting.place}-{name}": out[name] for name in _BY_PLACE}
    out |= _of_accused(discourse, setting, candidate)
    return out


@attrs.frozen
class _Speakers:
    """Who spoke before a mention.

    Attributes:
        last: key of the last speaker, None if nobody spoke.
        other: key of the last one who is somebody else.
        spoken: how often each of the last speakers spoke, by key.
    """

    last: Hashable
    other: Hashable
    spoken: Mapping[Hashable, int]

    @classmethod
    def of(cls, speakers: Sequence[Hashable]) -> _Speakers:
        spoken = {key: speakers.count(key) for key in dict.fromkeys(speakers)}
        last, other = (*spoken, None, None)[:2]
        return cls(last, other, spoken)


def _salience(candidate: Candidate, speakers: _Speakers) -> _Features:
    """How much the article is about a candidate so far, and whether the last speaker is it."""
    entity = candidate.entity
    first = entity.mentions[0] if entity.mentions else None
    return {
        "newer": log(1 + candidate.newer),
        "count": log(1 + len(candidate.mentions)),
        "total": log(1 + len(entity.mentions)),
        "named": entity.named,
        "headline": first is not None and first.sentence == 0,
        "lead": first is not None and first.sentence < _LEAD,
        "speaker": speakers.last == entity.key,
        "spoken": log(1 + speakers.spoken.get(entity.key, 0)),
        "unlike-person": is_unlike_person(entity),
        "ahead": candidate.ahead,
        "speaker-before": speakers.other == entity.key,
    }


def _near(discourse: Discourse, setting: _Setting, candidate: Candidate, frame: Frame) -> _Features:
    """How far away the latest mention of a candidate is, and what form it has."""
    parse, entity, last = discourse.parse, candidate.entity, candidate.mentions[0]
    mention = setting.mention
    paragraphs = setting.paragraph - parse.paragraph_of(last.head)
    since = mention.sentence - entity.mentions[0].sentence if entity.mentions else -1
    return {
        _distance(mention.sentence - last.sentence): 1.0,
        _PARAGRAPHS[min(max(paragraphs, 0), 3)]: 1.0,
        f"role-{last.role}": 1.0,
        f"form-{last.form}": 1.0,
        f"roles-{mention.role}-{last.role}": 1.0,
        "fresh": entity.named and 0 <= since <= _FRESH,
        "line": same_line(parse, last.head, mention.head),
        "conjoined": frame.conjoined,
    }


def _quotation(discourse: Discourse, setting: _Setting, mentions: Sequence[Mention]) -> _Features:
    """Whether a candidate is mentioned in what somebody says, and the mention outside of it."""
    is_quoted, is_reported = discourse.is_quoted, discourse.is_reported
    quoted, reported = is_quoted(mentions[0]), is_reported(mentions[0])
    within = setting.quoted or setting.reported or not (quoted or reported)
    return {
        "quoted": quoted and not setting.quoted,
        "reported": reported and not setting.reported,
        "only-quoted": not within and all(is_quoted(m) or is_reported(m) for m in mentions),
    }


def _is_said(discourse: Discourse, entity: Entity, said: Sequence[Mention]) -> bool:
    """Whether a source mentions the entity by name or description, as few do of themselves."""
    if not said:
        return False
    nouns = {m.lemma for m in entity.mentions[-_LATEST:] if m.form == "nominal"}
    return any(
        discourse.entity_of(m) == entity or m.lemma in nouns for m in said if m.form != "pronoun"
    )


def _distance(sentences: int) -> str:
    return _DISTANCES[max(sentences, 0)] if sentences < len(_DISTANCES) else "distance-far"


def is_unlike_person(entity: Entity) -> bool:
    """Whether only the recognizer's label makes a single word a person's name: "Issues"."""
    if entity.kind != "person" or not entity.named or len(entity.tokens) != 1:
        return False
    return not (entity.titles or entity.roles or is_given_name(entity.tokens[0]))


def _as_subject(
    discourse: Discourse, setting: _Setting, mentions: Sequence[Mention], frame: Frame
) -> _Features:
    """Whether the candidate is a subject in the sentence before or in the mention's, and where."""
    words, sentence = discourse.parse.words, setting.mention.sentence
    subjects = [other for other in mentions if other.role == "subject"]
    previous = [m for m in subjects if m.sentence == sentence - 1]
    own = [m for m in subjects if m.sentence == sentence]
    return {
        "previous-subject": bool(previous),
        "own-subject": bool(own),
        "above": any(words[m.head].head in setting.above for m in own),
        "embedded": frame.depth > setting.frame.depth,
        "root-subject": any(not discourse.frame_of(m).depth for m in previous),
        "topic": any(m.sentence == setting.topic for m in subjects),
    }


def _topic_sentence(parse: Parse, mention: Mention) -> int:
    """The first sentence of the mention's paragraph, or of the one before if it is the mention's.

    Its subject is mostly what the paragraph is about.
    """
    sentences, first = parse.sentences, mention.sentence - 1
    for _ in range(_LONG_PARAGRAPH):
        if first < 1 or sentences[first - 1].paragraph != sentences[first].paragraph:
            break
        first -= 1
    return first


def _is_target(last: Mention, frame: Frame) -> bool:
    """Whether the candidate is in the predicate of another subject: "a dig at Sood"."""
    return last.role != "subject" and frame.subject not in (None, last.head)


def _place_of(discourse: Discourse, mention: Mention) -> str:
    """The place of a source: it opens a paragraph, or closes a quotation that does."""
    parse = discourse.parse
    span = discourse.source_of[mention.head]
    number = parse.paragraph_of(mention.head)
    begin = parse.paragraphs[number][0] if 0 <= number < len(parse.paragraphs) else 0
    if not parse.text[begin : min(span.start, begin + _BLANKS)].strip():
        return "opens"
    return "closes" if parse.text[begin : begin + 1] in _OPENING else "inside"


def _of_accused(discourse: Discourse, setting: _Setting, candidate: Candidate) -> _Features:
    """Whether the accused denies: "He had denied assault" is not the judge."""
    near, answers = candidate.mentions[:_NEAR_MENTIONS], setting.answers
    nouns = {role.noun for role in candidate.entity.roles}
    court = not nouns.isdisjoint(_COURT)
    accused = not nouns.isdisjoint(_ACCUSED) or any(discourse.frame_of(m).accused for m in near)
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
    word = parse.words[mention.head]
    verb = parse.words[word.head].lemma.lower() if word.head >= 0 else ""
    return word.deprel in ("obj", "nsubj:pass") and verb in _BLAMING


def _case_noun(discourse: Discourse, mention: Mention, candidate: Candidate) -> _Features:
    """Whether "the defendant" is accused, answers a charge or harms; "the victim" is harmed."""
    parse, near = discourse.parse, candidate.mentions[:_NEAR_MENTIONS]
    if mention.lemma in _VICTIMS:
        return {"accused-noun": 1.0} if any(_is_harmed(parse, m.head) for m in near) else {}
    if mention.lemma not in _ACCUSED:
        return {}
    subjects = (parse.words[m.head] for m in near if m.role == "subject")
    acts = any(
        word.head >= 0
        and (verb := parse.words[word.head].lemma.lower()) in _ANSWERING | _HARMING
        and (verb in _ANSWERING or word.deprel == "nsubj")
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
    verb = words[word.head].lemma.lower() if word.head >= 0 else ""
    return word.deprel in ("obj", "nsubj:pass") and verb in _HARMING


def _likeness(parse: Parse, mention: Mention, candidates: Sequence[Candidate]) -> list[float]:
    """The highest likeness of a mention of each candidate, by the reader's vectors; 0 without."""
    vectors = None if parse.labels is None else parse.labels.vectors
    if vectors is None:
        return [0.0] * len(candidates)
    heads = [
        [m.head for m in one.mentions[:_NEAR_MENTIONS] + one.entity.mentions[:1]]
        for one in candidates
    ]
    values = iter(vectors.likeness(mention.head, list(chain.from_iterable(heads))))
    best = [max(islice(values, len(near)), default=0.0) for near in heads]
    return [max(min(value, _MOST_LIKE), -_MOST_LIKE) for value in best]


# --- pronouns ----------------------------------------------------------------------------------


def _pronoun(
    discourse: Discourse, pronoun: Mention, candidate: Candidate, shared: Mapping[str, float]
) -> _Features:
    entity, mentions = candidate.entity, candidate.mentions
    out: _Features = {}
    if pronoun.gender:
        unknown = entity.gender is None
        out |= {"unknown-gender": unknown, f"unknown-{pronoun.gender}": unknown}
        out["unusual"] = is_unusual(pronoun, entity)
    if pronoun.role == "subject":
        out["subject-speaker"] = shared["speaker"]
        out["subject-previous"] = shared["previous-subject"]
    if pronoun.role == "possessive":
        out["possessive-own"] = shared["own-subject"]
    if pronoun.gender:
        return out
    out |= {
        f"kind-{entity.kind}": 1.0,
        "plural": entity.plural,
        "members": bool(entity.members),
        "same-word": any(m.lemma == pronoun.lemma for m in mentions),
        "place": entity.place is not None,
    }
    if discourse.is_source(pronoun):
        out |= {f"source-kind-{entity.kind}": 1.0, "source-plural": entity.plural}
    return out


@attrs.frozen
class _Rivals:
    """What the candidates of a mention have in common.

    Attributes:
        number: how many they are.
        most, main: how often the one most mentioned is mentioned, nearby and so far.
        shown: whether the gender of any is known.
        nearest: the one mentioned last, in the mention's sentence or the one before; None if
            several are.
        here: the only one in the mention's paragraph, None if several are.
        exact: whether any was called the noun before, or has it as a role.
        placed: whether any has it as a role in the country that the mention names.
    """

    number: int
    most: int
    main: int
    shown: bool
    nearest: Candidate | None
    here: Candidate | None
    exact: bool
    placed: bool

    @classmethod
    def of(
        cls,
        parse: Parse,
        mention: Mention,
        candidates: Sequence[Candidate],
        nouns: Sequence[_Features],
    ) -> _Rivals:
        near = [(c, c.mentions[0].sentence) for c in candidates if c.mentions]
        latest = max([sentence for _, sentence in near], default=-1)
        nearest = [c for c, sentence in near if sentence == latest]
        if mention.sentence - latest > 1:
            nearest = []
        sentences = parse.sentences
        number = sentences[mention.sentence].paragraph
        here = [c for c, sentence in near if sentences[sentence].paragraph == number]
        exact = [noun for noun in nouns if _is_exact(noun)]
        return cls(
            number=len(candidates),
            most=max([len(c.mentions) for c in candidates]),
            main=max([len(c.entity.mentions) for c in candidates]),
            shown=any(c.entity.gender is not None for c in candidates),
            nearest=nearest[0] if len(nearest) == 1 else None,
            here=here[0] if len(here) == 1 else None,
            exact=bool(exact),
            placed=any("role-exact" in noun and noun["place-match"] for noun in exact),
        )


def _is_exact(row: Mapping[str, float]) -> bool:
    return "role-exact" in row or "same-head" in row


def _compared(
    mention: Mention, candidate: Candidate, rivals: _Rivals, row: Mapping[str, float]
) -> _Features:
    """The features that compare a candidate with the others."""
    nearest = candidate is rivals.nearest
    out: _Features = {
        "most-mentioned": len(candidate.mentions) == rivals.most,
        "main": len(candidate.entity.mentions) == rivals.main,
        "alone": rivals.number == 1,
        "paragraph-alone": candidate is rivals.here,
        "nearest-alone": nearest,
        "nearest-alone-fresh": nearest and row.get("fresh", 0.0),
    }
    if mention.pronoun is None:
        rival = rivals.exact and not _is_exact(row)
        out["rival-of-noun"] = rival
        out["epithet-rival-place"] = rival and rivals.placed and row.get("epithet", 0.0)
    elif row.get("unknown-gender"):
        out["rival-of-gender"] = rivals.shown
        out["rival-of-gender-alone"] = rivals.shown and nearest
        out["rival-of-gender-subject"] = rivals.shown and row.get("previous-subject", 0.0)
    return out


# --- descriptions ------------------------------------------------------------------------------


@attrs.frozen
class _Terms:
    """What a description says, worked out once for all candidates.

    Attributes:
        mention: the description.
        group: of its weights.
        noun: its noun, an abbreviated title spelled out.
        special: the nouns that its noun can mean.
        modifiers: those that tell something, without names.
        proper: the names before its noun.
        epithet: whether news uses it in place of a name.
        age: the one that it names, in figures.
        ages: those that its noun shows.
        number: three, in "mother of three"; empty without one.
        owner: him in "his wife".
        described: the latest description of each entity with the same noun, by key.
    """

    mention: Mention
    group: Group
    noun: str
    special: frozenset[str]
    modifiers: frozenset[str]
    proper: frozenset[str]
    epithet: bool
    age: str | None
    ages: range | None
    number: str
    owner: Entity | None
    described: Mapping[Hashable, Mention]


def _terms(discourse: Discourse, mention: Mention) -> _Terms:
    parse, noun = discourse.parse, mention.lemma
    return _Terms(
        mention=mention,
        group=group_of(mention),
        noun=title_noun(noun),
        special=specific_nouns(noun),
        modifiers=_asked(mention) - mention.proper,
        proper=mention.proper - {noun},
        epithet=_is_epithet(parse, mention),
        age=age_in(parse, mention),
        ages=age_spans().get(noun),
        number=_number_after(parse, mention.head),
        owner=discourse.owner_of(mention),
        described=discourse.described_with(noun),
    )


def _description(discourse: Discourse, terms: _Terms, candidate: Candidate) -> _Features:
    entity, mention = candidate.entity, terms.mention
    places = _places(entity) if mention.place is not None else frozenset[str]()
    out: _Features = {f"det-{mention.determination}": 1.0, f"cand-{entity.kind}": 1.0}
    if mention.gender:
        out["gender-match"] = entity.gender == mention.gender
        out["gender-unknown"] = entity.gender is None
    out |= _head(discourse.parse, terms, entity)
    out |= _role(terms, entity, places)
    out["former-other"] = _is_of_another_time(terms, entity)
    out |= _case_noun(discourse, mention, candidate)
    out |= _ages(discourse.parse, terms, entity)
    out |= _numbers(discourse.parse, terms, entity)
    matched = not _MATCHES.isdisjoint(out)
    out |= _modifiers(terms, entity, places)
    out |= _owner(discourse, terms, entity)
    if terms.group in ("one", "other"):
        out["epithet"] = terms.epithet and entity.named and not matched
        shows = mention.lemma in body_words() and _shows_noun(mention, entity)  # "the broadcaster"
        out["shows-noun"] = shows and entity.kind == "organization"
        out["unmatched"] = not (matched or terms.epithet or out["shows-noun"])
        out["only-name"] = not matched and mention.lemma in entity.tokens
        out["unmatched-unnamed"] = not matched and not entity.named
    else:
        out |= _body(mention, entity)
        out["members"] = bool(entity.members) and mention.determination == "definite"
        out["unmatched"] = not (matched or out["shows-noun"])
    return out


def _is_epithet(parse: Parse, mention: Mention) -> bool:
    """Whether news uses a description in place of a name: "the nominee", "the Italian"."""
    words = parse.words
    joined = (words[kid] for kid in parse.children[mention.head] if words[kid].deprel == "conj")
    nouns = {mention.lemma, *(word.lemma.lower() for word in joined)}
    return mention.lemma in mention.proper or not nouns.isdisjoint(epithets())


def _is_of_another_time(terms: _Terms, entity: Entity) -> bool:
    """Whether "the former president" would be the president, or the other way round."""
    roles = [role for role in entity.roles if role.noun == terms.noun]
    past = "former" in terms.mention.modifiers
    return bool(roles) and all(("former" in role.modifiers) != past for role in roles)


def _together(row: Mapping[str, float]) -> _Features:
    """Features of a candidate that neither noun nor role matches."""
    if not row["unmatched"]:
        return {"matched-named": row["named"], "matched-speaker": row["speaker"]}
    return {joint: row[name] for name, joint in _OF_UNMATCHED.items() if name in row}


def _head(parse: Parse, terms: _Terms, entity: Entity) -> _Features:
    """How the entity was described before: with the same noun, with the same words."""
    mention, same = terms.mention, terms.described.get(entity.key)
    if same is None:
        if entity.named and not terms.special:
            return {}
        nouns = {m.lemma for m in entity.mentions[-_LATEST:] if m.form == "nominal"}
        return {
            "synonym-head": not nouns.isdisjoint(terms.special),
            "other-noun": bool(nouns) and not entity.named,
        }
    return {
        "same-head": 1.0,
        "same-head-unnamed": not entity.named,
        "same-words": mention.modifiers == same.modifiers,
        "same-number": mention.plural == same.plural,
        "more-words": bool(_asked(mention) - _asked(same)),
        "other-place": mention.place not in (None, same.place),
        "same-headline": mention.sentence <= _LEAD and is_in_headline(parse, same, mention),
    }


def _role(terms: _Terms, entity: Entity, places: AbstractSet[str | None]) -> _Features:
    """Whether the article gives the entity the role: this noun, a more special one, another."""
    mention, noun = terms.mention, terms.noun
    if mention.lemma in mention.proper and mention.place in places:  # "the Italian"
        return {"role-exact": 1.0, "role-fit": _FITTING}
    stated = {role.noun for role in entity.roles}
    if not stated:
        return {"role-none": 1.0}
    exact = fit(mention, entity, noun, exact=True)
    if exact is not None:
        return {"role-exact": 1.0, "role-fit": _bounded(exact)}
    special = {other for other in stated if _is_special(other, noun)}
    fits = [
        score
        for other in specific_nouns(noun) | special
        if (score := fit(mention, entity, other, exact=False)) is not None
    ]
    if fits:
        return {"role-synonym": 1.0, "role-fit": _bounded(max(fits))}
    if noun in stated:
        return {"role-contradicts": 1.0}
    if any(noun in specific_nouns(other) for other in stated):
        return {"role-general": 1.0}
    return {"role-open" if may_play(noun, entity) else "role-other": 1.0}


def _is_special(special: str, noun: str) -> bool:
    """Whether a noun has another one as its last part: "schoolteacher"."""
    return len(noun) > 4 and len(special) > len(noun) + 2 and special.endswith(noun)


def _bounded(score: float) -> float:
    return max(min(score, 3.0), -2.0)


def _asked(mention: Mention) -> frozenset[str]:
    if is_age(mention.lemma, mention.modifiers):
        return frozenset()
    return mention.modifiers - _EMPTY


def _modifiers(terms: _Terms, entity: Entity, places: AbstractSet[str | None]) -> _Features:
    """Whether roles, descriptions or name have the modifiers: "the Harborough MP"."""
    place = terms.mention.place in places
    known = _words_of(entity) if terms.proper or terms.modifiers else set[str]()
    proper, plain = terms.proper & known, terms.modifiers & known
    return {
        "proper-match": bool(proper) or (bool(terms.proper) and place),
        "proper-none": bool(terms.proper) and not proper and not place,
        "modifier-match": bool(plain),
        "modifier-none": bool(terms.modifiers) and not plain,
        "place-match": place,
        "place-other": bool(places) and not place,
    }


def _words_of(entity: Entity) -> set[str]:
    """What roles, the latest descriptions and the name say of an entity."""
    known = {word for role in entity.roles for word in role.modifiers}.union(entity.tokens)
    return known.union(*(m.modifiers for m in entity.mentions[-_NEAR_MENTIONS:]))


def _places(entity: Entity) -> frozenset[str]:
    """The countries that roles and what is beside the name state of an entity."""
    beside = (m.place for m in entity.mentions[:_NAMES] if m.form == "name")
    stated = (*(role.place for role in entity.roles), *beside)
    return frozenset(place for place in stated if place)


def _owner(discourse: Discourse, terms: _Terms, entity: Entity) -> _Features:
    """Whether the entity is introduced as that owner's: "Mason's lawyer"."""
    mention, owner = terms.mention, terms.owner
    if mention.owner is None:
        return {}
    same = terms.described.get(entity.key)
    before = discourse.owner_of(same) if same is not None else None
    stated = {word for role in entity.roles for word in role.modifiers}
    known = owner is not None and not stated.isdisjoint(owner.tokens)
    agrees = known or (before is not None and before == owner)
    nouns = role_nouns(mention) if entity.roles else ()
    other = any(role.modifiers - _EMPTY for role in entity.roles if role.noun in nouns)
    return {
        "owner-same": agrees,
        "owner-unknown": not agrees,
        "owner-other": not agrees and other,
    }


def _ages(parse: Parse, terms: _Terms, entity: Entity) -> _Features:
    """Whether the age is the stated one: "the 56-year-old"."""
    asked, span = terms.age, terms.ages
    if asked is None and span is None:
        return {}
    ages = {age for m in entity.mentions[:_NAMES] for age in ages_beside(parse, m)}
    fits = asked in ages or (span is not None and any(int(age) in span for age in ages))
    out: _Features = {
        "age-match": fits,
        "age-other": bool(ages) and not fits,
        "age-unknown": not ages and asked is not None,
    }
    return out | {"age-noun": 1.0} if span is not None and fits else out


def _numbers(parse: Parse, terms: _Terms, entity: Entity) -> _Features:
    """Whether the number of children is the stated one: "the mother of three"."""
    if not terms.number:
        return {}
    stated = {
        _number_after(parse, kid)
        for m in entity.mentions[:_NAMES]
        for kid in (m.head, *parse.children[m.head])
        if parse.words[kid].lemma.lower() == terms.mention.lemma
    } - {""}
    return {
        "number-match": terms.number in stated,
        "number-other": bool(stated) and terms.number not in stated,
    }


def _number_after(parse: Parse, head: int) -> str:
    """Three, in "mother of three"."""
    words = parse.words[head + 1 : head + 3]
    of_number = len(words) == 2 and words[0].text.lower() == "of" and words[1].upos == "NUM"
    hyphens = parse.words[head].text.lower().split("-of-")
    return words[1].text.lower() if of_number else hyphens[1] if len(hyphens) > 1 else ""


def _body(mention: Mention, entity: Entity) -> _Features:
    """Whether a body can be "the agency": its name shows the noun, or shows another one."""
    shows = _shows_noun(mention, entity)
    other = entity.named and not shows and any(map(_shows_body, entity.tokens))
    acronym = entity.named and len(entity.tokens) == 1 and entity.name.isupper()
    place = entity.place is not None or is_state(entity.name)
    return {
        "shows-noun": shows,
        "shows-other": other,
        "acronym": acronym and not shows,
        "any-body": mention.lemma in _ANY_BODY and entity.named and not (shows or other or place),
        "body-place": place and not shows,
    }


def _shows_noun(mention: Mention, entity: Entity) -> bool:
    """Whether a name shows the noun: "the bank" of HSBC, "the airline" of Northgate Airlines."""
    shown = body_words().get(mention.lemma, frozenset()) | {mention.lemma}
    singular = {token.removesuffix("s") for token in entity.tokens}
    return entity.named and not shown.isdisjoint(singular.union(entity.tokens))


def _shows_body(token: str) -> bool:
    return token in body_words() or token in words_of_bodies()


# --- somebody new ------------------------------------------------------------------------------


def _new_description(discourse: Discourse, terms: _Terms) -> _Features:
    mention, words = terms.mention, discourse.parse.words
    kids = [words[kid] for kid in discourse.parse.children[mention.head]]
    after = {kid.deprel.split(":")[0] for kid in kids if kid.index > mention.head}
    opening = words[mention.first].text.lower()
    capital = mention.determination == "bare" and words[mention.head].text[:1].isupper()
    owner = terms.owner
    return {
        f"new-det-{mention.determination}": 1.0,
        "new-demonstrative": opening in _DEMONSTRATIVE,
        "new-clause": "acl" in after,
        "new-of": "nmod" in after,
        "new-modifiers": bool(terms.modifiers),
        "new-proper": bool(mention.proper),
        "new-place": mention.place is not None,
        "new-capital": capital,
        "new-lead": mention.sentence < _LEAD,
        "new-epithet": mention.lemma in epithets(),
        "new-vague": mention.lemma in _VAGUE,
        "new-owner": mention.owner is not None,
        "new-named-owner": owner is not None and owner.named,
        "new-role-noun": bool(role_nouns(mention) - {mention.lemma}),
        "new-any-body": mention.lemma in _ANY_BODY,
        f"new-role-{mention.role}": 1.0,
        "new-age": terms.age is not None,
    }
