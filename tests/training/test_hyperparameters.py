"""The settings of a run are checked when they are made."""

import pytest

from bigmodel_edu.training import History, TrainingConfig


@pytest.mark.parametrize(
    ("settings", "match"),
    [
        ({"steps": 0}, "steps to be an integer of at least 1, got 0"),
        ({"steps": 2.5}, "got 2.5"),
        ({"accumulate": 0}, "accumulate"),
        ({"record_every": None}, "record_every to be an integer of at least 1, got None"),
        ({"evaluate_every": 0}, "evaluate_every to be an integer of at least 1 or None, got 0"),
        ({"clip": 0.0}, "clip above 0 or None"),
        ({"clip": -1.0}, "clip above 0"),
        ({"number_format": "float16"}, "auto, float32, bfloat16, got 'float16'"),
        ({"patience": 3}, "evaluate_every with a patience of 3"),
        ({"warmup": 10}, "warm-up that ends before the 10 steps"),
        ({"learning_rate": -1.0}, "no negative number"),
    ],
)
def test_mistakes_are_named(settings, match):
    with pytest.raises(ValueError, match=match):
        TrainingConfig(**{"steps": 10, **settings})


def test_the_rate_ends_at_a_tenth_unless_told_otherwise():
    assert TrainingConfig(steps=10, learning_rate=1.0).rate(10) == pytest.approx(0.1)
    assert TrainingConfig(steps=10, learning_rate=1.0, final_learning_rate=0.0).rate(10) == 0.0


def test_history_knows_its_best():
    history = History()
    assert history.best is None and history.evaluations_since_best == 0
    for step, loss in ((1, 3.0), (2, 2.0), (3, 2.0), (4, 2.5)):
        history.evaluated(step, loss)
    assert history.best == (2, 2.0) and history.evaluations_since_best == 2
    history.recorded(5, 1.0, 0.1, 7.0)
    assert History(**history.as_dict()) == history
