"""Train the tagger, the parser and the entity tagger with Stanza's own trainers."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import torch

from quoteattr.parsing.vectors import read_vectors
from quoteattr.training.stanza.schedule import BudgetSpentError, linear_decay

__all__ = ["train_entities", "train_parser", "train_tagger"]

_NEVER = "1000000"
_SEED = "1234"

_COMMON = ("--mode", "train", "--shorthand", "en_newsq", "--seed", _SEED, "--cpu")

_TAGGER = (
    "--lang", "en", "--share_hid", "--hidden_dim", "160", "--deep_biaff_hidden_dim", "128",
    "--char_hidden_dim", "64", "--char_emb_dim", "32", "--transformed_dim", "100",
    "--word_emb_dim", "50", "--word_cutoff", "4", "--dropout", "0.33", "--word_dropout", "0.2",
    "--batch_size", "50", "--no_second_optim", "--beta2", "0.95", "--augment_nopunct", "0.1",
    "--max_steps", _NEVER, "--max_steps_before_stop", _NEVER,
    "--eval_interval", "200", "--fix_eval_interval",
)  # fmt: skip

_PARSER = (
    "--lang", "en", "--hidden_dim", "200", "--num_layers", "2", "--deep_biaff_hidden_dim", "100",
    "--char_hidden_dim", "64", "--char_emb_dim", "32", "--transformed_dim", "100",
    "--word_emb_dim", "50", "--word_cutoff", "4", "--tag_emb_dim", "50", "--no_ufeats",
    "--dropout", "0.33", "--word_dropout", "0.2", "--batch_size", "1200",
    "--optim", "adam", "--beta2", "0.95", "--no_second_optim", "--augment_nopunct", "0.1",
    "--max_steps", _NEVER, "--max_steps_before_stop", _NEVER, "--eval_interval", "400",
    "--no_checkpoint",
)  # fmt: skip

_ENTITIES = (
    "--word_emb_dim", "100", "--emb_finetune_known_only", "--hidden_dim", "160",
    "--char_hidden_dim", "64", "--char_emb_dim", "32", "--dropout", "0.4",
    "--word_dropout", "0.02", "--optim", "adam", "--lr_decay", "0", "--min_lr", "0",
    "--batch_size", "24", "--max_batch_words", "800", "--max_steps", _NEVER,
    "--max_steps_no_improve", _NEVER, "--eval_interval", "400",
)  # fmt: skip


def _run(
    module_name: str,
    trainer_class: type[Any],
    vectors: Path,
    minutes: float,
    rate: float,
    arguments: tuple[str, ...],
) -> None:
    # Some weights decay towards denormal numbers, with which processors are very slow.
    torch.set_flush_denormal(True)
    module: Any = importlib.import_module(module_name)
    pretrain = read_vectors(vectors, vectors)
    original = module.load_pretrain
    module.load_pretrain = lambda _: pretrain
    try:
        with linear_decay(trainer_class, minutes, rate):
            module.main([*_COMMON, *arguments, "--lr", str(rate)])
    except BudgetSpentError as spent:
        print(f"budget of {minutes:g} minutes spent after {spent}", flush=True)
    finally:
        module.load_pretrain = original


def _files(train: Path, dev: Path, out: Path) -> tuple[str, ...]:
    return (
        "--train_file", str(train), "--eval_file", str(dev),
        "--save_dir", str(out.parent), "--save_name", out.name,
    )  # fmt: skip


def train_tagger(
    train: Path, dev: Path, vectors: Path, out: Path, minutes: float, rate: float
) -> None:
    """Train UPOS and XPOS; the best checkpoint on ``dev`` is left in ``out``."""
    from stanza.models.pos.trainer import Trainer

    arguments = (*_files(train, dev, out), *_TAGGER)
    _run("stanza.models.tagger", Trainer, vectors, minutes, rate, arguments)


def train_entities(
    train: Path, dev: Path, vectors: Path, out: Path, minutes: float, rate: float
) -> None:
    """Train the BiLSTM-CRF entity tagger on Stanza's JSON format."""
    from stanza.models.ner.trainer import Trainer

    arguments = (*_files(train, dev, out), *_ENTITIES)
    _run("stanza.models.ner_tagger", Trainer, vectors, minutes, rate, arguments)


def train_parser(
    train: Path, dev: Path, vectors: Path, out: Path, minutes: float, rate: float
) -> None:
    """Train the graph parser on predicted tags; relations are scored for gold arcs only."""
    import stanza.models.depparse.trainer as trainers

    from quoteattr.parsing.speedups.arcs import ArcParser

    original = trainers.GraphParser
    trainers.GraphParser = ArcParser
    try:
        arguments = (*_files(train, dev, out), *_PARSER)
        _run("stanza.models.parser", trainers.GraphTrainer, vectors, minutes, rate, arguments)
    finally:
        trainers.GraphParser = original
