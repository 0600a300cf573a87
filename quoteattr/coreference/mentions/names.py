"""Names as mentions: the titles before them, what the words beside them show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import attrs

from quoteattr.coreference.mentions.corrections import corrected
from quoteattr.coreference.mentions.name_spans import find_name_spans
from quoteattr.coreference.mentions.repairs import NameSpan
from quoteattr.coreference.mentions.tokens import (
    after_the,
    hyphenated_noun,
    hyphenated_start,
    in_law,
    is_proper,
    same_line,
    spelled_words,
    whole_noun,
)
from quoteattr.coreference.records import Mention, role_of
from quoteattr.model import Gender, SpeakerKind
from quoteattr.syntax import Parse, Word
from quoteattr.words.cues import default_lexicon, word_list
from quoteattr.words.names import (
    Name,
    given_name_gender,
    is_given_name,
    is_honorific,
    is_kin,
    is_rank,
    is_title_modifier,
    kin_genders,
    noun_sense,
    place_of,
    split_name,
    title_gender,
)
from quoteattr.words.nouns import folded, role_field, title_noun, words_of_bodies

__all__ = ["name_mentions", "with_shared_surnames"]

_FIELD = ("NOUN", "PROPN", "NUM")  # last word of an office
_OF_BOTH = word_list("nouns of persons or bodies")
_IN_OFFICE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "CCONJ", "NUM"})
_LONGEST_OFFICE = 10  # words
_BRACKETED = 3  # words of "(SP)"
_PLAYING = frozenset({"sport", "arts"})
# Heads of offices; capitalized "Spokesman of …" is somebody else's, at the head of a sentence.
_HEADS = frozenset({"Chief", "Head", "Director", "Commander", "Inspector", "Marshal"}) | {
    *("Duke", "Duchess", "Earl", "Countess"),
}


def name_mentions(parse: Parse, known: Mapping[str, Sequence[str]] | None = None) -> list[Mention]:
    """All names of a document as mentions, in no particular order.

    Args:
        parse: the document.
        known: names of persons as the caller writes them, by their first words.
    """
    spans = find_name_spans(parse, known)
    full = [span for span in spans if span.kind == "person" and span.last - span.first > 1]
    barred = frozenset(i for span in full for i in range(span.first, span.last))
    return list(corrected(parse, [_name_mention(parse, span, barred) for span in spans]))


def _name_mention(parse: Parse, span: NameSpan, barred: frozenset[int]) -> Mention:
    first, last = span.first, span.last
    called = _is_called_like_title(parse, first - 1)
    first -= called
    head = next(iter(parse.tops(first, last)), first)
    text = spelled_words(parse, first, last)
    name = split_name(text)
    called = called or _is_called_like_title(parse, first)
    if name.titles and (span.kind == "organization" or called):
        gender = given_name_gender(parse.words[first].text) if called else None
        name = Name(text, tuple(folded(word) for word in text.split()), gender=gender)
    start = first
    addressed = first > 0 and is_honorific(parse.words[first - 1].text)
    if span.kind in ("person", None) or addressed or is_given_name(parse.words[first].text):
        start = _title_start(parse, first, barred)
        title = _title(parse, start, first)
        if title.strip():
            name = attrs.evolve(
                name,
                titles=_with_title(" ".join(title.split()), name.titles),
                gender=title_gender(title) or name.gender,
            )
    word = parse.words[head]
    speaks = _speaks(parse, start, head)
    return Mention(
        first=start,
        last=last,
        head=head,
        form="name",
        lemma=name.tokens[-1] if name.tokens else word.text.lower(),
        sentence=word.sentence,
        role="subject" if speaks else role_of(parse, head),
        speaks=speaks,
        plural=span.kind == "group" or word.xpos == "NNPS",
        kind=span.kind,
        gender=name.gender or _kin_gender(parse, start, last),
        name=name,
        hint=_hint(parse, start, head, span) or _own_hint(parse, head, span.kind, name.text),
        determination="definite" if after_the(parse, start) else "bare",
        is_place=span.place,
        place=_country(parse, start, head) if span.kind == "person" else None,
        bracketed=start > 0 and parse.words[start - 1].text == "(",
    )


def _is_called_like_title(parse: Parse, index: int) -> bool:
    """Whether a title is the given name of a player or an artist: "striker Prince Owusu".

    "Singer King Charles" is named so as well; "team captain Prince Harry" may be a prince.
    """
    if index < 1 or not same_line(parse, index - 1, index):
        return False
    word, role = parse.words[index], parse.words[index - 1]
    titled = is_honorific(word.text) or noun_sense(word.text) is not None
    field = role_field(title_noun(role.lemma or role.text))
    return titled and is_proper(word) and is_given_name(word.text) and field in _PLAYING


def _with_title(title: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The titles of a name with the one before them; "Det" and "Insp" are parts of one rank."""
    beside = (title.split()[-1], others[0].split()[0]) if others else ("",)
    one = all(word and title_noun(word) != folded(word) for word in beside)
    return (f"{title} {others[0]}", *others[1:]) if one else (title, *others)


def _country(parse: Parse, start: int, head: int) -> str | None:
    """Where a person is from: "Kenya's Mercy Lee", "Kenyan Mercy Lee", "Mercy Lee of Kenya"."""
    words = parse.words
    near = [i for i in range(start - 2, start) if i >= 0 and same_line(parse, i, start)]
    before = near[:1] if near and words[near[-1]].xpos == "POS" else near[-1:]
    after = [
        kid
        for kid in parse.children[head]
        if words[kid].deprel == "nmod"
        and any(words[k].text in ("of", "from") for k in parse.children[kid])
    ]
    named = (words[i] for i in (*before, *after))
    found = (place_of(word.text) for word in named if word.text[:1].isupper())
    return next((place for place in found if place is not None), None)


def _speaks(parse: Parse, start: int, head: int) -> bool:
    """Whether a name follows a reporting verb without a subject: "…, noted NBC’s Dante Chinni"."""
    words = parse.words
    governor = words[head].head
    if not 0 <= governor < start or start - governor > 4 or words[governor].upos != "VERB":
        return False
    if words[head].deprel not in ("obj", "xcomp", "nsubj"):
        return False
    if default_lexicon().verbs.get(words[governor].lemma) != "speech":
        return False
    if words[governor].xpos == "VBG":  # "in a letter mentioning Dante Chinni"
        return False
    others = (words[k].deprel for k in parse.children[governor] if k != head)
    return not any(relation.startswith(("nsubj", "aux")) for relation in others)


def _title(parse: Parse, start: int, first: int) -> str:
    """The titles before a name, without adjectives that are no part of them ("moderate")."""
    while (
        start < first
        and parse.words[start].upos == "ADJ"
        and (parse.words[start].text.islower() and not is_title_modifier(parse.words[start].text))
    ):
        start += 1
    return spelled_words(parse, start, first) if start < first else ""


def _hint(parse: Parse, start: int, head: int, span: NameSpan) -> SpeakerKind | None:
    """The kind that a common noun beside a name shows: "the news agency RIA Novosti"."""
    first, last, kind = span.first, span.last, span.kind
    words = parse.words
    beside: list[Word] = []
    if start == first > 0 and words[first - 1].upos == "NOUN":
        beside.append(words[first - 1])
    beside.extend(words[i] for i in parse.children[head] if words[i].deprel == "appos")
    governor = words[head].head
    if governor >= 0 and words[head].deprel == "appos":
        beside.append(words[governor])
    for word in beside:
        sense = noun_sense(word.lemma) if word.upos == "NOUN" else None
        if sense and word.xpos != "NNS" and word.sentence == words[head].sentence:
            if kind == "organization" and word.lemma in _OF_BOTH and word.index != first - 1:
                continue  # "the builder, Tarn Estates"
            # "His opposite number, Tane Lee" and "the remark, by Tane Lee" are no hints.
            named = kind == "person" and last - first > 1 and word.index != first - 1
            return None if named and sense.kind in ("group", "document") else sense.kind
    return None


def _own_hint(parse: Parse, head: int, kind: SpeakerKind | None, text: str) -> SpeakerKind | None:
    """The kind that a body's name itself shows: "Merton & Sons", "Harlow Gazette", "CNN".

    So does "it" in what the body says: "Unite said its members would strike".
    """
    if kind in ("person", None) and (_is_it(parse, head) or _is_thing(parse, head)):
        return "organization"
    if kind not in ("organization", None):
        return None
    words = text.lower().replace(".", "").split()
    if kind == "organization" and "&" in words:
        return "organization"
    lone = kind is None and len(words) == 1 and not is_given_name(words[0])
    if not (lone or (kind == "organization" and len(words) > 1)):
        return None
    shown = words[-1] in words_of_bodies()
    return "organization" if shown and not (lone and noun_sense(words[0])) else None


def _is_thing(parse: Parse, head: int) -> bool:
    """Whether a relative clause about a name begins with "which": "JK Venkat, which bid second"."""
    words = parse.words
    clauses = (k for k in parse.children[head] if parse.main_relations[k] == "acl" and k > head)
    return any(
        words[kid].text.lower() == "which" and words[kid].deprel == "nsubj"
        for clause in clauses
        for kid in parse.children[clause]
    )


def _is_it(parse: Parse, head: int) -> bool:
    """Whether a lone name speaks of itself as "it": the first pronoun of what it says is "its"."""
    words = parse.words
    governor = words[head].head
    lone = not any(words[k].deprel.startswith("flat") for k in parse.children[head])
    if not lone or words[head].deprel != "nsubj" or not 0 <= governor - head <= 3:
        return False
    if default_lexicon().verbs.get(words[governor].lemma) is None:
        return False
    if is_given_name(words[head].text) or (head > 0 and is_honorific(words[head - 1].text)):
        return False
    for word in words[governor + 1 : governor + 5]:
        if word.sentence != words[head].sentence or word.upos in ("PROPN", "NOUN"):
            return False
        if word.upos == "PRON":
            acts = word.head > word.index and words[word.head].upos == "VERB"
            acts = acts and words[word.head].lemma in default_lexicon().verbs
            acts = acts and words[word.head].lemma not in word_list("impersonal verbs")
            own = word.text.lower() == "its"
            return own or (word.text.lower() == "it" and word.deprel == "nsubj" and acts)
    return False


def _kin_gender(parse: Parse, start: int, last: int) -> Gender | None:
    """The gender that the noun before a name shows: "his wife, Lynn Harper,"."""
    words = parse.words
    if start < 3 or words[start - 1].text != ",":
        return None
    noun = min((start - 2, *in_law(parse, start - 2)))
    owned = words[noun - 1].upos == "PRON" or words[noun - 1].xpos == "POS"
    closed = last >= len(words) or words[last].upos in ("PUNCT", "CCONJ")
    return kin_genders().get(whole_noun(parse, noun).lower()) if owned and closed else None


def with_shared_surnames(parse: Parse, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions in which both of "James and Olive Meehan" have the surname.

    Args:
        parse: the document.
        mentions: in text order.
    """
    names = [mention for mention in mentions if mention.name is not None]
    full = {
        left.head: _with_surname_of(left, right)
        for left, right in pairwise(names)
        if _shares_surname(parse, left, right)
    }
    return [full.get(mention.head, mention) for mention in mentions]


def _shares_surname(parse: Parse, left: Mention, right: Mention) -> bool:
    if left.name is None or right.name is None or right.first != left.last + 1:
        return False
    tokens = right.name.tokens
    fits = len(left.name.tokens) == 1 and len(tokens) == 2 and right.kind == "person"
    return (
        fits
        and parse.words[left.last].text.lower() in ("and", "&")
        and not right.name.titles
        and is_given_name(left.name.text)
        and is_given_name(tokens[0])
    )


def _with_surname_of(left: Mention, right: Mention) -> Mention:
    if left.name is None or right.name is None:
        return left
    gender = left.gender or given_name_gender(left.name.text)
    name = attrs.evolve(
        left.name,
        text=f"{left.name.text} {right.name.text.split()[-1]}",
        tokens=(left.name.tokens[0], right.name.tokens[-1]),
        gender=gender,
    )
    return attrs.evolve(left, name=name, gender=gender, kind="person")


# --- titles ------------------------------------------------------------------------------------


def _title_start(parse: Parse, first: int, barred: frozenset[int] = frozenset()) -> int:
    """The first word of the titles before a name: "White House Press Secretary".

    Args:
        parse: the document.
        first: first word of the name.
        barred: words that belong to other names and can't be part of a title.
    """
    words = parse.words
    if _abbreviated_before(words, first):
        start = _title_start(parse, first - _BRACKETED, barred)
        return start if start < first - _BRACKETED else first
    start = _office_start(parse, first, barred)
    i = start - 1
    while i >= 0 and first - i <= 8 and i not in barred and same_line(parse, i, first):
        word = words[i]
        if word.text == "." and i > 0 and words[i].start == words[i - 1].end:
            i -= 1
            continue
        first_lady = word.text.lower() == "lady" and words[i - 1].text.lower() == "first"
        split = in_law(parse, i) or hyphenated_noun(parse, i)
        if not (_is_title(word) or first_lady or split):
            break
        start = i = hyphenated_start(parse, i - first_lady)
        i -= 1
    if start == first:
        return first
    start = _modifier_start(parse, start, barred)
    start = _head_of_office(parse, start, first)
    return _joint_title(parse, start, barred)


def _abbreviated_before(words: Sequence[Word], first: int) -> bool:
    """Whether a title ends in its abbreviation: "superintendent of police (SP) Ann Lee"."""
    before = [word.text for word in words[max(first - _BRACKETED, 0) : first]]
    return before[:1] == ["("] and before[2:] == [")"] and before[1].isupper()


def _office_start(parse: Parse, first: int, barred: frozenset[int]) -> int:
    """First word of "Minister for Finance" or "Leader of the Opposition" before a name.

    The office ends right before the name, without a comma. Where it ends in a noun for persons
    ("the spokesman of Mayor Ann Lee"), that one alone is the title.

    Args:
        parse: the document.
        first: first word of the name.
        barred: words that belong to other names and can't be part of a title.

    Returns:
        ``first`` if there is no such office.
    """
    words = parse.words
    last = words[first - 1] if first > 2 else None
    if last is None or _is_title(last):
        return first
    # "of the Opposition" may be tagged as an adjective; "for Human" goes on in "Rights".
    opposition = last.upos == "ADJ" and last.text[:1].isupper() and words[first - 2].upos == "DET"
    if last.upos not in _FIELD and not opposition:
        return first
    start = first
    for i in range(first - 1, max(first - _LONGEST_OFFICE, -1), -1):
        word = words[i]
        if i in barred or not same_line(parse, i, first):
            break
        hyphen = word.text == "-" and word.end == words[i + 1].start  # "mother-of-two"
        if not (word.upos in _IN_OFFICE or hyphen or (word.upos == "ADP" and _links(word))):
            break
        after = i + 2 if words[i + 1].text == "-" else i + 1
        linked = after < first - 1 and _links(words[after])
        # "mother of three Ann Lee", but not "the mother of murdered teenager Ann Lee"
        kin = is_kin(word.lemma.lower()) and last.upos != "NUM"
        if linked and _is_title(word) and not kin:
            start = i
    return start


def _head_of_office(parse: Parse, start: int, first: int) -> int:
    """First word of a title that a rank follows: "Chief of Army Staff General Ann Lee".

    Args:
        parse: the document.
        start: first word of the titles found so far: "Army Staff General".
        first: first word of the name.
    """
    words = parse.words
    if start < 2 or start + 1 >= first or words[start - 1].text.lower() != "of":
        return start
    head = words[start - 2]
    office = head.text in _HEADS and same_line(parse, start - 2, start)
    return start - 2 if office and place_of(words[start].text) is None else start


def _links(word: Word) -> bool:
    """Whether a preposition may tie an office to its field: "Director of …", "Minister for …"."""
    return word.text.lower() in ("of", "for")


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
    if is_rank(word.text) or word.text == "Rt":
        return True
    if word.upos in ("PUNCT", "VERB", "AUX", "ADP", "PRON", "DET"):
        return False
    if is_honorific(word.text):
        return word.text[:1].isupper()
    sense = noun_sense(word.lemma) or noun_sense(word.text)
    return sense is not None and sense.kind == "person" and word.xpos not in ("NNS", "NNPS")


def _modifier_start(parse: Parse, start: int, barred: frozenset[int]) -> int:
    """The first word that modifies a title: "Russian President", "Tulsa police Chief"."""
    words = parse.words
    i = start - 1
    while i >= 0 and start - i <= 5 and i not in barred and same_line(parse, i, start):
        word = words[i]
        modifies = word.deprel.split(":")[0] in ("compound", "amod", "flat", "nmod")
        modifies = modifies or (word.xpos == "NN" and words[i + 1].upos == "NOUN")
        if word.upos not in ("PROPN", "ADJ", "NOUN") or not (modifies or is_proper(word)):
            break
        if word.xpos in ("NNS", "NNPS") and not is_proper(word):
            break
        start = i
        i -= 1
    return start
