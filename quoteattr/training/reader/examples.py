"""Corpora as examples for the reader: words as numbers, beside what each corpus says of them.

The treebanks teach tags, trees and sentence ends, the newswire names, PolNeAR cues and roles. For
coreference see ``chains``.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import attrs
import numpy as np
import numpy.typing as npt

from quoteattr.corpora.attributions import Pieces
from quoteattr.corpora.news import NewsArticle
from quoteattr.corpora.newswire import read_newswire
from quoteattr.corpora.polnear import GoldArticle, GoldAttribution, read_split
from quoteattr.corpora.treebank import TreeSentence, TreeWord, read_treebank
from quoteattr.reader.inputs import Document, document_of
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.words import word_spans, words_of
from quoteattr.text.marks import find_marks
from quoteattr.text.paragraphs import paragraph_spans

__all__ = [
    "Attribution",
    "AttributionExample",
    "Labels",
    "NameExample",
    "Outline",
    "TreeExample",
    "attribution_examples",
    "labels_of",
    "name_examples",
    "news_examples",
    "people_of",
    "text_document",
    "tree_examples",
]

Numbers = npt.NDArray[np.int64]

_LONGEST = 1500  # words of a treebank document that are kept together
_TOGETHER = 12  # paragraphs of the newswire in one document
_CAPITALS, _HEADLINE, _OPEN_END = 0.02, 0.02, 0.04  # shares of sentences that are restyled
_RENAMED = 0.3  # share of full names that become another one
_COMMAS_OUTSIDE = 0.1  # share of PolNeAR's articles with commas after quotation marks
_NESTED = 0.15  # share of the paragraphs fit for it that somebody says
_LEAST_QUOTED, _MOST_QUOTED = 40, 400  # code points of such a paragraph
_LONGEST_SOURCE = 40  # code points of who says it
_SAID = (*["said"] * 6, "says", "says", "added", "wrote", "told reporters", "tweeted", "explained")
_NO_SPACE_BEFORE = frozenset([*",.;:!?)%]", "'", "”", "’", "'s", "’s", "n't", "n’t"])
_NO_SPACE_AFTER = frozenset(["", *"($[“£€"])


@attrs.frozen
class Labels:
    """The labels of the tagging tasks, in the order of their numbers."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]


@attrs.frozen(eq=False)
class TreeExample:
    """A document of a treebank.

    Attributes:
        document: its words.
        upos, xpos, relations: numbers of the labels of every word.
        heads: index of the governor in the document, -1 for a root.
        sentences: number of every word's sentence.
    """

    document: Document
    upos: Numbers
    xpos: Numbers
    relations: Numbers
    heads: Numbers
    sentences: Numbers


@attrs.frozen(eq=False)
class NameExample:
    """Some paragraphs of the newswire; ``names`` has the number of every word's label."""

    document: Document
    names: Numbers


@attrs.frozen
class Attribution:
    """A gold attribution over words: the head of its cue, and the words of each role.

    ``known`` says that the attributions within its content are annotated too.
    """

    head: int
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    known: bool = False


@attrs.frozen(eq=False)
class AttributionExample:
    """An article with its attributions.

    Attributes:
        document: its words.
        gold: the attributions.
        complete: whether every outermost attribution is among them. Otherwise nothing is known of
            the words that head none of their cues.
    """

    document: Document
    gold: tuple[Attribution, ...]
    complete: bool = True


@attrs.frozen(eq=False)
class Outline:
    """Where a teacher is asked about a document, as an earlier reader read it.

    Attributes:
        sentences: number of every word's sentence.
        heads: the likely cue heads.
    """

    sentences: Numbers
    heads: tuple[int, ...]


def labels_of(treebank: Path, newswire: Path) -> Labels:
    """The labels that two training files use.

    Args:
        treebank: a CoNLL-U file.
        newswire: a file of names in Stanza's JSON format.
    """
    words = [word for sentence in read_treebank(treebank) for word in sentence.words]
    kinds = {tag[2:] for sentence in _newswire(newswire) for _, tag in sentence if tag != "O"}
    return Labels(
        upos=tuple(sorted({word.upos for word in words})),
        xpos=tuple(sorted({word.xpos for word in words})),
        relations=tuple(sorted({word.relation for word in words})),
        names=("O", *(f"{side}-{kind}" for kind in sorted(kinds) for side in "BI")),
    )


def tree_examples(
    path: Path,
    labels: Labels,
    pieces: WordPieces,
    chance: random.Random | None = None,
    people: Sequence[tuple[str, str]] = (),
) -> Iterator[TreeExample]:
    """The documents of a treebank.

    Args:
        path: a CoNLL-U file.
        labels: numbers the labels; what they don't have gets number 0.
        pieces: cuts words.
        chance: restyles some sentences, in capitals, as a headline, or without the last full
            stop, and renames some people; none without it.
        people: full names to give to people.
    """
    numbers = [
        {name: number for number, name in enumerate(names)}
        for names in (labels.upos, labels.xpos, labels.relations)
    ]
    for sentences in _documents(read_treebank(path)):
        text = ""
        spans: list[tuple[int, int]] = []
        paragraphs: list[int] = []
        places: list[int] = []
        words: list[TreeWord] = []
        heads: list[int] = []
        paragraph = -1
        for place, sentence in enumerate(sentences):
            opens = sentence.opens_paragraph or paragraph < 0
            if chance is not None:
                sentence = _renamed(sentence, chance, people)
                sentence, alone = _restyled(sentence, chance)
                opens = opens or alone
            if opens:
                paragraph += 1
                text = text.rstrip() + "\n\n" if text else ""
            elif not text.endswith(" "):
                text += " "
            first = len(spans)
            for word in sentence.words:
                spans.append((len(text) + word.start, len(text) + word.end))
                heads.append(word.head + first if word.head >= 0 else -1)
            words += sentence.words
            paragraphs += [paragraph] * len(sentence.words)
            places += [place] * len(sentence.words)
            text += sentence.text
        yield TreeExample(
            document_of(text, spans, paragraphs, find_marks(text), pieces),
            upos=np.array([numbers[0].get(word.upos, 0) for word in words]),
            xpos=np.array([numbers[1].get(word.xpos, 0) for word in words]),
            relations=np.array([numbers[2].get(word.relation, 0) for word in words]),
            heads=np.array(heads),
            sentences=np.array(places),
        )


def _documents(sentences: Iterable[TreeSentence]) -> Iterator[list[TreeSentence]]:
    part: list[TreeSentence] = []
    for sentence in sentences:
        if part and (sentence.opens_document or sum(len(s.words) for s in part) > _LONGEST):
            yield part
            part = []
        part.append(sentence)
    if part:
        yield part


def _renamed(
    sentence: TreeSentence, chance: random.Random, people: Sequence[tuple[str, str]]
) -> TreeSentence:
    """A sentence in which some people have other names: treebanks have few, and American ones."""
    for place, (given, family) in enumerate(pairwise(sentence.words)):
        full = given.upos == family.upos == "PROPN" and family.relation == "flat"
        longer = any(w.head == place and w.relation == "flat" for w in sentence.words[place + 2 :])
        if full and family.head == place and not longer and chance.random() < _RENAMED and people:
            name = chance.choice(people)
            sentence = _respelled(sentence, dict(enumerate(name, place)))
    return sentence


def _respelled(sentence: TreeSentence, forms: Mapping[int, str]) -> TreeSentence:
    """A sentence with other forms of some words, by their places."""
    text, shift, words = sentence.text, 0, []
    for place, word in enumerate(sentence.words):
        form = forms.get(place, sentence.text[word.start : word.end])
        start = word.start + shift
        text = text[:start] + form + text[word.end + shift :]
        words.append(attrs.evolve(word, start=start, end=start + len(form)))
        shift += len(form) - (word.end - word.start)
    return attrs.evolve(sentence, text=text, words=tuple(words))


def _restyled(sentence: TreeSentence, chance: random.Random) -> tuple[TreeSentence, bool]:
    """A sentence as headlines and captions have it, and whether it is a paragraph of its own."""
    draw = chance.random()
    if draw < _CAPITALS:
        return attrs.evolve(sentence, text=_same_length(sentence.text, str.upper)), True
    if draw < _CAPITALS + _HEADLINE:
        return attrs.evolve(sentence, text=_same_length(sentence.text, str.title)), True
    last = len(sentence.words) - 1
    open_end = draw < _CAPITALS + _HEADLINE + _OPEN_END and last > 2
    stop = sentence.text.rstrip().endswith(".") and sentence.words[last].upos == "PUNCT"
    if open_end and stop and all(word.head != last for word in sentence.words):
        text = sentence.text[: sentence.words[last].start]
        return attrs.evolve(sentence, text=text, words=sentence.words[:last]), True
    return sentence, False


def _same_length(text: str, change: Callable[[str], str]) -> str:
    """A text in other capitals, offsets kept: some letters have no capital of one character."""
    changed = change(text)
    return changed if len(changed) == len(text) else text


def _newswire(path: Path) -> list[list[tuple[str, str]]]:
    return [[(token.text, token.label) for token in row] for row in read_newswire(path)]


def people_of(path: Path) -> tuple[tuple[str, str], ...]:
    """Given names and surnames of the people of a newswire file, as often as it names them.

    Args:
        path: a file in Stanza's JSON format.
    """
    return tuple(
        (row[place][0], row[place + 1][0]) for row in _newswire(path) for place in _full_names(row)
    )


def _full_names(row: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Places of the first of the two words that name a person."""
    for place, ((given, first), (family, second)) in enumerate(pairwise(row)):
        after = row[place + 2][1] if place + 2 < len(row) else "O"
        named = (first, second) == ("B-PERSON", "I-PERSON") and after != "I-PERSON"
        if named and given[:1].isupper() and given.isalpha() and family[:1].isupper():
            yield place


def _mixed_names(
    rows: Iterable[Sequence[tuple[str, str]]], chance: random.Random
) -> Iterator[Sequence[tuple[str, str]]]:
    """The rows of the newswire, in which some people have a given name and a surname of others."""
    rows = list(rows)
    people = [(row[place][0], row[place + 1][0]) for row in rows for place in _full_names(row)]
    for row in rows:
        changed = list(row)
        for place in _full_names(row):
            if chance.random() < _RENAMED:
                changed[place] = chance.choice(people)[0], row[place][1]
                changed[place + 1] = chance.choice(people)[1], row[place + 1][1]
        yield changed


def name_examples(
    path: Path, labels: Labels, pieces: WordPieces, chance: random.Random | None = None
) -> Iterator[NameExample]:
    """The newswire, some paragraphs together. Clitics of names are no part of them.

    Args:
        path: a file in Stanza's JSON format.
        labels: numbers the labels.
        pieces: cuts words.
        chance: gives some people the given name and the surname of others; nobody without it.
    """
    numbers = {name: number for number, name in enumerate(labels.names)}
    rows: Sequence[Sequence[tuple[str, str]]] = _newswire(path)
    if chance is not None:
        rows = list(_mixed_names(rows, chance))
    for start in range(0, len(rows), _TOGETHER):
        text, spans, paragraphs, names = "", [], [], []
        for paragraph, row in enumerate(rows[start : start + _TOGETHER]):
            text += "\n\n" if text else ""
            before = ""
            joined = False
            for place, (token, tag) in enumerate(row):
                clitic = len(token) > 1 and token[0] in "'’"
                close = token in _NO_SPACE_BEFORE or before in _NO_SPACE_AFTER or clitic or joined
                joined = _joins(row, place)
                close = close or joined
                text += token if close else f" {token}"
                inside = list(word_spans(text, len(text) - len(token)))
                for number, (first, last) in enumerate(inside):
                    ending = number > 0 and text[first] in "'’"
                    name = "O" if ending or tag == "O" else f"{'I' if number else tag[0]}-{tag[2:]}"
                    spans.append((first, last))
                    names.append(numbers.get(name, 0))
                    paragraphs.append(paragraph)
                before = token
        document = document_of(text, spans, paragraphs, find_marks(text), pieces)
        yield NameExample(document, np.array(names))


def _joins(row: Sequence[tuple[str, str]], place: int) -> bool:
    """Whether a token is a hyphen within a word, which the newswire sets apart like a dash."""
    if row[place][0] != "-" or not 0 < place < len(row) - 1:
        return False
    (before, _), (_, tag), (after, following) = row[place - 1 : place + 2]
    if tag.startswith("I-") and following.startswith("I-"):
        return True
    small = before[-1].islower() or before.isdigit()
    return tag == following == "O" and small and after.islower()


def attribution_examples(
    split: Path,
    pieces: WordPieces,
    head_of: Callable[[Document, Sequence[int]], int],
    chance: random.Random | None = None,
) -> Iterator[AttributionExample]:
    """The articles of a PolNeAR split.

    Args:
        split: a folder with ``text/`` and ``attributions/``.
        pieces: cuts words.
        head_of: which of the words of a cue is its head.
        chance: restyles some articles, with commas after quotation marks, and quotes some plain
            paragraphs so that their attributions lie within a quotation; none without it.
    """
    for article in read_split(split):
        nested: frozenset[int] = frozenset()
        if chance is not None:
            if chance.random() < _COMMAS_OUTSIDE:
                article = _commas_outside(article)
            article, nested = _quoted(article, chance)
        document = text_document(article.text, pieces)
        yield AttributionExample(document, tuple(_gold(article, document, head_of, nested)))


def news_examples(
    articles: Iterable[NewsArticle],
    pieces: WordPieces,
    head_of: Callable[[Document, Sequence[int]], int],
) -> Iterator[AttributionExample]:
    """Articles of varied news with the quotes that an editor would count.

    They have fewer attributions than PolNeAR marks, so what is no quote here may be one there.

    Args:
        articles: with gold quotes.
        pieces: cuts words.
        head_of: which of the words of a cue is its head.
    """
    for news in articles:
        golds = tuple(
            GoldAttribution(quote.content, quote.cue, quote.source) for quote in news.quotes
        )
        article = GoldArticle(news.name, news.text, golds)
        document = text_document(article.text, pieces)
        gold = tuple(_gold(article, document, head_of, frozenset()))
        yield AttributionExample(document, gold, complete=False)


def text_document(text: str, pieces: WordPieces) -> Document:
    """The words of a text, as the library reads it."""
    return document_of(text, *words_of(text), find_marks(text), pieces)


def _commas_outside(article: GoldArticle) -> GoldArticle:
    """An article with commas after closing quotation marks, as British newspapers have them."""
    places = {match.end() for match in re.finditer(r',["”](?=\s)', article.text)}
    text = re.sub(r',(["”])(?=\s)', r"\1,", article.text)

    def spans(parts: Pieces) -> Pieces:
        return tuple((a, b - 1 if b in places else b) for a, b in parts)

    golds = (
        GoldAttribution(spans(gold.content), spans(gold.cue), spans(gold.source))
        for gold in article.attributions
    )
    return attrs.evolve(article, text=text, attributions=tuple(golds))


def _quoted(article: GoldArticle, chance: random.Random) -> tuple[GoldArticle, frozenset[int]]:
    """An article in which somebody says some of its paragraphs; also the starts of these.

    A paragraph is taken if it has no quotation marks and a single attribution, or several, that
    lie within it. PolNeAR annotates outermost attributions only: these teach the inner ones.
    """
    plain = [
        (start, end)
        for start, end in paragraph_spans(article.text)
        if _LEAST_QUOTED <= end - start <= _MOST_QUOTED
        and article.text[end - 1] == "."
        and not any(mark in article.text[start:end] for mark in '"“”')
        and any(start <= gold.content[0][0] < end for gold in article.attributions)
    ]
    sources = [
        article.text[gold.source[0][0] : gold.source[0][1]]
        for gold in article.attributions
        if len(gold.source) == 1 and gold.source[0][1] - gold.source[0][0] < _LONGEST_SOURCE
    ]
    nested: set[int] = set()
    shift = 0
    for start, end in plain:
        if chance.random() >= _NESTED or not sources:
            continue
        source, verb = chance.choice(sources), chance.choice(_SAID)
        after = chance.random() < 0.5
        if after:  # “….” → “…,” Vance said.
            order = f"{source} {verb}" if chance.random() < 0.8 else f"{verb} {source}"
            left, right = "“", f",” {order}."
            cut = 1
        else:
            opening = f"{source[0].upper()}{source[1:]} {verb}"
            left, right = f"{opening}, “", "”"
            cut = 0
        article = _wrapped(article, (start + shift, end + shift - cut), (left, right), cut)
        begin = start + shift + len(left)
        finish = end + shift - cut + len(left)
        outside = right[2:-1] if after else left[:-3]
        place = finish + 2 if after else begin - len(left)
        place += len(outside) - len(outside.lstrip())
        outside = outside.strip()
        cue = place + outside.index(verb), place + outside.index(verb) + len(verb)
        name = outside.lower().index(source.lower()) + place
        gold = GoldAttribution(
            content=((begin - 1, finish + 2 if after else finish + 1),),
            cue=(cue,),
            source=((name, name + len(source)),),
        )
        article = attrs.evolve(article, attributions=(*article.attributions, gold))
        nested.add(begin - 1)
        shift += len(left) + len(right) - cut
    return article, frozenset(nested)


def _wrapped(
    article: GoldArticle, span: tuple[int, int], around: tuple[str, str], cut: int
) -> GoldArticle:
    """An article with something before and after a span; ``cut`` characters after it go."""
    (start, end), (left, right) = span, around
    text = article.text

    def moved(place: int, closing: bool) -> int:
        if place < start or (closing and place == start):
            return place
        if place <= end:
            return place + len(left)
        if place <= end + cut and closing:
            return end + len(left)
        return place + len(left) + len(right) - cut

    def spans(parts: Pieces) -> Pieces:
        return tuple((moved(a, False), moved(b, True)) for a, b in parts)

    golds = tuple(
        GoldAttribution(spans(gold.content), spans(gold.cue), spans(gold.source))
        for gold in article.attributions
    )
    text = text[:start] + left + text[start:end] + right + text[end + cut :]
    return attrs.evolve(article, text=text, attributions=golds)


def _gold(
    article: GoldArticle,
    document: Document,
    head_of: Callable[[Document, Sequence[int]], int],
    nested: frozenset[int],
) -> Iterator[Attribution]:
    starts = np.array([start for start, _ in document.spans])

    def words(parts: Iterable[tuple[int, int]]) -> tuple[int, ...]:
        out: set[int] = set()
        for start, end in parts:
            first = max(int(np.searchsorted(starts, start, side="right")) - 1, 0)
            last = int(np.searchsorted(starts, end))
            out.update(i for i in range(first, last) if document.spans[i][1] > start)
        return tuple(sorted(out))

    for gold in article.attributions:
        cue = words(gold.cue)
        if cue:
            known = gold.content[0][0] in nested
            roles = words(gold.source), words(gold.content)
            yield Attribution(head_of(document, cue), cue, *roles, known)
