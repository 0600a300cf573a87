"""Damaged text as it was meant: what models and patterns see, code point for code point.

HTML, mojibake (“â€œ” for “) and U+FFFD in place of a mark are read as they were meant; encoded data
and page furniture are blank. Nothing is removed: if a sign took several characters, fillers follow
it, so that every offset stays that of the caller's own string.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from html.entities import html5
from itertools import pairwise

import attrs
import regex

from quoteattr.text.furniture import without_furniture
from quoteattr.text.paragraphs import LINE_ENDS

__all__ = ["FILLERS", "SIGN_FILLER", "Readable", "readable", "without_fillers"]

SIGN_FILLER = "\u2060"
"""Fills the place of a sign that took several characters: it belongs to the character before."""
_TAG_FILLER = "\u2063"  # fills the place of a tag within a word or beside a mark
FILLERS = SIGN_FILLER + _TAG_FILLER
"""Fillers mean nothing. Both are format characters, which no mark or word looks at."""

# Signs that show nothing: a break that a page allows, a soft hyphen, a byte order mark.
_UNSEEN = regex.compile("[\u200b\u00ad\ufeff]++")

_HTML = "the text holds HTML (tags or entities); it was read without"
_MOJIBAKE = "the text is mis-encoded, such as “â€œ” for a quotation mark; it was read as meant"
_ENCODED = "the text holds encoded data (1,000 characters and more without a blank); read without"
_REPLACED = "the text holds replacement characters (U+FFFD): letters or marks are lost"

# --- HTML. No pattern looks further than the next “<”, so that time stays linear.
_BLOCKS = (
    "address|article|aside|blockquote|body|br|button|caption|center|dd|div|dl|dt|figcaption|figure"
    "|footer|form|h[1-6]|head|header|hr|html|iframe|li|link|main|meta|nav|ol|option|p|pre|section"
    "|select|table|tbody|td|tfoot|th|thead|title|tr|ul|video"
)
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|input|ins|kbd|label|mark|nobr|q|s"
    "|samp|small|span|strike|strong|sub|sup|svg|time|tt|u|var|wbr"
)
_REST = r"(?:\s[^<>]*)?/?>"
_BLOCK_TAG = regex.compile(rf"</?(?:{_BLOCKS}){_REST}|<!doctype[^<>]*>", regex.IGNORECASE)
_INLINE_TAGS = regex.compile(rf"(?:</?(?:{_INLINE}){_REST})++", regex.IGNORECASE)
_UNREAD = {"<script": "</script>", "<style": "</style>", "<!--": "-->"}
_UNREAD_START = regex.compile(r"<script\b|<style\b|<!--", regex.IGNORECASE)
_LINE_CODES = frozenset((9, 10, 13))  # tab and line ends, which XML writes as “&#13;”
_ENTITY = regex.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,30}));")

# --- Encoded data, such as an image within the page. No word of any language is as long. Code that
# reads words may need time of the square of their length, or keep every word.
_LONGEST_WORD = 1_000  # code points
_IN_DATA = r"\p{L}\p{M}\p{N}+/=_%-"
_DATA = regex.compile(rf"(?<![{_IN_DATA}])[{_IN_DATA}]{{{_LONGEST_WORD},}}+")

# --- Mojibake: UTF-8 read as another encoding.
_SIGNS = "“”‘’‚„‹›–—…•™€\u00a0"
_LETTERS = "".join(map(chr, range(0xA1, 0x100)))
# A capital letter beside one of these may be no mojibake: “CAFÉ”, SÃ–. A letter must follow.
_TYPOGRAPHY = frozenset("“”‘’–—…‚„‹›")
_CUT_SHORT = {"â€\u009d": "”", "â€": "”", 'â€"': "—"}  # the last character lost, or made plain
_CONTROLS = {"\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x96": "–", "\x97": "—"}

# --- U+FFFD.
_LOST = "\ufffd"
_LINE = regex.compile(rf"[^{''.join(sorted(LINE_ENDS))}]++")
_LEADING = frozenset("ÂÃâ")  # “Ã’” would be mojibake
_CONTRACTED = regex.compile(r"(?:s|t|d|m|re|ve|ll)\b", regex.IGNORECASE)
_PARTICLE = regex.compile(r"(?<!\w)[OD]\Z")
_BULLET = regex.compile(rf"\s*+{_LOST}\s+\p{{Lu}}")


@attrs.frozen
class Readable:
    """A text as it was meant.

    Attributes:
        text: as long as the caller's.
        warnings: what is broken, in plain words.
    """

    text: str
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=4)  # parser, labeller, marks and warnings ask for the same article
def readable(text: str) -> Readable:
    r"""A text without HTML, with its signs as they were meant.

    Args:
        text: any string.

    Returns:
        A text of the same length, the very same one where nothing is broken.

    >>> without_fillers(readable("<b>&ldquo;Non&rdquo;</b>, she said. Itâ€™s RenÃ©e.").text).strip()
    '“Non”, she said. It’s Renée.'
    >>> readable("�We don�t know,� she said.").text
    '“We don’t know,” she said.'
    """
    out, warnings = text, []
    for read, warning in _READINGS:
        changed = read(out)
        if changed != out or (read is _with_lost and _LOST in out):
            warnings.append(warning)
        out = changed
    return Readable(without_furniture(_UNSEEN.sub(_filled, out)), tuple(warnings))


def _without_data(text: str) -> str:
    longest = max(map(len, text.split()), default=0)  # faster than the pattern
    return _DATA.sub(lambda data: " " * len(data[0]), text) if longest >= _LONGEST_WORD else text


def without_fillers(text: str) -> str:
    """A part of a readable text without what only fills places."""
    if SIGN_FILLER in text or _TAG_FILLER in text:
        return text.replace(SIGN_FILLER, "").replace(_TAG_FILLER, "")
    return text


def _without_html(text: str) -> str:
    if "<" in text:
        text = _without_unread(text)
        text = _BLOCK_TAG.sub(_block, text)
        text = _INLINE_TAGS.sub(_filled, text)
    return _ENTITY.sub(_entity, text) if "&" in text else text


def _without_unread(text: str) -> str:
    """The text with scripts, style sheets and comments blank."""
    parts: list[str] = []
    at = 0
    while (start := _UNREAD_START.search(text, at)) is not None:
        closing = _UNREAD[start[0].lower()]
        end = regex.search(regex.escape(closing), text, regex.IGNORECASE, pos=start.end())
        if end is None:
            break
        parts += (text[at : start.start()], "\n".ljust(end.end() - start.start()))
        at = end.end()
    return "".join((*parts, text[at:]))


def _block(tag: regex.Match[str]) -> str:
    """A new paragraph; <br> only ends a line."""
    return ("\n" if "br" in tag[0].lower()[:4] else "\n\n").ljust(len(tag[0]))


def _filled(nothing: regex.Match[str]) -> str:
    """Blanks beside a blank, otherwise fillers, which do not separate words or marks."""
    start, end = nothing.span()
    beside = nothing.string[start - 1 : start] or " ", nothing.string[end : end + 1] or " "
    blank = any(character.isspace() for character in beside)
    return (" " if blank else _TAG_FILLER) * (end - start)


def _entity(entity: regex.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        sign = html5.get(f"{name};") or html5.get(f"{name.lower()};")
    else:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        if code in _LINE_CODES:
            return chr(code).ljust(len(entity[0]))
        sign = _CONTROLS.get(chr(code), chr(code)) if 32 <= code < 0x110000 else None
    if not sign or len(sign) > 1 or "\ud800" <= sign <= "\udfff":
        return entity[0]
    filler = " " if sign.isspace() else SIGN_FILLER
    return (" " if sign.isspace() else sign).ljust(len(entity[0]), filler)


@cache
def _broken_signs() -> dict[str, str]:
    """What each broken sign was, for UTF-8 read as Windows-1252, Latin-1 or Mac Roman."""
    found = dict(_CUT_SHORT)
    for sign in _SIGNS + _LETTERS:
        raw = sign.encode()
        once = "".join(map(_as_windows, raw))
        found[once] = sign
        if sign in _SIGNS:
            found["".join(_as_windows(byte) for byte in once.encode())] = sign
            found[raw.decode("latin-1")] = sign
        if sign in "“”‘’–—…":
            found[raw.decode("mac_roman")] = sign
    return found


def _as_windows(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@cache
def _broken() -> regex.Pattern[str]:
    signs = sorted(_broken_signs(), key=len, reverse=True)
    either = "|".join(
        regex.escape(sign)
        + (r"(?=\p{L})" if len(sign) == 2 and sign != "â€" and sign[1] in _TYPOGRAPHY else "")
        for sign in signs
    )
    return regex.compile(rf"{either}|[{''.join(_CONTROLS)}]")


_ROUNDS = 3  # of decoding at most
_MAYBE_BROKEN = regex.compile(r"[ÂÃâ‚\x91-\x97]")


def _decoded(text: str) -> str:
    """The text with mis-encoded signs as they were meant; some were encoded wrongly twice."""
    for _ in range(_ROUNDS):
        if not _MAYBE_BROKEN.search(text):
            break
        decoded = _broken().sub(_decoded_sign, text)
        if decoded == text:
            break
        text = decoded
    return text


def _decoded_sign(broken: regex.Match[str]) -> str:
    sign = _CONTROLS.get(broken[0]) or _broken_signs()[broken[0]]
    if sign == "\u00a0":
        return " " * len(broken[0])
    return sign.ljust(len(broken[0]), SIGN_FILLER)


def _with_lost(text: str) -> str:
    return _LINE.sub(_lost_in_line, text) if _LOST in text else text


def _lost_in_line(line: regex.Match[str]) -> str:
    """A line with marks and apostrophes in place of U+FFFD; what may be a letter stays."""
    if _LOST not in line[0]:
        return line[0]
    letters = list(line[0])
    if _BULLET.match(line[0]) and line[0].count(_LOST) == 1:
        letters[line[0].index(_LOST)] = "•"
    opened: int | None = None
    signs = list(_lost_signs(line[0]))
    for (at, sign), (_, later) in pairwise([*signs, (0, "")]):
        if sign == "“":
            opened = at
        elif sign == "”":
            if opened is not None and not (later == "”" and line[0][at - 1] in "sS"):
                letters[opened], letters[at] = "“", "”"
                opened = None
            elif line[0][at - 1] in "sS":
                letters[at] = "’"  # the nurses’ pay
        else:
            letters[at] = sign
    if opened is not None and _opens_line(line[0], opened):
        letters[opened] = "“"  # closed in a later paragraph
    return "".join(letters)


def _opens_line(line: str, at: int) -> bool:
    return not line[:at].strip() and len(line) > at + 1


def _lost_signs(line: str) -> Iterator[tuple[int, str]]:
    """The sign that each U+FFFD of a line was, by its neighbours; none if it may be a letter."""
    for match in regex.finditer(_LOST, line):
        at = match.start()
        before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
        free_before, free_after = not before.strip(" \t([-–—"), not after.strip(" \t")
        if free_before and free_after:
            if before and after:
                yield at, "–"
        elif before.isalpha() and after.isalpha():
            known = _CONTRACTED.match(line, at + 1) or _PARTICLE.search(line[max(at - 2, 0) : at])
            if known and before not in _LEADING:
                yield at, "’"
        elif free_before:
            yield at, "“"
        elif before and (free_after or after in ".,;:!?)]-–—"):
            yield at, "”"


_READINGS = (
    (_without_html, _HTML),
    (_without_data, _ENCODED),
    (_decoded, _MOJIBAKE),
    (_with_lost, _REPLACED),
)
"""What is done to a text, in this order, with the warning where it changes something."""
