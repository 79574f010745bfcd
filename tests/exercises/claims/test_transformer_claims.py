"""What the lesson on the transformer says about its experiments is what its recorded outputs show."""

import re

import pytest

from tests.exercises.recorded import printed as read_printed


@pytest.fixture(scope="module")
def printed() -> str:
    return read_printed("algorithms/transformer")


def test_without_the_straight_path_all_tokens_become_one(printed):
    rows = re.findall(
        r"(pre-norm|post-norm|no residual) +cosine after 4 blocks ([\d.]+), after 24: ([\d.]+);.* block 12: ([\d.e-]+)", printed
    )
    cosines = {kind: (float(early), float(late)) for kind, early, late, _ in rows}
    gradients = {kind: float(gradient) for kind, *_, gradient in rows}
    assert cosines["no residual"] == (1.0, 1.0)
    assert 0.25 < cosines["pre-norm"][1] < 0.4 < cosines["post-norm"][1] < 0.6
    assert gradients["no residual"] < 1e-5 * gradients["pre-norm"]


def test_the_source_matters(printed):
    losses = {name: float(loss) for loss, name in re.findall(r"([\d.]+) nats per token \(perplexity [\d,]+\)   (.+)", printed)}
    assert losses["the translator"] < losses["frequencies"] - 2 and losses["the translator, another source"] > losses["frequencies"]


def test_words_look_at_the_words_that_they_translate(printed):
    looks = dict(re.findall(r"(\S+) +looks most at “ ?([^”]+)”", printed))
    assert (looks["点击"], looks["替换"][:2], looks["选项卡"]) == ("Click", "Re", "tab")


def test_the_first_transformer_took_half_a_day(printed):
    assert "on 8 such cards: 12 hours" in printed
