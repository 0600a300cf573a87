"""What the tests of training have in common."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.training.tiny import (
    ANNOTATION,
    ARTICLE,
    GAP,
    GUM,
    LITBANK,
    NEWSWIRE,
    TREEBANK,
    VOCABULARY,
    encoder_weights,
    safetensors,
)


@pytest.fixture
def corpora(tmp_path: Path) -> dict[str, Path]:
    """A treebank, a newswire, a split of PolNeAR and an encoder, all tiny."""
    treebank, newswire = tmp_path / "a.conllu", tmp_path / "names.json"
    treebank.write_text(TREEBANK, encoding="utf-8")
    rows = [[{"text": text, "ner": tag} for text, tag in row] for row in NEWSWIRE]
    newswire.write_text(json.dumps(rows), encoding="utf-8")
    for folder in ("text", "attributions"):
        (tmp_path / "split" / folder).mkdir(parents=True)
    (tmp_path / "split" / "text" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "split" / "attributions" / "a_1.ann").write_text(ANNOTATION, encoding="utf-8")
    encoder = tmp_path / "encoder"
    encoder.mkdir()
    (encoder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    (encoder / "model.safetensors").write_bytes(safetensors(encoder_weights()))
    return {
        "treebank": treebank,
        "newswire": newswire,
        "polnear": tmp_path / "split",
        "encoder": encoder,
    }


@pytest.fixture
def chains(tmp_path: Path) -> dict[str, list[Path]]:
    """A text of each corpus with coreference."""
    texts = {"gum": GUM, "litbank": LITBANK, "gap": GAP}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {name: [tmp_path / name] for name in texts}
