"""What the lesson on machine translation says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("applications/machine-translation")


def interval(printed: str, name: str) -> tuple[float, float]:
    low, high = re.search(rf"^{name} +95 % of resamples from ([\d.]+) to ([\d.]+)$", printed, re.M).groups()
    return float(low), float(high)


def test_the_formula_gives_what_the_standard_program_gives(printed):
    own, standard = re.search(r"by hand ([\d.]+), sacreBLEU ([\d.]+)", printed).groups()
    assert own == standard


def test_memory_and_transformer_overlap_and_together_they_beat_the_memory(printed):
    memory, transformer = interval(printed, "memory"), interval(printed, "transformer")
    assert memory[0] < transformer[1] and transformer[0] < memory[1]
    assert float(re.search(r"together − memory: ([\d.-]+) to", printed)[1]) > 0


def test_the_interval_is_several_points_wide(printed):
    for name in ("memory", "transformer", "memory, then model"):
        low, high = interval(printed, name)
        assert 3 < high - low < 8


def test_the_memory_rises_more_steeply_with_nearness(printed):
    rows = {
        name: [float(value) for value in values.split()] for name, values in re.findall(r"^(memory|transformer) +([\d. ]+)$", printed, re.M)
    }
    memory, transformer = rows["memory"], rows["transformer"]
    assert memory[0] < transformer[0] and memory[1] < transformer[1] and memory[3] > transformer[3]
    assert memory[3] - memory[0] > transformer[3] - transformer[0]


def test_random_pairs_make_the_test_easier(printed):
    honest, leaky = map(float, re.search(r"BLEU ([\d.]+) on new blocks, ([\d.]+) on pairs", printed).groups())
    assert leaky - honest > 5
