"""The spaCy component within spaCy's own pipeline."""

from __future__ import annotations

from typing import Any

import pytest

WHY = 'spaCy is not installed: python -m pip install -c constraints.txt ".[engines]"'
spacy = pytest.importorskip("spacy", reason=WHY)

from spacy.tokens import Doc, DocBin  # noqa: E402

import quoteattr.spacy  # noqa: E402
from quoteattr.attributor import Attributor  # noqa: E402
from quoteattr.quotes import Quotes  # noqa: E402

pytestmark = [pytest.mark.models, pytest.mark.engines]
TEXT = "Ministers met.\n\n“We will not wait,” Ann Lee told reporters. “We go on.”\n"


@pytest.fixture(scope="module")
def nlp() -> Any:
    made = spacy.blank("en")
    made.add_pipe("quoteattr")
    return made


def test_documents_carry_their_quotes(nlp: Any, attributor: Attributor) -> None:
    doc = nlp(TEXT)
    assert isinstance(doc._.quotes, Quotes)
    assert doc._.quotes == attributor(TEXT)
    assert spacy.blank("en")(TEXT)._.quotes is None


def test_spans_are_for_displacy(nlp: Any) -> None:
    doc = nlp(TEXT)
    found = [(span.label_, span.text) for span in doc.spans["quotes"]]
    assert ("QUOTE", "“We go on.”") in found
    assert ("SPEAKER", "Ann Lee") in found
    assert ("CUE", "told") in found
    page = spacy.displacy.render(doc, style="span", options={"spans_key": "quotes"}, jupyter=False)
    assert "SPEAKER" in page


def test_documents_can_be_stored(nlp: Any) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.quotes == doc._.quotes
    stored = DocBin(store_user_data=True)
    stored.add(doc)
    (one,) = DocBin(store_user_data=True).from_bytes(stored.to_bytes()).get_docs(nlp.vocab)
    assert one._.quotes == doc._.quotes
    assert [span.text for span in one.spans["quotes"]] == [
        span.text for span in doc.spans["quotes"]
    ]


def test_two_processes_give_the_same_with_contexts(nlp: Any) -> None:
    texts = [TEXT, "", "Nobody spoke.", "“No,” said Tom Berg."]
    pairs = [(text, number) for number, text in enumerate(texts)]
    found = list(nlp.pipe(pairs, n_process=2, as_tuples=True))
    assert [number for _, number in found] == [0, 1, 2, 3]
    assert [doc._.quotes for doc, _ in found] == [nlp(text)._.quotes for text in texts]


def test_options_are_those_of_the_attributor(tmp_path: Any) -> None:
    made = spacy.blank("en")
    known = [{"name": "Ann Lee", "identifier": "Q1"}]
    made.add_pipe("quoteattr", config={"known": known, "min_confidence": 0.1})
    assert made(TEXT)._.quotes[0].speaker.identifier == "Q1"
    made.to_disk(tmp_path)
    assert spacy.load(tmp_path)(TEXT)._.quotes[0].speaker.identifier == "Q1"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"min_confidence": 7.0}, "min_confidence must lie between 0 and 1"),
        ({"include": "quotes"}, "include must be"),
        ({"known": [{"nom": "Ann Lee"}]}, "a known person needs the fields of Person"),
    ],
)
def test_a_wrong_option_is_an_error(config: dict[str, Any], message: str) -> None:
    with pytest.raises(quoteattr.InputError, match=message):
        spacy.blank("en").add_pipe("quoteattr", config=config)
