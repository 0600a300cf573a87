"""The exceptions of the library. Each message says what to do next."""

from __future__ import annotations

__all__ = ["InputError", "MissingDependencyError", "ModelError", "QuoteattrError"]


class QuoteattrError(Exception):
    """Base of every error that this library raises on purpose."""


class InputError(QuoteattrError, ValueError):
    """The caller's input can't be used: a wrong type, an unknown option, a malformed record."""


class ModelError(QuoteattrError, OSError):
    """A model is missing or damaged. The message names the command that repairs it."""


class MissingDependencyError(QuoteattrError, ImportError):
    """An optional package is needed. The message names the command that installs it."""
