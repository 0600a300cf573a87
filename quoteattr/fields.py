"""Validators and converters of the typed records; each error says what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

import attrs

from quoteattr.errors import InputError

__all__ = [
    "instance_of",
    "is_probability",
    "one_of",
    "read_record",
    "to_float",
    "to_int",
    "to_tuple",
    "tuple_field",
    "tuple_of",
]


def one_of(names: tuple[str, ...], *, optional: bool = False) -> Any:
    """A validator that accepts these strings only, and None if ``optional``."""

    def check(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        if optional and value is None:
            return
        if value not in names:
            raise InputError(
                f"{type(instance).__name__}.{attribute.name} must be one of "
                f"{', '.join(names)}{' or None' if optional else ''}, not {value!r}"
            )

    return check


def instance_of(kind: type, *, optional: bool = False) -> Any:
    """A validator that accepts instances of a class, and None if ``optional``."""

    def check(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        if optional and value is None:
            return
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise InputError(
                f"{type(instance).__name__}.{attribute.name} must be {kind.__name__}"
                f"{' or None' if optional else ''}, not {value!r}"
            )

    return check


def tuple_of(kind: type) -> Any:
    """A validator that accepts tuples of instances of a class."""

    def check(instance: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
        for item in value:
            if not isinstance(item, kind):
                raise InputError(
                    f"{type(instance).__name__}.{attribute.name} must hold "
                    f"{kind.__name__} only, not {item!r}"
                )

    return check


def to_tuple(value: Any) -> tuple[Any, ...]:
    """The items of an iterable as a tuple; a string is refused: nobody means its letters."""
    if isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        raise InputError(f"expected a sequence, not {value!r}; write ({value!r},)")
    return tuple(value)


def to_int(value: Any) -> Any:
    """A whole number of another library, such as NumPy, as an ``int``; all else unchanged."""
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else value


def to_float(value: Any) -> Any:
    """A number of another library as a ``float``; anything else unchanged."""
    own = isinstance(value, int | float)
    return float(value) if isinstance(value, Real) and not own else value


def is_probability(value: Any) -> bool:
    """Whether it is a number between 0 and 1."""
    return isinstance(value, Real) and not isinstance(value, bool) and 0 <= float(value) <= 1


def tuple_field(kind: type) -> Any:
    """A field that holds a tuple of instances of a class, empty by default."""
    return attrs.field(default=(), converter=to_tuple, validator=tuple_of(kind))


def read_record(record: Any, owner: type, *names: str) -> Mapping[str, Any]:
    """``record``, if it is a mapping with all the keys; the error names those that are missing."""
    if not isinstance(record, Mapping):
        raise InputError(f"{owner.__name__}.from_dict needs a mapping, not {record!r}")
    missing = [name for name in names if name not in record]
    if missing:
        raise InputError(f"{owner.__name__}.from_dict: missing {', '.join(missing)}")
    return record
