"""The processor "quotes" within Stanza's own pipeline."""

import pytest
import stanza
from stanza.pipeline.core import PipelineRequirementsException

from quoteattr.attributor import Attributor
from quoteattr.errors import InputError
from quoteattr.parsing.models import READER, default_directory, load_pipeline
from quoteattr.parsing.variants import VARIANT, settings_of
from quoteattr.quotes import Quotes
from quoteattr.stanza_processor import NAME, add_quotes
from quoteattr.words.names import Person

pytestmark = pytest.mark.models
TEXT = "Ministers met.\n\n“We will not wait,” Ann Lee said. “We go on.”\n"


@pytest.fixture(scope="module")
def shipped():
    return load_pipeline()


def pipeline(*names: str, **settings):
    """A pipeline that Stanza itself puts together, from files and without network."""
    directory = default_directory()
    settings |= settings_of(names, directory / READER)
    return stanza.Pipeline(
        "en",
        dir=str(directory),
        package=None,
        processors={**dict.fromkeys(names, VARIANT), NAME: "default"},
        download_method=None,
        allow_unknown_language=True,
        logging_level="ERROR",
        use_gpu=False,
        **settings,
    )


@pytest.fixture(scope="module")
def nlp():
    return pipeline("tokenize", "mwt", "pos", "lemma", "depparse")


def test_documents_carry_their_quotes(nlp):
    quotes = nlp(TEXT).quotes
    assert isinstance(quotes, Quotes)
    assert quotes.text == TEXT
    assert quotes[0].text == "“We will not wait,” “We go on.”"
    assert quotes[0].speaker.name == "Ann Lee"


def test_many_documents_each_get_their_own(nlp):
    texts = [TEXT, "", "Nobody spoke.", "“No,” said Tom Berg."]
    documents = nlp.bulk_process(texts)
    assert [document.quotes.text for document in documents] == texts
    assert [len(document.quotes) for document in documents] == [1, 0, 0, 1]


def test_settings_of_the_pipeline_reach_the_attributor():
    names = ("tokenize", "mwt", "pos", "lemma", "depparse")
    strict = pipeline(*names, quotes_min_confidence=1.0)
    assert len(strict(TEXT).quotes) == 0
    with pytest.raises(InputError):
        pipeline(*names, quotes_min_confidence=7)


def test_every_option_is_a_setting():
    names = ("tokenize", "mwt", "pos", "lemma", "depparse")
    lee = Person("Ann Lee", identifier="Q1")
    known = pipeline(*names, quotes_known=[lee], quotes_cues={"tweet": "writing"})
    assert known(TEXT).quotes[0].speaker.identifier == "Q1"
    loaded = add_quotes(load_pipeline(), known=[lee], cues={"tweet": "writing"})
    assert loaded(TEXT).quotes[0].speaker.identifier == "Q1"


def test_a_pipeline_that_lacks_a_parse_is_refused_by_stanza():
    with pytest.raises(PipelineRequirementsException, match="depparse"):
        pipeline("tokenize", "mwt", "pos")


def test_a_loaded_pipeline_can_be_extended(shipped):
    document = add_quotes(load_pipeline())(TEXT)
    assert tuple(document.quotes) == tuple(Attributor(shipped).from_stanza(shipped(TEXT)))


def test_a_loaded_pipeline_without_a_parse_is_refused():
    with pytest.raises(InputError, match="lacks depparse, lemma, pos"):
        add_quotes(load_pipeline(processors="tokenize,mwt"))


def test_unknown_settings_are_refused(shipped):
    with pytest.raises(InputError, match="unknown settings"):
        add_quotes(shipped, confidence=1)
