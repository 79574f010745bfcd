"""The loop: bit for bit the plain loop, and right about accumulation, early stop, formats, records and mistakes."""

import io
import math

import pytest
import torch
from torch import nn

from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.training import Adam, EpochBatches, TokenBatches, TrainingConfig, adamw, held_out_loss, train, warmup_cosine

TEXT = torch.randint(0, 11, (400,), generator=torch.Generator().manual_seed(0)).tolist()


def gpt(**changes) -> GPT:
    config = GPTConfig(**{"vocabulary": 11, "context": 10, "layers": 2, "heads": 2, "width": 8, **changes})
    return GPT(config, generator=torch.Generator().manual_seed(1))


def equal(one: nn.Module, other: nn.Module) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True))


def test_it_is_the_plain_loop_bit_for_bit():
    config = TrainingConfig(steps=23, learning_rate=0.01, warmup=5, clip=0.5, record_every=10)
    batches = TokenBatches(TEXT, 3, 10)
    ours, plain = gpt(), gpt()
    done = train(ours, batches, config)
    optimiser = adamw(plain, lr=0.01, weight_decay=config.weight_decay, betas=config.betas)
    parameters = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    losses, norms = [], []
    for step in range(23):
        for group in optimiser.param_groups:
            group["lr"] = warmup_cosine(step, peak=0.01, steps=23, warmup=5, final=0.001)
        loss = plain.loss(*batches(step))
        loss.backward()
        norms.append(float(nn.utils.clip_grad_norm_(parameters, 0.5)))
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.item())
    assert equal(ours, plain)
    assert done.steps == 23 and not done.stopped_early
    assert done.history.steps == [10, 20, 23]
    means = [sum(losses[a:b]) / (b - a) for a, b in ((0, 10), (10, 20), (20, 23))]
    assert done.history.losses == pytest.approx(means, rel=1e-5)
    assert done.history.gradient_norms == pytest.approx([norms[9], norms[19], norms[22]])
    assert done.history.learning_rates[0] == warmup_cosine(9, peak=0.01, steps=23, warmup=5, final=0.001)


def test_accumulated_batches_are_one_large_batch():
    big, small = gpt(), gpt()
    batch = TokenBatches(TEXT, 6, 10)

    def part(number):
        inputs, targets = batch(number // 3)
        rows = slice(2 * (number % 3), 2 * (number % 3) + 2)
        return inputs[rows], targets[rows]

    settings = {"steps": 5, "learning_rate": 0.01, "betas": (0.9, 0.9)}
    one = train(big, batch, TrainingConfig(**settings), optimiser=lambda m: torch.optim.SGD(m.parameters(), lr=0.1))
    two = train(small, part, TrainingConfig(accumulate=3, **settings), optimiser=lambda m: torch.optim.SGD(m.parameters(), lr=0.1))
    for a, b in zip(big.parameters(), small.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-5, atol=1e-6)
    assert one.history.losses == pytest.approx(two.history.losses, rel=1e-5)


def test_it_learns_a_text_that_repeats():
    model = gpt()
    text = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] * 40
    done = train(model, TokenBatches(text, 8, 10), TrainingConfig(steps=150, learning_rate=0.02, warmup=10))
    assert done.history.losses[0] > 1.5 and done.history.losses[-1] < 0.3
    assert held_out_loss(model, text, 10) < 0.3


def test_any_model_with_its_own_loss_and_optimiser():
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(60, 3, generator=generator)
    y = x @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.25
    model = nn.Linear(3, 1)
    train(
        model, EpochBatches(x, y, batch_size=20), TrainingConfig(steps=300, learning_rate=0.05, clip=None),
        loss=lambda m, a, b: (m(a) - b).square().mean(), optimiser=lambda m: Adam(m.parameters()),
    )  # fmt: skip
    assert model.weight.detach().flatten().tolist() == pytest.approx([1.0, -2.0, 0.5], abs=0.01)
    assert float(model.bias.detach()) == pytest.approx(0.25, abs=0.01)


def test_frozen_weights_stay_and_the_rest_learns():
    model = gpt()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    for parameter in model.blocks[0].parameters():
        parameter.requires_grad_(False)
    train(model, TokenBatches(TEXT, 2, 10), TrainingConfig(steps=3, learning_rate=0.1))
    moved = {name for name, tensor in model.state_dict().items() if not torch.equal(tensor, before[name])}
    assert moved and not any(name.startswith("blocks.0.") for name in moved)
    assert any(name.startswith("blocks.1.") for name in moved)


def values(*losses):
    """An evaluation that gives these losses in turn."""
    left = iter(losses)
    return lambda model: next(left)


def test_patience_ends_the_run_and_goes_back_to_the_best():
    kept = {}

    def evaluate(model):
        kept[len(kept)] = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        assert not model.training
        return [3.0, 2.0, 2.5, 2.0, 1.0][len(kept) - 1]

    model = gpt()
    config = TrainingConfig(steps=50, learning_rate=0.01, evaluate_every=4, patience=2)
    done = train(model, TokenBatches(TEXT, 2, 10), config, evaluate=evaluate)
    assert (done.stopped_early, done.steps) == (True, 16)
    assert done.history.evaluation_steps == [4, 8, 12, 16] and done.history.best == (8, 2.0)
    assert all(torch.equal(tensor, kept[1][name]) for name, tensor in model.state_dict().items())
    assert not model.training


def test_a_patience_that_is_not_used_up_ends_with_the_best_too():
    model = gpt()
    config = TrainingConfig(steps=6, learning_rate=0.01, evaluate_every=2, patience=2)
    done = train(model, TokenBatches(TEXT, 2, 10), config, evaluate=values(1.0, 2.0, 2.0))
    assert not done.stopped_early and done.history.best == (2, 1.0)
    twin = gpt()
    train(twin, TokenBatches(TEXT, 2, 10), config, evaluate=values(3.0, 2.0, 1.0))
    assert not equal(model, twin)


def test_without_a_patience_the_last_model_stays():
    config = TrainingConfig(steps=7, learning_rate=0.01, evaluate_every=3)
    model, twin = gpt(), gpt()
    done = train(model, TokenBatches(TEXT, 2, 10), config, evaluate=values(1.0, 2.0, 3.0))
    train(twin, TokenBatches(TEXT, 2, 10), TrainingConfig(steps=7, learning_rate=0.01))
    assert done.history.evaluation_steps == [3, 6, 7]
    assert equal(model, twin)


def test_a_loss_that_is_no_number_ends_the_run_with_advice():
    model = nn.Linear(1, 1)
    with pytest.raises(FloatingPointError, match=r"The loss is nan at step 4\. Try a lower learning rate"):
        train(
            model, lambda number: (torch.full((1, 1), math.inf if number == 2 else 1.0),), TrainingConfig(steps=9, record_every=4),
            loss=lambda m, x: (m(x) * 0 if number_is_odd(x) else m(x)).sum(),
        )  # fmt: skip


def number_is_odd(x: torch.Tensor) -> bool:
    return bool(x.isinf().any())


def test_bfloat16_multiplies_in_bfloat16_and_keeps_the_weights_in_float32():
    seen = []
    model = nn.Linear(4, 4)
    model.register_forward_hook(lambda module, inputs, output: seen.append(output.dtype))
    config = TrainingConfig(steps=2, number_format="bfloat16")
    train(model, lambda number: (torch.ones(2, 4),), config, loss=lambda m, x: m(x).float().square().mean())
    assert seen == [torch.bfloat16] * 2 and model.weight.dtype == torch.float32


def test_it_is_silent_unless_asked(capsys, monkeypatch):
    monkeypatch.delenv("BIGMODEL_EDU_PROGRESS", raising=False)
    train(gpt(), TokenBatches(TEXT, 2, 10), TrainingConfig(steps=2))
    assert capsys.readouterr() == ("", "")
    screen = io.StringIO()
    times = iter(float(place) for place in range(1000))
    monkeypatch.setattr("bigmodel_edu.progress_bar.time.monotonic", lambda: next(times))
    monkeypatch.setattr("bigmodel_edu.progress_bar.sys.stderr", screen)
    train(gpt(), TokenBatches(TEXT, 2, 10), TrainingConfig(steps=5, record_every=1), progress=True)
    assert "Training" in screen.getvalue() and "100 %" in screen.getvalue() and "loss 2." in screen.getvalue()


def test_a_patience_needs_an_evaluation():
    with pytest.raises(ValueError, match="evaluate function with a patience of 1"):
        train(gpt(), TokenBatches(TEXT, 2, 10), TrainingConfig(steps=4, evaluate_every=1, patience=1))


@pytest.mark.slow
@pytest.mark.skipif(" " in torch.__file__, reason="needs a path without blanks: torch's compiler cannot work on one with them")
def test_a_compiled_model_learns_the_same():
    def learn(compile: bool):
        torch.manual_seed(0)
        model = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), nn.Linear(3, 1))
        config = TrainingConfig(steps=4, learning_rate=0.01, compile=compile)
        return model, train(model, lambda number: (torch.ones(2, 4) + number,), config, loss=lambda m, x: m(x).square().mean())

    (model, compiled), (twin, plain) = learn(True), learn(False)
    assert compiled.history.losses == pytest.approx(plain.history.losses, rel=1e-4)
    assert list(model.state_dict()) == list(twin.state_dict())


def test_a_checkpoint_needs_an_optimiser_of_the_models_own_parameters(tmp_path):
    stranger = nn.Parameter(torch.ones(1))
    with pytest.raises(ValueError, match="optimiser of the model's own parameters"):
        train(
            nn.Linear(1, 1), lambda number: (torch.ones(1, 1),), TrainingConfig(steps=1), checkpoint=tmp_path / "run.pt",
            loss=lambda m, x: (m(x) * stranger).sum(), optimiser=lambda m: torch.optim.SGD([*m.parameters(), stranger], lr=0.1),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("batches", "loss", "error", "match"),
    [
        (lambda number: (torch.ones(1, 2),), None, ValueError, r"a method loss\(\*batch\), got Linear without one"),
        (lambda number: torch.ones(1, 2), lambda m, x: m(x).sum(), TypeError, "tuple of tensors, got Tensor; for one tensor write"),
        (lambda number: (torch.ones(1, 2),), lambda m, x: m(x), ValueError, r"without axes, got shape \(1, 1\): take the mean"),
        (lambda number: (torch.ones(1, 2),), lambda m, x: 3.0, ValueError, "got float"),
    ],
)
def test_mistakes_are_named(batches, loss, error, match):
    with pytest.raises(error, match=match):
        train(nn.Linear(2, 1), batches, TrainingConfig(steps=2), loss=loss)
