"""Fit the antecedent ranker of ``coreference.sieves.ranker`` to GUM and GAP.

GUM (https://gucorpus.org) comes with coreference; GAP (Webster et al. 2018,
https://github.com/google-research-datasets/gap-coreference) with names that a pronoun does or
does not stand for. Both are parsed by the library's models, as what it reads is. Earlier pronouns
of a text are resolved as the corpus has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.attribution import analyse, attribute
from quoteattr.coreference.discourse import Discourse
from quoteattr.coreference.records import Decision, Mention
from quoteattr.coreference.resolver import SIEVES, Sieve, read_article
from quoteattr.coreference.sieves.conditions import is_third_person


from quoteattr.coreference.sources import speaker_at
from quoteattr.corpora.gap import read_gap
from quoteattr.corpora.gum import read_gum, reparsed
from quoteattr.syntax import Parse, Parser
from quoteattr.text.marks import find_marks

__all__ = ["Example", "accuracy", "examples_of", "fit", "train_pronouns"]

_GENRES = frozenset(
    {"news", "interview", "speech", "letter", "essay", "bio", "academic", "court"}
) | {*("textbook", "voyage", "podcast")}
_PENALTY = 2.0
_HEADER = """\
# Weights of the antecedent ranker: conditional logistic regression (L2 penalty 2) on the
# third-person pronouns of GUM and GAP, by quoteattr.training. Numbers only.
# columns: group\tfeature\tweight
"""


@attrs.frozen
class Example:
    """One pronoun: the features of its candidates, and which of them are right."""

    group: str
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def examples_of(
    parse: Parse, is_right: Callable[[Mention, Candidate], bool | None]
) -> list[Example]:
    """The pronouns of one text as examples.

    Args:
        parse: the text.
        is_right: whether a candidate is what a pronoun stands for; None if nobody knows.
    """
    found: list[Example] = []

    def annotated(discourse: Discourse, pronoun: Mention) -> Decision | None:
        """What the corpus says of a pronoun, noted as an example; None if it says nothing."""
        if not is_third_person(pronoun):
            return None
        candidates = candidates_of(discourse, pronoun, speaker_at(discourse, pronoun.head))
        labels = [is_right(pronoun, candidate) for candidate in candidates]
        if None in labels or not candidates:
            return None
        right = tuple(bool(label) for label in labels)
        if not any(right):
            return Decision(None)
        features = tuple(candidate.features for candidate in candidates)
        found.append(Example(group_of(pronoun), features, right))
        return taken_antecedent(pronoun, 1.0, candidates[right.index(True)].entity)

    relations = attribute(analyse(parse, find_marks(parse.text)))
    read_article(parse, relations, sieves=_before_the_ranker(annotated))
    return found


def _before_the_ranker(
    resolve: Callable[[Discourse, Mention], Decision | None],
) -> tuple[Sieve, ...]:
    """The sieves of the library with one more, which decides before the ranker is asked."""
    place = next(i for i, sieve in enumerate(SIEVES) if sieve.prior is None)
    return (*SIEVES[:place], Sieve("pronoun-salience", resolve, None), *SIEVES[place:])


def _gum_examples(path: Path, parser: Parser) -> Iterator[Example]:
    for text in read_gum(path):
        if text.genre not in _GENRES:
            continue
        seen = reparsed(text, parser)
        chains = seen.chains

        def is_right(
            pronoun: Mention, candidate: Candidate, chains: dict[int, str] = chains
        ) -> bool | None:
            chain = chains.get(pronoun.head)
            if chain is None:
                return None
            return any(chains.get(m.head) == chain for m in candidate.mentions)

        yield from examples_of(seen.parse, is_right)


def _gap_examples(path: Path, parser: Parser) -> Iterator[Example]:
    for passage in read_gap(path):
        parse = parser(passage.text)
        target = parse.word_at(passage.pronoun)
        spans = [span for span, meant in zip(passage.names, passage.meant, strict=True) if meant]

        def is_right(
            pronoun: Mention,
            candidate: Candidate,
            parse: Parse = parse,
            target: int | None = target,
            spans: list[tuple[int, int]] = spans,
        ) -> bool | None:
            if pronoun.head != target:
                return None
            names = [m for m in candidate.entity.mentions if m.form == "name"]
            return any(
                parse.words[m.first].start < end and parse.words[m.last - 1].end > start
                for m in names
                for start, end in spans
            )

        yield from map(_named_only, examples_of(parse, is_right))


def _named_only(example: Example) -> Example:
    """An example without unnamed candidates: GAP asks for names alone."""
    kept = [i for i, row in enumerate(example.features) if row.get("named")]
    return attrs.evolve(
        example,
        features=tuple(example.features[i] for i in kept),
        right=tuple(example.right[i] for i in kept),
    )


def fit(examples: list[Example], penalty: float = _PENALTY) -> dict[str, float]:
    """Weights that make the right candidates most probable.

    Args:
        examples: of one group.
        penalty: of the squared weights, summed over all examples.
    """
    import torch

    names = sorted({name for e in examples for row in e.features for name in row})
    column = {name: i for i, name in enumerate(names)}
    most = max((len(e.features) for e in examples), default=1)
    values = torch.zeros(len(examples), most, len(names))
    absent = torch.full((len(examples), most), -1e9)
    right = torch.zeros(len(examples), most)
    for i, example in enumerate(examples):
        for j, row in enumerate(example.features):
            absent[i, j] = 0.0
            right[i, j] = float(example.right[j])
            for name, value in row.items():
                values[i, j, column[name]] = value
    weights = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = values @ weights + absent
        chosen = torch.logsumexp(scores + torch.log(right + 1e-9), 1)
        missed = (torch.logsumexp(scores, 1) - chosen).mean()
        total = missed + penalty * (weights**2).sum() / max(len(examples), 1)
        total.backward()
        return total

    optimizer.step(loss)
    return {name: round(float(weights[i].detach()), 3) for name, i in column.items()}


def accuracy(weights: dict[str, float], examples: list[Example]) -> float:
    """Share of pronouns whose best candidate is right."""

    def score(row: dict[str, float]) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in row.items())

    right = sum(
        e.right[max(range(len(e.right)), key=lambda i: score(e.features[i]))] for e in examples
    )
    return right / max(len(examples), 1)


def train_pronouns(gum: Sequence[Path], gap: Sequence[Path], models: Path, out: Path) -> None:
    """Fit the weights and write the table.

    Args:
        gum: CoNLL-U files of GUM with all layers, may be gzipped.
        gap: TSV files of GAP.
        models: a directory of models to parse with.
        out: the table to write, ``quoteattr/data/pronoun_weights.tsv``.
    """
    from quoteattr.parsing.models import load_pipeline
    from quoteattr.parsing.stanza import StanzaParser

    parser = StanzaParser(load_pipeline(models))
    examples = [example for path in gum for example in _gum_examples(path, parser)]
    examples += [example for path in gap for example in _gap_examples(path, parser)]
    rows: list[str] = []
    for group in ("person", "plural", "thing"):
        own = [example for example in examples if example.group == group]
        weights = fit(own)
        print(f"{group}: {len(own)} pronouns, {100 * accuracy(weights, own):.1f} % of them right")
        rows += [f"{group}\t{name}\t{weight}" for name, weight in sorted(weights.items())]
    out.write_text(_HEADER + "\n".join(rows) + "\n", encoding="utf-8")
