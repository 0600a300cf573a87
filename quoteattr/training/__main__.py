"""``python -m quoteattr.training STEP --option VALUE ...``: one step of making the models.

``docs/models.md`` has the whole sequence with the values that were used. Each step reads files,
writes one, and can be run again. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quoteattr.parsing.models import PROCESSORS, verify
from quoteattr.training import labels, reliability, source_confidence, speakers, statements
from quoteattr.training.reader.lemmas import train_lemmas
from quoteattr.training.reader.train import train_reader
from quoteattr.training.stanza import (
    entities,
    lemmas,
    pack,
    retag,
    score,
    segment,
    taggers,
    treebank,
    vectors,
)

__all__ = ["main"]


def _pack(
    tokenize: Path,
    mwt: Path,
    pos: Path,
    lemma: Path,
    depparse: Path,
    ner: Path,
    vectors: Path,
    out: Path,
    name: str,
    version: str,
) -> None:
    """Write a model directory from checkpoints."""
    checkpoints = (tokenize, mwt, pos, lemma, depparse, ner)
    pack.pack(dict(zip(PROCESSORS, checkpoints, strict=True)), vectors, out, name, version)


def _verify(directory: Path) -> None:
    """Check a model directory against its manifest."""
    verify(directory)
    print(f"{directory}: every file is as its manifest says")


STEPS: dict[str, Callable[..., Any]] = {
    "strip-features": treebank.strip_features,
    "vectors": vectors.build_vectors,
    "entity-data": entities.prepare_entities,
    "entity-sample": entities.sample,
    "segmentation-data": segment.prepare_segmentation,
    "lemma-data": lemmas.lemma_types,
    "tokenizer": segment.train_tokenizer,
    "expander": segment.train_expander,
    "tagger": taggers.train_tagger,
    "retag": retag.retag,
    "parser": taggers.train_parser,
    "entities": taggers.train_entities,
    "lemmatizer": lemmas.train_lemmatizer,
    "lemma-dictionary": lemmas.extend_dictionary,
    "pack": _pack,
    "labels": labels.train_labels,
    "reader": train_reader,
    "reader-lemmas": train_lemmas,
    "reliability": reliability.train_reliability,
    "source-confidence": source_confidence.train_source_confidence,
    "speakers": speakers.train_speakers,
    "statements": statements.train_statements,
    "verify": _verify,
    "score-treebank": score.score_treebank,
    "score-entities": score.score_entities,
    "score-speed": score.score_speed,
}

_READERS: dict[str, dict[str, Any]] = {
    "Path": {"type": Path},
    "Path | None": {"type": Path},
    "Sequence[Path]": {"type": Path, "nargs": "+"},
    "int": {"type": int},
    "float": {"type": float},
    "str": {"type": str},
}


def _parser() -> argparse.ArgumentParser:
    """Build a subcommand for each step from the signature of its function."""
    parser = argparse.ArgumentParser(
        prog="python -m quoteattr.training", description="Train, pack and score the models."
    )
    steps = parser.add_subparsers(dest="step", required=True)
    for name, function in STEPS.items():
        summary = inspect.getdoc(function) or ""
        command = steps.add_parser(name, help=summary.splitlines()[0], description=summary)
        for option in inspect.signature(function).parameters.values():
            given = option.default is inspect.Parameter.empty
            command.add_argument(
                f"--{option.name}",
                required=given,
                default=None if given else option.default,
                **_READERS[str(option.annotation)],
            )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one step and print what it measured."""
    options = vars(_parser().parse_args(arguments))
    result = STEPS[options.pop("step")](**options)
    if result is not None:
        print("  ".join(f"{name} {value:.2f}" for name, value in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
