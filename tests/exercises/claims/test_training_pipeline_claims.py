"""What the lesson on the training pipeline says about its experiments is what its recorded outputs show."""

import json
import math
import re
from pathlib import Path

import pytest

from tests.exercises.recorded import number

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def printed() -> str:
    path = ROOT / "notebooks/algorithms/training-pipeline.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(output.get("text", [])) for cell in cells for output in cell.get("outputs", []))


def baseline(printed: str, name: str) -> float:
    return number(printed, rf"([\d.]+) nats per token = [\d.]+ bits per byte   {name}")


def test_the_first_loss_is_that_of_guessing_alike(printed):
    assert abs(number(printed, r"untrained: ([\d.]+)") - number(printed, r"ln \d+ = ([\d.]+)")) < 0.1


def test_a_batch_is_learnt_by_heart(printed):
    losses = [float(each) for each in re.findall(r"step +\d+: loss ([\d.]+)", printed)]
    assert losses[-1] < 0.2 * losses[0]


def test_a_broken_run_goes_on_bit_for_bit(printed):
    assert "the checkpoint holds step 20" in printed and "bit for bit? True" in printed and "same loss from the file? True" in printed


def test_the_model_beats_triples_and_loses_to_quadruples(printed):
    model = number(printed, r"held out: ([\d.]+) ±")
    assert baseline(printed, "quadruples") < model < baseline(printed, "triples") - number(printed, r"held out: [\d.]+ ± ([\d.]+)")
    weights, letters = number(printed, r"([\d,]+) weights; inputs"), number(printed, r"held out, (\d+) different")
    assert 0.3 < weights / letters**3 < 0.37  # "a third of its numbers"
    assert 3.65e7 < letters**4 < 3.75e7  # "room for 37 million"


def test_copying_looks_splendid(printed):
    assert number(printed, r"loss it reports: ([\d.]+)") < 0.4
    assert number(printed, r"loss on what it should guess: ([\d.]+)") > math.log(number(printed, r"held out, (\d+) different"))
