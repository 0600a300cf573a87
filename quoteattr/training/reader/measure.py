"""How well the reader does each of its tasks.

``score_treebank`` gives it raw text, all others the words of a corpus.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs
import numpy as np
import torch

from quoteattr.corpora.news import read_news
from quoteattr.corpora.treebank import open_text
from quoteattr.parsing.models import READER, load_pipeline
from quoteattr.reader.files import load_reader
from quoteattr.reader.inputs import Document, Window, batch_of, windows_of
from quoteattr.reader.network import ROLES, Reader, States
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import LEVELS, TOGETHER, Reading, read
from quoteattr.training.reader.chains import (
    CoreferenceExample,
    coreference_examples,
    speaker_examples,
)
from quoteattr.training.reader.examples import (
    AttributionExample,
    Labels,
    attribution_examples,
    name_examples,
    tree_examples,
)
from quoteattr.training.reader.losses import antecedent_scores
from quoteattr.training.reader.targets import cue_targets, mentions_of, role_targets

__all__ = [
    "CueHeads",
    "Measured",
    "measure",
    "measure_antecedents",
    "score_reader",
    "score_treebank",
]

_CUE = 0.4  # probability of a cue head
_METRICS = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "Lemmas", "UAS", "LAS", "CLAS")
_RANKS = {"VERB": 0, "AUX": 1, "NOUN": 1, "PROPN": 1, "ADJ": 1}


@attrs.frozen(eq=False)
class Measured:
    """A network with what it takes to run it."""

    network: Reader
    labels: Labels
    pieces: WordPieces
    separators: tuple[int, int]


class CueHeads:
    """Chooses the head of a cue by a network's own trees.

    The choices can be kept in a file: a run that goes on after an interruption learns the same.

    Args:
        network: has learned tags and trees.
        separators: as in ``read``.
        store: the file; None keeps nothing.
    """

    def __init__(
        self, network: Reader, separators: tuple[int, int], store: Path | None = None
    ) -> None:
        self._network = network
        self._separators = separators
        self._store = store
        self._reading: tuple[Document, Reading] | None = None
        self._kept: dict[str, int] = {}
        if store is not None and store.exists():
            self._kept = json.loads(store.read_text(encoding="utf-8"))

    def __call__(self, document: Document, cue: Sequence[int]) -> int:
        """The head among the words of a cue."""
        text = f"{len(document)} {zlib.crc32(document.pieces.tobytes()):08x}"
        key = f"{text} {document.spans[cue[0]][0]} {document.spans[cue[-1]][1]}"
        if key not in self._kept:
            if self._reading is None or self._reading[0] is not document:
                self._network.eval()
                self._reading = (document, read(self._network, document, self._separators))
            self._kept[key] = _head(self._reading[1], self._network.shape.upos, cue)
        return self._kept[key]

    def save(self) -> None:
        """Write the choices to the file."""
        if self._store is not None:
            self._store.write_text(json.dumps(self._kept), encoding="utf-8")


def _head(reading: Reading, upos: Sequence[str], cue: Sequence[int]) -> int:
    tops = [i for i in cue if int(reading.heads[i]) not in cue] or list(cue)
    return min(tops, key=lambda i: (_RANKS.get(upos[int(reading.upos[i])], 2), i))


def measure(
    measured: Measured,
    treebank: Path | None = None,
    newswire: Path | None = None,
    polnear: Path | None = None,
) -> dict[str, float]:
    """Scores in per cent.

    Args:
        measured: the network.
        treebank: CoNLL-U; gives ``upos``, ``xpos``, ``uas``, ``las`` within gold sentences, and
            the F1 of sentence ends.
        newswire: names in Stanza's JSON format; gives the F1 of whole names, and of some kinds.
        polnear: a split; gives the F1 of cue heads, that of the words of each role around gold
            heads, and the share of contents and sources that are exact.
    """
    measured.network.eval()
    out: dict[str, float] = {}
    if treebank is not None:
        out |= _trees(measured, treebank)
    if newswire is not None:
        out |= _names(measured, newswire)
    if polnear is not None:
        out |= _attributions(measured, polnear)
    return out


def _f1(right: int, wrong: int, missed: int) -> float:
    return 200 * right / max(1, 2 * right + wrong + missed)


def _trees(measured: Measured, path: Path) -> dict[str, float]:
    right = dict.fromkeys(("upos", "xpos", "uas", "las"), 0)
    ends = np.zeros(3, dtype=np.int64)
    words = 0
    for example in tree_examples(path, measured.labels, measured.pieces):
        document = example.document
        cuts = (np.flatnonzero(np.diff(example.sentences)) + 1).tolist()
        gold = tuple(zip([0, *cuts], [*cuts, len(document)], strict=True))
        found = read(measured.network, document, measured.separators, gold)
        heads = found.heads == example.heads
        right["upos"] += int((found.upos == example.upos).sum())
        right["xpos"] += int((found.xpos == example.xpos).sum())
        right["uas"] += int(heads.sum())
        right["las"] += int((heads & (found.relations == example.relations)).sum())
        words += len(document)
        mine = {b for _, b in read(measured.network, document, measured.separators).sentences}
        theirs = {b for _, b in gold}
        ends += [len(mine & theirs), len(mine - theirs), len(theirs - mine)]
    shares = {name: 100 * count / max(1, words) for name, count in right.items()}
    return {**shares, "sentences": _f1(*ends.tolist())}


def _spans(names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Names as first and last (exclusive) word and kind."""
    start, kind = None, ""
    for i, name in enumerate([*names, "O"]):
        if start is not None and (name[0] in "OB" or name[2:] != kind):
            yield start, i, kind
            start = None
        if name != "O" and start is None:
            start, kind = i, name[2:]


def _names(measured: Measured, path: Path) -> dict[str, float]:
    counts = {kind: np.zeros(3, dtype=np.int64) for kind in ("all", "PERSON", "ORG", "LOC")}
    labels = measured.labels.names
    for example in name_examples(path, measured.labels, measured.pieces):
        found = read(measured.network, example.document, measured.separators)
        mine = set(_spans(labels[i] for i in found.names))
        theirs = set(_spans(labels[i] for i in example.names))
        for kind, count in counts.items():
            a = {span for span in mine if kind in ("all", span[2])}
            b = {span for span in theirs if kind in ("all", span[2])}
            count += [len(a & b), len(a - b), len(b - a)]
    return {f"names-{kind}": _f1(*count.tolist()) for kind, count in counts.items()}


@torch.inference_mode()
def _attributions(measured: Measured, path: Path) -> dict[str, float]:
    network = measured.network

    head_of = CueHeads(network, measured.separators)
    heads = np.zeros(3, dtype=np.int64)
    roles = np.zeros((len(ROLES), 3), dtype=np.int64)
    exact = np.zeros((len(ROLES), 2), dtype=np.int64)
    for example in attribution_examples(path, measured.pieces, head_of):
        for window in windows_of(example.document, TOGETHER, network.shape.window):
            batch = batch_of([window], *measured.separators).to(network.root.device)
            states = network.states(network.words(batch))
            cues = torch.sigmoid(network.cue(states.cue)[:, 0].float()).cpu().numpy() > _CUE
            right, counts = (a > 0 for a in cue_targets([window], [example]))
            heads += [
                int((cues & right).sum()),
                int((cues & ~right & counts).sum()),
                int((~cues & right).sum()),
            ]
            _count_roles(network, states, window, example, roles, exact)
    return {
        "cue-heads": _f1(*heads.tolist()),
        **{role: _f1(*roles[i].tolist()) for i, role in enumerate(ROLES) if i},
        **{
            f"exact-{role}": 100 * exact[i, 0] / max(1, exact[i, 1])
            for i, role in enumerate(ROLES)
            if i
        },
    }


@torch.inference_mode()
def measure_antecedents(measured: Measured, texts: Iterable[CoreferenceExample]) -> float:
    """How often the vectors find an antecedent, or that there is none, in percent of the mentions.

    Args:
        measured: the network.
        texts: whose mentions have their entities.
    """
    right = asked = 0.0
    for text in texts:
        whole = Window(text.document, 0, len(text.document))
        vectors = read(measured.network, text.document, measured.separators).vectors
        known = mentions_of([whole], [text])
        scores, answers = antecedent_scores(
            torch.from_numpy(vectors.mentions) / LEVELS,
            torch.from_numpy(vectors.antecedents) / LEVELS,
            known,
        )
        found = answers.gather(1, scores.argmax(1, keepdim=True))[:, 0]
        right += float((found * known.asked).sum())
        asked += float(known.asked.sum())
    return 100 * right / max(1.0, asked)


def _count_roles(
    network: Reader,
    states: States,
    window: Window,
    example: AttributionExample,
    roles: np.ndarray,
    exact: np.ndarray,
) -> None:
    """Add to the counts of right, wrong and missed words, and of exact spans, by role."""
    found = role_targets([window], [example])
    if found is None:
        return
    rows, gold, places = found
    mine = network.roles(states, rows.to(network.root.device)).argmax(1).cpu().numpy()
    for around in places:
        line, right = mine[around.places], gold[around.places]
        counted = right >= 0
        for role in range(1, len(ROLES)):
            a, b = (line == role) & counted, (right == role) & counted
            roles[role] += [(a & b).sum(), (a & ~b).sum(), (~a & b).sum()]
            exact[role] += [bool((a == b).all()), 1]


def score_treebank(directory: Path, gold: Path) -> dict[str, float]:
    """Parse the raw text of a treebank and return F1 in per cent by CoNLL 2018 metric.

    Source: Zeman et al. 2018, CoNLL 2018 shared task; Stanza's copy of its scorer.

    Args:
        directory: a model directory.
        gold: a CoNLL-U file, gzipped if its name ends in ".gz".
    """
    from stanza.models.common.utils import ud_scores
    from stanza.utils.conll import CoNLL
    from stanza.utils.datasets.conllu_to_text import convert_text

    pipeline = load_pipeline(directory, processors="tokenize,mwt,pos,lemma,depparse")
    with tempfile.TemporaryDirectory() as folder:
        names = "gold.conllu", "text.txt", "predicted.conllu"
        right, plain, predicted = (Path(folder, name) for name in names)
        with open_text(gold) as lines:  # Stanza's functions read no gzipped files
            right.write_text(lines.read(), encoding="utf-8")
        convert_text(str(right), str(plain))
        document = pipeline(plain.read_text(encoding="utf-8"))
        CoNLL.write_doc2conll(document, str(predicted))
        scores = ud_scores(str(right), str(predicted))
    return {name: 100 * scores[name].f1 for name in _METRICS}


def score_reader(
    directory: Path,
    treebank: Path | None = None,
    newswire: Path | None = None,
    polnear: Path | None = None,
    gum: Sequence[Path] = (),
    gap: Sequence[Path] = (),
    news: Sequence[Path] = (),
) -> dict[str, float]:
    """Measure the reader on words that are given, as ``measure`` does in training.

    Args:
        directory: a model directory.
        treebank: CoNLL-U.
        newswire: names in Stanza's JSON format.
        polnear: a split of PolNeAR.
        gum: CoNLL-U files of GUM with all layers; gives how often the vectors alone find an
            antecedent, or that there is none.
        gap: TSV files of GAP, likewise.
        news: folders of gold quotes of varied news, likewise, for their sources.
    """
    loaded = load_reader(directory / READER)
    shape = loaded.network.shape
    labels = Labels(shape.upos, shape.xpos, shape.relations, shape.names)
    measured = Measured(loaded.network, labels, loaded.pieces, loaded.separators)
    out = measure(measured, treebank, newswire, polnear)
    head_of = CueHeads(loaded.network, loaded.separators)
    spoken = ((gold.text, gold.sources) for folder in news for gold in read_news(folder))
    texts = {
        "gum": coreference_examples(gum, (), (), loaded.pieces, head_of),
        "gap": coreference_examples((), gap, (), loaded.pieces, head_of),
        "news": speaker_examples(spoken, loaded.pieces, head_of),
    }
    for name, given in (("gum", gum), ("gap", gap), ("news", news)):
        if given:
            out[f"antecedents-{name}"] = measure_antecedents(measured, texts[name])
    return out
