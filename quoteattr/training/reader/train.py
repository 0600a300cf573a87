"""Train the reader on all of its tasks at once, from the weights of a small pretrained encoder.

Each step reads one batch of one corpus; which one is drawn by fixed shares. The schedule counts
steps, and a run that was interrupted goes on from its last checkpoint.

A training from a larger encoder makes a teacher: a reader that is too slow to ship, but answers for
every corpus what it is not annotated for.
"""

from __future__ import annotations

import json
import random
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import torch
from torch import nn

from quoteattr.corpora.gold_speakers import GoldSource, read_gold_speakers
from quoteattr.corpora.news import read_news
from quoteattr.errors import InputError
from quoteattr.reader.files import save_reader
from quoteattr.reader.inputs import batch_of, windows_of
from quoteattr.reader.int8 import ranges_of
from quoteattr.reader.network import Reader, Shape
from quoteattr.reader.pieces import WordPieces
from quoteattr.reader.reading import TOGETHER
from quoteattr.training.halves import news_half, polnear_halves
from quoteattr.training.reader.altered import Swaps
from quoteattr.training.reader.batches import (
    WINDOW,
    Planned,
    Task,
    batches_of,
    draws_of,
    loaded,
    plan_of,
)
from quoteattr.training.reader.chains import coreference_examples, speaker_examples
from quoteattr.training.reader.checkpoints import CHECKPOINT, keep, plain_options, read_checkpoint
from quoteattr.training.reader.encoder import read_pretrained, read_vocabulary
from quoteattr.training.reader.examples import (
    attribution_examples,
    labels_of,
    name_examples,
    news_examples,
    people_of,
    tree_examples,
)
from quoteattr.training.reader.losses import reader_loss
from quoteattr.training.reader.measure import CueHeads, Measured, measure
from quoteattr.training.reader.outlines import Outlines
from quoteattr.training.reader.targets import Example, Targets, role_targets
from quoteattr.training.reader.temperatures import cool, temperatures
from quoteattr.training.reader.weights import (
    PIECE_LAYERS,
    check_alike,
    completed,
    finished_reader,
    mean_of,
    new_network,
    sized_like,
)

__all__ = ["train_reader"]

_SHARES = (0.26, 0.30, 0.44)  # of the steps: treebanks, newswire, PolNeAR
_RATE = 1e-3  # of what is not the encoder
_WARM_UP = 200  # steps
_LEAST_RATE = 0.01  # share of the rate that is left at the end
_REPORT_EVERY = 250  # steps
_KEEP_EVERY = 120.0  # seconds between checkpoints
_RANGED = 40  # articles that the ranges of int8 are found on
_HALVES = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}


@attrs.frozen
class _Schedule:
    """The steps of a training: the rates rise for some, then fall.

    Attributes:
        seed: of everything random.
        steps: how many there are.
        rates: highest learning rates, of the encoder and of the rest.
    """

    seed: int
    steps: int
    rates: tuple[float, float]

    def rates_at(self, step: int) -> tuple[float, float]:
        """The learning rates of a step."""
        share = min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_RATE, 1 - step / self.steps)
        return self.rates[0] * share, self.rates[1] * share


@attrs.frozen(eq=False)
class _Run:
    """What all steps share.

    Attributes:
        network, optimizer: as they are so far.
        schedule: of the steps.
        match: how much it counts that the states are the teacher's.
        load: makes the batches of a plan, given with the number of its first step.
        keep: writes a checkpoint after so many steps.
        done: steps that were taken before an interruption.
    """

    network: Reader
    optimizer: torch.optim.Optimizer
    schedule: _Schedule
    match: float
    load: Callable[[Sequence[Planned], int], Iterable[tuple[int, Targets]]]
    keep: Callable[[int], None]
    done: int


def train_reader(
    treebank: Path,
    newswire: Path,
    polnear: Path,
    encoder: Path,
    out: Path,
    dev_treebank: Path | None = None,
    dev_newswire: Path | None = None,
    dev_polnear: Path | None = None,
    start: Path | None = None,
    of_start: float = 0.4,
    layers: int = 6,
    steps: int = 9000,
    batch: Sequence[int] = (12,),
    rate: float = 2e-4,
    seed: int = 1,
    device: str = "cpu",
    workers: int = 0,
    half: str = "all",
    shares: Sequence[float] = _SHARES,
    heads: Path | None = None,
    pieces: Path | None = None,
    teacher: Path | None = None,
    half_teachers: Sequence[Path] = (),
    outlines: Path | None = None,
    news: Sequence[Path] = (),
    gum: Sequence[Path] = (),
    gap: Sequence[Path] = (),
    litbank: Sequence[Path] = (),
    speakers: Sequence[Path] = (),
    others: Sequence[Path] = (),
    match: float = 0.0,
    altered: float = 0.0,
) -> dict[str, float]:
    """Train the reader; a checkpoint is written every few minutes, and a run goes on from it.

    Args:
        treebank: CoNLL-U of the treebanks.
        newswire: names in Stanza's JSON format.
        polnear: the training split, a folder with ``text/`` and ``attributions/``.
        encoder: a folder with ``model.safetensors`` and ``vocab.txt`` of a BERT-like encoder, or
            of MPNet, which makes a teacher.
        out: a folder for ``reader.safetensors``, the model file, ``reader.pt`` and ``shape.json``,
            the weights as they were trained, and ``checkpoint.pt``. A teacher has no model file.
        dev_treebank: what to measure trees on at the end.
        dev_newswire: what to measure names on.
        dev_polnear: what to measure attributions on, and to calibrate them; without it a reader
            that no teacher answers for is too sure of itself.
        start: ``reader.pt`` of an earlier training with the same labels and layers, or of a reader
            that was made smaller (``prune``), to go on from. It may lack the newest head. The
            result is the mean of both.
        of_start: share of ``start`` in that mean.
        others: ``reader.pt`` of trainings with another seed and the same start: the result is the
            mean of all.
        layers: of the encoder that are kept, from the bottom.
        steps: batches to read.
        batch: windows of a batch: one number, or one for each corpus, in the order of ``shares``.
        rate: highest learning rate of the encoder.
        seed: of everything random.
        device: of torch, such as ``cpu`` or ``cuda``.
        workers: processes that make the batches; 0 makes them between the steps.
        half: of PolNeAR and of the varied news that is learned from: ``all``, ``even`` or ``odd``
            articles (``quoteattr.training.halves``).
        shares: of the steps that the treebanks, the newswire and PolNeAR get, and, where they are
            given, the varied news and coreference.
        heads: ``heads.json`` of another training with the same seed: the heads of cues, which a
            finished reader finds better than one that has just begun.
        pieces: a folder whose ``vocab.txt`` numbers the pieces, where it is not the encoder's: a
            teacher needs those of its pupil.
        teacher: the folder of a finished training, which answers for the treebanks and the newswire
            what they are not annotated for; and for the varied news, but not to a half reader.
        half_teachers: two such folders, of a training on PolNeAR's even articles and one on its odd
            articles: each answers for the others.
        outlines: a model file of an earlier reader, which says where teachers are asked: in which
            sentences, and around which heads. The answers are kept in ``outlines.json``.
        news: folders of gold quotes of varied news, JSON files beside ``text/``. Of the words that
            head no cue there only the teacher says anything.
        gum: CoNLL-U files of GUM with all layers, for coreference.
        gap: TSV files of GAP, for coreference.
        litbank: CoNLL files of LitBank, for coreference.
        speakers: gold speakers of some of PolNeAR's articles, folders or files of JSON lines. With
            them, these and the speakers of the varied news are for coreference.
        match: how much it counts that the states are the teacher's, which answers for all corpora
            then, and is believed more than they are. So a reader that was made smaller becomes like
            the whole one again. Without dropout: it would hide how far the states are apart.
        altered: share of the batches in which some words are swapped for others; only the teacher
            says anything of them.

    Returns:
        The last measures.

    Raises:
        InputError: an option has a wrong value, teachers have no outlines, a half has no articles,
            or ``out`` has the checkpoint of a training with other options.
    """
    options = plain_options(locals())
    further = bool(news) + bool(speakers or gum or gap or litbank)
    _check(half, shares, batch, further, half_teachers, teacher, outlines)
    _check_matched(match, altered, teacher, half_teachers)
    texts = [a for folder in news for a in read_news(folder) if half in ("all", news_half(a.name))]
    _check_articles(half, polnear, texts=bool(texts or not news))
    stored = read_checkpoint(out / CHECKPOINT, options)
    vocabulary = read_vocabulary(pieces or encoder)
    cut = WordPieces(vocabulary)
    labels = labels_of(treebank, newswire)
    pretrained = read_pretrained(encoder, layers, WINDOW, vocabulary)
    before = None if start is None else torch.load(start, map_location="cpu", weights_only=True)
    shape = Shape(
        **attrs.asdict(labels),
        vocabulary=len(vocabulary),
        layers=layers,
        window=WINDOW,
        width=pretrained.width,
        hidden=pretrained.hidden,
        attention=pretrained.attention,
        piece_layers=None if pretrained.relative else PIECE_LAYERS,
    )
    if before is not None:
        shape = sized_like(shape, before)
    asked = everywhere = None  # teachers: of what most corpora don't say, and of all corpora
    if match and teacher is not None:
        shape = attrs.evolve(shape, dropout=0.0)
        asked = everywhere = finished_reader(teacher, device, shape.piece_layers)
        check_alike(shape, asked.shape)
    elif teacher is not None:
        asked = finished_reader(teacher, device)

    torch.manual_seed(seed)
    network = new_network(shape, device, relative=pretrained.relative)
    if before is None:
        network.encoder.load_state_dict(pretrained.state, strict=False)
    else:
        network.load_state_dict(completed(before, network.state_dict()))
    network.to(device)
    # The heads of a reader that was made smaller are the teacher's: they need no higher rate.
    schedule = _Schedule(seed, steps, (rate, rate if everywhere else _RATE))
    optimizer = _optimizer(network, schedule.rates)
    if stored is not None:
        network.load_state_dict(stored["network"])
        optimizer.load_state_dict(stored["optimizer"])
    out.mkdir(parents=True, exist_ok=True)
    (out / "shape.json").write_text(json.dumps(attrs.asdict(shape)), encoding="utf-8")
    if heads is not None and not (out / "heads.json").exists():
        shutil.copyfile(heads, out / "heads.json")
    lines = None if outlines is None else Outlines(outlines, out / "outlines.json")
    separators = (vocabulary.index("[CLS]"), vocabulary.index("[SEP]"))

    people = people_of(newswire)
    trees = list(tree_examples(treebank, labels, cut, random.Random(seed), people))
    names = list(name_examples(newswire, labels, cut, random.Random(seed)))
    swaps = Swaps(trees, labels.upos, len(vocabulary), altered, seed) if altered else None
    run = _Run(
        network,
        optimizer,
        schedule,
        match,
        load=partial(loaded, separators=separators, alter=swaps, workers=workers),
        keep=partial(keep, out / CHECKPOINT, network, optimizer, options),
        done=0 if stored is None else int(stored["step"]),
    )
    tasks = [_task(trees, asked, lines), _task(names, asked, lines)]
    sizes = batch if len(batch) > 1 else [*batch] * len(shares)
    sources = [batches_of(task, sizes[n], f"{seed}-{n}") for n, task in enumerate(tasks)]
    # PolNeAR marks cues, not their heads: the network's own trees find these, once it has learned
    # some. Until then its steps go to the treebanks.
    first = min(steps // 5, 1500) if before is None and heads is None else 0
    draws = draws_of(seed, steps, shares)
    _learn(run, tasks, 0, [(draw % 2, next(sources[draw % 2])) for draw in draws[:first]])

    head_of = CueHeads(network, separators, out / "heads.json")
    articles = list(attribution_examples(polnear, cut, head_of, random.Random(seed)))
    varied = list(news_examples(texts, cut, head_of))
    chains = list(coreference_examples(gum, gap, litbank, cut, head_of))
    if speakers:
        spoken = [(gold.text, gold.sources) for gold in texts]
        for path in speakers:
            spoken += _of_speakers(polnear, path, half)
        chains += speaker_examples(spoken, cut, head_of)
    head_of.save()
    teachers = _teachers(half, everywhere, half_teachers, device)
    parts = [(own, one) for name, one in teachers.items() if (own := articles[_HALVES[name]])]
    tasks += [_task(own, one, lines) for own, one in parts]
    # The teacher has seen both halves: what it says of the news would tell one half of the other.
    of_news = asked if half == "all" and varied else None
    tasks += [_task(varied, of_news, lines)] if varied else []
    tasks += [Task(chains, teacher=everywhere)] if chains else []
    if lines is not None:
        lines.save()
    for number, task in enumerate(tasks[2:], 2):
        corpus = max(2, number - len(parts) + 1)  # PolNeAR has as many tasks as it has parts
        sources.append(batches_of(task, sizes[corpus], f"{seed}-{number}"))
    _learn(run, tasks, first, plan_of(draws, first, sources, len(parts)))

    if before is not None:
        trained = network.state_dict()
        network.load_state_dict(mean_of(trained, completed(before, trained), of_start))
    for number, path in enumerate(others, 2):
        other = torch.load(path, map_location="cpu", weights_only=True)
        network.load_state_dict(mean_of(network.state_dict(), other, 1 / number))
    measured = Measured(network, labels, cut, separators)
    found = measure(measured, dev_treebank, dev_newswire, dev_polnear)
    network.eval()
    # A training that goes on needs the weights as they are; a teacher's pupils, calibrated ones.
    torch.save(network.state_dict(), out / "reader.pt")
    # Who learns the probabilities of a calibrated teacher is no surer than it is. PolNeAR alone
    # would not show that: there a pupil learns what the corpus says.
    if of_news is None:
        _calibrate(network, dev_polnear, cut, separators)
    if pretrained.relative:
        torch.save(network.state_dict(), out / "reader.pt")
    else:
        examples = [example for task in tasks[2:] for example in task.examples]
        _export(out / "reader.safetensors", network, examples, separators, vocabulary)
    return found


def _of_speakers(
    split: Path, speakers: Path, half: str
) -> Iterator[tuple[str, tuple[GoldSource, ...]]]:
    """Text and gold sources of the articles of a half of PolNeAR that have gold speakers."""
    halves = polnear_halves(split)
    for gold in read_gold_speakers(split, speakers):
        if half in ("all", halves[gold.article.name]):
            yield gold.article.text, gold.sources


def _teachers(
    half: str, everywhere: Reader | None, folders: Sequence[Path], device: str
) -> dict[str, Reader | None]:
    """The parts of PolNeAR that are learned from, each with a teacher that may answer for it."""
    if half != "all":
        return {half: None}
    if everywhere is not None:
        return {"all": everywhere}
    found: list[Reader | None] = [finished_reader(folder, device) for folder in folders]
    even, odd = found or [None, None]
    return {"even": odd, "odd": even}


def _task(examples: Sequence[Example], teacher: Reader | None, lines: Outlines | None) -> Task:
    """A corpus, with the outlines of its documents if a teacher is asked."""
    if teacher is None or lines is None:
        return Task(examples)
    return Task(examples, [lines(example.document) for example in examples], teacher)


def _optimizer(network: Reader, rates: tuple[float, float]) -> torch.optim.Optimizer:
    network.encoder.pieces.weight.requires_grad_(False)  # the vectors of rare pieces stay in place
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    inside = {id(p) for p in network.encoder.parameters()}
    rest = [p for p in network.parameters() if id(p) not in inside]
    parameters = zip((encoder, rest), rates, strict=True)
    groups = [{"params": some, "lr": peak} for some, peak in parameters]
    fused = network.root.is_cuda
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=fused)


def _learn(run: _Run, tasks: Sequence[Task], first: int, plan: Sequence[Planned]) -> None:
    """Take the steps of a plan; ``first`` is the number of the first one."""
    skipped = max(0, run.done - first)
    first, plan = first + skipped, plan[skipped:]
    network, schedule, device = run.network, run.schedule, run.network.root.device
    network.train()
    began = kept = time.monotonic()
    for step, (number, targets) in enumerate(run.load(plan, first), first):
        # A run that goes on drops out the same.
        torch.manual_seed(schedule.seed * schedule.steps + step)
        for group, rate in zip(run.optimizer.param_groups, schedule.rates_at(step), strict=True):
            group["lr"] = rate
        with torch.autocast(device.type, dtype=torch.bfloat16):
            here = targets.to(device)
            loss = reader_loss(network, here, tasks[number].teacher, run.match)
        run.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        run.optimizer.step()
        now, last = time.monotonic(), step + 1 == schedule.steps
        if (step + 1) % _REPORT_EVERY == 0 or last:
            print(f"step {step + 1}: loss {loss.item():.3f}, {now - began:.0f} s", flush=True)
        if now - kept >= _KEEP_EVERY or last:
            run.keep(step + 1)
            kept = now


def _check(
    half: str,
    shares: Sequence[float],
    batch: Sequence[int],
    further: int,
    half_teachers: Sequence[Path],
    teacher: Path | None,
    outlines: Path | None,
) -> None:
    """Raise ``InputError`` if an option has a wrong value."""
    if half not in _HALVES:
        raise InputError(f"half must be one of {', '.join(_HALVES)}, not {half!r}")
    if len(shares) != len(_SHARES) + further or min(shares) < 0 or not sum(shares):
        wanted = f"three numbers, such as {_SHARES}, and one for news and coreference where given"
        raise InputError(f"shares must be {wanted}, not {tuple(shares)}")
    if len(batch) not in (1, len(shares)) or min(batch) < 1:
        raise InputError(f"batch must be one number or {len(shares)}, not {tuple(batch)}")
    if half_teachers and (len(half_teachers) != 2 or half != "all"):
        raise InputError("half_teachers must be two folders, and half must be all")
    if (half_teachers or teacher is not None) and outlines is None:
        raise InputError("teachers need outlines: the model file of an earlier reader")


def _check_articles(half: str, polnear: Path, *, texts: bool) -> None:
    """Raise ``InputError`` if a half of PolNeAR has no article, or the news has no ``texts``."""
    if not any(half in ("all", own) for own in polnear_halves(polnear).values()):
        raise InputError(f"polnear has no article of the half {half!r}: {polnear}")
    if not texts:
        raise InputError(f"news has no article of the half {half!r}")


def _check_matched(
    match: float, altered: float, teacher: Path | None, half_teachers: Sequence[Path]
) -> None:
    """Raise ``InputError`` if a matched training lacks its teacher, or altered texts theirs."""
    if match and (teacher is None or half_teachers):
        raise InputError("match needs one teacher, whose states are matched, for all corpora")
    if not 0 <= altered <= 1:
        raise InputError(f"altered must lie between 0 and 1, not {altered}")
    if altered and not match:
        raise InputError("altered needs match: of altered texts only a teacher says anything")


def _calibrate(
    network: Reader, dev: Path | None, pieces: WordPieces, separators: tuple[int, int]
) -> None:
    """Make the network as sure of cue heads and roles as it is right on other articles."""
    if dev is not None:
        articles = list(attribution_examples(dev, pieces, CueHeads(network, separators)))
        cool(network, *temperatures(network, articles, separators))


def _export(
    path: Path,
    network: Reader,
    examples: Sequence[Any],
    separators: tuple[int, int],
    vocabulary: Sequence[str],
) -> None:
    """Write the model file, its ranges found on some articles."""
    shipped = Reader(network.shape).eval()
    shipped.load_state_dict(network.cpu().state_dict())
    batches = []
    for example in examples[:_RANGED]:
        for window in windows_of(example.document, TOGETHER, WINDOW):
            roles = role_targets([window], [example])
            batches.append((batch_of([window], *separators), roles and roles[0]))
    save_reader(path, shipped, vocabulary, ranges_of(shipped, batches))
