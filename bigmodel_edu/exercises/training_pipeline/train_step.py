"""Change the weights once, by one batch."""

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import tensor


def step_three_times(answer, weight, inputs, targets, learning_rate):
    """Train a linear model by three calls of ``answer(model, optimiser, inputs, targets)``; return the losses it gave and the weights."""
    import torch

    model = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    with torch.no_grad():
        model.weight.copy_(weight)
    optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses, weights = [], []
    for batch, wanted in zip(inputs, targets, strict=True):
        losses.append(float(answer(model, optimiser, batch, wanted)))
        weights.append(model.weight.detach().clone())
    return {"losses": losses, "weights": torch.stack(weights)}


def train_call(rng: np.random.Generator) -> Call:
    classes, width, batch, length = int(rng.integers(4, 7)), 3, int(rng.integers(2, 5)), 6
    inputs = [tensor(rng, batch, length, width) for _ in range(3)]
    targets = [AsTensor(rng.integers(0, classes, size=(batch, length))) for _ in range(3)]
    return arguments(tensor(rng, classes, width), inputs, targets, float(rng.uniform(0.4, 1.5)))


def loss_of(model, inputs, targets, **options):
    return torch.nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten(), **options)


def right_step(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def not_zeroed(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def zeroed_too_late(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    loss.backward()
    for parameter in model.parameters():
        parameter.grad.zero_()
    optimizer.step()
    return loss.item()


def no_step(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def step_before_backward(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def summed(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets, reduction="sum")
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def after_the_step(model, optimizer, inputs, targets):
    right_step(model, optimizer, inputs, targets)
    return loss_of(model, inputs, targets).item()


def stepped_twice(model, optimizer, inputs, targets):
    loss = loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()


def softmax_twice(model, optimizer, inputs, targets):
    loss = torch.nn.functional.cross_entropy(model(inputs).softmax(-1).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def last_position(model, optimizer, inputs, targets):
    loss = torch.nn.functional.cross_entropy(model(inputs)[:, -1], targets[:, -1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


EXERCISE = function(
    __file__,
    points=4,
    reference=right_step,
    core=train_call,
    driver=step_three_times,
    bans=("bigmodel_edu.training",),
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    in_place=True,
    mistakes={
        "not-zeroed": not_zeroed,
        "no-change": (no_step, zeroed_too_late),
        "step-before-backward": step_before_backward,
        "summed": summed,
        "after-the-step": after_the_step,
        "stepped-twice": stepped_twice,
        "softmax-twice": softmax_twice,
        "last-position": last_position,
    },
)
