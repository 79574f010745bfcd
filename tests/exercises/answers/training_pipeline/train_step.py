"""Answers to training-pipeline.train_step: right ones in several styles, wrong ones that are no known mistake."""

import torch
from torch.nn import functional as F


def step_plain(model, optimizer, inputs, targets):
    scores = model(inputs)
    loss = F.cross_entropy(scores.view(-1, scores.shape[-1]), targets.view(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def step_transposed(model, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(inputs).transpose(1, 2), targets)
    loss.backward()
    optimizer.step()
    return loss.detach()


def step_zero_last(model, optimizer, inputs, targets):
    loss = -model(inputs).log_softmax(-1).gather(-1, targets[..., None]).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss


def step_with_mse(model, optimizer, inputs, targets):
    scores = model(inputs)
    loss = ((scores - F.one_hot(targets, scores.shape[-1])) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def step_uphill(model, optimizer, inputs, targets):
    loss = F.cross_entropy(model(inputs).transpose(1, 2), targets)
    optimizer.zero_grad()
    (-loss).backward()
    optimizer.step()
    return loss.item()


def step_own_rate(model, optimizer, inputs, targets):
    loss = F.cross_entropy(model(inputs).transpose(1, 2), targets)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 0.1 * parameter.grad
    return loss.item()


def step_clipped(model, optimizer, inputs, targets):
    loss = F.cross_entropy(model(inputs).transpose(1, 2), targets)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.01)
    optimizer.step()
    return loss.item()


def step_no_return(model, optimizer, inputs, targets):
    step_plain(model, optimizer, inputs, targets)


RIGHT = [step_plain, step_transposed, step_zero_last]
WRONG = [step_with_mse, step_uphill, step_own_rate, step_clipped, step_no_return]
