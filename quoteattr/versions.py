"""What is installed: the version of the package, and how to install it again."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

__all__ = ["installed_version", "repair"]

_PACKAGE = Path(__file__).resolve().parent


def installed_version() -> str:
    """The version from the package's metadata.

    >>> installed_version()[0].isdigit()
    True
    """
    try:
        return version("quoteattr")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0+source"


def repair() -> str:
    """What to do where a file of the package is damaged, in words for a message.

    The words depend on how the package was installed (PEP 610, ``direct_url.json``). The package is
    never asked for by name: the owner of that name in an index could put any code there.

    >>> isinstance(repair(), str)
    True
    """
    try:
        installed = distribution("quoteattr")
    except PackageNotFoundError:
        return _restore(_PACKAGE.parent)
    origin = _origin(installed)
    url = str(origin.get("url", ""))
    folder = _folder(url)
    if folder is not None and _is(origin.get("dir_info"), "editable"):
        return _restore(_PACKAGE.parent)
    if Path(str(installed.locate_file("quoteattr"))).resolve() != _PACKAGE:
        return _restore(_PACKAGE.parent)  # another copy is installed, this one is a source tree
    if folder is not None and not folder.exists():
        return f"install the package again, as from {folder.name}"
    source = str(folder) if folder is not None else _requirement(url, origin)
    if not source:
        return "install the package again, from where you have it"
    if (installed.read_text("INSTALLER") or "").strip() != "pip":
        return f"install the package again from {source}"
    pip = [sys.executable, "-m", "pip", "install", "--force-reinstall", "--no-deps", source]
    return f"repair with: {shlex.join(pip)}"


def _restore(tree: Path) -> str:
    """How to get the files of a source tree back."""
    if (tree / ".git").exists():
        return f"repair with: {shlex.join(['git', '-C', str(tree), 'checkout', '--', 'quoteattr'])}"
    return f"restore the folder {_PACKAGE} from where you have it"


def _origin(installed: Distribution) -> dict[str, Any]:
    """The record of where the package was installed from; empty without one."""
    try:
        origin = json.loads(installed.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}


def _is(info: Any, flag: str) -> bool:
    return isinstance(info, dict) and info.get(flag) is True


def _folder(url: str) -> Path | None:
    """The local folder or archive that a URL names."""
    from urllib.request import url2pathname  # it imports much, and is seldom needed

    parts = urlsplit(url)
    return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


def _requirement(url: str, origin: dict[str, Any]) -> str:
    """What pip installs from a URL: an archive, or a commit; empty for neither."""
    info = origin.get("vcs_info")
    if isinstance(info, dict):
        source = f"{info.get('vcs')}+{url}@{info.get('commit_id')}"
        folder = origin.get("subdirectory")
        return f"{source}#subdirectory={folder}" if folder else source
    return url if url.startswith("https://") else ""
