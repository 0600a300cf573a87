"""``Attributor``: load the models once, then turn any number of articles into ``Quotes``."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Literal, overload

import attrs

from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.explanation import Explanation, explain
from quoteattr.attribution.pipeline import with_scores
from quoteattr.coreference import Resolved, mention_type, resolve
from quoteattr.errors import InputError
from quoteattr.model import CUE_TYPES, Mention, Quote, Span, Speaker
from quoteattr.parsing.pipelines import labeller_of, model_names, pipeline_of
from quoteattr.parsing.stanza import StanzaParser, missing_layers, parse_of
from quoteattr.quotes import Quotes
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.text.language import looks_english
from quoteattr.text.marks import find_marks
from quoteattr.text.readable import readable, without_fillers
from quoteattr.versions import installed_version
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import Person

__all__ = ["Attributor", "extract"]

_LOG = logging.getLogger("quoteattr")
_STATEMENT = 0.43  # least score of a quote of the default; chosen in docs/attribution.md
_GAP = re.compile(r"(?<!\s)\s*\n\s*")  # from the first blank on, or a long run takes its square
_NOT_ENGLISH = "the text does not look English; only English is read well"
_SURE_ENOUGH = 0.35  # of the speaker: see docs/speakers.md for how it was chosen


class Attributor:
    """Extracts quotes; configured once, used for any number of articles.

    Args:
        models: None for the models in the package; a directory of models; ``"en"`` for Stanza's
            official English models, if they were downloaded; or a ready ``stanza.Pipeline``.
        include: which quotes to return: ``"default"`` (what an editor calls a quote: somebody
            said, wrote or stated it as a belief), ``"all"`` (also topics, plans, actions and
            attitudes, as PolNeAR annotates them), or those with cues of some types: speech,
            writing, thought, intention, attitude, other.
        min_confidence: leave out quotes below this confidence, 0 to 1.
        min_speaker_confidence: give a quote no speaker below this confidence, 0 to 1; no speaker is
            better than a wrong one. ``docs/speakers.md`` shows what each value costs.
        known: people whose names and identifiers speakers should take.
        cues: further reporting verbs, lemma → cue type.
        patterns_only: work without the trained labeller. This is faster, and each decision is a
            readable rule and weight, but it finds fewer indirect quotes
            (``docs/attribution.md`` has the numbers).

    Raises:
        InputError: an option is unknown or out of range.
        ModelError: a model is missing or damaged; the message names the command that repairs it.

    >>> attributor = Attributor()
    >>> attributor("“We will win,” Ann Lee said.")[0].speaker.name
    'Ann Lee'
    """

    def __init__(
        self,
        models: Any = None,
        *,
        include: str | Iterable[str] = "default",
        min_confidence: float = 0.0,
        min_speaker_confidence: float = _SURE_ENOUGH,
        known: Iterable[Person] = (),
        cues: Mapping[str, str] | None = None,
        patterns_only: bool = False,
    ) -> None:
        self._models = models
        self._patterns_only = patterns_only
        self._include = _included(include)
        self._min_confidence = _probability("min_confidence", min_confidence)
        self._least_speaker = _probability("min_speaker_confidence", min_speaker_confidence)
        self._known = tuple(known)
        for person in self._known:
            if not isinstance(person, Person):
                raise InputError(f"known must hold quoteattr.Person, not {person!r}")
        self._lexicon = default_lexicon().with_cues(cues or {})
        _ = self._parser, self._labeller  # fail now if a model is missing

    def __repr__(self) -> str:
        return f"Attributor(models={self._models!r})"

    def __getstate__(self) -> dict[str, Any]:
        """The configuration only; a worker process loads the models itself when it needs them."""
        loaded = ("_parser", "_labeller")
        return {key: value for key, value in self.__dict__.items() if key not in loaded}

    @cached_property
    def _parser(self) -> StanzaParser:
        return StanzaParser(pipeline_of(self._models))

    @cached_property
    def _labeller(self) -> Labeller | None:
        return None if self._patterns_only else labeller_of(self._models)

    @cached_property
    def _meta(self) -> dict[str, Any]:
        return {
            "quoteattr": installed_version(),
            "models": model_names(self._models, labelled=not self._patterns_only),
        }

    def __call__(self, text: str, doc_id: str | None = None) -> Quotes:
        """The quotes of one article.

        Args:
            text: the article; offsets of the result are code points of this string.
            doc_id: kept in the result.

        Returns:
            The quotes; ``warnings`` lists what went wrong.

        Raises:
            InputError: ``text`` is not a string.
        """
        parse, warning = self._parse(text, doc_id)
        if parse is None:
            return self._empty(text, doc_id, warning)
        return self._quotes(parse, text, doc_id, _warnings(text))

    def explain(self, text: str) -> Explanation:
        """What each step of attribution changes in one article.

        Args:
            text: the article.

        Returns:
            The steps in order with the attributions that each one added, removed and changed, and
            the attributions after the last one, before ``include`` and ``min_confidence`` choose
            among them. ``str()`` of it is for people to read. ``docs/attribution.md`` says more.

        Raises:
            InputError: ``text`` is not a string.

        >>> explanation = Attributor().explain("Ann Lee said that it rained.")
        >>> print(explanation.steps[0])
        best_of_each_cue:
          + cue-2 Ann Lee · said · that it rained (0.92, cue:clause source:subject)
        """
        parse, warning = self._parse(text, None)
        if parse is None:
            return Explanation(text, 0, (), (), (warning,))
        analysis, warnings = self._analysis(parse, None)
        return attrs.evolve(explain(with_scores(analysis)), warnings=warnings)

    @overload
    def pipe(
        self, texts: Iterable[str], *, as_tuples: Literal[False] = False
    ) -> Iterator[Quotes]: ...

    @overload
    def pipe(
        self, texts: Iterable[tuple[str, Any]], *, as_tuples: Literal[True]
    ) -> Iterator[tuple[Quotes, Any]]: ...

    def pipe(self, texts: Iterable[Any], *, as_tuples: bool = False) -> Iterator[Any]:
        """The quotes of many articles, lazily and in order.

        Args:
            texts: articles; with ``as_tuples`` pairs of an article and anything.
            as_tuples: yield pairs of ``Quotes`` and what came with the article.

        Yields:
            One ``Quotes`` per article; an empty one with a warning for what is not a ``str``.
        """
        for item in texts:
            text, context = item if as_tuples else (item, None)
            try:
                quotes = self(text)
            except InputError as error:
                quotes = self._empty("", None, str(error))
            yield (quotes, context) if as_tuples else quotes

    def from_stanza(self, document: Any, doc_id: str | None = None) -> Quotes:
        """The quotes of a ``stanza.Document`` that is annotated already.

        Args:
            document: with tokens, part-of-speech tags and dependencies; lemmas, entities and
                coreference are used where present, and ``warnings`` names what is missing.
            doc_id: kept in the result.

        Raises:
            InputError: a layer that is required is missing; the message names it.
        """
        parse = parse_of(document)
        missing = tuple(
            f"the Stanza document has no {name}; results are weaker"
            for name in missing_layers(document)
        )
        return self._quotes(parse, parse.text, doc_id, missing)

    def _parse(self, text: str, doc_id: str | None) -> tuple[Parse | None, str]:
        """The parse of an article; None, and a warning, where the parser failed."""
        if not isinstance(text, str):
            raise InputError(f"an article must be a str, not {type(text).__name__}")
        try:
            return self._parser(text), ""
        except (RuntimeError, ValueError, IndexError, KeyError, AssertionError) as error:
            # Stanza failed on this text: the batch goes on, and the caller is told.
            _LOG.warning("the parser failed on document %s: %r", doc_id, error)
            return None, f"the parser failed: {error!r}"

    def _empty(self, text: str, doc_id: str | None, warning: str) -> Quotes:
        return Quotes((), text=text, warnings=(warning,), doc_id=doc_id, meta=self._meta)

    def _quotes(
        self, parse: Parse, text: str, doc_id: str | None, warnings: tuple[str, ...]
    ) -> Quotes:
        analysis, more = self._analysis(parse, doc_id)
        kept = _filtered(attribute(analysis), self._include, self._min_confidence)
        # Coreference sees the parse as it came, attribution its repaired copy. With the repaired
        # copy three of 1,681 texts change, one for the worse: in "tried to convince him, and
        # therefore the president", it takes the president for the man before him.
        speakers, resolved = resolve(parse, kept, self._known, self._least_speaker, analysis.marks)
        quotes = [
            _quote(parse, number, relation, who)
            for number, (relation, who) in enumerate(zip(kept, resolved, strict=True), 1)
        ]
        result = Quotes(
            quotes,
            text=parse.text,
            speakers=speakers,
            warnings=(*warnings, *more),
            doc_id=doc_id,
            meta=self._meta,
        )
        return result if text == parse.text else Quotes.from_dict(_as_written(result, text), text)

    def _analysis(self, parse: Parse, doc_id: str | None) -> tuple[Analysis, tuple[str, ...]]:
        """What attribution reads, and what could not be done."""
        marks = find_marks(parse.text)
        try:
            return analyse(parse, marks, lexicon=self._lexicon, labeller=self._labeller), ()
        except RuntimeError as error:
            # torch failed on this article (memory, mostly): patterns do without.
            _LOG.warning("the labeller failed on document %s: %r", doc_id, error)
            warning = f"the labeller failed, patterns were alone: {error!r}"
            return analyse(parse, marks, lexicon=self._lexicon), (warning,)


@cache
def _default() -> Attributor:
    return Attributor()


def extract(text: str) -> Quotes:
    """The quotes of one article, with the default models and options.

    The models are loaded at the first call and kept.

    Args:
        text: the article.

    Returns:
        Its quotes, an immutable sequence.

    Raises:
        InputError: ``text`` is not a string.
        ModelError: a model is missing or damaged; the message names the command that repairs it.

    >>> [quote.speaker.name for quote in extract("Ann Lee said that she would run.")]
    ['Ann Lee']
    """
    return _default()(text)


def _warnings(text: str) -> tuple[str, ...]:
    """What a reader should know of the text itself."""
    shown = readable(text)
    return shown.warnings if looks_english(shown.text) else (*shown.warnings, _NOT_ENGLISH)


def _as_written(quotes: Quotes, text: str) -> dict[str, Any]:
    """The record of quotes over the readable text, with every span as the caller wrote it."""

    def written(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() >= {"start", "end", "text"}:
            return {**value, "text": text[value["start"] : value["end"]]}
        if isinstance(value, dict):
            return {key: written(item) for key, item in value.items()}
        if isinstance(value, list):
            return [written(item) for item in value]
        return " ".join(without_fillers(value).split()) if isinstance(value, str) else value

    record = quotes.to_dict()
    for quote in record["quotes"]:
        quote["content"] = [
            {"start": start, "end": end, "text": ""}
            for span in quote["content"]
            for start, end in _apart(quotes.text, text, span["start"], span["end"])
        ]
    found = {key: written(record[key]) for key in ("quotes", "speakers")}
    return {**record, **found}


def _apart(shown: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a content between which the page has something of its own."""
    for gap in _GAP.finditer(shown, start, end):
        if text[gap.start() : gap.end()].strip():
            yield start, gap.start()
            start = gap.end()
    yield start, end


def _probability(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InputError(f"{name} must lie between 0 and 1, not {value!r}")
    return value


def _included(include: str | Iterable[str]) -> frozenset[str] | None:
    """The cue types to return; None is the default choice, which depends on the statement score."""
    if include == "default":
        return None
    if include == "all":
        return frozenset(CUE_TYPES)
    wanted = frozenset((include,) if isinstance(include, str) else include)
    if not wanted <= set(CUE_TYPES):
        raise InputError(
            f'include must be "default", "all" or some of {", ".join(CUE_TYPES)}; not {include!r}'
        )
    return wanted


def _wanted(relation: Relation, include: frozenset[str] | None) -> bool:
    if relation.cue is None:
        return True
    if include is None:
        # Nearly all (98 %) of what is in quotation marks and has a source is right: no score.
        quoted = relation.kind == "direct" and relation.source is not None
        return quoted or relation.statement is None or relation.statement >= _STATEMENT
    return relation.cue.type in include


def _filtered(
    relations: tuple[Relation, ...], include: frozenset[str] | None, least: float
) -> tuple[Relation, ...]:
    """The relations that the caller wants, with the positions of their parents updated."""
    keep = [
        number
        for number, relation in enumerate(relations)
        if relation.confidence >= least and _wanted(relation, include)
    ]
    place = {number: i for i, number in enumerate(keep)}

    def parent_of(number: int) -> int | None:
        above = relations[number].parent
        while above is not None and above not in place:
            above = relations[above].parent
        return None if above is None else place[above]

    return tuple(attrs.evolve(relations[number], parent=parent_of(number)) for number in keep)


def _mention(parse: Parse, source: SourceSpan | None) -> Mention | None:
    if source is None:
        return None
    return Mention(Span.of(parse.text, source.start, source.end), mention_type(parse, source))


def _others(who: Resolved) -> tuple[Speaker, ...]:
    """Who passed the quote on, each once, without its own speaker ("she said she thinks")."""
    out: list[Speaker] = []
    for speaker in who.via:
        if speaker != who.speaker and speaker not in out:
            out.append(speaker)
    return tuple(out)


def _quote(parse: Parse, number: int, relation: Relation, who: Resolved) -> Quote:
    return Quote(
        id=f"q{number}",
        content=tuple(Span.of(parse.text, start, end) for start, end in relation.content),
        kind=relation.kind,
        cue=relation.cue,
        source=None if relation.inferred else _mention(parse, relation.source),
        speaker=who.speaker,
        addressee=_mention(parse, relation.addressee),
        via=_others(who),
        parent=None if relation.parent is None else f"q{relation.parent + 1}",
        confidence=relation.confidence,
        evidence=(*relation.evidence, *who.evidence),
        speaker_confidence=who.confidence,
        statement=relation.statement,
    )
