"""Repairs of the parse around reporting verbs, before any pattern sees it.

Parsers attach to the nearest verb. In "stressed that they are willing to help while cautioning
that …" they attach *cautioning* to *help* instead of *stressed*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

import attrs

from quoteattr.attribution.analysis import words_in_marks
from quoteattr.syntax import Parse, Word
from quoteattr.text.mark_tokens import CLOSING
from quoteattr.text.marks import Mark
from quoteattr.words.cues import Lexicon

__all__ = ["reattach"]

_SPEAKING = frozenset(("speech", "writing"))
_CLAUSES = frozenset(("ccomp", "parataxis", "xcomp"))
_DOWNWARD = frozenset(("ccomp", "xcomp", "advcl", "conj", "csubj"))
_DEPTH = 6
_BEFORE_INVERSION = CLOSING | {'"', "''", ",", "?", "!"}
_NOMINAL = frozenset(("PROPN", "PRON", "NOUN", "DET", "ADJ", "NUM"))
_NOUNS = frozenset(("PROPN", "NOUN"))
_SPEAKERS = frozenset(("nsubj", "obj", "dep", "parataxis", "vocative"))  # as a parser may take them
_CONTRASTING = frozenset(("and", "but", "while", "whereas"))
_SUBJECT_REACH = 6  # words of a subject after its verb


def reattach(parse: Parse, lexicon: Lexicon, marks: Sequence[Mark] = ()) -> Parse:
    """Attach reporting verbs and their complements to the right words.

    Args:
        parse: a parse.
        lexicon: the cue words.
        marks: the quotation marks; nothing outside depends on a verb within.

    Returns:
        The parse itself, or a copy with some heads and relations changed.
    """
    repairs = _Repairs(parse, lexicon, words_in_marks(parse, marks))
    changed: dict[int, tuple[int, str]] = {}
    for word in parse.words:
        if word.upos == "VERB" and repairs.speaks(word.index):
            changed.update(repairs.of(word))
    changed = _without_cycles(parse, changed)
    if not changed:
        return parse
    words = list(parse.words)
    for index, (head, relation) in changed.items():
        words[index] = attrs.evolve(words[index], head=head, deprel=relation)
    return attrs.evolve(parse, words=tuple(words))


def _without_cycles(
    parse: Parse, changed: Mapping[int, tuple[int, str]]
) -> dict[int, tuple[int, str]]:
    """The changes, one after the other, that leave every word below a root."""
    heads = [word.head for word in parse.words]
    out: dict[int, tuple[int, str]] = {}
    for index, (head, relation) in changed.items():
        above, steps = head, len(heads)
        while above not in (index, -1) and steps:
            above, steps = heads[above], steps - 1
        if above == -1:
            heads[index] = head
            out[index] = (head, relation)
    return out


@attrs.frozen
class _Repairs:
    """The repairs for one parse; each returns new (head, relation) pairs by word index."""

    parse: Parse
    lexicon: Lexicon
    quoted: Mapping[int, int]

    def of(self, word: Word) -> dict[int, tuple[int, str]]:
        """Every repair that one reporting verb calls for."""
        out = self._inverted(word) | self._crossing(word) | self._contrasted(word)
        own_subject = any(
            self.parse.words[kid].deprel.startswith("nsubj")
            for kid in self.parse.children[word.index]
        )
        if own_subject or not self._reports(word):
            return out
        if word.xpos == "VBG" and word.deprel in ("advcl", "conj"):
            head = self._ancestor(word)
            if head is not None:
                out[word.index] = (head, "advcl")
        return out

    def speaks(self, index: int) -> bool:
        word = self.parse.words[index]
        return self.lexicon.verbs.get(self.lexicon.lemma(word.text, word.lemma)) in _SPEAKING

    def _reports(self, word: Word) -> bool:
        return any(
            self.parse.words[kid].deprel in _CLAUSES for kid in self.parse.children[word.index]
        )

    def _ancestor(self, word: Word) -> int | None:
        """The reporting verb in whose complement a word is, without another speaker between."""
        words = self.parse.words
        current = word.head
        for _ in range(_DEPTH):
            if current < 0:
                return None
            if words[current].upos == "VERB" and self.speaks(current):
                return current if current < word.index else None
            if words[current].deprel not in _DOWNWARD:
                return None
            current = words[current].head
        return None

    def _inverted(self, word: Word) -> dict[int, tuple[int, str]]:
        """In "The bridge, said the engineer, is safe", the engineer says it."""
        words = self.parse.words
        speaker = self._speaker_after(word)
        if speaker is None:
            return {}
        out = {speaker: (word.index, "nsubj")}
        kids = self.parse.children[word.index]
        subjects = [k for k in kids if words[k].deprel.startswith("nsubj") and k != speaker]
        if subjects:  # the comma separates the bridge from the engineer
            clause = words[speaker].head
            apart = clause == word.head or self._is_split(subjects[0], word.index, clause)
            if not apart or clause <= word.index or subjects[0] > word.index:
                return {}
            out[subjects[0]] = (clause, "nsubj")
        return out

    def _crossing(self, word: Word) -> dict[int, tuple[int, str]]:
        """In "Lee said his client, who has a son, lost", the client has the son, not Lee."""
        words = self.parse.words
        out: dict[int, tuple[int, str]] = {}
        for subject in self.parse.children[word.index]:
            if subject > word.index or not words[subject].deprel.startswith("nsubj"):
                continue
            for clause in self.parse.children[subject]:
                if clause > word.index and words[clause].deprel == "acl:relcl":
                    noun = self._noun_before(clause, word.index)
                    if noun is not None:
                        out[clause] = (noun, "acl:relcl")
        return out

    def _contrasted(self, word: Word) -> dict[int, tuple[int, str]]:
        """In "Lee said it was safe, but the union said it was not", the union speaks beside Lee."""
        words, kids = self.parse.words, self.parse.children[word.index]
        links = [k for k in kids if words[k].deprel in ("cc", "mark") and k < word.index]
        if word.head < 0 or len(links) != 1 or words[links[0]].text.lower() not in _CONTRASTING:
            return {}
        subjects = [k for k in kids if words[k].deprel == "nsubj" and words[k].upos in _NOUNS]
        clause = word.head
        if not subjects or words[links[0] - 1].text != "," or words[clause].deprel != "ccomp":
            return {}
        outer = words[words[clause].head]
        alike = (outer.lemma, outer.xpos) == (word.lemma, word.xpos) and outer.index < clause
        beside = alike and clause < word.index and not self.speaks(clause)
        if not beside or self.quoted.get(outer.index) != self.quoted.get(word.index):
            return {}
        return {word.index: (outer.index, word.deprel)}

    def _noun_before(self, clause: int, verb: int) -> int | None:
        """The head of the noun phrase between a verb and a relative clause after a comma."""
        words = self.parse.words
        first = next((i for i in self.parse.subtree(clause) if words[i].upos != "PUNCT"), clause)
        last = first - 2
        if last <= verb or words[first - 1].text != "," or words[last].upos not in _NOUNS:
            return None
        while verb < words[last].head < last and words[words[last].head].upos in _NOUNS:
            last = words[last].head
        return last

    def _speaker_after(self, word: Word) -> int | None:
        """The head of the noun phrase between a verb after a comma and the next comma."""
        words = self.parse.words
        sentence = self.parse.sentence_words(word.sentence)
        if word.xpos not in ("VBD", "VBZ") or word.index - 1 not in sentence:
            return None
        if words[word.index - 1].text not in _BEFORE_INVERSION:
            return None
        reach = range(word.index + 1, min(word.index + 1 + _SUBJECT_REACH, sentence[-1] + 1))
        run = list(takewhile(lambda i: words[i].upos in _NOMINAL, reach))
        if not run or run[-1] == sentence[-1] or words[run[-1] + 1].text not in (",", "."):
            return None
        heads = [i for i in run if words[i].head not in run]
        found = len(heads) == 1 and words[heads[0]].deprel in _SPEAKERS
        return heads[0] if found else None

    def _is_split(self, subject: int, verb: int, clause: int) -> bool:
        """Whether subject and clause are quoted, and the verb between them is not."""
        return verb not in self.quoted and subject in self.quoted and clause in self.quoted
