"""The source of a cue: subjects, agents, owners, and subjects shared between verbs."""

from __future__ import annotations

from typing import Any

import attrs

from quoteattr.attribution.analysis import Analysis, asked_once
from quoteattr.attribution.candidates import Candidate, Pieces, is_subject
from quoteattr.attribution.cues import verb_group
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.cues import STATING, word_list
from quoteattr.words.names import is_honorific, noun_sense

__all__ = [
    "ReportingVerb",
    "addressee_of",
    "agent_of",
    "can_speak",
    "is_passive",
    "noun_phrase",
    "owner_of",
    "reporting_verb",
    "said_by_report",
    "shares_passive",
    "source_beside",
    "source_of",
    "subject_of",
]

_DEPTH = 8
_CLIMB = 6
# Relations through which a verb shares the subject of the verb above.
_SHARING = frozenset(("conj", "advcl", "parataxis", "cop", "aux"))
_GOVERNORS = frozenset(("VERB", "ADJ", "AUX", "NOUN"))
_SEPARATORS = frozenset((",", "—", "–"))
_THINGS = frozenset(("it", "that", "this", "there", "which", "what"))
_NOMINAL = frozenset(("PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM"))
_TIMES = word_list("times")
_OWN = frozenset(("nsubj", "aux", "obj", "iobj"))  # a verb with one of them is no bare participle
_TOLD = word_list("told verbs")
_INFORMED = word_list("verbs that never lack an addressee")
_ASKED = (_TOLD | word_list("verbs of asking somebody")) - {"appeal", "beg", "plead"}
_MEETING = word_list("verbs of meeting somebody")
_PLANS = word_list("words of plans")


def noun_phrase(analysis: Analysis, head: int, cue: int | None = None) -> SourceSpan:
    """The phrase around a head noun as a source is annotated.

    With determiner, modifiers, apposition and coordination; without its preposition, possessive
    ending, relative clauses set off by a comma, and the clause that the cue is in.

    Args:
        analysis: of the article.
        head: index of the noun.
        cue: index of the verb whose source this is.
    """
    words = analysis.parse.words
    kept = _words_of_phrase(analysis, head, _above(analysis, cue))
    first = last = head
    while first - 1 in kept or _inner_punctuation(analysis, first - 1, kept, -1):
        first -= 1
    while last + 1 in kept or _inner_punctuation(analysis, last + 1, kept, 1):
        last += 1
    entity = analysis.parse.entity_at.get(head)
    if entity is not None:  # a name is never cut, even if the parser separates its parts
        first, last = min(first, entity.first), max(last, entity.last - 1)
    while first > 0 and is_honorific(words[first - 1].text):
        first -= 1
    while last > head and _hangs_over(analysis, first, last):
        last -= 1
    while first < head and _begins_no_phrase(analysis, first):
        first += 1
    return SourceSpan(words[first].start, words[last].end, head)


def _begins_no_phrase(analysis: Analysis, word: int) -> bool:
    """Whether a word is a mark or a conjunction; "neither" turns the phrase into its opposite."""
    upos = analysis.parse.words[word].upos
    return upos == "PUNCT" or (upos == "CCONJ" and analysis.lemmas[word] != "neither")


def _words_of_phrase(analysis: Analysis, head: int, above: set[int]) -> set[int]:
    """A noun and the words below it that belong to it as a source."""
    words = analysis.parse.words
    kept = {head}
    kept.update(
        below
        for kid in analysis.parse.children[head]
        if not (
            words[kid].deprel == "case"
            or (words[kid].upos == "PUNCT" and kid < head)
            or kid in above
            or _incidental(analysis, kid)
        )
        for below in analysis.parse.subtree(kid)
    )
    return kept


def _hangs_over(analysis: Analysis, first: int, last: int) -> bool:
    """Whether a phrase ends in punctuation; brackets and the marks of a title are part of it."""
    words = analysis.parse.words
    if words[last].upos != "PUNCT" or words[last].text in ")]":
        return False
    mark = analysis.mark_to(words[last].end)
    closes = mark is not None and mark.span.end == words[last].end
    return mark is None or not closes or mark.span.start < words[first].start


def _above(analysis: Analysis, cue: int | None) -> set[int]:
    """A verb and the words that it depends on."""
    out: set[int] = set()
    while cue is not None and cue >= 0 and cue not in out:
        out.add(cue)
        cue = analysis.parse.words[cue].head
    return out


def _inner_punctuation(analysis: Analysis, index: int, kept: set[int], step: int) -> bool:
    """Whether a punctuation word lies between two kept words."""
    words = analysis.parse.words
    return (
        0 <= index < len(words)
        and words[index].upos == "PUNCT"
        and words[index].text in (",", "(", ")", "-", "–", "—", ".")
        and index + step in kept
    )


def _incidental(analysis: Analysis, kid: int) -> bool:
    """Whether a dependent of a source noun is a clause, or a day, that does not identify it."""
    words = analysis.parse.words
    relation = words[kid].deprel
    if relation in ("parataxis", "ccomp", "advcl", "discourse", "list"):
        return True
    if relation == "appos":
        return words[kid].upos in ("VERB", "AUX")
    if relation.startswith("acl"):
        left = analysis.parse.subtree(kid)[0]
        return (left > 0 and words[left - 1].text in (",", "—", "–", "--")) or words[
            left
        ].text == ","
    if relation == "conj":
        return words[kid].upos in ("VERB", "AUX")
    # In "the government on Monday informed …" the day belongs to the verb; parsers often err.
    return analysis.lemmas[kid].lower() in _TIMES and analysis.case_of(kid) == "on"


def can_speak(parse: Parse, index: int) -> bool:
    """Whether a noun or pronoun may be a source: a name, a person, a group, a document.

    Args:
        parse: the parse.
        index: of the word.
    """
    word = parse.words[index]
    if word.upos == "PROPN" or index in parse.entity_at:
        return True
    if word.upos == "PRON":
        return word.lemma.lower() not in _THINGS
    return noun_sense(word.lemma.lower()) is not None


def agent_of(analysis: Analysis, verb: int) -> int | None:
    """The head of "by …" under a passive verb, or under one that it is coordinated with.

    "Was booed and shouted down by fans", "was rung by Lee and asked to go".
    """
    word = analysis.parse.words[verb]
    above = word.deprel == "conj" and word.head < verb and shares_passive(analysis, verb)
    for first in (verb, word.head) if above else (verb,):
        for passive in (first, *analysis.children(first, "conj")):
            if passive != first and analysis.parse.words[passive].xpos != "VBN":
                continue
            agent = _own_agent(analysis, passive)
            if agent is not None:
                return agent
    return None


def _own_agent(analysis: Analysis, verb: int) -> int | None:
    """The head of "by …" under a verb itself."""
    for kid in analysis.children(verb, "obl", "nmod"):
        if kid > verb and analysis.case_of(kid) == "by" and _is_agent(analysis, kid):
            return kid
    return None


def said_by_report(analysis: Analysis, verb: int) -> int | None:
    """The verb of what somebody says by report: is understood to have | told | colleagues.

    Args:
        analysis: of the article.
        verb: index of a verb that may be the passive one above it.
    """
    if not is_passive(analysis, verb) or analysis.verb_class(verb) not in STATING:
        return None
    return next(
        (
            kid
            for kid in analysis.children(verb, "xcomp")
            if kid > verb
            and analysis.verb_class(kid) in ("speech", "writing")
            and any(analysis.lemmas[aux] == "have" for aux in analysis.children(kid, "aux"))
        ),
        None,
    )


def shares_passive(analysis: Analysis, verb: int) -> bool:
    """Whether a verb is passive like the one before: "was rung by X and urged to go"."""
    words = analysis.parse.words
    governor = words[verb].head
    kids = analysis.parse.children[verb]
    return (
        words[verb].deprel == "conj"
        and words[verb].xpos in ("VBN", "VBD")
        and not any(words[kid].deprel.split(":")[0] in _OWN for kid in kids)
        and any(words[k].deprel == "aux:pass" for k in analysis.parse.children[governor])
        and _lacks_addressee(analysis, verb, governor)
    )


def _lacks_addressee(analysis: Analysis, verb: int, governor: int) -> bool:
    """Whether a verb without an object can only be passive: "urged to go", "told he would".

    "Warned that" and "asked whether" are passive after a verb of meeting: "was rung and warned".
    """
    lemma = analysis.lemmas[verb]
    if analysis.children(verb, "xcomp"):
        return lemma in _ASKED
    met = analysis.lemmas[governor] in _MEETING
    return bool(analysis.children(verb, "ccomp")) and (
        lemma in _INFORMED or (met and lemma in _TOLD)
    )


def _is_agent(analysis: Analysis, index: int) -> bool:
    """Whether "by X" names who acts: not "by force", unless the parser is sure, nor "by Monday"."""
    word = analysis.parse.words[index]
    if can_speak(analysis.parse, index):
        return True
    sure = word.deprel == "obl:agent" and word.upos in _NOMINAL - {"NUM"}  # "by many"
    return sure and analysis.lemmas[index] not in _TIMES


def owner_of(analysis: Analysis, noun: int) -> int | None:
    """The possessor of a noun: "Trump’s claim", "their view"."""
    owners = analysis.children(noun, "nmod:poss")
    return owners[0] if owners else None


@asked_once
def is_passive(analysis: Analysis, verb: int) -> bool:
    """Whether a verb is passive, by its auxiliary or subject, or a bare past participle."""
    words = analysis.parse.words
    kids = analysis.parse.children[verb]
    if any(words[kid].deprel in ("aux:pass", "nsubj:pass") for kid in kids):
        return True
    if shares_passive(analysis, verb):
        return True
    if any(words[kid].deprel == "aux" and analysis.lemmas[kid] == "have" for kid in kids):
        return False
    if words[verb].xpos not in ("VBN", "VBD"):
        return False
    if any(is_subject(words[kid].deprel) or words[kid].deprel == "aux" for kid in kids):
        return words[verb].deprel == "amod"
    if words[verb].deprel in ("acl", "acl:relcl", "amod", "xcomp"):
        return words[verb].xpos == "VBN"  # "stands accused of"
    return words[verb].deprel == "advcl"  # "as reported by", "asked whether"


def _own_subject(analysis: Analysis, verb: int) -> int | None:
    """The nearest subject that is no time, as it is in "this month rejected".

    In "heard Lee telling the police" a parser may take Lee for one who was told.
    """
    words = analysis.parse.words
    before = ("iobj",) if words[verb].xpos == "VBG" else ()
    kids = [
        kid
        for kid in analysis.parse.children[verb]
        if (is_subject(words[kid].deprel) or (kid < verb and words[kid].deprel in before))
        and analysis.lemmas[kid] not in _TIMES
    ]
    return min(kids, key=lambda kid: abs(kid - verb)) if kids else None


def _beside(analysis: Analysis, verb: int) -> int | None:
    """The head of a noun phrase that ends right before a finite verb without a subject."""
    words = analysis.parse.words
    if words[verb].xpos not in ("VBD", "VBZ", "VBP"):
        return None
    first = min([verb, *(k for k in analysis.children(verb, "aux", "advmod", "cop") if k < verb)])
    head = _nominal_before(analysis, first, words[verb].sentence)
    if head is None:
        return None
    aside = words[head].head  # "Lee, contradicting Hill, said"
    if words[head].deprel in ("obj", "obl") and aside >= 0 and words[aside].xpos == "VBG":
        start = min(i for i in analysis.parse.subtree(aside) if words[i].upos != "PUNCT")
        if start > 0 and start < head and words[start - 1].text in (",", "—", "–"):
            before = _nominal_before(analysis, start, words[verb].sentence)
            return head if before is None else before
    return head


def _nominal_before(analysis: Analysis, first: int, sentence: int) -> int | None:
    """The head of the noun phrase that ends before a word, commas and days left out."""
    words = analysis.parse.words
    last = first - 1
    while last >= 0 and (words[last].upos == "PUNCT" or analysis.lemmas[last] in _TIMES):
        if words[last].text not in _SEPARATORS and words[last].upos == "PUNCT":
            return None
        last -= 1
    if last < 0 or words[last].sentence != sentence:
        return None
    if words[last].upos not in ("PROPN", "NOUN", "PRON"):
        return None
    head = last
    for _ in range(_DEPTH):
        above = words[head].head
        if above < 0 or above > last or words[above].upos not in ("PROPN", "NOUN", "PRON"):
            break
        head = above
    return head


def source_of(analysis: Analysis, verb: int) -> tuple[SourceSpan | None, str]:
    """The source of a reporting verb, and the rule that found it.

    It is the verb's own subject or agent, or the one that it shares with the verb above: "Lee came
    and said". The rule then begins with "shared-".

    Args:
        analysis: of the article.
        verb: index of the verb.

    Returns:
        (source, rule); (None, rule) where the sentence gives nobody.
    """
    current, shared = verb, ""
    for _ in range(_DEPTH):
        found = _own_source(analysis, current, verb) or _source_above(analysis, current)
        if found is not None:
            head, rule = found
            source = None if head is None else noun_phrase(analysis, head, verb)
            return source, shared + rule
        current, shared = analysis.parse.words[current].head, "shared-"
    return None, shared + "none"


_Found = tuple[int | None, str]
"""The head of a source, None where there is nobody, and the rule that found it."""


def _leads_to_speech(analysis: Analysis, verb: int) -> bool:
    """Whether the subject of a passive verb is who speaks: "is expected to say"."""
    return analysis.lemmas[verb] in _PLANS and any(
        analysis.verb_class(kid) in ("speech", "writing")
        for kid in analysis.children(verb, "xcomp")
    )


def _own_source(analysis: Analysis, current: int, verb: int) -> _Found | None:
    """The agent or subject of a verb; None where the verb above may have it.

    Args:
        analysis: of the article.
        current: index of the verb.
        verb: the reporting verb, whose source is looked for.
    """
    words = analysis.parse.words
    if current == verb and is_passive(analysis, verb):
        agent = agent_of(analysis, verb)
        if agent is not None:
            return agent, "agent"
        if not _leads_to_speech(analysis, verb):
            return None, "passive"
    subject = _own_subject(analysis, current)
    if subject is not None:
        return subject, "subject"
    if any(words[kid].deprel == "expl" for kid in analysis.parse.children[current]):
        return None, "expletive"
    if current == verb:
        beside = _beside(analysis, verb)
        if beside is not None:
            return beside, "beside"
    return None


def _source_above(analysis: Analysis, current: int) -> _Found | None:
    """The noun or object above a verb that is its subject; None if the source is further up."""
    word = analysis.parse.words[current]
    if word.head < 0:
        return None, "none"
    relation = word.deprel.split(":")[0]
    if relation == "acl":
        acts = word.xpos == "VBG" or word.deprel == "acl:relcl"
        return (word.head, "modified-noun") if acts else (None, "none")
    objects = analysis.children(word.head, "obj", "iobj")
    if relation == "xcomp" and analysis.parse.words[word.head].upos in _GOVERNORS:
        return (objects[0], "controlled-object") if objects and objects[0] < current else None
    if relation == "ccomp" and word.xpos == "VBG" and objects and word.head < objects[-1] < current:
        return objects[-1], "controlled-object"  # a video shows Lee saying that …
    shares = relation in _SHARING or (relation == "ccomp" and word.xpos in ("VBG", "VB"))
    return None if shares else (None, "none")


def subject_of(parse: Parse, first: int, last: int) -> int | None:
    """The subject of the highest verb among some words of a sentence, None if it has none there.

    Args:
        parse: the parse.
        first: index of the first word.
        last: index of the last word.
    """
    words = parse.words
    for top in parse.tops(first, last + 1):
        for kid in parse.children[top]:
            if first <= kid <= last and is_subject(words[kid].deprel):
                return kid
    return None


def addressee_of(analysis: Analysis, verb: int, *, quoted: bool = False) -> SourceSpan | None:
    """The addressee: "told reporters", "said to Congress", "reporters were told by".

    Args:
        analysis: of the article.
        verb: the reporting verb.
        quoted: the content is a quotation outside the clause, so that an object is no content.
    """
    words = analysis.parse.words
    for kid in analysis.children(verb, "iobj"):
        return noun_phrase(analysis, kid)
    clause = quoted or analysis.children(verb, "ccomp", "xcomp", "parataxis")
    for kid in analysis.children(verb, "obj"):
        if clause and kid > verb and _is_addressed(analysis, kid):
            return noun_phrase(analysis, kid)
    for kid in analysis.children(verb, "obl"):
        if analysis.case_of(kid) == "to" and kid > verb and words[kid].upos != "VERB":
            return noun_phrase(analysis, kid)
    if words[verb].lemma in _INFORMED:  # "shareholders were told by"
        for kid in analysis.children(verb, "nsubj:pass"):
            return noun_phrase(analysis, kid)
    return None


def _is_addressed(analysis: Analysis, index: int) -> bool:
    """Whether an object is somebody outside quotation marks, not something that is said."""
    return (
        analysis.parse.words[index].upos in ("NOUN", "PROPN", "PRON")
        and analysis.parse.words[index].text.lower() not in ("it", "that", "this", "what")
        and not _is_aside(analysis, index)
        and index not in analysis.mark_of_word
    )


def _is_aside(analysis: Analysis, index: int) -> bool:
    """Whether a comma comes before a phrase: noted, cup in hand, that …"""
    words = analysis.parse.words
    first = next((i for i in analysis.parse.subtree(index) if words[i].upos != "PUNCT"), index)
    return first > 0 and words[first - 1].text == ","


def source_beside(analysis: Analysis, verb: int, first: int) -> SourceSpan | None:
    """The noun phrase next to a verb, where the parse gives it no subject."""
    words = analysis.parse.words
    start = verb_group(analysis, verb)[0]
    before = [i for i in range(first, start) if words[i].upos in _NOMINAL]
    if before:
        heads = [i for i in before if words[i].head not in range(first, start)]
        head = next((i for i in heads if words[i].upos != "DET"), before[0])
        last = start - 1
        while last > first and words[last].upos in ("PUNCT", "ADV"):
            last -= 1
        return SourceSpan(words[first].start, words[last].end, head)
    after = verb + 1
    if after >= len(words) or words[after].upos not in _NOMINAL:
        return None
    head = after
    while (
        words[head].head > head
        and words[words[head].head].upos in _NOMINAL
        and words[head].head - after <= _CLIMB
    ):
        head = words[head].head
    return noun_phrase(analysis, head)


@attrs.frozen
class ReportingVerb:
    """What all candidates of one verb share: everything but the content.

    Attributes:
        head: index of the verb.
        cue: words of the verb group, last exclusive.
        lemma, cue_class: of the verb.
        source: who, as written.
        source_rule: how the source was found.
    """

    head: int
    cue: tuple[int, int]
    lemma: str
    cue_class: str
    source: SourceSpan | None
    source_rule: str

    def candidate(self, pattern: str, content: Pieces, **changes: Any) -> Candidate:
        """A candidate of this verb.

        Args:
            pattern: name of the pattern.
            content: code point pieces.
            changes: other fields of the candidate, in place of the verb's own.
        """
        own: dict[str, Any] = {
            "head": self.head,
            "cue": (self.cue,),
            "lemma": self.lemma,
            "cue_class": self.cue_class,
            "source": self.source,
            "source_rule": self.source_rule,
        }
        return Candidate(pattern, content=content, **(own | changes))


@asked_once
def reporting_verb(analysis: Analysis, verb: int) -> ReportingVerb:
    """A verb as a cue, with its source.

    Args:
        analysis: of the article.
        verb: index of the verb.
    """
    source, rule = source_of(analysis, verb)
    return ReportingVerb(
        head=verb,
        cue=verb_group(analysis, verb),
        lemma=analysis.lemmas[verb],
        cue_class=analysis.verb_class(verb),
        source=source,
        source_rule=rule,
    )
