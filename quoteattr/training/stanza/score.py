"""Score packed models: CoNLL 2018 from raw text, entities by type, words per second."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from quoteattr.parsing.models import load_pipeline

__all__ = ["score_entities", "score_speed", "score_treebank"]

_METRICS = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "Lemmas", "UAS", "LAS", "CLAS")
_ENTITY_BATCH = 50


def _restore_text(document: Any, text: str) -> None:
    """Undo ``<UNK>``, by which the tokenizer replaces a very long token."""
    for sentence in document.sentences:
        for token in sentence.tokens:
            if token.text == "<UNK>":
                token.text = text[token.start_char : token.end_char]
                for word in token.words:
                    word.text = token.text


def score_treebank(directory: Path, gold: Path) -> dict[str, float]:
    """Parse the raw text of a treebank and return F1 in per cent by CoNLL 2018 metric.

    Source: Zeman et al. 2018, CoNLL 2018 shared task; Stanza's copy of its scorer.
    """
    from stanza.models.common.utils import ud_scores
    from stanza.utils.conll import CoNLL
    from stanza.utils.datasets.conllu_to_text import convert_text

    pipeline = load_pipeline(directory, processors="tokenize,mwt,pos,lemma,depparse")
    with tempfile.TemporaryDirectory() as folder:
        plain, predicted = Path(folder, "text.txt"), Path(folder, "predicted.conllu")
        convert_text(str(gold), str(plain))
        text = plain.read_text(encoding="utf-8")
        document = pipeline(text)
        _restore_text(document, text)
        CoNLL.write_doc2conll(document, str(predicted))
        scores = ud_scores(str(gold), str(predicted))
    return {name: 100 * scores[name].f1 for name in _METRICS}


def _spans(tags: list[list[str]]) -> Counter[tuple[int, int, int, str]]:
    from stanza.models.ner.scorer import decode_from_bioes

    return Counter(
        (number, entity["start"], entity["end"], entity["type"])
        for number, sentence in enumerate(tags)
        for entity in decode_from_bioes(sentence)
    )


def score_entities(directory: Path, gold: Path) -> dict[str, float]:
    """Return precision, recall and F1 in per cent, and F1 of each entity type.

    Args:
        directory: a model directory.
        gold: sentences of tokens with BIO tags, in Stanza's JSON format.
    """
    import torch
    from stanza.models.common.doc import Document
    from stanza.models.ner.data import DataLoader

    trainer = load_pipeline(directory, processors="tokenize,ner").processors["ner"].trainers[0]
    document = Document(json.loads(gold.read_text(encoding="utf-8")))
    loader = DataLoader(document, _ENTITY_BATCH, trainer.args, vocab=trainer.vocab, evaluation=True)
    predicted: list[list[str]] = []
    with torch.no_grad():
        for batch in loader:
            predicted += trainer.predict(batch)
    right = _spans([[tag[0] for tag in sentence] for sentence in loader.tags])
    found = _spans(predicted)
    both = right & found

    def f1(name: str | None = None) -> float:
        hits, gold_count, count = (
            sum(n for span, n in spans.items() if name in (None, span[3]))
            for spans in (both, right, found)
        )
        return 200 * hits / (gold_count + count) if gold_count + count else 0.0

    scores = {
        "precision": 100 * both.total() / max(1, found.total()),
        "recall": 100 * both.total() / max(1, right.total()),
        "F1": f1(),
    }
    return scores | {name: f1(name) for name in sorted({span[3] for span in right})}


def score_speed(directory: Path, texts: Path, limit: int) -> dict[str, float]:
    """Return words per CPU second on one thread, for each Stanza processor and for all.

    Args:
        directory: a model directory.
        texts: a folder of plain text articles.
        limit: how many of them to use, in order of file name.
    """
    import torch
    from stanza.models.common.doc import Document

    torch.set_num_threads(1)
    pipeline = load_pipeline(directory)
    articles = [
        re.sub(r"\s*\n\s*", "\n\n", path.read_text(encoding="utf-8").strip())
        for path in sorted(texts.glob("*.txt"))[:limit]
    ]
    pipeline(articles[0])  # the first run fills caches
    documents = [Document([], text=article) for article in articles]
    seconds: dict[str, float] = {}
    for name, processor in pipeline.processors.items():
        start = time.process_time()
        documents = processor.bulk_process(documents)
        seconds[name] = time.process_time() - start
    words = sum(document.num_words for document in documents)
    speeds = {name: words / spent for name, spent in seconds.items()}
    return speeds | {"all": words / sum(seconds.values())}
