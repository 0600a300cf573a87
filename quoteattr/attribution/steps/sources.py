"""What grammar corrects in the sources and addressees of all patterns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Candidate, holds, in_text_order
from quoteattr.attribution.sources import (
    agent_of,
    can_speak,
    is_passive,
    noun_phrase,
    shares_passive,
)
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import word_list
from quoteattr.words.nouns import noun_sense

__all__ = [
    "addressees_are_no_sources",
    "addressees_end_at_contents",
    "hearsay_has_no_source",
    "passive_sources",
    "receivers_are_no_sources",
    "shared_sources_outside_contents",
]

_AROUND = 50  # contents that begin before a subject and may hold it
_TOLD = word_list("told verbs")
_RECEIVING = word_list("verbs of receiving words")
_DOCUMENTS = word_list("documents that speak for their issuers")
_HEARSAY = word_list("nouns of hearsay")
_ADDRESSED = 8  # words of an addressee and a colon


def addressees_are_no_sources(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Make the subject of a passive the addressee, not the source: "Reagan was asked how …".

    Args:
        analysis: of the article; without labels nothing changes.
        found: the attributions so far.
    """
    if analysis.labels is None:
        return found
    return tuple(
        _unsourced(item)
        if (item.candidate.labelled or item.candidate.source_rule == "beside")
        and _is_told(analysis, item.candidate)
        else _addressed(analysis, item)
        for item in found
    )


def passive_sources(analysis: Analysis, found: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Give a passive cue without a source its agent: “…,” I was told by Martin Cole.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(
        _with_agent(item, agent)
        if item.candidate.source is None and (agent := _agent(analysis, item.candidate))
        else item
        for item in found
    )


def receivers_are_no_sources(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give words to their sender, not their receiver: Lee got a letter from the bank saying that …

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(_from_sender(analysis, item) for item in found)


def _from_sender(analysis: Analysis, item: Attribution) -> Attribution:
    """Received a letter from the bank saying that …; heard from the bank that …"""
    candidate, source = item.candidate, item.candidate.source
    words = analysis.parse.words
    cue = [i for first, last in candidate.cue for i in range(first, last)]
    verb = -1 if source is None else words[source.head].head
    if verb < 0 or analysis.lemmas[verb] not in _RECEIVING:
        return item
    if verb not in cue and not _says_document(analysis, candidate.head, verb):
        return item
    saying = [i for i in cue if i > verb and words[i].xpos == "VBG"]
    received = analysis.children(verb, "obj")
    nouns = (
        *analysis.children(verb, "obl"),
        *(kid for noun in received for kid in analysis.children(noun, "nmod")),
        *(kid for i in saying for kid in analysis.children(i, "iobj")),
    )
    senders = [kid for kid in nouns if kid > verb and analysis.case_of(kid) == "from"]
    if not saying:
        senders = [kid for kid in senders if can_speak(analysis.parse, kid)]
    owns = analysis.lemmas[verb] == "have"  # has an ad saying so: her own
    speakers = senders or (received if saying and not owns else [])
    given = noun_phrase(analysis, speakers[0], saying[-1] if saying else None) if speakers else None
    if given is None or given.end > item.content[0][0]:
        return item
    own = ((saying[0], cue[-1] + 1),) if saying and speakers[0] < saying[0] else candidate.cue
    changed = attrs.evolve(candidate, cue=own, source=given, source_rule="giver", addressee=source)
    return attrs.evolve(item, candidate=changed)


def _says_document(analysis: Analysis, saying: int, verb: int) -> bool:
    """Whether a participle under a verb of receiving goes with a document: got a note saying …"""
    words = analysis.parse.words
    if words[saying].head != verb or words[saying].xpos != "VBG" or saying < verb:
        return False
    received = [k for k in analysis.children(verb, "obj") if analysis.lemmas[k] in _DOCUMENTS]
    commas = sum(words[i].text == "," for i in range(verb, saying))
    return bool(received) and commas in (0, 2)  # two are around an apposition


def shared_sources_outside_contents(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Give a verb no subject that another verb reports on: The gate held, Lee said, adding that …

    The parse may hang the second verb on "held". Whoever says that the gate held adds something.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    outer = in_text_order(item for item in found if item.candidate.source is not None)
    starts = [item.content[0][0] for item in outer]
    return tuple(_with_outer_source(analysis, item, outer, starts) for item in found)


def _with_outer_source(
    analysis: Analysis, item: Attribution, outer: Sequence[Attribution], starts: Sequence[int]
) -> Attribution:
    candidate, words = item.candidate, analysis.parse.words
    if candidate.source is None or candidate.source_rule != "shared-subject":
        return item
    head, subject = candidate.head, candidate.source.head
    predicate = words[max(words[subject].head, 0)].start  # not "was cheered by", with its subject
    marks = analysis.mark_of_word
    quoted = subject in marks and marks[subject] != marks.get(head)
    at = bisect_right(starts, words[subject].start)
    around = [
        other
        for other in outer[max(at - _AROUND, 0) : at]
        if holds(other.content, words[subject].start)
        and holds(other.content, predicate)
        and (quoted or _ends_before_cue(analysis, other, head))
    ]
    if not around:
        return item
    source = max(around, key=lambda other: other.length).candidate.source
    return attrs.evolve(item, candidate=attrs.evolve(candidate, source=source))


def _ends_before_cue(analysis: Analysis, item: Attribution, verb: int) -> bool:
    """Whether a content ends before its own cue, which a verb of the same sentence follows."""
    words, cue = analysis.parse.words, item.candidate.head
    before = item.content[-1][1] <= words[cue].start
    return before and cue < verb and words[cue].sentence == words[verb].sentence


def hearsay_has_no_source(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Leave without a source what nobody in particular says: rumour has it, the story goes that …

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(
        attrs.evolve(item, candidate=attrs.evolve(item.candidate, source=None, source_rule="none"))
        if _is_hearsay(analysis, item.candidate)
        else item
        for item in found
    )


def _is_hearsay(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a source is a tale that goes round, not somebody's own: "his story goes that …"."""
    source = candidate.source
    if source is None or not candidate.cue or analysis.parse.words[source.head].upos != "NOUN":
        return False
    noun, sense = analysis.lemmas[source.head], noun_sense(analysis.lemmas[source.head])
    if analysis.children(source.head, "nmod:poss"):
        return False
    speaks = sense is not None and sense.kind in ("person", "group", "organization")
    goes = candidate.lemma == "go" and candidate.cue[-1][1] == candidate.head + 1  # not "goes on"
    if goes and analysis.kind_of(candidate.content, None) == "indirect":
        return not speaks or noun in _HEARSAY
    # "Legend has it" is a tale, "the club legend said" a person.
    return noun in _HEARSAY and not (speaks and analysis.children(source.head, "det", "compound"))


def addressees_end_at_contents(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """End an addressee where the content begins: told the committee, he tried to …

    The addressee is no part of the content: the inquest | was told | she had fallen. A quotation
    after a colon is the whole content: will say to | the voters: | “Are you serious?”

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    return tuple(
        _told_alone(
            analysis, _apart(analysis, _after_colon(analysis, _without_addressee(analysis, item)))
        )
        for item in found
    )


def _told_alone(analysis: Analysis, item: Attribution) -> Attribution:
    """An attribution whose cue ends before its addressee: told | reporters."""
    candidate = item.candidate
    told = analysis.lemmas[candidate.head] in _TOLD
    if candidate.addressee is None or not candidate.cue or not told:
        return item
    (first, last), words = candidate.cue[-1], analysis.parse.words
    left = [i for i in range(first, last) if words[i].start < candidate.addressee.start]
    ends = words[last - 1].end == candidate.addressee.end
    if not ends or len(left) == last - first or candidate.head not in left:
        return item
    cue = (*candidate.cue[:-1], (first, left[-1] + 1))
    return attrs.evolve(item, candidate=attrs.evolve(candidate, cue=cue))


def _after_colon(analysis: Analysis, item: Attribution) -> Attribution:
    """An attribution without the addressee between its cue and a colon before a quotation."""
    words, (start, end) = analysis.parse.words, item.content[0]
    first = analysis.parse.word_at(start)
    if first is None or not item.candidate.cue or _opens(analysis, start):
        return item
    colon = next(
        (i for i in range(first, min(first + _ADDRESSED, len(words))) if words[i].text == ":"), None
    )
    quoted = colon is not None and colon + 1 < len(words) and words[colon + 1].start
    if not quoted or not _opens(analysis, quoted) or quoted >= end:
        return item
    told = words[first - 1].text == "to" or analysis.lemmas[item.candidate.head] in _TOLD
    if item.candidate.cue[-1][1] != first or not told:
        return item
    content = ((quoted, end), *item.content[1:])
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))


def _opens(analysis: Analysis, offset: int) -> bool:
    """Whether an outer quotation mark begins at a code point."""
    mark = analysis.mark_from(offset)
    return mark is not None and mark.span.start == offset


def _without_addressee(analysis: Analysis, item: Attribution) -> Attribution:
    head = item.candidate.head
    if len(item.content) < 2 or analysis.lemmas[head] not in _TOLD:
        return item
    for kid in analysis.children(head, "nsubj"):
        addressee = noun_phrase(analysis, kid, head)
        rest = tuple(piece for piece in item.content if piece != (addressee.start, addressee.end))
        if rest != item.content and analysis.parse.words[kid].deprel == "nsubj:pass":
            candidate = attrs.evolve(item.candidate, content=rest, addressee=addressee)
            return attrs.evolve(item, candidate=candidate)
    return item


def _apart(analysis: Analysis, item: Attribution) -> Attribution:
    addressee = item.candidate.addressee
    if addressee is None:
        return item
    starts = [
        start for start, end in item.content if start < addressee.end and addressee.start < end
    ]
    if not starts:
        return item
    words = list(analysis.parse.words_within(addressee.start, min(starts)))
    while words and analysis.parse.words[words[-1]].upos in ("PUNCT", "SCONJ"):
        words.pop()
    kept = None
    if words and addressee.head in words:
        kept = SourceSpan(addressee.start, analysis.parse.words[words[-1]].end, addressee.head)
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, addressee=kept))


def _agent(analysis: Analysis, candidate: Candidate) -> SourceSpan | None:
    """The agent after "by", if it is outside the content."""
    head = candidate.head
    if not candidate.cue or analysis.parse.words[head].upos != "VERB":
        return None
    agent = agent_of(analysis, head) if is_passive(analysis, head) else None
    if agent is None or analysis.parse.words[agent].deprel != "obl:agent":
        return None
    source = noun_phrase(analysis, agent, head)
    inside = any(source.start < end and start < source.end for start, end in candidate.content)
    return None if inside else source


def _with_agent(item: Attribution, agent: SourceSpan) -> Attribution:
    candidate = attrs.evolve(item.candidate, source=agent, source_rule="agent")
    return attrs.evolve(item, candidate=candidate)


def _unsourced(item: Attribution) -> Attribution:
    """The source made the addressee."""
    old = item.candidate
    new = attrs.evolve(old, source=None, source_rule="none", addressee=old.addressee or old.source)
    return attrs.evolve(item, candidate=new)


def _addressed(analysis: Analysis, item: Attribution) -> Attribution:
    """An attribution without a source, where the one who is told something is the addressee."""
    candidate = item.candidate
    if candidate.source or candidate.addressee or analysis.lemmas[candidate.head] not in _TOLD:
        return item
    for kid in analysis.parse.children[candidate.head]:
        if candidate.cue and analysis.parse.words[kid].deprel == "nsubj:pass":
            addressee = noun_phrase(analysis, kid, candidate.head)
            return attrs.evolve(item, candidate=attrs.evolve(candidate, addressee=addressee))
    return item


def _is_told(analysis: Analysis, candidate: Candidate) -> bool:
    head = candidate.head
    shared = shares_passive(analysis, head)
    if candidate.source is None or not (shared or analysis.lemmas[head] in _TOLD):
        return False
    word = analysis.parse.words[candidate.source.head]
    if shared:
        head = analysis.parse.words[head].head
    return word.head == head and word.deprel == "nsubj:pass"
