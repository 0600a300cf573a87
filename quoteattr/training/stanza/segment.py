"""Train the tokenizer (tokens, sentences) and the expander of multi-word tokens."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["prepare_segmentation", "train_expander", "train_tokenizer"]

_NAME = "en_newsq"
_COMMON = ("--mode", "train", "--lang", "en", "--shorthand", _NAME, "--seed", "1234", "--cpu")

_FEATURES = (
    "space_before,capitalized,numeric,end_of_para,start_of_para,"
    "labeled_field,phone_id,date_pattern,currency"
)


def prepare_segmentation(train: Path, dev: Path, out: Path) -> None:
    """Write Stanza's tokenizer and expander formats for two treebank files into a folder."""
    from stanza.utils.datasets import common
    from stanza.utils.datasets.contract_mwt import contract_mwt

    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(train, out / f"{_NAME}.train.gold.conllu")
    # Stanza converts three parts; the test part is not used here.
    for part in ("dev", "test"):
        shutil.copyfile(dev, out / f"{_NAME}.{part}.gold.conllu")
    common.convert_conllu_to_txt(str(out), _NAME)
    common.prepare_tokenizer_treebank_labels(str(out), _NAME)
    contract_mwt(str(out / f"{_NAME}.dev.gold.conllu"), str(out / f"{_NAME}.dev.in.conllu"))


def train_tokenizer(data: Path, out: Path, steps: int) -> None:
    """Train the tokenizer on what `prepare_segmentation` wrote."""
    from stanza.models import tokenizer

    tokenizer.main([
        *_COMMON,
        "--txt_file", str(data / f"{_NAME}.train.txt"),
        "--label_file", str(data / f"{_NAME}-ud-train.toklabels"),
        "--dev_txt_file", str(data / f"{_NAME}.dev.txt"),
        "--dev_label_file", str(data / f"{_NAME}-ud-dev.toklabels"),
        "--dev_conll_gold", str(data / f"{_NAME}.dev.gold.conllu"),
        "--mwt_json_file", str(data / f"{_NAME}-ud-dev-mwt.json"),
        "--feat_funcs", _FEATURES, "--max_seqlen", "300",
        "--steps", str(steps), "--eval_steps", "500", "--max_steps_before_stop", str(steps),
        "--anneal_after", str(steps // 3),
        "--save_dir", str(out.parent), "--save_name", out.name,
    ])  # fmt: skip


def train_expander(data: Path, out: Path) -> None:
    """Train the expander of multi-word tokens (``isn't`` to ``is``, ``n't``)."""
    from stanza.models import mwt_expander

    mwt_expander.main([
        *_COMMON,
        "--train_file", str(data / f"{_NAME}.train.gold.conllu"),
        "--eval_file", str(data / f"{_NAME}.dev.in.conllu"),
        "--gold_file", str(data / f"{_NAME}.dev.gold.conllu"),
        "--num_epoch", "5", "--save_dir", str(out.parent), "--save_name", out.name,
    ])  # fmt: skip
