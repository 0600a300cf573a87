"""Small results without any model: quotes built by the words that they consist of."""

from __future__ import annotations

from quoteattr.model import Cue, Mention, Quote, Span, Speaker
from quoteattr.quotes import Quotes

ARTICLE = (
    "Ministers met in Oslo on Monday.\n\n"
    "“We will not wait,” Prime Minister Ann Lee said. “We go on <now> & soon.”\n"
    "She did not say when the talks end.\n\n"
    "According to Radio Oslo, Tom Berg replied that the plan was “a joke”.\n"
)


def span(text: str, words: str, nth: int = 0) -> Span:
    """The nth place (from 0) where the text has the words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span.of(text, start, start + len(words))


def mention(text: str, words: str, type_: str = "name", nth: int = 0) -> Mention:
    return Mention(span(text, words, nth), type_)


def article(doc_id: str | None = "oslo") -> Quotes:
    """Four quotes: in two parts, negated, with a via and a parent, without a source."""
    text = ARTICLE
    lee = Speaker(
        "s1",
        "Ann Lee",
        titles=("Prime Minister",),
        aliases=("Lee",),
        gender="female",
        mentions=(mention(text, "Ann Lee"), mention(text, "She", "pronoun")),
        identifier="https://people.example/lee",
    )
    radio = Speaker("s2", "Radio Oslo", "organization", mentions=(mention(text, "Radio Oslo"),))
    berg = Speaker("s3", "Tom Berg", mentions=(mention(text, "Tom Berg"),))
    said = Cue((span(text, "said"),), "say")
    quotes = [
        Quote(
            "q1",
            (span(text, "“We will not wait,”"), span(text, "“We go on <now> & soon.”")),
            "direct",
            cue=said,
            source=mention(text, "Prime Minister Ann Lee"),
            speaker=lee,
            confidence=0.97,
            evidence=("verb after quote", "quote goes on"),
            speaker_confidence=0.9,
            statement=0.99,
        ),
        Quote(
            "q2",
            (span(text, "when the talks end"),),
            "indirect",
            cue=Cue((span(text, "say", 0),), "say", negated=True),
            source=mention(text, "She", "pronoun"),
            speaker=lee,
            confidence=0.5,
            evidence=("clausal complement",),
        ),
        Quote(
            "q3",
            (span(text, "the plan was “a joke”"),),
            "mixed",
            cue=Cue((span(text, "replied"),), "reply"),
            source=mention(text, "Tom Berg"),
            speaker=berg,
            via=(radio,),
            confidence=0.8,
        ),
        Quote("q4", (span(text, "“a joke”"),), "direct", parent="q3", confidence=0.25),
    ]
    return Quotes(
        quotes,
        text=text,
        speakers=(lee, radio, berg),
        warnings=("one mark is never closed",),
        doc_id=doc_id,
        meta={"quoteattr": "0.1.0", "models": {"en": "1"}},
    )


_GIVEN = ("Ann", "Tom", "Rosa", "Idris", "Maya")
_SURNAMES = ("Lee", "Berg", "Castellanos", "Okonkwo", "Haddad", "Lindqvist", "Fry", "Petrov")


def crowd(size: int, doc_id: str | None = "crowd") -> Quotes:
    """As many speakers; the last is quoted most, the first once; and a quote of nobody.

    Quotes are direct, mixed and indirect in turn, each of them in a paragraph of its own.
    """
    names = [f"{_GIVEN[i % 5]} {_SURNAMES[i // 5 % 8]}" for i in range(size)]
    speakers = [Speaker(f"s{i}", name) for i, name in enumerate(names)]
    text, quotes = "", []
    turns = [i for i in range(size) for _ in range(1 + i * 4 // size)]
    for n, i in enumerate([*turns, None]):
        said, kind = (
            ("“We will not wait for another report,”", "direct"),
            ("the plan was “never costed, and everybody knew it,”", "mixed"),
            ("that the talks about the harbour would go on until Friday", "indirect"),
        )[n % 3]
        name = "a witness" if i is None else names[i]
        start = len(text)
        text += f"{said} {name} said.\n\n"
        content = Span.of(text, start, start + len(said))
        source = Span.of(text, content.end + 1, content.end + 1 + len(name))
        cue = Cue([Span.of(text, source.end + 1, source.end + 5)], "say", negated=n % 7 == 6)
        speaker = None if i is None else speakers[i]
        quotes.append(
            Quote(f"q{n}", [content], kind, cue=cue, source=Mention(source), speaker=speaker)
        )
    return Quotes(quotes, text=text, speakers=speakers, doc_id=doc_id)
