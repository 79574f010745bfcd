"""Batches: targets are the next tokens, numbers decide everything, shares make up the whole."""

import numpy as np
import pytest
import torch

from bigmodel_edu.training import EpochBatches, TokenBatches, get_batch


@pytest.mark.parametrize("length", [1, 2, 7, 49])
def test_targets_are_the_next_tokens(length):
    tokens = np.random.default_rng(0).permutation(50)
    following = dict(zip(tokens[:-1].tolist(), tokens[1:].tolist(), strict=True))
    inputs, targets = get_batch(tokens, 5, length, np.random.default_rng(1))
    assert inputs.shape == targets.shape == (5, length)
    assert inputs.dtype == targets.dtype == torch.int64
    assert [following[token] for token in inputs.flatten().tolist()] == targets.flatten().tolist()


def test_every_place_is_drawn_the_first_and_the_last_too():
    inputs, targets = get_batch(range(6), 500, 2, np.random.default_rng(0))
    assert set(inputs[:, 0].tolist()) == {0, 1, 2, 3}
    assert targets.max() == 5


@pytest.mark.parametrize("kind", ["list", "tensor", "uint16", "memmap"])
def test_any_kind_of_text_gives_the_same_batches(tmp_path, kind):
    values = np.random.default_rng(2).integers(0, 60_000, 300).astype(np.uint16)
    values.tofile(tmp_path / "tokens.bin")
    text = {
        "list": values.tolist(),
        "tensor": torch.from_numpy(values.astype(np.int32)),
        "uint16": values,
        "memmap": np.memmap(tmp_path / "tokens.bin", dtype=np.uint16, mode="r"),
    }[kind]
    inputs, targets = TokenBatches(text, 4, 9, seed=3)(11)
    expected, following = TokenBatches(values, 4, 9, seed=3)(11)
    assert torch.equal(inputs, expected) and torch.equal(targets, following)


def test_the_number_and_the_seed_decide():
    batches = TokenBatches(range(10_000), 4, 8, seed=1)
    assert torch.equal(batches(5)[0], TokenBatches(range(10_000), 4, 8, seed=1)(5)[0])
    others = [batches(4)[0], batches(6)[0], TokenBatches(range(10_000), 4, 8, seed=2)(5)[0]]
    assert not any(torch.equal(batches(5)[0], other) for other in others)


@pytest.mark.parametrize("workers", [1, 2, 3, 6])
def test_the_shares_of_the_workers_make_up_the_batch(workers):
    whole = TokenBatches(range(1000), 6, 5)(7)
    shares = [TokenBatches(range(1000), 6, 5, rank=rank, workers=workers)(7) for rank in range(workers)]
    for place in (0, 1):
        assert torch.equal(torch.cat([share[place] for share in shares]), whole[place])


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: TokenBatches(range(8), 4, 8), "at least 9 tokens for pieces of 8, got 8"),
        (lambda: TokenBatches([], 4, 1), "expected"),
        (lambda: TokenBatches(range(8), 4, 0), "at least 1 token"),
        (lambda: TokenBatches([[1, 2], [3, 4]], 4, 1), r"integers of shape \(N,\), got int64 of shape \(2, 2\)"),
        (lambda: TokenBatches([1.5, 2.5], 4, 1), "got float64"),
        (lambda: TokenBatches(range(9), 5, 2, workers=2), "batch size that 2 workers can share, got 5"),
        (lambda: TokenBatches(range(9), 0, 2), "got 0"),
        (lambda: get_batch(range(3), 2, 3, np.random.default_rng()), "at least 4 tokens"),
        (lambda: EpochBatches(torch.zeros(3), torch.zeros(4), batch_size=1), r"same number of examples, got \[3, 4\]"),
        (lambda: EpochBatches(torch.zeros(3), batch_size=4), "from 1 to 3"),
        (lambda: EpochBatches(torch.zeros(3), batch_size=0), "got 0"),
    ],
)
def test_mistakes_are_named(make, match):
    with pytest.raises(ValueError, match=match):
        make()


def test_an_epoch_shows_every_example_once_in_a_new_order():
    images, labels = torch.arange(20.0).reshape(10, 2), torch.arange(10)
    batches = EpochBatches(images, labels, batch_size=3, seed=4)
    assert batches.per_epoch == 3
    epochs = [torch.cat([batches(3 * epoch + number)[1] for number in range(3)]).tolist() for epoch in range(3)]
    assert all(len(set(epoch)) == 9 for epoch in epochs)
    assert epochs[0] != epochs[1] != epochs[2]
    picture, label = batches(4)
    assert torch.equal(picture[:, 0], 2.0 * label)


def test_batches_of_epochs_can_be_asked_for_in_any_order():
    make = lambda: EpochBatches(torch.arange(100), batch_size=7, seed=1)  # noqa: E731
    forward, mixed = make(), make()
    expected = {number: forward(number)[0].tolist() for number in range(40)}
    assert all(mixed(number)[0].tolist() == expected[number] for number in (39, 0, 14, 13, 27, 1))
