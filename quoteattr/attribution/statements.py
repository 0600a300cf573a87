"""How probable it is that an editor calls an attribution a quote.

Attribution also finds topics, plans, actions and attitudes of somebody. ``statement`` is the
probability that somebody said, wrote or stated the content as a belief, and that it is complete.
``python -m quoteattr.training statements`` estimates the weights (``data/statements.tsv``) from
articles whose attributions people have judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log2

import attrs

from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.candidates import (
    FRONTED_CONDITION,
    Attribution,
    Candidate,
    is_subject,
)
from quoteattr.attribution.cues import is_modal, is_negated
from quoteattr.attribution.quotations import quote_kind
from quoteattr.attribution.sources import can_speak, is_passive
from quoteattr.linear import LogLinear, load, log_odds
from quoteattr.syntax import Word
from quoteattr.text.mark_tokens import CLOSING, STRAIGHT
from quoteattr.words.names import noun_sense

__all__ = ["TABLE", "statement_features", "statement_probability"]

TABLE = "statements.tsv"

_FIRST_PERSON = frozenset(("i", "we"))
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))
_ASKING = frozenset(("ask", "question", "quiz"))
_NOTHING = frozenset(("nothing", "little"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "DET"))
_CASES = ("case", "mark")
_ENDS = (".", "!", "?", "…", ":", *CLOSING, *STRAIGHT)
_LONGEST = 6  # log2 of the words of a content
_BEFORE = 50  # code points before a content in which the character before it is sought
_FAR = 4  # log2 of the words between cue and content
_MISSING = 3  # words before a content that may belong to its first phrase
_OF_PHRASE = frozenset(("det", "amod", "compound", "nummod", "aux", "cop", "nsubj", "neg"))
_BARE_FORMS = {"VBG": "ing", "VBN": "participle"}


def statement_probability(
    analysis: Analysis,
    item: Attribution,
    parent: Attribution | None = None,
    model: LogLinear | None = None,
) -> float:
    """The probability that an editor calls an attribution a quote.

    Args:
        analysis: of the article.
        item: the attribution.
        parent: the one in whose content it lies.
        model: the weights; the shipped ones by default.
    """
    if _reports_nobody(analysis, item.candidate):
        return 0.0
    if FRONTED_CONDITION in item.notes:  # the weights were learned without
        candidate = attrs.evolve(item.candidate, content=item.content[1:])
        item = attrs.evolve(item, candidate=candidate)
    probability = (model or load(TABLE)).probability(statement_features(analysis, item, parent))
    # Corpora hold too few of these to learn a weight from.
    return max(probability, item.score) if item.candidate.pattern.certain else probability


def _reports_nobody(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether nobody says anything: "asked why, Lee left", "said nothing of it".

    "It goes without saying that …" has no speaker either.
    """
    if not candidate.cue:
        return False
    words, verb = analysis.parse.words, analysis.parse.words[candidate.head]
    asked = candidate.lemma in _ASKING and verb.deprel == "advcl"
    if asked and candidate.source is None and is_passive(analysis, verb.index):
        return True
    governor = analysis.lemmas[verb.head] if verb.head >= 0 else ""
    if candidate.lemma == "say" and governor == "go" and verb.xpos == "VBG":
        return True
    objects = analysis.children(candidate.head, "obj")
    return (
        any(analysis.lemmas[kid] in _NOTHING for kid in objects)
        and candidate.cue_class == "speech"
        and not analysis.children(candidate.head, "ccomp")
        and not any(words[i].xpos in _FINITE for i in analysis.spoken(candidate.content))
        and quote_kind(analysis, candidate) == "indirect"
    )


def statement_features(
    analysis: Analysis, item: Attribution, parent: Attribution | None = None
) -> Mapping[str, float]:
    """What shows whether an attribution is a quote, by name.

    Args:
        analysis: of the article.
        item: the attribution.
        parent: the one in whose content it lies.
    """
    out = {"bias": 1.0, "confidence": log_odds(item.score)}
    out.update(_label_values(analysis, item))
    for name in _names(analysis, item, parent):
        out[name] = 1.0
    return out


def _label_values(analysis: Analysis, item: Attribution) -> Iterator[tuple[str, float]]:
    """What the labeller says of the cue's head and of the words of the content."""
    labels, candidate = analysis.labels, item.candidate
    if labels is None or not candidate.cue:
        return
    yield "labels", 1.0
    yield "label-head", log_odds(labels.heads[candidate.head])
    row = labels.rows.get(candidate.head)
    if row is None:
        return
    chosen = set(analysis.spoken(candidate.content))
    values = dict(enumerate(row.content, start=row.first))
    inside = [values.get(i, 0.0) for i in chosen]
    silent = analysis.punctuation
    outside = (v for i, v in values.items() if i not in chosen and i not in silent)
    yield "label-row", 1.0
    if inside:
        total = sum(inside)
        yield "label-content", total / (len(inside) + sum(outside) or 1.0)
        yield "label-lowest", min(inside)
    if candidate.source is not None:
        at = candidate.source.head - row.first
        yield "label-source", row.source[at] if 0 <= at < len(row.source) else 0.0


def _names(analysis: Analysis, item: Attribution, parent: Attribution | None) -> Iterator[str]:
    candidate = item.candidate
    kind = quote_kind(analysis, candidate)
    form = _form(analysis, candidate)
    yield f"kind={kind}"
    yield f"form={form}"
    yield f"kind+form={kind} {form}"
    yield from _content_names(analysis, candidate, kind)
    yield from _place_names(analysis, candidate)
    yield f"parent={'none' if parent is None else quote_kind(analysis, parent.candidate)}"
    if parent is not None:
        yield f"parent+form={form}"
    if candidate.cue:
        yield from _cue_names(analysis, candidate, kind, form)
        yield from _source_names(analysis, candidate, kind)
    else:
        yield f"no-cue={candidate.pattern.name}"


def _cue_names(analysis: Analysis, candidate: Candidate, kind: str, form: str) -> Iterator[str]:
    words = analysis.parse.words
    head = words[candidate.head]
    group = f"{candidate.cue_class}-{head.upos}"
    yield f"labelled={candidate.labelled}"
    yield f"class={candidate.cue_class}"
    yield f"cue={group}"
    yield f"cue+form={group} {form}"
    yield f"cue+kind={group} {kind}"
    yield f"lemma={candidate.lemma}"
    yield f"lemma+form={candidate.lemma} {form}"
    yield f"cue-tag={head.xpos}"
    relation = head.deprel.split(":")[0]
    yield f"cue-relation={relation}"
    yield f"cue-relation+class={relation} {candidate.cue_class}"
    if head.head >= 0 and relation in ("xcomp", "advcl", "acl"):
        yield f"governor={analysis.verb_class(head.head)}"
        yield f"governor+relation={analysis.verb_class(head.head)} {relation}"
    if head.upos == "VERB":
        passive = is_passive(analysis, candidate.head)
        if passive:
            yield f"passive={'agent' if candidate.source is not None else 'no agent'}"
        own = any(is_subject(words[kid].deprel) for kid in analysis.parse.children[candidate.head])
        yield f"subject={own} {head.xpos}"
        if any(
            words[kid].deprel == "mark" and analysis.lemmas[kid] == "to"
            for kid in analysis.parse.children[candidate.head]
        ):
            yield "cue-infinitive"
            yield f"cue-infinitive={relation}"
    if is_negated(analysis, candidate.head):
        yield "negated"
        yield f"negated+class={candidate.cue_class}"
        yield f"negated+form={form}"
    if is_modal(analysis, candidate.head):
        yield "hypothetical"
        yield f"hypothetical+class={candidate.cue_class}"
        yield f"hypothetical+kind={kind}"
    if candidate.addressee is not None:
        yield "addressee"
        yield f"addressee+form={form}"
    yield f"via={bool(candidate.via)}"
    start, end = words[candidate.cue[0][0]].start, words[candidate.cue[-1][1] - 1].end
    before = candidate.content[-1][1] <= start
    gap = (
        analysis.parse.words_within(candidate.content[-1][1], start)
        if before
        else analysis.parse.words_within(end, candidate.content[0][0])
    )
    size = min(_FAR, int(log2(len(gap) + 1)))
    side = "before" if before else "after"
    yield f"side={side}"
    yield f"distance={side} {size}"


def _source_names(analysis: Analysis, candidate: Candidate, kind: str) -> Iterator[str]:
    who = _source_type(analysis, candidate)
    yield f"source={who}"
    yield f"source+class={who} {candidate.cue_class}"
    yield f"source+kind={who} {kind}"
    yield f"source-rule={candidate.source_rule}"
    source = candidate.source
    if source is None:
        return
    speaks = can_speak(analysis.parse, source.head)
    yield f"speaks={speaks}"
    yield f"speaks+class={speaks} {candidate.cue_class}"
    words = analysis.parse.words
    if words[source.head].upos == "NOUN":
        yield f"source-noun={analysis.lemmas[source.head]}"
    yield f"source-number={words[source.head].xpos}"
    ends = words[source.head].head
    yield f"source-of-cue={ends == candidate.head} {words[source.head].deprel}"


def _content_names(analysis: Analysis, candidate: Candidate, kind: str) -> Iterator[str]:
    """Length, quotation marks, and whether the content is whole."""
    chosen = analysis.spoken(candidate.content)
    size = min(_LONGEST, int(log2(len(chosen) + 1)))
    yield f"length={size}"
    yield f"length+kind={size} {kind}"
    yield f"pieces={min(3, len(candidate.content))}"
    if not chosen:
        yield "content=empty"
        return
    yield from _quoted_names(analysis, candidate, chosen)
    yield from _top_names(analysis, candidate, chosen)
    yield from _verb_names(analysis, chosen, kind)
    yield from _cut_names(analysis, chosen, kind)
    yield from _opening_names(analysis, candidate, chosen)


def _quoted_names(analysis: Analysis, candidate: Candidate, chosen: Sequence[int]) -> Iterator[str]:
    """How much of a content is in quotation marks that the cue is outside of."""
    level = analysis.level_of(candidate.head) if candidate.cue else None
    quoted = sum(analysis.mark_of_word.get(i) not in (None, level) for i in chosen)
    if quoted:
        share = min(3, 4 * quoted // len(chosen))
        yield f"quoted-share={share}"
        yield f"quoted-words={min(_LONGEST, int(log2(quoted + 1)))}"
        yield f"quoted={share} {min(3, int(log2(quoted + 1)))}"


def _top_names(analysis: Analysis, candidate: Candidate, chosen: Sequence[int]) -> Iterator[str]:
    """How a content is attached to its cue."""
    words = analysis.parse.words
    tops = _tops(analysis, chosen)
    yield f"tops={min(3, len(tops))}"
    top = words[_widest(analysis, tops)]
    yield f"top-of-cue={top.head == candidate.head} {top.deprel.split(':')[0]}"
    preposition = _preposition(analysis, candidate, chosen[0])
    yield f"preposition={preposition}"
    yield f"preposition+class={preposition} {candidate.cue_class}"
    yield f"lemma+preposition={candidate.lemma} {preposition}"
    alike = [i for i in chosen if analysis.lemmas[i] == "as"]
    if any(_is_predicate(analysis, candidate, i) for i in alike):
        yield "as-phrase"
        yield f"as-phrase+class={candidate.cue_class}"


def _verb_names(analysis: Analysis, chosen: Sequence[int], kind: str) -> Iterator[str]:
    """Whether a content has a verb and a subject."""
    words = analysis.parse.words
    verbs = [i for i in chosen if words[i].upos in ("VERB", "AUX")]
    finite = any(words[i].xpos in _FINITE for i in verbs)
    form = "finite" if finite else "other" if verbs else "none"
    yield f"verb={form}"
    yield f"verb+kind={form} {kind}"
    if any(is_subject(words[i].deprel) for i in chosen):
        yield "content-subject"


def _cut_names(analysis: Analysis, chosen: Sequence[int], kind: str) -> Iterator[str]:
    """Whether a content begins or ends within a phrase."""
    parse, words, within = analysis.parse, analysis.parse.words, set(chosen)
    before = {
        kid
        for i in _tops(analysis, chosen)
        for kid in parse.children[i]
        if chosen[0] - _MISSING <= kid < chosen[0] and words[kid].upos != "PUNCT"
    }
    if any(_belongs_to_phrase(words[kid].deprel) for kid in before):
        yield "begins-within"
        yield f"begins-within+kind={kind}"
    after = chosen[-1] + 1
    if after < len(words) and words[after].head in within and words[after].upos != "PUNCT":
        yield "ends-within"
        yield f"ends-within={words[after].deprel.split(':')[0]}"


def _belongs_to_phrase(relation: str) -> bool:
    return relation in _OF_PHRASE or relation.startswith("nmod:poss")


def _opening_names(
    analysis: Analysis, candidate: Candidate, chosen: Sequence[int]
) -> Iterator[str]:
    """The first word of a content, and how many sentences follow."""
    words = analysis.parse.words
    first = words[chosen[0]]
    yield f"first={first.upos}"
    if first.lemma and first.upos in ("ADP", "SCONJ", "PART", "DET", "ADV"):
        yield f"first-word={first.lemma.lower()}"
    capital = first.text[:1].isupper()
    start = candidate.content[0][0]
    previous = analysis.parse.text[max(start - _BEFORE, 0) : start].rstrip()[-1:]
    yield f"first-capital={capital} {first.upos == 'PROPN'} {previous in _ENDS}"
    sentences = words[chosen[-1]].sentence - words[chosen[0]].sentence
    yield f"sentences={min(2, sentences)}"


def _tops(analysis: Analysis, chosen: Sequence[int]) -> list[int]:
    """The words whose governor is outside."""
    within = set(chosen)
    return [i for i in chosen if analysis.parse.words[i].head not in within]


def _widest(analysis: Analysis, tops: Sequence[int]) -> int:
    """Of the words whose governor is outside, the one with the largest subtree."""
    return max(tops, key=lambda i: len(analysis.parse.subtree(i)))


def _place_names(analysis: Analysis, candidate: Candidate) -> Iterator[str]:
    """Where in the article: headline, a line that is no sentence, the end."""
    parse = analysis.parse
    number = parse.paragraph_of(candidate.head)
    start, end = parse.paragraphs[number]
    last = len(parse.paragraphs) - 1
    whole = parse.text.endswith(_ENDS, start, end)
    line = "sentence" if whole else "line"
    yield f"line={line}"
    yield f"line-length={line} {min(3, (end - start) // 80)}"
    if number == 0:
        yield "place=headline"
    elif number >= last - 1 and last > 4:
        yield "place=end"
    level = analysis.level_of(candidate.head)
    if level is not None and candidate.cue:
        yield "cue-in-quotation"


def _source_type(analysis: Analysis, candidate: Candidate) -> str:
    if candidate.source is None:
        return "none"
    word = analysis.parse.words[candidate.source.head]
    lemma = word.lemma.lower()
    if word.upos == "PRON":
        return "I-we" if lemma in _FIRST_PERSON else f"pronoun-{word.xpos}-{_person(lemma)}"
    entity = analysis.parse.entity_at.get(word.index)
    if entity is not None:
        return f"name-{entity.label}"
    if word.upos == "PROPN":
        return "name"
    sense = noun_sense(lemma) if word.upos == "NOUN" else None
    return f"noun-{sense.kind}" if sense else word.upos


def _is_predicate(analysis: Analysis, candidate: Candidate, index: int) -> bool:
    """Whether an "as" is that of a predicate: "hailed the deal *as* a victory"."""
    words = analysis.parse.words
    word = words[index]
    if word.deprel not in _CASES or word.head < 0:
        return False
    return words[word.head].head == candidate.head


def _preposition(analysis: Analysis, candidate: Candidate, first: int) -> str:
    """The preposition between cue and content; it may be part of either."""
    words = analysis.parse.words
    if words[first].upos == "ADP":
        return analysis.lemmas[first]
    last = candidate.cue[-1][1] - 1 if candidate.cue else -1
    if last > candidate.head and words[last].upos == "ADP":
        return analysis.lemmas[last]
    return analysis.lemmas[first - 1] if first and words[first - 1].upos == "ADP" else ""


def _person(lemma: str) -> str:
    if lemma == "you":
        return "you"
    return "thing" if lemma in ("it", "this", "that", "what", "which", "there") else "person"


def _form(analysis: Analysis, candidate: Candidate) -> str:
    """The grammatical form of a content: clause, that-clause, infinitive, noun phrase …"""
    words = analysis.parse.words
    chosen = analysis.spoken(candidate.content)
    if not chosen:
        return "empty"
    top, within = _widest(analysis, _tops(analysis, chosen)), set(chosen)
    below = {k: words[k].deprel.split(":")[0] for k in analysis.parse.children[top] if k in within}
    relations = set(below.values())
    if words[top].upos not in ("VERB", "AUX") and relations.isdisjoint(("cop", "nsubj")):
        return _nominal_form(analysis, chosen, words[top].upos)
    group = [top, *(k for k, relation in below.items() if relation in ("aux", "cop"))]
    finite = any(words[i].xpos in _FINITE for i in group)
    subject = "finite" if "nsubj" in relations else "finite no subject"
    bare = _BARE_FORMS.get(words[top].xpos, "verb")
    return _marked_form(words[chosen[0]], finite=finite) or (subject if finite else bare)


def _nominal_form(analysis: Analysis, chosen: Sequence[int], upos: str) -> str:
    """The form of a content whose top word is no verb."""
    words = analysis.parse.words
    first = words[chosen[0]]
    if first.upos in ("ADP", "SCONJ"):
        return f"phrase {first.lemma.lower()}"
    kind = "noun" if upos in _NOMINAL else upos.lower()
    return f"{kind}+clause" if any(words[i].xpos in _FINITE for i in chosen) else kind


def _marked_form(first: Word, *, finite: bool) -> str | None:
    """The form that the first word of a clause shows."""
    lead = first.lemma.lower()
    if first.xpos in ("WDT", "WP", "WP$", "WRB") or lead in ("if", "whether"):
        return "wh"
    if first.upos == "SCONJ" or (first.upos == "ADP" and first.deprel in _CASES):
        return "that" if lead == "that" else f"marked {lead}"
    return "infinitive" if lead == "to" and not finite else None
