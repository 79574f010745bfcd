import sys

import numpy as np
import pytest
import torch

from bigmodel_edu.calling import AsTensor, RandomGenerator, call, call_bounded


def test_a_change_in_place_is_noticed_for_arrays_tensors_lists_and_dicts():
    def spoil(array, tensor, items, table, number):
        array += 1
        tensor.zero_()
        items.append(3)
        table["new"] = 1
        return number

    outcome = call(spoil, (np.ones(2), AsTensor(np.ones(3, dtype=np.float32)), [1], {}, 5))
    assert outcome.value == 5 and outcome.changed == ("array", "tensor", "items", "table")


def test_nan_in_an_unchanged_input_is_no_change():
    assert call(lambda x: x.sum(), (np.array([np.nan, 1.0]),)).changed == ()
    assert call(lambda x: 1, (float("nan"),)).changed == ()


def test_using_a_generator_is_no_change():
    assert call(lambda rng: rng.random(), (RandomGenerator(0),)).changed == ()


def test_the_line_of_an_error_is_the_students_own():
    def wrong(x):
        y = torch.ones(2, 3)
        return y @ x

    error = call(wrong, (AsTensor(np.ones((2, 2), dtype=np.float32)),)).error
    assert error.type == "RuntimeError" and error.source == "return y @ x"


@pytest.mark.parametrize("leave", [SystemExit, KeyboardInterrupt, GeneratorExit, RecursionError])
def test_nothing_that_an_answer_raises_gets_out(leave):
    def answer():
        raise leave

    assert call(answer).error.type == leave.__name__


def test_an_exception_whose_text_fails_is_reported_all_the_same():
    class Odd(Exception):
        def __str__(self):
            raise ValueError

    def answer():
        raise Odd

    assert call(answer).error.message == ""


def test_printing_is_kept_in_part_and_streams_are_restored():
    before = sys.stdout
    outcome = call(lambda: [print("x" * 999) for _ in range(50)] and None)
    assert len(outcome.printed) == 2_000 and sys.stdout is before


def test_a_driver_gets_the_answer_first():
    def driver(answer, x):
        return answer(x) + answer(x)

    assert call(lambda x: x * 10, (4,), driver=driver).value == 80


def test_an_endless_loop_ends_in_a_timeout_and_streams_come_back():
    before = sys.stdout

    def endless():
        while True:
            pass

    assert call_bounded(endless, seconds=0.2).kind == "timeout" and sys.stdout is before


def test_a_loop_that_swallows_exceptions_does_not_hold_the_notebook():
    done = []

    def stubborn():
        for _ in range(10**9):
            try:
                if done:
                    return
            except BaseException:
                pass

    assert call_bounded(stubborn, seconds=0.2).kind == "timeout"
    done.append(True)
