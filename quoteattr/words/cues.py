"""Words that attribute, as data: reporting verbs, cue nouns and adjectives with their class.

The tables are in ``quoteattr/data`` and are read once, on first use. A class is one of the cue
types of ``quoteattr.model``: speech, writing, thought, intention, attitude, other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import attrs

from quoteattr.errors import InputError, ModelError
from quoteattr.model import CUE_TYPES
from quoteattr.versions import repair

__all__ = [
    "STATING",
    "Lexicon",
    "default_lexicon",
    "inflections",
    "read_table",
    "word_list",
]

STATING = frozenset({"speech", "writing", "thought"})
"""The classes of cues whose content somebody states: says, writes or thinks."""

_VOWELS = "aeiou"


def read_table(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated data file; lines that begin with ``#`` are comments.

    Args:
        name: file name in ``quoteattr/data``.

    Raises:
        ModelError: the package lacks it.

    >>> next(row for row in read_table("reporting_verbs.tsv") if row[0] == "say")
    ('say', 'speech', 'says said saying')
    """
    path = files("quoteattr").joinpath("data").joinpath(name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise ModelError(f"table {path} can't be read ({reason}); {repair()}") from error
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the small closed lists that patterns use.

    Args:
        name: of a row in ``data/word_lists.tsv``.

    >>> "seem" in word_list("raising verbs")
    True
    """
    return frozenset(dict(_pairs("word_lists.tsv"))[name].split())


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for row in read_table(name):
        yield row[0], row[1]


@attrs.frozen
class Lexicon:
    """Lemmas of cue words with their class.

    Attributes:
        verbs, nouns, adjectives: lemma → class.
        forms: inflected verb form → lemma.
        added: lemmas that the caller added; they are scored like frequent reporting verbs.
    """

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    forms: Mapping[str, str]
    added: frozenset[str] = frozenset()

    def lemma(self, form: str, lemma: str) -> str:
        """The lemma of a verb form: ours if the form is known, else the parser's.

        >>> default_lexicon().lemma("Conceded", "conced")
        'concede'
        """
        return self.forms.get(form.lower(), lemma.lower())

    def with_cues(self, cues: Mapping[str, str]) -> Lexicon:
        """A copy with more reporting verbs.

        Args:
            cues: lemma → class.

        Raises:
            InputError: a lemma is not one word, or a class is unknown.

        >>> default_lexicon().with_cues({"rap": "speech"}).lemma("rapped", "")
        'rap'
        """
        for lemma, kind in cues.items():
            if not isinstance(lemma, str) or lemma.split() != [lemma]:
                raise InputError(f"a cue must be one verb, as its lemma; not {lemma!r}")
            if kind not in CUE_TYPES:
                raise InputError(
                    f"cue {lemma!r}: the class must be one of {', '.join(CUE_TYPES)}, not {kind!r}"
                )
        new = {lemma.lower(): kind for lemma, kind in cues.items()}
        forms = {form: lemma for lemma in new for form in inflections(lemma)}
        return attrs.evolve(
            self,
            verbs={**self.verbs, **new},
            forms={**forms, **self.forms},
            added=self.added | frozenset(new),
        )


def inflections(lemma: str) -> tuple[str, ...]:
    """Regular forms of an English verb, in all possible spellings.

    >>> inflections("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    if len(lemma) < 3:
        return (lemma, lemma + "s", lemma + "ed", lemma + "ing")
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    if lemma.endswith(("ee", "oe", "ye")):
        return (lemma, lemma + "s", lemma + "d", lemma + "ing")
    if lemma.endswith("ie"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-2] + "ying")
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    plain = (lemma + "ed", lemma + "ing")
    third = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    short = lemma.replace("qu", "qw")  # "quip" doubles its consonant as "grip" does
    doubles = short[-1] in "bdglmnprt" and short[-2] in _VOWELS and short[-3] not in _VOWELS
    double = (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing") if doubles else ()
    return (lemma, third, *plain, *double)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that the library ships."""
    verbs: dict[str, str] = {}
    forms: dict[str, str] = {}
    for lemma, kind, irregular in read_table("reporting_verbs.tsv"):
        verbs[lemma] = kind
        for form in (*irregular.split(), *inflections(lemma)):
            forms.setdefault(form, lemma)
    return Lexicon(
        verbs=verbs,
        nouns=dict(_pairs("cue_nouns.tsv")),
        adjectives=dict(_pairs("cue_adjectives.tsv")),
        forms=forms,
    )
