"""How the package was installed decides what repairs it; an index is never asked by name."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from quoteattr import versions
from quoteattr.versions import repair

PACKAGE = Path(versions.__file__).resolve().parent
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ROOT = PACKAGE.parent


class Installed:
    """The metadata of an installed package, as far as they matter here."""

    def __init__(self, origin: object, installer: str = "pip", place: Path = PACKAGE) -> None:
        self.files = {"INSTALLER": f"{installer}\n"}
        if origin is not None:
            self.files["direct_url.json"] = (
                origin if isinstance(origin, str) else json.dumps(origin)
            )
        self.place = place

    def read_text(self, name: str) -> str | None:
        return self.files.get(name)

    def locate_file(self, name: str) -> Path:
        return self.place


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch):
    def install(found: Installed | None) -> str:
        def distribution(name: str) -> Installed:
            if found is None:
                raise PackageNotFoundError(name)
            return found

        monkeypatch.setattr(versions, "distribution", distribution)
        told = repair()
        assert not re.search(r"pip install [^/]*quoteattr( |$)", told)
        return told

    return install


def test_an_archive_or_folder_on_this_machine_is_installed_again(installed, tmp_path: Path):
    wheel = tmp_path / "a folder" / "quoteattr-1.whl"
    wheel.parent.mkdir()
    wheel.touch()
    told = installed(Installed({"url": wheel.as_uri(), "archive_info": {}}))
    assert told.endswith(f"-m pip install --force-reinstall --no-deps '{wheel}'")
    told = installed(Installed({"url": wheel.parent.as_uri(), "dir_info": {}}))
    assert told.endswith(f" --no-deps '{wheel.parent}'")
    wheel.unlink()
    told = installed(Installed({"url": wheel.as_uri(), "archive_info": {}}))
    assert told == "install the package again, as from quoteattr-1.whl"


def test_a_commit_is_installed_again(installed):
    origin = {
        "url": "https://git.example/quoteattr.git",
        "vcs_info": {"vcs": "git", "commit_id": COMMIT},
    }
    told = installed(Installed(origin))
    assert told.endswith(f" git+https://git.example/quoteattr.git@{COMMIT}")
    told = installed(Installed({**origin, "subdirectory": "python"}))
    assert told.endswith(f"@{COMMIT}#subdirectory=python'")
    told = installed(Installed(origin, installer="other"))
    assert told == (
        f"install the package again from git+https://git.example/quoteattr.git@{COMMIT}"
    )


def test_a_checkout_is_restored(installed):
    editable = Installed({"url": ROOT.as_uri(), "dir_info": {"editable": True}})
    elsewhere = Installed({"url": "file:///other"}, place=Path("/other/quoteattr"))
    for found in (None, editable, elsewhere):
        told = installed(found)
        if (ROOT / ".git").exists():
            assert told == f"repair with: git -C {ROOT} checkout -- quoteattr"
        else:
            assert told == f"restore the folder {PACKAGE} from where you have it"


@pytest.mark.parametrize("origin", [None, "{", "[]", {}, {"url": 3}, {"url": "http://a.example"}])
def test_an_unknown_origin_gets_no_command(installed, origin: object):
    told = installed(Installed(origin))
    assert told == "install the package again, from where you have it"


def test_no_message_and_no_page_asks_an_index_for_the_package():
    pages = [*PACKAGE.rglob("*.py"), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    by_name = re.compile(r"""pip install [^\n&]*(?<![./\w])quoteattr(?=["'\[\s]|$)""", re.MULTILINE)
    assert [path.name for path in pages if by_name.search(path.read_text(encoding="utf-8"))] == []
