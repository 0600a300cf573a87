"""Raw text → words as Universal Dependencies English counts them, by one regular expression.

Clitics, the parts of hyphenated compounds and punctuation marks are words of their own;
abbreviations, numbers, times, links and addresses stay whole. The scan is linear in the text.
Convention: https://universaldependencies.org/en/index.html#tokenization-and-word-segmentation
"""

from __future__ import annotations

import regex

from quoteattr.text.paragraphs import paragraph_spans

__all__ = ["word_spans", "words_of"]

# Prefixes that stay with their word: "non-profit", "co-founder". Other compounds are cut apart.
_PREFIXES = (
    "anti|arch|bi|bio|co|counter|cross|de|e|eco|ex|extra|hyper|inter|intra|macro|mega|micro|mid|"
    "mini|mono|multi|neo|non|over|pan|para|post|pre|pro|proto|pseudo|psycho|quasi|re|semi|socio|"
    "sub|super|trans|tri|ultra|un|under|uni|vice"
)
# Abbreviations that keep their full stop, with a capital: "Ill. Governor", but "he was ill. Then".
_CAPITALIZED = (
    "mr|mrs|ms|messrs|dr|prof|rev|revd|hon|st|mt|ft|sen|sens|rep|reps|gov|govs|gen|col|lt|capt|maj|"
    "cmdr|sgt|cpl|pvt|adm|pres|supt|insp|det|atty|jr|sr|esq|inc|ltd|corp|co|cos|bros|dept|univ|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|"
    "ave|blvd|rd|vs|est|ext|dist|fig|figs|vol|ed|eds|assn|natl|intl|"
    "ala|ariz|ark|calif|colo|conn|fla|ga|ill|ind|kan|ky|la|md|mass|mich|minn|miss|mo|mont|neb|nev|"
    "okla|ore|pa|penn|tenn|tex|va|vt|wash|wis|wyo"
)
# In small letters as well: none of them is a word.
_SMALL = "mr|mrs|dr|prof|vs|etc|approx|dept|inc|ltd|corp|cf|viz|pp|vol|al|jr|sr"
_ABBREVIATIONS = "|".join(
    (
        *(word.capitalize() for word in _CAPITALIZED.split("|")),
        _CAPITALIZED.upper(),
        _SMALL,
    )
)
_DOMAINS = "com|org|net|edu|gov|info|co\\.uk|org\\.uk|ie|ca|in|za|au"
_APOSTROPHE = "['’ʼ‘`´]"

_WORD = regex.compile(
    rf"""
      (?!(?i:cannot|gonna|wanna|gotta|gimme|lemme)\b)
        [\p{{Lu}}\p{{Ll}}]\p{{Ll}}*+(?=[\s,;?!“”"()])                        # most words: fast
    | \p{{Ll}}{{7,}}+(?=\.(?:[\s”"]|\Z))           # at a full stop, longer than abbreviations
    | [.,](?=[\s”"]|\Z) | [“”"()]                                          # most marks
    | (?:https?://|www\.|mailto:)[^\s<>“”"]*[^\s<>“”"'’).,;:!?\]]          # links
    | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,6}}  # addresses
    | [@\#]\w[\w-]*                                                        # accounts and hashtags
    | \w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{0,6}}\.(?:{_DOMAINS})\b          # sites
    | (?:\d{{1,4}}[-.]){{2,4}}\d{{2,4}}(?!\w)                           # telephones, dates
    | \d{{1,2}}:\d\d(?::\d\d)?                                             # times
    | \d{{1,4}}/\d{{1,4}}(?:/\d{{2,4}})?(?![\w/])                          # dates and fractions
    | \d+(?:,\d{{3}})*(?:\.\d+)+ | \d+(?:,\d{{2,3}})+ | \.\d+              # numbers
    | \d+(?:st|nd|rd|th|s|S)\b | {_APOSTROPHE}\d0s\b                       # 21st, 1990s, ’90s
    | \d+(?=(?:am|pm|bn|mn|m|km|kg|cm|mm|g|k|K|B|M|p|lb|lbs|ft|mph|kph|hrs|GB|MB|C|F)\b)
    | \d+(?:\p{{L}}+\d*)+ | \d+                                            # 4x4, 7
    | (?:\p{{L}}\.){{2,}}(?:\p{{L}}\b)?                                    # U.S., a.m., e.g.
    | Ph\.?D\.? | No\.(?=\s*\d)
    | (?:{_ABBREVIATIONS}|\p{{Lu}})\.(?=[^\S\n]*[\p{{L}}\d,;:&(“‘"'’$£€-])  # J. Smith
    | (?i:can)(?=not\b)
    | (?i:gon|wan|got)(?=(?:na|ta)\b) | (?i:gim|lem)(?=me\b)
    | (?<=\b(?i:gon|wan))(?i:na)\b | (?<=\b(?i:got))(?i:ta)\b | (?<=\b(?i:gim|lem))(?i:me)\b
    | (?i:\p{{L}}+?)(?=(?i:n{_APOSTROPHE}t)\b) | (?i:n{_APOSTROPHE}t)\b    # do|n’t
    | {_APOSTROPHE}(?i:s|m|re|ve|ll|d)\b(?<=[\p{{L}}\d.]\p{{P}}\w+)        # ’s after a word
    | {_APOSTROPHE}(?i:em|til|cause|tis|twas|n)\b
    | (?i:(?:{_PREFIXES})-)\p{{L}}+                                        # non-profit
    | \p{{L}}+(?:&\p{{L}}+)+                                               # AT&T
    | (?i:[ldo]|qu|mc|al){_APOSTROPHE}\p{{L}}{{2,}}                        # O’Neill, d’Arc
    | \p{{Lu}}{_APOSTROPHE}(?!(?i:s|m|re|ve|ll|d|t)\b)\p{{L}}{{2,}}         # A’ja, N’Golo
    | \p{{L}}{{2,}}(?:{_APOSTROPHE}(?!(?i:s|m|re|ve|ll|d|t)\b)\p{{L}}+)+     # Sha’lan, Ng’ang’a
    | \p{{L}}+(?:\ufffd\p{{L}}+)+                                          # a letter is lost
    | US\$ | [\p{{L}}\p{{M}}\p{{N}}_]+                                     # plain words
    | \.{{2,}} | …+ | -{{2,}} | [–—]+ | \p{{So}}+\p{{M}}* | ([!?*=_~\#+])\1+
    | \S                                                                   # any other mark
    """,
    regex.VERBOSE,
)


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The words of a text, in order.

    Args:
        text: any string.
        start: the code point where to begin.
        end: the code point where to end, that of the text by default.

    Returns:
        (start, end) code points of each word; only white space lies between them.

    >>> text = "Donna’s U.S. non-profit can't pay $1.5m."
    >>> [text[a:b] for a, b in word_spans(text)]
    ['Donna', '’s', 'U.S.', 'non-profit', 'ca', "n't", 'pay', '$', '1.5', 'm', '.']
    """
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [match.span() for match in found]


def words_of(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    r"""The words of a raw text, and the number of each one's paragraph.

    >>> words_of("Yes.\n\nNo.")
    ([(0, 3), (3, 4), (6, 8), (8, 9)], [0, 0, 1, 1])
    """
    spans: list[tuple[int, int]] = []
    paragraphs: list[int] = []
    for number, (start, end) in enumerate(paragraph_spans(text)):
        inside = word_spans(text, start, end)
        spans += inside
        paragraphs += [number] * len(inside)
    return spans, paragraphs
