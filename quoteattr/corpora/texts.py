"""Read the texts of a folder, plain files and tables of cases such as those of the tests.

A file of gold quotes with the texts inside is read as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from quoteattr.corpora.news import read_news
from quoteattr.errors import InputError

__all__ = ["read_texts", "without_markup"]

_MARKUP = re.compile(r"\{[^:{}]+: ?([^{}]*)\}")


def read_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The texts of a folder with their names, in the order of the file names.

    A ``.txt`` file is one text with the name of the file. A ``.json`` file is a table of cases; its
    texts are named after the file and numbered, as in ``speakers_names/12``. There are two forms
    of tables: a list of objects with ``text``, or an object whose values are lists of passages,
    each a string or an object with ``text``. A list of strings under ``text`` holds paragraphs.
    Markup (``{Ann Lee: it was over}``) is removed. Tables without texts are skipped.

    Args:
        folder: read without its subfolders; or a file of gold quotes (``read_news``).

    Raises:
        InputError: the folder holds no such file, or a file is not UTF-8 or not JSON.
    """
    if folder.is_file():
        yield from ((article.name, article.text) for article in read_news(folder))
        return
    paths = sorted(path for path in folder.glob("*") if path.suffix in (".txt", ".json"))
    if not paths:
        raise InputError(f"{folder} holds no .txt and no .json file; give a folder of texts")
    for path in paths:
        try:
            content = path.read_bytes().decode("utf-8")
            texts = [content] if path.suffix == ".txt" else list(_table_texts(json.loads(content)))
        except ValueError as error:
            raise InputError(f"{path} can't be read: {error}") from error
        for number, text in enumerate(texts, start=1):
            yield (path.stem if path.suffix == ".txt" else f"{path.stem}/{number}"), text


def without_markup(passage: str) -> str:
    """A passage without the braces that mark roles or speakers in it.

    >>> without_markup("{Ann Lee: It was {Bob: over}, he said}, {s:Lee} said. {No} colon.")
    'It was over, he said, Lee said. {No} colon.'
    """
    count = 1
    while count:
        passage, count = _MARKUP.subn(r"\1", passage)
    return passage


def _table_texts(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        lists = [passages for passages in table.values() if isinstance(passages, list)]
    else:
        lists = [table] if isinstance(table, list) else []
    for row in chain.from_iterable(lists):
        text = row.get("text") if isinstance(row, dict) else row
        if isinstance(text, list) and all(isinstance(paragraph, str) for paragraph in text):
            text = "\n\n".join(text)
        if isinstance(text, str):
            yield without_markup(text)
