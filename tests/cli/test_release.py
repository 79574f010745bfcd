import subprocess
import sys

import pytest
from click.testing import CliRunner

from bigmodel_edu.cli import main
from tests.authoring.sample_course import code, write_lesson

pytestmark = pytest.mark.usefixtures("bank")


def release(root, *arguments):
    return CliRunner().invoke(main, ["release", "--root", str(root), *arguments])


@pytest.mark.slow
def test_a_release_says_what_it_makes_and_ends_well(tmp_path):
    write_lesson(tmp_path, code("print('hello')"))
    result = release(tmp_path, "--jobs", "2")
    assert result.exit_code == 0, result.output
    assert "running notebooks/start/sample.ipynb (missing)" in result.stderr
    assert "ended solutions/start/sample.ipynb" in result.stderr
    assert result.stdout == "1 lesson: 2 made, 0 up to date\n"
    assert release(tmp_path).stdout == "1 lesson: 2 up to date\n"
    checked = release(tmp_path, "--check")
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "1 lesson: 2 up to date\n", "")


def test_drift_ends_with_1_and_a_line_for_each(tmp_path):
    write_lesson(tmp_path, code("print('hello')"))
    result = release(tmp_path, "--check")
    assert result.exit_code == 1
    assert result.stderr == "notebooks/start/sample.ipynb: missing\nsolutions/start/sample.ipynb: missing\n"
    assert result.stdout == "1 lesson: 0 up to date, 2 differences\nTo bring the notebooks in line: bigmodel-edu release\n"
    assert not (tmp_path / "notebooks").exists()


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_a_malformed_lesson_ends_with_2_file_line_and_remedy(tmp_path, arguments):
    write_lesson(tmp_path, "```{note}\nHm.\n```", code("1", "soluton"))
    result = release(tmp_path, *arguments)
    assert result.exit_code == 2
    assert "book/start/sample.md:9: directive {note} in a lesson. Lessons are plain Markdown." in result.stderr
    assert "book/start/sample.md:16: unknown tag `soluton`. Did you mean `solution`?" in result.stderr
    assert result.stdout == "1 lesson: 0 up to date, 2 problems to mend\n"
    assert not (tmp_path / "notebooks").exists()


def test_wrong_usage_ends_with_2_and_says_what_to_do(tmp_path):
    assert "has no folder book/ with lesson sources; go to the course's folder" in release(tmp_path).output
    write_lesson(tmp_path, code("1"))
    for arguments in (["nothing"], ["nothing", "--check"]):
        result = release(tmp_path, *arguments)
        assert result.exit_code == 2
        assert "no lesson 'nothing' in book/; the lessons are: start/sample" in result.output


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    write_lesson(tmp_path, code("1"))
    (tmp_path / "solutions").write_text("a file in the folder's place", encoding="utf-8")
    result = release(tmp_path)
    assert result.exit_code == 1
    assert "solutions" in result.stderr
    assert "what was not written is unchanged" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("module", ["jupytext", "ipykernel"])
def test_a_missing_part_is_named_with_what_installs_it(tmp_path, module):
    write_lesson(tmp_path, code("1"))
    code_text = f"import sys\nsys.modules[{module!r}] = None\nfrom bigmodel_edu.cli import main\nmain(['release', '--root', sys.argv[1]])"
    run = subprocess.run([sys.executable, "-c", code_text, str(tmp_path)], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr == f"Error: {module} is missing. Authors need more than students: pip install 'bigmodel-edu[book]'\n"


def test_a_book_without_lessons_is_up_to_date(tmp_path):
    (tmp_path / "book").mkdir()
    assert release(tmp_path).stdout == "0 lessons: 0 up to date\n"
    assert release(tmp_path, "--check").exit_code == 0
