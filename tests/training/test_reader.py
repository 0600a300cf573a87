"""Training the reader: what it reads from the corpora, and that nothing is lost when it stops."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
import torch

from quoteattr.corpora.gold_speakers import GoldSpeaker
from quoteattr.corpora.news import read_news
from quoteattr.errors import InputError
from quoteattr.parsing.models import READER, default_directory
from quoteattr.reader.files import load_reader
from quoteattr.reader.inputs import document_of, windows_of
from quoteattr.reader.network import Batch, Encoder, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import read
from quoteattr.training.reader import train
from quoteattr.training.reader.chains import coreference_examples, speaker_examples
from quoteattr.training.reader.encoder import read_pretrained
from quoteattr.training.reader.examples import (
    attribution_examples,
    labels_of,
    name_examples,
    news_examples,
    people_of,
    tree_examples,
)
from quoteattr.training.reader.measure import (
    CueHeads,
    Measured,
    measure_antecedents,
    score_treebank,
)
from quoteattr.training.reader.padded import PaddedEncoder, bucket_of
from quoteattr.training.reader.targets import cue_targets, targets_of
from quoteattr.training.reader.temperatures import cool, temperatures
from tests.training.tiny import VOCABULARY, encoder_weights, news_folder, safetensors


def test_treebank_words_keep_their_places(corpora: dict[str, Path]):
    labels = labels_of(corpora["treebank"], corpora["newswire"])
    (example,) = tree_examples(corpora["treebank"], labels, WordPieces(VOCABULARY))
    assert example.document.spans[:4] == [(0, 2), (2, 5), (6, 10), (10, 11)]
    assert example.heads.tolist() == [2, 2, -1, 2, 5, -1, 5]
    assert example.document.paragraphs.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert [labels.relations[i] for i in example.relations[:3]] == ["aux", "advmod", "root"]


def test_restyled_sentences_keep_tree_and_words(corpora: dict[str, Path]):
    labels = labels_of(corpora["treebank"], corpora["newswire"])
    pieces = WordPieces(VOCABULARY)
    for seed in range(200):
        chance = random.Random(seed)
        (example,) = tree_examples(corpora["treebank"], labels, pieces, chance)
        sizes = np.bincount(example.sentences).tolist()
        assert sizes[0] in (3, 4)
        assert sizes[1] in (2, 3)
        roots = example.sentences[example.heads < 0].tolist()
        assert roots == [0, 1]


def test_clitics_are_no_part_of_names(corpora: dict[str, Path]):
    labels = labels_of(corpora["treebank"], corpora["newswire"])
    (example,) = name_examples(corpora["newswire"], labels, WordPieces(VOCABULARY))
    found = [labels.names[i] for i in example.names]
    assert found == ["B-PERSON", "I-PERSON", "O", "O", "O"]


def test_some_people_get_the_names_of_others(tmp_path: Path):
    treebank, newswire = tmp_path / "a.conllu", tmp_path / "names.json"
    treebank.write_text(
        "1\tAnn\tAnn\tPROPN\tNNP\t_\t3\tnsubj\t_\t_\n"
        "2\tLee\tLee\tPROPN\tNNP\t_\t1\tflat\t_\t_\n"
        "3\twaits\twait\tVERB\tVBZ\t_\t0\troot\t_\t_\n\n",
        encoding="utf-8",
    )
    rows = [[{"text": "Oluwaseun", "ner": "B-PERSON"}, {"text": "Og", "ner": "I-PERSON"}]]
    newswire.write_text(json.dumps(rows), encoding="utf-8")
    labels, people = labels_of(treebank, newswire), people_of(newswire)
    assert people == (("Oluwaseun", "Og"),)
    spans = set()
    for seed in range(50):
        chance = random.Random(seed)
        (example,) = tree_examples(treebank, labels, WordPieces(VOCABULARY), chance, people)
        assert example.heads.tolist() == [2, 0, -1]
        spans.add(tuple(example.document.spans))
    assert {((0, 3), (4, 7), (8, 13)), ((0, 9), (10, 12), (13, 18))} <= spans


def test_shares_that_are_not_three_are_refused(corpora: dict[str, Path], tmp_path: Path):
    with pytest.raises(InputError, match="three numbers"):
        train.train_reader(**corpora, out=tmp_path / "out", shares=(0.5, 0.5))


def test_batches_are_of_one_size_or_of_one_for_each_corpus(
    corpora: dict[str, Path], tmp_path: Path
):
    for batch in ((12, 12), (0,)):
        with pytest.raises(InputError, match="batch must be one number or 3"):
            train.train_reader(**corpora, out=tmp_path / "out", batch=batch)
    train.train_reader(**corpora, out=tmp_path / "out", layers=1, steps=4, batch=(1, 2, 3))
    assert (tmp_path / "out" / "reader.safetensors").exists()


def test_a_half_without_articles_is_refused(corpora: dict[str, Path], tmp_path: Path):
    out = tmp_path / "out"
    with pytest.raises(InputError, match="polnear has no article of the half 'odd'"):
        train.train_reader(**corpora, out=out, half="odd")
    news, shares = [news_folder(tmp_path / "news")], (0.1, 0.1, 0.0, 0.8)
    with pytest.raises(InputError, match="news has no article of the half 'even'"):
        train.train_reader(**corpora, out=out, half="even", news=news, shares=shares)
    assert not out.exists()


def test_one_article_is_enough(corpora: dict[str, Path], tmp_path: Path):
    out, shares = tmp_path / "out", (0, 0, 1)
    train.train_reader(**corpora, out=out, layers=1, steps=4, shares=shares)
    assert (out / "reader.safetensors").exists()


def test_attributions_are_over_words(corpora: dict[str, Path]):
    (example,) = attribution_examples(
        corpora["polnear"], WordPieces(VOCABULARY), lambda document, cue: cue[0]
    )
    (gold,) = example.gold
    assert (gold.head, gold.source, gold.content) == (2, (0, 1), (3, 4, 5, 6))


def test_varied_news_says_nothing_of_words_that_head_no_cue(
    corpora: dict[str, Path], tmp_path: Path
):
    """PolNeAR's attributions are complete; an editor's quotes are some of them."""
    pieces = WordPieces(VOCABULARY)
    (news,) = news_examples(
        read_news(news_folder(tmp_path / "news")), pieces, lambda _, cue: cue[0]
    )
    (other,) = attribution_examples(corpora["polnear"], pieces, lambda _, cue: cue[0])
    assert news.gold == other.gold
    for example, known in ((news, [0, 0, 1, 0, 0, 0, 0, 0]), (other, [1, 1, 1, 0, 0, 0, 0, 1])):
        (window,) = windows_of(example.document, 128, 256)
        cues, counted = cue_targets([window], [example])
        assert cues.tolist() == [0, 0, 1, 0, 0, 0, 0, 0]
        assert counted.tolist() == known


def test_varied_news_is_learned_from(corpora: dict[str, Path], tmp_path: Path):
    news = [news_folder(tmp_path / "news")]
    with pytest.raises(InputError, match="one for news"):
        train.train_reader(**corpora, out=tmp_path / "out", news=news)
    shares = (0.1, 0.1, 0.0, 0.8)
    train.train_reader(**corpora, out=tmp_path / "out", layers=1, steps=4, news=news, shares=shares)
    assert (tmp_path / "out" / "reader.safetensors").exists()


def test_mentions_have_the_entity_of_their_corpus(chains: dict[str, list[Path]]):
    found = coreference_examples(
        **chains, pieces=WordPieces(VOCABULARY), head_of=lambda _, words: words[-1]
    )
    gum, litbank, gap = found  # the pronoun of GAP's second passage may have any other antecedent
    assert gum.chains == ((0, "1"), (3, "1"), (5, "2"))
    assert litbank.chains == ((1, "7"), (3, "7"))
    assert (gap.chains, gap.asked) == (((0, "A"), (2, "B"), (4, "A")), {4})


def test_sources_have_their_gold_speaker():
    """Names of speakers are antecedents, also where they are no source."""
    text = (
        "Ann Lee met Bob Ray. Lee said so. He agreed. She added more. Witnesses knew. The author."
    )
    lee = GoldSpeaker("Ann Lee", ("Lee",))
    ray, crowd = GoldSpeaker("Bob Ray"), GoldSpeaker("Witnesses", (), False, False)
    spans = {"Lee said": lee, "He": ray, "She": lee, "Witnesses": crowd}
    sources = [
        (start, start + len(words.split()[0]), who)
        for words, who in spans.items()
        if (start := text.index(words)) >= 0
    ]
    sources.append((text.index("The author"), len(text), GoldSpeaker("the author")))
    pieces = WordPieces(VOCABULARY)
    (found,) = speaker_examples([(text, sources)], pieces, lambda _, words: words[-1])
    names = {(text[slice(*found.document.spans[word])], who) for word, who in found.chains}
    assert names == {
        *((name, "Ann Lee") for name in ("Lee", "She")),
        *((name, "Bob Ray") for name in ("Ray", "He")),
        ("Witnesses", "Witnesses"),
    }
    assert found.asked is not None
    asked = [text[slice(*found.document.spans[word])] for word in sorted(found.asked)]
    assert asked == ["Lee", "He", "She"]  # witnesses may have been mentioned before


def test_mentions_of_different_windows_share_their_entity(chains: dict[str, list[Path]]):
    """An antecedent may be in another window of the text, but in no other text."""
    gum, litbank, _ = coreference_examples(
        **chains, pieces=WordPieces(VOCABULARY), head_of=lambda _, words: words[-1]
    )
    first, second = windows_of(gum.document, 5, 256)
    (third,) = windows_of(litbank.document, 128, 256)
    items = [(first, gum, None), (second, gum, None), (third, litbank, None)]
    mentions = targets_of(items, (2, 3)).mentions
    assert mentions is not None
    assert mentions.words.tolist() == [0, 3, 5, 7, 9]
    assert mentions.texts.tolist() == [0, 0, 0, 1, 1]
    assert mentions.chains.tolist() == [0, 0, 1, 2, 2]


def test_coreference_is_learned(
    corpora: dict[str, Path], chains: dict[str, list[Path]], tmp_path: Path
):
    """After some steps "She" fits Ann, and Bo less."""
    out, shares = tmp_path / "out", (0.0, 0.1, 0.0, 0.9)
    train.train_reader(**corpora, **chains, out=out, layers=1, steps=40, shares=shares, rate=1e-3)
    loaded = load_reader(out / "reader.safetensors")
    (gum, *_) = coreference_examples(
        **chains, pieces=loaded.pieces, head_of=lambda _, words: words[-1]
    )
    vectors = read(loaded.network, gum.document, loaded.separators).vectors
    ann, bo = vectors.likeness(3, [0, 5])
    assert ann > bo
    labels = labels_of(corpora["treebank"], corpora["newswire"])
    measured = Measured(loaded.network, labels, loaded.pieces, loaded.separators)
    wrong = attrs.evolve(gum, chains=((0, "1"), (3, "2"), (5, "1")))
    assert measure_antecedents(measured, [gum]) == 100
    assert measure_antecedents(measured, [wrong]) < 100


def test_a_start_may_lack_the_newest_head(corpora: dict[str, Path], tmp_path: Path):
    train.train_reader(**corpora, out=tmp_path / "first", layers=1, steps=2)
    start = tmp_path / "first" / "reader.pt"
    older = torch.load(start, weights_only=True)
    rows = len(older["first.weight"]) - 96
    older |= {name: older[name][:rows] for name in ("first.weight", "first.bias")}
    torch.save(older, start)
    train.train_reader(**corpora, out=tmp_path / "second", layers=1, steps=2, start=start)
    after = torch.load(tmp_path / "second" / "reader.pt", weights_only=True)
    trained = torch.load(tmp_path / "second" / "checkpoint.pt", weights_only=True)["network"]
    # Nothing is known of the new rows before: they are no mean.
    assert torch.allclose(after["first.weight"][rows:], trained["first.weight"][rows:])
    assert not torch.equal(after["first.weight"][:rows], trained["first.weight"][:rows])


def test_the_result_is_the_mean_of_several_trainings(corpora: dict[str, Path], tmp_path: Path):
    def weights(name: str, **options: object) -> dict[str, torch.Tensor]:
        out = tmp_path / name
        train.train_reader(**corpora, out=out, layers=1, steps=2, **options)  # type: ignore[arg-type]
        return torch.load(out / "reader.pt", weights_only=True)

    start, first = weights("start"), tmp_path / "first" / "reader.pt"
    one = weights("first", start=tmp_path / "start" / "reader.pt", of_start=0.25)
    trained = torch.load(first.with_name("checkpoint.pt"), weights_only=True)["network"]
    options = {"start": tmp_path / "start" / "reader.pt", "of_start": 0.25, "seed": 2}
    other = weights("second", **options)
    mean = weights("mean", **options, others=[first])
    for name, value in mean.items():
        torch.testing.assert_close(one[name], 0.75 * trained[name] + 0.25 * start[name])
        torch.testing.assert_close(value, (one[name] + other[name]) / 2)


def test_a_run_that_stopped_goes_on_to_the_same_weights(
    corpora: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(train, "_KEEP_EVERY", 0)
    train.train_reader(**corpora, out=tmp_path / "whole", layers=1, steps=6)

    class StoppedError(Exception):
        pass

    def stop(*arguments: object) -> None:
        keep(*arguments)  # type: ignore[arg-type]
        if arguments[-1] == 4:
            raise StoppedError

    keep = train.keep
    monkeypatch.setattr(train, "keep", stop)
    with pytest.raises(StoppedError):
        train.train_reader(**corpora, out=tmp_path / "parts", layers=1, steps=6)
    monkeypatch.setattr(train, "keep", keep)
    train.train_reader(**corpora, out=tmp_path / "parts", layers=1, steps=6)
    whole, parts = (
        torch.load(tmp_path / name / "reader.pt", weights_only=True) for name in ("whole", "parts")
    )
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert load_reader(tmp_path / "parts" / "reader.safetensors").network.shape.layers == 1


@pytest.mark.parametrize(
    ("name", "value"), [("seed", 77), ("steps", 3), ("rate", 9e-3), ("shares", (1, 0, 0))]
)
def test_other_options_need_another_folder(
    corpora: dict[str, Path], tmp_path: Path, name: str, value: Any
):
    options: dict[str, Any] = {"out": tmp_path / "out", "layers": 1, "steps": 2}
    train.train_reader(**corpora, **options)
    with pytest.raises(InputError, match=rf"checkpoint.pt .* the {name} .*another folder as out"):
        train.train_reader(**corpora, **{**options, name: value})
    train.train_reader(**corpora, **options, workers=0)  # nothing is left to do


def test_a_run_from_a_start_gives_the_mean_of_both(corpora: dict[str, Path], tmp_path: Path):
    train.train_reader(**corpora, out=tmp_path / "first", layers=1, steps=2)
    start = tmp_path / "first" / "reader.pt"
    train.train_reader(**corpora, out=tmp_path / "second", layers=1, steps=2, start=start)
    before, after = (
        torch.load(path, weights_only=True) for path in (start, tmp_path / "second" / "reader.pt")
    )
    trained = torch.load(tmp_path / "second" / "checkpoint.pt", weights_only=True)["network"]
    for name, value in after.items():
        low, high = (
            torch.minimum(before[name], trained[name]),
            torch.maximum(before[name], trained[name]),
        )
        assert ((low - 1e-6 <= value) & (value <= high + 1e-6)).all()
    assert not torch.equal(after["first.weight"], trained["first.weight"])


def test_a_reader_that_is_too_sure_is_cooled(corpora: dict[str, Path], tmp_path: Path):
    mostly_cues = {"steps": 20, "half": "even", "shares": (0.1, 0.1, 0.8)}
    train.train_reader(**corpora, out=tmp_path / "out", layers=1, **mostly_cues)
    loaded = load_reader(tmp_path / "out" / "reader.safetensors")
    articles = list(
        attribution_examples(corpora["polnear"], WordPieces(VOCABULARY), lambda _, cue: cue[0])
    )

    def found() -> tuple[float, float]:
        return temperatures(loaded.network, articles, loaded.separators)

    before = found()
    cool(loaded.network, *before)
    cool(loaded.network, 1 / 2, 1 / 2)  # twice as sure as is right
    assert found()[0] == pytest.approx(2, abs=0.05)


def test_a_reader_whose_news_is_taught_is_not_cooled(corpora: dict[str, Path], tmp_path: Path):
    given: dict[str, Any] = {
        **corpora,
        "layers": 1,
        "steps": 4,
        "news": [news_folder(tmp_path / "news")],
        "shares": (0.1, 0.1, 0.4, 0.4),
        "dev_polnear": corpora["polnear"],
    }

    def change(name: str, **options: Any) -> float:
        """How much the scores of cue heads differ between the weights and the model file."""
        train.train_reader(**given, out=tmp_path / name, **options)
        trained = torch.load(tmp_path / name / "reader.pt", weights_only=True)["cue.weight"]
        shipped = load_reader(tmp_path / name / "reader.safetensors").network.cue.weight
        return float((shipped.detach() / trained - 1).abs().max())

    assert change("alone") > 0.1
    taught = change(
        "taught",
        teacher=tmp_path / "alone",
        outlines=tmp_path / "alone" / "reader.safetensors",
    )
    assert taught < 0.01  # half precision


@pytest.mark.parametrize("piece_layers", [None, 1])
def test_padded_windows_are_read_like_plain_ones(piece_layers: int | None):
    torch.manual_seed(0)
    labels = ("X",), ("X",), ("root",), ("O",)
    shape = Shape(*labels, vocabulary=9, layers=2, window=8, piece_layers=piece_layers)
    plain, padded = Encoder(shape).eval(), PaddedEncoder(shape).eval()
    padded.load_state_dict(plain.state_dict())
    batch = Batch(
        sizes=(3, 5),
        lengths=(3, 4),
        pieces=torch.tensor([1, 4, 2, 1, 5, 6, 7, 2]),
        places=torch.tensor([0, 1, 2, 0, 1, 2, 3, 4]),
        shapes=torch.zeros(8, dtype=torch.long),
        marks=torch.zeros(8, dtype=torch.long),
        units=torch.tensor([0, 1, 2, 3, 4, 4, 5, 6]),
        counts=torch.tensor([1.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0]),
        words=torch.tensor([1, 4, 5]),
    )
    with torch.no_grad():
        found = plain(batch)
        torch.testing.assert_close(padded(batch), found, rtol=1e-4, atol=1e-5)
    assert len(found) == 3


def test_relative_positions_are_those_of_mpnet():
    distances = torch.tensor([-200, -8, -7, -1, 0, 1, 7, 8, 40, 200])
    assert bucket_of(distances).tolist() == [15, 8, 7, 1, 0, 17, 23, 24, 28, 31]


def _mpnet(folder: Path, pieces: list[str]) -> Path:
    """The encoder of one layer as a folder in the form of MPNet."""
    theirs = {
        "attention.self.query": "attention.attn.q",
        "attention.self.key": "attention.attn.k",
        "attention.self.value": "attention.attn.v",
        "attention.output.dense": "attention.attn.o",
        "attention.output.LayerNorm": "attention.LayerNorm",
    }
    tensors = {}
    for name, values in encoder_weights().items():
        for ours, other in theirs.items():
            name = name.replace(ours, other)
        tensors[name] = values
    del tensors["embeddings.token_type_embeddings.weight"]
    order = [VOCABULARY.index(OTHERS.get(piece, piece)) for piece in pieces]
    for kind, rows in (("word", order), ("position", [0, 1, *range(256)])):
        name = f"embeddings.{kind}_embeddings.weight"
        tensors[name] = tensors[name][rows]
    tensors["encoder.relative_attention_bias.weight"] = np.full((32, 12), 0.5, np.float32)
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "mpnet"}', encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors(tensors))
    return folder


OTHERS = {"<pad>": "[PAD]", "<s>": "[CLS]", "</s>": "[SEP]"}


def test_the_pieces_of_mpnet_get_the_numbers_of_its_pupil(tmp_path: Path):
    pieces = ["<s>", "<pad>", "</s>", *reversed(VOCABULARY[4:]), "[UNK]"]
    found = read_pretrained(_mpnet(tmp_path / "mpnet", pieces), 1, 256, VOCABULARY)
    bert = encoder_weights()
    assert found.relative
    for name, part in (("pieces", "word"), ("places", "position")):
        right = torch.from_numpy(bert[f"embeddings.{part}_embeddings.weight"])
        torch.testing.assert_close(found.state[f"{name}.weight"], right)
    with pytest.raises(InputError, match=r"lacks 1 pieces, such as 'zebra'"):
        read_pretrained(tmp_path / "mpnet", 1, 256, [*VOCABULARY, "zebra"])
    with pytest.raises(InputError, match="has 1 layers, not 2"):
        read_pretrained(tmp_path / "mpnet", 2, 256, VOCABULARY)


def test_teachers_answer_what_a_corpus_does_not_say(corpora: dict[str, Path], tmp_path: Path):
    names_only = {"steps": 4, "shares": (0, 1, 0), "layers": 1}
    train.train_reader(
        **corpora | {"encoder": _mpnet(tmp_path / "mpnet", VOCABULARY)},
        out=tmp_path / "teacher",
        pieces=corpora["encoder"],
        layers=1,
        steps=4,
    )
    assert not (tmp_path / "teacher" / "reader.safetensors").exists()  # it is not shipped
    train.train_reader(**corpora, out=tmp_path / "alone", **names_only)
    train.train_reader(
        **corpora,
        out=tmp_path / "taught",
        teacher=tmp_path / "teacher",
        half_teachers=[tmp_path / "teacher"] * 2,
        outlines=tmp_path / "alone" / "reader.safetensors",
        **names_only,
    )
    alone, taught = (
        torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["optimizer"]
        for name in ("alone", "taught")
    )
    assert len(alone["state"]) < len(taught["state"])  # weights that something was learned for
    assert load_reader(tmp_path / "taught" / "reader.safetensors").network.shape.layers == 1


def test_teachers_without_outlines_are_refused(corpora: dict[str, Path], tmp_path: Path):
    with pytest.raises(InputError, match="teachers need outlines"):
        train.train_reader(**corpora, out=tmp_path / "out", teacher=tmp_path)
    with pytest.raises(InputError, match="must be two folders"):
        train.train_reader(
            **corpora, out=tmp_path / "out", half_teachers=[tmp_path], outlines=tmp_path
        )


def test_measures_are_shares(corpora: dict[str, Path], tmp_path: Path):
    found = train.train_reader(
        **corpora,
        out=tmp_path / "out",
        layers=1,
        steps=2,
        dev_treebank=corpora["treebank"],
        dev_newswire=corpora["newswire"],
        dev_polnear=corpora["polnear"],
    )
    assert {"las", "names-PERSON", "cue-heads", "exact-content", "sentences"} <= set(found)
    assert all(0 <= value <= 100 for value in found.values())


@pytest.mark.models
def test_the_heads_of_a_text_are_not_those_of_another_with_words_as_long(tmp_path: Path):
    loaded = load_reader(default_directory() / READER)
    store = tmp_path / "heads.json"
    spans = [(0, 2), (3, 6), (7, 11), (12, 14), (14, 15)]
    for text, head in (("He has told us.", 2), ("We say they go.", 1)):
        head_of = CueHeads(loaded.network, loaded.separators, store)
        document = document_of(text, spans, [0] * len(spans), (), loaded.pieces)
        assert head_of(document, (1, 2)) == head
        head_of.save()


@pytest.mark.models
def test_a_treebank_may_be_gzipped(corpora: dict[str, Path], tmp_path: Path):
    plain, gzipped = corpora["treebank"], tmp_path / "a.conllu.gz"
    gzipped.write_bytes(gzip.compress(plain.read_bytes()))
    scores = score_treebank(default_directory(), gzipped)
    assert scores == score_treebank(default_directory(), plain)
    assert scores["Words"] == 100
