"""Texts that no teacher has learned from: some words of an article are swapped for others.

What a teacher says of its own training texts is partly learned by heart. Of altered ones it says
what it would say of any other text. So its pupil learns more from them (Jiao et al., "TinyBERT",
EMNLP Findings 2020, section 3).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs
import numpy as np
import torch

from quoteattr.training.reader.examples import TreeExample
from quoteattr.training.reader.targets import IGNORED, Targets

__all__ = ["Swaps"]

_OPEN = frozenset(("ADJ", "ADV", "NOUN", "PROPN", "VERB"))  # parts of speech that are swapped
_SWAPPED = 0.15  # share of such words that become another one
_SMALLEST = 5  # words of a kind that is worth swapping


class Swaps:
    """Swaps words for others with the same tags, common words more often than rare ones.

    Only words of one piece are swapped, so that an altered batch is of the same form.

    Args:
        trees: says which tags words have.
        upos: the labels of the trees.
        pieces: number of pieces.
        share: of the batches that are altered.
        seed: of the draws.
    """

    def __init__(
        self,
        trees: Iterable[TreeExample],
        upos: Sequence[str],
        pieces: int,
        share: float,
        seed: int,
    ) -> None:
        self._share = share
        self._seed = seed
        tags: defaultdict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
        for example in trees:
            document = example.document
            alone = np.flatnonzero(document.lengths == 1)
            words = document.pieces[document.offsets[alone]].tolist()
            kinds = zip(example.upos[alone].tolist(), example.xpos[alone].tolist(), strict=True)
            for word, kind in zip(words, kinds, strict=True):
                tags[word][kind] += 1
        members: defaultdict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for word, counts in sorted(tags.items()):
            kind, _ = counts.most_common(1)[0]
            if upos[kind[0]] in _OPEN:
                members[kind].append((word, counts.total()))
        self._kinds = np.full(pieces, -1, dtype=np.int64)
        self._members: list[tuple[np.ndarray, np.ndarray]] = []
        for words_of_kind in members.values():
            if len(words_of_kind) < _SMALLEST:
                continue
            own, counts_of_words = np.array(words_of_kind, dtype=np.int64).T
            weights = np.sqrt(counts_of_words)
            self._kinds[own] = len(self._members)
            self._members.append((own, weights / weights.sum()))

    def __call__(self, targets: Targets, step: int) -> Targets:
        """The batch of a step: as it is, or altered, with nothing that its corpus says of it."""
        chance = np.random.default_rng((self._seed, step))
        if chance.random() >= self._share:
            return targets
        batch = targets.batch
        pieces = batch.pieces.numpy().copy()
        kinds = self._kinds[pieces]
        kinds[batch.counts.numpy()[batch.units.numpy()] > 1] = -1
        kinds[chance.random(len(kinds)) >= _SWAPPED] = -1
        for kind in np.unique(kinds[kinds >= 0]):
            places = np.flatnonzero(kinds == kind)
            own, weights = self._members[kind]
            pieces[places] = chance.choice(own, len(places), p=weights)
        return Targets(
            batch=attrs.evolve(batch, pieces=torch.from_numpy(pieces)),
            arcs=targets.arcs,
            whole=targets.whole,
            rows=targets.rows,
            roles=None if targets.roles is None else torch.full_like(targets.roles, IGNORED),
        )
