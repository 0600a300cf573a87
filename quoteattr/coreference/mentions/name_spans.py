"""Where names are: the recognizer's labels repaired, their parts joined, and names it missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import attrs

from quoteattr.coreference.mentions.named_bodies import apposed_names, firms_of_partners
from quoteattr.coreference.mentions.repairs import (
    KINDS,
    NameSpan,
    Recognized,
    trimmed,
)
from quoteattr.coreference.mentions.tokens import (
    after_the,
    is_initials,
    is_proper,
    is_role,
    is_the_holder,
    same_line,
    spelled_words,
)
from quoteattr.syntax import Parse, Word
from quoteattr.text.mark_tokens import MARKS
from quoteattr.words.cues import default_lexicon
from quoteattr.words.names import (
    is_generation,
    is_given_name,
    is_honorific,
    is_numeral,
    is_rank,
    known_bodies,
    noun_sense,
    place_of,
)
from quoteattr.words.nouns import folded

__all__ = ["find_name_spans"]

_PERSONS = frozenset({"PERSON", "PER"})
_CALLED = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "cllr", "shri", "smt"})
_OWN = "'s"  # as ``folded`` leaves it
_LINKS = frozenset({"and", "for", "na", "nan", "of", "the"})  # within names of bodies
_BEFORE_NICKNAMES = MARKS | {"("}
_NICKNAME = 3  # words between the marks at most
_MISTAKEN = frozenset({"VERB", "NOUN", "ADJ", "INTJ"})  # what "Hope Stirling" may begin with


def find_name_spans(
    parse: Parse, known: Mapping[str, Sequence[str]] | None = None
) -> list[NameSpan]:
    """All names of a document, each once, in no particular order.

    Args:
        parse: any parse; entities help, nothing is required.
        known: names of persons as the caller writes them, by their first words.
    """
    spans: list[NameSpan] = []
    taken: set[int] = set()
    article = Recognized(parse)
    labelled = [NameSpan(first, last, "person") for first, last in _joined_names(parse)]
    labelled.extend(_known_persons(parse, known or {}))
    labelled.extend(_known_bodies(parse))
    labelled.extend(apposed_names(parse))
    labelled.extend(firms_of_partners(parse))
    labelled.extend(article.names())
    dated = {i for i, entity in parse.entity_at.items() if entity.label not in KINDS}
    # A title-case headline may be labelled as one work; the persons in it come first.
    for span in sorted(labelled, key=lambda span: span.kind == "other"):
        words = range(span.first, span.last)
        if not any(i in taken for i in words):
            spans.append(span)
            taken.update(words)
    spans = _without_parts([_of_country(parse, _whole(parse, span, taken)) for span in spans])
    taken.update(i for span in spans for i in range(span.first, span.last))
    spans.extend(_missed(article, taken | dated))
    return spans


# --- parts of names that the recognizer does not join --------------------------------------------


def _initials_start(parse: Parse, first: int, taken: set[int]) -> int:
    """The first word of a name with the initials before it: "E. J. Dunne".

    Args:
        parse: the document.
        first: first word of the name as it was found.
        taken: words that belong to other names.
    """
    while (
        first > 0
        and first - 1 not in taken
        and same_line(parse, first - 1, first)
        and is_initials(parse.words[first - 1])
        and (
            "." in parse.words[first - 1].text
            or is_proper(parse.words[first - 1])
            or is_initials(parse.words[first])  # "A" of "A P J Kalam" is no article
        )
        and not _is_excellency(parse, first - 1)
    ):
        first -= 1
    return first


def _is_excellency(parse: Parse, index: int) -> bool:
    """Whether letters before a name are those of Excellency or Highness: "H E Ann Lee"."""
    before, word = parse.words[max(index - 1, 0)], parse.words[index]
    return word.text.strip(".") in ("E", "H") and before.text.strip(".") == "H"


def _suffix_end(parse: Parse, last: int) -> int:
    """The end of a name with the "Jr.", ", Sr.", "III" or "XIV" after it.

    Args:
        parse: the document.
        last: end of the name as it was found.
    """
    words = parse.words
    place = last + 1 if last + 1 < len(words) and words[last].text == "," else last
    if place >= len(words) or not same_line(parse, last - 1, place):
        return last
    numeral = words[place].text.isupper() and place == last
    text = words[place].text
    suffix = is_generation(text) and (numeral or text[:1] in "JS")
    suffix = suffix or (numeral and len(text) > 1 and is_numeral(text.lower()))
    return place + 1 if suffix and not is_generation(words[last - 1].text) else last


def _hyphen_end(parse: Parse, last: int) -> int:
    """The end of a name with what a hyphen joins to it, if the tree has it as a part of the name.

    "Kuan Bak-on" is one name, but "Trump-backed" begins with one.
    """
    words = parse.words
    while (
        last + 1 < len(words)
        and words[last].text == "-"
        and words[last - 1].end == words[last].start
        and words[last].end == words[last + 1].start
        and words[last + 1].deprel == "flat"
    ):
        last += 2
    return last


def _joined_names(parse: Parse) -> Iterator[tuple[int, int]]:
    """Names of persons of which the recognizer labels only parts.

    Args:
        parse: the document.
    """
    for word, after in pairwise(parse.words):
        first = word.index
        last = _nickname_end(parse, first) if after.text in _BEFORE_NICKNAMES else 0
        if last:
            yield _given_start(parse, first), last
        elif after.index in parse.entity_at and _may_begin(word) and is_given_name(word.text):
            last = _surname_end(parse, first)
            if last:
                yield first, last


def _known_persons(parse: Parse, known: Mapping[str, Sequence[str]]) -> Iterator[NameSpan]:
    """Names that the caller knows and the recognizer does not label: "The Rock said", "Ye said".

    A lone word must be a subject ("Will said", but "Will you go?"), and nothing may go on with the
    name: "The Rock of Gibraltar".
    """
    words = parse.words if known else ()
    for word in words:
        for name in known.get(word.text, ()):
            if not parse.text.startswith(name, word.start):
                continue
            end, last = word.start + len(name), word.index
            while last < len(words) and words[last].end <= end and last not in parse.entity_at:
                last += 1
            whole = words[last - 1].end == end
            subject = last > word.index + 1 or word.deprel == "nsubj"
            goes_on = last < len(words) and (words[last].text == "of" or is_proper(words[last]))
            if whole and last > word.index and subject and not goes_on:
                yield NameSpan(word.index, last, "person")
                break


def _known_bodies(parse: Parse) -> Iterator[NameSpan]:
    """Known bodies of two words or more, even if the recognizer labels the parts otherwise.

    Of those that end in ’s ("Sainsbury’s"), the ’s is a word of its own.
    """
    words = parse.words
    openings = _openings()
    owned: dict[tuple[str, ...], list[NameSpan]] = {}
    for first, word in enumerate(words):
        if not word.text[:1].isupper():
            continue
        for name in openings.get(folded(word.text), ()):
            last = first + len(name)
            within = last <= len(words) and same_line(parse, first, last - 1)
            if within and all(map(_spells, words[first:last], name)):
                span = NameSpan(first, last, "organization")
                if name[-1] == _OWN:
                    owned.setdefault(name, []).append(span)
                elif not _goes_on(parse, span):
                    yield span
                break
    for name, spans in owned.items():
        if _is_own(parse, name, spans):
            yield from (span for span in spans if not _goes_on(parse, span))


@cache
def _openings() -> dict[str, list[tuple[str, ...]]]:
    """The known bodies of two words or more, by their first words, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(map(_as_parsed, known_bodies()), key=len, reverse=True):
        if len(name) > 1:
            found.setdefault(name[0], []).append(name)
    return found


def _as_parsed(name: tuple[str, ...]) -> tuple[str, ...]:
    """The name of a body in the words of a parse: "sainsbury's" is two."""
    bare = name[-1].removesuffix(_OWN)
    return name if bare == name[-1] else (*name[:-1], bare, _OWN)


def _is_own(parse: Parse, name: tuple[str, ...], spans: Sequence[NameSpan]) -> bool:
    """Whether ’s is a part of a name: it is always there, and once it shows no owner and no "is".

    In "Moody’s cut the rating" it is; "Moody’s lawyer" and "Moody said" are somebody's.
    """
    words = parse.words
    heads = {span.last - 2 for span in spans}
    others = (w for w in words if folded(w.text) == name[-2] and w.text[:1].isupper())
    if any(word.index not in heads for word in others):
        return False
    return any(
        words[head + 1].upos != "AUX" and not words[head].deprel.startswith("nmod:poss")
        for head in heads
    )


def _goes_on(parse: Parse, span: NameSpan) -> bool:
    """Whether the recognizer labels a longer name: "Sainsbury’s Bank", "Ford Motor Company"."""
    label = parse.entity_at.get(span.first)
    return label is not None and label.label not in _PERSONS and label.last > span.last


def _spells(word: Word, text: str) -> bool:
    """Whether a word is that one, capitalized if it has letters and does not link others."""
    written = word.text[:1].isupper() or not word.text[:1].isalpha() or text in _LINKS
    return folded(word.text) == text and written


def _may_begin(word: Word) -> bool:
    """Whether a given name is no form of a reporting verb as well: "Said Ellis", but "Hope"."""
    if not word.text[:1].isupper():
        return False
    lower, lexicon = word.text.lower(), default_lexicon()
    return lower not in lexicon.forms or lower in lexicon.verbs


def _nickname_end(parse: Parse, first: int) -> int:
    """The end of "William “Bill” Harker" or "Robert (Bob) Lee", 0 if a word begins no such name.

    Args:
        parse: the document.
        first: the word before a mark or a bracket.
    """
    words = parse.words
    bracketed = words[first + 1].text == "("
    if not is_proper(words[first]):
        return 0
    closings = ")" if bracketed else MARKS
    for closing in range(first + 3, min(first + 3 + _NICKNAME, len(words) - 1)):
        if words[closing].text in closings:
            inner = words[first + 2 : closing]
            named = (_is_bracketed if bracketed else _is_nickname)(parse, first, inner)
            surname = is_proper(words[closing + 1]) and same_line(parse, first, closing + 1)
            return closing + 2 if named and surname else 0
    return 0


def _is_nickname(parse: Parse, first: int, inner: Sequence[Word]) -> bool:
    """Whether quoted words after a word may be a nickname: "Sean “The Bishop” Lee"."""
    word, label = parse.words[first], parse.entity_at.get(first)
    given = _may_begin(word) and is_given_name(word.text)
    if not (given or (label is not None and label.label in _PERSONS)):
        return False
    named = inner[1:] if inner[0].text == "the" else inner
    return bool(named) and all(w.text[:1].isupper() and w.upos != "PUNCT" for w in named)


def _is_bracketed(parse: Parse, first: int, inner: Sequence[Word]) -> bool:
    """Whether a word in brackets may be what somebody is called: "Robert (Bob) Lee".

    Between a given name and a surname it may be any word but a place: "Cathal (Horse) Kenny".
    """
    word = inner[0]
    if len(inner) > 1 or not (is_proper(word) or word.text[:1].isupper()):
        return False
    if is_given_name(word.text):
        return is_proper(word)
    given, label = parse.entity_at.get(first), parse.entity_at.get(word.index)
    other = place_of(word.text) is not None or word.text.isupper()
    other = other or (label is not None and label.label not in _PERSONS)
    person = given is not None and given.label in _PERSONS and given.last == first + 1
    return person and not other and noun_sense(parse.words[first + 4].text) is None


def _given_start(parse: Parse, first: int) -> int:
    """The first word of a name with the given names and initials before it: "Ann E. (Bo) Lee"."""
    words = parse.words
    while first > 0 and same_line(parse, first - 1, first):
        before = words[first - 1]
        initials = is_initials(before) and not _is_excellency(parse, first - 1)
        if not (is_proper(before) and (initials or is_given_name(before.text))):
            break
        first -= 1
    return first


def _surname_end(parse: Parse, first: int) -> int:
    """The end of a surname after a lone given name, 0 if it is none or the name is whole."""
    given, surname = parse.entity_at.get(first), parse.entity_at.get(first + 1)
    if given is not None and (given is surname or given.last != first + 1):
        return 0
    if surname is None or not _may_follow(parse, first):
        return 0
    words = parse.words
    person = surname.label in _PERSONS and surname.first == first + 1
    if not person or (is_given_name(words[first + 1].text) and surname.last > first + 2):
        return 0
    if given is not None:
        return surname.last if is_proper(words[first]) else 0
    opening = first == parse.sentences[words[first].sentence].first
    return surname.last if opening and words[first].upos in _MISTAKEN else 0


def _may_follow(parse: Parse, first: int) -> bool:
    """Whether the word after a given name may be a surname: proper, one blank later, no title.

    Sentence splitters break within a name that they do not know, so the text decides.
    """
    given, word = parse.words[first], parse.words[first + 1]
    beside = word.start == given.end + 1 and parse.text[given.end] != "\n"
    return beside and is_proper(word) and not is_role(word) and not is_honorific(word.text)


def _of_country(parse: Parse, span: NameSpan) -> NameSpan:
    """A body whose name ends in its country, whole: "Police Scotland", "Natural Resources Wales".

    "Striker Wales" and "neighbouring France" are no bodies.
    """
    words, head = parse.words, span.last - 1
    country = span.last == span.first + 1 and words[head].upos == "PROPN"
    if span.kind != "organization" or not country or place_of(words[head].text) is None:
        return span
    first = head
    while first > 0 and same_line(parse, first - 1, first) and _names_body(parse, first - 1, head):
        first -= 1
    nouns = any(words[i].upos in ("NOUN", "PROPN") for i in range(first, head))
    return attrs.evolve(span, first=first, place=False) if nouns else span


def _names_body(parse: Parse, index: int, head: int) -> bool:
    """Whether a word before a country belongs to the name of a body: no title, no nationality."""
    word, label = parse.words[index], parse.entity_at.get(index)
    sense = noun_sense(word.lemma.lower()) or noun_sense(word.text.lower().removesuffix("s"))
    tied = word.head == head or index < word.head < head or parse.words[head].head == index
    return (
        tied
        and word.text[:1].isupper()
        and word.upos in ("NOUN", "PROPN", "ADJ")
        and word.deprel.split(":")[0] in ("compound", "amod", "nsubj", "flat")
        and (label is None or label.label == "ORG")
        and (sense is None or sense.kind != "person")
        and not is_honorific(word.text)
        and not is_rank(word.text)
    )


def _without_parts(spans: Sequence[NameSpan]) -> list[NameSpan]:
    """The names without those that lie within a longer one."""
    longest: dict[int, NameSpan] = {}
    for span in sorted(spans, key=lambda span: span.first - span.last):
        if span.first not in longest:
            longest.update(dict.fromkeys(range(span.first, span.last), span))
    return [span for span in spans if longest.get(span.first) is span]


# --- names that the recognizer missed -----------------------------------------------------------


def _missed(article: Recognized, taken: set[int]) -> Iterator[NameSpan]:
    """Runs of proper nouns without a label that the article or a gazetteer shows to be names."""
    parse = article.parse
    words = parse.words
    known = _surnames(parse)
    i = 0
    while i < len(words):
        if words[i].text.islower() or i in taken:  # most words
            i += 1
            continue
        if not (is_proper(words[i]) or _is_mistaken(parse, i, known)):
            i += 1
            continue
        end = i + 1
        while (
            end < len(words)
            and end not in taken
            and is_proper(words[end])
            and same_line(parse, i, end)
        ):
            end += 1
        found = _name_in_run(article, i, end)
        if found is not None:
            yield found
            end = max(end, found.last)
        i = end


def _is_mistaken(parse: Parse, index: int, surnames: frozenset[str]) -> bool:
    """Whether a word is a surname: "Banks said" of Leon Banks, "Keeping said", "SEN. LANE:".

    "WHO" in capitals is a name too, no pronoun.
    """
    word = parse.words[index]
    if word.upos in ("VERB", "ADJ") and word.deprel.split(":")[0] == "nsubj":
        return word.text[:1].isupper() and word.text.lower() in surnames
    if word.upos == "PRON" and len(word.text) > 1 and word.text.isupper():
        return any(w.text.islower() for w in parse.words[max(index - 1, 0) : index + 2])
    if word.upos != "NOUN" or not word.text[:1].isupper():
        return False
    if word.text.lower() in surnames:
        return True
    title = index - 2 if index > 1 and parse.words[index - 1].text == "." else index - 1
    if len(word.text) < 3 or not word.text.isupper() or title < 0:
        return False
    return parse.words[title].text.isupper() and is_role(parse.words[title])


def _name_in_run(article: Recognized, first: int, last: int) -> NameSpan | None:
    """The name in a run of proper nouns; without a kind if nothing but its role shows one."""
    parse = article.parse
    if place_of(spelled_words(parse, first, last)):
        return NameSpan(first, last, "organization", place=True)
    while last > first and _is_title_of_next(parse, last):
        last -= 1
    if first == last:
        return None
    if _is_addressed(parse, first, last, article.surnames):
        return NameSpan(last - 1, last, "person")
    if last == first + 1 and _is_short_for_document(article, first):
        return NameSpan(first, last, "organization")
    return _name_after_roles(parse, first, last)


def _is_short_for_document(article: Recognized, index: int) -> bool:
    """Whether a noun for documents is the short name of a paper: "The Post said it had proof"."""
    word = article.parse.words[index]
    sense = noun_sense(word.text)
    document = sense is not None and sense.kind == "document"
    named = document and word.text in article.last_words_of_bodies
    return named and after_the(article.parse, index)


def _name_after_roles(parse: Parse, first: int, last: int) -> NameSpan | None:
    """The name in a run of proper nouns that may begin with roles: "Commissioner Banks"."""
    words = parse.words
    while first < last and is_role(words[first]):
        first += 1
    if first == last:
        return None
    if last - first == 1 and _is_common(words[first]):
        return None
    if words[first].deprel.split(":")[0] in ("nsubj", "obl", "nmod", "obj", "root"):
        return NameSpan(first, last, None)
    return None


def _is_addressed(parse: Parse, first: int, last: int, surnames: frozenset[str]) -> bool:
    """Whether the last word is a surname and all before it titles: "PC Shah", "Bishop" alone.

    Without a fuller name in the article, an honorific must come before it.
    """
    *before, word = parse.words[first:last]
    if not all(is_honorific(w.text) or is_rank(w.text) or is_role(w) for w in before):
        return False
    if word.text in surnames:
        return bool(before) or not is_the_holder(parse, first)
    return bool(before) and before[-1].text.lower().rstrip(".") in _CALLED


def _is_title_of_next(parse: Parse, last: int) -> bool:
    """Whether the last word of a run is a title of the name that follows: "Hon. Justice"."""
    words = parse.words
    if last >= len(words) or last not in parse.entity_at or not same_line(parse, last - 1, last):
        return False
    if parse.entity_at[last].label not in _PERSONS or words[last].start != words[last - 1].end + 1:
        return False
    word = words[last - 1]
    sense = noun_sense(word.text)
    person = sense is not None and sense.kind == "person"
    return person or is_honorific(word.text)


def _is_common(word: Word) -> bool:
    """Whether a lone capitalized word is an honorific or a noun for speakers, and no name."""
    return is_honorific(word.text) or noun_sense(word.text) is not None


def _surnames(parse: Parse) -> frozenset[str]:
    """Last words of all names that are labelled as persons more often than not."""
    count: Counter[str] = Counter()
    for entity in parse.entities:
        kind = KINDS.get(entity.label)
        last = min(entity.last, len(parse.words))
        if kind in (None, "other") or entity.first >= last:
            continue
        first, end = trimmed(parse, entity.first, last)
        if end - first > 1 and is_generation(parse.words[end - 1].text):
            end -= 1  # "Tony Banks Jr."
        if end > first:
            count[parse.words[end - 1].text.lower()] += 1 if kind == "person" else -1
    return frozenset(word for word, n in count.items() if n > 0 and len(word) > 2)


def _whole(parse: Parse, span: NameSpan, taken: set[int]) -> NameSpan:
    """A person's name with the initials before it and "Jr." after it."""
    if span.kind != "person":
        return span
    first = _initials_start(parse, span.first, taken)
    last = _hyphen_end(parse, span.last)
    return NameSpan(first, _suffix_end(parse, last), span.kind, span.place)
