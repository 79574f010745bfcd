"""Answers to the exercises of the training pipeline: right ones in several styles, and wrong ones that are no known misconception."""

import math

import numpy as np
import torch
from torch.nn import functional as F

# get_batch


def batch_by_stack(tokens, starts, length):
    inputs = torch.stack([tokens[start : start + length] for start in starts])
    targets = torch.stack([tokens[start + 1 : start + length + 1] for start in starts])
    return inputs, targets


def batch_by_index(tokens, starts, length):
    places = torch.tensor(starts)[:, None] + torch.arange(length)
    return tokens[places], tokens[places + 1]


def batch_by_unfold(tokens, starts, length):
    windows = tokens.unfold(0, length + 1, 1)[starts]
    return [windows[:, :-1], windows[:, 1:]]


def batch_in_numpy(tokens, starts, length):
    tokens = np.asarray(tokens)
    rows = np.array([tokens[start : start + length + 1] for start in starts], dtype=np.int32)
    return rows[:, :length], rows[:, 1:]


def batch_one_tensor(tokens, starts, length):
    return torch.stack(batch_by_stack(tokens, starts, length))[0]


def batch_as_floats_of_first(tokens, starts, length):
    inputs, targets = batch_by_stack(tokens, starts, length)
    return inputs[:1], targets[:1]


def batch_from_the_start(tokens, starts, length):
    return batch_by_stack(tokens, [0 for _ in starts], length)


def batch_sorted(tokens, starts, length):
    return batch_by_stack(tokens, [*sorted(starts, reverse=True)[:-1], 0], length)


def batch_with_next_only(tokens, starts, length):
    inputs, targets = batch_by_stack(tokens, starts, length)
    return inputs, targets + 1


# perplexity


def perplexity_numpy(loss):
    return np.exp(loss)


def perplexity_torch(loss):
    return torch.tensor(loss, dtype=torch.float64).exp()


def perplexity_bits(loss):
    return 2 ** (loss / math.log(2))


# lr_schedule


def rate_plain(step, peak, steps, warmup, final):
    if step < warmup:
        return peak * (step + 1) / warmup
    if step >= steps:
        return final
    share = (step - warmup) / (steps - warmup)
    return final + 0.5 * (peak - final) * (1 + math.cos(math.pi * share))


def rate_numpy(step, peak, steps, warmup, final):
    rise = (step + 1) / max(warmup, 1)
    share = np.clip((step - warmup) / (steps - warmup), 0, 1)
    return np.where(step < warmup, peak * rise, final + (peak - final) * np.cos(np.pi / 2 * share) ** 2)


def rate_torch(step, peak, steps, warmup, final):
    step = torch.tensor(float(step), dtype=torch.float64)
    if step < warmup:
        return (step + 1) / warmup * peak
    share = ((step - warmup) / (steps - warmup)).clamp(max=1)
    return torch.lerp(torch.tensor(final, dtype=torch.float64), torch.tensor(peak, dtype=torch.float64), (1 + (math.pi * share).cos()) / 2)


def rate_constant(step, peak, steps, warmup, final):
    return peak


def rate_warmup_only(step, peak, steps, warmup, final):
    return peak * min(1, (step + 1) / max(1, warmup))


def rate_warm_up_from_final(step, peak, steps, warmup, final):
    return final + (peak - final) * (step + 1) / warmup if step < warmup else rate_plain(step, peak, steps, warmup, final)


def rate_one_step_early(step, peak, steps, warmup, final):
    return rate_plain(step + 1, peak, steps, warmup, final)


def rate_reaching_at_the_last(step, peak, steps, warmup, final):
    return rate_plain(step, peak, steps - 1, warmup, final)


def rate_inverse_root(step, peak, steps, warmup, final):
    return peak * min((step + 1) / max(1, warmup), math.sqrt(max(1, warmup) / (step + 1)))


# clip_gradients


def clip_plain(gradients, largest):
    norm = math.sqrt(sum((gradient**2).sum().item() for gradient in gradients))
    if norm <= largest:
        return [gradient.clone() for gradient in gradients]
    return [gradient * (largest / norm) for gradient in gradients]


def clip_with_a_little_more(gradients, largest):
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(gradient) for gradient in gradients]))
    factor = torch.clamp(largest / (norm + 1e-6), max=1.0)
    return tuple(gradient * factor for gradient in gradients)


def clip_in_numpy(gradients, largest):
    arrays = [np.asarray(gradient, dtype=np.float64) for gradient in gradients]
    norm = np.linalg.norm(np.concatenate([array.ravel() for array in arrays]))
    return [array * min(1.0, largest / max(norm, 1e-30)) for array in arrays]


def clip_in_place(gradients, largest):
    norm = torch.cat([gradient.flatten() for gradient in gradients]).norm()
    for gradient in gradients:
        if norm > largest:
            gradient *= largest / norm
    return gradients


def clip_flat(gradients, largest):
    return torch.cat([gradient.flatten() for gradient in clip_plain(gradients, largest)])


def clip_by_half(gradients, largest):
    return [gradient / 2 for gradient in clip_plain(gradients, largest)]


def clip_by_mean_norm(gradients, largest):
    norm = math.sqrt(sum((gradient**2).mean().item() for gradient in gradients))
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def clip_first(gradients, largest):
    factor = min(1.0, largest / max(1e-12, gradients[0].norm().item()))
    return [gradient * factor for gradient in gradients]


# train_step


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


RIGHT = {
    "training-pipeline.get_batch": [batch_by_stack, batch_by_index, batch_by_unfold, batch_in_numpy],
    "training-pipeline.perplexity": [perplexity_numpy, perplexity_torch, perplexity_bits],
    "training-pipeline.lr_schedule": [rate_plain, rate_numpy, rate_torch],
    "training-pipeline.clip_gradients": [clip_plain, clip_with_a_little_more, clip_in_numpy],
    "training-pipeline.train_step": [step_plain, step_transposed, step_zero_last],
}

WRONG = {
    "training-pipeline.get_batch": [
        batch_one_tensor,
        batch_as_floats_of_first,
        batch_from_the_start,
        batch_sorted,
        batch_with_next_only,
    ],
    "training-pipeline.perplexity": [
        lambda loss: loss,
        lambda loss: 1 + loss,
        lambda loss: [math.exp(loss)],
        lambda loss: round(math.exp(loss)),
    ],
    "training-pipeline.lr_schedule": [
        rate_constant,
        rate_warmup_only,
        rate_warm_up_from_final,
        rate_one_step_early,
        rate_reaching_at_the_last,
        rate_inverse_root,
    ],
    "training-pipeline.clip_gradients": [clip_in_place, clip_flat, clip_by_half, clip_by_mean_norm, clip_first],
    "training-pipeline.train_step": [step_with_mse, step_uphill, step_own_rate, step_clipped, step_no_return],
    "training-pipeline.tokens_seen": [0, -1, 1e15, "9 billion", [3.2]],
    "training-pipeline.too_good": ["a", "leak", 3, "bc"],
}
