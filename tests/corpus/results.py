"""Results for a corpus, made without any model."""

from __future__ import annotations

from quoteattr.model import Quote, Span, Speaker
from quoteattr.quotes import Quotes


def said(doc_id: str, *rows: tuple[Speaker | None, str]) -> Quotes:
    """An article that is nothing but quotes, each on a line of its own."""
    text = "\n".join(words for _, words in rows)
    quotes = []
    start = 0
    for number, (who, words) in enumerate(rows, 1):
        content = (Span.of(text, start, start + len(words)),)
        kind = "direct" if words.startswith("“") else "indirect"
        quotes.append(Quote(f"q{number}", content, kind, speaker=who))
        start += len(words) + 1
    speakers = dict.fromkeys(who for who, _ in rows if who)
    return Quotes(quotes, text=text, speakers=speakers, doc_id=doc_id)


LEE = Speaker("s1", "Ann Lee", titles=("Senator",), gender="female")
BERG = Speaker("s2", "Tom Berg", gender="male", aliases=("Berg",))
FIRM = Speaker("s3", "Acme", kind="organization")
POLICE = Speaker("s4", "police", kind="group", named=False)


def three() -> list[Quotes]:
    """Three articles of two papers: Lee in all of them, Berg in two."""
    return [
        said(
            "post_2026-01-05",
            (LEE, "“We will not wait for the ministry to act.”"),
            (BERG, "“It is a costly mistake,”"),
            (None, "“Nobody asked us.”"),
        ),
        said(
            "post_2026-02-07",
            (Speaker("s1", "Ann B. Lee"), "that she would not wait for the ministry to act"),
            (FIRM, "that the bridge was safe"),
            (POLICE, "two people were hurt"),
        ),
        said(
            "times_2026-02-09",
            (Speaker("s7", "Tom Berg"), "“We will not wait for the ministry to act.”"),
            (Speaker("s8", "Lee", titles=("Senator",)), "“Yes.”"),
            (None, "“Not wait for the ministry to act!”"),
        ),
    ]
