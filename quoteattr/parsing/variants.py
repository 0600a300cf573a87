"""The reader as variants of Stanza's processors, which any ``stanza.Pipeline`` can use.

The variant of ``tokenize`` reads the text once, for all the others. Each of these writes its layer
into the document. A document of another tokenizer is read when its first layer is asked for::

    stanza.Pipeline("en", package=None, processors={"tokenize": "default", "pos": "default"},
                    tokenize_with_reader=path, pos_with_reader=path, …)

Importing this module makes the variants known to Stanza.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from stanza.models.common.doc import Document
from stanza.pipeline.processor import Processor, ProcessorVariant, register_processor_variant

from quoteattr.errors import InputError
from quoteattr.reader.article import Article, ArticleReader, reader_at
from quoteattr.syntax import Labels
from quoteattr.text.paragraphs import paragraph_spans

__all__ = [
    "VARIANT",
    "NamesProcessor",
    "closed",
    "labels_of",
    "only_reader",
    "settings_of",
    "tokens_of",
]

VARIANT = "reader"

_READ: WeakKeyDictionary[Any, Article] = WeakKeyDictionary()
_CLITICS = frozenset({"n't", "'s", "'m", "'re", "'ve", "'ll", "'d", "'"})
# Second parts of words that English writes as one.
_SECOND = frozenset({("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta")})
_ROOT = 0
_LAYERS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")


def settings_of(processors: Sequence[str], path: Path) -> dict[str, str]:
    """The options with which ``stanza.Pipeline`` uses a reader.

    Args:
        processors: names of processors.
        path: the model file.
    """
    return {f"{name}_with_{VARIANT}": str(path) for name in processors}


def labels_of(document: Any) -> Labels | None:
    """The cue heads and roles of a document's words; None if the reader has not read it.

    Args:
        document: a ``stanza.Document``.
    """
    article = _READ.get(document)
    return None if article is None else article.labels


def only_reader(pipeline: Any) -> ArticleReader | None:
    """The reader that does all that a pipeline does; None if there is another processor.

    Args:
        pipeline: a ``stanza.Pipeline``.
    """
    found = [_reader_of(processor) for processor in pipeline.processors.values()]
    whole = tuple(pipeline.processors) == _LAYERS and found[0] is not None
    return found[0] if whole and all(reader is found[0] for reader in found) else None


def _reader_of(processor: Any) -> ArticleReader | None:
    """The reader of a processor, if it is one of these variants."""
    if isinstance(processor, NamesProcessor):
        return processor.reader
    variant = getattr(processor, "_variant", None)
    return variant.reader if isinstance(variant, _Variant) else None


class _Variant(ProcessorVariant):
    """A processor that writes what the reader says."""

    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self.reader = reader_at(Path(config[f"with_{VARIANT}"]))

    def process(self, document: Any) -> Any:
        raise NotImplementedError


@register_processor_variant("tokenize", VARIANT)
class _Tokenize(_Variant):
    def process(self, document: Any) -> Any:
        text = getattr(document, "text", document)
        if not isinstance(text, str):
            raise InputError("the reader tokenizes raw text: give a str, not words")
        article = self.reader.read(text)
        made = Document(_tokenized(article), text=text)
        _READ[made] = article
        return made


@register_processor_variant("mwt", VARIANT)
class _Expand(_Variant):
    def process(self, document: Any) -> Any:
        return document  # the reader's words are expanded already


@register_processor_variant("pos", VARIANT)
class _Tag(_Variant):
    def process(self, document: Any) -> Any:
        article = _article(self.reader, document)
        upos, xpos = article.shape.upos, article.shape.xpos
        reading = article.reading
        numbers = zip(reading.upos.tolist(), reading.xpos.tolist(), strict=True)
        for word, (first, second) in zip(_words(document), numbers, strict=True):
            word.upos, word.xpos = upos[first], xpos[second]
        return document


@register_processor_variant("lemma", VARIANT)
class _Lemmatize(_Variant):
    def process(self, document: Any) -> Any:
        lemmatizer = self.reader.lemmatizer
        for word in _words(document):
            word.lemma = lemmatizer(word.text, word.upos or "X", word.xpos or "")
        return document


@register_processor_variant("depparse", VARIANT)
class _Parse(_Variant):
    def process(self, document: Any) -> Any:
        article = _article(self.reader, document)
        heads = article.reading.heads.tolist()
        relations = article.reading.relations.tolist()
        first = 0
        for sentence in document.sentences:
            for place, word in enumerate(sentence.words, first):
                word.head = heads[place] - first + 1 if heads[place] >= 0 else _ROOT
                word.deprel = article.shape.relations[relations[place]] if word.head else "root"
            first += len(sentence.words)
            sentence.build_dependencies()
        return document


class NamesProcessor(Processor):
    """Named entities. Stanza's own processor can't have a variant: it asks for its trainers.

    Args:
        reader: reads documents that no variant has read.
        pipeline: that it is added to.
    """

    PROVIDES_DEFAULT = frozenset({"ner"})
    REQUIRES_DEFAULT = frozenset({"tokenize"})

    def __init__(self, reader: ArticleReader, pipeline: Any) -> None:
        super().__init__({}, pipeline, pipeline.device)
        self.reader = reader

    def process(self, document: Any) -> Any:
        """Set the tags of the tokens, and the entities; Stanza calls this."""
        article = _article(self.reader, document)
        tags = [article.shape.names[number] for number in article.reading.names.tolist()]
        first = 0
        for sentence in document.sentences:
            own = []
            for token in sentence.tokens:
                own.append(tags[first])
                first += len(token.words)
            for token, tag in zip(sentence.tokens, closed(own), strict=True):
                token.ner = tag
        document.build_ents()
        return document


def _article(reader: ArticleReader, document: Any) -> Article:
    """What the reader says of a document; read now if it was not yet."""
    article = _READ.get(document)
    if article is None or len(article.spans) != document.num_words:
        article = _READ[document] = _read_document(reader, document)
    return article


def _words(document: Any) -> Iterator[Any]:
    return (word for sentence in document.sentences for word in sentence.words)


def closed(tags: Sequence[str]) -> Iterator[str]:
    """BIO tags of a sentence as BIOES, which Stanza uses; a name that is cut begins anew.

    >>> list(closed(["B-PERSON", "I-PERSON", "O", "I-ORG"]))
    ['B-PERSON', 'E-PERSON', 'O', 'S-ORG']
    """
    before = "O"
    for tag, following in zip(tags, [*tags[1:], "O"], strict=True):
        if tag == "O":
            yield tag
        else:
            opens = tag[0] == "B" or before[2:] != tag[2:]
            goes_on = following == f"I-{tag[2:]}"
            yield ("BI" if goes_on else "SE")[not opens] + tag[1:]
        before = tag


def _tokenized(article: Article) -> list[list[dict[str, Any]]]:
    """Sentences of tokens as ``Document`` takes them; a word and its clitics are one token."""
    out = []
    for first, last in article.reading.sentences:
        spans = article.spans[first:last]
        words = [article.text[start:end] for start, end in spans]
        rows: list[dict[str, Any]] = []
        for number in tokens_of(article, first, last):
            low, high = number.start, number.stop
            if len(number) > 1:
                start, end = spans[low][0], spans[high - 1][1]
                rows.append(
                    {
                        "id": (low + 1, high),
                        "text": article.text[start:end],
                        "start_char": start,
                        "end_char": end,
                    }
                )
            for i in number:
                start, end = spans[i]
                rows.append({"id": i + 1, "text": words[i], "start_char": start, "end_char": end})
        out.append(rows)
    return out


def tokens_of(article: Article, first: int, last: int) -> Iterator[range]:
    """The words of each token of a sentence, counted from its first one.

    Args:
        article: what the reader says.
        first: index of the first word.
        last: index after the last one.
    """
    spans, xpos = article.spans, article.reading.xpos
    begin = first
    for place in range(first + 1, last + 1):
        if place < last and spans[place - 1][1] == spans[place][0]:
            before, word = (article.text[a:b].lower() for a, b in spans[place - 1 : place + 1])
            if _belongs(before, word.replace("’", "'"), article.shape.xpos[xpos[place]]):
                continue
        yield range(begin - first, place - first)
        begin = place


def _belongs(before: str, word: str, tag: str) -> bool:
    """Whether a word is a clitic of the one before, which it touches; both in lower case."""
    if word == "'":
        return before.endswith("s") and tag == "POS"
    return before[-1:].isalnum() and (word in _CLITICS or (before, word) in _SECOND)


def _read_document(reader: ArticleReader, document: Any) -> Article:
    """Read the words of a document that another tokenizer made."""
    spans: list[tuple[int, int]] = []
    sentences: list[tuple[int, int]] = []
    for sentence in document.sentences:
        for token in sentence.tokens:
            for word in token.words:
                start = token.start_char if word.start_char is None else word.start_char
                end = token.end_char if word.end_char is None else word.end_char
                spans.append((start, end))
        last = sentences[-1][1] if sentences else 0
        sentences.append((last, len(spans)))
    paragraphs = _paragraphs(document.text, spans)
    return reader.read_words(document.text, spans, paragraphs, sentences)


def _paragraphs(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """The number of every word's paragraph."""
    starts = [start for start, _ in paragraph_spans(text)]
    return [max(bisect_right(starts, start) - 1, 0) for start, _ in spans]
