"""From a source to its mention: one name, the description beside it, or a list of names."""

from __future__ import annotations

from collections.abc import Mapping

from quoteattr.coreference.mentions.tokens import is_excluded
from quoteattr.coreference.records import Mention
from quoteattr.model import SpeakerKind
from quoteattr.relations import SourceSpan
from quoteattr.syntax import Parse, Word
from quoteattr.words.names import is_honorific, is_kin, noun_sense

__all__ = ["is_apposed", "named_in", "names_listed"]

_BREAKS = frozenset(",;:–—") | {"--"}
_BEFORE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "PRON", "PART"})
_LISTING = frozenset({"and", "or", "both", "the", "'s", "’s", "'", "’", ",", "&", "as", "well"})
_ADDING = frozenset({"as", "along", "together", "including", "like"})
_SINGLES = frozenset({"one", "another"})


def _segments(parse: Parse, span: SourceSpan) -> list[list[int]]:
    """The words of a span in parts, cut at commas and dashes, without what is in brackets."""
    out: list[list[int]] = [[]]
    depth = 0
    for i in parse.words_within(span.start, span.end):
        text = parse.words[i].text
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            depth = max(depth - 1, 0)
        elif depth:
            continue
        elif parse.words[i].upos == "PUNCT" and text in _BREAKS:
            out.append([])
        else:
            out[-1].append(i)
    return [segment for segment in out if segment]


def named_in(
    parse: Parse, span: SourceSpan, inside: Mapping[int, Mention]
) -> tuple[Mention, SpeakerKind | None] | None:
    """The name in a source span, found without the parse.

    That is the name at the end of its first part ("Trump lawyer Marc Kasowitz, who …"), or one
    that fills a later part after a description ("A lawyer for the outlets, David Schulz,").

    Args:
        parse: the document.
        span: the source.
        inside: the name that covers a word, by the word's index.

    Returns:
        The name, and the kind that a description before it shows; None if there is no name.
    """
    segments = _segments(parse, span)
    office = _after_office(parse, [i for segment in segments for i in segment], inside)
    if office is not None:
        return office, None
    kind: SpeakerKind | None = None
    for number, segment in enumerate(segments[:4]):
        if number and kind is None:
            break
        if number and is_excluded(parse, segment[0] + 1):
            break
        found = _ending(parse, segment, inside, alone=number > 0)
        if found is not None:
            return found, kind
        if number == 0:
            kind = _described_kind(parse, segment, inside)
    return None


def _ending(
    parse: Parse, segment: list[int], inside: Mapping[int, Mention], *, alone: bool
) -> Mention | None:
    """The name at the end of a part of a source; ``alone``: nothing else may precede it."""
    words = [i for i in segment if parse.words[i].upos not in ("PUNCT", "PART")]
    mention = inside.get(words[-1]) if words else None
    if mention is None or mention.name is None or mention.last != words[-1] + 1:
        return None
    if any(i >= mention.last and _is_particle(parse.words[i]) for i in segment):
        return None
    if alone and mention.first < segment[0]:
        return None  # "The striker, who was born in Lagos, Nigeria": the name began before
    before = [i for i in segment if i < mention.first]
    if not alone and _describes_body(parse, before, mention):
        return mention
    if alone or "person" not in (mention.kind or "person", mention.hint):
        return mention if all(parse.words[i].upos in ("DET", "PUNCT") for i in before) else None
    # "Bank of England governor Ann Lee": the preposition belongs to another name.
    introduces = (
        i in inside
        or _may_introduce(parse.words[i])
        or _joins_fields(parse, i, inside)
        or _ends_in_body(parse, range(i, mention.first), inside)
        for i in before
    )
    return mention if all(introduces) else None


def _describes_body(parse: Parse, before: list[int], mention: Mention) -> bool:
    """Whether the words before a body say what it does: "Dutch chip equipment maker ASML"."""
    if mention.kind != "organization" or mention.is_place or not before:
        return False
    last = parse.words[before[-1]]
    tied = mention.first <= last.head < mention.last or parse.words[mention.head].head == last.index
    one = last.xpos == "NN" and tied and last.index + 1 == mention.first
    plain = all(parse.words[i].upos in ("DET", "ADJ", "NOUN", "PROPN", "NUM") for i in before)
    sense = noun_sense(last.lemma.lower())
    return one and plain and (sense is None or sense.kind == "organization")


def _after_office(parse: Parse, words: list[int], inside: Mapping[int, Mention]) -> Mention | None:
    """The full name right after an office and its field: "head of the council in Leeds Ann Lee".

    It ends the source, which names nobody else. The field is no person: "a lawyer for singer Ann
    Lee" is somebody else.
    """
    mention = inside.get(words[-1]) if words else None
    if mention is None or mention.name is None or len(mention.name.tokens) < 2:
        return None
    before = [i for i in words if i < mention.first]
    if mention.name.titles and before and _is_office_and(parse, before):
        before.pop()
    links = [i for i in before if parse.words[i].upos == "ADP"]
    others = {inside[i] for i in before if i in inside}
    if mention.kind != "person" or not links or any(m.kind == "person" for m in others):
        return None
    field = [i for i in before if i > links[-1]]
    heads = [i for i in before if i < links[0] and parse.words[i].upos in ("NOUN", "PROPN")]
    office = bool(heads) and _is_office(parse.words[heads[-1]])
    told = any(parse.words[i].upos in ("VERB", "AUX", "PRON", "SCONJ") for i in before)
    return mention if office and not told and _is_field(parse, field, inside) else None


def _is_office_and(parse: Parse, before: list[int]) -> bool:
    """Whether words are an office as a title, and "and": "Minister of Water and Chairman …"."""
    first = parse.words[before[0]]
    return (
        parse.words[before[-1]].upos == "CCONJ" and first.text[:1].isupper() and _is_office(first)
    )


def _is_office(word: Word) -> bool:
    """Whether a word may be the office of one person: chief, director, specialist."""
    sense = noun_sense(word.lemma.lower())
    one = word.xpos not in ("NNS", "NNPS")
    return one and sense is not None and sense.kind == "person" and not is_kin(word.lemma.lower())


def _is_field(parse: Parse, field: list[int], inside: Mapping[int, Mention]) -> bool:
    """Whether words are what an office is of: a body, a place, a trade, but no other person."""
    last = parse.words[field[-1]] if field else None
    if last is None or (last.index not in inside and last.upos not in ("NOUN", "PROPN")):
        return False
    return not any(
        is_honorific(parse.words[i].text) or _is_office(parse.words[i])
        for i in field
        if i not in inside and parse.words[i].upos != "DET"
    )


def _joins_fields(parse: Parse, index: int, inside: Mapping[int, Mention]) -> bool:
    """Whether "and" is within the office of one person: "operations and finance director Lee"."""
    before = parse.words[max(index - 1, 0)]
    field = before.upos in ("NOUN", "VERB") and before.index not in inside
    return parse.words[index].text == "and" and field and noun_sense(before.lemma.lower()) is None


def _ends_in_body(parse: Parse, words: range, inside: Mapping[int, Mention]) -> bool:
    """Whether a preposition and a body precede the name: "chair of the Arts Council Ann Lee".

    Only people have such names: a study by the Arts Council is none.
    """
    preposition, *rest = words
    office = noun_sense(parse.words[max(preposition - 1, 0)].lemma.lower())
    after = (parse.words[i] for i in rest)
    names = [inside.get(w.index) for w in after if w.upos != "DET" and not is_honorific(w.text)]
    bodies = all(name is not None and name.kind == "organization" for name in names)
    person = office is not None and office.kind == "person"
    return person and parse.words[preposition].upos == "ADP" and bool(names) and bodies


def _is_particle(word: Word) -> bool:
    return word.upos == "PART" and word.xpos != "POS"


def _may_introduce(word: Word) -> bool:
    """Whether a word may be part of the description before a name."""
    return word.upos in _BEFORE or word.xpos == "VBG" or noun_sense(word.text) is not None


def _described_kind(
    parse: Parse, segment: list[int], inside: Mapping[int, Mention]
) -> SpeakerKind | None:
    """The kind that a singular description shows, if a name can follow it in apposition."""
    opening = parse.words[segment[0]]
    if opening.text.lower() in _SINGLES:
        return "person"
    if opening.upos not in ("DET", "PRON", "ADJ", "NOUN") and segment[0] not in inside:
        return None
    kind: SpeakerKind | None = None
    for i in segment:
        if parse.words[i].upos == "ADP":
            break
        sense = noun_sense(parse.words[i].text)
        if i not in inside:
            kind = sense.kind if sense else kind
    return kind


def is_apposed(parse: Parse, span: SourceSpan, inside: Mapping[int, Mention]) -> bool:
    """Whether a source is one name with a description after a comma, judged without the parse.

    So is "Ann Lee, an economist and tax expert,", but not "Ann Lee, an economist and Bob Ray". Nor
    does "Ann Lee, an expert at Hale and Shell" name a body beside her.
    """
    segments = _segments(parse, span)
    if len(segments) < 2:
        return False
    mention = _ending(parse, segments[0], inside, alone=False)
    opening = parse.words[segments[1][0]]
    if mention is None or opening.index in inside:
        return False
    if opening.upos == "CCONJ" or opening.text.lower() in _ADDING:
        return False
    return not any(
        parse.words[i].upos == "CCONJ" and i + 1 in inside and inside[i + 1].kind == "person"
        for segment in segments[1:]
        for i in segment
    )


def names_listed(parse: Parse, span: SourceSpan, inside: Mapping[int, Mention]) -> list[Mention]:
    """The names of a span that holds nothing but names with "and": none or two at least.

    So do "Kenya's president, Ann Lee, and Uganda's, Bo Ray", with one noun for both.
    """
    segments = _segments(parse, span)
    if not segments:
        return []
    whole = [i for segment in segments for i in segment]
    others = _of_other_owners(parse, whole, inside)
    first = named_in(parse, span, inside) if others else None
    if first is not None and first[0] not in others:
        return [first[0], *others]
    return _listed(parse, whole, inside) or _listed(parse, segments[0], inside)


def _of_other_owners(
    parse: Parse, words: list[int], inside: Mapping[int, Mention]
) -> list[Mention]:
    """The persons after "and Uganda's," where the noun of the one before is left out."""
    found: list[Mention] = []
    for i in words:
        owner, named = inside.get(i - 1), inside.get(i + 2)
        owned = parse.words[i].xpos == "POS" and i + 2 in words and parse.words[i + 1].text == ","
        linked = owner is not None and parse.words[max(owner.first - 1, 0)].upos == "CCONJ"
        if owned and linked and named is not None and named.kind == "person":
            found.append(named)
    return found


def _listed(parse: Parse, words: list[int], inside: Mapping[int, Mention]) -> list[Mention]:
    found: dict[int, Mention] = {}
    linked = False
    for i in _after_plural(parse, words, inside):
        mention = inside.get(i)
        text = parse.words[i].text.lower()
        if mention is not None:
            found.setdefault(mention.head, mention)
        elif text not in _LISTING:
            return []
        linked = linked or (mention is None and text in ("and", "or", "&"))
    return list(found.values()) if len(found) > 1 and linked else []


def _after_plural(parse: Parse, words: list[int], inside: Mapping[int, Mention]) -> list[int]:
    """The words without what the names are together: "Labour MPs Jane Moore and Paul Kim"."""
    persons = (k for k, i in enumerate(words) if i in inside and inside[i].kind == "person")
    first = next(persons, 0)
    if not first or parse.words[words[first - 1]].xpos not in ("NNS", "NNPS"):
        return words
    before = words[:first]
    plain = all(parse.words[i].upos in _BEFORE for i in before) and before[-1] not in inside
    return words[first:] if plain else words
