"""Texts whose mentions have their entities, as examples for the mention vectors of the reader.

GUM and LitBank have the entity of every mention, GAP that of one pronoun in each passage. Articles
with gold speakers have those of their sources: their names are looked up in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.corpora.gap import read_gap
from quoteattr.corpora.gold_speakers import AUTHOR, GoldSource, GoldSpeaker
from quoteattr.corpora.gum import read_gum
from quoteattr.corpora.litbank import read_litbank
from quoteattr.reader.inputs import Document, document_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.text.marks import find_marks
from quoteattr.training.reader.examples import text_document

__all__ = [
    "CoreferenceExample",
    "coreference_examples",
    "speaker_examples",
]

HeadOf = Callable[[Document, Sequence[int]], int]


@attrs.frozen(eq=False)
class CoreferenceExample:
    """A text with the entities of its mentions.

    Attributes:
        document: its words.
        chains: head of each mention and the entity that it refers to, in the order of the text.
        asked: heads of the mentions whose antecedent is known; None if all are.
    """

    document: Document
    chains: tuple[tuple[int, str], ...]
    asked: frozenset[int] | None = None


def coreference_examples(
    gum: Sequence[Path],
    gap: Sequence[Path],
    litbank: Sequence[Path],
    pieces: WordPieces,
    head_of: HeadOf,
) -> Iterator[CoreferenceExample]:
    """Texts whose mentions have their entities.

    Args:
        gum: CoNLL-U files of GUM with all layers.
        gap: files of GAP: of each passage, the antecedent of one pronoun is known.
        litbank: CoNLL files of LitBank.
        pieces: cuts words.
        head_of: which of the words of a mention is its head.
    """
    for path in gum:
        for text in read_gum(path):
            parse = text.parse
            spans = [(word.start, word.end) for word in parse.words]
            paragraphs = [parse.paragraph_of(word.index) for word in parse.words]
            marks = find_marks(parse.text)
            document = document_of(parse.text, spans, paragraphs, marks, pieces)
            yield CoreferenceExample(document, tuple(sorted(text.chains.items())))
    for path in litbank:
        for novel in read_litbank(path):
            marks = find_marks(novel.text)
            document = document_of(novel.text, novel.words, novel.paragraphs, marks, pieces)
            heads = {
                head_of(document, range(first, last)): chain
                for first, last, chain in sorted(novel.mentions, key=lambda m: m[0] - m[1])
            }
            yield CoreferenceExample(document, tuple(sorted(heads.items())))
    for path in gap:
        for passage in read_gap(path):
            document = text_document(passage.text, pieces)
            (pronoun,) = _words(document, passage.pronoun, passage.pronoun + 1)
            chains = {pronoun: "neither"}
            for name, span, meant in zip("AB", passage.names, passage.meant, strict=True):
                chains[head_of(document, _words(document, *span))] = name
                if meant:
                    chains[pronoun] = name
            # Of "neither" it is not known which mention is the antecedent.
            if chains[pronoun] != "neither":
                asked = frozenset([pronoun])
                yield CoreferenceExample(document, tuple(sorted(chains.items())), asked)


def speaker_examples(
    articles: Iterable[tuple[str, Sequence[GoldSource]]], pieces: WordPieces, head_of: HeadOf
) -> Iterator[CoreferenceExample]:
    """Articles whose sources have a gold speaker.

    The other mentions are the names of these speakers. Whether a source is the first mention of its
    speaker is known of names only: a description may follow another one that is no source.

    Args:
        articles: text and gold sources of each.
        pieces: cuts words.
        head_of: which of the words of a mention is its head.
    """
    for text, sources in articles:
        document = text_document(text, pieces)
        named = {
            head_of(document, words): name
            for start, end, name in _names(text, [who for _, _, who in sources])
            if (words := _words(document, start, end))
        }
        gold = {
            head_of(document, words): speaker.name
            for start, end, speaker in sources
            if speaker.name != AUTHOR and (words := _words(document, start, end))
        }
        chains = named | gold
        first: dict[str, int] = {}
        for word, name in sorted(chains.items()):
            first.setdefault(name, word)
        asked = frozenset(
            word for word, name in gold.items() if word in named or first[name] < word
        )
        if asked:
            yield CoreferenceExample(document, tuple(sorted(chains.items())), asked)


def _words(document: Document, start: int, end: int) -> range:
    """The words that a span of a text touches."""
    first = bisect_right(document.spans, start, key=lambda span: span[0]) - 1
    if first >= 0 and document.spans[first][1] <= start:
        first += 1
    return range(max(first, 0), bisect_left(document.spans, end, key=lambda span: span[0]))


def _names(text: str, speakers: Sequence[GoldSpeaker]) -> Iterator[tuple[int, int, str]]:
    """Where a text names some speakers, the longest name first: start, end, the speaker's name."""
    named = {s.name: s for s in speakers if s.is_named and s.name != AUTHOR}
    families = Counter(s.name.split()[-1] for s in named.values() if s.is_person)
    forms: dict[str, str] = {}
    for speaker in named.values():
        family = speaker.name.split()[-1]
        alone = [family] if speaker.is_person and families[family] == 1 else []
        for form in (*speaker.names, *alone):
            if form[:1].isupper():
                forms.setdefault(form, speaker.name)
    taken: set[int] = set()
    for form in sorted(forms, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield *match.span(), forms[form]
