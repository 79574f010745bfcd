import dataclasses

import pytest

from bigmodel_edu.sandbox import Limits


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Limits)])
@pytest.mark.parametrize("value", [-1, -0.5, float("nan"), float("inf"), None, "10", True, [1]])
def test_an_impossible_limit_is_refused(field, value):
    with pytest.raises((ValueError, TypeError), match=field):
        Limits(**{field: value})


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Limits)])
def test_zero_forbids_processes_and_nothing_else(field):
    if field == "processes":
        assert Limits(processes=0).processes == 0
    else:
        with pytest.raises(ValueError, match="greater than 0"):
            Limits(**{field: 0})


def test_seconds_may_be_fractions_and_sizes_may_not():
    assert Limits(call_seconds=0.25).call_seconds == 0.25
    with pytest.raises(TypeError, match="memory_mb to be a whole number"):
        Limits(memory_mb=0.5)


def test_limits_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Limits().memory_mb = 1
