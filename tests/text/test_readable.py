"""Damaged text is read as it was meant, and offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoteattr.text.furniture import is_short_line, without_furniture
from quoteattr.text.language import looks_english
from quoteattr.text.marks import find_marks
from quoteattr.text.paragraphs import paragraph_spans
from quoteattr.text.readable import readable, without_fillers


def read(text: str) -> str:
    return " ".join(without_fillers(readable(text).text).split())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("<p>Ann <b>Lee</b> left.</p>", "Ann Lee left."),
        ("an<i>ti</i>dote, “<em>No</em>”", "antidote, “No”"),
        ("<script>var a = '“';</script>She left.<!-- <p> -->", "She left."),
        (
            "&quot;No,&quot; she&nbsp;said. It isn&#8217;t &#x201C;on&#x201D;.",
            '"No," she said. It isn’t “on”.',
        ),
        ("AT&amp;T", "AT&T"),
        (
            "â€œNo,â€\x9d she said. Itâ€™s â€˜onâ€™ â€“ RenÃ©e, Ã–sel, £5",
            "“No,” she said. It’s ‘on’ – Renée, Ösel, £5",
        ),
        ("â€œNo,â€ said Ann Lee.", "“No,” said Ann Lee."),
        ("Ã¢â‚¬Å“NoÃ¢â‚¬Â\x9d", "“No”"),
        ("‚ÄúNo‚Äù", "“No”"),
        ("\x93No,\x94 she said. It\x92s on.", "“No,” she said. It’s on."),
        ("�No,� she said. It isn�t O�Neill�s.", "“No,” she said. It isn’t O’Neill’s."),
        ("�The nurses� pay is low,� she said.", "“The nurses’ pay is low,” she said."),
        ("Harborough � the town � waits.", "Harborough – the town – waits."),
    ],
)
def test_broken_signs_are_read_as_meant(text: str, meant: str) -> None:
    assert read(text) == meant
    assert readable(text).warnings


@pytest.mark.parametrize("end", ["&#13;\n", "&#13;&#10;", "&#xD;\n", "&#10;"])
def test_line_ends_as_entities_are_line_ends(end: str) -> None:
    text = f"“We wait.”{end}{end}“It is late.”{end}{end}They&#9;left."
    shown = readable(text).text
    assert [shown[a:b] for a, b in paragraph_spans(shown)][:2] == ["“We wait.”", "“It is late.”"]
    assert shown.split()[-2:] == ["They", "left."]
    assert len(shown) == len(text)


def test_signs_that_show_nothing_are_no_part_of_words() -> None:
    text = "\ufeff“We will\u200b wait for the fes\u00adti\u00adval,” An\u200bn Lee said."
    shown = readable(text)
    meant = " ".join(without_fillers(shown.text).split())
    assert meant == "“We will wait for the festival,” Ann Lee said."
    assert len(shown.text) == len(text)
    assert shown.warnings == ()


def test_encoded_data_is_not_read() -> None:
    image = "iVBORw0KGgo/+=" * 100
    for long in (image, "x" * 200_000, "长" * 2_000):
        text = f"“No,” {long} she said. {'ab-' * 300}, {'长，' * 2_000}"
        shown = readable(text)
        assert shown.text == text.replace(long, " " * len(long))
        assert [warning for warning in shown.warnings if "encoded data" in warning]
        assert len(find_marks(f"“{long}”")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "3 < 5 and 7 > 2, she said of the <council> & Co; R&D.",
        "“Le CAFÉ” in SÃO PAULO, a château, NÃO",
        "She paid €5™ – “in cash”.",
        "Ask for page=1&copy=2.",
    ],
)
def test_text_that_only_looks_broken_stays(text: str) -> None:
    assert readable(text).text == text
    assert readable(text).warnings == ()


@pytest.mark.parametrize("text", ["Ren�e Lee waits.", "The caf� is shut."])
def test_a_lost_letter_stays_lost_with_a_warning(text: str) -> None:
    assert readable(text).text == text
    assert len(readable(text).warnings) == 1


@example("•• ")
@example("Ã�t")
@given(st.text(alphabet=st.sampled_from("<>p/b &;#8quot�â€œ\x9d™Ã©“”\"'•\n aB."), max_size=60))
def test_every_offset_stays(text: str) -> None:
    shown = readable(text).text
    assert len(shown) == len(text)
    assert readable(shown).text == shown or "&" in text or "<" in text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("&ldquo;No,&rdquo; she said.", "&ldquo;No,&rdquo;"),
        ("â€œNo,â€\x9d she said.", "â€œNo,â€\x9d"),
        ("�No,� she said.", "�No,�"),
    ],
)
def test_broken_marks_pair(text: str, marked: str) -> None:
    (mark,) = find_marks(text)
    assert (mark.text, mark.inner[0].text) == (marked, "No,")


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Hide Ad",
        "Read more: Union says strike goes on",
        "Sign up to our daily newsletter",
        "Image caption, The bridge at dawn",
        "Image caption The bridge at dawn",
        "Image source, Getty Images",
        "Media source: Getty",
        "Getty Images",
        "(AP Photo/Tom Berg, File)",
        "Reuters pictures by Tom Berg",
        "© Tom Berg",
        "Copyright 2024 The Harborough News. No part of it may be used.",
        "Copyright Harborough News",
        "Published 3 hours ago",
        "Last updated on 4 May 2024 at 3:45 p.m. BST",
        "Follow us on Facebook and X",
        "Find us at www.harborough.org",
        "Click here to vote in our poll",
        "The views expressed here are those of the author.",
        "Picture: Tom Berg",
        "By using this site you agree to our use of cookies.",
        "By clicking Subscribe you confirm that you are over 16 and accept our privacy policy.",
        "By submitting this form you acknowledge that your details are kept.",
        "All rights reserved.",
        "3 min read",
    ],
)
def test_page_furniture_is_blank(line: str) -> None:
    assert without_furniture(f"We wait.\n\n{line}\n\nThey left.").split() == [
        "We",
        "wait.",
        "They",
        "left.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The form says that by submitting it you confirm that you are over 16.",
        "By ticking the box, you confirm that you are over 16, the form says.",
        "By clicking the box, users confirm that they are over 16.",
        "By entering the race you help the hospice, and runners confirm their places by May.",
        "If you confirm that you are over 16, the shop sends the knife.",
    ],
)
def test_a_report_about_a_page_is_no_furniture(text: str) -> None:
    assert without_furniture(text) == text


def test_times_of_a_live_blog_are_blank() -> None:
    text = "14:05 We wait.\n\n14:12 GMT – “No,” he said.\n\n14.31pm Lee left."
    shown = without_furniture(text)
    assert shown.split() == ["We", "wait.", "“No,”", "he", "said.", "Lee", "left."]
    assert len(shown) == len(text)


def test_handle_and_date_of_a_post_are_blank() -> None:
    text = "“Thank you, Accra.” — Kofi Mensah (@kmb9) August 4, 2023\n\nHe (@kmb9) left."
    shown = without_furniture(text)
    first, _, last = shown.split("\n")
    assert first.rstrip() == "“Thank you, Accra.” — Kofi Mensah"
    assert last == "He (@kmb9) left."
    assert len(shown) == len(text)


def test_one_time_is_no_live_blog() -> None:
    text = "14:05 Bristol train delayed.\n\nAt 14:12 Lee left."
    assert without_furniture(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement rules were tightened, she said.",
        "Google said users agree to its use of cookies.",
        "“You agree to our terms,” the letter said.",
        "Read more books, he said.",
        "Media sources in Cairo quoted the minister as saying “We will leave.”",
        "Video sources close to the studio said the deal was dead.",
        "Media sources, who were not named, said so.",
        "Image credit laws are needed, said Lee.",
        "Getty Images said on Monday that it had sued Stability AI.",
        "Reuters pictures showed smoke above the port, he said.",
        "AP wire reports say the talks collapsed.",
        "Copyright lawyers said the ruling would change the whole industry.",
        "Copyright Act changes were rejected on Monday, he said.",
        "(c) the mayor said so.",
        "Published in 2019, the report warned that the dam would fail.",
        "Updated figures for 2023 show a fall, the minister said.",
        "Join us on the picket line or go home, the union told its members.",
        "Follow us on Friday, the police told them.",
        "Click here to confirm, the e-mail said.",
        "– the mayor (@lee) said on Monday",
        "The university said the views expressed by the professor do not reflect its position.",
        "‘Whether you agree with the president’s policies or not, he won,’ Ann Lee said.",
        "Whether you agree with the president's policies or not, he won.",
        "The judge ruled that the names may not be published, broadcast or shared.",
        "If you accept the terms of the deal, the union said, you lose your pension.",
        "More: “I was there,” she said.",
        "He asked readers to sign up for the newsletter.",
    ],
)
def test_news_is_no_furniture(line: str) -> None:
    assert without_furniture(line) == line


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_line_within_a_wrapped_sentence_is_no_furniture(end: str) -> None:
    text = f"The judge said that the company had broken{end}copyright (and that it owed nothing)."
    assert without_furniture(text) == text
    advertisement = f"The judge said that the company had broken{end}advertisement{end}the law."
    assert "advertisement" not in without_furniture(advertisement)


def test_a_bullet_begins_a_paragraph_outside_quotations() -> None:
    assert without_furniture("Three things: • pay • beds").count("\n\n") == 2
    assert without_furniture("“We need • pay • beds,” she said.").count("\n") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Der Bürgermeister sagt, dass die Straße gesperrt bleibt und wir alle warten müssen. ",
        "Le maire a dit que la route resterait fermée et que nous devrons tous attendre. ",
        "El alcalde dijo que la calle sigue cerrada y que me lo dijo su esposa. ",
        "De burgemeester zegt of de straat open is, want we willen het weten in de stad. ",
        "Borgmesteren siger, at vejen er lukket for alle, og at vi må vente i byen. ",
        "Meya alisema barabara itafungwa na kuwataka wananchi kuwa na subira hadi kesho. ",
    ],
)
def test_another_language_is_not_english(text: str) -> None:
    assert not looks_english(text * 4)


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ann Lee said on Monday that the road would stay shut until the repairs are done. ",
        "Trump beats Rubio in Florida, 45 to 27; Kasich wins Ohio. Clinton leads the Democrats. ",
    ],
)
def test_english_is_english(text: str) -> None:
    assert looks_english(text * 4)


@pytest.mark.parametrize("part", ["<", "<p ", "<!--", "&", "�", "â€", "• ", "you agree ", "Ad\n"])
def test_a_text_of_nothing_but_damage_returns(part: str) -> None:
    text = part * (300_000 // len(part))
    assert len(readable(text).text) == len(text)


def test_one_lost_character_does_not_slow_down_a_long_line() -> None:
    line = "Ann Lee said that it rained. " * 10_000
    assert readable(f"{line}\n\ufffdNo,\ufffd she said.").text == f"{line}\n“No,” she said."


@pytest.mark.parametrize("after", ["", "x", " 12"])
def test_a_line_with_many_apostrophes_returns(after: str) -> None:
    assert not is_short_line("It rained." + "'" * 10_000 + after)


def test_an_apostrophe_after_a_full_stop_ends_a_sentence() -> None:
    lines = ("The road.'", "The road.')", "The road.'s", "The boys' road")
    assert [is_short_line(line) for line in lines] == [False, False, True, True]
