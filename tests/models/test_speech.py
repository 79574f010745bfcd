"""CTC: the loss against a sum over all paths, padding, and collapsing."""

import itertools
import math

import pytest
import torch

from bigmodel_edu.models.speech import SpeechConfig, SpeechRecogniser, collapse, decode_greedily

SIZES = {"features": 5, "vocabulary": 4, "layers": 1, "heads": 2, "width": 8}


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def model():
    torch.manual_seed(1)
    return SpeechRecogniser(SpeechConfig(**SIZES)).eval()


@pytest.mark.parametrize(
    ("path", "text"),
    [([], []), ([0, 0], []), ([1, 1, 1], [1]), ([1, 0, 1], [1, 1]), ([0, 2, 2, 0, 0, 2, 3, 3, 0], [2, 2, 3]), ([3, 1, 3], [3, 1, 3])],
)
def test_collapse_drops_repeats_and_then_blanks(path, text):
    assert collapse(path) == text


def test_collapse_with_another_blank():
    assert collapse([3, 0, 0, 3, 0], blank=3) == [0, 0]


@torch.no_grad()
def test_the_loss_is_the_sum_over_all_paths_that_spell_the_text(model):
    sound, lengths = draw(2, 20, 5), torch.tensor([20, 15])
    labels, label_lengths = torch.tensor([[1, 1, 3], [2, 9, 9]]), torch.tensor([3, 1])
    log_probabilities, steps = model(sound, lengths)
    losses = []
    for row, text in enumerate(([1, 1, 3], [2])):
        paths = (path for path in itertools.product(range(4), repeat=int(steps[row])) if collapse(list(path)) == text)
        chance = sum(math.exp(sum(float(log_probabilities[row, t, label]) for t, label in enumerate(path))) for path in paths)
        losses.append(-math.log(chance) / len(text))
    assert model.loss(sound, lengths, labels, label_lengths).item() == pytest.approx(sum(losses) / 2, rel=1e-4)


@torch.no_grad()
def test_padding_changes_nothing_whatever_it_holds(model):
    for frames in (1, 2, 7, 12, 13):
        sound = draw(1, frames, 5, seed=frames)
        padded = torch.cat([sound, 100 * draw(1, 6, 5, seed=9)], dim=1)
        alone, steps = model(sound, torch.tensor([frames]))
        together, same = model(padded, torch.tensor([frames]))
        assert steps == same == alone.shape[1] == math.ceil(frames / 4)
        torch.testing.assert_close(together[:, : int(steps)], alone, atol=1e-5, rtol=1e-5)


def test_log_probabilities_are_those(model):
    log_probabilities, _ = model(draw(2, 9, 5), torch.tensor([9, 4]))
    torch.testing.assert_close(log_probabilities.exp().sum(-1), torch.ones(2, 3))


def test_greedy_decoding_stops_at_the_real_steps():
    paths = torch.tensor([[1, 1, 0, 1, 2], [3, 3, 3, 1, 1]])
    assert decode_greedily(torch.eye(4)[paths], torch.tensor([5, 3])) == [[1, 1, 2], [3]]


def test_it_learns_to_spell():
    torch.manual_seed(0)
    model = SpeechRecogniser(SpeechConfig(**{**SIZES, "halvings": 1}))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    texts = torch.tensor([[1, 2, 3], [3, 1, 0], [2, 2, 1]])
    lengths = torch.tensor([3, 2, 3])
    sound = torch.eye(5)[texts].repeat_interleave(6, dim=1) * 3  # six frames a letter, the last two of them silent
    sound[:, 4::6] = sound[:, 5::6] = 0
    frames = lengths * 6
    for _ in range(80):
        loss = model.loss(sound, frames, texts, lengths)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert decode_greedily(*model(sound, frames)) == [[1, 2, 3], [3, 1], [2, 2, 1]]


def test_a_text_that_does_not_fit_is_named(model):
    with pytest.raises(ValueError, match="sound of 5 steps or more for text 1, got 2: halve less"):
        model.loss(draw(2, 20, 5), torch.tensor([20, 8]), torch.tensor([[1, 2, 3], [1, 1, 1]]), torch.tensor([3, 3]))


@pytest.mark.parametrize("lengths", [[0, 3], [4, 10], [3]])
def test_lengths_that_cannot_be_are_named(model, lengths):
    with pytest.raises(ValueError, match="expected 2 lengths from 1 to 9"):
        model(draw(2, 9, 5), torch.tensor(lengths))


def test_sizes_and_features_are_checked(model):
    with pytest.raises(ValueError, match=r"\(batch, frames, 5\), got \(2, 9, 4\)"):
        model(draw(2, 9, 4), torch.tensor([9, 9]))
    with pytest.raises(ValueError, match="a blank and another label"):
        SpeechConfig(**{**SIZES, "vocabulary": 1})
