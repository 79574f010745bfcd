import os
import subprocess
import sys

from bigmodel_edu.authoring.environment import FIXED, environment, warm_up


def test_a_kernel_keeps_what_the_machine_needs_and_forgets_the_users_taste(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH_TO_SOMETHING", "kept")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    variables = environment(tmp_path)
    assert variables["PATH"] == os.environ["PATH"]
    assert variables["PATH_TO_SOMETHING"] == "kept"
    assert "COLUMNS" not in variables
    assert {name: variables[name] for name in FIXED} == FIXED
    assert os.environ["LANGUAGE"] == "zh_CN"  # this process is left alone


def test_each_notebook_has_a_memory_of_its_own(tmp_path):
    homes = [tmp_path / name for name in "ab"]
    for home in homes:
        home.mkdir()
    first, second = map(environment, homes)
    for name in ("BIGMODEL_EDU_HOME", "IPYTHONDIR", "MATPLOTLIBRC"):
        assert first[name] != second[name]


def test_svg_figures_are_the_same_in_two_processes(tmp_path):
    draw = "import io, matplotlib; matplotlib.use('svg'); from matplotlib import pyplot as p; p.plot([0, 1]); p.scatter([1], [2])\n"
    draw += "f = io.StringIO(); p.savefig(f); print(f.getvalue())"
    pictures = []
    for name in "ab":
        (tmp_path / name).mkdir()
        run = subprocess.run([sys.executable, "-c", draw], env=environment(tmp_path / name), capture_output=True, text=True, check=True)
        pictures.append(run.stdout)
    assert pictures[0] == pictures[1]
    assert "<svg" in pictures[0]


def test_warming_up_finds_the_fonts(tmp_path, monkeypatch):
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    warm_up()
    assert list(tmp_path.glob("fontlist*.json"))
