"""What strangers meet first: workflows, forms and hooks that say what the Makefile and pyproject.toml say."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = {name for line in re.findall(r"^([a-z][a-z ]*):(?!=)", MAKEFILE, flags=re.MULTILINE) for name in line.split()}
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
FIELDS = {"input", "textarea", "dropdown", "checkboxes"}


def read(path):
    """A YAML file; the key ``on`` of a workflow reads as True in YAML 1.1."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def jobs(path):
    return read(path)["jobs"].items()


def steps(path):
    return [step for _, job in jobs(path) for step in job["steps"]]


def versions(path):
    """The versions of Python that a workflow asks for, those of a matrix written out."""
    found = set()
    for _, job in jobs(path):
        asked = [str(step["with"]["python-version"]) for step in job["steps"] if "python-version" in step.get("with", {})]
        matrix = job.get("strategy", {}).get("matrix", {}).get("python", [])
        found |= set(matrix) | {version for version in asked if "${{" not in version}
    return found


def test_there_are_workflows_and_forms():
    assert {path.stem for path in WORKFLOWS} == {"checks", "versions"}
    assert {path.stem for path in FORMS} == {"bug", "wrong-mark", "wrong-number"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_targets_of_the_makefile_and_nothing_else(path):
    commands = [line for step in steps(path) if "run" in step for line in step["run"].splitlines()]
    assert commands
    for command in commands:
        called = re.fullmatch(r"make ([a-z]+)((?: [A-Z]+=\S+)*)", command)
        assert called is not None, f"expected one make target, got {command!r}"
        assert called[1] in TARGETS, f"{command!r}: the Makefile has {', '.join(sorted(TARGETS))}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_is_safe_to_run_for_strangers(path):
    workflow, text = read(path), path.read_text(encoding="utf-8")
    assert "pull_request_target" not in text and "secrets." not in text
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for name, job in jobs(path):
        assert 1 <= job["timeout-minutes"] <= 120, name
        assert "permissions" not in job, name
    for step in steps(path):
        if "uses" in step:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+@(v\d+|[0-9a-f]{40})", step["uses"]), step["uses"]
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_every_version_of_python_that_is_promised_is_checked_and_no_other():
    prefix = "Programming Language :: Python :: 3."
    promised = {name.removeprefix("Programming Language :: Python :: ") for name in PROJECT["classifiers"] if name.startswith(prefix)}
    assert versions(ROOT / ".github" / "workflows" / "checks.yml") == promised
    assert versions(ROOT / ".github" / "workflows" / "versions.yml") <= promised
    oldest = min(promised, key=lambda version: int(version.split(".")[1]))
    assert PROJECT["requires-python"] == f">={oldest}"


def test_oldest_and_newest_are_tried_on_the_oldest_and_newest_python():
    asked = {name: job["steps"][1]["with"]["python-version"] for name, job in jobs(ROOT / ".github" / "workflows" / "versions.yml")}
    promised = sorted(versions(ROOT / ".github" / "workflows" / "checks.yml"), key=lambda version: int(version.split(".")[1]))
    assert asked == {"oldest": promised[0], "newest": promised[-1]}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_for_what_is_needed(path):
    form = read(path)
    assert form["name"] and form["description"].endswith(".")
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in fields} <= FIELDS
    names = [part["id"] for part in fields]
    assert len(set(names)) == len(names)
    assert all(part["attributes"]["label"] for part in fields)
    assert sum(part.get("validations", {}).get("required", False) for part in fields) >= 3


@pytest.mark.parametrize(
    ("form", "asked"), [("wrong-number", "source"), ("wrong-mark", "exercise"), ("wrong-mark", "answer"), ("bug", "steps")]
)
def test_what_nobody_can_do_without_is_required(form, asked):
    (field,) = [part for part in read(ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml")["body"] if part.get("id") == asked]
    assert field["validations"] == {"required": True}


def plain(command):
    """A command without the place of its program and the files it is given."""
    command = command.strip("@ ").removeprefix(".venv/bin/").removeprefix("python -m ").replace("bigmodel_edu.cli", "bigmodel-edu")
    return command.removesuffix(" .").removesuffix(" --force-exclude")


def test_the_hooks_ask_what_make_check_asks():
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    asked = {plain(hook["entry"]) for hook in repository["hooks"]}
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/python -m ") for hook in repository["hooks"])
    recipe = subprocess.run(["make", "--dry-run", "check"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    commands = {plain(command) for line in recipe.splitlines() for command in line.split("&&")}
    assert asked == {"ruff check", "ruff format --check", "mypy", "bigmodel-edu release --check"}
    assert asked <= commands


def test_updates_are_asked_for_python_and_for_actions():
    found = {update["package-ecosystem"]: update["directory"] for update in read(ROOT / ".github" / "dependabot.yml")["updates"]}
    assert found == {"pip": "/", "github-actions": "/"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", ".github/pull_request_template.md"])
def test_links_between_these_pages_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / name).parent.joinpath(target).exists(), f"{name}: {target}"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", ".github/pull_request_template.md"])
def test_commands_named_on_these_pages_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z]+)", text)) | set(re.findall(r"^make ([a-z]+)", text, flags=re.MULTILINE))
    assert named <= TARGETS, named - TARGETS
