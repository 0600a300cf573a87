"""What Stanza's models read and what comes out of them, prepared in less time.

On articles Stanza spends as long on lists of numbers as on the models themselves: it makes a
tensor of each word's letters, looks the same words up again and again, and goes through the
text letter by letter.  The classes here do the same with other means.  They change the
processors of one pipeline and nothing in Stanza itself; functions of Stanza are reused with
other names behind them (`rebound`) rather than copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import stanza
import torch
from stanza.models.common.data import get_long_tensor
from stanza.models.common.vocab import BaseVocab
from stanza.models.depparse import data as parser_data
from stanza.models.ner import data as entity_data
from stanza.models.ner.trainer import Trainer as EntityTrainer
from stanza.models.pos import data as tagger_data
from stanza.models.tokenization import data as tokenizer_data
from stanza.pipeline.depparse_processor import DepparseProcessor
from stanza.pipeline.ner_processor import NERProcessor
from stanza.pipeline.pos_processor import POSProcessor
from stanza.pipeline.tokenize_processor import TokenizeProcessor

__all__ = ["best_path", "long_tensor", "prepare_faster", "rebound"]

_REMEMBERED = 8192  # words, letters or tags of one vocabulary: some MB in all


def rebound(function: Any, **names: Any) -> Any:
    """Return a copy of a function that finds other objects under the given global names.

    >>> def double(number):
    ...     return number * FACTOR
    >>> rebound(double, FACTOR=2)(21)
    42
    """
    copy = FunctionType(
        function.__code__,
        {**function.__globals__, **names},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


def long_tensor(rows: Sequence[Any], batch_size: int, pad_id: int = 0) -> torch.Tensor:
    """Return rows of integers as one padded tensor, like Stanza's ``get_long_tensor``.

    Stanza makes a tensor of every row, which takes longer than all else for letters of words.

    >>> long_tensor([[5, 6], [7]], 2)
    tensor([[5, 6],
            [7, 0]])
    """
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    if len(rows) != batch_size or not lengths.all() or isinstance(rows[0][0], list):
        tensor: torch.Tensor = get_long_tensor(rows, batch_size, pad_id)
        return tensor
    out = np.full((batch_size, lengths.max()), pad_id, np.int64)
    inside = np.arange(out.shape[1]) < lengths[:, None]
    out[inside] = np.fromiter(chain.from_iterable(rows), np.int64, int(lengths.sum()))
    return torch.from_numpy(out)


def best_path(
    scores: npt.NDArray[np.floating[Any]], transitions: npt.NDArray[np.floating[Any]]
) -> tuple[list[int], float]:
    """Return the best sequence of tags and its score (Viterbi), like ``viterbi_decode``.

    Args:
        scores: score of each tag at each place, (places, tags).
        transitions: score of going from one tag to another, (tags, tags).

    >>> best_path(np.array([[2.0, 0], [0, 1], [1, 0]]), np.array([[0.0, -9], [0, 0]]))[0]
    [0, 0, 0]
    """
    arriving = np.ascontiguousarray(transitions.T)
    paths = np.empty_like(arriving)
    back = np.empty(scores.shape, np.int64)
    best = scores[0]
    for place in range(1, len(scores)):
        np.add(best, arriving, out=paths)
        paths.argmax(1, out=back[place])
        best = scores[place] + paths.max(1)
    tags = [int(best.argmax())]
    for row in back[:0:-1].tolist():
        tags.append(row[tags[-1]])
    tags.reverse()
    return tags, float(best.max())


def _without_runs(paragraph: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Drop blanks that follow a blank."""
    out: list[tuple[str, int]] = []
    before = ""
    for pair in paragraph:
        if pair[0] != " " or before != " ":
            out.append(pair)
        before = pair[0]
    return out


class _Paragraphs(tokenizer_data.TokenizationDataset):  # type: ignore[misc]
    """Paragraphs whose features are found once for each character that occurs."""

    __init__ = rebound(
        tokenizer_data.TokenizationDataset.__init__, filter_consecutive_whitespaces=_without_runs
    )

    def para_to_sentences(self, para: list[tuple[str, int]]) -> list[tuple[Any, ...]]:
        names = self.args["feat_funcs"]
        of_one = tokenizer_data.PER_CHAR_FEAT_FUNCS
        patterns = tokenizer_data.STRUCTURAL_FEATURES
        known = {*of_one, *patterns, "end_of_para", "start_of_para"}
        if not self.eval or not para or self.args["use_dictionary"] or not known.issuperset(names):
            sentences: list[tuple[Any, ...]] = super().para_to_sentences(para)
            return sentences
        chars = [char for char, _ in para]
        functions = [of_one[name] for name in names if name in of_one]
        table = {char: [function(char) for function in functions] for char in set(chars)}
        columns = list(np.array([table[char] for char in chars], np.float32).T)
        for name, place in (("end_of_para", -1), ("start_of_para", 0)):
            if name in names:
                columns.append(np.zeros(len(chars), np.float32))
                columns[-1][place] = 1
        text = "".join(chars)
        for name in (name for name in patterns if name in names):
            columns.append(np.zeros(len(chars), np.float32))
            for match in patterns[name].finditer(text):
                columns[-1][match.start() : match.end()] = 1
        units = np.array(self.vocab.map(chars))
        labels = np.array([label for _, label in para])
        return [(units, labels, np.stack(columns, 1), chars)]


class _Tokenizer(TokenizeProcessor):  # type: ignore[misc]
    process = rebound(TokenizeProcessor.process, TokenizationDataset=_Paragraphs)


class _TaggerSentences(tagger_data.Dataset):  # type: ignore[misc]
    collate_fn = rebound(tagger_data.Dataset.collate_fn, get_long_tensor=long_tensor)


class _Tagger(POSProcessor):  # type: ignore[misc]
    process = rebound(POSProcessor.process, Dataset=_TaggerSentences)


class _ParserSentences(parser_data.Dataset):  # type: ignore[misc]
    to_loader = rebound(
        parser_data.Dataset.to_loader,
        DataLoader=SimpleNamespace(
            collate=rebound(parser_data.DataLoader.collate, get_long_tensor=long_tensor)
        ),
    )


class _ParserBatches(parser_data.DataLoader):  # type: ignore[misc]
    __init__ = rebound(parser_data.DataLoader.__init__, Dataset=_ParserSentences)


class _DependencyParser(DepparseProcessor):  # type: ignore[misc]
    process = rebound(DepparseProcessor.process, DataLoader=_ParserBatches)


class _EntityBatches(entity_data.DataLoader):  # type: ignore[misc]
    __getitem__ = rebound(entity_data.DataLoader.__getitem__, get_long_tensor=long_tensor)

    def process_chars(self, sents: list[list[list[int]]]) -> tuple[list[Any], ...]:
        """Prepare input of character language models, of which there may be none."""
        if self.args.get("charlm"):
            prepared: tuple[list[Any], ...] = super().process_chars(sents)
            return prepared
        nothing = [[0] for _ in sents]
        return nothing, nothing, nothing, nothing, [1] * len(sents)


class _EntityTagger(NERProcessor):  # type: ignore[misc]
    process = rebound(NERProcessor.process, DataLoader=_EntityBatches)


class _EntityTrainer(EntityTrainer):  # type: ignore[misc]
    predict = rebound(EntityTrainer.predict, viterbi_decode=best_path)


_FASTER = {
    TokenizeProcessor: _Tokenizer,
    POSProcessor: _Tagger,
    DepparseProcessor: _DependencyParser,
    NERProcessor: _EntityTagger,
    EntityTrainer: _EntityTrainer,
}


def prepare_faster(pipeline: stanza.Pipeline) -> None:
    """Let the processors of a pipeline prepare their data faster; its results stay the same."""
    for processor in pipeline.processors.values():
        trainers = getattr(processor, "trainers", [processor.trainer])
        for thing in (processor, *trainers):
            thing.__class__ = _FASTER.get(type(thing), type(thing))
        for trainer in trainers:
            _remember_units(trainer.vocab)


def _remember_units(vocab: Any) -> None:
    """Let vocabularies remember what they looked up: articles use few words over and over."""
    for part in (vocab,) if isinstance(vocab, BaseVocab) else map(vocab.__getitem__, vocab.keys()):
        if "map" not in vars(part):
            part.map = _remembering(part.unit2id)
            part.unmap = _remembering(part.id2unit)


def _remembering(function: Callable[[Any], Any]) -> Callable[[Iterable[Any]], list[Any]]:
    """Return a function that maps a list, whose items may be lists of numbers."""
    known = lru_cache(_REMEMBERED)(function)

    def mapped(units: Iterable[Any]) -> list[Any]:
        return [known(tuple(unit) if isinstance(unit, list) else unit) for unit in units]

    return mapped
