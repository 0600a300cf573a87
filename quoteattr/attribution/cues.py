"""Which words make up a cue: the verb group with auxiliaries, negation, adverbs and particles."""

from __future__ import annotations

from quoteattr.attribution.analysis import Analysis
from quoteattr.words.cues import word_list

__all__ = ["is_hypothetical", "is_negated", "verb_group"]

_LIGHT = frozenset(("aux", "aux:pass", "cop", "advmod", "compound:prt", "expl"))
# "went on to say", "continued to insist": the first verb carries no content of its own
_PHASE_VERBS = word_list("phase verbs")
# "said in a statement": the occasion belongs to the cue
_OCCASIONS = word_list("occasions")
_NEGATIONS = word_list("negations")
_TIMES = word_list("times")
_QUESTIONS = frozenset(("how", "when", "whenever", "where", "why"))
_UNREAL = word_list("unreal auxiliaries")


def verb_group(analysis: Analysis, verb: int, particle_word: int | None = None) -> tuple[int, int]:
    """The contiguous words of a verbal cue.

    Args:
        analysis: of the article.
        verb: index of the head verb.
        particle_word: index of a preposition that leads to the content and belongs to the cue.

    Returns:
        (first, last) word indices, last exclusive.
    """
    words = analysis.parse.words
    light = _light_words(analysis, verb)
    last = verb + 1
    while last < len(words) and last in light and words[last].deprel in ("compound:prt", "advmod"):
        last += 1
    if particle_word is not None and last <= particle_word <= last + 1:
        last = particle_word + 1
    elif particle_word is None:
        last = _with_time(analysis, verb, _with_occasion(analysis, verb, last))
    return _first_of_group(analysis, verb), last


def _light_words(analysis: Analysis, verb: int) -> set[int]:
    """The words under a verb that may belong to its group."""
    words = analysis.parse.words
    return {
        kid
        for kid in analysis.parse.children[verb]
        if (words[kid].deprel in _LIGHT or words[kid].upos in ("PART", "AUX"))
        and analysis.lemmas[kid] not in _QUESTIONS
    }


def _first_of_group(analysis: Analysis, verb: int) -> int:
    """The first word of a verb's group, or of the verb above that only begins or goes on."""
    words = analysis.parse.words
    first = verb
    for current in (verb, *analysis.parse.governors(verb)):
        if current != verb and not (
            analysis.lemmas[current] in _PHASE_VERBS and 0 < first - current <= 3
        ):
            break
        first, light = current, _light_words(analysis, current)
        while first - 1 in light and words[first - 1].sentence == words[current].sentence:
            first -= 1
        if words[current].deprel not in ("xcomp", "advcl"):
            break
    return first


def _with_time(analysis: Analysis, verb: int, last: int) -> int:
    """The day right after the verb: "said Sunday" is one cue to PolNeAR's annotators."""
    words = analysis.parse.words
    bare = (
        last < len(words)
        and analysis.lemmas[last] in _TIMES
        and words[last].head == verb
        and analysis.parse.subtree(last) == (last,)
    )
    return last + 1 if bare else last


def _with_occasion(analysis: Analysis, verb: int, last: int) -> int:
    for kid in analysis.children(verb, "obl"):
        if analysis.lemmas[kid] in _OCCASIONS and analysis.case_of(kid) == "in":
            phrase = [i for i in analysis.parse.subtree(kid) if i <= kid]
            if phrase and phrase[0] == last and phrase[-1] - phrase[0] == len(phrase) - 1:
                return kid + 1
    return last


def is_negated(analysis: Analysis, verb: int) -> bool:
    """Whether a cue is negated: "did not say", "never claimed"; what is quoted does not count."""
    own = analysis.level_of(verb)
    return any(
        analysis.lemmas[kid] in _NEGATIONS or analysis.parse.words[kid].text.lower() in _NEGATIONS
        for kid in analysis.children(verb, "advmod", "cc:preconj", "mark")
        if analysis.level_of(kid) == own
    ) or any(
        analysis.lemmas[kid] == "no"
        for subject in analysis.children(verb, "nsubj")
        for kid in analysis.children(subject, "det")
        if analysis.level_of(kid) == own
    )


def is_hypothetical(analysis: Analysis, verb: int) -> bool:
    """Whether the speech has not happened: modal, future, conditional or imperative."""
    words, lemmas = analysis.parse.words, analysis.lemmas
    for current in (verb, *analysis.parse.governors(verb)):
        if current != verb and lemmas[current] == "go" and words[current].xpos == "VBG":
            return True
        if _is_unreal(analysis, current):
            return True
        if words[current].deprel != "xcomp":
            return False
    return False


def _is_unreal(analysis: Analysis, verb: int) -> bool:
    """Whether a modal or a condition is right at a verb."""
    return any(
        analysis.lemmas[kid] in _UNREAL or analysis.parse.words[kid].text.lower() in _UNREAL
        for kid in analysis.children(verb, "aux")
    ) or any(analysis.lemmas[kid] in ("if", "unless") for kid in analysis.children(verb, "mark"))
