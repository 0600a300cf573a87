"""What the reader is trained for: one loss for each task, summed.

Corpora answer what they are annotated for. A teacher, a larger reader, answers the rest: its
probabilities are learned as they are (Hinton et al., "Distilling the Knowledge in a Neural
Network", 2015). Cue heads and roles are learned from both, where both say something. A pupil that
was made from the teacher learns its states too (Jiao et al., "TinyBERT", EMNLP Findings 2020).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import attrs
import torch
from torch import nn
from torch.nn import functional

from quoteattr.reader.network import Batch, Reader, States
from quoteattr.training.reader.targets import IGNORED, Arcs, Mentions, Targets

__all__ = ["antecedent_scores", "reader_loss"]

_NEVER = -1e4  # score of a governor that does not exist
_OF_TEACHER = 0.5  # share of the teacher where the corpus says something too
_OF_MATCHED = 0.8  # the same where the teacher's states are learned too

# Weights of the losses, so that none is small beside the others. They are those of the labeller
# of version 0.1 for cues and roles, and were not tuned for the rest.
_END, _NAME, _CUE, _ROLE, _COREFERENCE = 2.0, 3.0, 10.0, 4.0, 2.0
# How likely an antecedent is: the product of two vectors, less for each doubling of the words
# between. The library has features of its own for distance, so the vectors need not learn it.
_SHARP, _PER_DOUBLING = 0.5, 0.3
# How much the teacher's states count: those after the layers, those after the last layer once more,
# and what the first product of the heads says. The heads see the last layer only; the others guide,
# but don't bind. Not tuned.
_LAYERS, _LAST, _HEADS = 3.0, 10.0, 20.0


@attrs.frozen(eq=False)
class _Read:
    """A batch as a network reads it.

    Attributes:
        network: it.
        layers: the states after each layer (pieces or words, width).
        states: what the heads see.
        share: how much its answers count where the corpus says something too.
    """

    network: Reader
    layers: tuple[torch.Tensor, ...]
    states: States
    share: float


def _read(network: Reader, batch: Batch, share: float = 0.0) -> _Read:
    layers: list[torch.Tensor] = []

    def keep(_: nn.Module, __: Any, out: torch.Tensor) -> None:
        layers.append(out)

    norms = [layer.get_submodule("second_norm") for layer in network.encoder.layers]
    hooks = [norm.register_forward_hook(keep) for norm in norms]
    states = network.states(network.words(batch))
    for hook in hooks:
        hook.remove()
    return _Read(network, tuple(layers), states, share)


def reader_loss(
    network: Reader, targets: Targets, teacher: Reader | None = None, match: float = 0.0
) -> torch.Tensor:
    """The sum of the losses of all tasks that the batch's corpus or the teacher answers.

    Args:
        network: in training mode.
        targets: a batch with what its corpus says of it.
        teacher: in evaluation mode. Of batches without outlines it says nothing of trees.
        match: how much it counts that the states are the teacher's. Both networks have as many
            layers of the same width, and read words after the same one.
    """
    pupil = _read(network, targets.batch)
    taught = None
    if teacher is not None:
        with torch.no_grad():
            taught = _read(teacher, targets.batch, _OF_MATCHED if match else _OF_TEACHER)
    total = pupil.states.tag.new_zeros((), dtype=torch.float32)
    for loss in _LOSSES:
        total = total + loss(pupil, taught, targets)
    if taught is not None and match:
        total = total + match * _distance(pupil, taught)
    return total


def _distance(pupil: _Read, taught: _Read) -> torch.Tensor:
    """How far the states of a pupil are from its teacher's."""
    layers = _apart(pupil.layers, taught.layers)
    heads = _apart(attrs.astuple(pupil.states), attrs.astuple(taught.states))
    return _LAYERS * layers.mean() + _LAST * layers[-1] + _HEADS * heads.mean()


def _apart(own: Sequence[torch.Tensor], right: Sequence[torch.Tensor]) -> torch.Tensor:
    """The squared distance of each pair, as a share of the variance (pairs)."""
    pairs = [(one.float(), other.float()) for one, other in zip(own, right, strict=True)]
    return torch.stack([((one - other) ** 2).mean() / other.var() for one, other in pairs])


def _classes(
    scores: torch.Tensor, gold: torch.Tensor | None, answers: torch.Tensor | None
) -> torch.Tensor:
    """The loss of one of several labels for every word, by the corpus, else by the teacher."""
    if gold is not None:
        return functional.cross_entropy(scores.float(), gold)
    if answers is not None:
        return functional.cross_entropy(scores.float(), answers.float().softmax(1))
    return scores.new_zeros(())


def _tags(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    heads: tuple[tuple[Literal["upos", "xpos"], torch.Tensor | None], ...]
    heads = (("upos", targets.upos), ("xpos", targets.xpos))
    total = pupil.states.tag.new_zeros(())
    for head, gold in heads:
        scores = getattr(pupil.network, head)(pupil.states.tag)
        answers = getattr(taught.network, head)(taught.states.tag) if taught else None
        total = total + _classes(scores, gold, answers)
    return total


def _names(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    scores = pupil.network.name(pupil.states.name)
    answers = taught.network.name(taught.states.name) if taught else None
    return _NAME * _classes(scores, targets.names, answers)


def _ends(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    scores = pupil.network.end(pupil.states.tag)[:, 0].float()
    right = targets.ends
    if right is None and taught is not None:
        right = torch.sigmoid(taught.network.end(taught.states.tag)[:, 0].float())
    if right is None:
        return scores.new_zeros(())
    return _END * functional.binary_cross_entropy_with_logits(scores, right)


def _trees(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    """Governors and relations, of words in sentences that the windows do not cut."""
    if targets.whole is None or (targets.governors is None and taught is None):
        return pupil.states.tag.new_zeros(())
    total = pupil.states.tag.new_zeros((), dtype=torch.float32)
    governors = targets.governors
    found = torch.full_like(targets.batch.words, -1)
    for arcs in targets.arcs:
        scores = _arc_scores(pupil, arcs).flatten(0, 1)
        if governors is not None:
            gold = arcs.heads.flatten()
            total = total + functional.cross_entropy(
                scores, gold, ignore_index=IGNORED, reduction="sum"
            )
        elif taught is not None:
            answers = _arc_scores(taught, arcs)
            there = ~arcs.missing[:, 0, 1:].flatten()
            each = functional.cross_entropy(
                scores, answers.softmax(2).flatten(0, 1), reduction="none"
            )
            total = total + (each * there).sum()
            best = answers.argmax(2)
            heads = torch.where(best > 0, arcs.words.gather(1, (best - 1).clamp(min=0)), -1)
            places = arcs.words.flatten()
            # Padding has place 0: its answers go to a place of their own.
            places = torch.where(there, places, len(found))
            found = torch.cat([found, found[:1]]).index_copy(0, places, heads.flatten())[:-1]
    whole = targets.whole
    heads = (found if governors is None else governors)[whole]
    scores = _relation_scores(pupil, whole, heads)
    if targets.relations is not None:
        labelled = functional.cross_entropy(scores, targets.relations[whole])
    else:
        assert taught is not None
        labelled = functional.cross_entropy(
            scores, _relation_scores(taught, whole, heads).softmax(1)
        )
    return total / len(whole) + labelled


def _arc_scores(read: _Read, arcs: Arcs) -> torch.Tensor:
    states = read.states
    scores = read.network.arcs(
        states.dependent[arcs.words].float(), states.governor[arcs.words].float()
    )
    return scores.float().masked_fill(arcs.missing, _NEVER)


def _relation_scores(read: _Read, words: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
    states = read.states
    governors = read.network.labelling(states)[heads]
    return read.network.labels(states.labelled[words].float(), governors).float()


def _cues(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    scores = pupil.network.cue(pupil.states.cue)[:, 0].float()
    right, counted = targets.cues, targets.counted
    if taught is not None:
        answers = torch.sigmoid(taught.network.cue(taught.states.cue)[:, 0].float())
        share = 1.0 if counted is None else 1 - (1 - taught.share) * counted
        right = share * answers + (0 if right is None else (1 - share) * right)
        counted = torch.ones_like(scores)
    if right is None or counted is None:
        return scores.new_zeros(())
    each = functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
    return _CUE * (each * counted).sum() / counted.sum().clamp(min=1)


def _roles(pupil: _Read, taught: _Read | None, targets: Targets) -> torch.Tensor:
    rows, roles = targets.rows, targets.roles
    if rows is None or roles is None:
        return pupil.states.tag.new_zeros(())
    scores = pupil.network.roles(pupil.states, rows).float()
    if taught is None:
        return _ROLE * functional.cross_entropy(scores, roles, ignore_index=IGNORED)
    answers = taught.network.roles(taught.states, rows).float().softmax(1)
    known = (roles != IGNORED)[:, None]
    sure = functional.one_hot(roles.clamp(min=0), scores.shape[1])
    right = torch.where(known, taught.share * answers + (1 - taught.share) * sure, answers)
    each = functional.cross_entropy(scores, right, reduction="none")
    return _ROLE * (each * rows.mask).sum() / rows.mask.sum()


def antecedent_scores(
    mentions: torch.Tensor, antecedents: torch.Tensor, known: Mentions
) -> tuple[torch.Tensor, torch.Tensor]:
    """How likely each mention refers to none of the others, or to an earlier one of its text.

    Args:
        mentions: every word as a mention (words, numbers).
        antecedents: every word as an antecedent.
        known: the mentions.

    Returns:
        The scores, and which of them are right (mentions, 1 + mentions); none comes first.
    """
    places = known.words
    scores = _SHARP * mentions[places].float() @ antecedents[places].float().T
    distances = places[:, None] - places[None]
    scores = scores - _PER_DOUBLING * torch.log2(1 + distances.clamp(min=0).float())
    before = (distances > 0) & (known.texts[:, None] == known.texts[None])
    right = before & (known.chains[:, None] == known.chains[None])
    scores = scores.masked_fill(~before, _NEVER)
    scores = torch.cat([torch.zeros_like(scores[:, :1]), scores], 1)
    return scores, torch.cat([~right.any(1, keepdim=True), right], 1)


def _coreference(pupil: _Read, _: _Read | None, targets: Targets) -> torch.Tensor:
    """Each mention has one of its antecedents in the batch, or none."""
    known = targets.mentions
    if known is None:
        return pupil.states.tag.new_zeros(())
    scores, right = antecedent_scores(pupil.states.mention, pupil.states.antecedent, known)
    each = scores.logsumexp(1) - scores.masked_fill(~right, _NEVER).logsumexp(1)
    return _COREFERENCE * (each * known.asked).sum() / known.asked.sum().clamp(min=1)


_LOSSES: tuple[Callable[[_Read, _Read | None, Targets], torch.Tensor], ...] = (
    _tags,
    _ends,
    _trees,
    _names,
    _cues,
    _roles,
    _coreference,
)
