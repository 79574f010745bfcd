"""What a student calls: hints that fit the last answer."""

import pytest

from bigmodel_edu.checking.kinds import Text
from bigmodel_edu.exercises import chapter, chapters, find
from bigmodel_edu.student import notebook
from bigmodel_edu.student.memory import Memory


@pytest.fixture(autouse=True)
def a_memory_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("BIGMODEL_EDU_HOME", str(tmp_path))
    monkeypatch.setattr(notebook, "MEMORY", Memory())


def hint(name):
    return notebook.hint(name).text


def test_without_an_attempt_the_student_is_asked_to_try():
    assert hint("first-steps.odds").startswith("Try first")


@pytest.mark.parametrize("name, answer", [("self-attention.what_is_mixed", "c"), ("first-steps.softmax", None)])
def test_a_passed_question_is_said_to_be_passed(name, answer):
    assert notebook.check(name, answer or find(name).reference).passed
    assert "passed" in hint(name) and "no hint for" not in hint(name)


def test_an_answer_that_fails_after_one_that_passed_gets_its_hints():
    notebook.check("self-attention.what_is_mixed", "c")
    notebook.check("self-attention.what_is_mixed", "b")
    assert hint("self-attention.what_is_mixed").startswith("Hint 1 of 3")


def test_a_text_is_marked_by_a_person_and_has_no_hints(monkeypatch):
    text = Text(id="test.text", points=1, target="text", prompt="Why?")
    monkeypatch.setattr(notebook, "find", lambda name: text)
    notebook.check("test.text", "My answer.")
    assert "a person marks it" in hint("test.text")


def test_a_number_that_no_known_mistake_explains_gets_useful_hints():
    card = notebook.check("first-steps.odds", -3.25)
    assert 'hint("first-steps.odds")' in repr(card)
    first, second, third, again = (hint("first-steps.odds") for _ in range(4))
    assert first.startswith("Hint 1 of 3") and "unit" in first and 'variant("first-steps.odds")' in first
    assert "Which function stands between a score and a probability?" in second
    assert "small steps" in third and again == third


def test_a_number_with_hints_of_its_own_keeps_them():
    own = [exercise for name in chapters() for exercise in chapter(name) if exercise.kind == "number" and exercise.hints]
    for exercise in own:
        notebook.check(exercise.id, -3.25e9)
        assert exercise.hints[0] in hint(exercise.id)


def test_the_folder_that_bears_the_function_s_name_can_be_called_like_it():
    import bigmodel_edu.student as folder
    from bigmodel_edu import student

    assert student(" s017 ").name == folder().name == notebook.student().name == "s017"
    notebook.student("")
