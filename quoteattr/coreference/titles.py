"""Which of a speaker's titles to tell."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.words.names import honorific_gender

__all__ = ["telling_titles"]


def telling_titles(titles: Iterable[str]) -> tuple[str, ...]:
    """Titles without those that add nothing: "President" beside "Russian President", "Mr".

    >>> telling_titles(["Russian President", "Mr", "President"])
    ('Russian President',)
    >>> telling_titles(["Mr"])
    ('Mr',)
    """
    every = list(titles)
    kept = [
        title
        for title in every
        if not any(other != title and other.lower().endswith(title.lower()) for other in every)
    ]
    real = [title for title in kept if not honorific_gender(title)]
    return tuple(real or kept)
