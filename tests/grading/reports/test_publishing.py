import pytest

from bigmodel_edu.checking.result import Result
from bigmodel_edu.grading.gradebook.gradebook import Gradebook
from bigmodel_edu.grading.marking.work import Graded
from bigmodel_edu.grading.reports.publishing import NotPublished, write_results


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.db") as opened:
        graded = Graded("lesson", (Result("lesson.f", "passed", 1.0, 1.0, ("Right.",)),))
        opened.record("ada", "hash", "lesson.ipynb", graded, back_end="none", stamps={})
        yield opened


def test_everything_that_people_read_is_written_and_nothing_else(book, tmp_path):
    write_results(book, tmp_path)
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in files if "gradebook.db" not in name} == {"grades.csv", "feedback/ada/lesson.html", "report.html"}


@pytest.mark.parametrize("taken", ["grades.csv", "feedback/ada/lesson.html", "report.html"])
def test_a_file_that_cannot_be_written_is_named_with_what_is_safe_and_what_to_do(book, tmp_path, taken):
    (tmp_path / taken).mkdir(parents=True)
    with pytest.raises(NotPublished, match=rf"{taken} could not be written .*Every mark is safe in .*bigmodel-edu report") as caught:
        write_results(book, tmp_path)
    assert isinstance(caught.value, OSError) and not list(tmp_path.rglob("*.partial"))
