import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from bigmodel_edu.cli import main
from bigmodel_edu.cli.commands import audiences, entries


def bigmodel_edu(*arguments):
    return CliRunner().invoke(main, list(arguments), prog_name="bigmodel-edu")


def test_the_help_teaches_whom_each_command_serves_and_how_it_is_called():
    shown = " ".join(bigmodel_edu("--help").output.split())
    for entry in entries():
        assert f"{entry.name} {entry.says}" in shown
        assert f"bigmodel-edu {entry.example}" in shown
    places = [shown.index(heading) for who, heading in audiences().items() if any(entry.who == who for entry in entries())]
    assert places == sorted(places)
    assert bigmodel_edu("-h").output == bigmodel_edu("--help").output
    assert "Exit codes" in shown


def test_the_table_is_sound():
    names = [entry.name for entry in entries()]
    assert len(set(names)) == len(names)
    for entry in entries():
        assert entry.who in audiences()
        assert entry.example.split()[0] == entry.name
        assert len(entry.says) <= 80


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_command_of_the_table_exists_and_explains_itself(entry):
    command = import_module(f"bigmodel_edu.cli.{entry.name.replace('-', '_')}").command
    assert isinstance(command, click.Command)
    result = bigmodel_edu(entry.name, "--help")
    assert result.exit_code == 0, result.output
    assert f"Usage: bigmodel-edu {entry.name}" in result.output
    assert command.help


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_every_example_names_options_that_the_command_has(entry):
    command = import_module(f"bigmodel_edu.cli.{entry.name.replace('-', '_')}").command
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in entry.example.split() if word.startswith("--")} <= known


@pytest.mark.parametrize(("typed", "meant"), [("relase", "release"), ("GRADE", "grade"), ("grades", "grade"), ("re-lease", "release")])
def test_a_typing_error_gets_the_command_that_was_meant(typed, meant):
    result = bigmodel_edu(typed)
    assert result.exit_code == 2
    assert f"There is no command '{typed}'. Did you mean {meant}" in result.output


def test_a_command_of_another_world_gets_the_list():
    result = bigmodel_edu("xyzzy")
    assert result.exit_code == 2
    assert "The commands are: release" in result.output


def test_an_unknown_option_is_told():
    result = bigmodel_edu("release", "--chek")
    assert result.exit_code == 2
    assert "--check" in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["release", "--help"], ["nonsense"]])
def test_help_and_errors_import_nothing_heavy(arguments):
    code = "import sys\nfrom bigmodel_edu.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
    code += "print([name for name in ('torch', 'numpy', 'jupytext', 'IPython', 'nbformat', 'rich') if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
