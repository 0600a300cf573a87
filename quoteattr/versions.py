"""The version of the installed package."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

__all__ = ["installed_version"]


def installed_version() -> str:
    """The version from the package's metadata.

    >>> installed_version()[0].isdigit()
    True
    """
    try:
        return version("quoteattr")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+source"
