import platform
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bigmodel_edu.cli import main
from bigmodel_edu.sandbox import SandboxUnavailable, probe, probing
from bigmodel_edu.sandbox.probing import ORDER


@pytest.fixture(autouse=True)
def probed_anew():
    probing._report.cache_clear()
    yield
    probing._report.cache_clear()


def doctor(*arguments):
    """Run the command in a wide terminal, so that no sentence is broken."""
    return CliRunner(env={"COLUMNS": "400"}).invoke(main, ["doctor", *arguments], prog_name="bigmodel-edu")


def lines_with(shown, name):
    return [line for line in shown.splitlines() if name in line.split()]


def test_it_names_the_machine_and_tries_every_isolation():
    result = doctor()
    assert result.output.startswith(f"Python {platform.python_version()} on {platform.system()}")
    for report in probe():
        (line,) = lines_with(result.output, report.name)
        assert line.strip() == (f"✓ {report.name} works" if report.works else f"✗ {report.name} does not work here")
        assert report.works or report.remedy in result.output
    assert result.exit_code == (0 if any(report.works for report in probe()) else 1)


def test_where_no_isolation_stands_it_ends_with_1_and_says_what_helps(monkeypatch):
    def refused(name):
        raise SandboxUnavailable(f"{name} is refused: [Errno 1] Operation not permitted")

    monkeypatch.setattr(probing, "_try_to_escape", refused)
    result = doctor()
    assert result.exit_code == 1
    for name in ORDER:
        assert f"{name} is refused: [Errno 1] Operation not permitted" in result.output
    assert result.output.count("remedy: ") == len(ORDER)


def test_a_wall_with_a_hole_does_not_count(monkeypatch):
    monkeypatch.setattr(probing, "_try_to_escape", lambda name: ["reach the network"])
    result = doctor()
    assert result.exit_code == 1 and result.output.count("reach the network") == len(ORDER)


def test_a_part_that_is_not_installed_is_told():
    code = "import sys\nsys.modules['fastapi'] = None\nfrom bigmodel_edu.cli import main\nmain(['doctor'])"
    path = {"PATH": "/nowhere", "COLUMNS": "400", "PYTHONPATH": ":".join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=path)
    here = {name: line.split("│")[2].strip() for name in ("fastapi", "chromium", "jupyterlab") for line in lines_with(run.stdout, name)}
    assert here == {"fastapi": "no", "chromium": "no", "jupyterlab": "yes"}, run.stderr


def test_it_takes_nothing():
    result = doctor("everything")
    assert result.exit_code == 2 and "everything" in result.output
