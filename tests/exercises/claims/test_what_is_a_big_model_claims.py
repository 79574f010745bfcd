"""What the text of what-is-a-big-model says is what its recorded outputs show."""

import json
import re
from pathlib import Path

import pytest

from tests.exercises.recorded import number

NOTEBOOK = Path(__file__).parents[3] / "notebooks/concepts/what-is-a-big-model.ipynb"


@pytest.fixture(scope="module")
def printed() -> str:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(output.get("text", [])) for cell in cells for output in cell.get("outputs", []))


def test_every_larger_model_loses_less(printed):
    held_out = [float(each) for each in re.findall(r"loss in training [\d.]+, held out ([\d.]+)", printed)]
    assert len(held_out) == 6 and held_out == sorted(held_out, reverse=True)


def test_no_model_overfits(printed):
    rows = re.findall(r"loss in training ([\d.]+), held out ([\d.]+)", printed)
    assert all(float(unseen) - float(seen) < 0.05 for seen, unseen in rows)


def test_the_law_with_a_floor_forecasts_better(printed):
    with_floor, without = (abs(number(printed, rf"{name} +[\d.]+, wrong by ([+-][\d.]+)")) for name in ("with a floor", "without"))
    assert with_floor < without


def test_a_thousandth_of_the_text_is_learned_by_heart(printed):
    rows = re.findall(
        r"^in training ([\d.]+), held out ([\d.]+) nats|^on all plays: in training ([\d.]+), held out ([\d.]+)", printed, re.M
    )
    seen, unseen, seen_all, unseen_all = (float(each) for row in rows for each in row if each)
    assert seen < seen_all - 0.2 and unseen > unseen_all + 0.2


def test_letters_of_a_kind_lie_together(printed):
    rows = re.findall(r"^(vowels|consonants|capitals|marks) +(-?[\d.]+) +(-?[\d.]+)$", printed, re.M)
    assert len(rows) == 4 and all(float(within) > float(others) + 0.3 for _, within, others in rows)
    assert "nearest to '?':  !" in printed


def test_the_floor_is_above_the_table_of_triples_and_unsure(printed):
    triples, largest = number(printed, r"triples +([\d.]+)"), number(printed, r"width 64: .* held out ([\d.]+)")
    assert triples < number(printed, r"floor on these tokens ([\d.]+)") < largest < number(printed, r"pairs +([\d.]+)")
    low, high = re.search(r"exponent [\d.]+ \(([\d.]+) to ([\d.]+)\)", printed).groups()
    assert float(high) > 4 * float(low)


def test_rounding_moves_the_optimum_by_a_quarter_and_the_refit_agrees_with_twenty(printed):
    sizes = {name: float(size) for name, size in re.findall(r"^(printed|unrounded|refit) +(\d+) billion weights", printed, re.M)}
    assert 1.2 < sizes["unrounded"] / sizes["printed"] < 1.3
    assert 15 < number(printed, r"refit +\d+ billion weights, +([\d.]+) tokens each") < 22
