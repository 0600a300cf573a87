"""Exact F1 of tagged spans, as CofeNet counts it (Wang et al., COLING 2022).

CofeNet gives each token one tag at most. Where roles overlap, a cue wins over a source, and a
source over a content. A span is right if its role, its first and its last token are. Each piece of
a content is a span of its own, also where a cue or a source interrupts the content.

PolNeAR's annotators include the comma that closes an apposition in the source ("Lee, 59, of Ohio,
said"), and the colon after a cue in the cue: on the train part in nine of ten and in 19 of 20
cases. A tagger that is trained on them does so too. Our spans end before these marks, which users
expect. ``closed`` adds them to predictions, so that taggers are compared on equal terms.

Published numbers are over CoreNLP's tokens of PolNeAR's test part, with a paragraph per sequence.
Such a file is read as it is (``corpora.tagged``), and ``align`` finds its tokens in the articles.
Without one, the tokens are ours (``tokens_of``). That matters little, since gold and predictions
are tagged on the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from quoteattr.corpora.attributions import ROLES, Attribution, Pieces
from quoteattr.corpora.polnear import GoldArticle
from quoteattr.corpora.predictions import PredictedQuote
from quoteattr.corpora.tagged import Tagged, TaggedText, Tags
from quoteattr.errors import InputError
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.score import Measure, measure_of
from quoteattr.evaluation.spans import Article

__all__ = [
    "align",
    "closed",
    "keep_kinds",
    "paint",
    "paint_articles",
    "paint_tagged",
    "paint_texts",
    "paragraphs_of",
    "score_tags",
    "tag_spans",
    "tags_markdown",
    "tokens_of",
]

_COLON = re.compile(r"\s?:")
_TOKEN = re.compile(r"\w+(?:[.\-&]\w+)*|[’']\w+|[^\w\s]")
_LAYERS = ("content", "source", "cue")  # a later one wins
_ORDER = ("source", "cue", "content")
_BRACKETS = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
    "``": '"', "''": '"', "--": "–",
}  # fmt: skip
_FOLDED: dict[int, str] = {
    **{ord(c): f for c, f in zip("“”„«»‘’`´–—―\u00a0\u2009", '"""""\'\'\'\'---  ', strict=True)},
    ord("…"): "...",
}


def tokens_of(text: str, start: int = 0, end: int | None = None) -> Pieces:
    """Words, with ``. - &`` inside, clitics with their apostrophe, and single other characters.

    Args:
        text: an article.
        start: the first code point to read.
        end: where to stop; None is the end of the text.

    >>> text = "“The U.S. doesn’t,” he"
    >>> [text[a:b] for a, b in tokens_of(text)]
    ['“', 'The', 'U.S', '.', 'doesn', '’t', ',', '”', 'he']
    """
    stop = len(text) if end is None else end
    return tuple(match.span() for match in _TOKEN.finditer(text, start, stop))


def paragraphs_of(text: str) -> tuple[Pieces, ...]:
    r"""The tokens of each line that has any.

    >>> paragraphs_of("No.\n\nYes")
    (((0, 2), (2, 3)), ((5, 8),))
    """
    lines = (tokens_of(text, *line.span()) for line in re.finditer(r"[^\n]+", text))
    return tuple(tokens for tokens in lines if tokens)


def closed(attribution: Attribution, text: str) -> Attribution:
    """An attribution with the comma after its source and the colon after its cue, if any.

    Args:
        attribution: a predicted one.
        text: the article.

    >>> from quoteattr.corpora.predictions import PredictedQuote
    >>> quote = closed(PredictedQuote(((13, 17),), source=((0, 6),)), "Lee, 5, said that")
    >>> quote.source, quote.content
    (((0, 7),), ((13, 17),))
    """
    return PredictedQuote(
        content=attribution.content,
        cue=tuple((a, _end(_COLON, text, b)) for a, b in attribution.cue),
        source=tuple(
            (a, b + 1 if "," in text[a:b] and text[b : b + 1] == "," else b)
            for a, b in attribution.source
        ),
    )


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    """The end of a match at a place; the place if there is none."""
    found = pattern.match(text, place)
    return found.end() if found else place


def paint(tokens: Pieces, attributions: Iterable[Attribution]) -> Tags:
    """A tag for each token: ``O``, ``B-source``, ``I-source`` and so on.

    Args:
        tokens: code points of each.
        attributions: those of the article.

    >>> from quoteattr.corpora.predictions import PredictedQuote
    >>> paint(((0, 2), (3, 7), (8, 11)), [PredictedQuote(((0, 11),), cue=((3, 7),))])
    ('B-content', 'B-cue', 'B-content')
    """
    tags = ["O"] * len(tokens)
    given = tuple(attributions)
    for role in _LAYERS:
        for attribution in given:
            for start, end in getattr(attribution, role):
                within = [i for i, (a, b) in enumerate(tokens) if a < end and start < b]
                for i in within:
                    tags[i] = f"I-{role}" if i > within[0] else f"B-{role}"
    for i, tag in enumerate(tags):  # after an interruption, a span begins anew
        if tag.startswith("I-") and (i == 0 or tags[i - 1][2:] != tag[2:]):
            tags[i] = f"B-{tag[2:]}"
    return tuple(tags)


def tag_spans(tags: Sequence[str]) -> dict[str, frozenset[tuple[int, int]]]:
    """First and last token (exclusive) of each span, by role; an ``I-`` without ``B-`` is ignored.

    >>> tag_spans(["B-cue", "I-cue", "I-source", "B-source"])["source"]
    frozenset({(3, 4)})
    """
    out: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
    start, role = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if role and tag != f"I-{role}":
            out[role].add((start, i))
            role = ""
        if tag.startswith("B-") and tag[2:] in out:
            start, role = i, tag[2:]
    return {role: frozenset(spans) for role, spans in out.items()}


def score_tags(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, Measure]:
    """Exact precision, recall and F1 of source, cue and content.

    Args:
        pairs: gold and predicted tags of each sequence.

    Raises:
        InputError: the two sides of a pair differ in length.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for gold, found in pairs:
        if len(gold) != len(found):
            raise InputError(f"{len(gold)} gold tags can't be compared with {len(found)} others")
        one, other = tag_spans(gold), tag_spans(found)
        for role in ROLES:
            counts[role, "gold"] += len(one[role])
            counts[role, "pred"] += len(other[role])
            counts[role, "right"] += len(one[role] & other[role])
    return {
        role: measure_of(
            counts[role, "gold"],
            counts[role, "right"],
            counts[role, "pred"],
            counts[role, "right"],
        )
        for role in _ORDER
    }


def paint_articles(
    articles: Iterable[GoldArticle], predictions: Mapping[str, Sequence[Attribution]]
) -> list[tuple[Tags, Tags]]:
    """Gold and predicted tags of every paragraph, for ``score_tags``."""
    return [
        (paint(tokens, gold.attributions), paint(tokens, predictions.get(gold.name, ())))
        for gold in articles
        for tokens in paragraphs_of(gold.text)
    ]


def paint_tagged(
    rows: Iterable[Tagged],
    texts: Mapping[str, str],
    predictions: Mapping[str, Sequence[Attribution]],
) -> tuple[list[tuple[Tags, Tags]], int]:
    """Gold and predicted tags of CofeNet's sequences, and how many were found in their article.

    A sequence that is not found counts as predicted without quotes.

    Args:
        rows: of ``read_tagged``.
        texts: of the articles, by name.
        predictions: by the name of the article.
    """
    pairs: list[tuple[Tags, Tags]] = []
    located = 0
    reached: dict[str, int] = {}
    for row in rows:
        text = texts.get(row.article, "")
        tokens = align(row.tokens, text, reached.get(row.name, 0)) or align(row.tokens, text)
        if tokens is None:
            pairs.append((row.labels, ("O",) * len(row.labels)))
            continue
        located += 1
        reached[row.name] = tokens[-1][1]
        pairs.append((row.labels, paint(tokens, predictions.get(row.article, ()))))
    return pairs, located


def tags_markdown(scores: Mapping[str, Measure]) -> str:
    """A Markdown table, one row per role."""
    rows = [
        [role, f"{m.p:.1f}", f"{m.r:.1f}", f"**{m.f:.1f}**", f"{m.gold:,}", f"{m.pred:,}"]
        for role, m in scores.items()
    ]
    return table(["exact tags", "P", "R", "F1", "gold", "found"], rows)


def align(tokens: Sequence[str], text: str, start: int = 0) -> Pieces | None:
    """The span of every token, at or after ``start``; None if the sequence is not found.

    Quotation marks, dashes and brackets match in any form. Punctuation that the article lacks gets
    an empty span after the token before it.

    >>> align(["``", "No", ",", "''", "-LRB-", "he"], "So: “No,” (he said)")
    ((4, 5), (5, 7), (7, 8), (8, 9), (10, 11), (11, 13))
    """
    folded, where = _fold_text(text, start)
    pieces = [_fold_token(token) for token in tokens]
    found = _find_all(pieces, folded) or _find_words(pieces, folded)
    if found is None:
        return None
    at = [*where, len(text)]
    return tuple((at[a], at[b - 1] + 1) if b > a else (at[a], at[a]) for a, b in found)


def _fold_text(text: str, start: int) -> tuple[str, list[int]]:
    """The text in a normal form without blanks, and the place of each of its characters."""
    folded: list[str] = []
    where: list[int] = []
    for i in range(start, len(text)):
        for character in unicodedata.normalize("NFKC", text[i].translate(_FOLDED)):
            if not character.isspace() and character != "\u200b":
                folded.append(character)
                where.append(i)
    # Drop the second half of a doubled mark.
    joined = "".join(folded).replace("''", '"\x00').replace("--", "-\x00")
    kept = [i for i, character in enumerate(joined) if character != "\x00"]
    return "".join(joined[i] for i in kept), [where[i] for i in kept]


def _fold_token(token: str) -> str:
    plain = unicodedata.normalize("NFKC", _BRACKETS.get(token, token).translate(_FOLDED))
    return re.sub("--+", "-", plain).replace("''", '"').replace(" ", "")


def _find_all(pieces: Sequence[str], folded: str) -> list[tuple[int, int]] | None:
    place = folded.find("".join(pieces))
    if place < 0:
        return None
    out = []
    for piece in pieces:
        out.append((place, place + len(piece)))
        place += len(piece)
    return out


def _find_words(pieces: Sequence[str], folded: str) -> list[tuple[int, int]] | None:
    """As ``_find_all``, but tokens of punctuation may be missing in the text."""
    pattern = "".join(
        f"({re.escape(piece)})" if any(map(str.isalnum, piece)) else f"((?:{re.escape(piece)})?)"
        for piece in pieces
    )
    match = re.search(pattern, folded)
    if not match or not match.group().strip():
        return None
    return [match.span(i + 1) for i in range(len(pieces))]


def paint_texts(
    texts: Iterable[TaggedText], predictions: Mapping[str, Sequence[Attribution]]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Gold and predicted tags of each sequence, for ``score_tags``.

    Args:
        texts: of ``tagged_texts``.
        predictions: by the name of the text.
    """
    return [
        (labels, paint(tokens, predictions.get(one.name, ())))
        for one in texts
        for tokens, labels in zip(one.tokens, one.labels, strict=True)
    ]


def keep_kinds(
    texts: Mapping[str, str],
    predictions: Mapping[str, Sequence[Attribution]],
    kinds: Iterable[str],
) -> dict[str, list[Attribution]]:
    """Only the predictions of some kinds, for a corpus that has no others.

    Args:
        texts: by name.
        predictions: by the name of the text.
        kinds: some of direct, mixed and indirect, as ``Article.kind`` finds them.
    """
    wanted = frozenset(kinds)
    out = {}
    for name, found in predictions.items():
        article = Article(texts.get(name, ""))
        out[name] = [one for one in found if article.kind(one.content) in wanted]
    return out
