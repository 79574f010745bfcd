"""What the text of rise-of-big-models says is what its recorded outputs show."""

import json
import re
from pathlib import Path

import pytest

from tests.exercises.recorded import number

NOTEBOOK = Path(__file__).parents[3] / "notebooks/background/rise-of-big-models.ipynb"


@pytest.fixture(scope="module")
def printed() -> str:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(output.get("text", [])) for cell in cells for output in cell.get("outputs", []))


def test_the_vocabulary_is_a_third_of_a_small_model_and_nothing_of_a_large_one(printed):
    shares = {
        name.strip(): float(share)
        for name, share in re.findall(r"^(\S.{11}) +[\d,]+ weights  embedding and output +([\d.]+)%", printed, re.M)
    }
    assert 28 < shares["GPT-2 small"] < 36 and shares["GPT-3 175B"] < 1


def test_the_first_rate_is_sure_and_the_second_includes_zero(printed):
    rows = re.findall(r"(\d{4}) to \d{4}: ([\d.]+) doublings a month, (-?[\d.]+) to ([\d.]+), one in ([\d.]+) months", printed)
    (_, slope, low, high, months), (_, _, later_low, later_high, _) = rows
    assert float(months) == 2.2 and (float(high) - float(low)) / float(slope) < 0.25
    assert float(later_low) < 0 < float(later_high) < float(low)
    assert number(printed, r"months after GPT-3: ([\d.e+]+) weights") > 1e6 * 671e9


def test_operations_grew_more_than_weights(printed):
    assert number(printed, r"GPT-3 to Llama 3.1 405B: (\d+) times") > 100
    ratios = {name: float(ratio) for name, ratio in re.findall(r"^(\S.*?\S) +[\d.]+ +[\d,]+ +([\d.]+) +[\d.]+e\+\d+", printed, re.M)}
    assert ratios["GPT-3 175B"] < 2 and ratios["LLaMA 65B"] > 20


def test_the_published_days_and_the_utilisation_agree(printed):
    assert round(number(printed, r"LLaMA 65B: ([\d.]+) days")) == 21
    early, later = (
        number(printed, r"utilisation of GPT-3: ([\d.]+)"),
        number(printed, r"utilisation of PaLM 540B, attention counted: ([\d.]+)"),
    )
    assert later > 2 * early


def test_the_slip_in_the_printed_table_shows(printed):
    right, slip = re.findall(r"^width .*?: ([\d.]+) billion weights", printed, re.M)
    assert right == "12.85" != slip
