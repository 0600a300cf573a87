"""What grammar corrects in the sources and addressees of all patterns.

A source is somebody: no adverb, no determiner or adjective alone, no title of a work in brackets.
"""

from __future__ import annotations

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import Attribution, Candidate
from quoteattr.attribution.sources import agent_of, is_passive, noun_phrase
from quoteattr.relations import SourceSpan
from quoteattr.words.cues import word_list

__all__ = ["addressees_end_at_contents", "sources_are_somebody"]

_TIMES = word_list("times")
_TOLD = word_list("told verbs")
_NOMINAL = frozenset(("PROPN", "NOUN", "PRON", "NUM"))
_SEPARATORS = frozenset((",", "–", "—"))
_ADDRESSED = 8  # words of an addressee and a colon
_ARTICLES = frozenset(("the", "a", "an"))
_IN_NAMES = frozenset(("PROPN", "NOUN", "ADJ"))


def sources_are_somebody(
    analysis: Analysis, found: tuple[Attribution, ...]
) -> tuple[Attribution, ...]:
    """Correct sources that are not a noun phrase of a speaker.

    - “…,” I was told by Martin Cole: the agent of a passive cue, where there is no source.
    - The court last week ruled; Hale further added: the adverb is the cue's.
    - “Russian” in "Russian representatives … insist": the whole phrase. An attribution to a
      determiner or adjective whose noun lies in the content is none.
    - He treated her “like a toy”: he did not say it, so that it has no source.
    - Charlie Dunn (“The Find”) remembers: the source is the man, not his film.

    Args:
        analysis: of the article.
        found: the attributions so far.
    """
    out = []
    for item in found:
        candidate = item.candidate
        source = candidate.source
        if source is None:
            source = _agent(analysis, candidate)
        elif _is_figurative(analysis, candidate):
            source = None
        elif candidate.pattern.family != "colon" and _is_modifier(
            analysis, source
        ):  # “A: We wait.”
            source = _modified(analysis, candidate, source)
            if source is None:
                continue
        else:
            source = _before_bracket(analysis, candidate, source) or source
            source = _without_adverbs(analysis, source)
        if source != candidate.source:
            item = attrs.evolve(item, candidate=attrs.evolve(candidate, source=source))
        out.append(item)
    return tuple(out)


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
    if first is None or not item.candidate.cue or start in analysis.starting_marks:
        return item
    colon = next(
        (i for i in range(first, min(first + _ADDRESSED, len(words))) if words[i].text == ":"), None
    )
    quoted = colon is not None and colon + 1 < len(words) and words[colon + 1].start
    if not quoted or quoted not in analysis.starting_marks or quoted >= end:
        return item
    told = words[first - 1].text == "to" or analysis.lemmas[item.candidate.head] in _TOLD
    if item.candidate.cue[-1][1] != first or not told:
        return item
    content = ((quoted, end), *item.content[1:])
    return attrs.evolve(item, candidate=attrs.evolve(item.candidate, content=content))


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
    words = [i for i in analysis.parse.words_within(addressee.start, min(starts)) if i >= 0]
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


def _is_figurative(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether all that is quoted modifies a verb that reports nothing."""
    if candidate.cue_class != "other" or not candidate.cue:
        return False
    parse = analysis.parse
    marks = [
        mark for start, end in candidate.content for mark in analysis.touching(None, start, end)
    ]
    if len(marks) != 1 or analysis.level_of(candidate.head) is not None:
        return False
    inside = parse.words_within(marks[0].inner[0].start, marks[0].inner[0].end)
    tops = [i for i in inside if parse.words[i].head not in inside]
    if len(tops) != 1 or parse.words[tops[0]].head != candidate.head:
        return False
    cases = analysis.children(tops[0], "case", "mark")
    phrase = parse.words[tops[0]].deprel.split(":")[0] in ("obl", "advcl")
    return phrase and any(kid in inside for kid in cases)


def _is_modifier(analysis: Analysis, source: SourceSpan) -> bool:
    """Whether a source is only an article, or an adjective of a noun right of it."""
    words = analysis.parse.words
    inside = analysis.parse.words_within(source.start, source.end)
    if not all(words[i].deprel == "amod" or analysis.lemmas[i] in _ARTICLES for i in inside):
        return False
    governor = words[source.head].head
    bare = all(analysis.lemmas[i] in _ARTICLES for i in inside)
    return bool(inside) and (bare or (governor > inside[-1] and words[governor].upos in _NOMINAL))


def _modified(analysis: Analysis, candidate: Candidate, source: SourceSpan) -> SourceSpan | None:
    """The phrase of the noun that a source only modifies; None if it lies in cue or content."""
    noun = analysis.parse.words[source.head].head
    if noun < 0 or analysis.parse.words[noun].upos not in _NOMINAL:
        return None
    whole = noun_phrase(analysis, noun, candidate.head)
    cue = any(first <= noun < last for first, last in candidate.cue)
    at = analysis.parse.words[noun].start
    if cue or any(start <= at < end for start, end in candidate.content):
        return None
    cut = [start for start, _ in candidate.content if whole.start < start < whole.end]
    if cut:
        words = analysis.parse.words
        return SourceSpan(whole.start, words[noun].end, noun)
    return whole


def _without_adverbs(analysis: Analysis, source: SourceSpan) -> SourceSpan:
    """A source without the adverbs and times at its end, which belong to the verb."""
    words = analysis.parse.words
    inside = list(analysis.parse.words_within(source.start, source.end))
    kept = list(inside)
    while kept and kept[-1] > source.head:
        last = kept[-1]
        tail = _time_before(analysis, source.head, last, kept)
        if tail is not None:
            kept = [i for i in kept if i < tail]
        elif _is_adverb(analysis, last, inside) or (
            words[last].text in _SEPARATORS and len(kept) < len(inside)
        ):
            kept.pop()
        else:
            break
    if len(kept) == len(inside) or source.head not in kept:
        return source
    return SourceSpan(source.start, words[kept[-1]].end, source.head)


def _is_adverb(analysis: Analysis, index: int, inside: list[int]) -> bool:
    """Whether a word is an adverb of something outside a source, and no part of a name."""
    word = analysis.parse.words[index]
    adverb = word.upos == "ADV" and word.deprel == "advmod"
    if word.deprel == "amod" and word.head == index + 1:  # the court last | week
        adverb = analysis.lemmas[word.head] in _TIMES
    return adverb and word.head not in inside and index not in analysis.parse.entity_at


def _time_before(analysis: Analysis, head: int, last: int, kept: list[int]) -> int | None:
    """The first word of a time without preposition that ends with a word: last week, Monday.

    Of "a report released Monday" the day is the release's, so that it belongs to the source.
    """
    words = analysis.parse.words
    if words[last].head in kept and words[last].head != head:
        return None
    if analysis.lemmas[last] not in _TIMES or not words[last].deprel.endswith(":unmarked"):
        return None
    tree = analysis.parse.subtree(last)
    whole = set(tree) <= set(kept) and tree[-1] == last and tree[-1] - tree[0] == len(tree) - 1
    named = last in analysis.parse.entity_at and analysis.parse.entity_at[last].label not in (
        "DATE",
        "TIME",
    )
    return tree[0] if whole and not named else None


def _before_bracket(
    analysis: Analysis, candidate: Candidate, source: SourceSpan
) -> SourceSpan | None:
    """The name before a bracket of quoted titles, one of which was taken for the source."""
    level = analysis.level_of(source.head)
    if level is None or level == analysis.level_of(candidate.head):
        return None
    parse = analysis.parse
    start = analysis.marks[level].span.start
    opening = parse.text.rfind("(", max(start - 200, 0), start)
    if opening < 0:
        return None
    between = parse.words_within(opening + 1, start)
    if any(i not in analysis.mark_of_word and parse.words[i].upos != "PUNCT" for i in between):
        return None
    last = next(iter(reversed(parse.words_within(max(opening - 60, 0), opening))), None)
    if last is None or parse.words[last].upos != "PROPN":
        return None
    first = last
    while (
        first > 0
        and parse.words[first - 1].upos in _IN_NAMES
        and parse.words[first - 1].sentence == parse.words[last].sentence
    ):
        first -= 1
    run = range(first, last + 1)
    head = next((i for i in run if parse.words[i].head not in run), last)
    return SourceSpan(parse.words[first].start, parse.words[last].end, head)
