"""``Attributor``: load the models once, then turn any number of articles into ``Quotes``."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from numbers import Integral
from typing import TYPE_CHECKING, Any, Literal, TypedDict, TypeVar, overload

import attrs

from quoteattr.articles.records import (
    Article,
    article_of,
    check_batch,
    checked_id,
    with_context,
    wrong_text,
)
from quoteattr.articles.run import check_workers, in_order
from quoteattr.attribution import analyse, attribute
from quoteattr.attribution.analysis import Analysis, Labeller
from quoteattr.attribution.conventions import as_editors_count
from quoteattr.attribution.explanation import explain
from quoteattr.attribution.inclusion import chosen, included
from quoteattr.attribution.pipeline import with_scores
from quoteattr.coreference import KnownPersons, Resolved, mention_type, resolve
from quoteattr.coreference.continued import join_continued
from quoteattr.coreference.explanation import explain_speakers
from quoteattr.errors import InputError
from quoteattr.explanation import Explanation
from quoteattr.fields import is_probability
from quoteattr.model import CueType, Mention, Quote, Span, Speaker
from quoteattr.parsing.models import (
    check_models,
    kernels_of,
    labeller_of,
    model_names,
    pipeline_of,
    with_absolute_path,
)
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

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = ["OPTIONS", "Attributor", "Include", "Options", "extract", "lazy_attributor"]

_LOG = logging.getLogger("quoteattr")
_GAP = re.compile(r"(?<!\s)\s*\n\s*")  # from the first blank on: otherwise quadratic in long runs
_NOT_ENGLISH = "the text does not look English; only English is read well"
_SURE_ENOUGH = 0.35  # of the speaker: see docs/maintainers/speakers.md for how it was chosen
_LOADED = ("_parser", "_labeller")  # slow to load; the options don't matter for them
_LOADING = threading.Lock()  # threads that begin together load the models once
_SHOWN = 3  # repr shows so many known people or cues, of more only the number

Include = Literal["default", "all"] | CueType | Iterable[CueType]
"""Which quotes to return."""

Item = str | tuple[str, str | int | None] | Mapping[str, Any] | Article
"""An article of a batch: a text, a pair of text and id, or a record."""

_Context = TypeVar("_Context")


class Options(TypedDict, total=False):
    """The options of ``Attributor`` by name, but for ``models``."""

    include: Include
    min_confidence: float
    min_speaker_confidence: float
    known: Iterable[Person]
    cues: Mapping[str, CueType] | None
    patterns_only: bool


OPTIONS = tuple(Options.__annotations__)
"""The names of the options."""


def _to_include(include: Any) -> str | tuple[str, ...]:
    several = isinstance(include, Iterable) and not isinstance(include, str)
    chosen = tuple(include) if several else include
    included(chosen)
    return chosen if isinstance(chosen, str) else tuple(sorted(chosen))


def _to_people(known: Any) -> tuple[Person, ...]:
    if isinstance(known, Person):
        raise InputError("known must be several quoteattr.Person; for one, give known=[person]")
    if isinstance(known, str | bytes) or not isinstance(known, Iterable):
        raise InputError(f"known must hold quoteattr.Person, not {known!r}")
    people = tuple(known)
    for person in people:
        if not isinstance(person, Person):
            raise InputError(f"known must hold quoteattr.Person, not {person!r}")
    return people


def _to_cues(cues: Any) -> tuple[tuple[str, str], ...]:
    if cues is not None and not isinstance(cues, Mapping):
        raise InputError(
            f'cues must map lemmas to cue types, as {{"tweet": "writing"}}; not {cues!r}'
        )
    default_lexicon().with_cues(cues or {})
    return tuple((cues or {}).items())


def _check_models(_: Any, _attribute: attrs.Attribute[Any], value: Any) -> None:
    check_models(value)


def _to_probability(value: Any) -> Any:
    return float(value) if is_probability(value) else value


def _check_probability(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if not is_probability(value):
        raise InputError(f"{attribute.name} must lie between 0 and 1, not {value!r}")


@attrs.frozen
class _Settings:
    """Models and options, checked and hashable; two that are equal give the same results."""

    models: Any = attrs.field(default=None, converter=with_absolute_path, validator=_check_models)
    include: str | tuple[str, ...] = attrs.field(default="default", converter=_to_include)
    min_confidence: float = attrs.field(
        default=0.0, converter=_to_probability, validator=_check_probability
    )
    min_speaker_confidence: float = attrs.field(
        default=_SURE_ENOUGH, converter=_to_probability, validator=_check_probability
    )
    known: tuple[Person, ...] = attrs.field(default=(), converter=_to_people)
    cues: tuple[tuple[str, str], ...] = attrs.field(default=None, converter=_to_cues)
    patterns_only: bool = attrs.field(default=False, converter=bool)

    @classmethod
    def of(cls, models: Any, options: Mapping[str, Any]) -> _Settings:
        """The settings for options by name."""
        unknown = sorted(set(options) - set(OPTIONS))
        if unknown:
            names = ", ".join(unknown)
            raise InputError(f"unknown options {names}; choose from {', '.join(OPTIONS)}")
        return cls(models, **options)


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
            better than a wrong one. ``docs/maintainers/speakers.md`` shows what each value
            costs.
        known: people whose names and identifiers speakers should take.
        cues: further reporting verbs, lemma → cue type.
        patterns_only: work without the trained labeller. This is faster, and each decision is a
            readable rule and weight, but it finds fewer indirect quotes
            (``docs/maintainers/attribution.md`` has the numbers).

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
        include: Include = "default",
        min_confidence: float = 0.0,
        min_speaker_confidence: float = _SURE_ENOUGH,
        known: Iterable[Person] = (),
        cues: Mapping[str, CueType] | None = None,
        patterns_only: bool = False,
    ) -> None:
        self._configure(
            _Settings(
                models=models,
                include=include,
                min_confidence=min_confidence,
                min_speaker_confidence=min_speaker_confidence,
                known=known,
                cues=cues,
                patterns_only=patterns_only,
            )
        )
        _ = self._parser, self._labeller  # fail now if a model is missing

    def _configure(self, settings: _Settings) -> None:
        self._settings = settings
        self._models = settings.models
        self._patterns_only = settings.patterns_only
        self._include = included(settings.include)
        self._min_confidence = settings.min_confidence
        self._least_speaker = settings.min_speaker_confidence
        self._known = KnownPersons(settings.known)
        self._lexicon = default_lexicon().with_cues(dict(settings.cues))

    def __repr__(self) -> str:
        shown = attrs.asdict(self._settings, recurse=False)
        shown["cues"] = dict(self._settings.cues)
        for name in ("known", "cues"):
            if len(shown[name]) > _SHOWN:
                shown[name] = f"<{len(shown[name])} of them>"
        options = (f"{n}={v if str(v).startswith('<') else repr(v)}" for n, v in shown.items())
        return f"Attributor({', '.join(options)})"

    def __reduce__(self) -> tuple[Any, ...]:
        # The settings only. All copies in one process are one object, which loads the models when
        # it first needs them: a pool may send a copy with every task.
        return _in_this_process, (self._settings,)

    @cached_property
    def _parser(self) -> StanzaParser:
        return StanzaParser(pipeline_of(self._models))

    @cached_property
    def _labeller(self) -> Labeller | None:
        return None if self._patterns_only else labeller_of(self._models)

    @cached_property
    def _meta(self) -> dict[str, Any]:
        labelled = not self._patterns_only
        kernels = kernels_of(self._models, labelled=labelled)
        return {
            "quoteattr": installed_version(),
            "models": model_names(self._models, labelled=labelled),
            **({} if kernels is None else {"kernels": kernels}),
        }

    def __call__(self, text: str, doc_id: str | int | None = None) -> Quotes:
        """The quotes of one article.

        Args:
            text: the article; offsets of the result are code points of this string.
            doc_id: your id of the article; the result has it, as a string.

        Returns:
            The quotes. ``warnings`` lists what went wrong; ``error`` says why there are none if the
            article could not be read.

        Raises:
            InputError: ``text`` is not a string, or ``doc_id`` is not an id.
        """
        doc_id = checked_id(doc_id)
        parse, error = self._parse(text, doc_id)
        if parse is None:
            return Quotes((), text=text, error=error, doc_id=doc_id, meta=self._meta)
        return self._quotes(parse, text, doc_id, _warnings(text))

    def explain(self, text: str) -> Explanation:
        """What each step of attribution changes in one article, and how sources get speakers.

        Args:
            text: the article.

        Returns:
            The steps in order with the attributions that each one added, removed and changed, and
            the attributions after the last one, before ``include`` and ``min_confidence`` choose
            among them. For each attribution that they choose: the sieve that found its speaker
            and, where a scorer was asked, the choices with probabilities and reasons.
            ``str()`` of it is for people to read. ``docs/maintainers/attribution.md`` says more.

        Raises:
            InputError: ``text`` is not a string.

        >>> explanation = Attributor().explain("Ann Lee said that it rained.")
        >>> print(explanation.steps[0])
        best_of_each_cue:
          + cue-2 Ann Lee · said · that it rained (0.9..., cue:clause source:subject)
        """
        parse, warning = self._parse(text, None)
        if parse is None:
            return Explanation(text, 0, (), (), warnings=(warning,))
        analysis, warnings = self._analysis(parse, None)
        found = explain(with_scores(analysis))
        speakers = explain_speakers(
            _with_vectors(parse, analysis),
            self._chosen(analysis),
            self._known,
            self._least_speaker,
            analysis.marks,
        )
        return Explanation(
            found.text,
            found.candidates,
            found.steps,
            found.attributions,
            warnings=warnings,
            speakers=speakers,
        )

    @overload
    def pipe(
        self,
        texts: Iterable[tuple[Item, _Context]],
        *,
        as_tuples: Literal[True],
        workers: int = 1,
        text_field: str = "text",
        id_field: str = "id",
    ) -> Iterator[tuple[Quotes, _Context]]: ...

    @overload
    def pipe(
        self,
        texts: Iterable[Item],
        *,
        as_tuples: Literal[False] = False,
        workers: int = 1,
        text_field: str = "text",
        id_field: str = "id",
    ) -> Iterator[Quotes]: ...

    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        workers: int = 1,
        text_field: str = "text",
        id_field: str = "id",
    ) -> Iterator[Any]:
        """The quotes of many articles, lazily and in order.

        Args:
            texts: articles. Each is a text, a pair of text and id, or a record (a mapping or a
                named tuple) with both.
            as_tuples: ``texts`` are pairs of an article and a context: any object, which comes back
                with the result. A string or a whole number there is also the id of a text.
            workers: processes to use. Each loads the models once and has one thread. The results
                are the same. A script must call this under ``if __name__ == "__main__":``.
            text_field: the key of the text in a record.
            id_field: the key of its id.

        Yields:
            One ``Quotes`` per article, with ``as_tuples`` pairs of it and what came with the
            article. An article that fails gives an empty one with ``error``.

        Raises:
            InputError: ``texts`` is one article, or no sequence of them; with ``as_tuples``, one of
                them is not a pair.
            ModelError: a model is missing or damaged.

        >>> batch = [("“We go on,” Ann Lee said.", "a1"), (None, "a2")]
        >>> for quotes in Attributor().pipe(batch):
        ...     print(quotes.doc_id, len(quotes), quotes.error)
        a1 1 None
        a2 0 an article must be a str; this one is missing
        """
        check_batch(texts)
        check_workers(workers)
        if workers > 1 and hasattr(self._models, "processors"):
            raise InputError("a stanza.Pipeline can't be sent to workers; give a directory")
        pairs = map(with_context, texts) if as_tuples else ((item, None) for item in texts)
        articles = (
            (
                article_of(
                    (item, context) if _is_id(item, context) else item, text_field, id_field
                ),
                context,
            )
            for item, context in pairs
        )
        found = in_order(self, articles, workers=workers, meta=self._meta)
        return found if as_tuples else (quotes for quotes, _ in found)

    def from_stanza(self, document: Any, doc_id: str | int | None = None) -> Quotes:
        """The quotes of a ``stanza.Document`` that is annotated already.

        Args:
            document: with tokens, part-of-speech tags and dependencies; lemmas, entities and
                coreference are used where present, and ``warnings`` names what is missing.
            doc_id: your id of the article; the result has it, as a string.

        Raises:
            InputError: ``document`` is not one, or lacks a layer that is required; the message
                names it.
        """
        parse = parse_of(document)
        missing = tuple(
            f"the Stanza document has no {name}; results are weaker"
            for name in missing_layers(document)
        )
        return self._quotes(parse, parse.text, checked_id(doc_id), missing)

    def _parse(self, text: str, doc_id: str | None) -> tuple[Parse | None, str]:
        """The parse of an article; None, and the reason, where the parser failed."""
        if not isinstance(text, str):
            raise InputError(wrong_text(text))
        try:
            return self._parser(text), ""
        except (RuntimeError, ValueError, TypeError, IndexError, KeyError, AssertionError) as error:
            # Stanza failed on this text: the batch goes on, and the result has the reason.
            _LOG.warning("the parser failed on document %r: %r", doc_id, error)
            return None, f"the parser failed: {error!r}"

    def _quotes(
        self, parse: Parse, text: str, doc_id: str | None, warnings: tuple[str, ...]
    ) -> Quotes:
        analysis, more = self._analysis(parse, doc_id)
        kept, marks, parse = self._chosen(analysis), analysis.marks, _with_vectors(parse, analysis)
        del analysis  # a sixth of the memory of a long article
        # Coreference sees the parse as it came, attribution its repaired copy. With the repaired
        # copy three of 1,681 texts change, one for the worse: in "tried to convince him, and
        # therefore the president", it takes the president for the man before him.
        speakers, resolved = resolve(parse, kept, self._known, self._least_speaker, marks)
        left: Mapping[int, Relation] = dict(enumerate(kept))
        if self._include is None:  # as editors count, where PolNeAR's annotators count otherwise
            kept = tuple(as_editors_count(parse.text, relation) for relation in kept)
            left = join_continued(parse.text, kept, [who.speaker for who in resolved])
        quotes = [
            _quote(parse, number, relation, resolved[place])
            for number, (place, relation) in enumerate(left.items(), 1)
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

    def _chosen(self, analysis: Analysis) -> tuple[Relation, ...]:
        """The attributions that the options choose."""
        return chosen(attribute(analysis), self._include, self._min_confidence)

    def _analysis(self, parse: Parse, doc_id: str | None) -> tuple[Analysis, tuple[str, ...]]:
        """What attribution reads, and what could not be done."""
        marks = find_marks(parse.text)
        try:
            return analyse(parse, marks, lexicon=self._lexicon, labeller=self._labeller), ()
        except RuntimeError as error:
            # torch failed on this article, mostly for want of memory: patterns work without it.
            _LOG.warning("the labeller failed on document %r: %r", doc_id, error)
            warning = f"the labeller failed; only patterns were used: {error!r}"
            return analyse(parse, marks, lexicon=self._lexicon), (warning,)


def lazy_attributor(*, models: Any = None, **options: Unpack[Options]) -> Attributor:
    """An ``Attributor`` that loads its models when it first needs them.

    Use it with engines that create it in one process and use it in others. In each process, all
    attributors with the same options are one object.

    Args:
        models: as for ``Attributor``.
        options: as for ``Attributor``.

    Raises:
        InputError: an option is unknown or out of range.
    """
    return _in_this_process(_Settings.of(models, options))


@lru_cache(maxsize=8)
def _in_this_process(settings: _Settings) -> Attributor:
    """The attributor of some settings in this process; it loads the models when it needs them."""
    copy = Attributor.__new__(Attributor)
    copy._configure(settings)
    return copy


@cache
def _with_models(models: Any) -> Attributor:
    return Attributor(models)


@lru_cache(maxsize=8)
def _shared(settings: _Settings) -> Attributor:
    """An attributor that shares the models of others."""
    base = _with_models(settings.models)
    made = Attributor.__new__(Attributor)
    made._configure(settings)
    same = _LOADED if settings.patterns_only == base._patterns_only else _LOADED[:1]
    made.__dict__.update({name: getattr(base, name) for name in same})
    return made


def extract(
    text: str, doc_id: str | int | None = None, *, models: Any = None, **options: Unpack[Options]
) -> Quotes:
    """The quotes of one article.

    The models are loaded at the first call and kept; other options use the same models.

    Args:
        text: the article.
        doc_id: your id of the article; the result has it, as a string.
        models: as for ``Attributor``.
        options: as for ``Attributor``: ``include``, ``min_confidence``, ``min_speaker_confidence``,
            ``known``, ``cues``, ``patterns_only``.

    Returns:
        Its quotes, an immutable sequence.

    Raises:
        InputError: ``text`` is not a string, or an option is unknown or out of range.
        ModelError: a model is missing or damaged; the message names the command that repairs it.

    >>> [quote.speaker for quote in extract("Ann Lee said that she would run.")]
    [Speaker('s1', 'Ann Lee', person)]
    """
    settings = _Settings.of(models, options)
    with _LOADING:
        attributor = _shared(settings)
    return attributor(text, doc_id)


def _is_id(item: Any, context: Any) -> bool:
    """Whether the context of a text can serve as its id."""
    whole = isinstance(context, Integral) and not isinstance(context, bool)
    return isinstance(item, str) and (isinstance(context, str) or whole)


def _warnings(text: str) -> tuple[str, ...]:
    """Warnings about the text itself."""
    shown = readable(text)
    return shown.warnings if looks_english(shown.text) else (*shown.warnings, _NOT_ENGLISH)


def _as_written(quotes: Quotes, text: str) -> dict[str, Any]:
    """The record of quotes over the readable text, with every span as the caller wrote it."""

    def written(value: Any) -> Any:
        if isinstance(value, dict) and value.keys() >= {"start", "end", "text"}:
            return {**value, "text": text[value["start"] : value["end"]]}
        if isinstance(value, dict):
            # An identifier is the caller's, not the article's.
            return {key: v if key == "identifier" else written(v) for key, v in value.items()}
        if isinstance(value, list):
            return [written(item) for item in value]
        return " ".join(without_fillers(value).split()) if isinstance(value, str) else value

    record = quotes.to_dict()
    for quote in record["quotes"]:
        quote["content"] = [
            {"start": start, "end": end, "text": ""}
            for span in quote["content"]
            for start, end in _between_furniture(quotes.text, text, span["start"], span["end"])
        ]
    found = {key: written(record[key]) for key in ("quotes", "speakers")}
    for speaker in found["speakers"]:  # two forms of a name may differ in what is not shown
        others = dict.fromkeys(speaker["aliases"])
        speaker["aliases"] = [alias for alias in others if alias != speaker["name"]]
    return {**record, **found}


def _between_furniture(shown: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a content before, between and after furniture of the page, such as captions."""
    for gap in _GAP.finditer(shown, start, end):
        if text[gap.start() : gap.end()].strip():
            yield start, gap.start()
            start = gap.end()
    yield start, end


def _with_vectors(parse: Parse, analysis: Analysis) -> Parse:
    """The parse with the reader's vectors, which the scorer uses, if it is another parser's."""
    return parse if parse.labels is not None else attrs.evolve(parse, labels=analysis.labels)


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
