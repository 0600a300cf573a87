"""Which words make up a cue: the verb group with auxiliaries, negation, adverbs and particles."""

from __future__ import annotations

from itertools import takewhile

from quoteattr.attribution.analysis import Analysis, asked_once
from quoteattr.words.cues import word_list
from quoteattr.words.nouns import noun_sense

__all__ = ["is_compared", "is_hypothetical", "is_modal", "is_negated", "verb_group"]

_LIGHT = frozenset(("aux", "aux:pass", "cop", "advmod", "compound:prt", "expl"))
# "went on to say", "continued to insist": the first verb carries no content of its own
_PHASE_VERBS = word_list("phase verbs")
# "said in a statement": the occasion belongs to the cue
_OCCASIONS = word_list("occasions")
_NEGATIONS = word_list("negations")
_ONLY = frozenset(("just", "merely", "only", "simply"))
_NOBODY = word_list("negative subjects")
_DENYING = word_list("verbs of not speaking")
_TIMES = word_list("times")
_QUESTIONS = frozenset(("how", "when", "whenever", "where", "why"))
_UNREAL = word_list("unreal auxiliaries")
_PLANS = word_list("words of plans")


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


@asked_once
def _light_words(analysis: Analysis, verb: int) -> set[int]:
    """The words under a verb that may belong to its group."""
    words = analysis.parse.words
    light = {
        kid
        for kid in analysis.parse.children[verb]
        if (words[kid].deprel in _LIGHT or words[kid].upos in ("PART", "AUX"))
        and analysis.lemmas[kid] not in _QUESTIONS
    }
    return light.union(*(_no_longer(analysis, kid) for kid in light))


@asked_once
def _first_of_group(analysis: Analysis, verb: int) -> int:
    """The first word of a verb's group, or of the verb above that only begins or goes on."""
    words = analysis.parse.words
    first = verb
    for current in _chain(analysis, verb, "xcomp", "advcl"):
        if current != verb and not (
            analysis.lemmas[current] in _PHASE_VERBS and 0 < first - current <= 3
        ):
            break
        first, light = current, _light_words(analysis, current)
        while first - 1 in light and words[first - 1].sentence == words[current].sentence:
            first -= 1
    return first


def _chain(analysis: Analysis, verb: int, *relations: str) -> tuple[int, ...]:
    """A verb and the words above it, as far as each depends on the next by one of the relations."""
    words = analysis.parse.words
    if words[verb].deprel not in relations:
        return (verb,)  # as most verbs
    above = analysis.parse.governors(verb)
    linked = takewhile(lambda i: words[i].deprel in relations, above)
    return (verb, *above[: len(list(linked)) + 1])


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


@asked_once
def is_negated(analysis: Analysis, verb: int) -> bool:
    """Whether a cue is negated: "did not say", "never claimed"; what is quoted does not count."""
    own = analysis.level_of(verb)
    beside = [
        kid
        for kid in analysis.children(verb, "advmod", "cc:preconj", "mark")
        if analysis.level_of(kid) == own
    ]
    subjects = [kid for kid in analysis.children(verb, "nsubj") if analysis.level_of(kid) == own]
    return (
        any(_is_negation(analysis, kid) or _no_longer(analysis, kid) for kid in beside)
        or any(_is_nobody(analysis, subject) for subject in subjects)
        or _is_denied(analysis, verb)
    )


def _is_negation(analysis: Analysis, word: int) -> bool:
    """Whether a word negates; "not only" does not."""
    words = analysis.parse.words
    negates = analysis.lemmas[word] in _NEGATIONS or words[word].text.lower() in _NEGATIONS
    after = words[word + 1].text.lower() if word + 1 < len(words) else ""
    return negates and after not in _ONLY


def _no_longer(analysis: Analysis, adverb: int) -> tuple[int, ...]:
    """The "no" of "no longer"."""
    if analysis.parse.words[adverb].text.lower() != "longer":
        return ()
    return tuple(kid for kid in analysis.parse.children[adverb] if analysis.lemmas[kid] == "no")


def _is_nobody(analysis: Analysis, subject: int) -> bool:
    """Whether a subject is nobody: "no expert", "none of them", "neither A nor B", "not one"."""
    if analysis.lemmas[subject] in _NOBODY:
        return True
    kids = analysis.children(subject, "det", "cc:preconj", "cc", "advmod")
    if any(analysis.lemmas[kid] in ("no", "neither") for kid in kids):
        return True
    one = [
        word
        for word in (subject, *analysis.children(subject, "nummod"))
        if analysis.lemmas[word] == "one"
    ]
    beside = (*kids, *(kid for word in one for kid in analysis.parse.children[word]))
    return bool(one) and any(_is_negation(analysis, kid) for kid in beside)


def _is_denied(analysis: Analysis, verb: int) -> bool:
    """Whether somebody denied or refused to do what a verb says."""
    word = analysis.parse.words[verb]
    return word.deprel == "xcomp" and word.head >= 0 and analysis.lemmas[word.head] in _DENYING


def is_compared(analysis: Analysis, verb: int) -> bool:
    """Whether what somebody said is compared: "not as safe as Lee said", "safer than Lee said".

    Such a sentence does not tell what Lee said.
    """
    parse = analysis.parse
    above, first = parse.words[verb].head, parse.subtree(verb)[0]
    apart = first > 0 and "," in (parse.words[first].text, parse.words[first - 1].text)
    if above < 0 or apart or parse.words[verb].deprel != "advcl":
        return False
    beside = (above, *analysis.children(above, "advmod"))
    adverbs = (kid for word in beside for kid in analysis.children(word, "advmod"))
    than = any(analysis.lemmas[kid] == "than" for kid in analysis.children(verb, "mark"))
    return than or any(analysis.lemmas[kid] == "as" and kid < verb for kid in adverbs)


def is_hypothetical(analysis: Analysis, verb: int) -> bool:
    """Whether the speech has not happened: modal, future, planned, conditional or imperative."""
    return is_modal(analysis, verb) or _is_planned(analysis, verb)


@asked_once
def is_modal(analysis: Analysis, verb: int) -> bool:
    """Whether a modal, "going to" or a condition is at a cue: what the weights were learned with.

    The tables of weights know no plans, and would drop most of those.
    """
    words, lemmas = analysis.parse.words, analysis.lemmas
    for current in _chain(analysis, verb, "xcomp"):
        if current != verb and lemmas[current] == "go" and words[current].xpos == "VBG":
            return True
        if _is_unreal(analysis, current):
            return True
    return False


def _is_unreal(analysis: Analysis, verb: int) -> bool:
    """Whether a modal or a condition is right at a verb."""
    return any(
        analysis.lemmas[kid] in _UNREAL or analysis.parse.words[kid].text.lower() in _UNREAL
        for kid in analysis.children(verb, "aux")
    ) or any(analysis.lemmas[kid] in ("if", "unless") for kid in analysis.children(verb, "mark"))


def _is_planned(analysis: Analysis, verb: int) -> bool:
    """Whether speech is only planned, "is expected to say", or unreal, "had she said, …"."""
    words, leads = analysis.parse.words, False
    for current in _chain(analysis, verb, "xcomp"):
        if leads and analysis.lemmas[current] in _PLANS:
            return True
        if _is_arranged(analysis, current) or _is_inverted(analysis, current):
            return True
        leads = words[current].xpos == "VB"
    return False


def _is_arranged(analysis: Analysis, verb: int) -> bool:
    """Whether "to" comes between somebody who is and a verb: "is to say", "is due to say"."""
    words = analysis.parse.words
    before = [analysis.lemmas[kid] for kid in analysis.parse.children[verb] if kid < verb]
    after = before[before.index("be") + 1 :] if "be" in before else []
    somebody = any(
        words[kid].upos in ("PROPN", "PRON") or noun_sense(analysis.lemmas[kid]) is not None
        for kid in analysis.children(verb, "nsubj")
    )
    leads = any(lemma == "to" or lemma in _PLANS for lemma in after)
    return leads and somebody and words[verb].xpos == "VB"


def _is_inverted(analysis: Analysis, verb: int) -> bool:
    """Whether "had" or "were" before the subject makes a condition: "Had she said so, …"."""
    words = analysis.parse.words
    before = [k for k in analysis.children(verb, "aux") if words[k].text.lower() in ("had", "were")]
    subjects = analysis.children(verb, "nsubj")
    inverted = bool(before and subjects) and before[0] < subjects[0] < verb
    return inverted and words[verb].deprel == "advcl"
