"""What every candidate of one verb shares: cue, class and source, whatever its content is."""

from __future__ import annotations

from quoteattr.attribution.candidates import Article, Candidate
from quoteattr.attribution.cues import verb_group
from quoteattr.attribution.sources import source_of

__all__ = ["reporting_verb"]


def reporting_verb(article: Article, verb: int) -> Candidate:
    """A candidate without frame and content yet; patterns ``attrs.evolve`` it.

    Args:
        article: the parsed article.
        verb: index of the verb.
    """
    source, rule = source_of(article, verb)
    return Candidate(
        frame="",
        head=verb,
        cue=(verb_group(article, verb),),
        lemma=article.lemmas[verb],
        cue_class=article.verb_class(verb),
        content=(),
        source=source,
        source_rule=rule,
    )
