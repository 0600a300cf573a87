"""Style and script of the page of faults."""

from __future__ import annotations

__all__ = ["SCRIPT", "STYLE"]

STYLE = """
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

SCRIPT = """
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
