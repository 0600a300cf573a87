"""What the patterns propose: the right cue, content and source are among the candidates.

Which candidate wins depends on the weights; without a candidate, no weights find an attribution.
"""

from __future__ import annotations

import pytest

from quoteattr.attribution import analyse
from quoteattr.attribution.pipeline import propose
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.text.marks import find_marks

# text, cue, content (pieces joined by " + "), source
CASES = [
    (
        "The report follows the decision by the council to close the pool.",
        "decision",
        "to close the pool",
        "the council",
    ),
    (
        "They cited concerns that the bridge was unsafe.",
        "concerns",
        "that the bridge was unsafe",
        None,
    ),
    ("Her complaint is that the road is closed.", "complaint is", "that the road is closed", "Her"),
    (
        "The plan has drawn criticism from farmers.",
        "has drawn criticism from",
        "The plan",
        "farmers",
    ),
    (
        "They revived the plan that Congress rejected in May.",
        "rejected",
        "the plan",
        "Congress",
    ),
    ("The voters were outraged by the raids.", "were outraged by", "the raids", "The voters"),
    ("Lee, who has criticized the plan, left at noon.", "has criticized", "the plan", "who"),
    (
        "Exports fell in May and rose again in June, according to the ministry.",
        "according to",
        "Exports fell in May and rose again in June",
        "the ministry",
    ),
    (
        "In a Tufts poll, half of the voters backed the mayor.",
        "In",
        "half of the voters backed the mayor",
        "a Tufts poll",
    ),
    (
        "Lee praised the plan, which had failed twice before.",
        "praised",
        "the plan",
        "Lee",
    ),
    (
        "The road will reopen, the mayor said Monday at a news conference.",
        "said Monday",
        "The road will reopen",
        "the mayor",
    ),
    (
        "The bridge, said the engineer, is safe.",
        "said",
        "The bridge + is safe",
        "the engineer",
    ),
    (
        "Lee has spoken briefly about the plan.",
        "has spoken briefly about",
        "the plan",
        "Lee",
    ),
    ("When asked about the plan, Lee shrugged.", "asked about", "the plan", None),
    ("She is proud of the result.", "is proud of", "the result", "She"),
    ("She is a supporter of the plan.", "is a supporter of", "the plan", "She"),
    (
        "The news led officials to argue that the tax was dead.",
        "to argue",
        "that the tax was dead",
        "officials",
    ),
]


@pytest.mark.parametrize(("text", "cue", "content", "source"), CASES)
def test_the_right_attribution_is_proposed(
    parser: StanzaParser, text: str, cue: str, content: str, source: str | None
) -> None:
    analysis = analyse(parser(text), find_marks(text))
    words = analysis.parse.words
    found = {
        (
            text[words[candidate.cue[0][0]].start : words[candidate.cue[-1][1] - 1].end],
            " + ".join(text[a:b] for a, b in candidate.content),
            text[candidate.source.start : candidate.source.end] if candidate.source else None,
        )
        for candidate in propose(analysis)
    }
    assert (cue, content, source) in found
