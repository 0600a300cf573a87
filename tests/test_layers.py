"""The package's modules import downward only and in no circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "quoteattr"
PAGE = PACKAGE.parent / "docs" / "maintainers" / "architecture.md"

LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "fields", "versions"),
    ("model",),
    ("syntax", "relations", "text", "words", "linear"),
    ("attribution", "coreference"),
    ("reader", "explanation"),
    ("parsing",),
    ("formats",),
    ("quotes",),
    ("articles",),
    ("attributor", "corpus", "mask", "verify"),
    ("stanza_processor", "spacy", "batch", "cli", "__main__", "__init__"),
    ("corpora",),
    ("evaluation",),
    ("training",),
)
"""Lowest first: the files and packages at the top. Modules of one package may import each other."""

TOP_FILES = 15
"""At most so many files at the top, so that a newcomer sees at once what users touch."""

LAYER_OF = {module: layer for layer, modules in enumerate(LAYERS) for module in modules}


def sources() -> dict[str, str]:
    """The source of every module, by dotted name without "quoteattr."."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if len(parts) > 1 and parts[-1] == "__init__":
            parts = parts[:-1]
        found[".".join(parts)] = path.read_text(encoding="utf-8")
    return found


def imports(source: str, modules: Mapping[str, str], *, typing_too: bool) -> Iterator[str]:
    """Names of our modules that a source imports, anywhere in it."""
    for node in _statements(ast.parse(source), typing_too=typing_too):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full: from quoteattr.x import y"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            package, *parts = name.split(".")
            if package == "quoteattr":
                while parts and ".".join(parts) not in modules:
                    parts.pop()
                yield ".".join(parts) or "__init__"


def _statements(tree: ast.AST, *, typing_too: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if (
            isinstance(node, ast.If)
            and ast.unparse(node.test) == "TYPE_CHECKING"
            and not typing_too
        ):
            continue
        yield node
        yield from _statements(node, typing_too=typing_too)


def problems(modules: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the imports of the modules, one sentence each."""
    for name, source in modules.items():
        top = name.split(".")[0]
        if top not in LAYER_OF:
            yield (
                f"{name} has no layer: add it to LAYERS in {Path(__file__).name} and to "
                "docs/maintainers/architecture.md, as low as its imports allow"
            )
            continue
        for used in imports(source, modules, typing_too=True):
            other = used.split(".")[0]
            if LAYER_OF.get(other, -1) > LAYER_OF[top]:
                yield (
                    f"{name} (layer {LAYER_OF[top]}) imports {used} (layer {LAYER_OF[other]}): "
                    "move what it needs down"
                )
    yield from (f"circle of imports: {' -> '.join(circle)}" for circle in circles(modules))


def circles(modules: Mapping[str, str]) -> Iterator[list[str]]:
    """Circles of imports that run; those for types alone don't."""
    graph = {
        name: sorted(set(imports(source, modules, typing_too=False)) - {name})
        for name, source in modules.items()
    }
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> Iterator[list[str]]:
        if name in path:
            yield [*path[path.index(name) :], name]
        elif name not in done:
            for other in graph.get(name, []):
                yield from visit(other, [*path, name])
            done.add(name)

    for name in graph:
        yield from visit(name, [])


def test_modules_import_downward_and_in_no_circle():
    assert list(problems(sources())) == []


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        (
            {"model": "from quoteattr.quotes import Quotes", "quotes": ""},
            r"move what it needs down",
        ),
        ({"model": "def f():\n    import quoteattr.cli", "cli": ""}, r"imports cli \(layer 10\)"),
        ({"model": "from quoteattr import cli", "cli": ""}, r"imports cli"),
        ({"model": "from quoteattr import extract"}, r"imports __init__"),
        ({"cli": "from quoteattr.corpora import gum", "corpora.gum": ""}, r"imports corpora.gum"),
        (
            {"corpora.gum": "from quoteattr.evaluation import gap", "evaluation.gap": ""},
            r"corpora.gum \(layer 11\) imports evaluation.gap \(layer 12\)",
        ),
        ({"novel": ""}, r"novel has no layer: add it to LAYERS in test_layers.py"),
        (
            {
                "text.marks": "import quoteattr.text.mask",
                "text.mask": "from quoteattr.text.marks import find_marks",
            },
            r"circle of imports: text.marks -> text.mask -> text.marks",
        ),
    ],
)
def test_the_check_sees_each_kind_of_problem(modules: dict[str, str], message: str):
    with pytest.raises(AssertionError, match=message):
        assert list(problems(modules)) == []


def test_imports_for_types_alone_make_no_circle():
    typed = "if TYPE_CHECKING:\n    from quoteattr.text.mask import mask"
    modules = {"text.marks": typed, "text.mask": "from quoteattr.text.marks import find_marks"}
    assert list(problems(modules)) == []


def test_each_file_and_package_at_the_top_has_its_layer():
    found = {path.stem for path in PACKAGE.glob("*.py")}
    found |= {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert found == set(LAYER_OF)


def test_a_newcomer_finds_few_files_at_the_top():
    assert len(list(PACKAGE.glob("*.py"))) <= TOP_FILES


def test_the_page_on_architecture_has_the_same_layers():
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    page = {name: place for place, names in rows for name in re.findall(r"`(\w+)/?`", names)}
    ours = {name: str(layer) for name, layer in LAYER_OF.items()}
    assert page == ours
