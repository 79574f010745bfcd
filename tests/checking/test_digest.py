"""Digests say when an exercise may mark otherwise than before; the file of digests is true of the bank."""

from dataclasses import replace

import numpy as np
import pytest

from bigmodel_edu import exercises
from bigmodel_edu.calling import AsTensor, Other
from bigmodel_edu.checking.called import Property
from bigmodel_edu.checking.digest import digest_of, digests_text, read_digests, said
from bigmodel_edu.checking.exercise import Misconception, arguments
from bigmodel_edu.checking.kinds import Choice, Function, Number, Text
from bigmodel_edu.grading.marking.stamps import DIGESTS, own_chapters

HINTS = ("a", "b", "c")
MISTAKE = Misconception("thrice", lambda x: 3 * x, "You return three times the number.", HINTS)
DOUBLE = Function(
    id="sample.double",
    points=2.0,
    target="double",
    reference=lambda x: 2 * x,
    core={"": lambda rng: arguments(float(rng.normal()))},
    properties=(Property("sign", "keep the sign", lambda ask, rng: ask(1.5) > 0),),
    misconceptions=(MISTAKE,),
)
PRICE = Number(
    id="sample.price",
    points=1.0,
    target="price",
    reference=lambda a: 2.0 * a,
    prompt="What do two of {a} cost?",
    variant=lambda rng: {"a": int(rng.integers(2, 9))},
    misconceptions=(Misconception("one", lambda a: a, "You took one.", HINTS),),
)
COLOUR = Choice(id="sample.colour", points=1.0, target="colour", prompt="Which?", options={"a": "red", "b": "blue"}, right="a")
IDEA = Text(id="sample.idea", points=3.0, target="idea", prompt="Why?", rubric=("a reason",))


def test_the_same_exercise_has_the_same_digest():
    assert digest_of(DOUBLE) == digest_of(replace(DOUBLE)) and len(digest_of(DOUBLE)) == 16
    assert int(digest_of(DOUBLE), 16) >= 0


@pytest.mark.parametrize(
    "change",
    [
        {"reference": lambda x: 2 * x + 0.01},
        {"core": {"": lambda rng: arguments(float(rng.normal()) + 1)}},
        {"core": {"all": DOUBLE.core[""]}},
        {"core": {"": (DOUBLE.core[""], lambda rng: arguments(0.0))}},
        {"edges": {"zero": lambda rng: arguments(0.0)}},
        {"draws": 5},
        {"points": 3.0},
        {"relative": 1e-2},
        {"bans": ("torch.sum",)},
        {"in_place": True},
        {"properties": ()},
        {"properties": (Property("sign", "keep the sign", lambda ask, rng: ask(1.5) > 3.5),)},
        {"misconceptions": ()},
        {"misconceptions": (replace(MISTAKE, name="three"),)},
        {"misconceptions": (replace(MISTAKE, wrong=lambda x: 4 * x),)},
        {"misconceptions": (replace(MISTAKE, also=(lambda x: 3 * x + 1,)),)},
        {"agree": lambda expected, got: None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_decides_marks_changes_the_digest(change):
    assert digest_of(replace(DOUBLE, **change)) != digest_of(DOUBLE)


@pytest.mark.parametrize("change", [{"hints": ("Think.",)}, {"misconceptions": (replace(MISTAKE, said="No.", hints=("x", "y", "z")),)}])
def test_words_do_not_change_the_digest(change):
    assert digest_of(replace(DOUBLE, **change)) == digest_of(DOUBLE)


@pytest.mark.parametrize(
    "exercise, change",
    [(COLOUR, {"right": "b"}), (COLOUR, {"options": {"a": "red", "b": "blue", "c": "grey"}}), (IDEA, {"points": 4.0})],
)
def test_a_choice_has_the_digest_of_its_letters_and_a_text_of_its_points(exercise, change):
    assert digest_of(replace(exercise, **change)) != digest_of(exercise)
    assert digest_of(replace(exercise, prompt="What then?")) == digest_of(exercise)


@pytest.mark.parametrize("change", [{"reference": lambda a: 2.0 * a + 1}, {"variant": lambda rng: {"a": int(rng.integers(3, 9))}}])
def test_a_question_has_the_digest_of_its_variants_and_answers(change):
    assert digest_of(replace(PRICE, **change)) != digest_of(PRICE)
    assert digest_of(replace(PRICE, prompt="How much are two of {a}?")) == digest_of(PRICE)


@pytest.mark.parametrize(
    "one, other",
    [
        (0.1 + 0.2, 0.3),
        (1.0, 0.99999994),
        (np.float64(2.5), 2.5),
        ([1.0, 3e-17], [1.0, -2e-17]),
        (np.array([0.5, 1e-9], np.float32), np.array([0.5, -1e-9], np.float32)),
        (AsTensor(np.ones((2, 3), np.float32)), AsTensor(np.full((2, 3), 0.9999999, np.float32))),
        ({"a": 1.0, "b": [0.1, None]}, {"a": 1.0, "b": [0.1000001, None]}),
        ({3, 1, 2}, {2, 3, 1}),
        (np.arange(1_000.0), np.arange(1_000.0) * (1 + 1e-9)),
    ],
)
def test_what_rounding_decides_is_not_told_apart(one, other):
    assert said(one) == said(other)


@pytest.mark.parametrize(
    "one, other",
    [
        (1, 1.0),
        (1, True),
        (1.0, 1.01),
        (0.0, float("nan")),
        (float("inf"), float("-inf")),
        ([1.0, 2.0], (1.0, 2.0)),
        (np.zeros(3), np.zeros((3, 1))),
        (np.zeros(3), np.zeros(3, np.float32)),
        (np.zeros(3), AsTensor(np.zeros(3))),
        (np.array([True, False]), np.array([False, True])),
        (10**20, 10**20 + 1),
        ({"a": 1}, {"b": 1}),
        (Other("object"), Other("function")),
        (b"a", "a"),
        (1 + 2j, 1 - 2j),
        (np.arange(1_000.0), np.arange(1_000.0)[::-1]),
    ],
)
def test_what_is_different_is_told_apart(one, other):
    assert said(one) != said(other)


def test_a_file_of_digests_is_read_as_it_was_written(tmp_path):
    digests = {"b.x": (2, "00ff"), "a.y": (1, "ff00")}
    (tmp_path / "digests.json").write_text(digests_text(digests))
    assert read_digests(tmp_path / "digests.json") == digests
    assert digests_text(digests).splitlines()[1].startswith('"a.y"')


def test_the_kept_file_knows_every_exercise_by_its_version():
    kept = {name: version for name, (version, _digest) in read_digests(DIGESTS).items()}
    bank = {each.id: each.version for name in own_chapters() for each in exercises.chapter(name)}
    assert kept == bank, "write the digests again: bigmodel-edu mutants --digests"


@pytest.mark.slow
@pytest.mark.parametrize("chapter", own_chapters())
def test_no_exercise_changed_without_a_new_version(chapter):
    kept = read_digests(DIGESTS)
    changed = [each.id for each in exercises.chapter(chapter) if digest_of(each) != kept[each.id][1]]
    assert not changed, f"raise the version of {', '.join(changed)}, then write the digests again: bigmodel-edu mutants --digests"
