"""Speakers of gold attributions, extraction left aside."""

from __future__ import annotations

import json

import pytest

from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
from quoteattr.evaluation.__main__ import main
from quoteattr.evaluation.speakers import gold_relations, resolve_gold
from quoteattr.syntax import Parse, Sentence, Word

TEXT = "Ann Lee, the mayor, spoke on Friday. “Rain,” she said. It is said that it snows."


def at(words):
    start = TEXT.index(words)
    return (start, start + len(words))


GOLD = GoldArticle(
    "a",
    TEXT,
    (
        GoldAttribution((at("that it snows"),), (at("It is said"),), ()),
        GoldAttribution((at("“Rain,”"),), (at("said"),), (at("she"),)),
    ),
)


def test_a_pronoun_of_gold_gets_its_speaker(parser):
    unsourced, quoted = resolve_gold([GOLD], parser)["a"]
    assert quoted.speaker == "Ann Lee"
    assert quoted.content == (at("“Rain,”"),)
    assert unsourced.speaker is None


def test_relations_say_what_gold_says(parser):
    (relation,) = gold_relations(parser(TEXT), GOLD.attributions[1:])
    assert relation.kind == "direct"
    assert relation.cue.lemma == "say"
    assert relation.cue.type == "speech"
    assert (relation.source.start, relation.source.end) == at("she")


def parse_of(rows):
    """A parse of rows of word, head and sentence, one space between the words."""
    text = " ".join(row[0] for row in rows)
    words, start = [], 0
    for i, (form, head, sentence) in enumerate(rows):
        end = start + len(form)
        words.append(Word(i, start, end, form, form, "NOUN", "NN", head, "dep", sentence))
        start = end + 1
    return Parse(text, tuple(words), (Sentence(0, 2, 0), Sentence(2, len(rows), 0)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (((0, 1), (2, 3)), (0, 3, 1)),  # the word governed from outside is the head
        (((2, 3), (4, 5)), (2, 3, 1)),  # two sentences: the first piece
        (((1, 2),), None),  # no word there
    ],
)
def test_head_of_a_source(source, expected):
    parse = parse_of([("a", 1, 0), ("b", -1, 0), ("c", -1, 1)])
    attribution = GoldAttribution(((4, 5),), (), source)
    (relation,) = gold_relations(parse, [attribution])
    found = relation.source
    assert (found and (found.start, found.end, found.head)) == expected


@pytest.mark.models
def test_command_needs_no_predictions(tmp_path, capsys):
    for folder in ("text", "attributions", "speakers"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    spans = [("Source", "she"), ("Cue", "said"), ("Content", "“Rain,”")]
    lines = [
        f"T{i}\t{role} {at(words)[0]} {at(words)[1]}\t{words}"
        for i, (role, words) in enumerate(spans, 1)
    ]
    lines.append("E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3")
    (tmp_path / "attributions" / "a_x.ann").write_text("\n".join(lines), encoding="utf-8")
    entity = {"name": "Ann Lee", "aliases": [], "kind": "person", "named": True}
    key = {"doc": "a", "entities": {"E1": entity}, "sources": {"T1": "E1"}}
    (tmp_path / "speakers" / "a.json").write_text(json.dumps(key), encoding="utf-8")
    given = ["--polnear", str(tmp_path), "--speakers", str(tmp_path / "speakers")]
    assert main(["score-speakers", *given, "--gold-spans"]) == 0
    assert "| pronouns | 1 | 100.0 | 100.0 |" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["score-speakers", *given])  # neither predictions nor gold spans
