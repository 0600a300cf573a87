"""Read the known people of a newsroom from a CSV file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import cast

from quoteattr.errors import InputError
from quoteattr.model import Gender
from quoteattr.words.names import Person

__all__ = ["read_people"]

_COLUMNS = ("name", "aliases", "identifier", "gender", "roles")
_SEVERAL = ";"


def read_people(path: str) -> tuple[Person, ...]:
    """The people of a CSV file with a header.

    Args:
        path: of a file with the columns ``name`` and, if wanted, ``aliases``, ``identifier``,
            ``gender`` and ``roles``. Several aliases or roles are separated by semicolons.

    Raises:
        InputError: the file can't be read, or a row is wrong; the message names the row.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            columns = rows.fieldnames or ()
            if "name" not in columns:
                raise InputError(f"{path} has no column 'name'; it may have {', '.join(_COLUMNS)}")
            unknown = [name for name in columns if name not in _COLUMNS]
            if unknown:
                named = ", ".join(map(repr, unknown))
                raise InputError(f"{path}: unknown columns {named}; use {', '.join(_COLUMNS)}")
            return tuple(_person(row, f"{path}:{rows.line_num}") for row in rows)
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is no CSV in UTF-8: {error}") from error


def _person(row: dict[str, str | None], where: str) -> Person:
    try:
        return Person(
            (row["name"] or "").strip(),
            aliases=_list(row.get("aliases")),
            identifier=(row.get("identifier") or "").strip() or None,
            gender=cast("Gender | None", (row.get("gender") or "").strip() or None),
            roles=_list(row.get("roles")),
        )
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(_SEVERAL) if part.strip())
