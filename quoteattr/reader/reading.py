"""What the reader says of a document: sentences, tags, trees, names, cue heads, roles, mentions."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from operator import itemgetter

import attrs
import numpy as np
import numpy.typing as npt
import torch

from quoteattr.reader.inputs import SPACED, Document, Window, batch_of, rows_of, windows_of
from quoteattr.reader.names import names_of
from quoteattr.reader.network import Reader, States
from quoteattr.reader.trees import best_tree
from quoteattr.syntax import Labels, Row, Vectors

__all__ = ["LEVELS", "TOGETHER", "Reading", "label", "read"]

Numbers = npt.NDArray[np.int64]
Values = npt.NDArray[np.float32]

TOGETHER = 128
"""Pieces of a window of several paragraphs: attention costs the square of it."""

_WINDOWS = 24  # that are read in one product
_LONGEST = 160  # words of a sentence; scores of its arcs need the square of it
# Probability of a cue head from which the words around it are labelled; less likely ones make no
# candidate (``attribution.patterns.labelled``).
_HEAD = 0.12
# Relations within a title.
_IN_TITLES = ("amod", "case", "cc", "compound", "conj", "flat", "nmod", "nummod")
_FORWARD = frozenset({"conj", "fixed", "flat", "goeswith"})
"""Relations whose governor precedes: https://universaldependencies.org/u/dep/conj.html."""
LEVELS = 127
"""Whole numbers of a vector's values, on either side of 0."""
# Logits that the network is short of at the end of a sentence like "He was seen at 9 a.m. But …":
# its treebanks have few of them. In names, as in "U.S. Steel", it is twice as far from an end.
_AFTER_ABBREVIATION = 5
_IN_NAMES = ("PROPN", "ADJ", "NUM")  # "U.S. Supreme Court", "p.m. Eastern"
_CAPITALIZED = (4, 5, 6, 7)  # shapes
_ROWS = 64  # heads whose words are labelled in one product


@attrs.frozen(eq=False)
class Reading:
    """The reader's answers for every word of a document.

    Attributes:
        sentences: (first, last) words, half-open, in order.
        upos, xpos, relations, names: numbers of the labels.
        heads: index of the governor in the document, -1 for a root.
        cues: probability that a word heads a cue.
        rows: by the index of a likely cue head, the roles of the words around it.
        vectors: every word as a mention and as an antecedent.
    """

    sentences: tuple[tuple[int, int], ...]
    upos: Numbers
    xpos: Numbers
    relations: Numbers
    heads: Numbers
    names: Numbers
    cues: Values
    rows: Mapping[int, Row]
    vectors: Vectors


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without gradients, and without the autocast that the caller may have enabled."""
    with torch.inference_mode(), torch.autocast("cpu", enabled=False):
        yield


@_undisturbed()
def read(
    network: Reader,
    document: Document,
    separators: tuple[int, int],
    given: Sequence[tuple[int, int]] | None = None,
) -> Reading:
    """Read a document.

    Args:
        network: in evaluation mode.
        document: its words.
        separators: numbers of the pieces that open a window and close a paragraph.
        given: its sentences in order, where they are known.

    Returns:
        What the network says.
    """
    count = len(document)
    upos, xpos, relations = (np.zeros(count, dtype=np.int64) for _ in range(3))
    named = np.zeros((count, len(network.shape.names)), dtype=np.float32)
    heads = np.full(count, -1, dtype=np.int64)
    cues = np.zeros(count, dtype=np.float32)
    rows: dict[int, Row] = {}
    vectors = _no_vectors(network, count)
    sentences: list[tuple[int, int]] = []
    kinds = np.array([name.split(":")[0] for name in network.shape.relations])
    ordinary = np.array([name not in _IN_NAMES for name in network.shape.upos])
    for windows, states in _states(network, document, separators):
        span = slice(windows[0].first, windows[-1].last)
        upos[span] = network.upos(states.tag).argmax(1).cpu().numpy()
        xpos[span] = network.xpos(states.tag).argmax(1).cpu().numpy()
        named[span] = torch.log_softmax(network.name(states.name).float(), 1).cpu().numpy()
        ends = network.end(states.tag)[:, 0].float().cpu().numpy()
        ends += _AFTER_ABBREVIATION * _before_openers(document, span, ordinary[upos[span]])
        inside = list(_sentences(windows, ends) if given is None else _inside(windows, given))
        heads[span] = _trees(network, states, windows[0].first, inside)
        relations[span] = _relations(network, states, windows[0].first, heads[span])
        mended = _with_plausible_subjects(heads[span] - windows[0].first, kinds[relations[span]])
        if mended is not None:
            heads[span] = mended + windows[0].first
            relations[span] = _relations(network, states, windows[0].first, heads[span])
        sentences += inside
        cues[span] = _cues(network, states)
        rows.update(_rows(network, states, windows, cues[span]))
        _fill(vectors, span, states)
    names = names_of(named, document, [name[2:] for name in network.shape.names[1::2]])
    return Reading(tuple(sentences), upos, xpos, relations, heads, names, cues, rows, vectors)


@_undisturbed()
def label(network: Reader, document: Document, separators: tuple[int, int]) -> Labels:
    """Only the cue heads, the roles and the vectors of a document; arguments as for ``read``."""
    cues = np.zeros(len(document), dtype=np.float32)
    rows: dict[int, Row] = {}
    vectors = _no_vectors(network, len(document))
    for windows, states in _states(network, document, separators):
        span = slice(windows[0].first, windows[-1].last)
        cues[span] = _cues(network, states)
        rows.update(_rows(network, states, windows, cues[span]))
        _fill(vectors, span, states)
    return Labels(cues.tolist(), rows, vectors)


def _no_vectors(network: Reader, count: int) -> Vectors:
    """Vectors of so many words, to be filled."""
    mentions, antecedents = np.zeros((2, count, network.mention_width), dtype=np.int8)
    return Vectors(mentions, antecedents)


def _fill(vectors: Vectors, span: slice, states: States) -> None:
    """Write the vectors of the words of some windows."""
    for values, rounded in (
        (states.mention, vectors.mentions),
        (states.antecedent, vectors.antecedents),
    ):
        rounded[span] = torch.round(values.float() * LEVELS).to(torch.int8).cpu().numpy()


def _states(
    network: Reader, document: Document, separators: tuple[int, int]
) -> Iterator[tuple[list[Window], States]]:
    """Windows that follow each other, and the states of their words."""
    windows = list(windows_of(document, TOGETHER, network.shape.window))
    for start in range(0, len(windows), _WINDOWS):
        part = windows[start : start + _WINDOWS]
        batch = batch_of(part, *separators).to(network.root.device)
        yield part, network.states(network.words(batch))


def _sentences(windows: Sequence[Window], ends: Values) -> Iterator[tuple[int, int]]:
    """Sentences end where the network says so, with the paragraph, and before they are too long."""
    origin, last_word = windows[0].first, windows[-1].last
    paragraphs = windows[0].document.paragraphs[origin:last_word]
    last_of = np.append(np.diff(paragraphs) != 0, True)
    last_of[[window.last - origin - 1 for window in windows]] = True
    cuts = np.flatnonzero(last_of | (ends > 0)) + 1
    for first, last in pairwise([0, *cuts.tolist()]):
        while last - first > _LONGEST:
            at = first + 1 + int(ends[first : first + _LONGEST].argmax())
            yield origin + first, origin + at
            first = at
        yield origin + first, origin + last


def _before_openers(document: Document, span: slice, ordinary: Numbers) -> Numbers:
    """Abbreviations before a word that has a capital, but is of a kind that names seldom have.

    Args:
        document: the words.
        span: those of interest.
        ordinary: whether each of these is of such a kind.
    """
    opens = np.isin(document.shapes[span] % SPACED, _CAPITALIZED) & ordinary
    found: Numbers = document.abbreviations[span] & np.append(opens[1:], False)
    return found


def _inside(
    windows: Sequence[Window], sentences: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The parts of sentences that lie in the windows: a window may end within one."""
    for window in windows:
        place = bisect_right(sentences, window.first, key=itemgetter(1))
        while place < len(sentences) and sentences[place][0] < window.last:
            first, last = sentences[place]
            yield max(first, window.first), min(last, window.last)
            place += 1


def _trees(
    network: Reader, states: States, origin: int, sentences: Sequence[tuple[int, int]]
) -> Numbers:
    """Governors of the words of some sentences; ``origin`` is the first word."""
    dependents = network.arc(states.dependent.float()).cpu().numpy()
    governors = states.governor.float().cpu().numpy()
    root = dependents @ network.root.float().cpu().numpy()
    out = np.full(len(dependents), -1, dtype=np.int64)
    for first, last in sentences:
        inside = slice(first - origin, last - origin)
        scores = np.empty((last - first, last - first + 1), dtype=np.float32)
        scores[:, 0] = root[inside]
        np.matmul(dependents[inside], governors[inside].T, out=scores[:, 1:])
        tree = best_tree(scores)
        out[inside] = np.where(tree < 0, -1, tree + first)
    return out


def _relations(network: Reader, states: States, origin: int, heads: Numbers) -> Numbers:
    """Relations of all words to their governors."""
    places = torch.from_numpy(np.where(heads < 0, len(heads), heads - origin))
    governors = network.labelling(states).index_select(0, places.to(states.tag.device))
    scores = network.labels(states.labelled.float(), governors).cpu().numpy()
    backward = heads > np.arange(origin, origin + len(heads))
    forward = np.array([name.split(":")[0] in _FORWARD for name in network.shape.relations])
    scores[np.ix_(backward, forward)] = -np.inf
    found: Numbers = scores.argmax(1)
    found = _with_arguments(found, heads, origin, network.shape.relations)
    return _with_passives(found, heads, network.shape.relations)


def _with_arguments(found: Numbers, heads: Numbers, origin: int, names: Sequence[str]) -> Numbers:
    """Relations in which no verb has a subject on both sides, and none has a preposition.

    Each word chooses its relation for itself, but "news" and "officials" are not both the subject
    in "The news led officials to argue", and "poll" is none in "In a poll, half …".
    """
    number = {name: place for place, name in enumerate(names)}
    if not {"nsubj", "obj", "obl", "case"} <= number.keys():
        return found
    out: Numbers = found.copy()
    places = np.arange(origin, origin + len(found))
    subjects = found == number["nsubj"]
    with_case = heads[(found == number["case"]) & (heads > places)]
    out[subjects & np.isin(places, with_case)] = number["obl"]
    before = heads[subjects & (heads > places)]
    out[subjects & (heads >= 0) & (heads < places) & np.isin(heads, before)] = number["obj"]
    return out


def _with_plausible_subjects(heads: Numbers, kinds: npt.NDArray[np.str_]) -> Numbers | None:
    """Governors with impossible subjects and appositions corrected; None if there are none.

    Args:
        heads: governors of some words, as places among them; negative for a root.
        kinds: their relations, without subtypes.
    """
    out: Numbers = heads.copy()
    _join_titles(out, kinds)
    _end_appositions(out, kinds)
    return None if np.array_equal(out, heads) else out


def _join_titles(heads: Numbers, kinds: npt.NDArray[np.str_]) -> None:
    """Join neighbouring subjects of one verb: "Sen. David Perdue said".

    A verb has no two subjects side by side: the first is the title of the second, as in "Yale
    University historian Jan Lee said".
    """
    subjects = np.flatnonzero((kinds == "nsubj") & (heads >= 0))
    same = np.flatnonzero(heads[subjects[:-1]] == heads[subjects[1:]])
    for first, second in zip(subjects[same], subjects[same + 1], strict=True):
        between = kinds[first + 1 : second]
        if not first < heads[second] < second and np.isin(between, _IN_TITLES).all():
            heads[first] = second


def _end_appositions(heads: Numbers, kinds: npt.NDArray[np.str_]) -> None:
    """Give an apposition after the predicate to the verb that follows it, if that has no subject.

    In "Ann Lee will resign, a spokesman for the city said" the spokesman is not Lee.
    """
    for word in np.flatnonzero((kinds == "appos") & (heads >= 0)):
        named = heads[word]
        predicate = heads[named]
        if not named < predicate < word:
            continue
        verb = heads[predicate]
        subjects = (heads == verb) & (kinds == "nsubj")
        if verb > word and kinds[predicate] in ("ccomp", "parataxis") and not subjects.any():
            heads[word] = verb


def _with_passives(found: Numbers, heads: Numbers, names: Sequence[str]) -> Numbers:
    """Relations in which the subject of each verb with a passive auxiliary is a passive one.

    Each word chooses its relation for itself, but these two agree in every tree.
    """
    number = {name: place for place, name in enumerate(names)}
    passive = heads[found == number.get("aux:pass", -1)]
    for kind in ("nsubj", "csubj"):
        if kind in number and f"{kind}:pass" in number:
            subjects = (found == number[kind]) & np.isin(heads, passive)
            found[subjects] = number[f"{kind}:pass"]
    return found


def _cues(network: Reader, states: States) -> Values:
    found: Values = torch.sigmoid(network.cue(states.cue)[:, 0].float()).cpu().numpy()
    return found


def _rows(
    network: Reader, states: States, windows: Sequence[Window], cues: Values
) -> Iterator[tuple[int, Row]]:
    """The roles of the words around each likely cue head."""
    origin = windows[0].first
    likely = (cues >= _HEAD).tolist()
    wanted = [
        (window, head, window.first - origin)
        for window in windows
        for head in range(window.first, window.last)
        if likely[head - origin]
    ]
    for start in range(0, len(wanted), _ROWS):
        part = wanted[start : start + _ROWS]
        rows, places = rows_of(part)
        scores = network.roles(states, rows.to(states.tag.device)).float()
        shares = torch.softmax(scores, 1).T.contiguous().cpu().numpy()
        cue, source, content = (array("f", role.tobytes()) for role in shares[1:])
        for (_, head, _), around in zip(part, places, strict=True):
            own = around.places
            yield head, Row(around.first, cue[own], source[own], content[own])
