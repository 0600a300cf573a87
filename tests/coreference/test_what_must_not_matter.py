"""What must not matter to who speaks: what people are called, other articles, the marks."""

from __future__ import annotations

from itertools import permutations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr import Attributor
from quoteattr.coreference import resolve
from quoteattr.parsing.stanza import StanzaParser
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.names import (
    given_name_gender,
    is_honorific,
    is_title_modifier,
    noun_sense,
    place_of,
)
from tests.coreference.test_coreference import names, read, relations_of

ARTICLE = (
    "Senator Abba Korvu met Mayor Dild Marsen and Prime Minister Tolm Vedek in Oslo on Monday.\n"
    "{s:Korvu} {v:said} {c:talks would go on}.\n"
    "{c:“They went well,”} {s:he} {v:said}. {c:“I am glad.”}\n"
    "{s:The mayor} {v:said} that {c:Korvu had not asked her}.\n"
    "{c:“Nobody asked,”} {s:Marsen} {v:told} reporters. {s:She} {v:added} {c:it was late}.\n"
    "{s:The prime minister}, {s:who} {v:praised} {c:the two}, left.\n"
    "In {s:his} {v:speech}, {s:Mr. Vedek} {v:said} {c:the trade of both towns mattered}."
)
PEOPLE = ("Abba Korvu", "Dild Marsen", "Tolm Vedek")


def plain(word: str) -> bool:
    """Whether a made-up word is no name or noun that the tables know."""
    known = given_name_gender(word) or noun_sense(word.lower()) or place_of(word)
    return not (known or is_honorific(word) or is_title_modifier(word))


made_up = st.text("bdfgklmnprstvz", min_size=2, max_size=4).map(
    lambda letters: "a".join(letters).capitalize()
)
words = made_up.filter(plain)


def renamed(parse: Parse, new: dict[str, str]) -> tuple[Parse, list[int]]:
    """A parse with words exchanged, and where each code point of the text has gone."""
    text, moved, at = "", [], 0
    spans = []
    for word in parse.words:
        for _ in range(word.start - at):
            moved.append(len(text))
            text += parse.text[len(moved) - 1]
        start = len(text)
        text += new.get(word.text, word.text)
        moved += [min(start + i, len(text) - 1) for i in range(word.end - word.start)]
        spans.append((start, len(text)))
        at = word.end
    for letter in parse.text[at:]:
        moved.append(len(text))
        text += letter
    changed = [
        attrs.evolve(
            word,
            start=start,
            end=end,
            text=text[start:end],
            lemma=new.get(word.lemma, word.lemma),
        )
        for word, (start, end) in zip(parse.words, spans, strict=True)
    ]
    paragraphs = tuple((moved[start], moved[end - 1] + 1) for start, end in parse.paragraphs)
    made = Parse(text, tuple(changed), parse.sentences, parse.entities, paragraphs)
    return made, [*moved, len(text)]


def shifted(relation: Relation, moved: list[int]) -> Relation:
    source = relation.source
    return attrs.evolve(
        relation,
        cue=None,
        content=tuple((moved[start], moved[end - 1] + 1) for start, end in relation.content),
        source=source
        and SourceSpan(moved[source.start], moved[source.end - 1] + 1, head=source.head),
    )


def answers(parse: Parse, relations: list[Relation], called: dict[str, str]) -> list[str | None]:
    """The speakers' names, each person by the first of her names."""
    _, resolved = resolve(parse, relations)
    return [name if name is None else called.get(name, name) for name in names(resolved)]


@pytest.fixture(scope="module")
def article(parser: StanzaParser) -> tuple[Parse, list[Relation]]:
    text, roles = read(ARTICLE)
    parse = parser(text)
    return parse, relations_of(parse, roles)


@given(st.lists(words, min_size=6, max_size=6, unique=True))
@settings(max_examples=60)
def test_people_can_be_called_anything(
    article: tuple[Parse, list[Relation]], new: list[str]
) -> None:
    parse, relations = article
    old = [part for name in PEOPLE for part in name.split()]
    changed, moved = renamed(parse, dict(zip(old, new, strict=True)))
    called = {" ".join(new[i : i + 2]): name for i, name in zip((0, 2, 4), PEOPLE, strict=True)}
    same, kept = renamed(parse, {})
    expected = answers(same, [shifted(r, kept) for r in relations], {})
    assert set(PEOPLE) <= set(expected)
    assert answers(changed, [shifted(r, moved) for r in relations], called) == expected


ARTICLES = (
    "Senator Ann Lee met Bob Ray. Lee said the talks went well. “I am glad,” she added.",
    "Bill Lee, a farmer, lost a barn. “It burned all night,” he said. Lee said he would rebuild.",
    "By Joan Finch\n\nThe company grew. I think it will last. “We hire,” its chief, Al Ray, said.",
)


def test_other_articles_of_a_batch_do_not_matter(attributor: Attributor) -> None:
    alone = {text: attributor(text) for text in ARTICLES}
    assert all(quotes.speakers for quotes in alone.values())
    for order in permutations(ARTICLES):
        assert list(attributor.pipe(order)) == [alone[text] for text in order]


SPOKEN = (
    "Senator Ann Lee met Mayor Bob Ray in Oslo.\n\n"
    "{0}We will not wait,{1} Lee said. {0}I am ready.{1}\n\n"
    "{0}She asked me, and I said no,{1} Ray said. He added that it was {0}too late.{1}"
)


@pytest.mark.parametrize(
    "marks",
    [
        ('"', '"'),
        ("‘", "’"),
        ("«", "»"),
        ("„", "“"),
        ("``", "''"),
    ],
)
def test_the_style_of_the_marks_does_not_matter(
    attributor: Attributor, marks: tuple[str, str]
) -> None:
    def speakers_of(opening: str, closing: str) -> list[tuple[str | None, str]]:
        quotes = attributor(SPOKEN.format(opening, closing))
        return [
            (q.speaker.name if q.speaker else None, q.source.text if q.source else "")
            for q in quotes
        ]

    curly = speakers_of("“", "”")
    assert {name for name, _ in curly} == {"Ann Lee", "Bob Ray"}
    assert speakers_of(*marks) == curly


BODY = ("RHT", "Royal Harbour Trust", "Leeds Royal Harbour Trust")


@pytest.mark.parametrize("names", tuple(permutations(BODY)))
def test_the_order_of_the_names_of_a_body(attributor: Attributor, names: tuple[str, ...]) -> None:
    contents = ("the ward was full", "nobody had waited", "more beds would come")
    text = " ".join(f"{name} said {said}." for name, said in zip(names, contents, strict=True))
    speakers = {quote.speaker.name for quote in attributor(text) if quote.speaker is not None}
    assert speakers == {BODY[-1]}
