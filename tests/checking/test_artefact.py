"""Submitted weights: plain data is read, everything else is refused with a message of its own, and nothing of it is ever run."""

import json
import pickle
import struct

import numpy as np
import pytest
from safetensors.numpy import save

from bigmodel_edu.calling import Other, Outcome, Trouble
from bigmodel_edu.checking.artefact import Budget, Refused, Verdict, looks_pickled, read_weights, require_shape
from bigmodel_edu.checking.exercise import Misconception
from bigmodel_edu.checking.kinds import Artefact
from bigmodel_edu.checking.result import Part
from bigmodel_edu.checking.trials import try_exercise
from bigmodel_edu.student.notebook import AnswerInNotebook

BUDGET = Budget(size=4_000, numbers=500, arrays=5)


def weights(**changes):
    return {"w": np.arange(6, dtype=np.float32).reshape(2, 3) - 2.5, "ids": np.array([3, 1], dtype=np.int32)} | changes


def judged(answer, rng):
    arrays = read_weights(answer, BUDGET)
    mean = float(require_shape(arrays, "w", (2, None)).mean())
    target = float(rng.normal(0, 0.01))
    parts = tuple(Part(f"within {bound}", abs(mean - target) < bound) for bound in (10.0, 1.0))
    return Verdict(parts, (f"mean {mean:.1f}",), None if parts[1].passed else "far")


def exercise(**changes):
    settings = {
        "id": "test.weights",
        "points": 4,
        "target": "weights",
        "reference": lambda: weights(),
        "measure": judged,
        "misconceptions": (
            Misconception("far", lambda: weights(w=np.full((2, 3), 5.0)), "It is far away.", ("nudge", "look", "place")),
            Misconception("shape", lambda: weights(w=np.zeros((3, 2))), "The shape is wrong.", ("nudge", "look", "place")),
            Misconception("pickle", lambda: pickle.dumps([1]), "A pickle can run code.", ("nudge", "look", "place")),
        ),
    }
    return Artefact(**settings | changes)


def mark(answer, seed=1, **changes):
    return exercise(**changes).judge(AnswerInNotebook(answer), seed)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (str(self.path), "w"))


@pytest.mark.parametrize("answer", [weights(), save(weights()), np.frombuffer(save(weights()), dtype=np.uint8)])
def test_a_file_its_bytes_and_a_dictionary_are_the_same(answer):
    arrays = read_weights(answer, BUDGET)
    assert {name: (array.dtype.name, array.shape) for name, array in arrays.items()} == {"w": ("float32", (2, 3)), "ids": ("int32", (2,))}
    assert np.array_equal(arrays["w"], weights()["w"])


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_and_never_loaded(tmp_path, protocol):
    path = tmp_path / "pwned"
    content = pickle.dumps({"w": Bomb(path)}, protocol=protocol)
    assert looks_pickled(content)
    result = mark(content)
    assert (result.status, result.points, result.diagnosis) == ("failed", 0, "pickle")
    assert "was not loaded" in result.messages[0] and not path.exists()


def test_a_file_of_torch_save_is_refused_as_a_pickle(tmp_path):
    import torch

    for new in (True, False):
        path = tmp_path / "model.pt"
        torch.save({"w": torch.ones(2, 3)}, path, _use_new_zipfile_serialization=new)
        assert mark(path.read_bytes()).diagnosis == "pickle"


def test_a_safetensors_file_is_not_taken_for_a_pickle():
    for size in range(1, 60):
        assert not looks_pickled(save({"w" * size: np.zeros(3, dtype=np.float32)}))


def damaged():
    good = save(weights())
    length = struct.unpack("<Q", good[:8])[0]
    header = json.loads(good[8 : 8 + length])
    yield good[:-1]
    yield good + b"more"
    yield good[:20]
    yield struct.pack("<Q", 2**60) + good[8:]
    yield b""[:0] + bytes(8)
    for key, value in (("shape", [2**40, 2**40]), ("shape", [-1, 3]), ("data_offsets", [0, 2**50]), ("dtype", "PICKLE"), ("shape", [2, 4])):
        changed = json.loads(json.dumps(header))
        changed["w"][key] = value
        text = json.dumps(changed).encode()
        yield struct.pack("<Q", len(text)) + text + good[8 + length :]


@pytest.mark.parametrize("content", list(damaged()))
def test_a_damaged_file_is_refused(content):
    with pytest.raises(Refused):
        read_weights(content, BUDGET)


@pytest.mark.parametrize(
    "answer, diagnosis",
    [
        (save({"w": np.zeros(2_000, dtype=np.float32)}), "over-budget"),
        ({"w": np.zeros(501)}, "over-budget"),
        ({"w": np.zeros((0, 10**9)), "v": np.zeros(501)}, "over-budget"),
        ({f"w{number}": np.zeros(1) for number in range(6)}, "over-budget"),
        (weights(w=np.array([[1.0, np.nan, 0.0]])), "not-finite"),
        (save(weights(w=np.array([np.inf], dtype=np.float16))), "not-finite"),
        ({"w": "many numbers"}, "dtype"),
        ({"w": np.array([True, False])}, "dtype"),
        ({"w": np.array([1j])}, "dtype"),
        (save({"w": np.array([True])}), "dtype"),
        ({"w": Other("array of object")}, "dtype"),
        ({3: np.zeros(2)}, ""),
        ({"w" * 300: np.zeros(2)}, ""),
        ("model.safetensors", ""),
        (17, ""),
        ([np.zeros(3)], ""),
        (Other("GPT"), ""),
    ],
)
def test_what_is_not_judged_is_refused_by_name(answer, diagnosis):
    with pytest.raises(Refused) as refusal:
        read_weights(answer, BUDGET)
    assert refusal.value.diagnosis == diagnosis and str(refusal.value).endswith((".", "`."))


def test_bfloat16_is_read_exactly():
    import torch
    from safetensors.torch import save as save_tensors

    values = torch.tensor([[1.5, -0.0078125, 3e30]]).bfloat16()
    assert np.array_equal(read_weights(save_tensors({"w": values}), BUDGET)["w"], values.float().numpy())


def test_a_hostile_name_does_not_reach_a_message():
    with pytest.raises(Refused) as refusal:
        read_weights({"<script>`\n": "x"}, BUDGET)
    assert "<" not in str(refusal.value) and "\n" not in str(refusal.value)


def test_points_are_by_parts_and_the_diagnosis_brings_its_sentence():
    assert (mark(weights()).status, mark(weights()).points) == ("passed", 4)
    half = mark(weights(w=np.full((2, 3), 5.0)))
    assert (half.status, half.points, half.diagnosis) == ("partial", 2, "far")
    assert half.messages == ("mean 5.0", "It is far away.") and half.hints
    none = mark(weights(w=np.full((2, 3), 50.0)))
    assert (none.status, none.points) == ("failed", 0)


@pytest.mark.parametrize("answer", [None, {}, b"", ""])
def test_nothing_is_not_attempted(answer):
    assert mark(answer).status == "not_attempted"


def test_the_same_weights_are_known_again_and_the_same_seed_gives_the_same_mark():
    first, again = mark(weights(), seed=5), mark(weights(), seed=5)
    assert first == again and first.answer.startswith("sha256:")
    assert mark(weights(w=np.ones((2, 3)))).answer != first.answer


def test_known_artefacts_are_tried():
    trials = try_exercise(exercise(), (1, 2))
    assert len(trials) == 2 * 4 and all(trial.ok for trial in trials), trials


def test_an_artefact_without_a_judge_is_marked_by_a_person():
    assert mark(save(weights()), measure=None, misconceptions=()).status == "manual"
    assert try_exercise(exercise(measure=None, misconceptions=()), (1,)) == []


class Unread:
    """An artefact that did not come through the wall: the grader passes on no words of a submission."""

    def __init__(self, kind, trouble=None):
        self.outcome = Outcome(kind, error=trouble)

    def value(self, exercise):
        return self.outcome


@pytest.mark.parametrize("outcome", [Unread("raised", Trouble("an exception of its own", "")), Unread("memory"), Unread("killed")])
def test_weights_that_cannot_be_read_are_told_the_limit(outcome):
    result = exercise(budget=BUDGET, hints=("nudge",)).judge(outcome, 1)
    assert result.points == 0 and result.status != "not_attempted" and result.hints
    assert "At most 4,000 bytes and 500 numbers in 5 arrays are allowed." in result.messages
    assert "exception of its own" not in " ".join(result.messages)


def test_weights_that_cannot_be_read_are_said_to_be_too_large():
    assert "too large" in exercise().judge(Unread("raised", Trouble("an exception of its own", "")), 1).messages[0]
    nested = mark({"w": [[0.0] * 1_000] * 400}, budget=BUDGET)
    assert "holds more than 200,000 items" in nested.messages[0] and "500 numbers" in nested.messages[1]


@pytest.mark.parametrize("answer", [{"w": np.zeros(12_000)}, save({"w": np.zeros(12_000)})])
def test_weights_that_are_too_large_are_told_their_size_and_the_limit(answer):
    message = mark(answer).messages[0]
    assert ("12,000 numbers; at most 500" in message) or ("at most 4,000" in message and "96," in message)
