"""Speakers of many articles put together: too few rather than wrong ones."""

from __future__ import annotations

import random
from typing import Any

import pytest

from quoteattr import InputError, Quotes, Speaker, merge_speakers
from quoteattr.corpus.people import MergedSpeaker


def batch(*articles: list[dict[str, Any]]) -> list[Quotes]:
    return [
        Quotes(
            (),
            text="",
            doc_id=f"d{i}",
            speakers=[Speaker(f"s{j}", **fields) for j, fields in enumerate(speakers, 1)],
        )
        for i, speakers in enumerate(articles)
    ]


def sizes(*articles: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(who.name, len(who.occurrences)) for who in merge_speakers(batch(*articles))]


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, **more}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (named("Ann Lee"), named("Ann Lee")),
        (named("Ann Lee"), named("ANN LEE")),
        (named("Donald Trump"), named("Donald J. Trump")),
        (named("Mike Pence"), named("Michael Pence")),
        (named("Martin King Jr."), named("Martin King Jr.")),
        (named("Ann Lee", gender="female"), named("Ann Lee")),
        (named("Ann Lee", titles=("Senator",)), named("Ann Lee", titles=("former governor",))),
        (named("Ann Lee", titles=("Dr.",)), named("Ann Lee", titles=("Senator",))),
        (named("Lee", identifier="Q1"), named("Ann Lee", identifier="Q1")),
        (named("Ann Lee", identifier="Q1"), named("Ann Lee")),
        (named("Kremlin", kind="organization"), named("the Kremlin", kind="organization")),
    ],
)
def test_the_same_person(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert len(sizes([left], [right])) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (named("Lee"), named("Lee")),
        (named("Lee"), named("Ann Lee")),
        (named("Ann"), named("Ann")),
        (named("A. Lee"), named("A. Lee")),
        (named("A. Lee"), named("Ann Lee")),
        (named("Ann Lee"), named("Bob Lee")),
        (named("Donald Trump"), named("Donald Trump Jr.")),
        (named("George H. W. Bush"), named("George W. Bush")),
        (named("Ann Lee", identifier="Q1"), named("Ann Lee", identifier="Q2")),
        (named("Kim Lee", gender="female"), named("Kim Lee", gender="male")),
        (named("Ann Lee", titles=("Judge",)), named("Ann Lee", titles=("head coach",))),
        (named("a police officer", named=False), named("a police officer", named=False)),
        (named("Georgia"), named("Georgia", kind="organization")),
        (named("FBI", kind="organization"), named("FDA", kind="organization")),
        (
            named("Ann Lee and Bob Ray", kind="group", members=("s1", "s2")),
            named("Ann Lee and Bob Ray", kind="group", members=("s1", "s2")),
        ),
    ],
)
def test_two_different_people(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert len(sizes([left], [right])) == 2


def test_a_name_that_fits_two_people_joins_neither() -> None:
    found = sizes([named("George H. W. Bush")], [named("George W. Bush")], [named("George Bush")])
    assert sorted(found) == [("George Bush", 1), ("George H. W. Bush", 1), ("George W. Bush", 1)]


def test_a_name_of_unknown_gender_stays_alone_between_a_man_and_a_woman() -> None:
    woman, man = named("Kim Lee", gender="female"), named("Kim Lee", gender="male")
    assert sorted(sizes([woman], [man], [named("Kim Lee")], [woman])) == [
        *[("Kim Lee", 1)] * 2,
        ("Kim Lee", 2),
    ]


def test_a_career_links_fields() -> None:
    judge, mayor = named("Ann Lee", titles=("Judge",)), named("Ann Lee", titles=("Mayor",))
    both = named("Ann Lee", titles=("Mayor", "former judge"))
    assert len(sizes([judge], [mayor])) == 2
    assert sizes([judge], [mayor], [both]) == [("Ann Lee", 3)]


def test_one_article_keeps_its_speakers_apart() -> None:
    assert len(sizes([named("Ann Lee"), named("Ann Lee")], [named("Ann Lee")])) == 3
    assert len(sizes([named("Ann Lee"), named("Ann B. Lee")])) == 2


def test_merged_speakers_hold_every_name_title_and_gender() -> None:
    first = named("Ann Lee", aliases=("Lee",), titles=("Senator",))
    second = named("Ann B. Lee", aliases=("Ms. Lee",), titles=("Sen.", "Senator"), gender="female")
    (who,) = merge_speakers(batch([first], [second], [first]))
    assert isinstance(who, MergedSpeaker)
    assert (who.id, who.name, who.gender, who.identifier) == ("m1", "Ann Lee", "female", None)
    assert who.titles == ("Senator", "Sen.")
    assert who.aliases == ("Ann B. Lee", "Lee", "Ms. Lee")
    assert [(o.article, o.doc_id, o.speaker.id) for o in who.occurrences] == [
        (0, "d0", "s1"),
        (1, "d1", "s1"),
        (2, "d2", "s1"),
    ]
    assert hash(who)


def test_the_order_of_the_articles_does_not_matter() -> None:
    names = ["Ann Lee", "Ann B. Lee", "Ann C. Lee", "Lee", "Bill Ray", "William Ray", "A. Ray"]
    genders = [None, "female", "male"]
    dice = random.Random(4)
    articles = [
        [named(name, gender=dice.choice(genders)) for name in dice.sample(names, 2)]
        for _ in range(12)
    ]

    def together(order: list[int]) -> set[frozenset[tuple[int, str]]]:
        merged = merge_speakers(batch(*(articles[i] for i in order)))
        return {
            frozenset((order[o.article], o.speaker.id) for o in who.occurrences) for who in merged
        }

    plain = together(list(range(12)))
    for _ in range(10):
        assert together(dice.sample(range(12), 12)) == plain


def test_every_speaker_comes_out_once_whatever_the_batch() -> None:
    articles = [[named(f"Ann {chr(97 + i % 26)}{i}. Lee"), named("Lee")] for i in range(300)]
    merged = merge_speakers(batch(*articles))
    assert sum(len(who.occurrences) for who in merged) == 600
    assert [who.id for who in merged] == [f"m{i}" for i in range(1, len(merged) + 1)]


def test_no_articles_and_wrong_arguments() -> None:
    assert merge_speakers([]) == ()
    with pytest.raises(InputError, match="needs many Quotes"):
        merge_speakers(None)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs Quotes"):
        merge_speakers(["Ann Lee said no."])  # type: ignore[list-item]
