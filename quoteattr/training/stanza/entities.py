"""Prepare training data of entities: tokens as in the pipeline, and sentences with new names.

Input is Stanza's JSON format: a list of sentences, each a list of
``{"text": ..., "ner": "B-PERSON"}``.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

__all__ = ["join_clitics", "prepare_entities", "recase", "sample", "swap_person_names"]

Token = dict[str, str]
Sentence = list[Token]

_APOSTROPHES = "'’"
_CLITICS = {"s", "re", "m", "ll", "ve", "d"}
_SWAP = 0.5
_RECASE = 0.03


def _is_clitic(text: str) -> bool:
    lower = text.lower()
    return (text[0] in _APOSTROPHES and lower[1:] in _CLITICS) or lower in ("n't", "n’t")


def join_clitics(sentence: Sentence) -> Sentence:
    """Attach clitics to the word before: Stanza's entity tagger sees tokens, not words.

    >>> join_clitics([{"text": "Ann", "ner": "B-PERSON"}, {"text": "’s", "ner": "O"}])
    [{'text': 'Ann’s', 'ner': 'B-PERSON'}]
    """
    out: Sentence = []
    for token in sentence:
        if out and _is_clitic(token["text"]) and out[-1]["text"][-1].isalnum():
            out[-1] = {**out[-1], "text": out[-1]["text"] + token["text"]}
        else:
            out.append(dict(token))
    return out


def _person_spans(sentence: Sentence) -> list[tuple[int, int]]:
    spans = []
    for start, token in enumerate(sentence):
        if token["ner"] == "B-PERSON":
            end = start + 1
            while end < len(sentence) and sentence[end]["ner"] == "I-PERSON":
                end += 1
            spans.append((start, end))
    return spans


def _split_possessive(text: str) -> tuple[str, str]:
    for mark in _APOSTROPHES:
        if text.endswith(mark + "s"):
            return text[:-2], text[-2:]
    return text, ""


def _is_name_part(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and len(word) > 2


def _name_parts(sentences: list[Sentence]) -> tuple[list[str], list[str]]:
    """Return the distinct given names and surnames of two-token PERSON spans, sorted."""
    given, family = set(), set()
    for sentence in sentences:
        for start, end in _person_spans(sentence):
            words = [_split_possessive(token["text"])[0] for token in sentence[start:end]]
            if len(words) == 2 and all(
                w.isalpha() and w[0].isupper() and len(w) > 2 for w in words
            ):
                given.add(words[0])
                family.add(words[1])
    return sorted(given), sorted(family)


def swap_person_names(
    sentence: Sentence, given: list[str], family: list[str], chance: random.Random
) -> Sentence:
    """Replace person names of one or two tokens by recombined ones, repeats by the same one."""
    new: dict[str, str] = {}
    out = [dict(token) for token in sentence]
    for start, end in _person_spans(sentence):
        if end - start > 2:
            continue
        for place in range(start, end):
            word, possessive = _split_possessive(out[place]["text"])
            if _is_name_part(word):
                pool = given if place == start and end - start == 2 else family
                out[place]["text"] = new.setdefault(word, chance.choice(pool)) + possessive
    return out


def recase(sentence: Sentence, chance: random.Random) -> Sentence:
    """Write a sentence as a headline: all capitals, or every long word capitalised."""
    upper = chance.random() < 0.5
    out = []
    for token in sentence:
        text = token["text"]
        if upper:
            text = text.upper()
        elif len(text) > 3:
            text = text[0].upper() + text[1:]
        out.append({**token, "text": text})
    return out


def prepare_entities(source: Path, out: Path, seed: int = 11) -> None:
    """Write every sentence as it is, and again with other person names.

    A few per cent of the second copies are written as headlines.
    """
    chance = random.Random(seed)
    sentences = [join_clitics(s) for s in json.loads(source.read_text(encoding="utf-8"))]
    given, family = _name_parts(sentences)
    copies = []
    for sentence in sentences:
        copy = sentence
        if chance.random() < _SWAP:
            copy = swap_person_names(sentence, given, family, chance)
        if chance.random() < _RECASE:
            copy = recase(copy, chance)
        copies.append(copy)
    changed = sum(a != b for a, b in zip(sentences, copies, strict=True))
    out.write_text(json.dumps(sentences + copies, ensure_ascii=False), encoding="utf-8")
    print(f"{out.name}: {len(sentences)} sentences and {len(copies)} copies, {changed} changed")
    print(f"name parts: {len(given)} given, {len(family)} family")


def sample(source: Path, out: Path, every: int) -> None:
    """Write every n-th sentence: a development set for frequent evaluation."""
    sentences = json.loads(source.read_text(encoding="utf-8"))[::every]
    out.write_text(json.dumps(sentences, ensure_ascii=False), encoding="utf-8")
    print(f"{out.name}: {len(sentences)} sentences")
