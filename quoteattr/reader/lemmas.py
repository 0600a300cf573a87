"""Lemmas by rules of English spelling, and a table of what the rules get wrong.

The rules take an ending off and choose among the spellings that may be left ("hop", "hope") one
that the vocabulary has. The table is made from the treebanks by
``quoteattr.training.reader.lemmas``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

import attrs

from quoteattr.words.cues import read_table

__all__ = ["TABLE", "Lemmatizer", "default_table", "plain_form"]

TABLE = "lemmas.tsv"
"""Rows of form, universal and Penn tag, and lemma."""

_KEPT = 20_000  # words whose lemmas are kept; a batch may hold any number of words
_VOWELS = frozenset("aeiou")
_DOUBLED_IN_LEMMA = frozenset("sl")  # "passed", "called"
_SILENT_E = (  # endings that need one: "us(e)d", "creat(e)d"; the rest has none: "visit(ed)"
    *("at", "iz", "bl", "pl", "dl", "tl", "gl", "fl", "kl", "ur", "ir", "or", "ar"),
    *"cgsvuz",
)
# A verb of this shape doubles its consonant, so what has it once is from another: "fin(e)d".
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_AS_WRITTEN = frozenset(("NUM", "X", "SYM", "PUNCT"))


def plain_form(form: str) -> str:
    """A form in lower case with plain apostrophes, as the table has it."""
    return form.lower().replace("’", "'")


@attrs.frozen(eq=False)
class Lemmatizer:
    """Finds lemmas.

    Attributes:
        vocabulary: words in lower case that exist.
        table: lemmas of irregular forms, by form, universal tag and Penn tag.
    """

    vocabulary: Container[str]
    table: Mapping[tuple[str, str, str], str]
    _known: dict[tuple[str, str, str], str] = attrs.field(factory=dict, init=False, repr=False)

    def __call__(self, form: str, upos: str, xpos: str) -> str:
        """The lemma of a word.

        Args:
            form: as written.
            upos: its universal tag.
            xpos: its Penn tag.

        >>> lemma = Lemmatizer(("create", "stop"), {("went", "VERB", "VBD"): "go"})
        >>> lemma("Created", "VERB", "VBD"), lemma("stopping", "VERB", "VBG")
        ('create', 'stop')
        >>> lemma("went", "VERB", "VBD"), lemma("Parties", "NOUN", "NNS")
        ('go', 'party')
        """
        found = self._known.get((form, upos, xpos))
        if found is None:
            found = self.table.get((plain_form(form), upos, xpos))
            if found is None:
                found = self.by_rule(form, upos, xpos)
            if len(self._known) < _KEPT:
                self._known[form, upos, xpos] = found
        return found

    def by_rule(self, form: str, upos: str, xpos: str) -> str:
        """The same without the table."""
        if upos in _AS_WRITTEN:
            return form
        if upos == "PROPN":
            return form[:-1] if xpos == "NNPS" and form.endswith("s") and len(form) > 3 else form
        word = plain_form(form)
        if upos in ("VERB", "AUX"):
            return self._of_verb(word, xpos)
        if upos == "NOUN":
            return _singular(word) if xpos in ("NNS", "NNPS") else word
        if upos in ("ADJ", "ADV"):
            return self._of_grade(word, xpos)
        return word

    def _of_verb(self, word: str, xpos: str) -> str:
        if xpos == "VBG" and word.endswith("ing") and len(word) > 4:
            return self._spelled(word[:-3])
        if xpos in ("VBD", "VBN") and word.endswith("ied") and len(word) > 4:
            return word[:-3] + "y"
        if xpos in ("VBD", "VBN") and word.endswith("eed"):
            return word[:-1] if word[:-1] in self.vocabulary else word[:-2]
        if xpos in ("VBD", "VBN") and word.endswith("ed") and len(word) > 3:
            return self._spelled(word[:-2])
        return _singular(word) if xpos == "VBZ" else word

    def _of_grade(self, word: str, xpos: str) -> str:
        """An adjective or adverb that is not compared."""
        ending = {"JJR": "er", "RBR": "er", "JJS": "est", "RBS": "est"}.get(xpos)
        if ending is None or not word.endswith(ending) or len(word) < len(ending) + 3:
            return word
        stem = word[: -len(ending)]
        return stem[:-1] + "y" if stem.endswith("i") else self._spelled(stem)

    def _spelled(self, stem: str) -> str:
        """What is left of a word without its ending, spelled as a word of its own."""
        doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
        if doubled:
            ways = [stem[:-1], stem]
            if stem[-1] in _DOUBLED_IN_LEMMA:
                ways.reverse()
        else:
            ways = [stem, stem + "e"]
            if stem.endswith(_SILENT_E) or _SHORT.fullmatch(stem):
                ways.reverse()
        return next((way for way in ways if way in self.vocabulary), ways[0])


def _singular(word: str) -> str:
    """A noun without its plural ending, a verb without that of the third person."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    if word.endswith("oes") and len(word) > 4:
        return word[:-2]
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    return word[:-1]


def default_table() -> dict[tuple[str, str, str], str]:
    """The shipped table."""
    return {(form, upos, xpos): lemma for form, upos, xpos, lemma in read_table(TABLE)}
