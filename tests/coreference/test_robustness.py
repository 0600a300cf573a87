"""No parse makes resolution raise: odd trees, tags and spans of any kind."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.coreference import mention_type, resolve
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Entity, Parse, Sentence, Word

_WORDS = [
    *("Trump", "Donald", "Mr.", "President", "president", "the", "a", "who", "he", "they", "it"),
    *("I", "we", "his", "said", "and", ",", "(", "“", "”", "'s", "Clinton", "officials", "wife"),
    *("company", "Kremlin", "By", "of", "two", "men", ".", "added", "report", "Senators", "As"),
]
_TAGS = ["NOUN", "PROPN", "PRON", "VERB", "AUX", "DET", "ADP", "PUNCT", "ADJ", "CCONJ", "X", ""]
_RELATIONS = [
    *("nsubj", "obj", "conj", "appos", "flat", "compound", "nmod:poss", "acl:relcl", "cop", "cc"),
    *("det", "root", "nmod:desc", "obl", "punct", "case", ""),
]
_LABELS = ["PERSON", "ORG", "NORP", "LOC", "MISC", "DATE", "?"]


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    chosen = draw(st.lists(st.sampled_from(_WORDS), min_size=0, max_size=40))
    text, words = "", []
    size = len(chosen)
    cut = draw(st.integers(0, size))
    for i, form in enumerate(chosen):
        separator = draw(st.sampled_from([" ", "", "\n"]))
        words.append(
            Word(
                index=i,
                start=len(text),
                end=len(text) + len(form),
                text=form,
                lemma=draw(st.sampled_from([form.lower(), form, ""])),
                upos=draw(st.sampled_from(_TAGS)),
                xpos=draw(st.sampled_from(["NN", "NNS", "NNP", "POS", ""])),
                head=draw(st.integers(-1, size - 1)),
                deprel=draw(st.sampled_from(_RELATIONS)),
                sentence=int(i >= cut),
            )
        )
        text += form + separator
    spans = [(0, cut), (cut, size)]
    entities = []
    position = 0
    while position < size and draw(st.booleans()):
        first = draw(st.integers(position, size - 1))
        last = draw(st.integers(first, min(first + 4, size)))
        entities.append(Entity(first, last, draw(st.sampled_from(_LABELS))))
        position = max(last, first + 1)
    bound = st.integers(-2, size + 2)
    chains = draw(st.lists(st.lists(st.tuples(bound, bound), max_size=3), max_size=3))
    return Parse(
        text=text,
        chains=tuple(map(tuple, chains)),
        words=tuple(words),
        sentences=tuple(Sentence(first, last, 0) for first, last in spans),
        entities=tuple(entities),
        paragraphs=((0, len(text)),) if text else (),
    )


@st.composite
def articles(draw: st.DrawFn) -> tuple[Parse, list[Relation]]:
    parse = draw(parses())
    length, size = len(parse.text), len(parse.words)

    def span() -> tuple[int, int]:
        start = draw(st.integers(0, length))
        return start, draw(st.integers(start, length))

    def source() -> SourceSpan:
        return SourceSpan(*span(), head=draw(st.integers(-1, size + 1)))

    relations = [
        Relation(
            content=(span(),),
            kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
            source=draw(st.sampled_from([None, source()])),
            via=tuple(source() for _ in range(draw(st.integers(0, 1)))),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    return parse, relations


def without_cues(relations: Sequence[Relation], kinds: Sequence[str]) -> list[Relation]:
    """The relations as quotations without a cue."""
    return [
        attrs.evolve(relation, source=None, pattern=f"floating-{kind}", source_rule=None)
        for relation, kind in zip(relations, kinds, strict=False)
    ]


@given(articles(), st.lists(st.sampled_from(["paragraph", "heading", "fragment"]), min_size=5))
@settings(max_examples=200)
def test_quotations_without_a_cue_never_raise(
    article: tuple[Parse, list[Relation]], kinds: list[str]
) -> None:
    parse, relations = article
    every = [*relations, *without_cues(relations, kinds)]
    speakers, resolved = resolve(parse, every)
    for answer in resolved:
        assert answer.speaker is None or answer.speaker in speakers
        assert (answer.confidence is None) == (answer.speaker is None)
        assert answer.confidence is None or 0 <= answer.confidence <= 1


@given(articles())
@settings(max_examples=300)
def test_nothing_raises_and_every_relation_is_answered(
    article: tuple[Parse, list[Relation]],
) -> None:
    parse, relations = article
    speakers, resolved = resolve(parse, relations)
    assert len(resolved) == len(relations)
    assert [speaker.id for speaker in speakers] == [f"s{i + 1}" for i in range(len(speakers))]
    for relation, answer in zip(relations, resolved, strict=True):
        if relation.source is None:
            assert answer.speaker is None
        else:
            assert mention_type(parse, relation.source) in ("name", "nominal", "pronoun")
        assert answer.speaker is None or answer.speaker in speakers
        assert (answer.confidence is None) == (answer.speaker is None)
        assert answer.confidence is None or 0 <= answer.confidence <= 1
