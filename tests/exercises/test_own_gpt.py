"""The judge of the capstone: the same weights in any form have one mark, and no file harms it."""

import numpy as np
import pytest
import torch

from bigmodel_edu.exercises import find
from bigmodel_edu.exercises.your_own_gpt import known_models, scoring
from bigmodel_edu.exercises.your_own_gpt.submitted_model import load_submission
from bigmodel_edu.student.notebook import AnswerInNotebook
from bigmodel_edu.training import bits_per_byte, held_out_loss


def mark(answer, seed=3):
    return find("your-own-gpt.my_gpt").judge(AnswerInNotebook(answer), seed)


def untrained(**changes):
    return known_models.untrained() | changes


def test_a_file_and_a_dictionary_of_the_same_weights_have_one_mark():
    arrays = known_models.looks_one_token_back()
    first, second = mark(arrays), mark(known_models.as_file(arrays))
    assert (first.status, first.points, first.messages) == (second.status, second.points, second.messages)
    assert first.diagnosis == "one-token" and "Bits per byte" in first.messages[1]


def test_bits_agree_with_the_packages_own_measure_where_windows_do_not_overlap():
    """Without training every token costs about ln V, whatever the windows are."""
    model, tokenizer = load_submission(untrained())
    passage = scoring.plays()[1][:2_000]
    nats, count, size = scoring.nats_of(model, tokenizer, [passage])
    ids = np.array([10, *tokenizer.encode(passage)])
    assert count == len(ids) - 1 and size == len(passage.encode())
    own = held_out_loss(model, ids, 16)
    assert bits_per_byte(nats / count, count, size) == pytest.approx(bits_per_byte(own, count, size), rel=0.01)


@pytest.mark.parametrize("context, letters", [(1, 5), (2, 7), (3, 50), (16, 16), (16, 17), (16, 400)])
def test_every_token_is_scored_once_in_any_window(context, letters):
    arrays = untrained()
    arrays["position_embedding.weight"] = arrays["position_embedding.weight"][:context]
    model, tokenizer = load_submission(arrays)
    nats, count, _ = scoring.nats_of(model, tokenizer, ["Where is the king?"[:letters] * 3])
    assert count == len("Where is the king?"[:letters] * 3) and 0 < nats < 10 * count


def test_another_seed_draws_other_passages_and_the_same_seed_the_same():
    arrays = untrained()
    assert mark(arrays, 1).messages == mark(arrays, 1).messages
    text = scoring.plays()[1]
    first, second = (scoring.passages_of(text, np.random.default_rng(seed)) for seed in (1, 2))
    assert first != second and all(len(passage) == scoring.LETTERS for passage in first)


def doubling_merges():
    return np.array([[97, 97], *([256 + n, 256 + n] for n in range(40))], dtype=np.int64)  # 2^41 bytes, were they made


@pytest.mark.parametrize(
    "changes",
    [
        {"heads": np.array(3)},
        {"heads": np.array(0)},
        {"heads": np.array(2.0)},
        {"heads": np.array([2, 2])},
        {"merges": doubling_merges()},
        {"merges": np.array([[-1, 3]])},
        {"merges": np.array([[1.5, 3.0]])},
        {"merges": np.zeros((5, 3), dtype=np.int32)},
        {"merges": np.array(7)},
        {"merges": np.array([[2**63, 1]], dtype=np.uint64)},
        {"token_embedding.weight": np.zeros((256, 0), dtype=np.float32)},
        {"token_embedding.weight": np.zeros(256, dtype=np.float32)},
        {"position_embedding.weight": np.zeros((10_000, 16), dtype=np.float16)},
        {"blocks.7.norm.weight": np.zeros(3)},
        {"blocks.999.x": np.zeros(3)},
        {"surprise": np.zeros(3)},
        {"norm.weight": np.full(16, 1e300)},
        {"norm.weight": np.full(16, 3e38), "norm.bias": np.full(16, 3e38)},
    ],
)
def test_odd_weights_are_refused_in_words(changes):
    result = mark(untrained(**changes))
    assert result.status == "failed" and result.points == 0 and result.messages[0].endswith(".")


def test_weights_of_another_type_are_read():
    for kind in (np.float32, np.float64):
        arrays = {name: array.astype(kind) if array.dtype.kind == "f" else array for name, array in untrained().items()}
        assert mark(arrays).diagnosis == "untrained"


def test_judging_leaves_the_callers_random_numbers_alone():
    arrays = untrained()
    torch.manual_seed(5)
    before = torch.get_rng_state()
    mark(arrays)
    assert torch.equal(before, torch.get_rng_state())
