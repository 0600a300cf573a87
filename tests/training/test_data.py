"""Training data: tokens as the pipeline sees them, other names, headlines, lemma types."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np

from quoteattr.parsing.vectors import read_vectors
from quoteattr.training.__main__ import main
from quoteattr.training.stanza.entities import (
    join_clitics,
    prepare_entities,
    recase,
    swap_person_names,
)
from quoteattr.training.stanza.lemmas import lemma_types
from quoteattr.training.stanza.treebank import read_sentences, strip_features
from quoteattr.training.stanza.vectors import build_vectors

ROWS = """# text = Dogs bark.
1\tDogs\tdog\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tbark\tbark\tVERB\tVBP\tMood=Ind\t0\troot\t_\t_

1\tBark\tbark\tVERB\tVB\t_\t0\troot\t_\t_
2\tdogs\tdog\tNOUN\tNNS\t_\t1\tobj\t_\t_
3\tdogs\tdogs\tNOUN\tNNS\t_\t1\tobj\t_\t_
4\tdogs\tdog\tNOUN\tNNS\t_\t1\tobj\t_\t_
"""


def tokens(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "ner": tag} for text, tag in pairs]


def test_clitics_join_the_word_before_and_keep_its_tag() -> None:
    joined = join_clitics(tokens(("Trump", "B-PERSON"), ("’s", "O"), ("plan", "O"), ("’", "O")))
    assert joined == tokens(("Trump’s", "B-PERSON"), ("plan", "O"), ("’", "O"))


def test_swapped_names_are_consistent_and_keep_possessives() -> None:
    name = (("Ann", "B-PERSON"), ("Hill", "I-PERSON"))
    sentence = tokens(*name, ("met", "O"), ("Hill’s", "B-PERSON"), ("dog", "O"))
    swapped = swap_person_names(sentence, ["Olga"], ["Moyo"], random.Random(0))
    assert [t["text"] for t in swapped] == ["Olga", "Moyo", "met", "Moyo’s", "dog"]
    assert [t["ner"] for t in swapped] == [t["ner"] for t in sentence]
    assert sentence[0]["text"] == "Ann"


def test_headlines_keep_length_and_tags() -> None:
    sentence = tokens(("ministers", "O"), ("say", "O"), ("no", "O"))
    styles = {tuple(t["text"] for t in recase(sentence, random.Random(n))) for n in range(20)}
    assert styles == {("MINISTERS", "SAY", "NO"), ("Ministers", "say", "no")}


def test_entity_data_is_the_source_and_a_copy(tmp_path: Path) -> None:
    source = tmp_path / "in.json"
    people = [tokens((a, "B-PERSON"), (b, "I-PERSON")) for a, b in (("Ann", "Hill"), ("Bo", "Lee"))]
    source.write_text(json.dumps(people * 10), encoding="utf-8")
    prepare_entities(source, tmp_path / "out.json")
    out = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert out[:20] == people * 10
    assert len(out) == 40


def test_features_are_stripped_and_sentences_sampled(tmp_path: Path) -> None:
    source = tmp_path / "in.conllu"
    source.write_text(ROWS, encoding="utf-8")
    assert (
        main(
            [
                "strip-features",
                "--source",
                str(source),
                "--out",
                str(tmp_path / "out"),
                "--every",
                "2",
            ]
        )
        == 0
    )
    (sentence,) = read_sentences(tmp_path / "out")
    assert [line.split("\t")[5] for line in sentence[1:]] == ["_", "_"]
    strip_features(source, tmp_path / "all")
    assert len(list(read_sentences(tmp_path / "all"))) == 2


def test_lemma_types_take_the_most_frequent_lemma_once(tmp_path: Path) -> None:
    source = tmp_path / "in.conllu"
    source.write_text(ROWS, encoding="utf-8")
    lemma_types(source, tmp_path / "types")
    (sentence,) = read_sentences(tmp_path / "types")
    rows = [tuple(line.split("\t")[1:4]) for line in sentence]
    assert rows[0] == ("dogs", "dog", "NOUN")
    assert sorted(rows) == [
        ("Bark", "bark", "VERB"),
        ("Dogs", "dog", "NOUN"),
        ("bark", "bark", "VERB"),
        ("dogs", "dog", "NOUN"),
    ]


def test_vectors_keep_corpus_words_first(tmp_path: Path) -> None:
    package = tmp_path / "vectors.json"
    known = {"the": [1.0, 0.0, 9.9], "rare": [0.0, 1.0, 9.9], "dogs": [0.5, 0.5, 9.9]}
    package.write_text(
        json.dumps({"dimensions": 2, "words": list(known), "vectors": known}), encoding="utf-8"
    )
    source = tmp_path / "in.conllu"
    source.write_text(ROWS, encoding="utf-8")
    build_vectors(package, [source], [], 2, tmp_path / "v.npz")
    pretrain = read_vectors(tmp_path / "v.npz", tmp_path / "v.npz")
    assert "dogs" in pretrain.vocab
    assert "rare" not in pretrain.vocab
    assert np.allclose(pretrain.emb[pretrain.vocab.unit2id("dogs")], [0.5, 0.5], atol=0.01)
