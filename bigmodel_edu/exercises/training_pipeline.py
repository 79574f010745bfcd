"""The training pipeline: batches, perplexity, the learning rate of a step, clipping, one step, and what training costs."""

import math

import numpy as np
import torch

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.checking.generators import tensor
from bigmodel_edu.training.schedules import warmup_cosine

PACKAGE = ("bigmodel_edu.training",)


def _batch(tokens, starts, length):
    tokens = np.asarray(tokens)
    windows = tokens[np.asarray(starts)[:, None] + np.arange(length + 1)]
    return windows[:, :-1], windows[:, 1:]


def _batch_call(rng: np.random.Generator, last: bool) -> Call:
    count, length = int(rng.integers(25, 40)), int(rng.integers(3, 8))
    starts = [int(each) for each in rng.integers(0, count - length, size=int(rng.choice([2, 4, 9])))]
    if last:
        starts[int(rng.integers(len(starts)))] = count - length - 1
        starts.append(0)
    return arguments(AsTensor(rng.integers(0, 500, size=count)), starts, length)


def _batch_somewhere(rng: np.random.Generator) -> Call:
    return _batch_call(rng, last=False)


def _batch_at_the_ends(rng: np.random.Generator) -> Call:
    return _batch_call(rng, last=True)


def _one_window(rng: np.random.Generator) -> Call:
    length = int(rng.integers(1, 5))
    return arguments(AsTensor(rng.integers(0, 500, size=length + 1)), [0], length)


def _targets_follow(ask, rng: np.random.Generator) -> bool:
    tokens = rng.permutation(60)
    inputs, targets = (np.asarray(each) for each in ask(AsTensor(tokens), [5, 0, 41], 6))
    where = np.argsort(tokens)
    return bool((where[targets] == where[inputs] + 1).all())


def _not_shifted(tokens, starts, length):
    inputs, _ = _batch(tokens, starts, length)
    return inputs, inputs.copy()


def _shifted_back(tokens, starts, length):
    inputs, targets = _batch(tokens, starts, length)
    return targets, inputs


def _shifted_by_two(tokens, starts, length):
    tokens = np.append(np.asarray(tokens), np.asarray(tokens)[-1:])
    inputs, _ = _batch(tokens, starts, length)
    return inputs, tokens[np.asarray(starts)[:, None] + np.arange(2, length + 2)]


def _last_only(tokens, starts, length):
    inputs, targets = _batch(tokens, starts, length)
    return inputs, targets[:, -1]


def _rolled(tokens, starts, length):
    inputs, _ = _batch(tokens, starts, length)
    return inputs, np.roll(inputs, -1, axis=1)


def _one_short(tokens, starts, length):
    inputs, targets = _batch(tokens, starts, length)
    return inputs[:, :-1], targets[:, :-1]


def _length_by_batch(tokens, starts, length):
    inputs, targets = _batch(tokens, starts, length)
    return inputs.T, targets.T


get_batch = Exercise(
    id="training-pipeline.get_batch",
    points=3,
    target="get_batch",
    reference=_batch,
    inputs={"somewhere in the text": _batch_somewhere, "at both ends of the text": _batch_at_the_ends, "a text of one window": _one_window},
    properties=(Property("following", "have as target the token that follows each input.", _targets_follow),),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "not-shifted",
            _not_shifted,
            "Your targets are the inputs. Then the model learns to copy, with a loss near 0, and cannot write.",
            (
                "What should the model guess after the first token?",
                "Take the tokens 10, 11, 12, 13 and a window of 3 at 0: the targets are 11, 12, 13.",
                "Begin the targets one token later: tokens[start + 1 : start + length + 1].",
            ),
        ),
        Misconception(
            "shifted-back",
            _shifted_back,
            "Inputs and targets are exchanged: your model would guess the token before.",
            (
                "Which of the two begins later in the text?",
                "Take the tokens 10, 11, 12, 13 and a window of 3 at 0: the inputs are 10, 11, 12.",
                "The inputs begin at start, the targets at start + 1.",
            ),
        ),
        Misconception(
            "shifted-by-two",
            _shifted_by_two,
            "Your targets are the next token but one.",
            (
                "How far apart are an input and its target?",
                "Take the tokens 10, 11, 12, 13 and a window of 2 at 0: the targets are 11, 12.",
                "The targets begin at start + 1.",
            ),
        ),
        Misconception(
            "last-only",
            _last_only,
            "You return one target for each window. Every token of the window has a target: T lessons from one window.",
            (
                "How many guesses does a causal model make in one pass over T tokens?",
                "Compare the shapes of your two results: both should be (B, T).",
                "Take a window of targets, as long as the inputs.",
            ),
        ),
        Misconception(
            "rolled",
            _rolled,
            "You roll the inputs round: the last target is the first input. It should be the token that follows the window.",
            (
                "What follows the last token of a window?",
                "Take the tokens 10, 11, 12, 13 and a window of 3 at 0: the last target is 13.",
                "Cut the targets out of the text, not out of the inputs.",
            ),
        ),
        Misconception(
            "one-short",
            _one_short,
            "Your windows are one token too short.",
            (
                "How many tokens has an input of length T?",
                "Print the shape of your inputs.",
                "A window needs length + 1 tokens: length inputs, and one more for the last target.",
            ),
        ),
        Misconception(
            "transposed",
            _length_by_batch,
            "Your results have shape (T, B); (B, T) is asked for: one row for each window.",
            ("Which shape is asked for?", "Compare the number of rows with the number of starts.", "Swap the two axes."),
        ),
    ),
    hints=(
        "Write down one window with a pencil: tokens 10, 11, 12, 13, start 0, length 3.",
        "Print inputs and targets below one another: each target is the next input.",
        "inputs = tokens[start : start + length], targets = tokens[start + 1 : start + length + 1], stacked over the starts.",
    ),
)


def _perplexity_call(rng: np.random.Generator) -> Call:
    return arguments(float(rng.uniform(0.3, 8.0)))


def _zero_loss(rng: np.random.Generator) -> Call:
    return arguments(float(rng.choice([0.0, 1e-3])))


def _of_uniform(ask, rng: np.random.Generator) -> bool:
    size = int(rng.integers(5, 60_000))
    return abs(float(ask(math.log(size))) / size - 1) < 1e-3


perplexity = Exercise(
    id="training-pipeline.perplexity",
    points=1,
    target="perplexity",
    reference=lambda loss: math.exp(loss),
    inputs={"a loss": _perplexity_call, "a perfect guess": _zero_loss},
    properties=(Property("uniform", "be V for a model that guesses V tokens alike.", _of_uniform),),
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "base-2",
            lambda loss: 2.0**loss,
            "You take 2 to the power of the loss. The loss is in nats here, so the base is e.",
            (
                "Which logarithm does the loss use?",
                "For loss = ln 65 the result should be 65.",
                "Use exp. With a loss in bits the base would be 2.",
            ),
        ),
        Misconception(
            "base-10",
            lambda loss: 10.0**loss,
            "You take 10 to the power of the loss. The loss is in nats here, so the base is e.",
            ("Which logarithm does the loss use?", "For loss = ln 65 the result should be 65.", "Use exp."),
        ),
        Misconception(
            "probability",
            lambda loss: math.exp(-loss),
            "That is the mean probability (a geometric mean) of the right token. Perplexity is one divided by it.",
            (
                "Does a better model have a smaller or a larger perplexity?",
                "For loss = ln 65 the result should be 65.",
                "Leave out the minus.",
            ),
        ),
        Misconception(
            "bits",
            lambda loss: loss / math.log(2),
            "That is the loss in bits. Perplexity is exp of the loss in nats.",
            ("What should come out for a perfect guess? It is 1.", "For loss = ln 65 the result should be 65.", "Use exp."),
        ),
        Misconception(
            "minus-one",
            lambda loss: math.expm1(loss),
            "Yours is one too small: a perfect model still chooses among 1 token.",
            ("What should come out for a perfect guess?", "For loss = 0 the result should be 1.", "Leave out the − 1."),
        ),
    ),
    relative=1e-3,
    hints=("What comes out for loss = ln 65? It should be 65.", "exp undoes ln.", "Return math.exp(loss)."),
)


def _rate(step, peak, steps, warmup, final):
    return warmup_cosine(step, peak=peak, steps=steps, warmup=warmup, final=final)


def _run(rng: np.random.Generator) -> tuple[float, int, int, float]:
    warmup = int(rng.integers(4, 12))
    peak = float(rng.uniform(0.001, 0.9))
    return peak, warmup + int(rng.integers(9, 30)), warmup, peak * float(rng.uniform(0.05, 0.3))


def _in_the_warmup(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = _run(rng)
    return arguments(int(rng.integers(0, warmup - 1)), peak, steps, warmup, final)


def _first_step(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = _run(rng)
    return arguments(0, peak, steps, warmup, final)


def _at_the_top(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = _run(rng)
    return arguments(warmup - int(rng.integers(0, 2)), peak, steps, warmup, final)


def _on_the_way_down(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = _run(rng)
    return arguments(int(rng.integers(warmup + 2, steps)), peak, steps, warmup, final)


def _after_the_end(rng: np.random.Generator) -> Call:
    peak, steps, warmup, final = _run(rng)
    return arguments(steps + int(rng.integers(0, 2)) * int(rng.integers(1, 9)), peak, steps, warmup, final)


def _without_warmup(rng: np.random.Generator) -> Call:
    peak, steps, _, final = _run(rng)
    return arguments(int(rng.integers(0, steps)), peak, steps, 0, final)


def _schedule(rise=lambda step, warmup: (step + 1) / warmup, share=lambda step, steps, warmup: (step - warmup) / (steps - warmup),
              fall=lambda share: 0.5 * (1 + math.cos(math.pi * share)), to_final=True, hold=True):  # fmt: skip
    """A schedule with one thing changed."""

    def rate(step, peak, steps, warmup, final):
        if step < warmup:
            return peak * rise(step, warmup)
        part = share(step, steps, warmup)
        if hold:
            part = min(1.0, part)
        return final + (peak - final) * fall(part) if to_final else peak * fall(part)

    return rate


WARMUP_HINTS = (
    "Which rate has step 0? It should learn a little already.",
    "With warmup = 4 and peak = 1 the first rates are 0.25, 0.5, 0.75, 1.",
    "In the warm-up the rate is peak · (step + 1) / warmup.",
)

lr_schedule = Exercise(
    id="training-pipeline.lr_schedule",
    points=3,
    target="lr_schedule",
    reference=_rate,
    inputs={
        "in the warm-up": _in_the_warmup,
        "the first step": _first_step,
        "at the top": _at_the_top,
        "on the way down": _on_the_way_down,
        "after the end": _after_the_end,
        "without a warm-up": _without_warmup,
    },
    draws=3,
    relative=1e-3,
    absolute=1e-7,
    forbidden=(*PACKAGE, ".OneCycleLR", ".CosineAnnealingLR", ".LambdaLR"),
    misconceptions=(
        Misconception(
            "warm-up-from-zero",
            _schedule(rise=lambda step, warmup: step / warmup),
            "Your warm-up is one step late: step 0 has rate 0, so the first batch is wasted.",
            WARMUP_HINTS,
        ),
        Misconception(
            "warm-up-too-long",
            _schedule(rise=lambda step, warmup: (step + 1) / (warmup + 1)),
            "Your warm-up rises too slowly: step warmup − 1 should be the first at the peak.",
            WARMUP_HINTS,
        ),
        Misconception(
            "no-warm-up",
            _schedule(rise=lambda step, warmup: 1.0),
            "You begin at the peak: the warm-up is missing.",
            WARMUP_HINTS,
        ),
        Misconception(
            "counts-the-warm-up",
            _schedule(share=lambda step, steps, warmup: step / steps),
            "Your cosine begins at step 0, so the rate jumps down at the end of the warm-up. It begins where the warm-up ends.",
            (
                "Which share of the way down is done at step = warmup? It should be 0.",
                "Print the rates around the end of the warm-up.",
                "The share is (step − warmup) / (steps − warmup).",
            ),
        ),
        Misconception(
            "from-there-to-steps",
            _schedule(share=lambda step, steps, warmup: (step - warmup) / steps),
            "Your cosine has too long a way: it does not reach the final rate at step = steps.",
            (
                "Which share is done at step = steps? It should be 1.",
                "Print the rate at step = steps.",
                "Divide by steps − warmup.",
            ),
        ),
        Misconception(
            "to-zero",
            _schedule(to_final=False),
            "Your rate falls to 0; it should end at the final rate.",
            (
                "Which rate has the last step?",
                "Print the rate at step = steps: it should be final.",
                "final + (peak − final) · ½ (1 + cos …).",
            ),
        ),
        Misconception(
            "linear",
            _schedule(fall=lambda share: 1 - share),
            "You go down in a straight line; a half cosine is asked for.",
            (
                "What does the curve look like half-way?",
                "A quarter of the way down a straight line has lost 25 %, the cosine 15 %.",
                "Use ½ (1 + cos(π · share)).",
            ),
        ),
        Misconception(
            "rises-again",
            _schedule(hold=False),
            "After the last step your cosine comes up again. The rate should stay at its end.",
            (
                "What is cos(π · 1.5), and what is your rate there?",
                "Print the rate for step = 2 · steps.",
                "Let the share never exceed 1: min(1, …).",
            ),
        ),
        Misconception(
            "quarter-cosine",
            _schedule(fall=lambda share: math.cos(math.pi / 2 * share)),
            "You use a quarter of a cosine wave. Half a wave begins and ends flat.",
            (
                "From which value to which does a cosine go over half a wave?",
                "Half-way down the rate should be the mean of peak and final.",
                "Use ½ (1 + cos(π · share)).",
            ),
        ),
    ),
    hints=(
        "Draw the curve: a straight line up, then a half cosine down, then flat.",
        "Print the rates of steps 0 to 8 for peak 1, warmup 4, steps 8, final 0: 0.25, 0.5, 0.75, 1, 1, 0.85, 0.5, 0.15, 0.",
        "Two cases: step < warmup, and the rest with share = min(1, (step − warmup) / (steps − warmup)).",
    ),
)


def _gradients(rng: np.random.Generator, norm: float) -> list[AsTensor]:
    shapes = [(3, 4), (5,), (2, 3)][: int(rng.integers(2, 4))]
    arrays = [rng.standard_normal(shape) * each for shape, each in zip(shapes, rng.permutation([0.5, 1.0, 4.0]), strict=False)]
    total = math.sqrt(sum(float((array**2).sum()) for array in arrays))
    return [AsTensor((array * norm / total).astype(np.float32)) for array in arrays]


def _too_long(rng: np.random.Generator) -> Call:
    largest = float(rng.uniform(0.5, 3.0))
    return arguments(_gradients(rng, largest * float(rng.uniform(1.8, 6.0))), largest)


def _short_enough(rng: np.random.Generator) -> Call:
    largest = float(rng.uniform(0.5, 3.0))
    return arguments(_gradients(rng, largest * float(rng.uniform(0.2, 0.8))), largest)


def _all_zero(rng: np.random.Generator) -> Call:
    return arguments([AsTensor(np.zeros((2, 3), dtype=np.float32)), AsTensor(np.zeros(4, dtype=np.float32))], 1.0)


def _total(gradients):
    return torch.sqrt(sum(gradient.square().sum() for gradient in gradients))


def _clipped(gradients, largest):
    norm = _total(gradients)
    factor = 1.0 if norm <= largest else largest / norm
    return [gradient * factor for gradient in gradients]


def _always(gradients, largest):
    return [gradient * largest / _total(gradients) for gradient in gradients]


def _one_by_one(gradients, largest):
    return [gradient * min(1.0, largest / max(float(gradient.norm()), 1e-12)) for gradient in gradients]


def _by_value(gradients, largest):
    return [gradient.clamp(-largest, largest) for gradient in gradients]


def _squared_norm(gradients, largest):
    norm = sum(gradient.square().sum() for gradient in gradients)
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def _to_length_one(gradients, largest):
    norm = _total(gradients)
    return [gradient * (1.0 if norm <= largest else 1 / norm) for gradient in gradients]


def _sum_of_norms(gradients, largest):
    norm = sum(gradient.norm() for gradient in gradients)
    return [gradient * (1.0 if norm <= largest else largest / norm) for gradient in gradients]


def _largest_entry(gradients, largest):
    top = max(float(gradient.abs().max()) for gradient in gradients)
    return [gradient * (1.0 if top <= largest else largest / top) for gradient in gradients]


def _dropped(gradients, largest):
    return [gradient * (1.0 if _total(gradients) <= largest else 0.0) for gradient in gradients]


def _never(gradients, largest):
    return [gradient.clone() for gradient in gradients]


TOGETHER_HINTS = (
    "All gradients together are one long vector. How many norms has it?",
    "Take the gradients (3,) and (4,): the norm of both together is 5.",
    "Sum the squares over all tensors, take one root, and use one factor for all.",
)

clip_gradients = Exercise(
    id="training-pipeline.clip_gradients",
    points=3,
    target="clip_gradients",
    reference=_clipped,
    inputs={"too long": _too_long, "short enough": _short_enough, "all zero": _all_zero},
    forbidden=(*PACKAGE, ".clip_grad_norm_", ".clip_grads_with_norm_", ".clip_grad_value_", ".get_total_norm"),
    relative=1e-3,
    misconceptions=(
        Misconception(
            "always",
            _always,
            "You rescale every gradient to the largest norm, short ones too. Clipping only shortens: a small gradient is a small step.",
            (
                "What should happen to a gradient that is short enough?",
                "Take (0.3, 0.4) and largest = 1: it stays as it is.",
                "Use the factor min(1, largest / norm).",
            ),
        ),
        Misconception(
            "one-by-one",
            _one_by_one,
            "You clip each tensor by its own norm. That changes the direction of the whole gradient.",
            TOGETHER_HINTS,
        ),
        Misconception(
            "sum-of-norms",
            _sum_of_norms,
            "You add the norms of the tensors. The norm of all together is the root of the sum of squares.",
            TOGETHER_HINTS,
        ),
        Misconception(
            "by-value",
            _by_value,
            "You cut off single entries. That changes the direction; here the whole gradient is shortened.",
            (
                "Does your result point where the gradient pointed?",
                "Divide your result by the gradient: is it one factor?",
                "Multiply everything by one factor.",
            ),
        ),
        Misconception(
            "no-root",
            _squared_norm,
            "Your norm lacks the root: you compare and divide by the sum of squares.",
            (
                "What is the length of (3, 4)?",
                "Print your norm for (3, 4): it should be 5.",
                "Take the root of the sum of squares.",
            ),
        ),
        Misconception(
            "to-one",
            _to_length_one,
            "You shorten to length 1; the largest norm is asked for.",
            (
                "Which length should a clipped gradient have?",
                "Print the norm of your result.",
                "Multiply by largest / norm.",
            ),
        ),
        Misconception(
            "largest-entry",
            _largest_entry,
            "You measure the largest entry. The length of a vector is the root of the sum of its squares.",
            (
                "What is the length of (3, 4)?",
                "Print your norm for (3, 4): it should be 5.",
                "Take the root of the sum of squares.",
            ),
        ),
        Misconception(
            "dropped",
            _dropped,
            "You set a long gradient to zero. It should be shortened and keep its direction.",
            (
                "Which length should a clipped gradient have?",
                "Print the norm of your result.",
                "Multiply by largest / norm.",
            ),
        ),
        Misconception(
            "never",
            _never,
            "You clip nothing.",
            (
                "Which length should a clipped gradient have?",
                "Print the norm of your result.",
                "Multiply by min(1, largest / norm).",
            ),
        ),
    ),
    hints=(
        "Do it for the gradients (3,) and (4,) with largest = 1: the result is (0.6,) and (0.8,).",
        "Print the norm of all gradients together before and after.",
        "norm = √(sum of all squares); factor = min(1, largest / norm); a norm of 0 needs care.",
    ),
)


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


def _train_call(rng: np.random.Generator) -> Call:
    classes, width, batch, length = int(rng.integers(4, 7)), 3, int(rng.integers(2, 5)), 6
    inputs = [tensor(rng, batch, length, width) for _ in range(3)]
    targets = [AsTensor(rng.integers(0, classes, size=(batch, length))) for _ in range(3)]
    return arguments(tensor(rng, classes, width), inputs, targets, float(rng.uniform(0.4, 1.5)))


def _loss_of(model, inputs, targets, **options):
    return torch.nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten(), **options)


def _right_step(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _not_zeroed(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()


def _zeroed_too_late(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    loss.backward()
    for parameter in model.parameters():
        parameter.grad.zero_()
    optimizer.step()
    return loss.item()


def _no_step(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _step_before_backward(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


def _summed(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets, reduction="sum")
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _after_the_step(model, optimizer, inputs, targets):
    _right_step(model, optimizer, inputs, targets)
    return _loss_of(model, inputs, targets).item()


def _stepped_twice(model, optimizer, inputs, targets):
    loss = _loss_of(model, inputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    return loss.item()


def _softmax_twice(model, optimizer, inputs, targets):
    loss = torch.nn.functional.cross_entropy(model(inputs).softmax(-1).flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _last_position(model, optimizer, inputs, targets):
    loss = torch.nn.functional.cross_entropy(model(inputs)[:, -1], targets[:, -1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


STEP_HINTS = (
    "Which of the calls changes the weights, and what does it need before?",
    "Print a weight before and after your function.",
    "In this order: loss, zero_grad, backward, step.",
)

train_step = Exercise(
    id="training-pipeline.train_step",
    points=4,
    target="train_step",
    reference=_right_step,
    driver=step_three_times,
    inputs=_train_call,
    draws=3,
    relative=1e-3,
    absolute=1e-4,
    in_place=True,
    forbidden=PACKAGE,
    misconceptions=(
        Misconception(
            "not-zeroed",
            _not_zeroed,
            "The first step is right. Then gradients pile up: backward adds to what is there, and nobody set it to zero.",
            (
                "What does backward do with a gradient that is there already?",
                "Call your function twice and print the gradient of one weight.",
                "Call optimizer.zero_grad() before loss.backward().",
            ),
        ),
        Misconception(
            "no-change",
            _no_step,
            "The weights never change: the step is missing, or the gradients are set to zero between backward and step.",
            STEP_HINTS,
            also=(_zeroed_too_late,),
        ),
        Misconception(
            "step-before-backward",
            _step_before_backward,
            "You step before backward: each step uses the gradient of the batch before.",
            STEP_HINTS,
        ),
        Misconception(
            "summed",
            _summed,
            "You sum the loss over the tokens. With the mean, the step does not depend on how large the batch is.",
            (
                "What happens to your step if the batch is twice as large?",
                "By which factor is your loss too large? Compare it with B · T.",
                "Leave the reduction of cross_entropy at its mean.",
            ),
        ),
        Misconception(
            "after-the-step",
            _after_the_step,
            "Your weights are right, but you return the loss after the step. The loss of the batch before the step is asked for.",
            (
                "Which of two losses do you return?",
                "How often does your function call the model? Once is enough.",
                "Return the loss that you called backward on.",
            ),
        ),
        Misconception("stepped-twice", _stepped_twice, "You step twice for one batch.", STEP_HINTS),
        Misconception(
            "softmax-twice",
            _softmax_twice,
            "You take the softmax before cross_entropy, which takes it itself.",
            (
                "What does F.cross_entropy want: scores or probabilities?",
                "Compare your loss with that of the raw scores.",
                "Hand over the model's scores as they are.",
            ),
        ),
        Misconception(
            "last-position",
            _last_position,
            "You use the last token of each window only. Every token has a target.",
            (
                "How many targets has a batch? B times T.",
                "Print the shape of what you give to cross_entropy.",
                "Flatten scores to (B·T, V) and targets to (B·T,).",
            ),
        ),
    ),
    hints=STEP_HINTS,
)


def _tokens_per_step(batch: int, length: int, accumulate: int, steps: int) -> float:
    return float(batch * length * accumulate * steps)


tokens_seen = Exercise(
    id="training-pipeline.tokens_seen",
    points=1,
    kind="number",
    target="tokens_seen",
    prompt=(
        "A run makes {steps:,} steps. Each averages the gradients of {accumulate} batches of {batch} windows with {length:,} tokens each. "
        "How many tokens does the model see in training? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "batch": int(rng.choice([12, 24, 48])),
        "length": int(rng.choice([512, 1_024])),
        "accumulate": int(rng.choice([5, 10])),
        "steps": int(rng.choice([6_000, 20_000, 70_000])),
    },
    reference=_tokens_per_step,
    relative=0.01,
    misconceptions=(
        Misconception(
            "windows",
            lambda batch, length, accumulate, steps: float(batch * accumulate * steps),
            "You counted windows; each holds many tokens.",
            ("What is in a window?", "By which factor are you off?", "Multiply by the tokens of a window."),
        ),
        Misconception(
            "one-batch-a-step",
            lambda batch, length, accumulate, steps: float(batch * length * steps),
            "You counted one batch a step.",
            ("How many batches go into a step?", "By which factor are you off?", "Multiply by the batches of a step."),
        ),
        Misconception(
            "one-window",
            lambda batch, length, accumulate, steps: float(length * accumulate * steps),
            "You counted one window a batch.",
            ("How many windows has a batch?", "By which factor are you off?", "Multiply by the windows of a batch."),
        ),
        Misconception(
            "per-step",
            lambda batch, length, accumulate, steps: float(batch * length * accumulate),
            "That is one step.",
            ("How many steps has the run?", "By which factor are you off?", "Multiply by the steps."),
        ),
    ),
)

too_good = Exercise(
    id="training-pipeline.too_good",
    points=1,
    kind="choice",
    target="too_good",
    prompt="After 50 steps a language model's loss is 0.02 nats per token, in training and on held-out text. What is most likely?",
    options={
        "a": "The model is excellent.",
        "b": "The model has memorised the training text.",
        "c": "The targets are the inputs, or the mask lets each token see its target.",
        "d": "The learning rate is too low.",
    },
    reference="c",
    misconceptions=(
        Misconception(
            "excellent",
            "a",
            "No model is so sure of the next token: text has choices in it.",
            ("How many tokens could follow “The”?", "What is exp(0.02)?", "Where could the answer stand in the input?"),
        ),
        Misconception(
            "memorised",
            "b",
            "Memorising would not help on held-out text.",
            ("On which text was it measured?", "After 50 steps it has hardly seen any text.", "Where could the answer stand in the input?"),
        ),
        Misconception(
            "rate",
            "d",
            "A rate that is too low leaves the loss high.",
            ("What is the loss of an untrained model?", "Which way does a low rate err?", "Where could the answer stand in the input?"),
        ),
    ),
)
