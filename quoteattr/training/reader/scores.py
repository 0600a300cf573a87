"""Score a model file: trees from raw text, and every task on words that are given."""

from __future__ import annotations

import tempfile
from pathlib import Path

from quoteattr.parsing.models import READER, load_pipeline
from quoteattr.reader.files import load_reader
from quoteattr.training.reader.examples import Labels
from quoteattr.training.reader.measure import Measured, measure

__all__ = ["score_reader", "score_treebank"]

_METRICS = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "Lemmas", "UAS", "LAS", "CLAS")


def score_treebank(directory: Path, gold: Path) -> dict[str, float]:
    """Parse the raw text of a treebank and return F1 in per cent by CoNLL 2018 metric.

    Source: Zeman et al. 2018, CoNLL 2018 shared task; Stanza's copy of its scorer.

    Args:
        directory: a model directory.
        gold: a CoNLL-U file.
    """
    from stanza.models.common.utils import ud_scores
    from stanza.utils.conll import CoNLL
    from stanza.utils.datasets.conllu_to_text import convert_text

    pipeline = load_pipeline(directory, processors="tokenize,mwt,pos,lemma,depparse")
    with tempfile.TemporaryDirectory() as folder:
        plain, predicted = Path(folder, "text.txt"), Path(folder, "predicted.conllu")
        convert_text(str(gold), str(plain))
        document = pipeline(plain.read_text(encoding="utf-8"))
        CoNLL.write_doc2conll(document, str(predicted))
        scores = ud_scores(str(gold), str(predicted))
    return {name: 100 * scores[name].f1 for name in _METRICS}


def score_reader(
    directory: Path,
    treebank: Path | None = None,
    newswire: Path | None = None,
    polnear: Path | None = None,
) -> dict[str, float]:
    """Measure the reader on words that are given, as ``measure`` does in training.

    Args:
        directory: a model directory.
        treebank: CoNLL-U.
        newswire: names in Stanza's JSON format.
        polnear: a split of PolNeAR.
    """
    loaded = load_reader(directory / READER)
    shape = loaded.network.shape
    labels = Labels(shape.upos, shape.xpos, shape.relations, shape.names)
    measured = Measured(loaded.network, labels, loaded.pieces, loaded.separators)
    return measure(measured, treebank, newswire, polnear)
