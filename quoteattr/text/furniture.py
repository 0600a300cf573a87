"""Page furniture: what a web page puts between the paragraphs of an article, and bullets.

It is no part of any quotation, and a quotation goes on after it. So models see blanks instead.
"""

from __future__ import annotations

from bisect import bisect_right

import regex

__all__ = ["is_short_line", "without_furniture"]

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BLANK = r"[ \t\u00a0]*+"

# Lines that are furniture as a whole. After a colon anything may follow: another article's title.
# Without one, what follows shows that it is no sentence: “Getty Images said …” is news.
_NO_REPORT = r"(?![^{BREAKS}]*\b(?:says?|said|tells?|told|joke[ds])\b)"
_NETWORKS = (
    r"(?:our|social|facebook|twitter|x|instagram|telegram|threads|tiktok|whatsapp|youtube|linkedin"
    r"|bluesky|google|apple|spotify|@\w+|\S+\.\p{L}+)"
)
_LOWER = r"(?-i:\p{Ll})"
_DATE_WORDS = (
    r"(?:on|at|by|of|and|ago|am|pm|a\.m\.|p\.m\.|(?:second|sec|minute|min|hour|hr|day|week|month"
    r"|year)s?|(?-i:[^\p{Ll}\s“\"])[^\s“\"]*)"
)
_LINES = (
    r"(?:story |article )?(?:continues|continued)(?: below)?(?: (?:the )?advertisement)?",
    r"(?:advertisement|advertising|hide ad|ad|sponsored|promoted)"
    r"(?:[ –—:-]+(?:continue reading|scroll|story continues|article continues)[^{BREAKS}]{0,40})?",
    r"(?:also )?(?:read|see|watch|listen|explore)(?: more| next| also| this| here| on)*[:|]"
    r"[^{BREAKS}“”\"]*",
    r"(?:read|see|watch|listen|explore) more(?: here)?\.?",
    r"(?:see|read) (?:also|more|next)",
    r"(?:related|recommended|more|most read|trending|don['’]t miss|editors?['’]s? picks?)"
    r"(?: (?:stories|articles|reading|news|content|coverage|topics|on this story|for you))*"
    r"(?::[^{BREAKS}“”\"]*)?",
    r"(?:sign up|subscribe|register)(?: now| here| today| free)* (?:to|for) (?:our|the|this)"
    r" [^{BREAKS}.]{0,60}(?:newsletters?|alerts?|e-?mails?|updates|podcasts?|channel)"
    r"[^{BREAKS}.”\"]{0,60}[.!]?",
    rf"{_NO_REPORT}(?:follow|like|find|join) us (?:on|at) {_NETWORKS}\b"
    r"[^{BREAKS}.”\"]{0,60}[.!]?",
    rf"{_NO_REPORT}(?:click|tap) (?:here|the link|below)[^{{BREAKS}}”\"]{{0,80}}",
    r"(?:share|save|print|copy link|comments?|loading\.*|play video|skip to (?:main )?content"
    r"|share this (?:article|story|page)|back to top|view comments|close|menu)",
    r"(?:image|photo|picture|video|media) (?:caption|source|credit)s?(?: ?[:/|–—-][^{BREAKS}]*)?",
    rf"(?:image|photo|picture|video|media) (?:caption|source|credit),?\s(?!{_LOWER})[^{{BREAKS}}]*",
    r"(?:photo(?:graph)?s?|pictures?|image|credit|video):[^{BREAKS}“\"]{0,80}",
    r"\(?(?:ap|afp|reuters|getty|pa)(?:/| |-)?(?:photo|images?|pictures?|wire)\b"
    rf"(?!,? (?!(?:by|for|from|via)\b){_LOWER})[^{{BREAKS}}“\"]{{0,60}}",
    r"(?:©|(?:\(c\)|copyright)(?= ?(?:[©:|/\d(]|(?![^{BREAKS}]))))[^{BREAKS}“\"]*",
    rf"(?:\(c\)|copyright) (?:of |by )?(?!{_LOWER})[^{{BREAKS}}“\".]{{1,60}}",
    r"(?:published|updated|last updated|posted|first published):?"
    rf"(?=[^{{BREAKS}}]{{0,40}}\d)(?:[ \t\u00a0]{{1,3}}{_DATE_WORDS}){{1,12}}",
    r"\d{1,2}[ -]min(?:ute)?s? read",
    rf"[—–-] [^{{BREAKS}}“\"]{{1,60}}\(@\w+\)(?! ?{_LOWER})[^{{BREAKS}}“\"]{{0,40}}",
    r"(?:https?://)?(?:pic\.twitter\.com|t\.co)/\S+",
)
_LINE = regex.compile(
    rf"{_BLANK}(?:{'|'.join(_LINES).replace('{BREAKS}', _BREAKS)}){_BLANK}"
    rf"(?![^{_BREAKS}])",
    regex.IGNORECASE,
)
# Before a line in lower case: the sentence goes on, as in wrapped copy.
_GOES_ON = regex.compile(rf"[\w,–—-][ \t\u00a0]*(?:\r\n|[{_BREAKS}])\Z")
_FEW = 2  # words of furniture that may be in lower case, such as “hide ad”

# Sentences of the page to its reader, in the present tense: reports about cookies are news.
_SAYS = (
    r"\b(?:notices?|reads?|reading|said|says?|saying|states?|stating|tells?|told|warns?|warned)\b"
)
_BOILERPLATE = regex.compile(
    r"\byou (?:agree(?! with (?!our\b))|consent|accept)\b[^.!?]{0,60}"
    r"\b(?:our|the|these)\b[^.!?]{0,30}"
    r"\b(?:cookies|terms|polic(?:y|ies)|newsletter|conditions)\b"
    r"|\bby (?:accepting|browsing|checking|clicking|closing|continuing|creating|entering"
    r"|registering|signing up|submitting|subscribing|ticking|using)\b"
    rf"(?<!{_SAYS}[^.!?]{{0,80}}\bby [a-z ]++)[^.!?]{{0,80}}"
    rf"\byou (?:acknowledge|agree|certify|confirm|consent|accept)\b(?![^.!?]{{0,120}}{_SAYS})"
    r"|\bwe (?:and our partners )?use cookies\b"
    r"|\bthis (?:web)?site (?:uses cookies|is protected by)\b"
    r"|\bviews(?: and opinions)? expressed (?:by|in|on|here)\b[^.!?]{0,80}"
    r"\b(?:are (?:their|his|her|the author['’]s) own|are (?:solely )?those of"
    r"|do not (?:necessarily )?reflect)\b"
    r"|\ball rights reserved\b"
    r"|\bmay not be (?:published|reproduced), (?:broadcast|rewritten|republished)"
    r"|\b(?:sign(?:ing)? up|subscribe|subscribing) (?:to|for) our (?:[\w-]+ ){0,4}newsletters?\b"
    r"|\b(?:our|the google) privacy policy (?:and|applies|apply|for more)\b",
    regex.IGNORECASE,
)
# The time of an entry in a live blog: "14:05 We are in court." One alone may be anything.
_TIME = regex.compile(
    rf"(?:(?<=[{_BREAKS}])|\A)\d{{1,2}}[:.]\d\d ?(?:[ap]\.?m\.?|[A-Z]{{3,4}})?"
    r"(?: ?[-–—:|])? (?=[\p{Lu}“‘\"'])"
)
# What follows the name below an embedded post: “Thank you.” — Ann Lee (@annlee) August 4, 2023
_HANDLE = regex.compile(
    rf"[”\"] ?[—–-]{{1,2}} ?[^{_BREAKS}(“\"]{{1,60}}?\K"
    rf" \(@\w{{1,30}}\)[^{_BREAKS}“\"]{{0,40}}(?![^{_BREAKS}])"
)
_ENTRIES = 2  # of a live blog, at least
_LINE_END = regex.compile(rf"[{_BREAKS}]++")  # empty lines need no look
_SENTENCE_END = regex.compile(rf"[.!?](?=\s|$)|[{_BREAKS}]")
_SPEECH = regex.compile(
    r"[“”\"‘«»„‹›]|(?<!\w)'(?=\w)|(?<!\byour )\bsay\b|\b(?:sa(?:ys|id)|tells|told|argue[ds]?"
    r"|claim(?:s|ed)|insist(?:s|ed)|rule[ds]|warn(?:s|ed))\b",
    regex.IGNORECASE,
)

_LONGEST = 14  # words of a caption or a cross-heading
_END = regex.compile(r"[.?!…:;,][”\"’'»)\]]*+\Z")
_ANY_MARK = regex.compile(r"[“”\"«»„]|``|''")

# A bullet begins an item: at the beginning of a line, or within one. Several count as one.
_SIGNS = "•‣▪●◦■►▶"
_BULLET = regex.compile(rf"(?<![{_SIGNS}])[{_SIGNS}]++(?=\s)")
_MARK = regex.compile(r"[“”\"«»]")


def without_furniture(text: str) -> str:
    r"""The text with page furniture blank, and a new paragraph at each bullet.

    Args:
        text: any string.

    Returns:
        A text of the same length.

    >>> without_furniture("We wait.\n\nHide Ad\n\n• Pay\n• Beds").split()
    ['We', 'wait.', 'Pay', 'Beds']
    """
    shown = _without_times(_without_boilerplate(_without_lines(text)))
    return _at_bullets(_HANDLE.sub(lambda handle: " " * len(handle[0]), shown))


def _without_lines(text: str) -> str:
    """The text with whole lines of furniture blank."""
    starts = (0, *(end.end() for end in _LINE_END.finditer(text)))  # faster than to search
    out: list[str] = []
    reached = 0
    for start in starts:
        line = _LINE.match(text, start)
        if line is not None and not _goes_on(text, start, line[0].lstrip()):
            out += (text[reached:start], " " * len(line[0]))
            reached = line.end()
    return "".join((*out, text[reached:]))


def _goes_on(text: str, start: int, line: str) -> bool:
    """Whether a line is the middle of a sentence."""
    few = len(line.split(None, _FEW)) <= _FEW
    return line[0].islower() and not few and bool(_GOES_ON.search(text[max(start - 8, 0) : start]))


def _without_boilerplate(text: str) -> str:
    ends: list[int] | None = None
    out: list[str] = []
    reached = 0
    for match in _BOILERPLATE.finditer(text):
        if ends is None:
            ends = [0, *(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
        place = bisect_right(ends, match.start())
        start, end = ends[place - 1], ends[bisect_right(ends, match.end() - 1)]
        if start >= reached and not _SPEECH.search(text, start, end):
            out += (text[reached:start], _blanked(text[start:end]))
            reached = end
    return "".join((*out, text[reached:]))


def _without_times(text: str) -> str:
    """The text of a live blog without the times of its entries."""
    if len(_TIME.findall(text)) < _ENTRIES:
        return text
    return _TIME.sub(lambda time: " " * len(time[0]), text)


def _blanked(text: str) -> str:
    return "".join(c if c in _BREAKS else " " for c in text)


def _at_bullets(text: str) -> str:
    if not _BULLET.search(text):
        return text
    letters = list(text)
    reached = 0
    inside = False  # a quotation
    for bullet in _BULLET.finditer(text):
        at = bullet.start()
        line = max(text.rfind("\n", reached, at) + 1, reached)
        if line > reached:
            inside = False
        for mark in _MARK.finditer(text, line, at):
            inside = mark[0] in "“«" if mark[0] != '"' else not inside
        reached = at
        if inside:
            continue
        letters[at : bullet.end()] = "\n" * len(bullet[0])
        if at and text[at - 1] in " \t\u00a0":
            letters[at - 1] = "\n"
    return "".join(letters)


def is_short_line(line: str) -> bool:
    """Whether a line is short and no sentence: a caption, a cross-heading, a name.

    Args:
        line: a paragraph without white space at its edges.

    >>> [is_short_line(line) for line in ("The road at noon", "It was shut.", "Lee said:")]
    [True, False, False]
    """
    return len(line.split()) <= _LONGEST and not _END.search(line) and not _ANY_MARK.search(line)
