"""One way to do each thing: what is written, shown in a page or counted goes through the one module that does it well."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bigmodel_edu"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# What may do it itself, and why.
WRITES = {
    "files.py": "it is the way",
    "authoring/environment.py": "a kernel's settings in a folder made for one run",
    "authoring/execute.py": "a kernel's log in a folder made for one run",
    "data/debian.py": "a folder takes its place in one step",
    "data/tar.py": "into that folder",
    "sandbox/probing.py": "an attack on the sandbox tries to write",
    "student/memory.py": "a damaged file is put aside",
}
ESCAPES = {"escaping.py": "it is the way", **dict.fromkeys(("data/libreoffice.py", "authoring/shown.py"), "it unescapes what it reads")}
BARS = {"progress_bar.py": "it is the way", "terminal_bar.py": "it draws it"}
WRITING = {"write_text", "write_bytes", "savefig", "save_file", "mkstemp", "NamedTemporaryFile", "fsync", "rename", "renames"}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def opens_to_write(call: ast.Call) -> bool:
    modes = [value.value for value in (*call.args, *(word.value for word in call.keywords)) if isinstance(value, ast.Constant)]
    return name_of(call) == "open" and any(isinstance(mode, str) and set("wax+") & set(mode) and len(mode) < 4 for mode in modes)


def prints_help(call: ast.Call) -> bool:
    """Click's own ``formatter.write_text`` writes no file."""
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "formatter"


def goes_into_an_open_file(call: ast.Call) -> bool:
    """A figure that is saved into an open file needs its format said."""
    return name_of(call) == "savefig" and any(word.arg == "format" for word in call.keywords)


def replaces_a_file(call: ast.Call) -> bool:
    """``os.replace``, or ``path.replace(target)``: strings are replaced with two arguments."""
    if name_of(call) != "replace" or call.keywords:
        return False
    on_os = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "os"
    return on_os or len(call.args) == 1


def writes(tree: ast.AST) -> list[int]:
    found = [call for call in calls(tree) if name_of(call) in WRITING or opens_to_write(call) or replaces_a_file(call)]
    return [call.lineno for call in found if not prints_help(call) and not goes_into_an_open_file(call)]


def imports(tree: ast.AST, *modules: str) -> list[int]:
    found = []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found += [node.lineno for name in names if name in modules]
    return found


def parsed(module: str) -> ast.AST:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", MODULES)
def test_files_are_written_in_one_way(module):
    assert module in WRITES or not writes(parsed(module)), "use bigmodel_edu.files"


@pytest.mark.parametrize("module", MODULES)
def test_text_is_escaped_in_one_way(module):
    assert module in ESCAPES or not imports(parsed(module), "html", "html.escape", "rich.markup", "xml.sax.saxutils"), (
        "use bigmodel_edu.escaping"
    )


@pytest.mark.parametrize("module", MODULES)
def test_progress_is_shown_in_one_way(module):
    assert module in BARS or not imports(parsed(module), "rich.progress", "tqdm", "tqdm.auto"), "use bigmodel_edu.progress_bar"


@pytest.mark.parametrize("table", [WRITES, ESCAPES, BARS])
def test_the_tables_name_no_module_that_is_gone_or_no_longer_does_it(table):
    assert set(table) <= set(MODULES)


@pytest.mark.parametrize(
    "code",
    [
        "path.write_text('x')", "open(path, 'w')", "path.open('ab')", "open(path, mode='x')", "os.replace(a, b)",
        "part.replace(path)", "figure.savefig(path)", "save_file(tensors, path)", "os.rename(a, b)", "tempfile.mkstemp()",
    ],
)  # fmt: skip
def test_each_other_way_would_be_found(code):
    assert writes(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "open(path)",
        "path.open('rb')",
        "text.replace('w', 'a')",
        "open('w.txt', 'r')",
        "read_text('w')",
        "figure.savefig(file, format='png')",
    ],
)
def test_reading_is_not_taken_for_writing(code):
    assert not writes(ast.parse(code))
