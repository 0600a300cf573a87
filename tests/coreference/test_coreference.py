"""Who a source is, on real parses: attributions are given, speakers are resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from quoteattr.coreference import Resolved, mention_type, resolve
from quoteattr.model import Cue, QuoteKind, Span, Speaker
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.names import Person
from tests.conftest import cases

Resolve = Callable[..., tuple[tuple[Speaker, ...], tuple[Resolved, ...]]]

# A source, a verb, a content: {s:She} {v:said} {c:it was over}.
_MARKUP = re.compile(r"\{(?P<role>[scv]):(?P<text>[^{}]*)\}")


def read(markup: str) -> tuple[str, list[dict[str, list[tuple[int, int]]]]]:
    """Text and roles of lines such as "{s:She} {v:said} {c:so}", one attribution in each."""
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


# --- what the caller knows -------------------------------------------------------------------

ARTICLE = "{s:Vance} {v:said} {c:talks would go on}."


def test_a_known_person_names_and_identifies_the_speaker(parser: StanzaParser) -> None:
    known = (Person("JD Vance", identifier="Q28935729", gender="male"),)
    speakers, _ = run(parser, ARTICLE, known)
    assert (speakers[0].name, speakers[0].identifier) == ("JD Vance", "Q28935729")
    assert speakers[0].aliases == ("Vance",)


def test_two_known_people_who_fit_leave_the_name_as_it_is(parser: StanzaParser) -> None:
    known = (Person("JD Vance", identifier="a"), Person("Usha Vance", identifier="b"))
    speakers, _ = run(parser, ARTICLE, known)
    assert (speakers[0].name, speakers[0].identifier) == ("Vance", None)


def test_the_role_of_a_known_person_links_a_description(parser: StanzaParser) -> None:
    known = (Person("Xi Jinping", roles=("Chinese leader",)),)
    markup = "Xi Jinping met reporters.\n{s:The Chinese leader} {v:said} {c:trade must grow}."
    assert names(run(parser, markup, known)[1]) == ["Xi Jinping"]


# --- the result ------------------------------------------------------------------------------

PAIR = (
    "Vice President JD Vance met Karoline Leavitt.\n"
    "{s:Vance} {v:said} {c:talks would go on}.\n"
    "{c:“They went well,”} {s:she} {v:said}.\n"
    "{s:Vance} {v:added} that {c:he was glad}."
)


def test_speakers_are_numbered_as_they_appear_and_know_their_mentions(parser: StanzaParser) -> None:
    speakers, resolved = run(parser, PAIR)
    assert [(s.id, s.name) for s in speakers] == [("s1", "JD Vance"), ("s2", "Karoline Leavitt")]
    assert [r.speaker.id for r in resolved if r.speaker] == ["s1", "s2", "s1"]
    text, _ = read(PAIR)
    for speaker in speakers:
        starts = [mention.span.start for mention in speaker.mentions]
        assert starts == sorted(set(starts))
        assert all(text[m.span.start : m.span.end] == m.text for m in speaker.mentions)
    assert [m.text for m in speakers[0].mentions][:2] == ["Vice President JD Vance", "Vance"]
    assert speakers[0].mentions[-1].type == "pronoun"


def test_evidence_has_form_and_rule(parser: StanzaParser) -> None:
    _, resolved = run(parser, PAIR)
    assert resolved[0].evidence == ("mention:name", "speaker:name", "name:fuller")
    assert resolved[1].evidence[0] == "mention:pronoun"
    assert all(r.confidence is not None and 0 <= r.confidence <= 1 for r in resolved)


def test_via_is_resolved_too(parser: StanzaParser) -> None:
    text = "Russian President Vladimir Putin spoke. RIA Novosti quoted Putin as saying it was over."
    parse = parser(text)

    def span(words: str) -> SourceSpan:
        start = text.rindex(words)
        return SourceSpan(start, start + len(words), head_within(parse, start, start + len(words)))

    start = text.index("it was over")
    relation = Relation(
        ((start, start + 11),), "indirect", None, span("Putin"), None, (span("RIA Novosti"),)
    )
    _, (resolved,) = resolve(parse, [relation])
    assert resolved.speaker is not None
    assert resolved.speaker.name == "Vladimir Putin"
    assert [speaker.name for speaker in resolved.via] == ["RIA Novosti"]


def test_first_person_in_a_quotation_is_its_speaker(parser: StanzaParser) -> None:
    text = "“I think it is over,” Karoline Leavitt said."
    parse = parser(text)
    outer = SourceSpan(22, 38, head_within(parse, 22, 38))
    inner = SourceSpan(1, 2, head_within(parse, 1, 2))
    relations = [
        Relation(((0, 21),), "direct", None, outer),
        Relation(((9, 19),), "indirect", None, inner, parent=0),
    ]
    assert names(resolve(parse, relations)[1]) == ["Karoline Leavitt"] * 2


def pronouns_of_first_speaker(parser: StanzaParser, text: str, content: str) -> list[str]:
    """The mentions without a name of who says a content that is in part in marks."""
    parse = parser(text)
    start, said = text.index(content), text.index("said")
    source = SourceSpan(0, 7, head_within(parse, 0, 7))
    cue = Cue([Span.of(text, said, said + 4)], "say")
    speakers, _ = resolve(parse, [Relation(((start, start + len(content)),), "mixed", cue, source)])
    return [mention.text for mention in speakers[0].mentions if mention.type == "pronoun"]


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "«»", "„“", "‹›", ("''", "''")])
def test_first_person_in_the_marks_of_a_mixed_quote_is_its_speaker(
    parser: StanzaParser, marks: tuple[str, str]
) -> None:
    content = f"the vote was one {marks[0]}that I don't fear{marks[1]} at all"
    assert pronouns_of_first_speaker(parser, f"Ann Lee said {content}.", content) == ["I"]


def test_a_content_that_begins_within_marks_is_quoted_from_there_on(parser: StanzaParser) -> None:
    text = "Ann Lee said “the vote was one that I cannot lose” at all."
    content = "one that I cannot lose” at all"
    assert pronouns_of_first_speaker(parser, text, content) == ["I"]


def test_in_a_quotation_only_the_marks_within_it_count(parser: StanzaParser) -> None:
    text = "Ann Lee said: “Hill said that I won ‘what we wanted’ in May.”"
    parse = parser(text)
    start, said, inner = text.index("“"), text.index("said"), text.index("Hill")
    second, content = text.index("said", said + 1), text.index("that I")
    relations = [
        Relation(
            ((start, len(text)),),
            "direct",
            Cue([Span.of(text, said, said + 4)], "say"),
            SourceSpan(0, 7, head_within(parse, 0, 7)),
        ),
        Relation(
            ((content, len(text) - 2),),
            "mixed",
            Cue([Span.of(text, second, second + 4)], "say"),
            SourceSpan(inner, inner + 4, head_within(parse, inner, inner + 4)),
            parent=0,
        ),
    ]
    speakers, _ = resolve(parse, relations)
    pronouns = {
        speaker.name: [mention.text for mention in speaker.mentions if mention.type == "pronoun"]
        for speaker in speakers
    }
    assert pronouns == {"Ann Lee": ["I"], "Hill": ["we"]}


@pytest.mark.parametrize(
    ("source", "expected"), [("He", "pronoun"), ("The mayor", "nominal"), ("Ann Lee", "name")]
)
def test_the_form_of_a_source(parser: StanzaParser, source: str, expected: str) -> None:
    text = f"{source} said the road was closed."
    parse = parser(text)
    span = SourceSpan(0, len(source), head_within(parse, 0, len(source)))
    assert mention_type(parse, span) == expected


# --- what must not matter --------------------------------------------------------------------

STORY = (
    "Vice President {full} spoke to Karoline Leavitt in Rome.\n"
    "{{s:{short}}} {{v:said}} {{c:talks would go on}}.\n"
    "{{c:{open}They went well,{close}}} {{s:he}} {{v:said}}.\n"
    "{{s:Leavitt}} {{v:said}} {{c:she agreed with {short}}}.\n"
    "{{s:The vice president}} {{v:declined}} {{c:to comment}}."
)


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("‘", "’")])
@pytest.mark.parametrize(
    "full", ["JD Vance", "Mike Pence", "Daniel Okafor", "Henrik Lindqvist", "Rajesh Kumar"]
)
def test_neither_the_name_nor_the_marks_change_who_spoke(
    parser: StanzaParser, full: str, opening: str, closing: str
) -> None:
    markup = STORY.format(full=full, short=full.split()[-1], open=opening, close=closing)
    expected = [full, full, "Karoline Leavitt", full]
    assert names(run(parser, markup)[1]) == expected
