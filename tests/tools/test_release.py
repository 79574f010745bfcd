"""A release in a small repository of its own, with the programs that a real one runs."""

import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.release import main

CHANGELOG = "# Changelog\n\n## 1.2.0 (not released yet)\n\n- **Book**: one page.\n\n## 1.1.0 (2026-01-01)\n\n- All.\n"
FILES = {
    "bigmodel_edu/__init__.py": '"""A package."""\n\n__version__ = "1.2.0"\n',
    "pyproject.toml": """
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"
[project]
name = "bigmodel-edu"
dynamic = ["version"]
[tool.setuptools]
packages = ["bigmodel_edu"]
[tool.setuptools.dynamic]
version = {attr = "bigmodel_edu.__version__"}
""",
    "CHANGELOG.md": CHANGELOG,
    "CITATION.cff": "cff-version: 1.2.0\ntitle: A course\nversion: 1.1.0\ndate-released: 2026-01-01\n",
    "_config.yml": 'title: A course\nonly_build_toc_files: true\nexecute:\n  execute_notebooks: "off"\n',
    "_toc.yml": "format: jb-book\nroot: book/index\n",
    "book/index.md": "# A course\n\nOne page.\n",
    ".gitignore": "dist/\nbuild/\n*.egg-info/\n_build/\n",
}
OTHER_VERSION = FILES["pyproject.toml"].replace('dynamic = ["version"]', 'version = "1.1.0"').partition("[tool.setuptools.dynamic]")[0]
LESSON = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# A lesson

```{code-cell} ipython3
1
```
"""


def git(root, *arguments):
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    for variable in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(variable, "A Maintainer")
    for variable in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(variable, "maintainer@example.org")
    root = tmp_path / "a course, übersetzt"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    git(root.parent, "init", "--quiet", "--initial-branch", "main", str(root))
    commit(root)
    return root


def commit(root):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Change")


def release(root, *arguments):
    return CliRunner().invoke(main, ["--root", str(root), *arguments])


def untouched(root, head):
    clean = git(root, "status", "--porcelain", "CHANGELOG.md", "CITATION.cff") == ""
    return clean and git(root, "rev-parse", "HEAD") == head and not (root / "dist").exists()


def refused(root, *arguments):
    head, tags = git(root, "rev-parse", "HEAD"), git(root, "tag")
    result = release(root, *arguments)
    assert result.exit_code == 1 and "Traceback" not in result.output
    assert git(root, "rev-parse", "HEAD") == head and git(root, "tag") == tags and not (root / "dist").exists()
    return " ".join(result.output.split())


@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_changes_that_are_not_committed_are_refused(repository, arguments):
    (repository / "book" / "new.md").write_text("# New\n", encoding="utf-8")
    said = refused(repository, *arguments)
    assert "1.2.0 cannot be released" in said and "not committed; commit or undo them first: ?? book/new.md" in said


def test_a_tag_that_is_there_is_refused(repository):
    git(repository, "tag", "v1.2.0")
    assert "The tag v1.2.0 is there already; raise __version__" in refused(repository)


@pytest.mark.parametrize("entry", ["", "## 1.2.0 (2026-11-30)\n\n- All.\n", "## 1.2.0 (not released yet)\n"])
def test_a_changelog_without_an_open_entry_is_refused(repository, entry):
    (repository / "CHANGELOG.md").write_text(f"# Changelog\n\n{entry}\n## 1.1.0 (2026-01-01)\n\n- All.\n", encoding="utf-8")
    commit(repository)
    assert "CHANGELOG.md has no entry for 1.2.0; expected “## 1.2.0 (not released yet)”" in refused(repository)


def test_stale_notebooks_are_refused_and_named(repository):
    lesson = repository / "book" / "start" / "sample.md"
    lesson.parent.mkdir()
    lesson.write_text(LESSON, encoding="utf-8")
    commit(repository)
    said = refused(repository)
    assert "run make notebooks and commit the result" in said and "notebooks/start/sample.ipynb: missing" in said


def test_everything_that_is_wrong_is_told_at_once(repository):
    git(repository, "tag", "v1.2.0")
    (repository / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    said = refused(repository)
    assert "not committed" in said and "The tag" in said and "no entry" in said


def test_a_folder_that_is_no_repository_is_told(tmp_path):
    (tmp_path / "bigmodel_edu").mkdir()
    (tmp_path / "bigmodel_edu" / "__init__.py").write_text('__version__ = "1.0"\n', encoding="utf-8")
    result = release(tmp_path)
    assert result.exit_code == 1 and "git status --porcelain ended with an error" in result.output and "Traceback" not in result.output


def test_a_dry_run_says_what_would_be_done_and_does_nothing(repository):
    head = git(repository, "rev-parse", "HEAD")
    result = release(repository, "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("1.2.0 can be released: ") and result.output.endswith("files in dist/, the tag v1.2.0.\n")
    assert untouched(repository, head) and git(repository, "tag") == ""


@pytest.mark.slow
def test_a_release_is_dated_built_committed_and_tagged(repository):
    before = datetime.now(UTC).date()
    result = release(repository)
    assert result.exit_code == 0, result.output
    days = {str(day) for day in (before, datetime.now(UTC).date())}
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert any(changelog == CHANGELOG.replace("1.2.0 (not released yet)", f"1.2.0 ({day})") for day in days)
    assert "version: 1.2.0\ndate-released: 20" in (repository / "CITATION.cff").read_text(encoding="utf-8")
    assert git(repository, "status", "--porcelain") == "" and git(repository, "log", "-1", "--format=%s") == "Release 1.2.0"
    assert git(repository, "rev-list", "-n", "1", "v1.2.0") == git(repository, "rev-parse", "HEAD")
    wheel, source, book = (
        repository / "dist" / name
        for name in ("bigmodel_edu-1.2.0-py3-none-any.whl", "bigmodel_edu-1.2.0.tar.gz", "bigmodel-edu-book-1.2.0.tar.gz")
    )
    assert result.output.splitlines()[:3] == [f"dist/{file.name}" for file in (wheel, source, book)]
    with zipfile.ZipFile(wheel) as opened_wheel, tarfile.open(source) as opened_source, tarfile.open(book) as opened_book:
        assert "bigmodel_edu/__init__.py" in opened_wheel.namelist()
        assert "bigmodel_edu-1.2.0/pyproject.toml" in opened_source.getnames()
        assert "bigmodel-edu-book-1.2.0/index.html" in opened_book.getnames()
    assert "The tag v1.2.0 is there already" in " ".join(release(repository).output.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("book/index.md", "# A course\n\n[nowhere](gone.md)\n", "'gone.md'"),
        ("pyproject.toml", OTHER_VERSION, "expected files of version 1.2.0"),
    ],
    ids=["a book that does not build", "a wheel of another version"],
)
def test_what_cannot_be_built_leaves_all_as_it_was(repository, file, content, said):
    (repository / file).write_text(content, encoding="utf-8")
    commit(repository)
    assert said in refused(repository)
    assert (repository / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG and git(repository, "status", "--porcelain") == ""


def test_it_runs_as_a_person_runs_it(repository):
    here = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tools.release", "--dry-run", "--root", str(repository)]
    run = subprocess.run(command, cwd=here, capture_output=True, text=True)
    assert run.returncode == 0 and run.stdout.startswith("1.2.0 can be released"), run.stderr
