"""What the documents say is so: commands, links, modules."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quoteattr.attribution.pipeline import PATTERNS, STEPS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MODULE_COMMAND = re.compile(r"python -m (quoteattr[\w.]*)(?: (\w[\w-]*))?")
CALL = re.compile(r"^(?:\$ )?(?:.*\| )?quoteattr ([^|\n]*)", re.MULTILINE)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
DESCRIBED = ("attribution", "coreference", "corpus", "verify")  # packages, file by file
SHELL = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands(page: Path) -> list[str]:
    return [block.strip() for block in SHELL.findall(page.read_text(encoding="utf-8"))]


def test_the_check_runs_the_commands_of_the_pages_in_order():
    readme = commands(ROOT / "README.md")
    contributing = commands(ROOT / "docs" / "maintainers" / "contributing.md")
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    places = [
        lines.index(next(command for command in page if command.endswith(end)))
        for page, end in [
            (readme, "seeds/000_ba9086a16d75d270.txt"),
            (readme, "python -m pytest"),
            (contributing, "python -m pytest tests/batch tests/spacy"),
        ]
    ]
    assert places == sorted(places)


@pytest.mark.models
def test_the_first_code_of_the_readme_runs_on_any_article(capsys):
    code = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))[0]
    assert len([line for line in code.splitlines() if line]) == 3
    for article in ["", "“Nobody asked us.”", "It was said that the bridge would close."]:
        exec(code, {"article": article})
    assert capsys.readouterr().out.count("unknown | ") == 2


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_loops_over_quotes_survive_one_without_a_speaker(page):
    text = page.read_text(encoding="utf-8")
    for block in PYTHON.findall(text):
        if re.search(r"\bfor quote in\b", block):
            unguarded = [
                line
                for line in block.splitlines()
                if re.search(r"\bquote\.speaker\.", line) and "if quote.speaker" not in line
            ]
            # After a loop, a line of a session may look at one quote that is known to have one.
            assert [line for line in unguarded if not line.startswith(">>> ")] == []


def test_the_picture_shows_what_the_command_finds():
    path = ROOT / "docs" / "picture.svg"
    assert path.stat().st_size < 100_000
    words = " ".join(" ".join(ElementTree.parse(path).getroot().itertext()).split())
    for found in ["Ann Lee", "“We have no choice.”", "nobody had asked him"]:
        assert found in words


def test_every_install_command_keeps_to_the_constraints():
    for page in [ROOT / "README.md", ROOT / ".ci" / "run"]:
        for line in page.read_text(encoding="utf-8").splitlines():
            if line.startswith("python -m pip install"):
                assert "-c constraints.txt" in line, line


def test_constrained_releases_satisfy_the_project():
    pinned = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert set(pinned) == {"torch", "stanza"}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    least = re.search(r'"stanza>=([\d.]+)"', project)
    assert least
    assert [*map(int, pinned["stanza"].split("."))] >= [*map(int, least[1].split("."))]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_between_pages_lead_somewhere(page):
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, heading = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{link} in {named(page)}"
        if heading:
            text = target.read_text(encoding="utf-8")
            slugs = {
                re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
                for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
            }
            assert heading in slugs, f"{link} in {named(page)}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_of_modules_exist(page):
    for module, command in MODULE_COMMAND.findall(page.read_text(encoding="utf-8")):
        path = ROOT.joinpath(*module.split("."))
        main = path / "__main__.py" if path.is_dir() else path.with_suffix(".py")
        assert main.is_file(), f"python -m {module} in {named(page)}"
        if command and module != "quoteattr":
            code = "".join(one.read_text(encoding="utf-8") for one in sorted(path.glob("*.py")))
            assert f'"{command}"' in code, f"{module} {command}"


def test_options_in_shell_examples_exist():
    """Each long option of a ``quoteattr`` command in the documents is one that it has."""
    cli = sorted((ROOT / "quoteattr" / "cli").glob("*.py"))
    source = "\n".join(path.read_text(encoding="utf-8") for path in cli)
    used = {
        (named(page), option)
        for page in PAGES
        for block in commands(page)
        for call in CALL.findall(block.replace("\\\n", " "))
        for option in re.findall(r"(?<=\s)--[a-z-]+", call)
    }
    assert used
    assert {pair for pair in used if f'"{pair[1]}"' not in source} == set()


def described() -> dict[str, set[str]]:
    """The names in backticks that the architecture has for each package, by the package."""
    page = (ROOT / "docs" / "maintainers" / "architecture.md").read_text(encoding="utf-8")
    _, _, rest = page.partition("## Modules")
    modules, _, _ = rest.partition("## Data")
    parts = re.findall(r"^### In `(\w+)`\n(.*?)(?=^### )", modules, re.MULTILINE | re.DOTALL)
    parts += re.findall(r"^- \*\*`(\w+)/`\*\*:(.*?)(?=^- |\Z)", modules, re.MULTILINE | re.DOTALL)
    return {package: set(re.findall(r"`([a-z_]+)`", text)) for package, text in parts}


def modules_of(package: str) -> set[str]:
    paths = (ROOT / "quoteattr" / package).rglob("*.py")
    return {path.stem for path in paths if path.stem != "__init__"}


@pytest.mark.parametrize("package", [*DESCRIBED, "evaluation"])
def test_every_module_that_the_architecture_describes_is_in_its_package(package):
    there = modules_of(package)
    there |= {function.__name__ for function in (*PATTERNS, *STEPS)}
    assert len(described()[package]) > 4
    assert described()[package] - there == set()


@pytest.mark.parametrize("package", DESCRIBED)
def test_the_architecture_describes_every_module(package):
    there = modules_of(package)
    if package == "attribution":  # the tables of patterns and steps name their functions
        there = {path.stem for path in (ROOT / "quoteattr" / package).glob("[!_]*.py")}
    assert there - described()[package] == set()


def test_changelog_and_citation_have_the_version_of_the_project():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.*)"$', project, re.MULTILINE)
    assert version
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version[1]}\n" in citation


def test_pages_that_the_code_names_exist():
    for path in sorted((ROOT / "quoteattr").rglob("*.py")):
        for page in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / page).is_file(), f"{named(path)} names {page}"


def test_every_rule_of_the_evidence_is_explained():
    page = (ROOT / "docs" / "explanation" / "evidence.md").read_text(encoding="utf-8")
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "quoteattr").rglob("*.py"))
    )
    rules = {rule.partition(":")[2] for rule in re.findall(r'"((?:speaker|join):[a-z+-]+)"', code)}
    weights = (ROOT / "quoteattr" / "data" / "reliability.tsv").read_text(encoding="utf-8")
    rules |= {
        rule.removeprefix("carrier-").removeprefix("shared-")
        for rule in re.findall(r"^(?:pattern|source)=(\S+)\t", weights, re.MULTILINE)
    }
    assert len(rules) > 40
    assert {rule for rule in rules if f"`{rule}`" not in page} == set()
