"""Patterns of a colon behind a name: headlines, transcripts, statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from quoteattr.attribution.candidates import Article, Candidate
from quoteattr.relations import SourceSpan

__all__ = ["colon_candidates"]

_TURNS = 2  # paragraphs with a speaker in capitals that make a transcript
_NAMED_TURNS = 3  # paragraphs with a speaker as written that make one, if two speak in turn
_HEADLINE_SOURCE = 6  # words before the colon at most
_CAPITALS = regex.compile(r"[\p{Lu}][\p{Lu}\p{M}'’.\- ]{0,40}(?: \([^)]{1,20}\))?:\s")
_NAME = regex.compile(r"(?:\p{Lu}[\p{L}\p{M}'’.\-]+ ){1,3}\p{Lu}[\p{L}\p{M}'’.\-]+:\s")


def colon_candidates(article: Article) -> Iterator[Candidate]:
    """Headlines, transcripts, statements: "Merkel on the euro: “…”", "LEAVITT: …", "Lee: “…”"."""
    parse = article.parse
    turns = _turns(article)
    for number, (start, end) in enumerate(parse.paragraphs):
        indices = parse.words_within(start, end)
        opening = list(indices)[: _HEADLINE_SOURCE + 3]
        colon = next((i for i in opening if parse.words[i].text == ":"), None)
        if colon is None or colon == indices[0] or colon + 1 > indices[-1]:
            continue
        before = range(indices[0], colon)
        if parse.words[before[0]].text == "From" and _quotes(article, colon):
            before = before[1:]
        if number in turns or (_quotes(article, colon) and _is_name(article, before)):
            frame = "transcript"
        elif number == 0:
            frame = "headline"
            topic = next((i for i in before if article.lemmas[i] == "on"), colon)
            before = range(indices[0], topic)
            if topic != colon and parse.words[colon + 1].upos != "PUNCT":
                continue  # "X on Y:" announces a quotation, or it is a section's title
        else:
            continue
        if before and (frame == "transcript" or _named_again(article, before, colon)):
            yield _colon_candidate(article, frame, before, colon, end)


def _colon_candidate(
    article: Article, frame: str, before: range, colon: int, end: int
) -> Candidate:
    words = article.parse.words
    return Candidate(
        frame=frame,
        head=colon,
        cue=((colon, colon + 1),),
        lemma=":",
        cue_class="speech",
        content=((words[colon + 1].start, end),),
        source=SourceSpan(
            words[before[0]].start, words[before[-1]].end, _phrase_head(article, before)
        ),
        source_rule="colon",
    )


def _quotes(article: Article, colon: int) -> bool:
    """Whether a quotation follows a colon at once."""
    mark = article.mark_from(article.parse.words[colon].end)
    between = article.parse.words[colon].end
    return mark is not None and not article.parse.text[between : mark.span.start].strip()


def _is_name(article: Article, span: range) -> bool:
    """Whether words are one name, with or without its title, and nothing else."""
    words = article.parse.words
    return bool(span) and all(
        i in article.parse.entity_at or words[i].upos == "PROPN" for i in span
    )


def _turns(article: Article) -> frozenset[int]:
    """Paragraphs of a transcript: speakers in capitals, or two who take turns, open them."""
    text = article.parse.text
    paragraphs = article.parse.paragraphs
    capitals = {n for n, (a, b) in enumerate(paragraphs) if _CAPITALS.match(text, a, b)}
    names = {
        n: match[0] for n, (a, b) in enumerate(paragraphs) if (match := _NAME.match(text, a, b))
    }
    count = Counter(names.values())
    out = capitals if len(capitals) >= _TURNS else set()
    if len(names) >= _NAMED_TURNS and len(count) > 1 and max(count.values()) > 1:
        out = out | set(names)
    return frozenset(out)


def _named_again(article: Article, span: range, colon: int) -> bool:
    """Whether a headline's first words name somebody whom the article names again."""
    words = article.parse.words
    last = words[span[-1]]
    if last.upos not in ("PROPN", "NOUN") or not last.text[0].isupper():
        return False
    return any(
        word.text == last.text and word.upos == "PROPN" and word.index in article.parse.entity_at
        for word in words[colon + 1 :]
    )


def _phrase_head(article: Article, span: range) -> int:
    words = article.parse.words
    heads = [i for i in span if words[i].head not in span and words[i].upos != "PUNCT"]
    return heads[-1] if heads else span[-1]
