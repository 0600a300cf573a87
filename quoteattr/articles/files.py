"""Articles in files: which files, and one article after the other out of them."""

from __future__ import annotations

import errno
import glob
import gzip
import os
import stat
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from quoteattr.articles.readers import READERS, Fields, Source
from quoteattr.articles.records import Article
from quoteattr.errors import InputError

__all__ = [
    "CLOSED",
    "FORMATS",
    "STDIN",
    "count_articles",
    "format_of",
    "read_articles",
    "the_files",
]

STDIN = "-"
CLOSED = "it is closed"
FORMATS = tuple(READERS)
_SUFFIXES = {suffix: name for name, reader in READERS.items() for suffix in reader.suffixes}
_ZIPPED = ".gz"
_UNREADABLE = (OSError, EOFError, zlib.error)  # the last two: a .gz that is cut or damaged


def the_files(given: Iterable[str]) -> list[str]:
    """The files that a user means: folders and patterns are replaced by what is in them.

    Args:
        given: files, folders (all their files with a known suffix, also in folders within), glob
            patterns (``**`` goes through folders), or "-" for standard input.

    Raises:
        InputError: a folder or a pattern holds no file.
    """
    found: list[str] = []
    for name in given:
        if not name:  # an empty variable of a shell, and Path("") is the current folder
            raise InputError("the name of a file is empty")
        mode = _mode(Path(name))
        if name != STDIN and stat.S_ISDIR(mode):
            inside = _articles_in(name)
            if not inside:
                kinds = ", ".join(_SUFFIXES)
                raise InputError(f"the folder {name} holds no article ({kinds}, {_ZIPPED})")
            found += inside
        elif name != STDIN and not mode and glob.has_magic(name):
            # Path.glob takes no absolute pattern.
            paths = sorted(map(Path, glob.glob(name, recursive=True)))  # noqa: PTH207
            inside = [str(path) for path in paths if stat.S_ISREG(_mode(path))]
            if not inside:
                raise InputError(f"no file matches {name}")
            found += inside
        else:  # also one that is missing, and a device: reading it shows
            found.append(name)
    return found


def _mode(path: Path) -> int:
    """The type and the permissions of a file; 0 if nobody can know, as if there is none."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # missing, too long a name, no permission; a NUL in the name
        return 0


def _articles_in(folder: str) -> list[str]:
    """The files of a folder, and of those within it, whose suffix is known.

    Raises:
        InputError: a folder can't be read: its articles would be left out.
    """

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: can't be read: {error.strerror or error}")

    found = [
        Path(place, name) for place, _, names in os.walk(folder, onerror=refuse) for name in names
    ]
    return [str(path) for path in sorted(found) if _suffix(path) and _is_readable(path)]


def _is_readable(path: Path) -> bool:
    """Whether to read what is in a folder, or to report that it can't be read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)  # pipes and devices might never end
    except FileNotFoundError:  # a link to nothing, such as the locks of an editor
        return False
    except OSError:
        return True


def _suffix(path: Path) -> str | None:
    """The format that the name of a file shows."""
    name = path.name.lower().removesuffix(_ZIPPED)
    return _SUFFIXES.get(Path(name).suffix)


def format_of(path: str) -> str:
    """The format of a file by its name: one of ``FORMATS``, text if the name shows none.

    >>> format_of("articles.jsonl.gz"), format_of("-")
    ('jsonl', 'text')
    """
    return _suffix(Path(path)) or "text"


def read_articles(
    files: Iterable[str],
    *,
    form: str | None = None,
    text_field: str = "text",
    id_field: str = "id",
) -> Iterator[Article]:
    """Read articles one by one, with at most one in memory.

    Args:
        files: paths; "-" is standard input. Those that end in ``.gz`` are unpacked.
        form: one of ``FORMATS``; by default, that of each file's name.
        text_field: the key or column of an article's text.
        id_field: the key or column of its id. A record without one gets the file's id and its
            number.

    The id of a file with one article is its name without the suffix, or the whole path if two files
    share the name. Standard input has none. Line ends stay as they are, so that offsets fit the
    file; only a byte order mark is removed. An article of an HTML page is the text that trafilatura
    extracts from it.

    Yields:
        Articles; one that can't be read has an ``error``.

    Raises:
        MissingDependencyError: a format needs a package that is not installed; raised before the
            first article, however late the first file of that format comes.
    """
    paths = list(files)
    for name in sorted({form or format_of(path) for path in paths}):
        READERS[name].check()
    ids = _ids(paths)
    for path in paths:
        name = "<stdin>" if path == STDIN else path
        try:
            with _opened(path) as stream:
                source = Source(stream, name, ids[path], Fields(text_field, id_field))
                yield from READERS[form or format_of(path)].read(source)
        except _UNREADABLE as error:
            reason = getattr(error, "strerror", None) or error
            yield Article(doc_id=ids[path], name=name, error=f"can't be read: {reason}")


def count_articles(files: Iterable[str], *, form: str | None = None) -> int | None:
    """How many articles files hold; None if that can't be known before they are read."""
    total = 0
    for path in files:
        if path == STDIN or not stat.S_ISREG(_mode(Path(path))):
            return None
        try:
            with _opened(path) as stream:
                total += READERS[form or format_of(path)].count(stream)
        except (*_UNREADABLE, ValueError):  # reading it will fail with a reason
            return None
    return total


def _ids(paths: list[str]) -> dict[str, str | None]:
    stems = {path: Path(_unzipped(path)).stem for path in paths}
    counts = Counter(stems.values())
    ids: dict[str, str | None] = {
        path: stem if counts[stem] == 1 else path for path, stem in stems.items()
    }
    return {**ids, STDIN: None}


def _unzipped(path: str) -> str:
    return path[: -len(_ZIPPED)] if path.lower().endswith(_ZIPPED) else path


def _opened(path: str) -> Any:
    if path == STDIN:
        if sys.stdin is None:
            raise OSError(errno.EBADF, CLOSED)
        return nullcontext(sys.stdin.buffer)
    if "\0" in path:
        raise OSError(errno.EINVAL, "no file has NUL in its name")
    return gzip.open(path, "rb") if path.lower().endswith(_ZIPPED) else Path(path).open("rb")
