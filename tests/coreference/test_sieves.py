"""The list of sieves: its order, its documents, and that sieves only ask."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import numpy as np
import pytest

from quoteattr.coreference import resolve
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Mention
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.sieves.antecedents import choices_of
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Labels, Parse, Sentence, Vectors, Word
from quoteattr.words.cues import read_table

DOCS = Path(__file__).parent.parent.parent / "docs"
NAMES = list(dict.fromkeys(sieve.name for sieve in SIEVES))

# "Ann Lee left. A mayor saw her." Index of the head, relation to it, tags.
WORDS = (
    *(("Ann", "PROPN", "NNP", 2, "nsubj", 0), ("Lee", "PROPN", "NNP", 0, "flat", 0)),
    *(("left", "VERB", "VBD", -1, "root", 0), (".", "PUNCT", ".", 2, "punct", 0)),
    *(("A", "DET", "DT", 5, "det", 1), ("mayor", "NOUN", "NN", 6, "nsubj", 1)),
    *(("saw", "VERB", "VBD", -1, "root", 1), ("her", "PRON", "PRP", 6, "obj", 1)),
    (".", "PUNCT", ".", 6, "punct", 1),
)


def short_article() -> Parse:
    text, words = "", []
    for i, (form, upos, xpos, head, deprel, sentence) in enumerate(WORDS):
        text += " " if i and form != "." else ""
        start, end = len(text), len(text) + len(form)
        text += form
        words.append(Word(i, start, end, form, form.lower(), upos, xpos, head, deprel, sentence))
    sentences = (Sentence(0, 4, 0), Sentence(4, 9, 0))
    return Parse(text, tuple(words), sentences, paragraphs=((0, len(text)),))


def test_the_readers_vectors_are_features_of_the_scorer():
    """A parse without them, of another parser, is scored by everything else."""
    plain = short_article()
    mentions, antecedents = np.zeros((2, len(plain.words), 2), dtype=np.int8)
    mentions[7] = antecedents[0] = 127  # "her" looks for what "Ann" has to offer
    labels = Labels([0.0] * len(plain.words), {}, Vectors(mentions, antecedents))
    likely = {}
    for name, parse in (("plain", plain), ("with vectors", attrs.evolve(plain, labels=labels))):
        discourse = read_article(parse, ())
        her = next(m for m in discourse.mentions if m.head == 7)
        likely[name] = {
            choice.candidate.entity.name: choice.features.get("likeness")
            for choice in choices_of(discourse, her)
            if choice.candidate is not None
        }
    assert likely["plain"]["Ann Lee"] is None
    assert likely["with vectors"]["Ann Lee"] == 1.0


def section(page: str, heading: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    return text.partition(heading)[2].partition("\n#")[0]


def decided(discourse: Discourse) -> dict[str, str]:
    """The name of the sieve for each mention, by its words."""
    words = discourse.parse.words
    found = {m: discourse.decision_on(m) for m in discourse.mentions}
    return {words[m.head].text: d.sieve for m, d in found.items() if d is not None}


def test_the_page_on_speakers_lists_the_sieves_in_their_order():
    table = section("maintainers/speakers.md", "## The sieves")
    assert re.findall(r"^\| `speaker:([\w-]+)` \|", table, re.MULTILINE) == NAMES


def test_the_page_on_evidence_explains_every_sieve():
    table = section("explanation/evidence.md", "## `speaker:`")
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} == {
        *NAMES,
        "unsure",
        "floating",  # of a quotation without a mention
        "same-quotation",  # of a corpus
    }


def test_the_page_on_architecture_says_which_file_has_which_sieve():
    table = section("maintainers/architecture.md", "### In `coreference`")
    rows = re.findall(r"^\| `(\w+)` \| (`speaker:.*?) \|", table, re.MULTILINE)
    page = {file: set(re.findall(r"`speaker:([\w-]+)`", names)) for file, names in rows}
    ours: dict[str, set[str]] = {}
    for sieve in SIEVES:
        ours.setdefault(sieve.resolve.__module__.rpartition(".")[2], set()).add(sieve.name)
    assert page == ours


def test_a_sieve_without_a_prior_set_by_hand_has_a_learned_weight():
    weights = {name for name, _ in read_table("speaker_confidence.tsv")}
    rows = [sieve for sieve in SIEVES if not sieve.by_hand and sieve.prior is not None]
    learned = {f"speaker:{sieve.name}" for sieve in rows}
    assert learned <= weights


@pytest.mark.parametrize("name", NAMES)
def test_rows_with_one_name_are_equally_sure(name: str):
    rows = [sieve for sieve in SIEVES if sieve.name == name]
    assert len({(row.prior, row.by_hand) for row in rows}) == 1
    assert all(row.prior is None or 0 < row.prior < 1 for row in rows)


def test_the_first_sieve_that_answers_decides():
    found = decided(read_article(short_article(), []))
    assert found == {"Ann": "name", "mayor": "description-unnamed", "her": "antecedent"}


def test_another_list_of_sieves_decides_otherwise():
    def nobody(_: Discourse, mention: Mention) -> Decision | None:
        return Decision(None) if mention.pronoun else None

    sieves = (Sieve("nobody", nobody, 1.0), *SIEVES)
    discourse = read_article(short_article(), [], sieves=sieves)
    assert decided(discourse)["her"] == "nobody"
    (her,) = (mention for mention in discourse.mentions if mention.pronoun)
    assert discourse.entity_of(her) is None


def test_to_ask_a_sieve_changes_nothing():
    discourse = read_article(short_article(), [])
    before = [attrs.asdict(entity, recurse=False) for entity in discourse.entities()]
    first = [sieve.resolve(discourse, m) for sieve in SIEVES for m in discourse.mentions]
    second = [sieve.resolve(discourse, m) for sieve in SIEVES for m in discourse.mentions]
    assert first == second
    assert [attrs.asdict(entity, recurse=False) for entity in discourse.entities()] == before


def test_a_pronoun_shows_the_gender_of_its_entity():
    discourse = read_article(short_article(), [])
    (her,) = (mention for mention in discourse.mentions if mention.pronoun)
    entity = discourse.entity_of(her)
    assert entity is not None
    assert (entity.name, entity.gender) == ("Ann Lee", "female")
    assert [mention.form for mention in entity.mentions] == ["name", "pronoun"]


def test_the_evidence_of_an_attribution_decides_nothing():
    parse = short_article()
    start = parse.text.index("A mayor")
    said = Relation(
        ((0, 13),), "indirect", source=SourceSpan(start, start + 7, 5), pattern="clause"
    )
    told = attrs.evolve(said, evidence=("cue:transcript", "source:subject"))
    assert resolve(parse, [said]) == resolve(parse, [told])
