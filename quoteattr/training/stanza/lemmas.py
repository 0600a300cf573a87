"""Train the lemmatizer, and store its answers in a dictionary, which is faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quoteattr.parsing.vectors import read_vectors
from quoteattr.training.stanza.treebank import read_sentences, write_sentences

__all__ = ["extend_dictionary", "lemma_types", "train_lemmatizer"]

_SENTENCE = 40
# Parts of speech that inflect, with the endings that an inflected form can have.
_ENDINGS = {
    "NOUN": ("s", "men", "ae", "ia", "ren", "eet", "eeth", "ice", "i"),
    "VERB": ("s", "d", "g", "n", "t", "k", "w", "e", "m"),
    "ADJ": ("er", "est"),
}

_LEMMATIZER = (
    "--mode", "train", "--shorthand", "en_newsq", "--hidden_dim", "100", "--emb_dim", "50",
    "--num_epoch", "3", "--batch_size", "150", "--lr", "0.002", "--seed", "1234", "--cpu",
)  # fmt: skip


def _rows(source: Path) -> Iterable[tuple[str, str, str]]:
    for sentence in read_sentences(source):
        for line in sentence:
            columns = line.split("\t")
            if len(columns) == 10 and columns[0].isdigit() and columns[7] != "goeswith":
                yield columns[1], columns[3], columns[2]


def lemma_types(source: Path, out: Path) -> None:
    """Write each form and part of speech once, with its most frequent lemma.

    The rows are in order of frequency. For a form with an unknown part of speech, the lemmatizer's
    dictionary takes its first lemma.
    """
    best: dict[tuple[str, str], str] = {}
    for (form, tag, lemma), _ in Counter(_rows(source)).most_common():
        best.setdefault((form, tag), lemma)
    sentences: list[list[str]] = []
    for place, ((form, tag), lemma) in enumerate(best.items()):
        number = place % _SENTENCE + 1
        if number == 1:
            sentences.append([])
        head, relation = ("0", "root") if number == 1 else ("1", "dep")
        row = (str(number), form, lemma, tag, "_", "_", head, relation, "_", "_")
        sentences[-1].append("\t".join(row))
    write_sentences(out, sentences)
    print(f"{out.name}: {len(best)} forms")


def train_lemmatizer(types: Path, dev: Path, out: Path) -> None:
    """Train Stanza's lemmatizer (dictionary and character model) on `lemma_types`."""
    from stanza.models import lemmatizer

    files = ("--train_file", str(types), "--eval_file", str(dev))
    place = ("--save_dir", str(out.parent), "--save_name", out.name)
    lemmatizer.main([*_LEMMATIZER, *files, *place])


def _predict(trainer: Any, forms: list[str], tag: str) -> list[str]:
    """Run the character model on forms of one part of speech."""
    import torch
    from stanza.models.common.doc import Document
    from stanza.models.lemma.data import DataLoader

    words = [{"id": 1, "text": form, "upos": tag} for form in forms]
    document = Document([[word] for word in words])
    loader = DataLoader(
        document, 1000, trainer.args, vocab=trainer.vocab, evaluation=True, expand_unk_vocab=True
    )
    lemmas: list[str] = []
    edits: list[Any] = []
    with torch.no_grad():
        for batch in loader:
            predicted, edited = trainer.predict(batch, 1, loader.vocab)
            lemmas += predicted
            edits += edited or []
    return list(trainer.postprocess(forms, lemmas, edits=edits))


def extend_dictionary(model: Path, vectors: Path, out: Path) -> None:
    """Store the lemma of every inflected form among the words of the vectors.

    A predicted lemma is stored only if it is a known word, since the character model makes some
    up. Forms without an entry are their own lemma
    (`quoteattr.parsing.speedups.hooks.LemmaTable`).
    """
    from stanza.models.lemma.trainer import Trainer

    trainer = Trainer(model_file=str(model), device="cpu")
    known = read_vectors(vectors, vectors).vocab._unit2id
    words = [word for word in known if word.isalpha()]
    for tag, endings in _ENDINGS.items():
        seen = {**trainer.pos_dict.get("*", {}), **trainer.pos_dict.get(tag, {})}
        forms = [word for word in words if word.endswith(endings) and word not in seen]
        lemmas = _predict(trainer, forms, tag)
        pairs = zip(forms, lemmas, strict=True)
        new = {form: lemma for form, lemma in pairs if lemma != form and lemma in known}
        trainer.pos_dict.setdefault(tag, {}).update(new)
        print(f"{tag}: {len(forms)} forms, {len(new)} lemmas", flush=True)
    trainer.args["covers_vectors"] = True
    trainer.save(str(out))
