"""Stanza documents as ``Parse``: the only module that knows Stanza's document objects.

Text goes to Stanza paragraph by paragraph and in pieces of bounded length, so that memory does not
grow with the article, and every offset is mapped back to the caller's string.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

import attrs
import regex

from quoteattr.errors import InputError
from quoteattr.parsing.tokens import mended
from quoteattr.syntax import Entity, Labels, Parse, Row, Sentence, Vectors, Word, joined
from quoteattr.text.paragraphs import paragraph_spans
from quoteattr.text.plain_marks import with_plain_marks
from quoteattr.text.readable import FILLERS, SIGN_FILLER, readable, without_fillers

if TYPE_CHECKING:  # they load PyTorch
    from quoteattr.reader.article import Article
    from quoteattr.reader.lemmas import Lemmatizer

__all__ = ["StanzaParser", "missing_layers", "parse_of", "use_one_thread_if_forked"]

_LOG = logging.getLogger("quoteattr")
_IMPORTED_BY = os.getpid()
_HAD_TORCH = "torch" in sys.modules
_NO_COREF = "the coreference model failed; speakers are found without it"
_CHUNK = 8_000  # code points given to Stanza at a time: bounds its memory
_LONGEST_SENTENCE = 160  # words; the parser needs memory of the square of it
_LONGEST_WORD = 60  # code points that the models get to see of one word
# Where a longer paragraph is cut, sought from its end: after a sentence, or else between words.
_SENTENCE_END = regex.compile(r"(?r)(?<=\p{Ll}{4}[.?!]['\"”’)]{0,3})\s")
_BLANK = regex.compile(r"(?r)\s")
# What the tokenizer must not see, each replaced by one blank so that offsets stay.
_UNPRINTABLE = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u200b\ufeff]")
# "LISBON, Portugal, Sept. 3 (Reuters) - ": no part of the sentence that follows.
_DATELINE = regex.compile(
    r"\p{Lu}{3}[\p{Lu}.'’ -]{0,30}(?:, [\p{L}. ]{2,25})?(?:, \p{L}{3,9}\.? \d{1,2})?,?"
    r"(?: \(\p{L}[\p{L}. ]{1,25}\))?(?: (?:--?|[–—]) ?|—)(?=[\p{Lu}“\"‘'])"
)
# "AUSTIN, Texas--(BUSINESS WIRE)--", "LONDON, June 5, 2025 /PRNewswire/ -- ": of press releases.
_WIRE = regex.compile(
    r"\p{Lu}{2}[\p{L}\d.,'’ -]{1,60}?(?: ?(?:--?|[–—]))? ?"
    r"[(/] ?(?:[\p{Lu} ]{2,20}WIRE|\p{L}{0,12}[Nn]ewswire[\p{L}-]{0,12}) ?[)/]"
    r"(?: [^/\n]{4,24} /)?(?: ?(?:--?|[–—]))? ?"
)
# "Harborough – Several hundred nurses": a place in small letters, where an article begins.
# Not "Lee – the mayor – said", nor 'Lee – “We lost it all.”'.
_PLACE = regex.compile(
    r"\p{Lu}[\p{L}.'’]+(?:[ -]\p{Lu}[\p{L}.'’]+){0,2}(?:, \p{Lu}[\p{L}. ]{1,24})?"
    r"(?: \(\p{L}[\p{L}. ]{1,25}\))? (?:--?|[–—]) (?=\p{Lu})"
)
_SECOND_DASH = regex.compile(r"[^.?!]*? (?:--?|[–—]) ")
_BEGINNING = 4  # paragraphs that may begin with the place
_SENTENCE = regex.compile(r"(?:\S+\s+){7,}\S+[.?!]['\"”’]?")
# The tokenizer crawls through long runs of one mark, which no article needs.
_RUN = regex.compile(r"([^\w\s])\1{12,}")
_RUN_SHOWN = 8
# A name that the models take for the verb, "Army chief Said Chengriha", and what they see instead.
_SAID = regex.compile(r"(?<=\p{L},? )Said(?!\p{L})")
_LIKE_SAID = "Saad"
_LETTERS = regex.compile(r"\p{L}+")
_UNFILLED = regex.compile(rf"[^{FILLERS}]+")


@attrs.frozen
class _Piece:
    """Some paragraphs joined for Stanza; ``starts`` in the piece, ``origins`` in the article."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def places(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where words of the piece lie in the article."""
        import numpy as np

        edges = np.array(spans, dtype=np.int64).reshape(-1, 2)
        edges[:, 1] = np.maximum(edges[:, 1] - 1, edges[:, 0])  # the last character
        parts = np.searchsorted(self.starts, edges, side="right") - 1
        edges += np.subtract(self.origins, self.starts)[parts]
        return list(zip(edges[:, 0].tolist(), (edges[:, 1] + 1).tolist(), strict=True))


@attrs.frozen
class StanzaParser:
    """Parse articles with a ready ``stanza.Pipeline``.

    Attributes:
        pipeline: needs tokenize, pos and depparse; lemma, ner and coref are used where present.
    """

    pipeline: Any

    def __call__(self, text: str) -> Parse:
        """Parse one article of any length.

        Args:
            text: any string; offsets of the result are code points of it.

        Returns:
            A parse whose words all slice back to ``text``; its own text is the readable one.
        """
        from quoteattr.parsing.variants import labels_of, only_reader

        use_one_thread_if_forked()
        text = readable(text).text
        paragraphs = paragraph_spans(text)
        shown = with_plain_marks(text)
        builder = _Builder(text, paragraphs, shown)
        reader = only_reader(self.pipeline)
        for piece in _pieces(shown, paragraphs):
            if reader is not None:  # a document would say the same, and takes time to make
                builder.add_read(reader.read(piece.text), reader.lemmatizer, piece)
                continue
            document = self._annotate(piece.text)
            builder.add(document, piece, labels_of(document))
        return builder.parse()

    def _annotate(self, text: str) -> Any:
        """Run the processors one by one; in between, repair what is cut and cut what is overlong.

        The coreference model is optional: if it fails, for want of memory or because of the text,
        the article is read without it.
        """
        from stanza.models.common.doc import Document

        from quoteattr.parsing.variants import labels_of

        document: Any = Document([], text=text)
        for name, processor in self.pipeline.processors.items():
            try:
                document = processor.process(document)
            except Exception as error:
                if name != "coref":
                    raise
                _LOG.warning("%s: %r", _NO_COREF, error)
            last = "mwt" if "mwt" in self.pipeline.processors else "tokenize"
            if name == last and labels_of(document) is None:  # the reader needs no repairs
                document = _bounded(mended(document))
        return document


def use_one_thread_if_forked() -> None:
    """Let PyTorch work in a process that was forked, such as one of ``multiprocessing.Pool``.

    There, it would wait forever for the threads of its parent.
    """
    if "torch" in sys.modules and _is_forked():
        sys.modules["torch"].set_num_threads(1)


def _is_forked() -> bool:
    """Whether this process may have PyTorch from a parent that forked it.

    If this module was imported here, after PyTorch, only ``multiprocessing`` shows it.
    """
    if os.getpid() != _IMPORTED_BY:
        return True
    if not _HAD_TORCH or multiprocessing.parent_process() is None:
        return False
    spawned = isinstance(multiprocessing.current_process(), SpawnProcess)
    return not spawned and multiprocessing.get_start_method(allow_none=True) != "spawn"


def missing_layers(document: Any) -> tuple[str, ...]:
    """Names of the Stanza processors whose annotation a document lacks.

    Args:
        document: a ``stanza.Document``.

    Returns:
        Some of "tokenize", "pos", "lemma", "depparse", "ner", in this order.
    """
    words = [word for sentence in document.sentences for word in sentence.words]
    if not words:
        return () if not (document.text or "").strip() else ("tokenize",)
    out = []
    if any(_offsets(token) is None for s in document.sentences for token in s.tokens):
        out.append("tokenize")
    if all(word.upos is None for word in words):
        out.append("pos")
    if all(word.lemma is None for word in words):
        out.append("lemma")
    if any(word.head is None for word in words):
        out.append("depparse")
    if all(token.ner is None for s in document.sentences for token in s.tokens):
        out.append("ner")
    return tuple(out)


def parse_of(document: Any) -> Parse:
    """Convert a ``stanza.Document`` that is annotated already.

    Args:
        document: with tokens, tags and dependencies, and its text.

    Returns:
        The parse over ``document.text``.

    Raises:
        InputError: it is not one, or lacks a layer that can't be done without; the message names
            it.
    """
    if not hasattr(document, "sentences"):
        raise InputError(
            f"a stanza.Document is needed, not {type(document).__name__}; for a text, call the "
            "attributor: attributor(text)"
        )
    needed = [name for name in missing_layers(document) if name in ("tokenize", "pos", "depparse")]
    if needed or document.text is None:
        what = ", ".join(needed) or "the text itself (doc.text)"
        raise InputError(
            f"the Stanza document lacks {what}; run it through "
            'stanza.Pipeline("en", processors="tokenize,mwt,pos,lemma,depparse,ner")'
        )
    builder = _Builder(document.text, paragraph_spans(document.text))
    builder.add(document, _Piece(document.text, (0,), (0,)))
    return builder.parse()


def _pieces(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[_Piece]:
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for start, end in _cut(text, paragraphs):
        if parts and length + end - start > _CHUNK:
            yield _Piece("".join(parts).rstrip("\n"), tuple(starts), tuple(origins))
            parts, starts, origins, length = [], [], [], 0
        for part in _UNFILLED.finditer(text, start, end):
            shown = _RUN.sub(_shortened, _UNPRINTABLE.sub(" ", part[0]))
            parts.append(_with_plain_names(shown) if "Said" in shown else shown)
            starts.append(length)
            origins.append(part.start())
            length += len(part[0])
        parts.append("\n\n")
        length += 2
    if parts:
        yield _Piece("".join(parts).rstrip("\n"), tuple(starts), tuple(origins))


def _shortened(run: regex.Match[str]) -> str:
    """The first marks of a run, then blanks: offsets stay."""
    return run.group()[:_RUN_SHOWN].ljust(len(run.group()))


def _with_plain_names(text: str) -> str:
    """A paragraph with another name in place of "Said", but in title case: Aide Said Mayor Lied."""
    words = [word for word in _LETTERS.findall(text) if word != "Said"]
    capitals = sum(word[0].isupper() for word in words)
    return text if 2 * capitals > len(words) else _SAID.sub(_LIKE_SAID, text)


def _cut(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut datelines off, and paragraphs of absurd length, which a damaged file may have."""
    for number, (start, end) in enumerate(paragraphs):
        dateline = _DATELINE.match(text, start, end)
        if dateline is None and number < _BEGINNING:
            dateline = _WIRE.match(text, start, end) or _place(text, start, end)
        if dateline is not None and dateline.end() < end:
            yield start, dateline.end()
            start = dateline.end()
        while end - start > _CHUNK:
            low, high = start + _CHUNK // 2, start + _CHUNK
            gap = _SENTENCE_END.search(text, low, high) or _BLANK.search(text, low, high)
            cut = gap.end() if gap is not None else high
            yield start, cut
            start = cut
        yield start, end


def _place(text: str, start: int, end: int) -> regex.Match[str] | None:
    """The place and dash before the first sentence of an article."""
    found = _PLACE.match(text, start, end)
    if found is None or _SECOND_DASH.match(text, found.end(), end):
        return None
    return found if _SENTENCE.match(text, found.end(), end) else None


def _bounded(document: Any) -> Any:
    """Cut overlong sentences and words, which would cost memory without end."""
    from stanza.models.common.doc import Document

    if all(
        len(sentence.words) <= _LONGEST_SENTENCE
        and all(len(word.text) <= _LONGEST_WORD for word in sentence.words)
        for sentence in document.sentences
    ):
        return document
    sentences = []
    for sentence in document.to_dict():
        part: list[dict[str, Any]] = []
        count = 0
        for token in sentence:
            ids = token["id"] if isinstance(token["id"], tuple | list) else (token["id"],)
            if len(ids) == 1 and count >= _LONGEST_SENTENCE and not _inside(part, ids[0]):
                sentences.append(_renumbered(part))
                part, count = [], 0
            part.append({**token, "text": token["text"][:_LONGEST_WORD]})
            count += len(ids) == 1
        sentences.append(_renumbered(part))
    return Document(sentences, text=document.text)


def _inside(part: list[dict[str, Any]], word_id: int) -> bool:
    """Whether a word belongs to a multi-word token that is open at the end of ``part``."""
    return any(
        isinstance(token["id"], tuple | list)
        and len(token["id"]) > 1
        and word_id <= token["id"][-1]
        for token in part[-4:]
    )


def _renumbered(part: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = part[0]["id"]
    shift = (first[0] if isinstance(first, tuple | list) else first) - 1
    return [
        {
            **token,
            "id": tuple(i - shift for i in token["id"])
            if isinstance(token["id"], tuple | list)
            else token["id"] - shift,
        }
        for token in part
    ]


def _offsets(token: Any) -> tuple[int, int] | None:
    if token.start_char is None or token.end_char is None:
        return None
    return token.start_char, token.end_char


class _Builder:
    """Collects the words of one article from the pieces that Stanza annotated."""

    def __init__(
        self, text: str, paragraphs: tuple[tuple[int, int], ...], shown: str | None = None
    ) -> None:
        self._text = text
        self._shown = text if shown is None else shown
        self._filled = _UNFILLED.fullmatch(self._shown) is None
        self._paragraphs = paragraphs
        self._paragraph_starts = [start for start, _ in paragraphs]
        self._words: list[Word] = []
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []
        self._chains: list[tuple[tuple[int, int], ...]] = []
        self._heads = array("f")
        self._rows: dict[int, Row] = {}
        self._vectors: list[Vectors] = []
        self._strings: dict[str, str] = {}  # each once: most words of an article come again

    def add_read(self, article: Article, lemmatizer: Lemmatizer, piece: _Piece) -> None:
        """Add what the reader says of a piece."""
        from quoteattr.parsing.variants import closed, tokens_of

        self._add_labels(article.labels)
        shape, reading, text = article.shape, article.reading, article.text
        upos = [shape.upos[number] for number in reading.upos.tolist()]
        xpos = [shape.xpos[number] for number in reading.xpos.tolist()]
        heads, relations = reading.heads.tolist(), reading.relations.tolist()
        names = reading.names.tolist()
        places = piece.places(article.spans)
        shift = len(self._words)
        for first, last in reading.sentences:
            for i in range(first, last):
                start, end = article.spans[i]
                root = heads[i] < 0
                self._add_word(
                    places[i],
                    lemmatizer(text[start:end], upos[i], xpos[i]),
                    (upos[i], xpos[i]),
                    -1 if root else heads[i] + shift,
                    "root" if root else shape.relations[relations[i]],
                )
            self._end_sentence(shift + first)
            if any(names[first:last]):
                tokens = [
                    (shift + first + token.start, shift + first + token.stop)
                    for token in tokens_of(article, first, last)
                ]
                tags = [shape.names[names[start - shift]] for start, _ in tokens]
                self._entities.extend(_entities(closed(tags), tokens, self._words))

    def _add_labels(self, labels: Labels) -> None:
        shift = len(self._words)
        self._heads.extend(labels.heads)
        for head, row in labels.rows.items():
            self._rows[head + shift] = Row(row.first + shift, row.cue, row.source, row.content)
        if labels.vectors is not None:
            self._vectors.append(labels.vectors)

    def add(self, document: Any, piece: _Piece, labels: Labels | None = None) -> None:
        """Add an annotated document of a piece."""
        firsts: list[int] = []
        if labels is not None:
            self._add_labels(labels)
        for sentence in document.sentences:
            firsts.append(len(self._words))
            self._add_sentence(sentence, piece)
        try:
            self._chains.extend(_chains(document, firsts))
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            _LOG.warning("%s: %r", _NO_COREF, error)

    def _add_sentence(self, sentence: Any, piece: _Piece) -> None:
        first = len(self._words)
        places = piece.places([span for token in sentence.tokens for span in _word_offsets(token)])
        token_words: list[tuple[int, int]] = []
        for token in sentence.tokens:
            before = len(self._words)
            for word in token.words:
                head = first + word.head - 1 if word.head else -1
                tags = word.upos or "X", word.xpos or ""
                place = places[len(self._words) - first]
                self._add_word(place, word.lemma, tags, head, word.deprel or "dep")
            token_words.append((before, len(self._words)))
        if len(self._words) > first:
            self._end_sentence(first)
            names = [token.ner or "O" for token in sentence.tokens]
            self._entities.extend(_entities(names, token_words, self._words))

    def _add_word(
        self,
        place: tuple[int, int],
        lemma: str | None,
        tags: tuple[str, str],
        head: int,
        relation: str,
    ) -> None:
        """Add a word of the sentence that is not ended yet."""
        left, right = place
        shown = self._shown[left:right]
        if self._filled:
            while self._shown[right : right + 1] == SIGN_FILLER:
                right += 1
            shown = without_fillers(shown)
        lemma = lemma or shown.lower()
        self._words.append(
            Word(
                len(self._words),
                left,
                right,
                self._strings.setdefault(shown, shown),
                self._strings.setdefault(lemma, lemma),
                *tags,
                head,
                relation,
                len(self._sentences),
            )
        )

    def _end_sentence(self, first: int) -> None:
        """Add the sentence of the words from the first one on."""
        at = bisect_right(self._paragraph_starts, self._words[first].start) - 1
        if _is_turn_label(self._words[first:], self._paragraph_starts[max(at, 0)]):
            self._words[first] = attrs.evolve(self._words[first], upos="NOUN", xpos="NN")
        self._sentences.append(Sentence(first, len(self._words), max(at, 0)))

    def parse(self) -> Parse:
        labelled = len(self._heads) == len(self._words)
        return Parse(
            text=self._text,
            words=tuple(self._words),
            sentences=tuple(self._sentences),
            entities=tuple(self._entities),
            paragraphs=self._paragraphs,
            chains=tuple(self._chains),
            labels=self._labels() if labelled else None,
        )

    def _labels(self) -> Labels:
        vectors = joined(self._vectors) if self._vectors else None
        return Labels(self._heads, self._rows, vectors)


def _is_turn_label(words: Sequence[Word], start: int) -> bool:
    """Whether a sentence begins with one letter that labels a turn: "A: Yes." has no article."""
    label = words[0]
    alone = len(label.text) == 1 and label.text.isupper() and label.start == start
    return alone and len(words) > 1 and words[1].text == ":"


def _chains(document: Any, firsts: Sequence[int]) -> list[tuple[tuple[int, int], ...]]:
    """The chains of Stanza's coreference as word ranges; ``firsts``: of each sentence."""
    return [
        tuple(
            (firsts[m.sentence] + m.start_word, firsts[m.sentence] + m.end_word)
            for m in chain.mentions
        )
        for chain in getattr(document, "coref", None) or ()
    ]


def _word_offsets(token: Any) -> list[tuple[int, int]]:
    """Offsets of a token's words; those of an expanded token may lack their own."""
    if len(token.words) == 1:
        return [(token.start_char, token.end_char)]
    own = [_offsets(word) for word in token.words]
    if any(pair is None for pair in own):
        return [(token.start_char, token.end_char)] * len(own)
    return [pair for pair in own if pair is not None]


def _entities(
    tags: Iterable[str], token_words: Sequence[tuple[int, int]], words: Sequence[Word]
) -> Iterator[Entity]:
    """Entities from BIOES tags, without the possessive ending that a token may carry."""
    start: int | None = None
    for tag, (first, last) in zip(tags, token_words, strict=True):
        if tag[0] in "BS":
            start = first
        if tag[0] in "ES" and start is not None:
            end = last
            while end - start > 1 and words[end - 1].xpos == "POS":
                end -= 1
            yield Entity(start, end, tag[2:])
        if tag[0] not in "BI":
            start = None
