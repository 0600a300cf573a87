"""What ``import quoteattr`` does to a program: next to nothing."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import quoteattr

ROOT = Path(__file__).parent.parent
HEAVY = {"stanza", "torch", "pandas", "numpy", "transformers"}


def answer(code: str) -> list:
    """What a fresh interpreter prints, as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_import_is_light():
    loaded = answer("import json, sys, quoteattr; print(json.dumps(list(sys.modules)))")
    assert not HEAVY & set(loaded)


def test_command_line_helps_without_loading_models():
    code = (
        "import json, sys\n"
        "from quoteattr.cli import main\n"
        "try: main(['--format', 'jsonl', 'no such file'])\n"
        "finally: print(json.dumps(list(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True, text=True
    )
    *_, modules = done.stdout.splitlines()  # after the results
    assert not HEAVY & set(json.loads(modules))
    assert "no such file: can't be read" in done.stderr


@pytest.mark.models
def test_the_first_extract_warns_of_nothing_in_a_notebook_without_widgets():
    code = (
        "import json, sys, types\n"
        # What tqdm takes for a notebook: it wants ipywidgets for its bars.
        "for name in ('IPython', 'ipykernel', 'ipykernel.zmqshell'):\n"
        "    sys.modules[name] = types.ModuleType(name)\n"
        "sys.modules['IPython'].get_ipython = object\n"
        "sys.modules['ipywidgets'] = None\n"
        "import quoteattr\n"
        "found = quoteattr.extract('“We will not wait,” Ann Lee said.')\n"
        "print(json.dumps([quote.speaker.name for quote in found]))"
    )
    assert answer(code) == ["Ann Lee"]  # and standard error is empty


def test_logging_is_left_to_the_program():
    code = (
        "import json, logging, quoteattr\n"
        "names = ['quoteattr', *(n for n in logging.root.manager.loggerDict if '.' in n)]\n"
        "ours = {n: [type(h).__name__ for h in logging.getLogger(n).handlers]\n"
        "        for n in names if n.split('.')[0] == 'quoteattr'}\n"
        "root = [type(h).__name__ for h in logging.getLogger().handlers]\n"
        "print(json.dumps([ours, root, logging.getLogger('quoteattr').level]))"
    )
    ours, root, level = answer(code)
    assert set(ours.pop("quoteattr")) == {"NullHandler"}
    assert not any(ours.values())
    assert (root, level) == ([], 0)


def test_type_checkers_see_the_public_names():
    tree = ast.parse(Path(quoteattr.__file__).read_text(encoding="utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    seen = {
        alias.name: node.module.removeprefix("quoteattr.")
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }
    assert seen == quoteattr._HOME


def test_every_public_name_is_there_and_from_its_home():
    assert sorted(quoteattr.__all__) == dir(quoteattr)
    for name in quoteattr.__all__:
        assert getattr(quoteattr, name) is not None
    assert quoteattr.Quote.__module__ == "quoteattr.model"
