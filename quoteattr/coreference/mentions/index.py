"""The mentions of one article, looked up by the words that they cover or head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from quoteattr.coreference.mentions.find import find_mentions, nominal_mention, pronoun_mention
from quoteattr.coreference.mentions.sources import named_in
from quoteattr.coreference.records import Mention, pronoun_of
from quoteattr.relations import Relation, SourceSpan
from quoteattr.syntax import Parse
from quoteattr.words.cues import word_list
from quoteattr.words.names import place_of

__all__ = ["MentionIndex", "index_mentions"]

_OF_BOTH = word_list("nouns of persons or bodies")


class MentionIndex:
    """The mentions of one article.

    Args:
        parse: the document.
        mentions: the first ones; ``add`` takes further ones in.

    Attributes:
        by_head: the mention that a word heads.
        names: the name that covers a word.
    """

    def __init__(self, parse: Parse, mentions: Sequence[Mention]) -> None:
        self.parse = parse
        self.by_head = {mention.head: mention for mention in mentions}
        self._of_sources: dict[SourceSpan, Mention | None] = {}  # those asked for before
        self.names = {i: m for m in mentions if m.name for i in range(m.first, m.last)}

    def at(self, index: int) -> Mention | None:
        """The name that covers a word, else the mention that it heads."""
        return self.names.get(index) or self.by_head.get(index)

    def at_or_new(self, index: int) -> Mention:
        """Like ``at``; without one, a new mention with the word as head."""
        found = self.at(index)
        if found is not None:
            return found
        pronoun = pronoun_of(self.parse.words[index])
        if pronoun is not None:
            return pronoun_mention(self.parse, index, pronoun)
        return nominal_mention(self.parse, index)

    def of_source(self, span: SourceSpan | None) -> Mention | None:
        """The mention that a source is resolved to, None if there is none."""
        if span is None:
            return None
        if span not in self._of_sources:
            self._of_sources[span] = self._find_source(span)
        return self._of_sources[span]

    def _find_source(self, span: SourceSpan) -> Mention | None:
        if not 0 <= span.head < len(self.parse.words):
            return None
        if _is_fragment(self.parse, span):
            return None
        mention = self.at(span.head)
        if _is_definite(mention):
            return mention
        named = named_in(self.parse, span, self.names)
        if named is not None:
            return named[0]
        return mention

    def introduced_in(self, span: SourceSpan) -> Mention | None:
        """The name in a source, with the kind that a description before it shows, if one does.

        "A lawyer for the outlets, David Schulz" shows that David Schulz is a person.
        """
        if not 0 <= span.head < len(self.parse.words) or _is_definite(self.at(span.head)):
            return None
        named = named_in(self.parse, span, self.names)
        if named is None or named[1] is None:
            return None
        # "His opposite number, Ann Lee" is no group.
        full = named[0].name is not None and len(named[0].name.tokens) > 1
        if named[1] in ("group", "document") and named[0].kind == "person" and full:
            return None
        if named[1] == "person" and _may_be_builder(self.parse, span, named[0]):
            return None
        return attrs.evolve(named[0], hint=named[1])

    def add(self, mention: Mention) -> None:
        """Take a mention in; it replaces the one with the same head."""
        old = self.by_head.get(mention.head)
        self.by_head[mention.head] = mention
        self._of_sources.clear()
        for i in range(old.first, old.last) if old is not None and old.name else ():
            if self.names.get(i) is old:
                self.names[i] = mention


def index_mentions(
    parse: Parse,
    relations: Sequence[Relation],
    known: Mapping[str, Sequence[str]] | None = None,
) -> MentionIndex:
    """Find the mentions of an article: names, descriptions, pronouns, and every source.

    Args:
        parse: the document.
        relations: its attributions.
        known: names of persons as the caller writes them, by their first words.
    """
    index = MentionIndex(parse, find_mentions(parse, known))
    spans = [span for span in _sources(relations) if 0 <= span.head < len(parse.words)]
    for span in spans:
        introduced = index.introduced_in(span)
        if introduced is not None:
            index.add(introduced)
        if index.of_source(span) is None and not _is_fragment(parse, span):
            index.add(index.at_or_new(span.head))
    return index


def _sources(relations: Sequence[Relation]) -> Iterator[SourceSpan]:
    for relation in relations:
        if relation.source is not None:
            yield relation.source
        yield from relation.via


def _is_fragment(parse: Parse, span: SourceSpan) -> bool:
    """Whether a source is a lone determiner, or an adjective of nationality without its noun."""
    if len(parse.words_within(span.start, span.end)) > 1:
        return False
    word = parse.words[span.head]
    if word.upos == "DET":
        return word.text.lower() in ("the", "a", "an")
    return word.upos == "ADJ" and word.deprel == "amod" and place_of(word.text) is not None


def _may_be_builder(parse: Parse, span: SourceSpan, mention: Mention) -> bool:
    """Whether a body has a noun before it that fits persons too: "the builder, Tarn Estates"."""
    if mention.kind != "organization" or parse.words[mention.first - 1].text != ",":
        return False
    before = parse.words_within(span.start, parse.words[mention.first].start)
    nouns = [word.lemma for i in before if (word := parse.words[i]).upos == "NOUN"]
    return not _OF_BOTH.isdisjoint(nouns[-1:])


def _is_definite(mention: Mention | None) -> bool:
    """Whether a mention is a pronoun, but no "someone" or "many"."""
    pronoun = mention.pronoun if mention is not None else None
    return pronoun is not None and pronoun.use != "indefinite"
