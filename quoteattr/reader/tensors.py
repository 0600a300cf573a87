"""Read and write arrays in the safetensors format, which can hold no code.

The format is https://github.com/huggingface/safetensors: the length of a JSON header, the header
with type, shape and place of every array, the arrays.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from quoteattr.errors import ModelError

__all__ = ["read_tensors", "write_tensors"]

_TYPES: Mapping[str, Any] = {
    "F32": np.float32,
    "F16": np.float16,
    "I64": np.int64,
    "I32": np.int32,
    "I8": np.int8,
    "U8": np.uint8,
}
_NAMES = {np.dtype(kind): name for name, kind in _TYPES.items()}
_META = "__metadata__"
_LENGTH = 8  # bytes of the length of the header
_ALIGNED = 8


def read_tensors(path: Path) -> tuple[dict[str, npt.NDArray[Any]], dict[str, str]]:
    """The arrays of a file by name, and what else its header says.

    Args:
        path: the file.

    Raises:
        ModelError: the file is not in the format; the message names the field.
        OSError: it can't be read.
    """
    data = path.read_bytes()
    start = _LENGTH + int.from_bytes(data[:_LENGTH], "little")
    try:
        if start > len(data):
            raise ValueError("the file ends within its header")
        header = json.loads(data[_LENGTH:start])
        meta = header.pop(_META, {})
        found = {name: _array(name, entry, data, start) for name, entry in header.items()}
    except RecursionError:
        raise ModelError(f"{path} is not a safetensors file: it is nested too deeply") from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ModelError(f"{path} is not a safetensors file: {error}") from error
    return found, {str(key): str(value) for key, value in meta.items()}


def _array(name: str, entry: Mapping[str, Any], data: bytes, start: int) -> npt.NDArray[Any]:
    kind, shape = entry["dtype"], tuple(int(size) for size in entry["shape"])
    if kind not in _TYPES:
        raise ValueError(f"{name} has the type {kind}; it must be one of {', '.join(_TYPES)}")
    first, last = (int(offset) for offset in entry["data_offsets"])
    size = math.prod(shape) * np.dtype(_TYPES[kind]).itemsize
    if min(shape, default=0) < 0 or not 0 <= first <= last <= len(data) - start:
        raise ValueError(f"{name} lies outside the file")
    if last - first != size:
        raise ValueError(f"{name} has {last - first} bytes in place of {size}")
    values = np.frombuffer(data, dtype=_TYPES[kind], count=math.prod(shape), offset=start + first)
    return values.reshape(shape)


def write_tensors(
    path: Path, tensors: Mapping[str, npt.NDArray[Any]], meta: Mapping[str, str]
) -> None:
    """Write arrays to a file.

    Args:
        path: the file.
        tensors: by name.
        meta: texts that go into the header.
    """
    header: dict[str, Any] = {_META: dict(meta)}
    place = 0
    for name, values in tensors.items():
        header[name] = {
            "dtype": _NAMES[values.dtype],
            "shape": list(values.shape),
            "data_offsets": [place, place + values.nbytes],
        }
        place += values.nbytes
    encoded = json.dumps(header, ensure_ascii=False).encode()
    encoded += b" " * (-len(encoded) % _ALIGNED)
    with path.open("wb") as stream:
        stream.write(len(encoded).to_bytes(_LENGTH, "little") + encoded)
        for values in tensors.values():
            stream.write(np.ascontiguousarray(values).tobytes())
