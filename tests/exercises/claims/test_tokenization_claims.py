"""What the lesson on tokenization says about its experiments is what its recorded outputs show."""

import re
from itertools import pairwise

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("algorithms/tokenization")


def ratio(printed: str, name: str) -> float:
    return float(re.search(rf"{re.escape(name)} .*ratio ([\d.]+)", printed)[1])


def test_the_plain_rule_gives_gpt2s_published_ids(printed):
    assert "[15496, 995]" in printed and "all equal? True" in printed


def test_each_doubling_shortens_the_text_by_a_smaller_share(printed):
    found = [float(each) for each in re.findall(r"tokens  ([\d.]+) bytes per token\n", printed)]
    saved = [1 - earlier / later for earlier, later in pairwise(found)]
    assert len(found) == 6 and all(earlier > later > 0 for earlier, later in pairwise(saved))
    assert saved[0] > 0.45 and 1 / 13 < saved[-1] < 1 / 11  # "nearly halves", "a twelfth"


def test_a_sixth_of_gpt2s_size_is_nearly_enough(printed):
    ours = float(re.search(r"8,192 tokens  ([\d.]+)", printed)[1])
    gpt2 = float(re.search(r"50,257 tokens  ([\d.]+)", printed)[1])
    assert 0.95 * gpt2 < ours < gpt2


def test_the_tokenizer_makes_chinese_expensive(printed):
    assert 2.5 < ratio(printed, "GPT-2 (50,257)") < 3.1  # “nearly three”
    assert ratio(printed, "English only (4,096)") > ratio(printed, "GPT-2 (50,257)")
    assert ratio(printed, "both (4,096)") < 0.9
    assert 0.85 < ratio(printed, "bytes") < 1  # “even a little shorter”
