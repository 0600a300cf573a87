"""What the labeller says becomes candidates, features and evidence."""

from __future__ import annotations

import attrs
import pytest

from quoteattr import Attributor
from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Analysis
from quoteattr.attribution.patterns.labelled import labelled_candidates
from quoteattr.attribution.scoring import label_features
from quoteattr.linear import LogLinear
from quoteattr.syntax import Labels, Parse, Row, Sentence, Word
from quoteattr.text.marks import find_marks
from quoteattr.words.cues import default_lexicon

TEXT = "Lee hints, sources say, that rain is near."
#          0   1    2 3       4   5 6    7    8  9   10
WORDS = ("Lee", "hints", ",", "sources", "say", ",", "that", "rain", "is", "near", ".")
HEADS = (1, -1, 4, 4, 1, 4, 9, 9, 9, 1, 1)
RELATIONS = [
    "nsubj",
    "root",
    "punct",
    "nsubj",
    "parataxis",
    "punct",
    "mark",
    "nsubj",
    "cop",
    "ccomp",
    "punct",
]
TAGS = ["PROPN", "VERB", "PUNCT", "NOUN", "VERB", "PUNCT", "SCONJ", "NOUN", "AUX", "ADJ", "PUNCT"]


def parse() -> Parse:
    words = []
    start = 0
    for i, form in enumerate(WORDS):
        start = TEXT.index(form, start)
        end = start + len(form)
        words.append(
            Word(i, start, end, form, form.lower(), TAGS[i], "", HEADS[i], RELATIONS[i], 0)
        )
        start = end
    return Parse(
        TEXT,
        tuple(words),
        (Sentence(0, len(words), 0),),
        paragraphs=((0, len(TEXT)),),
    )


def analysis(labels: Labels | None = None) -> Analysis:
    """The text, read by the labeller or not."""
    return Analysis(parse(), (), default_lexicon(), labels)


def labels(source: float = 0.9) -> Labels:
    """ "hints" with Lee as its source and two pieces of content around the aside."""
    roles = [
        "source",
        "cue",
        "none",
        "none",
        "none",
        "none",
        "content",
        "content",
        "content",
        "content",
        "none",
    ]

    def likely(role: str) -> tuple[float, ...]:
        return tuple((source if role == "source" else 0.9) if r == role else 0.02 for r in roles)

    row = Row(0, likely("cue"), likely("source"), likely("content"))
    heads = [0.0] * len(WORDS)
    heads[1] = 0.95
    return Labels(heads, {1: row})


def test_likely_labels_make_a_candidate() -> None:
    (candidate,) = labelled_candidates(analysis(labels()))
    assert [TEXT[a:b] for a, b in candidate.content] == ["that rain is near"]
    assert candidate.source is not None
    assert TEXT[candidate.source.start : candidate.source.end] == "Lee"
    assert candidate.cue == ((1, 2),)
    assert candidate.source.head == 0


def test_a_source_that_is_unlikely_is_nobody() -> None:
    (candidate,) = labelled_candidates(analysis(labels(source=0.3)))
    assert candidate.source is None


def test_an_unlikely_head_proposes_nothing() -> None:
    low = labels()
    assert not list(labelled_candidates(analysis(attrs.evolve(low, heads=[0.05] * 11))))


def test_content_in_pieces_stays_in_pieces() -> None:
    both = labels()
    row = both.rows[1]
    content = (0.02, 0.02, 0.02, 0.9, 0.02, 0.02, *row.content[6:])
    split = attrs.evolve(both, rows={1: attrs.evolve(row, content=content)})
    (candidate,) = labelled_candidates(analysis(split))
    assert [TEXT[a:b] for a, b in candidate.content] == ["sources", "that rain is near"]


def test_agreement_differs_from_disagreement() -> None:
    (candidate,) = labelled_candidates(analysis(labels()))
    same = set(label_features(analysis(labels()), candidate))
    other = attrs.evolve(candidate, content=((TEXT.index("sources"), TEXT.index(", that")),))
    apart = set(label_features(analysis(labels()), other))
    assert same != apart
    assert {f for f in same if f.startswith("label-source=")} == {
        f for f in apart if f.startswith("label-source=")
    }


@pytest.mark.parametrize("weight", [8.0, -8.0])
def test_the_table_decides_what_becomes_of_it(weight: float) -> None:
    read = analyse(parse(), find_marks(TEXT), labeller=lambda _: labels())
    found = attribute(read, model=LogLinear({"pattern=labelled": weight}))
    labelled = [relation for relation in found if relation.pattern == "labelled"]
    assert bool(labelled) == (weight > 0)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The bill is dead,” said Sen. Ted Cruz (R-Tex.).", "Sen. Ted Cruz (R-Tex.)"),
        ("Sen. David Perdue (R-Ga.) said the plan would fail.", "Sen. David Perdue (R-Ga.)"),
        ("Rep. Jim Jordan [R-Ohio] told voters that it was over.", "Rep. Jim Jordan [R-Ohio]"),
    ],
)
def test_a_source_keeps_its_bracket(attributor: Attributor, text: str, source: str) -> None:
    (quote,) = attributor(text)
    assert quote.source is not None
    assert quote.source.text == source
