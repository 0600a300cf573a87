"""The result object: a sequence, its look-ups, its record form, its checks."""

import copy
import json
import pickle
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from quoteattr.cli.terminal import to_text
from quoteattr.errors import InputError
from quoteattr.model import Mention, Quote, Span, Speaker
from quoteattr.quotes import Quotes
from tests.factories import ARTICLE, article
from tests.strategies import results


@given(results())
def test_record_form_gives_the_same_result_back(quotes: Quotes):
    assert Quotes.from_dict(quotes.to_dict(), quotes.text) == quotes


@given(results())
def test_json_gives_the_same_result_back_and_is_one_line(quotes: Quotes):
    line = quotes.to_json()
    assert len(line.splitlines()) == 1
    line.encode("utf-8")
    assert Quotes.from_dict(json.loads(line), quotes.text) == quotes


@given(results())
def test_copies_and_pickles_are_equal(quotes: Quotes):
    assert pickle.loads(pickle.dumps(quotes)) == quotes
    assert copy.deepcopy(quotes) == quotes
    assert hash(copy.deepcopy(quotes)) == hash(quotes)


def test_lone_surrogates_survive_json():
    text = "\ud800 “Hi,” he said."
    quotes = Quotes([Quote("q1", [Span.of(text, 0, 7)], "mixed")], text=text)
    line = quotes.to_json()
    line.encode("utf-8")
    assert Quotes.from_dict(json.loads(line), text) == quotes


def test_two_surrogates_that_make_one_sign_survive_json():
    text = "\ud83d\ude00 “Hi \ud83d\ude00,” \ud83d\ude00 Lee said."
    lee = Speaker("s1", "Lee", mentions=[Mention(Span.of(text, 12, 18))])
    made = Quote("q1", [Span.of(text, 3, 11)], "direct", source=lee.mentions[0], speaker=lee)
    quotes = Quotes([made], text=text, speakers=[lee])
    assert Quotes.from_dict(json.loads(quotes.to_json()), text) == quotes
    with pytest.raises(InputError):
        Quotes.from_dict(json.loads(quotes.to_json()), text.replace("Hi", "Ha"))


def test_json_with_a_text_of_surrogates_can_be_read_without_it():
    text = "\ud83d\ude00 “Hi \ud83d\ude00 Lee,” \ud83d\ude00 Lee said."
    lee = Speaker("s1", "Lee", mentions=[Mention(Span.of(text, 16, 22))])
    made = Quote("q1", [Span.of(text, 3, 15)], "direct", source=lee.mentions[0], speaker=lee)
    read = Quotes.from_dict(
        json.loads(Quotes([made], text=text, speakers=[lee]).to_json(text=True))
    )
    assert read.text == "😀 “Hi 😀 Lee,” 😀 Lee said."
    assert read[0].text == "“Hi 😀 Lee,”"
    assert read[0].source.span.text == "😀 Lee"


def test_is_a_sequence_in_order():
    quotes = article()
    assert [quote.id for quote in quotes] == ["q1", "q2", "q3", "q4"]
    assert len(quotes) == 4
    assert quotes[-1].id == "q4"
    assert tuple(quotes[1:3]) == (quotes[1], quotes[2])
    assert quotes[:] == quotes
    assert quotes[0] in quotes
    assert quotes.index(quotes[2]) == 2
    assert not Quotes((), text="")
    assert repr(quotes) == "Quotes(4 quotes, 3 speakers)"


@pytest.mark.parametrize("name", ["Ann Lee", "ann  lee", "LEE", "s1"])
def test_by_finds_name_alias_and_id(name: str):
    assert [quote.id for quote in article().by(name)] == ["q1", "q2"]


def test_by_finds_a_name_however_its_accents_are_encoded():
    text = "“Go,” René Café said."
    speaker = Speaker("s1", unicodedata.normalize("NFD", "René Café"))
    quote = Quote("q1", (Span(0, 5, text[:5]),), "direct", speaker=speaker)
    assert len(Quotes([quote], text=text, speakers=[speaker]).by("René Café")) == 1


def test_by_finds_nothing_for_part_of_a_name_or_a_speaker_without_quotes():
    assert len(article().by("Ann")) == 0
    assert len(article().by("Radio Oslo")) == 0


def test_by_refuses_what_is_no_name():
    with pytest.raises(InputError, match="by needs a name or a Speaker"):
        article().by(None)


def test_by_takes_a_speaker():
    quotes = article()
    assert [quote.id for quote in quotes.by(quotes.speakers[2])] == ["q3"]


def test_by_a_shared_alias_gives_both():
    text = "A. B."
    pair = [Speaker("s1", "Hillary Clinton", aliases=("Clinton",))]
    pair.append(Speaker("s2", "Bill Clinton", aliases=("Clinton",)))
    made = [
        Quote(f"q{i}", [Span.of(text, 3 * i, 3 * i + 2)], "indirect", speaker=pair[i])
        for i in (0, 1)
    ]
    assert tuple(Quotes(made, text=text, speakers=pair).by("clinton")) == tuple(made)


def test_by_takes_a_surname_where_nobody_is_called_just_that():
    text = "A. B."
    pair = (Speaker("s1", "JD Vance"), Speaker("s2", "Usha Vance", aliases=("Usha",)))
    made = [
        Quote(f"q{i}", [Span.of(text, 3 * i, 3 * i + 2)], "indirect", speaker=pair[i])
        for i in (0, 1)
    ]
    assert tuple(Quotes(made, text=text, speakers=pair).by("vance")) == tuple(made)
    assert tuple(Quotes(made[:1], text=text, speakers=pair[:1]).by("Vance")) == (made[0],)


def test_a_part_is_a_result_with_the_same_formats():
    part = article()[3:]
    assert part.doc_id == "oslo"
    assert part.speakers == article().speakers
    assert part[0].parent == "q3"
    assert part.parent(part[0]) is None
    assert Quotes.from_dict(json.loads(part.to_json()), ARTICLE) == part
    assert len(part.to_frame()) == 1
    assert part.to_html().count("<mark ") > 0
    assert "“a joke”" in to_text(part)


def test_an_article_that_failed_says_so_everywhere():
    quotes = Quotes((), text="?", doc_id="a7", error="the <parser> failed")
    assert repr(quotes) == "Quotes(error='the <parser> failed')"
    assert json.loads(quotes.to_json())["error"] == "the <parser> failed"
    assert Quotes.from_dict(quotes.to_dict(), "?") == quotes
    assert "the &lt;parser&gt; failed" in quotes.to_html()
    assert to_text(quotes) == "a7: failed: the <parser> failed\n"


def test_json_can_hold_the_text():
    record = json.loads(article().to_json(text=True))
    assert record["text"] == ARTICLE
    assert Quotes.from_dict(record) == article()
    with pytest.raises(InputError, match="the record has no text"):
        Quotes.from_dict(article().to_dict())


def test_json_goes_to_a_file(tmp_path):
    path = tmp_path / "oslo.json"
    assert article().to_json(path=path) is None
    assert Quotes.from_dict(json.loads(path.read_text(encoding="utf-8")), ARTICLE) == article()


@pytest.mark.parametrize("wrong", ["oslo.json", Path("oslo.json"), True])
def test_a_path_in_place_of_the_indent_is_refused(wrong):
    with pytest.raises(InputError, match=r"to_json\(path=…\)"):
        article().to_json(wrong)


def test_numbers_of_numpy_are_numbers():
    text = "“Hi.”"
    places = np.array([0, 5])
    made = Quote("q1", [Span(*places, text)], "direct", confidence=np.float32(0.5))
    quotes = Quotes([made], text=text)
    assert json.loads(quotes.to_json())["quotes"][0]["content"][0]["end"] == 5
    assert json.loads(quotes.to_json())["quotes"][0]["confidence"] == 0.5


def test_nesting_can_be_followed_both_ways():
    quotes = article()
    assert quotes.parent(quotes[3]) == quotes[2]
    assert quotes.parent(quotes[2]) is None
    assert quotes.children(quotes[2]) == (quotes[3],)
    assert quotes.children(quotes[3]) == ()


def test_nothing_can_be_changed():
    quotes = article()
    with pytest.raises(AttributeError):
        quotes.text = "other"
    with pytest.raises(TypeError):
        quotes.meta["quoteattr"] = "9"
    with pytest.raises(TypeError):
        quotes.meta["models"]["en"] = "9"


def test_the_callers_own_meta_is_left_alone():
    meta = {"models": {"en": "1"}}
    quotes = Quotes((), text="", meta=meta)
    meta["models"]["en"] = "2"
    assert quotes.meta["models"]["en"] == "1"
    assert quotes.to_dict()["meta"] == {"models": {"en": "1"}}


def test_another_text_is_refused_with_the_place():
    record = article().to_dict()
    with pytest.raises(InputError, match=r"quote 'q1', content.*at 34-53.*same text"):
        Quotes.from_dict(record, "x" + ARTICLE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quotes": (*article()[:2], article()[0])}, "'q1' is used twice"),
        ({"speakers": ()}, "not among the speakers"),
        ({"quotes": "q1"}, "sequence of Quote"),
        ({"quotes": [None]}, "holds None"),
        ({"warnings": "careful"}, "sequence of str"),
        ({"doc_id": 7}, "doc_id must be str or None"),
        ({"error": 7}, "error must be str or None"),
        ({"error": "no text"}, "has no quotes"),
        ({"meta": 3}, "meta must be a mapping"),
        ({"text": b"bytes"}, "text must be str"),
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict, message: str):
    whole = article()
    fields = {"quotes": whole[:], "text": whole.text, "speakers": whole.speakers, **changes}
    with pytest.raises(InputError, match=message):
        Quotes(**fields)


def test_a_quote_within_itself_is_refused():
    text = "Hm."
    circle = [
        Quote("q1", [Span.of(text, 0, 3)], "indirect", parent="q2"),
        Quote("q2", [Span.of(text, 0, 2)], "indirect", parent="q1"),
    ]
    with pytest.raises(InputError, match="lies within itself"):
        Quotes(circle, text=text)


@pytest.mark.parametrize(
    "change",
    [
        {"quotes": 3},
        {"quotes": [{"id": "q1"}]},
        {"speakers": None},
        {"meta": None},
        {"quotes": [{**article().to_dict()["quotes"][0], "content": 5}]},
        {"quotes": [{**article().to_dict()["quotes"][0], "speaker": ["s1"]}]},
        {"quotes": [{**article().to_dict()["quotes"][0], "confidence": "high"}]},
    ],
)
def test_malformed_records_are_refused(change: dict):
    with pytest.raises(InputError):
        Quotes.from_dict({**article().to_dict(), **change}, ARTICLE)


def test_missing_keys_are_named():
    with pytest.raises(InputError, match="missing warnings, meta"):
        Quotes.from_dict({"doc_id": None, "quotes": [], "speakers": []}, "")
    with pytest.raises(InputError, match="mapping"):
        Quotes.from_dict([], "")
