"""Every exercise of every chapter: right answers of any style pass, every misconception is rejected and named, nothing else passes."""

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bigmodel_edu.calling import call_bounded, function_from_source, to_plain
from bigmodel_edu.checking.exercise import Answer
from bigmodel_edu.checking.trials import answers_in, right_answers, try_exercise
from bigmodel_edu.exercises import chapter, chapters

SEEDS = (101, 202)
ANSWERS = Path(__file__).parent / "answers"
EXERCISES = {exercise.id: exercise for name in chapters() for exercise in chapter(name)}
CALLED = [name for name, exercise in EXERCISES.items() if exercise.called]
ASKED = [name for name, exercise in EXERCISES.items() if exercise.kind in ("number", "choice")]
GENERAL = [name for name in CALLED if not EXERCISES[name].in_place]


def answers(name: str, kind: str) -> list:
    """The tests' own answers to an exercise: RIGHT or WRONG."""
    return list(getattr(answers_in(ANSWERS, EXERCISES[name]), kind, ()))


class Given(Answer):
    """An answer as the notebook hands it over."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def call(self, exercise, call):
        driver = function_from_source(exercise.driver_source) if exercise.driver_source else None
        return call_bounded(self.answer, call.args, call.kwargs, driver, seconds=exercise.seconds)

    def value(self, exercise):
        return call_bounded(lambda: to_plain(self.answer), seconds=exercise.seconds)

    def source(self, exercise):
        return ""


@pytest.mark.parametrize("name", EXERCISES)
def test_right_answers_pass_and_misconceptions_are_named(name):
    right = right_answers(ANSWERS, EXERCISES[name])
    trials = try_exercise(EXERCISES[name], SEEDS, right)
    wrong = [f"{each.name}: {each.result.status}, named {each.result.diagnosis}; {each.result.messages}" for each in trials if not each.ok]
    assert not wrong, "\n".join(wrong)
    if EXERCISES[name].kind != "text":
        assert len(trials) == len(SEEDS) * (1 + len(right) + sum(len(each.ways) for each in EXERCISES[name].misconceptions))


@pytest.mark.parametrize("name", CALLED)
def test_a_called_exercise_is_tried_with_three_styles(name):
    assert len(answers(name, "RIGHT")) >= 3


def test_answers_belong_to_exercises():
    """Every file of answers is an exercise's, or holds what several of them are made of."""
    for path in ANSWERS.rglob("*.py"):
        has = {"RIGHT", "WRONG"} & set(vars(answers_module(path)))
        assert bool(has) == (f"{path.parent.name.replace('_', '-')}.{path.stem}" in EXERCISES), path


def answers_module(path: Path):
    return answers_in(ANSWERS, SimpleNamespace(chapter=path.parent.name, id=f"x.{path.stem}"))


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_knows_misconceptions_and_can_be_answered_wrongly(name):
    exercise = EXERCISES[name]
    if exercise.kind in ("function", "module", "number"):
        assert len(exercise.misconceptions) >= 2
    if exercise.kind == "choice" and len(exercise.right) == 1:
        assert {each.wrong for each in exercise.misconceptions} == set(exercise.options) - {exercise.right}
    if exercise.kind not in ("text", "artefact"):
        assert answers(name, "WRONG"), "expected wrong answers of our own for this exercise"


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("seed", SEEDS)
def test_other_wrong_answers_do_not_pass(name, seed):
    exercise = EXERCISES[name]
    for wrong in answers(name, "WRONG"):
        result = exercise.judge(Given(wrong), seed, f"student {seed}")
        assert result.points < exercise.points, f"{getattr(wrong, '__name__', wrong)} passes {name}"
        assert result.messages


class EqualToEverything:
    """An object that agrees with any comparison and imitates a number and an array."""

    shape, ndim, dtype, size = (), 0, np.dtype("float32"), 1

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __float__(self):
        return float("nan")

    def __array__(self, dtype=None, copy=None):
        return np.array(float("nan"))


class ArrayEqualToEverything(np.ndarray):
    """An array whose comparisons always say yes."""

    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    def __sub__(self, other):
        return np.zeros(self.shape)


@pytest.mark.parametrize("name", GENERAL)
@pytest.mark.parametrize(
    "answer",
    [
        lambda *args, **kwargs: None,
        lambda *args, **kwargs: 0.0,
        lambda *args, **kwargs: args[0] if args else None,
        lambda *args, **kwargs: np.full(np.shape(args[0]) if args else (), np.nan),
        lambda *args, **kwargs: EqualToEverything(),
        lambda *args, **kwargs: np.zeros(np.shape(args[0]) if args else ()).view(ArrayEqualToEverything),
        lambda *args, **kwargs: print("0.5"),
        lambda: 0.0,
    ],
    ids=["nothing", "zero", "its input", "NaN", "object equal to everything", "array equal to everything", "prints", "takes no arguments"],
)
def test_lazy_and_hostile_answers_do_not_pass(name, answer):
    result = EXERCISES[name].judge(Given(answer), SEEDS[0])
    assert result.points < EXERCISES[name].points and result.status != "not_attempted"


@pytest.mark.parametrize("name", CALLED)
def test_the_starter_is_not_attempted(name):
    def starter(*args, **kwargs):
        raise NotImplementedError

    assert EXERCISES[name].judge(Given(starter), SEEDS[0]).status == "not_attempted"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "", "x" * 10_000, [], {}, 10**400, EqualToEverything(), lambda: 1])
def test_odd_values_are_no_answer(name, value):
    result = EXERCISES[name].judge(Given(value), SEEDS[0], "student")
    assert result.points == 0 and result.messages


@pytest.mark.parametrize("name", ASKED)
def test_wrong_ideas_stay_apart_for_every_student(name):
    """For many students' numbers: no misconception comes near the right answer, nor near another misconception."""
    exercise = EXERCISES[name]
    for student in map(str, range(60)):
        assert "{" not in exercise.prompt_for(student)
        numbers = exercise.numbers(student)
        mistakes = [exercise.wrong_answers(each.wrong, student) for each in exercise.misconceptions]
        values = [exercise.right_answer(student), *mistakes]
        if exercise.kind == "number":
            values = sorted(float(value) for value in values)
            for low, high in pairwise(values):
                assert high - low > 2 * exercise.relative * max(abs(low), abs(high)), f"{numbers}: {low} and {high} look alike"
        else:
            assert len({str(value) for value in values}) == len(values)


@pytest.mark.parametrize("name", EXERCISES)
def test_words_for_students_are_sentences(name):
    exercise = EXERCISES[name]
    for misconception in exercise.misconceptions:
        for sentence in (misconception.said, *misconception.hints):
            assert sentence.rstrip()[-1] in ".?!)", sentence
            assert len(sentence) <= 240, sentence
    for each in exercise.properties if exercise.called else ():
        assert each.said.endswith("."), f"{each.said!r} completes the sentence 'The answer should …'"
