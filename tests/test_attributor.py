"""Configuration, batches and what goes wrong: everything around the extraction itself."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import quoteattr
from quoteattr import Attributor, InputError, ModelError, Person, Quotes
from quoteattr.attributor import _Settings, _shared, lazy_attributor

ROOT = Path(__file__).parent.parent
TEXT = (
    "“We will not raise taxes,” Governor Maria Lopez said on Tuesday. "
    "She hopes to be re-elected in May. Critics called the plan “a disaster.”"
)


class Broken:
    """A pipeline that fails on some texts, as a model with a bug does."""

    def __init__(self, pipeline: Any) -> None:
        self.processors = {**pipeline.processors, "tokenize": self}
        self._tokenize = pipeline.processors["tokenize"]

    def process(self, document: Any) -> Any:
        if "crash" in document.text:
            raise RuntimeError("shapes can't be multiplied")
        return self._tokenize.process(document)


@pytest.fixture(scope="module")
def pipeline(attributor: Attributor) -> Any:
    return attributor._parser.pipeline


def texts(quotes: Quotes) -> list[str]:
    return [quote.text for quote in quotes]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"include": "quotes"}, 'include must be "default", "all" or some of speech'),
        ({"include": ["speech", "shouting"]}, "include must be"),
        ({"include": [["speech"]]}, "include must be"),
        ({"min_confidence": 1.5}, "min_confidence must lie between 0 and 1"),
        ({"min_confidence": "high"}, "min_confidence must lie between 0 and 1"),
        ({"known": ["Ann Lee"]}, "known must hold quoteattr.Person, not 'Ann Lee'"),
        ({"cues": {"rap": "loud"}}, "cue 'rap': the class must be one of"),
        ({"cues": {"rap": ["speech"]}}, "cue 'rap': the class must be one of"),
        ({"cues": {"point out": "speech"}}, "a cue must be one verb, as its lemma"),
        ({"models": 3}, "models must be None, a directory"),
        ({"models": ["models"]}, "models must be None, a directory"),
        ({"include": None}, "leave it out for the default"),
        ({"known": Person("Ann Lee")}, "known=[person]"),
        ({"known": "people.csv"}, "known must hold quoteattr.Person"),
        ({"known": None}, "known must hold quoteattr.Person"),
        ({"cues": ["tweet"]}, "cues must map lemmas to cue types"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], message: str) -> None:
    for use in (Attributor, partial(quoteattr.extract, TEXT), lazy_attributor):
        with pytest.raises(InputError) as caught:
            use(**options)
        assert message in str(caught.value)


def test_a_directory_without_models_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"manifest\.json is missing; give another folder"):
        Attributor(tmp_path)


def test_stanza_models_that_are_not_there_name_their_download(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stanza.pipeline.core.DEFAULT_MODEL_DIR", str(tmp_path))
    with pytest.raises(ModelError, match=r'stanza\.download\("en"\)'):
        Attributor("en")


def test_a_pipeline_that_lacks_a_processor_is_refused(pipeline: Any) -> None:
    class Poor:
        def __init__(self) -> None:
            self.processors = {"tokenize": pipeline.processors["tokenize"]}

    with pytest.raises(InputError, match="lacks depparse, pos"):
        Attributor(Poor())


def test_what_is_no_text_is_refused(attributor: Attributor) -> None:
    with pytest.raises(InputError, match="must be a str, not bytes; decode it first"):
        attributor(b"no")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="read it first"):
        attributor(Path("article.txt"))  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"call Attributor\.pipe"):
        attributor([TEXT])  # type: ignore[arg-type]


def test_ids_go_into_the_result(attributor: Attributor) -> None:
    batch: list[Any] = [(TEXT, "a"), (TEXT, np.int64(7)), {"text": TEXT, "id": 8}, TEXT]
    assert [quotes.doc_id for quotes in attributor.pipe(batch)] == ["a", "7", "8", None]
    records = [{"body": TEXT, "url": "u1"}, {"url": "u2"}]
    named = list(attributor.pipe(records, text_field="body", id_field="url"))
    assert [quotes.doc_id for quotes in named] == ["u1", "u2"]
    assert "a record needs 'body'" in str(named[1].error)
    pairs = list(attributor.pipe([(TEXT, "a"), (TEXT, 1.5)], as_tuples=True))
    assert [quotes.doc_id for quotes, _ in pairs] == ["a", None]


def test_a_repr_shows_the_options(pipeline: Any) -> None:
    shown = repr(Attributor(pipeline, include=["speech"], cues={"tweet": "writing"}))
    assert "include=('speech',), min_confidence=0.0" in shown
    assert "cues={'tweet': 'writing'}, patterns_only=False" in shown
    many = Attributor(pipeline, known=[Person(f"Ann Lee {i}") for i in range(9)])
    assert "known=<9 of them>" in repr(many)


@pytest.mark.models
def test_extract_takes_every_option_and_shares_the_models() -> None:
    plain = quoteattr.extract(TEXT, doc_id="a1")
    assert plain.doc_id == "a1"
    everything = quoteattr.extract(TEXT, include="all", min_confidence=np.float32(0.1))
    assert len(everything) > len(plain)
    with pytest.raises(InputError, match="unknown options includes; choose from include"):
        quoteattr.extract(TEXT, includes="all")  # type: ignore[call-arg]
    some = _Settings(include="all"), _Settings(min_confidence=0.5)
    assert len({id(_shared(settings)._parser) for settings in some}) == 1


def test_threads_that_begin_together_load_the_models_once(
    pipeline: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    def slowly(models: Any) -> Any:
        loaded.append(models)
        time.sleep(0.1)
        return models

    monkeypatch.setattr("quoteattr.attributor.pipeline_of", slowly)
    fresh = copy(pipeline)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda text: quoteattr.extract(text, models=fresh), [TEXT] * 3))
    assert found[0] == found[1] == found[2]
    assert loaded == [fresh]


@pytest.mark.parametrize(
    ("wrong", "options", "message"),
    [
        (TEXT, {}, "for one article, call the attributor"),
        (Path("articles"), {}, "it reads no files"),
        ({"text": TEXT}, {}, r"give \[record\]"),
        (pd.DataFrame({"text": [TEXT]}), {}, "frame.to_dict"),
        (None, {}, "pipe takes many articles"),
        ([TEXT], {"workers": 0}, "workers must be a number of processes"),
        ([TEXT], {"workers": 2}, r"a stanza\.Pipeline can't be sent to workers"),
    ],
)
def test_what_is_no_batch_is_refused_at_once(
    pipeline: Any, wrong: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        Attributor(pipeline).pipe(wrong, **options)


def test_contexts_come_in_pairs_with_texts(attributor: Attributor) -> None:
    with pytest.raises(InputError, match="as_tuples needs pairs of an article and a context"):
        list(attributor.pipe([TEXT], as_tuples=True))  # type: ignore[call-overload]


def test_include_chooses_cue_types(pipeline: Any) -> None:
    everything = texts(Attributor(pipeline, include="all")(TEXT))
    assert any("re-elected" in text for text in everything)
    default = texts(Attributor(pipeline)(TEXT))
    assert not any("re-elected" in text for text in default)
    assert any("disaster" in text for text in default)
    wanted = Attributor(pipeline, include=["attitude", "intention"])(TEXT)
    assert {quote.cue.type for quote in wanted if quote.cue} <= {"attitude", "intention"}
    assert any("re-elected" in quote.text for quote in wanted)


def test_min_confidence_leaves_the_unsure_out(pipeline: Any, attributor: Attributor) -> None:
    least = 0.8
    sure = Attributor(pipeline, min_confidence=least)(TEXT)
    assert texts(sure) == [q.text for q in attributor(TEXT) if q.confidence >= least]
    assert texts(sure)


def test_parents_are_counted_anew_when_some_are_left_out(pipeline: Any) -> None:
    text = "State media reported that Putin said the talks were useful."
    only_putin = Attributor(pipeline, min_confidence=0.0)(text)
    inner = only_putin[-1]
    assert inner.parent == only_putin[0].id
    assert [quote.id for quote in only_putin] == [f"q{i + 1}" for i in range(len(only_putin))]


def test_one_bad_document_never_stops_a_batch(pipeline: Any) -> None:
    broken = Attributor(Broken(pipeline))
    results = list(broken.pipe([TEXT, "crash here", None, TEXT]))  # type: ignore[list-item]
    assert [bool(quotes) for quotes in results] == [True, False, False, True]
    assert "shapes can't be multiplied" in results[1].error
    assert "must be a str" in results[2].error
    assert results[0].error is None
    assert results[1].text == "crash here"
    assert results[0].to_dict() == results[3].to_dict()


def test_pipe_carries_a_context_along(attributor: Attributor) -> None:
    pairs = list(attributor.pipe([(TEXT, {"id": 7}), ("No quotes.", None)], as_tuples=True))
    assert [context for _, context in pairs] == [{"id": 7}, None]
    assert texts(pairs[0][0]) == texts(attributor(TEXT))


def test_pipe_is_lazy(attributor: Attributor) -> None:
    def articles() -> Any:
        yield TEXT
        raise AssertionError("asked for a second article")

    assert next(iter(attributor.pipe(articles())))


@pytest.mark.models
def test_an_attributor_pickles_without_its_models() -> None:
    original = Attributor(include="all", known=[Person("Maria Lopez", identifier="Q1")])
    data = pickle.dumps(original)
    assert len(data) < 1_000_000
    copy = pickle.loads(data)
    assert copy(TEXT).to_dict() == original(TEXT).to_dict()
    assert repr(copy) == repr(original)


FORKED = """
import os, signal, sys
from quoteattr import Attributor
attributor = Attributor()
before = attributor(sys.argv[1])
child = os.fork()
if child == 0:
    signal.alarm(60)  # ends it where it would wait forever
    os._exit(0 if attributor(sys.argv[1]) == before else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.models
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_reads_too() -> None:
    """``multiprocessing`` of Python before 3.14 forks on Linux, and so do web servers."""
    done = subprocess.run(
        [sys.executable, "-c", FORKED, TEXT * 20],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "2"},
        check=False,
    )
    assert done.stdout.split() == [b"0"], done.stderr


FORKED_BEFORE_IMPORT = """
import multiprocessing, sys, torch

def speakers(text):
    import quoteattr
    return [quote.speaker.name for quote in quoteattr.extract(text)]

torch.randn(3_000_000).exp().sum()  # starts the threads
with multiprocessing.get_context("fork").Pool(1) as pool:
    print(*pool.map_async(speakers, [sys.argv[1]]).get(timeout=60)[0], sep=",")
"""


@pytest.mark.models
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_reads_too_if_only_it_imports_the_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED_BEFORE_IMPORT, "“We go on,” Ann Lee said."],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "2"},
        check=False,
    )
    assert done.stdout.split(b"\n")[0] == b"Ann Lee", done.stderr


@pytest.mark.models
def test_copies_in_one_process_load_the_models_once() -> None:
    original = Attributor(include="all", min_confidence=0.01)
    copies = [pickle.loads(pickle.dumps(original)) for _ in range(3)]
    assert len({id(copy._parser) for copy in copies}) == 1


def test_meta_names_versions_and_models(attributor: Attributor) -> None:
    meta = attributor(TEXT, doc_id="a1").to_dict()["meta"]
    assert set(meta["models"]) == {"reader"}
    assert meta["quoteattr"]
    assert meta["kernels"] in ("int8", "float32")
    assert attributor(TEXT, doc_id="a1").doc_id == "a1"


def test_the_identifier_of_a_known_person_is_the_callers_in_html_as_well(pipeline):
    attributor = Attributor(pipeline, known=[Person("Maria Lopez", identifier="Q  1\u2063 ")])
    for text in (TEXT, f"<p>{TEXT}</p>"):
        assert attributor(text).speakers[0].identifier == "Q  1\u2063 "


def test_known_people_lend_their_identifier(pipeline: Any) -> None:
    person = Person("Maria Isabel Lopez", aliases=("Maria Lopez",), identifier="Q42")
    found = Attributor(pipeline, known=[person])(TEXT)
    assert found[0].speaker is not None
    assert found[0].speaker.identifier == "Q42"


def test_signs_that_show_nothing_split_no_speaker(attributor: Attributor) -> None:
    text = "“We will wait,” Ann\u200b Lee said. She said it rained. “No fes\u00adtival,” Lee said."
    quotes = attributor(text)
    assert [(speaker.name, speaker.aliases) for speaker in quotes.speakers] == [
        ("Ann Lee", ("Lee",))
    ]
    assert len(quotes.by("Ann Lee")) == 3
