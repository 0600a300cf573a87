"""The faults of predicted quotes as a table, as text, as JSON lines and as an HTML page.

The page shows gold beside prediction, in the text. It has its style and script in it and loads
nothing; all text is escaped. A reader can filter the cases by fault, cause, kind, class of the cue,
publisher and words, or click on a count. Without script all cases are shown.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import pairwise

from quoteattr.corpora.attributions import ROLES, Attribution, Pieces
from quoteattr.evaluation.faults import FAULTS, Case
from quoteattr.evaluation.markdown import table
from quoteattr.evaluation.spans import KINDS

__all__ = [
    "cases_text",
    "causes_markdown",
    "count_causes",
    "fault_page",
    "records",
]

_Split = Mapping[str, tuple[str, tuple[Case, ...]]]
_MOST = 400  # code points between marked words that are shown rather than left out
_AROUND = 120  # code points shown before and after what is marked
_LAYERS = ("content", "source", "cue")


def count_causes(cases: Iterable[Case]) -> Counter[tuple[str, str, str]]:
    """Cases by fault, cause and kind; ``""`` is any cause and ``all`` any kind."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in cases:
        for fault, cause in case.faults:
            for which in (cause, ""):
                for kind in (case.kind, "all"):
                    counts[fault, which, kind] += 1
    return counts


def causes_markdown(cases: Iterable[Case]) -> str:
    """Faults with their causes, the most frequent first, by kind."""
    counts = count_causes(cases)
    columns = ("all", *KINDS)
    rows = []
    for fault, title in FAULTS.items():
        causes = {cause: n for (f, cause, k), n in counts.items() if f == fault and k == "all"}
        for cause in sorted(causes, key=lambda cause: (cause != "", -causes[cause], cause)):
            name = f"– {cause}" if cause else f"**{title}**"
            rows.append([name, *(f"{counts[fault, cause, kind]:,}" for kind in columns)])
    return table(["fault", *columns], rows)


def records(split: _Split) -> Iterator[str]:
    """One JSON object per case: article, faults, kind, class, and gold and predicted words."""
    for text, cases in split.values():
        for case in cases:
            record = {
                "article": case.article,
                "publisher": case.publisher,
                "faults": dict(case.faults),
                "kind": case.kind,
                "cue_class": case.cue_class,
                "gold": _spans(text, case.gold),
                "found": _spans(text, case.found),
                "confidence": case.found.confidence if case.found else None,
                "evidence": case.found.evidence if case.found else None,
            }
            yield json.dumps(record, ensure_ascii=False)


def cases_text(split: _Split) -> Iterator[str]:
    """The cases of every article as lines to read."""
    for name, (text, cases) in split.items():
        if cases:
            yield f"== {name}"
        for case in cases:
            named = "; ".join(f"{FAULTS[fault]}: {cause}" for fault, cause in case.faults)
            yield f"\n{named} ({case.kind}, {case.cue_class})"
            for label, quote in (("gold ", case.gold), ("found", case.found)):
                if quote is not None:
                    parts = (f"[{_words(text, getattr(quote, r))}]" for r in ("source", "cue"))
                    yield f"  {label} {' '.join(parts)} {_words(text, quote.content)}"
        if cases:
            yield ""


def _spans(text: str, quote: Attribution | None) -> dict[str, object] | None:
    if quote is None:
        return None
    return {
        role: {"spans": getattr(quote, role), "text": _words(text, getattr(quote, role))}
        for role in ROLES
    }


def _words(text: str, pieces: Pieces) -> str:
    return " … ".join(" ".join(text[start:end].split()) for start, end in pieces)


def fault_page(split: Mapping[str, tuple[str, tuple[Case, ...]]], title: str = "Errors") -> str:
    r"""The page as HTML.

    Args:
        split: text and cases of each article, by name, as ``faults.faults_of_split`` gives them.
        title: of the page.

    >>> from quoteattr.evaluation.faults import faults_of_article
    >>> from quoteattr.corpora.polnear import GoldArticle, GoldAttribution
    >>> gold = GoldArticle("a", "<b>Ann</b> said so", (GoldAttribution(((16, 18),), (), ()),))
    >>> page = fault_page({"a": (gold.text, faults_of_article(gold, ()))})
    >>> "&lt;b&gt;Ann&lt;/b&gt; said <span class=\"content\">so</span>" in page
    True
    """
    cases = [case for _, own in split.values() for case in own]
    body = "".join(_article(name, text, own) for name, (text, own) in split.items() if own)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_text(title)}</h1>\n{_counts(cases)}{_filters(cases)}"
        f"<main>\n{body}</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _counts(cases: list[Case]) -> str:
    counts = count_causes(cases)
    columns = ("all", *KINDS)
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    rows = []
    for fault, title in FAULTS.items():
        causes = {cause for f, cause, kind in counts if f == fault and kind == "all"}
        for cause in sorted(causes, key=lambda c: (c != "", -counts[fault, c, "all"], c)):
            cells = "".join(
                f'<td><button data-fault="{fault}" data-cause="{_named(fault, cause)}" data-kind='
                f'"{"" if kind == "all" else kind}" aria-label="{_text(title)}, '
                f'{_text(cause or "any cause")}, {kind}: {counts[fault, cause, kind]:,}">'
                f"{counts[fault, cause, kind]:,}</button></td>"
                for kind in columns
            )
            name = f"<td>{_text(cause)}</td>" if cause else f"<th>{_text(title)}</th>"
            rows.append(f"<tr>{name}{cells}</tr>\n")
    return (
        f'<table id="counts"><thead><tr><th scope="col">fault</th>{head}</tr></thead>\n'
        f"<tbody>\n{''.join(rows)}</tbody></table>\n"
    )


def _named(fault: str, cause: str) -> str:
    """A cause with its fault, as in the filter of causes; empty for any cause."""
    return _text(f"{fault}: {cause}") if cause else ""


def _filters(cases: list[Case]) -> str:
    causes = sorted({f"{fault}: {cause}" for case in cases for fault, cause in case.faults})
    choices = (
        ("fault", list(FAULTS)),
        ("cause", causes),
        ("kind", list(KINDS)),
        ("class", sorted({case.cue_class for case in cases})),
        ("publisher", sorted({case.publisher for case in cases if case.publisher})),
    )
    selects = "".join(
        f'<label>{name} <select id="{name}"><option value="">any</option>'
        + "".join(f'<option value="{_text(one)}">{_text(one)}</option>' for one in values)
        + "</select></label>\n"
        for name, values in choices
    )
    return (
        f'<form id="filters">\n{selects}<label>words <input id="words" type="search"></label>\n'
        '<button type="reset">all</button> <output id="shown"></output>\n</form>\n'
        '<p class="key">Marked: <span class="source">source</span> '
        '<span class="cue">cue</span> <span class="content">content</span></p>\n'
    )


def _article(name: str, text: str, cases: Iterable[Case]) -> str:
    cards = "".join(_card(text, case) for case in cases)
    return f"<section>\n<h2>{_text(name)}</h2>\n{cards}</section>\n"


def _card(text: str, case: Case) -> str:
    faults = " ".join(fault for fault, _ in case.faults)
    causes = "|".join(_named(fault, cause) for fault, cause in case.faults)
    named = "; ".join(f"{FAULTS[fault]}: {cause}" for fault, cause in case.faults)
    quotes = [quote for quote in (case.gold, case.found) if quote is not None]
    windows = _windows(text, quotes)
    return (
        f'<article data-fault="{faults}" data-cause="{causes}" data-kind="{case.kind}" '
        f'data-class="{_text(case.cue_class)}" data-publisher="{_text(case.publisher or "")}">\n'
        f"<h3>{_text(named)} <small>{case.kind}, {_text(case.cue_class)}</small></h3>\n"
        f'<div class="sides">{_side("gold", text, case.gold, windows)}'
        f"{_side('found', text, case.found, windows)}</div>\n{_facts(case)}</article>\n"
    )


def _facts(case: Case) -> str:
    if case.found is None:
        return ""
    rules = ", ".join(case.found.evidence)
    return f"<p><small>confidence {case.found.confidence:.2f} {_text(rules)}</small></p>\n"


def _side(label: str, text: str, quote: Attribution | None, windows: list[tuple[int, int]]) -> str:
    passages = " <i>[…]</i> ".join(
        "".join(_marked(text, quote, start, end)) for start, end in windows
    )
    note = "" if quote else " – none"
    return f'<div><b>{label}{note}</b><p class="text">{passages}</p></div>'


def _windows(text: str, quotes: Iterable[Attribution]) -> list[tuple[int, int]]:
    """The stretches of text to show: all that is marked on either side, and a little around it."""
    pieces = sorted(piece for quote in quotes for role in _LAYERS for piece in getattr(quote, role))
    out: list[tuple[int, int]] = []
    for start, end in pieces:
        left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
        if out and left - out[-1][1] < _MOST:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def _marked(text: str, quote: Attribution | None, start: int, end: int) -> Iterator[str]:
    """The text from start to end. Elements do not nest; each has the classes of all its spans."""
    pieces = [
        (role, left, right)
        for role in (_LAYERS if quote else ())
        for left, right in getattr(quote, role)
    ]
    inside = {cut for _, left, right in pieces for cut in (left, right) if start < cut < end}
    cuts = sorted({start, end} | inside)
    for left, right in pairwise(cuts):
        roles = dict.fromkeys(role for role, a, b in pieces if a <= left and right <= b)
        words = _text(text[left:right])
        yield f'<span class="{" ".join(roles)}">{words}</span>' if roles else words


def _text(text: str) -> str:
    """The text, escaped; code points that can't be encoded are replaced."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))


_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:1.5em auto;max-width:75em;padding:0 1em}
table{border-collapse:collapse;font-size:.9em}
th,td{padding:.1em .7em;text-align:right}
th:first-child,td:first-child{text-align:left}
td:first-child{padding-left:1.7em}
#counts button{all:unset;cursor:pointer;text-decoration:underline dotted}
#counts button:focus-visible{outline:2px solid}
form{position:sticky;top:0;background:Canvas;padding:.6em 0;display:flex;flex-wrap:wrap;gap:.8em;\
border-bottom:1px solid GrayText;z-index:1}
h2{font-size:1.05em;margin:1.6em 0 .4em}
h3{font-size:1em;margin:.2em 0}
small,.key{opacity:.75;font-weight:400}
article{border:1px solid GrayText;border-radius:.4em;padding:.4em .8em;margin:.6em 0}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:1.5em}
@media(max-width:45em){.sides{grid-template-columns:1fr}}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2em 0}
.content{background:hsl(210 90% 50%/.22)}
.source{font-weight:700;border-bottom:2px solid hsl(120 50% 45%)}
.cue{font-style:italic;border-bottom:2px dotted hsl(20 90% 50%)}
[hidden]{display:none}
"""

_SCRIPT = """
'use strict';
(() => {
  const names = ['fault', 'cause', 'kind', 'class', 'publisher'];
  const field = name => document.getElementById(name);
  const cards = [...document.querySelectorAll('article')];
  const split = {fault: ' ', cause: '|'};
  const holds = (card, name, value) =>
    card.dataset[name].split(split[name] || '\\n').includes(value);
  const show = () => {
    const words = field('words').value.toLowerCase();
    const chosen = names.map(name => [name, field(name).value]).filter(pair => pair[1]);
    let count = 0;
    for (const card of cards) {
      const fits = chosen.every(([name, value]) => holds(card, name, value)) &&
        (!words || card.textContent.toLowerCase().includes(words));
      card.hidden = !fits;
      count += fits;
    }
    for (const section of document.querySelectorAll('section'))
      section.hidden = !section.querySelector('article:not([hidden])');
    field('shown').textContent = `${count} of ${cards.length} cases`;
  };
  const form = field('filters');
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(show));
  field('counts').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    for (const name of ['fault', 'cause', 'kind']) field(name).value = button.dataset[name];
    show();
  });
  show();
})();
"""
