"""What the corpora say of a batch, as tensors: made by processes beside the training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeVar

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.reader.inputs import Around, Window, batch_of, rows_of
from quoteattr.reader.network import ROLES, Batch, Rows
from quoteattr.training.reader.chains import CoreferenceExample
from quoteattr.training.reader.examples import (
    Attribution,
    AttributionExample,
    NameExample,
    Outline,
    TreeExample,
)

__all__ = [
    "IGNORED",
    "Arcs",
    "Example",
    "Item",
    "Mentions",
    "Targets",
    "cue_targets",
    "mentions_of",
    "role_targets",
    "sentences_of",
    "targets_of",
]

IGNORED = -100
"""The label of what no corpus says anything of."""

_TOGETHER = 64  # sentences whose arcs are scored in one product

Example = TreeExample | NameExample | AttributionExample | CoreferenceExample

Item = tuple[Window, Example, Outline | None]
"""A window, the example that it is of, and where a teacher is asked."""

_Record = TypeVar("_Record", "Arcs", "Mentions", "Targets")


def _moved(record: _Record, device: torch.device) -> _Record:
    """A record whose tensors lie on a device."""

    def moved(value: Any) -> Any:
        if isinstance(value, tuple) and value and isinstance(value[0], Arcs):
            return tuple(_moved(part, device) for part in value)
        if isinstance(value, Mentions):
            return _moved(value, device)
        return value.to(device) if hasattr(value, "to") else value

    fields = (field.name for field in attrs.fields(type(record)))
    return attrs.evolve(record, **{name: moved(getattr(record, name)) for name in fields})


@attrs.frozen(eq=False)
class Arcs:
    """Some sentences of like length, padded.

    Attributes:
        words: place of each word in the batch (sentences, words).
        missing: whether a governor, the root first, is none (sentences, 1, 1 + words).
        heads: number of each word's governor, 0 for the root (sentences, words); ``IGNORED`` where
            it is not known, or where there is no word.
    """

    words: torch.Tensor
    missing: torch.Tensor
    heads: torch.Tensor


@attrs.frozen(eq=False)
class Mentions:
    """The annotated mentions of a batch, in the order of the text.

    Attributes:
        words: place of each mention's head in the batch.
        texts, chains: number of each mention's text and entity.
        asked: 1 where the antecedent is known.
    """

    words: torch.Tensor
    texts: torch.Tensor
    chains: torch.Tensor
    asked: torch.Tensor


@attrs.frozen(eq=False)
class Targets:
    """A batch and the right answers that its corpus has; None for those that it has not.

    Attributes:
        batch: the windows as numbers.
        upos, xpos, ends, relations, names: of every word.
        arcs: the sentences.
        governors: place of the governor in the batch of every word, -1 for a root.
        whole: places of the words in sentences that the windows do not cut.
        cues: 1 where a word heads a cue.
        counted: 1 where that is known.
        rows: the words around cue heads.
        roles: of these words; ``IGNORED`` where they are not known.
        mentions: with their entities.
    """

    batch: Batch
    upos: torch.Tensor | None = None
    xpos: torch.Tensor | None = None
    ends: torch.Tensor | None = None
    relations: torch.Tensor | None = None
    names: torch.Tensor | None = None
    arcs: tuple[Arcs, ...] = ()
    governors: torch.Tensor | None = None
    whole: torch.Tensor | None = None
    cues: torch.Tensor | None = None
    counted: torch.Tensor | None = None
    rows: Rows | None = None
    roles: torch.Tensor | None = None
    mentions: Mentions | None = None

    def to(self, device: torch.device) -> Targets:
        """The same on another device."""
        return _moved(self, device)


def targets_of(items: Sequence[Item], separators: tuple[int, int]) -> Targets:
    """Put windows of one corpus together with what it says of them.

    Args:
        items: the windows; all have an outline, or none.
        separators: numbers of the pieces that open a window and close a paragraph.
    """
    windows, examples, outlines = zip(*items, strict=True)
    found: dict[str, Any] = {"batch": batch_of(windows, *separators)}
    first = examples[0]
    if isinstance(first, TreeExample):
        found |= {
            name: _joined(windows, [getattr(example, name) for example in examples])
            for name in ("upos", "xpos", "relations")
        }
        found["ends"] = torch.from_numpy(np.concatenate(list(_ends(windows, examples))))
        found |= _trees(windows, [(e.sentences, e.heads) for e in examples])
    elif outlines[0] is not None:
        found |= _trees(windows, [(outline.sentences, None) for outline in outlines])
    if isinstance(first, NameExample):
        found["names"] = _joined(windows, [example.names for example in examples])
    if isinstance(first, AttributionExample):
        cues, counted = cue_targets(windows, examples)
        found |= {"cues": torch.from_numpy(cues), "counted": torch.from_numpy(counted)}
    if isinstance(first, CoreferenceExample):
        found["mentions"] = mentions_of(windows, examples)
    likely = [() if outline is None else outline.heads for outline in outlines]
    rows = role_targets(windows, examples, likely)
    if rows is not None:
        found |= {"rows": rows[0], "roles": torch.from_numpy(rows[1])}
    return Targets(**found)


def mentions_of(windows: Sequence[Window], examples: Sequence[CoreferenceExample]) -> Mentions:
    """The mentions of some windows. Those of one text follow each other."""
    rows: list[tuple[int, int, int, bool]] = []
    texts: dict[int, int] = {}
    chains: dict[tuple[int, str], int] = {}
    start = 0
    for window, example in zip(windows, examples, strict=True):
        text = texts.setdefault(id(example), len(texts))
        for word, chain in example.chains:
            if window.first <= word < window.last:
                number = chains.setdefault((text, chain), len(chains))
                asked = example.asked is None or word in example.asked
                rows.append((start + word - window.first, text, number, asked))
        start += len(window)
    table = torch.tensor(rows, dtype=torch.long).view(-1, 4)
    return Mentions(table[:, 0], table[:, 1], table[:, 2], table[:, 3].float())


def _joined(windows: Sequence[Window], values: Sequence[npt.NDArray[Any]]) -> torch.Tensor:
    parts = [value[w.first : w.last] for w, value in zip(windows, values, strict=True)]
    return torch.from_numpy(np.concatenate(parts))


def sentences_of(window: Window, sentences: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """The sentences of a window as ranges of its words."""
    inside = sentences[window.first : window.last]
    cuts = (np.flatnonzero(np.diff(inside)) + 1).tolist()
    return list(pairwise([0, *cuts, len(inside)]))


def _ends(windows: Sequence[Window], examples: Sequence[TreeExample]) -> Iterator[npt.NDArray[Any]]:
    """Whether each word ends a sentence."""
    for window, example in zip(windows, examples, strict=True):
        end = np.zeros(len(window), dtype=np.float32)
        end[[last - 1 for _, last in sentences_of(window, example.sentences)]] = 1
        if window.last < len(example.document):  # the window may end within a sentence
            end[-1] = example.sentences[window.last] != example.sentences[window.last - 1]
        yield end


def _trees(
    windows: Sequence[Window],
    trees: Sequence[tuple[npt.NDArray[Any], npt.NDArray[Any] | None]],
) -> dict[str, Any]:
    """The sentences of windows, given the sentence of every word of a document, and its heads."""
    whole: list[tuple[int, npt.NDArray[Any]]] = []
    start = 0
    for window, (sentences, heads) in zip(windows, trees, strict=True):
        for first, last in sentences_of(window, sentences):
            if heads is None:
                if _is_whole(window, sentences, first, last):
                    whole.append((start + first, np.full(last - first, IGNORED - 1)))
                continue
            inside = heads[window.first + first : window.first + last]
            inside = np.where(inside < 0, -1, inside - window.first - first)
            if inside.max() < last - first and inside.min() >= -1:
                whole.append((start + first, inside))
        start += len(window)
    if not whole:
        return {}
    whole.sort(key=lambda item: len(item[1]))
    found: dict[str, Any] = {
        "arcs": tuple(
            _arcs(whole[place : place + _TOGETHER]) for place in range(0, len(whole), _TOGETHER)
        ),
        "whole": torch.from_numpy(np.concatenate([np.arange(s, s + len(h)) for s, h in whole])),
    }
    if trees[0][1] is not None:
        governors = np.full(start, -1, dtype=np.int64)
        for place, inside in whole:
            governors[place : place + len(inside)] = np.where(inside < 0, -1, inside + place)
        found["governors"] = torch.from_numpy(governors)
    return found


def _is_whole(window: Window, sentences: npt.NDArray[Any], first: int, last: int) -> bool:
    """Whether a sentence of a window, as a range of its words, is not cut by the window."""
    before, after = window.first + first, window.first + last
    opens = before == 0 or sentences[before - 1] != sentences[before]
    return bool(opens and (after == len(sentences) or sentences[after] != sentences[after - 1]))


def _arcs(part: Sequence[tuple[int, npt.NDArray[Any]]]) -> Arcs:
    width = len(part[-1][1])
    words = np.zeros((len(part), width), dtype=np.int64)
    heads = np.full((len(part), width), IGNORED, dtype=np.int64)
    missing = np.zeros((len(part), 1, width + 1), dtype=bool)
    for row, (start, gold) in enumerate(part):
        words[row, : len(gold)] = np.arange(start, start + len(gold))
        heads[row, : len(gold)] = gold + 1
        missing[row, 0, len(gold) + 1 :] = True
    return Arcs(torch.from_numpy(words), torch.from_numpy(missing), torch.from_numpy(heads))


def cue_targets(
    windows: Sequence[Window], examples: Sequence[AttributionExample]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Whether each word heads a cue, and whether that counts.

    Within a content nothing is known, since PolNeAR annotates outermost attributions only, unless
    the content was made of a plain paragraph. Of an article whose attributions are not complete
    only their heads are known.
    """
    rights, counts = [], []
    for window, example in zip(windows, examples, strict=True):
        right = np.zeros(len(window), dtype=np.float32)
        count = np.full(len(window), example.complete, dtype=np.float32)
        inside = [i - window.first for gold in example.gold if not gold.known for i in gold.content]
        count[[i for i in inside if 0 <= i < len(window)]] = 0
        heads = [gold.head - window.first for gold in example.gold]
        heads = [i for i in heads if 0 <= i < len(window)]
        right[heads] = count[heads] = 1
        rights.append(right)
        counts.append(count)
    return np.concatenate(rights), np.concatenate(counts)


def role_targets(
    windows: Sequence[Window],
    examples: Sequence[Example],
    likely: Iterable[Sequence[int]] | None = None,
) -> tuple[Rows, npt.NDArray[Any], list[Around]] | None:
    """The cue heads of some windows as rows, the role of each word, and where each row is.

    None without heads.

    Args:
        windows: parts of documents.
        examples: the example of each window.
        likely: further heads in the document of each window; nothing is known of the words around
            them.
    """
    heads: list[tuple[Window, int, int]] = []
    golds: list[Attribution | None] = []
    start = 0
    likely = [()] * len(windows) if likely is None else likely
    for window, example, others in zip(windows, examples, likely, strict=True):
        known = example.gold if isinstance(example, AttributionExample) else ()
        found: list[tuple[int, Attribution | None]] = [(gold.head, gold) for gold in known]
        found += [(head, None) for head in sorted(set(others) - {gold.head for gold in known})]
        for head, gold in found:
            if window.first <= head < window.last:
                heads.append((window, head, start))
                golds.append(gold)
        start += len(window)
    if not heads:
        return None
    rows, places = rows_of(heads)
    roles = np.full(len(rows.words), IGNORED, dtype=np.int64)
    for around, gold in zip(places, golds, strict=True):
        if gold is None:
            continue
        line = roles[around.places]
        line[:] = 0
        for role in ("content", "source", "cue"):  # a word in two spans counts for the last
            inside = [i - around.first for i in getattr(gold, role)]
            line[[i for i in inside if 0 <= i < len(line)]] = ROLES.index(role)
    return rows, roles, places
