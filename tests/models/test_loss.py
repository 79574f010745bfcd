"""The loss without logits equals torch's cross-entropy, and so do its gradients."""

import math

import pytest
import torch
from torch.nn import functional as F

from bigmodel_edu.models.loss import ROWS, linear_cross_entropy


def problem(rows, vocabulary=37, width=12, dtype=torch.float64):
    source = torch.Generator().manual_seed(rows)
    hidden = torch.randn(rows, width, generator=source).to(dtype).requires_grad_()
    weight = torch.randn(vocabulary, width, generator=source).to(dtype).requires_grad_()
    targets = torch.randint(vocabulary, (rows,), generator=source)
    targets[::3] = -100
    return hidden, weight, targets


@pytest.mark.parametrize("rows", [2, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS + 7])
def test_value_and_gradients_equal_torchs(rows):
    hidden, weight, targets = problem(rows)
    ours = linear_cross_entropy(hidden, weight, targets)
    wanted = F.cross_entropy(hidden @ weight.T, targets)
    torch.testing.assert_close(ours.double(), wanted, atol=1e-5, rtol=1e-5)
    for found, expected in zip(
        torch.autograd.grad(5 * ours, (hidden, weight)), torch.autograd.grad(5 * wanted, (hidden, weight)), strict=True
    ):
        torch.testing.assert_close(found, expected, atol=1e-6, rtol=1e-4)


def test_batches_and_the_path_without_gradients_give_the_same():
    hidden, weight, targets = problem(3 * 400)
    ours = linear_cross_entropy(hidden.view(3, 400, 12), weight, targets.view(3, 400))
    with torch.no_grad():
        torch.testing.assert_close(linear_cross_entropy(hidden, weight, targets), ours.detach())


def test_impossible_targets_give_a_large_finite_loss_with_the_right_gradient():
    hidden = torch.tensor([[1000.0]], requires_grad=True)
    weight = torch.tensor([[1.0], [-1.0]], requires_grad=True)
    loss = linear_cross_entropy(hidden, weight, torch.tensor([1]))
    loss.backward()
    assert loss.item() == 2000
    assert hidden.grad.item() == 2 and weight.grad.flatten().tolist() == [1000, -1000]


def test_nothing_to_predict_is_a_loss_of_0_without_gradient():
    hidden, weight, _ = problem(5)
    loss = linear_cross_entropy(hidden, weight, torch.full((5,), -100))
    loss.backward()
    assert loss.item() == 0 and (hidden.grad == 0).all() and (weight.grad == 0).all()


def test_half_precision_under_autocast_is_close():
    hidden, weight, targets = problem(600, dtype=torch.float32)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = linear_cross_entropy(hidden, weight, targets)
    loss.backward()
    assert loss.dtype == torch.float32 and weight.grad.dtype == torch.float32
    assert loss.item() == pytest.approx(F.cross_entropy(hidden @ weight.T, targets).item(), rel=2e-2)


def test_an_untrained_model_loses_the_logarithm_of_the_vocabulary():
    for vocabulary, wanted in ((65, 4.174), (50257, 10.825)):
        loss = linear_cross_entropy(torch.zeros(2, 4), torch.zeros(vocabulary, 4), torch.tensor([0, 1]))
        assert loss.item() == pytest.approx(math.log(vocabulary)) == pytest.approx(wanted, abs=5e-4)


def test_shapes_that_do_not_fit_are_named():
    with pytest.raises(ValueError, match=r"got \(3, 8\), \(5, 8\), \(4,\)"):
        linear_cross_entropy(torch.zeros(3, 8), torch.zeros(5, 8), torch.zeros(4, dtype=torch.long))
