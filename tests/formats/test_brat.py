"""brat standoff, read strictly by its grammar."""

import re

from hypothesis import given

from quoteattr.formats.brat import to_brat
from quoteattr.model import Mention, Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import article
from tests.strategies import results


def read_brat(ann: str) -> tuple[dict, list, list]:
    """Text-bounds by name, relations and attributes of a brat file, strictly by its grammar."""
    bounds, relations, attributes = {}, [], []
    for line in ann.split("\n")[:-1]:
        name, rest = line.split("\t", 1)
        if name[0] == "T":
            what, covered = rest.split("\t")
            label, where = what.split(" ", 1)
            pieces = [tuple(map(int, piece.split(" "))) for piece in where.split(";")]
            bounds[name] = (label, pieces, covered)
        elif name[0] == "R":
            label, left, right = re.fullmatch(r"(\w+) Arg1:(T\d+) Arg2:(T\d+)", rest).groups()
            relations.append((label, left, right))
        elif name[0] == "A":
            attributes.append(tuple(rest.split(" ")))
        else:
            assert re.fullmatch(r"#\d+", name)
            assert re.fullmatch(r"AnnotatorNotes T\d+\t.*", rest, re.DOTALL)
    return bounds, relations, attributes


@given(results())
def test_brat_offsets_give_the_covered_text(quotes: Quotes):
    bounds, relations, attributes = read_brat(to_brat(quotes))
    for _, pieces, covered in bounds.values():
        assert " ".join(quotes.text[start:end] for start, end in pieces) == covered
    assert {name for _, *ends in relations for name in ends} <= set(bounds)
    assert {target for _, target, *_ in attributes} <= set(bounds)


def test_brat_of_an_article():
    bounds, relations, attributes = read_brat(to_brat(article()))
    assert bounds["T1"] == (
        "Content",
        [(34, 53), (83, 107)],
        "“We will not wait,” “We go on <now> & soon.”",
    )
    assert ("Source", "T1", "T2") in relations
    assert bounds["T2"][2] == "Prime Minister Ann Lee"
    negated = [target for name, target, *_ in attributes if name == "Negated"]
    assert [bounds[target][2] for target in negated] == ["say"]


def test_brat_cuts_at_line_ends_and_shares_a_source():
    text = "Lee said:\n“One\r\ntwo.”\n“Three.”"
    lee = Speaker("s1", "Lee")
    source = Mention(Span.of(text, 0, 3))
    made = [
        Quote("q1", [Span.of(text, 10, 21)], "direct", source=source, speaker=lee),
        Quote("q2", [Span.of(text, 22, 30)], "direct", source=source, speaker=lee),
    ]
    bounds, relations, _ = read_brat(to_brat(Quotes(made, text=text, speakers=[lee])))
    assert bounds["T1"] == ("Content", [(10, 14), (16, 21)], "“One two.”")
    assert relations == [("Source", "T1", "T2"), ("Source", "T3", "T2")]
