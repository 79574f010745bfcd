"""What the lesson on advantages and challenges says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("concepts/advantages-and-challenges")


@pytest.fixture(scope="module")
def contest(printed) -> dict[str, tuple[float, float, float]]:
    rows = re.findall(r"^(\S.*?) +([\d.]+) nats, 95 % from ([\d.]+) to ([\d.]+)$", printed, re.M)
    return {name: (float(mean), float(low), float(high)) for name, mean, low, high in rows}


def test_the_model_beats_a_table_of_pairs(printed):
    loss = float(re.search(r"parameters, ([\d.]+) nats per letter", printed)[1])
    pairs = float(re.search(r"a table of pairs: ([\d.]+)", printed)[1])
    assert loss < pairs - 0.2


def test_one_block_does_nearly_all_that_can_be_read(printed):
    start, *blocks = (
        float(each) for each in re.search(r"embedding ([\d.]+)  block 1 ([\d.]+)  block 2 ([\d.]+)  block 3 ([\d.]+)", printed).groups()
    )
    assert start > 5 and blocks[0] - blocks[-1] < 0.1


def test_the_last_blocks_attention_is_close_to_chance_and_the_baseline_is_far_ahead(contest):
    mean = {name: row[0] for name, row in contest.items()}
    assert mean["attention, last block"] < 0.25 * mean["the last letters"]
    assert mean["attention, last block"] - mean["random letters"] < 0.25
    assert contest["the last letters"][1] > contest["gradient × input"][2]


def test_the_baseline_ties_with_rollout_and_occlusion_leads(printed):
    lead, error = (float(each) for each in re.search(r"occlusion − last letters: ([−\d.-]+) ± ([\d.]+)", printed).groups())
    assert lead > error > 0
    difference, error = (float(each) for each in re.search(r"last letters − rollout: +([\d.-]+) ± ([\d.]+)", printed).groups())
    assert abs(difference) < error
