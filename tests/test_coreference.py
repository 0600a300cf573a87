"""Who a source is, on real parses: attributions are given, speakers are resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from quoteattr.coreference import Resolved, mention_type, resolve
from quoteattr.model import Cue, QuoteKind, Span, Speaker
from quoteattr.names import Person
from quoteattr.relations import Relation, SourceSpan
from quoteattr.stanza_parser import StanzaParser
from quoteattr.syntax import Entity, Parse, Sentence, Word
from tests.conftest import cases

Resolve = Callable[..., tuple[tuple[Speaker, ...], tuple[Resolved, ...]]]

# [source|cue|content]; any of the three may stand first, ">" tells the content.
_MARKUP = re.compile(r"\{(?P<role>[scv]):(?P<text>[^{}]*)\}")


def read(markup: str) -> tuple[str, list[dict[str, list[tuple[int, int]]]]]:
    """Text and roles of sentences marked up as "{s:She} {v:said} {c:so}", one attribution a line."""
    text, found = "", []
    for line in markup.split("\n"):
        roles: dict[str, list[tuple[int, int]]] = {"s": [], "v": [], "c": []}
        last = 0
        for match in _MARKUP.finditer(line):
            text += line[last : match.start()]
            roles[match["role"]].append((len(text), len(text) + len(match["text"])))
            text += match["text"]
            last = match.end()
        text += line[last:] + "\n"
        if roles["c"]:
            found.append(roles)
    return text, found


def head_within(parse: Parse, start: int, end: int) -> int:
    """The word of a span whose governor lies outside."""
    words = [w for w in parse.words if w.start < end and w.end > start]
    inside = {w.index for w in words}
    heads = [w for w in words if w.head not in inside and w.upos != "PUNCT"]
    return (heads or words)[0].index


def relations_of(parse: Parse, roles: list[dict[str, list[tuple[int, int]]]]) -> list[Relation]:
    relations = []
    for role in roles:
        source = None
        if role["s"]:
            start, end = role["s"][0]
            source = SourceSpan(start, end, head_within(parse, start, end))
        cue = None
        if role["v"]:
            spans = tuple(Span.of(parse.text, *span) for span in role["v"])
            cue = Cue(spans, parse.words[head_within(parse, *role["v"][0])].lemma)
        marked = all(parse.text[start] in "“\"‘'" for start, _ in role["c"])
        kind: QuoteKind = "direct" if marked else "indirect"
        relations.append(Relation(tuple(role["c"]), kind, cue, source))
    return relations


def run(
    parser: StanzaParser, markup: str, known: tuple[Person, ...] = ()
) -> tuple[tuple[Speaker, ...], tuple[Resolved, ...]]:
    text, roles = read(markup)
    parse = parser(text)
    return resolve(parse, relations_of(parse, roles), known)


def names(resolved: tuple[Resolved, ...]) -> list[str | None]:
    return [r.speaker.name if r.speaker else None for r in resolved]


@pytest.mark.parametrize("row", cases("speakers_resolved.json"))
def test_a_source_is_resolved(parser: StanzaParser, row: dict[str, Any]) -> None:
    speakers, resolved = run(parser, "\n".join(row["text"]))
    assert names(resolved) == row["speakers"]
    by_name = {speaker.name: speaker for speaker in speakers}
    for name, wanted in row.get("details", {}).items():
        got = by_name[name].to_dict()
        assert {key: got[key] for key in wanted} == wanted


@pytest.mark.parametrize("row", cases("speakers_known_failures.json"))
def test_a_failure_that_is_known(
    parser: StanzaParser, row: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=row["reason"]))
    _, resolved = run(parser, "\n".join(row["text"]))
    assert names(resolved) == row["speakers"]
