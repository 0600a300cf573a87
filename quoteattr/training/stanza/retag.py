"""Replace the gold tags of a treebank by predicted ones, for the parser to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from quoteattr.parsing.vectors import read_vectors

__all__ = ["retag"]

_BATCH = 100


def _keep_dropout(model: nn.Module, share: float) -> None:
    """Leave dropout on while predicting, at a share of its training probability."""
    from stanza.models.common.dropout import WordDropout

    for module in model.modules():
        if isinstance(module, nn.Dropout):
            module.p *= share
        elif isinstance(module, WordDropout):
            module.dropprob *= share
    model.eval = model.train  # type: ignore[method-assign]


def _predict(trainer: Any, dataset: Any) -> list[list[Any]]:
    from stanza.models.common.utils import unsort

    tags: list[Any] = []
    order: list[int] = []
    with torch.no_grad():
        for batch in dataset.to_length_limited_loader(batch_size=_BATCH, maximum_tokens=5000):
            order.extend(batch[-1])
            tags += trainer.predict(batch)
    return [word for sentence in unsort(tags, order) for word in sentence]


def retag(model: Path, vectors: Path, source: Path, out: Path, share: float, seed: int) -> None:
    """Write a treebank with the tagger's UPOS and XPOS.

    A tagger makes far fewer errors on its own training data than on new text. A parser that is
    trained on such tags relies on them too much. Dropout while tagging brings the errors back.

    Args:
        model: a tagger checkpoint.
        vectors: the word vectors that it was trained with.
        source: a CoNLL-U file.
        out: the file to write.
        share: share of the training dropout that stays on; 0 for text that the tagger has not seen.
        seed: seed of the dropout.
    """
    from stanza.models.common.doc import UPOS, XPOS
    from stanza.models.pos.data import Dataset
    from stanza.models.pos.trainer import Trainer
    from stanza.utils.conll import CoNLL

    torch.manual_seed(seed)
    pretrain = read_vectors(vectors, vectors)
    trainer = Trainer(pretrain=pretrain, model_file=str(model), device="cpu")
    if share > 0:
        _keep_dropout(trainer.model, share)
    document = CoNLL.conll2doc(str(source))
    gold = document.get([UPOS, XPOS])
    dataset = Dataset(
        document,
        trainer.args,
        pretrain,
        vocab=trainer.vocab,
        evaluation=True,
        sort_during_eval=True,
    )
    tags = [word[:2] for word in _predict(trainer, dataset)]
    document.set([UPOS, XPOS], tags)
    CoNLL.write_doc2conll(document, str(out))
    for column, name in enumerate(("UPOS", "XPOS")):
        right = sum(a[column] == b[column] for a, b in zip(gold, tags, strict=True))
        print(f"{out.name}: {name} {right / len(tags):.4f}")
