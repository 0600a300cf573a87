"""Small changes to loaded Stanza processors that make the models smaller and faster."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import stanza
    from stanza.models.common.pretrain import Pretrain

    from quoteattr.parsing.vectors import NewsVocab

__all__ = ["LemmaTable", "attach_vectors", "extend_lemmas", "speed_up"]

# The release of Stanza whose data preparation `inputs` knows; any other one runs its own.
_KNOWN_INSIDE = "1.15."

_CASED = ("PROPN", "PUNCT", "SYM", "X")
_INFLECTED = ("NOUN", "VERB", "ADJ", "ADV")
_CLOSED = ("ADP", "AUX", "CCONJ", "DET", "INTJ", "NUM", "PART", "PRON", "SCONJ")


class LemmaTable(dict[str, str]):
    """Form-to-lemma table of one part of speech with a rule for unlisted forms.

    Stanza's lemmatizer asks its table first and runs a character model for what the table
    doesn't know, which is slow.  This table also knows that names and symbols are their own
    lemmas, that the lemma of an unlisted form is that of its lower-cased form, and that a
    word of ``regular`` whose lemma isn't listed is its own lemma.

    Args:
        tag: the part of speech (UPOS).
        entries: lemmas of this part of speech.
        fallback: lemmas that hold whatever the part of speech.
        regular: words, in lower case, for which ``entries`` lists every lemma that
            differs from the word.

    >>> table = LemmaTable("NOUN", {"officials": "official"}, {}, {"official", "fox"})
    >>> table.get("Officials"), table.get("Fox"), table.get("blorbed")
    ('official', 'fox', None)
    >>> LemmaTable("PROPN", {}, {}, ()).get("Kyiv")
    'Kyiv'
    """

    def __init__(
        self, tag: str, entries: dict[str, str], fallback: dict[str, str], regular: Container[str]
    ) -> None:
        super().__init__(entries)
        self._tag = tag
        self._fallback = fallback
        self._regular = regular

    def get(self, form: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return the lemma of a form, or ``default`` if the character model has to find it."""
        lemma = super().get(form) or self._fallback.get(form)
        if lemma is not None:
            return lemma
        if self._tag in _CASED:
            return form
        lower = form.lower()
        lemma = super().get(lower) or self._fallback.get(lower)
        if lemma is not None:
            return lemma
        return lower if self._tag in _CLOSED or lower in self._regular else default


def attach_vectors(pipeline: stanza.Pipeline, pretrain: Pretrain) -> None:
    """Give the entity tagger the shared vectors instead of the place holder in its file.

    A Stanza entity model stores a copy of the vocabulary of its word vectors; packing
    reduces it to the special entries.
    """
    processor = pipeline.processors.get("ner")
    if processor is None:
        return
    trainer = processor.trainers[0]
    trainer.vocab["word"] = pretrain.vocab
    embedding = trainer.model.word_emb
    embedding.weight.data = pretrain.emb.to(embedding.weight.device)
    embedding.num_embeddings = len(pretrain.emb)


def extend_lemmas(pipeline: stanza.Pipeline, vocabulary: NewsVocab) -> None:
    """Put the lemmatizer's dictionaries behind the rules of `LemmaTable`."""
    processor = pipeline.processors.get("lemma")
    if processor is None:
        return
    trainer = processor.trainer
    # Packed dictionaries cover the words of the vectors (see `quoteattr.training.stanza.lemmas`).
    words: Container[str] = vocabulary._unit2id if trainer.args.get("covers_vectors") else ()
    fallback = trainer.pos_dict.get("*", {})
    trainer.pos_dict = {
        tag: LemmaTable(tag, trainer.pos_dict.get(tag, {}), fallback, words)
        for tag in (*_CASED, *_INFLECTED, *_CLOSED)
    }


def speed_up(pipeline: stanza.Pipeline) -> None:
    """Swap parts of a pipeline for lighter ones that predict the same."""
    from stanza import __version__

    from quoteattr.parsing.speedups.arcs import ArcParser
    from quoteattr.parsing.speedups.inference import lighten

    for name in ("pos", "depparse", "ner"):
        processor = pipeline.processors.get(name)
        if processor is not None:
            lighten(processor.trainer.model)
            if name == "depparse":
                ArcParser.adopt(processor.trainer.model)
    if __version__.startswith(_KNOWN_INSIDE):
        from quoteattr.parsing.speedups.inputs import prepare_faster

        tokenizer = pipeline.processors.get("tokenize")
        if tokenizer is not None:
            lighten(tokenizer.trainer.model)
        prepare_faster(pipeline)
