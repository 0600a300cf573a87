"""The wheel: it holds the models and tables, no tests, and works without a network."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "quoteattr"
LARGEST = 50 * 1024 * 1024  # bytes; models are the most of it


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("building a wheel without a network needs setuptools: pip install setuptools")
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    # A copy, so that nothing left from another build gets in and nothing is left here.
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(
        PACKAGE, source / "quoteattr", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
    )
    command = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps"]
    done = subprocess.run(
        [*command, "--no-index", "-w", str(folder), str(source)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("quoteattr/")}
    wanted = {
        str(path.relative_to(ROOT).as_posix())
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted


def test_wheel_holds_what_the_manifest_of_the_models_names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read("quoteattr/models/manifest.json"))
        for name, entry in manifest["files"].items():
            assert archive.getinfo(f"quoteattr/models/{name}").file_size == entry["bytes"]


def test_wheel_is_small_enough(wheel):
    assert wheel.stat().st_size <= LARGEST


def test_wheel_holds_nothing_but_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"quoteattr"}


def test_wheel_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        folder = info.rpartition("/")[0]
        metadata = Parser().parsestr(archive.read(info).decode("utf-8"))
        entry_points = archive.read(f"{folder}/entry_points.txt").decode("utf-8")
        assert f"{folder}/licenses/LICENSE" in archive.namelist()
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.10"
    needed = {line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line}
    assert {line.split(">")[0] for line in needed} == {"stanza", "regex", "attrs"}
    assert "quoteattr = quoteattr.cli:main" in entry_points
    assert metadata.get_payload().startswith("# quoteattr")


@pytest.mark.models
def test_wheel_works_where_it_is_unpacked(wheel, tmp_path):
    """From the wheel alone, with every network connection forbidden."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    article = tmp_path / "article.txt"
    article.write_text("“We will win,” Vice President JD Vance said.", encoding="utf-8")
    code = (
        "import socket, sys\n"
        "def refuse(*args, **kwargs): raise AssertionError(f'network: {args}')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        f"sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import quoteattr\n"
        f"assert quoteattr.__file__.startswith({str(tmp_path / 'site')!r}), quoteattr.__file__\n"
        "from quoteattr.cli import main\n"
        f"sys.exit(main(['-f', 'json', {str(article)!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, cwd=tmp_path, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    (result,) = json.loads(done.stdout)
    assert "JD Vance" in {speaker["name"] for speaker in result["speakers"]}
