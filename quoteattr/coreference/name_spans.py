"""Where names stand: the recognizer's entities with their slips repaired, and names it missed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

import attrs

from quoteattr.lexicon import default_lexicon
from quoteattr.model import SpeakerKind
from quoteattr.names import is_given_name, is_honorific, noun_sense
from quoteattr.syntax import Parse, Word

__all__ = ["NameSpan", "find_name_spans", "same_line", "title_start"]

_KINDS: dict[str, SpeakerKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "NORP": "group",
    "LOC": "organization",
    "GPE": "organization",
    "FAC": "organization",
    "MISC": "other",
    "PRODUCT": "other",
    "EVENT": "other",
    "WORK_OF_ART": "document",
    "LAW": "document",
}
_PLACES = frozenset({"LOC", "GPE", "FAC"})
_LONGEST_NAME = 12
_HEADLINES = 3  # sentences at the beginning that may be title-case lines
_EDGE = frozenset({"PUNCT", "ADP", "CCONJ", "AUX", "SCONJ", "PRON"})
_OPENING = frozenset("“\"‘'")
_CLOSING = frozenset("”\"’'")
_FLAT = frozenset({"flat", "flat:name", "compound", "goeswith"})


@attrs.frozen
class NameSpan:
    """Words ``first`` to ``last`` (exclusive) of a name.

    Attributes:
        first, last: the name alone, without titles.
        kind: what the recognizer or a gazetteer takes it for, None for neither.
        place: whether it was labelled as a place or building.
    """

    first: int
    last: int
    kind: SpeakerKind | None
    place: bool = False


def same_line(parse: Parse, left: int, right: int) -> bool:
    """Whether two words lie in one sentence and in one paragraph."""
    words = parse.words
    if words[left].sentence != words[right].sentence:
        return False
    low, high = sorted((words[left].start, words[right].start))
    if "\n" not in parse.text[low:high]:
        return True
    place = bisect_right(parse.paragraphs, (low, len(parse.text) + 1))
    return place >= len(parse.paragraphs) or parse.paragraphs[place][0] > high


def _trim(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """An entity without possessive, punctuation, determiner and stray words at its edges."""
    words = parse.words
    while last > first and (
        words[last - 1].xpos == "POS" or words[last - 1].upos in _EDGE | {"PART"}
    ):
        last -= 1
    while first < last and (
        words[first].upos in _EDGE or words[first].text in ("a", "A", "an", "An", "the")
    ):
        first += 1
    return first, last


def _person_cuts(parse: Parse, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The names in a person entity: split at "and", a bracket, a comma, a verb, a line end."""
    start = first
    for i in range(first, last):
        word = parse.words[i]
        separates = word.upos in ("CCONJ", "PUNCT") and word.text not in ".-‐‑’'"
        ends = word.upos == "AUX" or (word.upos == "VERB" and i > first) or word.text in "([{"
        if i > start and not same_line(parse, i - 1, i):
            yield _trim(parse, start, i)
            start = i
        if separates or ends:
            if i > start:
                yield _trim(parse, start, i)
            start = i + 1
        if ends:
            return
    if start < last:
        yield _trim(parse, start, last)


def _joined(parse: Parse, index: int, first: int, last: int) -> bool:
    """Whether a capitalized word beside a name hangs together with it."""
    word = parse.words[index]
    if not _is_proper(word) or is_honorific(word.text):
        return False
    if word.deprel in _FLAT and first <= word.head < last:
        return True
    return any(
        parse.words[i].head == index and parse.words[i].deprel in _FLAT for i in range(first, last)
    )


def _extend(parse: Parse, first: int, last: int, taken: set[int]) -> tuple[int, int]:
    """A person's name with the parts that the recognizer left out."""
    words = parse.words
    while (
        last < len(words)
        and last - first < 5
        and last not in taken
        and same_line(parse, first, last)
        and _joined(parse, last, first, last)
        and words[last].text.lower() not in default_lexicon().forms
    ):
        last += 1
    left = first - 1
    while (
        left >= 0
        and last - left < 5
        and left not in taken
        and same_line(parse, left, first)
        and _is_proper(words[left])
        and is_given_name(words[left].text)
        and not noun_sense(words[left].text)
    ):
        first, left = left, left - 1
    return first, last


def _without_verb(parse: Parse, first: int, last: int, spelled: Counter[str]) -> int:
    """The end of a headline's "Hillary Clinton Speaks" before the verb."""
    word = parse.words[last - 1]
    if last - first < 2 or _spelled(parse, first, last - 1) not in spelled:
        return last
    # A word that ends no other name and looks like a verb: "Clinton Wades In".
    headline = word.text[-1:] == "s" and spelled[word.text] == 1
    headline = headline and (last - first > 2 or word.sentence < _HEADLINES)
    return last - 1 if headline or word.text.lower() in default_lexicon().forms else last


def _spelled(parse: Parse, first: int, last: int) -> str:
    return parse.text[parse.words[first].start : parse.words[last - 1].end]


def _spellings(parse: Parse) -> Counter[str]:
    """How often each name, and each last word of a name, is written."""
    out: Counter[str] = Counter()
    for entity in parse.entities:
        last = min(entity.last, len(parse.words))
        if entity.first < last:
            first, end = _trim(parse, entity.first, last)
            if first < end:
                out.update({_spelled(parse, first, end), parse.words[end - 1].text})
    return out


def _before_colon(parse: Parse, first: int, last: int) -> int:
    """The end of an organization's name before a colon: "Judicial Watch: State Department"."""
    for i in range(first + 1, last):
        if parse.words[i].text in (":", "|", "–", "—"):
            return i
    return last


def _headline_person(parse: Parse, first: int, last: int) -> int:
    """The end of the name that a title-case headline begins with, 0 if it begins with none."""
    words = parse.words
    if last - first < 4 or not is_given_name(words[first].text):
        return 0
    for i in range(first + 2, min(first + 4, last)):
        verb = words[i].upos in ("VERB", "AUX") or words[i].text.lower() in default_lexicon().forms
        if verb and words[i - 1].upos == "PROPN":
            return i
    return 0


def _is_work(parse: Parse, first: int, last: int) -> bool:
    """Whether a name stands alone in quotation marks as titles do: “Broad City”."""
    words = parse.words
    if first == 0 or words[first - 1].text not in _OPENING:
        return False
    for i in range(last, min(last + 5, len(words))):
        if words[i].text in _CLOSING:
            return not any(w.upos in ("VERB", "PUNCT") for w in words[last:i])
    return False


def _only_titles(parse: Parse, first: int, last: int) -> bool:
    """Whether nothing is left but honorifics and titles: "Sen"."""
    return all(
        is_honorific(word.text)
        or (noun_sense(word.text) is not None and not is_given_name(word.text))
        or word.upos == "PUNCT"
        for word in parse.words[first:last]
    )


def _labelled(parse: Parse) -> Iterator[NameSpan]:
    taken = set(parse.entity_at)
    spelled = _spellings(parse)
    for entity in parse.entities:
        kind = _KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind is None or entity.first >= last or last - entity.first > _LONGEST_NAME:
            continue
        if _is_work(parse, entity.first, last):
            yield NameSpan(entity.first, last, "other")
            continue
        cut = _headline_person(parse, entity.first, last)
        if cut:
            yield NameSpan(entity.first, cut, "person")
            continue
        if kind == "person":
            for first, end in _person_cuts(parse, entity.first, last):
                if first < end and not _only_titles(parse, first, end):
                    end = _without_verb(parse, first, end, spelled)
                    yield NameSpan(*_extend(parse, first, end, taken), kind)
            continue
        first, end = _trim(parse, entity.first, _before_colon(parse, entity.first, last))
        if kind == "group" and all(w.upos == "ADJ" for w in parse.words[first:end]):
            continue
        verbs = any(parse.words[i].upos in ("VERB", "AUX") for i in range(first, end))
        if first < end and not (kind == "other" and verbs):
            yield NameSpan(first, end, kind, entity.label in _PLACES)


def _is_proper(word: Word) -> bool:
    return word.upos == "PROPN" and word.text[:1].isupper() and any(map(str.isalpha, word.text))


def _missed(parse: Parse, taken: set[int], surnames: frozenset[str]) -> Iterator[NameSpan]:
    """Runs of proper nouns without a label that the article or a gazetteer shows to be names."""
    words = parse.words
    i = 0
    while i < len(words):
        if i in taken or not _is_proper(words[i]):
            i += 1
            continue
        end = i + 1
        while (
            end < len(words)
            and end not in taken
            and _is_proper(words[end])
            and same_line(parse, i, end)
        ):
            end += 1
        found = _name_in_run(parse, i, end, surnames)
        if found is not None:
            yield found
        i = end


def _name_in_run(parse: Parse, first: int, last: int, surnames: frozenset[str]) -> NameSpan | None:
    words = parse.words
    while first < last and noun_sense(words[first].text) and not is_given_name(words[first].text):
        first += 1
    if first >= last:
        return None
    if noun_sense(words[first].text) and last - first == 1:
        return None
    if words[first].text.lower() in surnames:
        return NameSpan(first, first + 1, "person")
    given = is_given_name(words[first].text) or _after_role(parse, first)
    given = given and 2 <= last - first <= 4
    if given or (is_honorific(words[first].text) and last - first >= 2):
        return NameSpan(first, last, "person")
    if words[first].deprel.split(":")[0] in ("nsubj", "obl", "nmod", "obj", "root"):
        return NameSpan(first, last, None)
    return None


def _after_role(parse: Parse, first: int) -> bool:
    """Whether a role noun in lower case stands right before: "star Dascha Polanco"."""
    if first == 0 or not same_line(parse, first - 1, first):
        return False
    word = parse.words[first - 1]
    sense = noun_sense(word.lemma) if word.xpos == "NN" else None
    return sense is not None and sense.kind == "person"


def _surnames(parse: Parse) -> frozenset[str]:
    """Last words of all names that are labelled as persons more often than not."""
    count: Counter[str] = Counter()
    for entity in parse.entities:
        kind = _KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind in (None, "other") or entity.first >= last:
            continue
        first, end = _trim(parse, entity.first, last)
        if end > first:
            count[parse.words[end - 1].text.lower()] += 1 if kind == "person" else -1
    return frozenset(word for word, n in count.items() if n > 0 and len(word) > 2)


def find_name_spans(parse: Parse) -> list[NameSpan]:
    """All names of a document, each once, in no particular order.

    Args:
        parse: any parse; entities help, nothing is required.
    """
    spans: list[NameSpan] = []
    taken: set[int] = set()
    labelled = list(_labelled(parse))
    dated = {i for i, entity in parse.entity_at.items() if entity.label not in _KINDS}
    # A title-case headline may be labelled as one work; the persons in it come first.
    for span in sorted(labelled, key=lambda span: span.kind == "other"):
        words = range(span.first, span.last)
        if not any(i in taken for i in words):
            spans.append(span)
            taken.update(words)
    spans.extend(_missed(parse, taken | dated, _surnames(parse)))
    return spans


# --- titles ------------------------------------------------------------------------------------


def title_start(parse: Parse, first: int, barred: frozenset[int] = frozenset()) -> int:
    """First word of the titles that stand before a name: "White House Press Secretary".

    Args:
        parse: the document.
        first: first word of the name.
        barred: words that belong to other names and can't be part of a title.
    """
    words = parse.words
    start = _title_of(parse, first)
    i = start - 1
    while i >= 0 and first - i <= 8 and i not in barred and same_line(parse, i, first):
        word = words[i]
        if word.text == "." and i > 0 and words[i].start == words[i - 1].end:
            i -= 1
            continue
        if not _is_title(word):
            break
        start = i
        i -= 1
    if start == first:
        return first
    start = _modifier_start(parse, start, barred)
    return _joint_title(parse, start, barred)


def _title_of(parse: Parse, first: int) -> int:
    """First word of "Secretary of State" or "Chief of Staff" before a name, else the name's."""
    words = parse.words
    if first < 3 or words[first - 2].text.lower() != "of" or not _is_title(words[first - 3]):
        return first
    place = words[first - 1]
    single = place.upos in ("PROPN", "NOUN") and not place.text.endswith("s")
    return first - 3 if single and same_line(parse, first - 3, first) else first


def _joint_title(parse: Parse, start: int, barred: frozenset[int]) -> int:
    """A title of two: "English comedian and actor Peter …", not "the president and Mr. …"."""
    words = parse.words
    if start < 2 or words[start - 1].text.lower() != "and" or words[start].text[:1].isupper():
        return start
    noun = start - 2
    if not same_line(parse, noun, start) or not _is_title(words[noun]) or noun in barred:
        return start
    return _modifier_start(parse, noun, barred)


def _is_title(word: Word) -> bool:
    if word.upos in ("PUNCT", "VERB", "AUX", "ADP", "PRON", "DET"):
        return False
    if is_honorific(word.text):
        return word.text[:1].isupper()
    sense = noun_sense(word.lemma) or noun_sense(word.text)
    return sense is not None and sense.kind == "person" and word.xpos not in ("NNS", "NNPS")


def _modifier_start(parse: Parse, start: int, barred: frozenset[int]) -> int:
    """The title with what modifies it, to the left: "Russian President", "Tulsa police Chief"."""
    words = parse.words
    i = start - 1
    while i >= 0 and start - i <= 5 and i not in barred and same_line(parse, i, start):
        word = words[i]
        modifies = word.deprel.split(":")[0] in ("compound", "amod", "flat", "nmod")
        modifies = modifies or (word.xpos == "NN" and words[i + 1].upos == "NOUN")
        if word.upos not in ("PROPN", "ADJ", "NOUN") or not (modifies or _is_proper(word)):
            break
        if word.xpos in ("NNS", "NNPS") and not _is_proper(word):
            break
        start = i
        i -= 1
    return start
