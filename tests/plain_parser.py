"""A parser without a model: crude trees, but of any text, at once and always the same.

Sentences end at a full stop or after as many words as the real parser takes. The first verb of a
sentence is its root, a name before a verb is its subject, and the next verb is its complement.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from quoteattr.attributor import Attributor
from quoteattr.syntax import Entity, Parse, Sentence, Word
from quoteattr.text.paragraphs import paragraph_spans
from quoteattr.text.readable import readable

LONGEST = 160  # words of a sentence
_TOKEN = re.compile(r"\w+|[^\w\s]")
_STOPS = frozenset(".?!")
_TAGS = {
    **dict.fromkeys(("said", "told", "added", "asked", "claimed", "left", "rained"), "VERB"),
    **dict.fromkeys(("is", "was", "were", "has", "will"), "AUX"),
    **dict.fromkeys(("he", "she", "they", "it", "i", "we", "who"), "PRON"),
    **dict.fromkeys(("the", "a", "an", "her", "his"), "DET"),
    **dict.fromkeys(("that", "if", "whether"), "SCONJ"),
    **dict.fromkeys(("of", "in", "to", "on", "according"), "ADP"),
    **dict.fromkeys(("and", "or", "but"), "CCONJ"),
    **dict.fromkeys(("not", "later", "again"), "ADV"),
}
_LEMMAS = {
    "said": "say",
    "told": "tell",
    "added": "add",
    "asked": "ask",
    "claimed": "claim",
    "left": "leave",
    "rained": "rain",
    "is": "be",
    "was": "be",
    "were": "be",
}
_PENN = {"VERB": "VBD", "NOUN": "NN", "PROPN": "NNP", "PRON": "PRP", "PUNCT": ".", "SCONJ": "IN"}
_NOMINAL = ("PROPN", "PRON", "NOUN")


def parse(text: str) -> Parse:
    """The parse of any text."""
    paragraphs = paragraph_spans(text)
    words: list[Word] = []
    sentences: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs):
        sentence: list[tuple[int, int, str]] = []
        for match in _TOKEN.finditer(text, start, end):
            sentence.append((*match.span(), match[0]))
            if match[0] in _STOPS or len(sentence) == LONGEST:
                _add(words, sentences, sentence, number)
                sentence = []
        _add(words, sentences, sentence, number)
    return Parse(
        text=text,
        words=tuple(words),
        sentences=tuple(sentences),
        entities=tuple(_names(words)),
        paragraphs=paragraphs,
    )


def _add(
    words: list[Word],
    sentences: list[Sentence],
    tokens: list[tuple[int, int, str]],
    paragraph: int,
) -> None:
    if not tokens:
        return
    first = len(words)
    tags = [_tag(form) for _, _, form in tokens]
    verb: int | None = None  # the one before
    root = tags.index("VERB") if "VERB" in tags else 0
    for at, ((start, end, form), upos) in enumerate(zip(tokens, tags, strict=True)):
        head, deprel = root, "dep"
        following = next((k for k in range(at + 1, min(at + 4, len(tags))) if tags[k] == "VERB"), 0)
        if at == root:
            head, deprel = -1 - first, "root"
        elif upos == "VERB":
            head, deprel = (root if verb is None else verb), "ccomp"
        elif upos == "PUNCT":
            head, deprel = (root if verb is None else verb), "punct"
        elif upos in _NOMINAL and following and following == at + 1:
            head, deprel = following, "nsubj"
        elif upos == "PROPN" and at + 1 < len(tags) and tags[at + 1] == "PROPN":
            head, deprel = at + 1, "compound"
        elif upos == "SCONJ" and following:
            head, deprel = following, "mark"
        elif upos in ("ADP", "DET") and at + 1 < len(tags):
            head, deprel = at + 1, "case" if upos == "ADP" else "det"
        elif verb is not None:
            head, deprel = verb, "obj"
        if upos == "VERB":
            verb = at
        lemma = _LEMMAS.get(form.lower(), form.lower() if upos != "PROPN" else form)
        index = first + at
        words.append(
            Word(index, start, end, form, lemma, upos, _PENN.get(upos, "X"), first + head, deprel,
                 len(sentences))
        )  # fmt: skip
    sentences.append(Sentence(first, len(words), paragraph))


def _tag(form: str) -> str:
    if not form[0].isalnum():
        return "PUNCT"
    known = _TAGS.get(form.lower())
    return known or ("PROPN" if form[0].isupper() else "NOUN")


def _names(words: list[Word]) -> list[Entity]:
    """Each run of at most three capitalised words is a person."""
    out: list[Entity] = []
    first: int | None = None
    for i in range(len(words) + 1):
        inside = i < len(words) and words[i].upos == "PROPN"
        full = first is not None and (
            i - first == 3 or (inside and words[i].sentence != words[first].sentence)
        )
        if first is not None and (not inside or full):
            out.append(Entity(first, i, "PERSON"))
            first = None
        if inside and first is None:
            first = i
    return out


class PlainAttributor(Attributor):
    """An attributor that needs no model, for all that does not depend on good parses."""

    @property
    def _parser(self) -> Callable[[str], Parse]:
        return lambda text: parse(readable(text).text)

    @property
    def _labeller(self) -> None:
        return None

    @property
    def _meta(self) -> dict[str, Any]:
        return {"models": "plain"}
