import pytest

from bigmodel_edu.grading.submissions.lateness import read_lateness


@pytest.mark.parametrize(
    "text", ["", "name,hours\na,1", "student,hours\na,soon", "student,hours\na,-1", "student,hours\na,inf", "student,hours\na"]
)
def test_a_list_of_lateness_that_cannot_be_read_says_where(tmp_path, text):
    (tmp_path / "late.csv").write_text(text)
    with pytest.raises(ValueError, match=r"late\.csv"):
        read_lateness(tmp_path / "late.csv")


def test_lateness_is_read_with_a_byte_order_mark_too(tmp_path):
    (tmp_path / "late.csv").write_text("\ufeffstudent,hours\nada,3.5\n", encoding="utf-8")
    assert read_lateness(tmp_path / "late.csv") == {"ada": 3.5}
