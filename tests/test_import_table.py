"""The design's table of imports: which concept may stand on which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "bigmodel_edu"
EVERYTHING = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
MAY_IMPORT = {
    "facts": set(),
    "device": set(),
    "data": set(),
    "text": set(),
    "calling": set(),
    "models": {"device"},
    "training": {"models", "device", "data"},
    "inference": {"models", "device", "text"},
    "economics": {"facts"},
    "viz": set(),
    "checking": {"calling"},
    "sandbox": {"calling"},
    "grading": {"calling", "checking", "sandbox", "exercises"},  # exercises: the registry that plug-ins join
    "exercises": EVERYTHING - {"sandbox", "student", "grading", "authoring", "cli"},
    "student": {"calling", "checking", "exercises"},
    "authoring": {"calling", "checking", "exercises", "facts"},  # facts: numbers of the prose
    "cli": EVERYTHING,
}
FOR_ALL = {"language", "files", "progress_bar", "escaping", "commandline"}


def imported_folders(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module] if node.module != "bigmodel_edu" else [f"bigmodel_edu.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name and name.startswith("bigmodel_edu.")}
    return found - {"__version__"}


@pytest.mark.parametrize("folder", sorted(EVERYTHING))
def test_each_concept_stands_only_on_those_it_may(folder):
    assert folder in MAY_IMPORT, f"{folder} is not in the table"
    for path in (PACKAGE / folder).rglob("*.py"):
        extra = imported_folders(path) - MAY_IMPORT[folder] - FOR_ALL - {folder}
        assert not extra, f"{path.relative_to(PACKAGE)} imports {extra}"


def test_the_table_names_no_folder_that_is_gone():
    assert set(MAY_IMPORT) == EVERYTHING


def test_importing_the_package_imports_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, bigmodel_edu; print([n for n in ('torch', 'numpy', 'matplotlib', 'IPython') if n in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
