"""Every exercise of every chapter: right answers of any style pass, every misconception is rejected and named, nothing else passes."""

import importlib.util
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from bigmodel_edu.calling import call_bounded, function_from_source, to_plain
from bigmodel_edu.checking.judge import judge
from bigmodel_edu.checking.mutants import try_exercise
from bigmodel_edu.checking.observe import Answer
from bigmodel_edu.checking.questions import prompt_of, variant_of
from bigmodel_edu.exercises import chapter, chapters

SEEDS = (101, 202)
EXERCISES = {exercise.id: exercise for name in chapters() for exercise in chapter(name)}
CALLED = [name for name, exercise in EXERCISES.items() if exercise.called]
ASKED = [name for name, exercise in EXERCISES.items() if exercise.kind in ("number", "choice")]
GENERAL = [name for name in CALLED if not EXERCISES[name].in_place]


@cache
def answers(chapter_name: str) -> ModuleType:
    path = Path(__file__).parent / "solutions" / f"{chapter_name.replace('-', '_')}.py"
    assert path.exists(), f"the chapter {chapter_name} has no answers to be tried: expected {path.name} in tests/exercises/solutions"
    spec = importlib.util.spec_from_file_location(f"solutions_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def right(name: str) -> list:
    return [(function.__name__, function) for function in answers(EXERCISES[name].chapter).RIGHT.get(name, [])]


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
    trials = try_exercise(EXERCISES[name], SEEDS, right(name))
    wrong = [f"{each.name}: {each.result.status}, named {each.result.diagnosis}; {each.result.messages}" for each in trials if not each.ok]
    assert not wrong, "\n".join(wrong)
    if EXERCISES[name].kind != "text":
        assert len(trials) == len(SEEDS) * (1 + len(right(name)) + sum(len(each.ways) for each in EXERCISES[name].misconceptions))


@pytest.mark.parametrize("name", CALLED)
def test_a_called_exercise_is_tried_with_three_styles(name):
    assert len(right(name)) >= 3


def test_answers_belong_to_exercises():
    for name in chapters():
        module = answers(name)
        assert {*module.RIGHT, *module.WRONG} <= {exercise.id for exercise in chapter(name)}


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_knows_misconceptions_and_can_be_answered_wrongly(name):
    exercise = EXERCISES[name]
    if exercise.kind in ("function", "module", "number"):
        assert len(exercise.misconceptions) >= 2
    if exercise.kind == "choice" and len(exercise.reference) == 1:
        assert {each.wrong for each in exercise.misconceptions} == set(exercise.options) - {exercise.reference}
    if exercise.kind not in ("text", "artefact"):
        assert answers(exercise.chapter).WRONG.get(name), "expected wrong answers of our own for this exercise"


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("seed", SEEDS)
def test_other_wrong_answers_do_not_pass(name, seed):
    exercise = EXERCISES[name]
    for wrong in answers(exercise.chapter).WRONG.get(name, []):
        result = judge(exercise, Given(wrong), seed, f"student {seed}")
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
    result = judge(EXERCISES[name], Given(answer), SEEDS[0])
    assert result.points < EXERCISES[name].points and result.status != "not_attempted"


@pytest.mark.parametrize("name", CALLED)
def test_the_starter_is_not_attempted(name):
    def starter(*args, **kwargs):
        raise NotImplementedError

    assert judge(EXERCISES[name], Given(starter), SEEDS[0]).status == "not_attempted"


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "", "x" * 10_000, [], {}, 10**400, EqualToEverything(), lambda: 1])
def test_odd_values_are_no_answer(name, value):
    result = judge(EXERCISES[name], Given(value), SEEDS[0], "student")
    assert result.points == 0 and result.messages


@pytest.mark.parametrize("name", ASKED)
def test_wrong_ideas_stay_apart_for_every_student(name):
    """For many students' numbers: no misconception comes near the right answer, nor near another misconception."""
    exercise = EXERCISES[name]
    for student in map(str, range(60)):
        assert "{" not in prompt_of(exercise, student)
        numbers = variant_of(exercise, student)
        values = [each(**numbers) if callable(each) else each for each in (exercise.reference, *(m.wrong for m in exercise.misconceptions))]
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
    for each in exercise.properties:
        assert each.said.endswith("."), f"{each.said!r} completes the sentence 'The answer should …'"
