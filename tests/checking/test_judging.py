import math

import numpy as np
import pytest

from bigmodel_edu import exercises
from bigmodel_edu.calling import Outcome, Trouble
from bigmodel_edu.checking.called import Property
from bigmodel_edu.checking.exercise import Answer, Misconception, arguments
from bigmodel_edu.checking.kinds import Function
from bigmodel_edu.student.notebook import AnswerInNotebook

HINTS = ("nudge", "look", "place")


def squares(**changes):
    settings = {
        "id": "test.squares",
        "points": 4,
        "target": "square",
        "reference": lambda x: x**2,
        "core": {
            "small": lambda rng: arguments(rng.standard_normal(3)),
            "large": lambda rng: arguments(rng.standard_normal((2, 5)) * 50),
        },
        "misconceptions": (Misconception("cube", lambda x: x**3, "You cube.", HINTS),),
        "seconds": 0.3,
    }
    return Function(**settings | changes)


def mark(answer, exercise=None, seed=1):
    return (exercise or squares()).judge(AnswerInNotebook(answer), seed)


def not_written(x):
    raise NotImplementedError


def half_written(x):
    if x.ndim == 1:
        return x**2
    raise NotImplementedError


def in_place(x):
    x **= 2
    return x


def endless(x):
    while True:
        pass


@pytest.mark.parametrize(
    "answer, status, points, words",
    [
        (lambda x: x * x, "passed", 4, "All 8 cases pass"),
        (not_written, "not_attempted", 0, "Not attempted"),
        (half_written, "partial", 2, "NotImplementedError"),
        (lambda x: x**3, "failed", 0, "You cube"),
        (lambda x: x.tolist(), "failed", 0, "You return a list"),
        (lambda x: (x**2)[None], "failed", 0, "You return shape"),
        (lambda x: (x**2).astype(int), "failed", 0, "whole numbers"),
        (lambda x: x**2 + np.nan, "failed", 0, "NaN"),
        (lambda x: print(x), "failed", 0, "printing is not returning"),
        (lambda x: None, "failed", 0, "returns nothing"),
        (lambda: 1, "error", 0, "TypeError"),
        (lambda x: 1 / 0, "error", 0, "ZeroDivisionError"),
        (in_place, "failed", 0, "in place"),
        (endless, "timeout", 0, "did not return within 0.3 s"),
        (endless, "timeout", 0, "too slow"),
        (lambda x: -(x**2), "failed", 0, "opposite sign"),
        (lambda x: x * 0, "failed", 0, "All your values are 0"),
        (lambda x: 3 * x**2, "failed", 0, "3 times"),
        (lambda x: x**2 if x.ndim == 1 else x, "partial", 2, "4 of 8 cases pass"),
        (lambda x: object(), "failed", 0, "You return a object"),
    ],
)
def test_each_kind_of_answer_gets_its_mark_and_its_own_words(answer, status, points, words):
    result = mark(answer)
    assert (result.status, result.points) == (status, points)
    assert words in " ".join(result.messages)


def test_a_misconception_is_named_only_when_it_explains_every_case():
    assert mark(lambda x: x**3).diagnosis == "cube"
    assert mark(lambda x: x**3 if x.ndim == 1 else x).diagnosis is None


def test_properties_alone_earn_nothing_and_a_broken_one_costs():
    never_negative = Property("sign", "never be negative.", lambda ask, rng: bool((ask(rng.standard_normal(4)) >= 0).all()))
    small = Property("small", "work for one number.", lambda ask, rng: ask(np.array([2.0])).item() == 4)
    exercise = squares(properties=(never_negative, small))
    assert mark(lambda x: x * 0 + 7, exercise).points == 0
    result = mark(lambda x: x**2 if x.size > 1 else x, exercise)
    assert result.status == "partial" and result.points == pytest.approx(4 * 2 / 3, abs=0.01)
    assert "one property does not hold" in result.messages[0]


def test_the_same_seed_draws_the_same_cases_and_another_seed_others():
    cases = [list(squares().draw(seed)) for seed in (1, 1, 2)]
    assert all(np.array_equal(one.call.args[0], two.call.args[0]) for one, two in zip(cases[0], cases[1], strict=True))
    assert not np.array_equal(cases[0][0].call.args[0], cases[2][0].call.args[0])


def test_a_reference_that_fails_is_our_mistake_not_the_students():
    with pytest.raises(RuntimeError, match="reference fails"):
        mark(lambda x: x, squares(reference=lambda x: 1 / 0))


class Scripted(Answer):
    """An answer that behaves as told, for outcomes that only the sandbox can have."""

    def __init__(self, outcome):
        self.outcome = outcome

    def call(self, exercise, call):
        return self.outcome

    def value(self, exercise):
        return self.outcome

    def source(self, exercise):
        return ""


@pytest.mark.parametrize(
    "kind, status",
    [
        ("missing", "error"),
        ("timeout", "timeout"),
        ("memory", "memory"),
        ("killed", "killed"),
        ("protocol", "killed"),
        ("output", "killed"),
    ],
)
def test_every_end_of_a_process_has_a_status_and_a_sentence(kind, status):
    result = squares().judge(Scripted(Outcome(kind)), 1)
    assert result.status == status and result.points == 0 and "`square`" in result.messages[-1]


def test_an_error_without_a_message_reads_well():
    result = squares().judge(Scripted(Outcome("raised", error=Trouble("ValueError", "", 3))), 1)
    assert "`square` raised ValueError at line 3." in result.messages


class TestQuestions:
    def mark(self, name, answer, student=""):
        return exercises.find(name).judge(AnswerInNotebook(answer), 1, student)

    @pytest.mark.parametrize("answer", ["c", "C", " c ", "(c)", "c.", ["c"], {"c"}, ("C",)])
    def test_a_choice_is_read_in_every_usual_form(self, answer):
        assert self.mark("self-attention.what_is_mixed", answer).passed

    def test_a_choice_shows_how_its_letter_is_written(self):
        assert exercises.find("self-attention.what_is_mixed").prompt_for().endswith('in quotes, for example: what_is_mixed = "a"')
        assert exercises.find("case-openai.left_out").prompt_for().endswith('letters in quotes, for example: left_out = "a, b"')
        assert "in quotes" not in exercises.find("first-steps.odds").prompt_for()

    def test_a_number_that_cannot_be_read_is_told_as_such(self):
        result = self.mark("first-steps.odds", [0.0] * 300_000)
        assert result.status == "error" and result.messages[0].startswith("`odds` cannot be read: the value holds more than 200,000 items")

    @pytest.mark.parametrize(
        "answer, status",
        [("b", "failed"), ("ac", "failed"), ("e", "failed"), (3, "failed"), (None, "not_attempted"), ("", "not_attempted")],
    )
    def test_other_letters_fail(self, answer, status):
        assert self.mark("self-attention.what_is_mixed", answer).status == status

    def test_a_number_is_right_for_its_own_student(self):
        exercise = exercises.find("first-steps.odds")
        answers = {name: exercise.right_answer(name) for name in ("", "ada", "bob", "cy")}
        assert len(set(answers.values())) > 1
        for name, answer in answers.items():
            assert self.mark("first-steps.odds", answer, name).passed
            assert self.mark("first-steps.odds", answer * 1.005, name).passed
            assert not self.mark("first-steps.odds", answer * 1.05, name).passed
            assert name in exercise.owners(answer, answers)

    @pytest.mark.parametrize("answer", [float("nan"), float("inf"), -math.inf, "12", [12], True, 10**400, 1e308])
    def test_odd_numbers_fail_without_a_fuss(self, answer):
        assert self.mark("first-steps.odds", answer).status == "failed"
