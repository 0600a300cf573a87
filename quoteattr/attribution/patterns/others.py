"""Patterns without a reporting verb: adjectives, "according to", "in X's words"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    Candidate,
    is_subject,
    pieces_of,
    pieces_of_mark,
)
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.sources import can_speak, is_passive, noun_phrase, owner_of, source_of
from quoteattr.words.cues import word_list

__all__ = [
    "adjective_candidates",
    "hearing_candidates",
    "preposition_candidates",
]

_NOUN_PREPOSITIONS = word_list("noun prepositions")
_SUBJECTLESS = frozenset(("conj", "xcomp", "advcl", "acl", "amod"))
_MODIFIERS = frozenset(("acl", "amod"))
_DOCUMENTS = word_list("poll nouns")
_WORDS = word_list("word nouns")
_HEARING = word_list("hearing bodies")
_FOR_BODIES = frozenset(("it", "they"))
_SENTENCES = 6  # about one court, at most, that begin with the same pronoun
_LINKS = " ,:\u00a0"
_BESIDE = 20  # blanks and commas between "in X's words" and the quotation, at most


def adjective_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """X is confident that …; was happy to …; is critical of …"""
    parse = analysis.parse
    for word in parse.words:
        if (
            word.upos not in ("ADJ", "VERB")
            or word.lemma.lower() not in analysis.lexicon.adjectives
        ):
            continue
        head = word.index
        subjects = [k for k in parse.children[head] if is_subject(parse.words[k].deprel)]
        if not subjects and word.deprel not in _SUBJECTLESS:
            continue
        source, rule = source_of(analysis, head)
        if source is None and word.deprel in _MODIFIERS:
            source, rule = noun_phrase(analysis, word.head, head), "modified-noun"
        for kid in parse.children[head]:
            pattern, particle, drop = _adjective_pattern(analysis, kid, head)
            if not pattern:
                continue
            content = pieces_of(parse, set(parse.subtree(kid)) - drop)
            if content:
                yield Candidate(
                    pattern=pattern,
                    head=head,
                    cue=(verb_group(analysis, head, min(drop, default=None)),),
                    lemma=analysis.lemmas[head],
                    cue_class=analysis.lexicon.adjectives[word.lemma.lower()],
                    content=content,
                    source=source,
                    source_rule=rule,
                    particle=particle,
                )


def _adjective_pattern(analysis: Analysis, kid: int, head: int) -> tuple[str, str, set[int]]:
    relation = analysis.parse.words[kid].deprel.split(":")[0]
    if kid < head:
        return "", "", set()
    if relation == "ccomp":
        return "adjective-clause", "", set()
    if relation in ("xcomp", "advcl"):
        return "adjective-infinitive", analysis.case_of(kid) or "", set()
    preposition = analysis.case_of(kid)
    if relation in ("obl", "nmod") and preposition in _NOUN_PREPOSITIONS:
        return "adjective-phrase", preposition or "", set(analysis.children(kid, "case"))
    return "", "", set()


def hearing_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """The court heard …: statements without a source.

    Args:
        analysis: of the article.
    """
    words = analysis.parse.words
    for word in words:
        if word.upos != "VERB" or analysis.lemmas[word.index] != "hear":
            continue
        bodies = [
            kid
            for kid in analysis.children(word.index, "nsubj")
            if kid < word.index and _is_hearing_body(analysis, kid)
        ]
        if not bodies or is_passive(analysis, word.index):
            continue
        clauses = analysis.children(word.index, "ccomp")
        heard = (i for clause in clauses for i in analysis.parse.subtree(clause))
        content = pieces_of(analysis.parse, heard)
        if content:
            yield Candidate(
                pattern="heard",
                head=word.index,
                cue=(verb_group(analysis, word.index),),
                lemma="hear",
                cue_class="speech",
                content=content,
                addressee=noun_phrase(analysis, bodies[0], word.index),
                source_rule="none",
            )


def _is_hearing_body(analysis: Analysis, subject: int) -> bool:
    """Whether a subject is a court, or "it" or "they" after sentences about one."""
    words = analysis.parse.words
    pronoun = words[subject].text.lower()
    sentence = words[subject].sentence
    body: int | None = subject
    for before in range(sentence - 1, max(sentence - _SENTENCES, 0) - 1, -1):
        if body is None or pronoun not in _FOR_BODIES or words[body].text.lower() != pronoun:
            break
        body = _main_subject(analysis, before)
        told = _told(analysis, body) if body is not None and pronoun == "it" else None
        body = body if told is None else told
    return body is not None and analysis.lemmas[body] in _HEARING


def _main_subject(analysis: Analysis, sentence: int) -> int | None:
    """The subject of a sentence's main verb; None where it has none."""
    words = analysis.parse.words
    for index in analysis.parse.sentence_words(sentence):
        if words[index].head < 0:
            return next(iter(analysis.children(index, "nsubj")), None)
    return None


def _told(analysis: Analysis, subject: int) -> int | None:
    """The one who was told something by a subject that is a name."""
    named = analysis.parse.entity_at.get(subject)
    if named is None or named.label != "PERSON":
        return None
    verb = analysis.parse.words[subject].head
    return next(iter(analysis.children(verb, "obj", "iobj")), None)


def preposition_candidates(analysis: Analysis) -> Iterator[Candidate]:
    """According to X, …; …, per X; in X's words, …; in the view of X, …"""
    parse = analysis.parse
    for word in parse.words:
        if word.text.lower() == "according":
            yield from _according(analysis, word.index)
        elif word.text.lower() == "per":
            yield from _per(analysis, word.index)
        elif word.upos == "NOUN" and analysis.lemmas[word.index] in _DOCUMENTS:
            yield from _in_document(analysis, word.index)
        elif word.lemma.lower() in _WORDS:
            owner = owner_of(analysis, word.index)
            if owner is None:
                owner = _owner_after(analysis, word.index)
            if owner is None or analysis.case_of(word.index) not in ("in", "to", "by"):
                continue
            first = min(analysis.children(word.index, "case"), default=word.index)
            cue = (first, word.index + 1)
            yield from _beside_words(analysis, word.index, owner, cue)


def _owner_after(analysis: Analysis, noun: int) -> int | None:
    """The possessor in an of-phrase: "in the words of its chairman, Ann Lee, “…”"."""
    phrases = analysis.children(noun, "nmod")
    return next((kid for kid in phrases if analysis.case_of(kid) == "of"), None)


def _in_document(analysis: Analysis, noun: int) -> Iterator[Candidate]:
    """In a Tufts poll, …; … in most surveys"""
    cases = analysis.children(noun, "case", "mark")
    if analysis.parse.words[noun].deprel == "obl" and analysis.case_of(noun) in ("in", "per"):
        cue = (min(cases), min(cases) + 1)
        lemma = analysis.lemmas[cue[0]]
        yield from _around(analysis, (noun,), noun, "in-document", lemma, cue)


def _beside_words(
    analysis: Analysis, noun: int, owner: int, cue: tuple[int, int]
) -> Iterator[Candidate]:
    """In X's words, “…”: the quotation right after the phrase is the content."""
    parse = analysis.parse
    source = noun_phrase(analysis, owner)
    end = max(parse.words[noun].end, source.end)
    mark = analysis.mark_from(end)
    sentence = parse.sentence_words(parse.words[noun].sentence)
    if mark is None or not mark.closed:
        return
    if mark.span.start - end <= _BESIDE and not parse.text[end : mark.span.start].strip(_LINKS):
        content = pieces_of_mark(mark)
    elif cue[0] == sentence[0] and mark.span.end <= parse.words[sentence[-1]].end:
        rest = [i for i in sentence if parse.words[i].start >= end]
        content = pieces_of(parse, rest)  # "In the words of X, the plan is “a joke”"
    else:
        return
    yield Candidate(
        pattern="in-words",
        head=noun,
        cue=(cue,),
        lemma=analysis.lemmas[noun],
        cue_class="speech",
        content=content,
        source=source,
        source_rule="owner",
    )


def _according(analysis: Analysis, index: int) -> Iterator[Candidate]:
    parse = analysis.parse
    if index + 1 >= len(parse.words) or parse.words[index + 1].text.lower() != "to":
        return
    tops = analysis.according_to(index)
    if tops and tops[-1] != index:
        cue = (index, index + 2)
        yield from _around(analysis, tops, tops[-1], "according-to", "accord", cue)


def _per(analysis: Analysis, index: int) -> Iterator[Candidate]:
    """…, per X; …, as per X: set off by a comma, and no bare noun ("per person")."""
    words = analysis.parse.words
    first = index - 1 if index and words[index - 1].text.lower() == "as" else index
    noun = words[first].head
    apart = first == analysis.parse.sentence_words(words[index].sentence)[0]
    apart = apart or words[first - 1].text == ","
    if words[first].deprel != "case" or noun <= index or not apart:
        return
    bare = noun == index + 1 and words[noun].upos != "PROPN"
    if not bare and can_speak(analysis.parse, noun):
        cue = (first, index + 1)
        yield from _around(analysis, (noun,), noun, "according-to", "accord", cue)


def _around(
    analysis: Analysis,
    tops: Sequence[int],
    source: int,
    pattern: str,
    lemma: str,
    cue: tuple[int, int],
) -> Iterator[Candidate]:
    """The clause that a phrase hangs on, without the phrase, is the content."""
    parse = analysis.parse
    governor = parse.words[tops[0]].head
    if governor < 0:
        return
    inner = {index for top in tops for index in parse.subtree(top)}
    sentence = parse.sentence_words(parse.words[tops[0]].sentence)
    near = set(parse.subtree(governor)) - inner
    for name, indices in ((pattern, near), (pattern + "-sentence", set(sentence) - inner)):
        content = pieces_of(parse, indices)
        if not content or (name != pattern and len(indices) <= len(near) + 1):
            continue
        yield Candidate(
            pattern=name,
            head=cue[0],
            cue=(cue,),
            lemma=lemma,
            cue_class="speech",
            content=content,
            source=noun_phrase(analysis, source),
            source_rule="preposition",
        )
