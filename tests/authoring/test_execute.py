import asyncio
import os
import sys
from pathlib import Path

import pytest

from bigmodel_edu.authoring.assemble import drafts
from bigmodel_edu.authoring.execute import execute
from tests.authoring.sample_course import IMPORT, code, exercise, lesson_of, line_of

pytestmark = [pytest.mark.usefixtures("bank"), pytest.mark.slow]


def run(root, *blocks, solved=False, seconds=60.0, **options):
    draft = drafts(lesson_of(root, *blocks, **options))[solved]
    return draft, asyncio.run(execute(draft, root, seconds))


def shown(draft):
    """The text of every output, by the cell's number among the code cells."""
    code_cells = [cell for cell in draft.notebook.cells if cell.cell_type == "code"]
    outputs = [[output.get("text") or output.get("data", {}).get("text/plain") for output in cell.outputs] for cell in code_cells]
    return [cell.execution_count for cell in code_cells], outputs


def test_a_notebook_runs_from_top_to_bottom_and_tells_what_it_used(tmp_path):
    draft, result = run(tmp_path, IMPORT, exercise(), code("print('one')\nimport sys\nsys.stdout.flush()\nprint('two')\n3"))
    counts, outputs = shown(draft)
    assert counts == [1, 2, 3, 4, 5]
    assert outputs[0] == outputs[1] == outputs[2] == []
    assert outputs[3] == ["○ sample.double: not attempted yet · 0 of 2 points"]
    assert outputs[4] == ["one\ntwo\n", "3"]
    assert result.trouble is None
    assert result.evidence.cards == {4: ("sample.double", "not_attempted", 0.0, 2.0)}
    assert {"bigmodel_edu.student.notebook", "sample_bank"} <= set(result.evidence.modules)
    assert not [name for name in result.evidence.modules if name.startswith("bigmodel_edu.authoring")]
    assert result.seconds > 0
    assert 0 < result.evidence.seconds < 60
    assert "execution" not in draft.notebook.cells[1].metadata


def test_a_solution_passes_its_check(tmp_path):
    _draft, result = run(tmp_path, IMPORT, exercise(), exercise("essay", "essay = None", 'essay = "Because."'), solved=True)
    assert result.evidence.cards == {4: ("sample.double", "passed", 2.0, 2.0), 6: ("sample.essay", "manual", 0.0, 3.0)}


SURROUNDINGS = """
import os, sys
names = ["OMP_NUM_THREADS", "PYTHONHASHSEED", "BIGMODEL_DEVICE", "BIGMODEL_EDU_PROGRESS", "COLUMNS", "MY_OWN", "LC_ALL"]
print([os.environ.get(name) for name in names])
print(sys.executable, os.getcwd(), os.environ["BIGMODEL_EDU_HOME"], sep="|")
import matplotlib
print(matplotlib.get_backend(), matplotlib.rcParams["figure.dpi"], hash("x"))
"""


def test_the_surroundings_are_the_same_whatever_the_user_has_set(tmp_path, monkeypatch):
    results = []
    for value in ("first", "second"):
        home = tmp_path / value
        (home / ".config/matplotlib").mkdir(parents=True)
        (home / ".config/matplotlib/matplotlibrc").write_text(f"figure.dpi: {len(results) + 50}\n", encoding="utf-8")
        startup = home / ".ipython/profile_default/startup"
        startup.mkdir(parents=True)
        (startup / "own.py").write_text("print('a user has a start-up file')\n", encoding="utf-8")
        for name in ("COLUMNS", "OMP_NUM_THREADS", "PYTHONHASHSEED", "MPLBACKEND", "MY_OWN", "BIGMODEL_EDU_HOME"):
            monkeypatch.setenv(name, {"PYTHONHASHSEED": "7", "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "3"}.get(name, value))
        monkeypatch.setenv("HOME", str(home))
        draft, result = run(tmp_path, code(SURROUNDINGS))
        assert result.trouble is None
        results.append(shown(draft)[1][1][0].splitlines())
    first, second = results
    assert first[0] == "['1', '0', 'cpu', 'off', None, 'first', 'C.UTF-8']"
    assert second[0] == first[0].replace("first", "second")
    assert first[2] == second[2]
    assert "inline" in first[2]
    executable, folder, attempts = first[1].split("|")
    assert (executable, folder) == (sys.executable, str(tmp_path))
    assert attempts != second[1].split("|")[2]
    assert not Path(attempts).exists()


def test_an_error_is_told_with_its_line_and_the_rest_does_not_run(tmp_path):
    marker = tmp_path / "ran"
    blocks = ["Text.", code("x = 1\n\nundefined_name\ny = 2"), code(f"open({str(marker)!r}, 'w')")]
    _draft, result = run(tmp_path, *blocks)
    line = line_of(tmp_path, "undefined_name")
    assert str(result.trouble).startswith(f"book/start/sample.md:{line}: the cell fails in notebooks/start/sample.ipynb (NameError:")
    assert not marker.exists()
    assert result.evidence.modules == ()


def test_an_error_in_a_called_function_is_told_with_the_line_of_the_call(tmp_path):
    _draft, result = run(tmp_path, code("def f():\n    return 1 / 0"), code("z = 1\nf()"))
    assert result.trouble.line == line_of(tmp_path, "z = 1") + 1
    assert "ZeroDivisionError: division by zero" in result.trouble.what


def test_a_starter_that_fails_at_the_top_level_is_told_as_such(tmp_path):
    _draft, result = run(tmp_path, IMPORT, exercise(starter="double = None\nraise NotImplementedError"))
    assert result.trouble.line == line_of(tmp_path, "raise NotImplementedError")
    assert "the starter fails at the top level (NotImplementedError)" in str(result.trouble)
    assert "inside its function only" in result.trouble.remedy


def test_a_later_cell_that_needs_an_answer_is_told_as_such(tmp_path):
    blocks = [IMPORT, exercise(), code("double(3)")]
    _draft, result = run(tmp_path, *blocks)
    assert "an unsolved notebook runs from top to bottom without any answer" in str(result.trouble)
    assert run(tmp_path, *blocks, solved=True)[1].trouble is None


def test_a_cell_without_end_and_a_kernel_that_dies_are_told(tmp_path):
    _draft, result = run(tmp_path, code("import threading\nthreading.Event().wait()"), seconds=1.0)
    assert "did not end within 1 s" in str(result.trouble)
    assert result.trouble.line == line_of(tmp_path, "import threading")
    _draft, result = run(tmp_path, code("1"), code("import os, sys\nos._exit(3)"))
    assert f"sample.md:{line_of(tmp_path, 'import os, sys')}: the kernel of notebooks/start/sample.ipynb died" in str(result.trouble)


def test_nothing_is_left_of_a_kernel(tmp_path):
    draft, _result = run(tmp_path, code("import os\nprint(os.getpid(), os.environ['IPYTHONDIR'])"))
    pid, folder = shown(draft)[1][1][0].split()
    assert not Path(folder).parent.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)


def test_names_of_the_recorder_are_not_seen_by_the_notebook(tmp_path):
    draft, _result = run(tmp_path, code("print(len(In), *(name for name in dir() if not name.startswith('_')))"))
    count, *names = shown(draft)[1][1][0].split()
    assert int(count) == 3  # an empty entry, the set-up cell, this cell
    assert set(names) == {"In", "Out", "exit", "quit", "open", "get_ipython", "find_spec", "needed", "module", "package"}
