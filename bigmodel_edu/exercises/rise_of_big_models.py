"""The rise of big models: weights, operations, days and utilisation, recomputed from what is published."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from bigmodel_edu.checking.exercise import Call, Exercise, Misconception, Property, arguments
from bigmodel_edu.economics.sizes import mfu, parameters
from bigmodel_edu.economics.sizes import training_days as reference_days
from bigmodel_edu.economics.sizes import training_flops as reference_flops
from bigmodel_edu.facts import architecture, fact

Config = Mapping[str, int | bool]


def _count(config: Config) -> int:
    model = replace(
        architecture("gpt2-small"),
        vocabulary=config["vocabulary"],
        context=config["context"],
        learned_positions=config["context"],
        layers=config["layers"],
        width=config["width"],
        hidden=config["hidden"],
        heads=1,
        key_heads=1,
        head_size=config["width"],
        tied=bool(config["tied"]),
        biases=bool(config["biases"]),
        norm_values=2 if config["biases"] else 1,
    )
    return parameters(model)


def _config(rng: np.random.Generator, tied: bool, biases: bool) -> Call:
    width = int(rng.integers(17, 90))
    return arguments(
        {
            "vocabulary": int(rng.integers(200, 900)),
            "context": int(rng.integers(30, 150)),
            "layers": int(rng.integers(2, 9)),
            "width": width,
            "hidden": int(width * rng.uniform(1.6, 3.4)),
            "tied": tied,
            "biases": biases,
        }
    )


def _tied(rng: np.random.Generator) -> Call:
    return _config(rng, tied=True, biases=True)


def _without_biases(rng: np.random.Generator) -> Call:
    return _config(rng, tied=True, biases=False)


def _own_output(rng: np.random.Generator) -> Call:
    return _config(rng, tied=False, biases=bool(rng.random() < 0.5))


def _hand(config: Config, **other: float) -> int:
    """Count by hand, so that one part can be counted wrongly."""
    width, hidden, biases = config["width"], config["hidden"], config["biases"]
    part = {
        "embedding": config["vocabulary"] * width,
        "positions": config["context"] * width,
        "attention": 4 * width * width,
        "feed_forward": 2 * width * hidden,
        "linear_biases": (5 * width + hidden) if biases else 0,
        "norms": 2.0,
        "outer_norms": 1.0,
        "norm_values": 2 if biases else 1,
        "output": 0 if config["tied"] else config["vocabulary"] * width,
        **other,
    }
    block = part["attention"] + part["feed_forward"] + part["linear_biases"] + part["norms"] * part["norm_values"] * width
    outside = part["embedding"] + part["positions"] + part["output"] + part["outer_norms"] * part["norm_values"] * width
    return int(config["layers"] * block + outside)


BIAS_HINTS = (
    "Count a small model by hand: one block, width 2. Which of its numbers does your formula leave out or add?",
    "Compare a config with biases and the same without: the difference is all biases. How many does one block have?",
    "A linear layer from m to n has m·n weights and n biases; with biases a norm has a scale and a shift, without them only a scale.",
)
OUTPUT_HINTS = (
    "How often is the table of V · C numbers in memory when the model is tied? And when it is not?",
    "Compare a tied config with the same one untied. By how much should the counts differ?",
    "Add V · C for the output layer only where config['tied'] is False.",
)
BLOCK_HINTS = (
    "Write down the shape of every matrix of one block.",
    "Attention has four matrices of C × C: query, key, value, output. The feed-forward layer has C × F and F × C.",
    "One block's matrices have 4·C² + 2·C·F numbers, with F = config['hidden'].",
)
NORM_HINTS = (
    "Which parts of the drawing have you counted, and which not?",
    "How many norms does a block have, and how many stand outside the blocks?",
    "Two norms in each block and one after the last block, each with C scales, and with C shifts as well where there are biases.",
)

count_parameters = Exercise(
    id="rise-of-big-models.count_parameters",
    points=4,
    target="count_parameters",
    reference=_count,
    inputs={"tied, with biases": _tied, "without biases": _without_biases, "with an output layer of its own": _own_output},
    misconceptions=(
        Misconception(
            "biases-forgotten",
            lambda config: _count({**config, "biases": False}),
            "You count no biases: right for Llama, too few for GPT-2.",
            BIAS_HINTS,
            also=(lambda config: _hand(config, linear_biases=0),),
        ),
        Misconception(
            "biases-always",
            lambda config: _count({**config, "biases": True}),
            "You count biases whether the model has them or not.",
            BIAS_HINTS,
        ),
        Misconception(
            "norms-keep-their-shift",
            lambda config: _hand(config, norm_values=2),
            "Without biases a norm has only its scale; you count a shift as well.",
            BIAS_HINTS,
        ),
        Misconception(
            "norms-without-shift",
            lambda config: _hand(config, norm_values=1),
            "You count one number for each channel of a norm. With biases it has two: a scale and a shift.",
            BIAS_HINTS,
        ),
        Misconception(
            "one-bias-a-block",
            lambda config: _hand(config, linear_biases=(config["width"] if config["biases"] else 0)),
            "You count too few biases: every linear layer of the block has its own.",
            BIAS_HINTS,
            also=(lambda config: _hand(config, linear_biases=(4 * config["width"] if config["biases"] else 0)),),
        ),
        Misconception(
            "tied-counted-twice",
            lambda config: _hand(config, output=config["vocabulary"] * config["width"]),
            "You count the output layer although the embedding serves as the output layer: those numbers exist once.",
            OUTPUT_HINTS,
        ),
        Misconception(
            "output-forgotten",
            lambda config: _hand(config, output=0),
            "You never count an output layer; an untied model has one of its own.",
            OUTPUT_HINTS,
        ),
        Misconception(
            "tied-the-wrong-way-round",
            lambda config: _hand(config, output=config["vocabulary"] * config["width"] if config["tied"] else 0),
            "You add the output layer to the tied model and not to the other one.",
            OUTPUT_HINTS,
        ),
        Misconception(
            "output-with-bias",
            lambda config: _hand(config, output=0 if config["tied"] else config["vocabulary"] * (config["width"] + 1)),
            "You give the output layer a bias. In this family of models it has none.",
            OUTPUT_HINTS,
        ),
        Misconception(
            "attention-only",
            lambda config: _hand(config, feed_forward=0),
            "You count the four matrices of attention and leave out the feed-forward layer, which is the larger part of a block.",
            BLOCK_HINTS,
        ),
        Misconception(
            "no-output-projection",
            lambda config: _hand(config, attention=3 * config["width"] ** 2),
            "You count three attention matrices. The fourth brings the heads' results together.",
            BLOCK_HINTS,
        ),
        Misconception(
            "twelve-times-the-square",
            lambda config: _hand(config, feed_forward=8 * config["width"] ** 2),
            "You count 12 · C² for each block. That holds only where the hidden size is 4 · C; use config['hidden'].",
            BLOCK_HINTS,
        ),
        Misconception(
            "one-feed-forward-matrix",
            lambda config: _hand(config, feed_forward=config["width"] * config["hidden"]),
            "You count one matrix of the feed-forward layer. There is one into the hidden layer and one back.",
            BLOCK_HINTS,
        ),
        Misconception(
            "no-positions",
            lambda config: _hand(config, positions=0),
            "You leave out the learned positions: one row of width C for each of the T places.",
            NORM_HINTS,
        ),
        Misconception(
            "no-final-norm",
            lambda config: _hand(config, outer_norms=0),
            "You leave out the norm after the last block.",
            NORM_HINTS,
        ),
        Misconception("one-norm-a-block", lambda config: _hand(config, norms=1), "A block has two norms; you count one.", NORM_HINTS),
        Misconception("no-norms", lambda config: _hand(config, norms=0, outer_norms=0), "You count no norms.", NORM_HINTS),
    ),
    forbidden=("bigmodel_edu.economics", "bigmodel_edu.models", ".parameters", ".numel"),
    relative=0.0,
    absolute=0.4,
    hints=(
        "Start with a tied model without biases: embedding, positions, L blocks of matrices and norms. Then add one thing at a time.",
        "Count GPT-2 small with your function and compare the parts with the table of the lesson.",
        "V·C + T·C + L·(4·C² + 2·C·F + biases + two norms) + one norm + V·C where it is not tied.",
    ),
)


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _size_and_data(rng: np.random.Generator) -> Call:
    return arguments(_log_uniform(rng, 1e8, 5e11), _log_uniform(rng, 1e9, 2e13))


PASS_HINTS = (
    "What happens to one weight and one token in training: forward, and then?",
    "Forward: one multiplication and one addition. Backward: that twice, for the gradient of the input and that of the weight.",
    "2 + 4 operations for each weight and token: 6 · N · D.",
)

training_flops = Exercise(
    id="rise-of-big-models.training_flops",
    points=1,
    target="training_flops",
    reference=lambda n_params, n_tokens: reference_flops(n_params, n_tokens),
    inputs=_size_and_data,
    misconceptions=(
        Misconception(
            "forward-only",
            lambda n, d: 2.0 * n * d,
            "You count the forward pass alone, 2·N·D: that is what using a model takes. Training also goes backward.",
            PASS_HINTS,
        ),
        Misconception(
            "backward-only", lambda n, d: 4.0 * n * d, "You count the backward pass alone; the forward pass comes on top of it.", PASS_HINTS
        ),
        Misconception(
            "one-operation-for-two",
            lambda n, d: 3.0 * n * d,
            "You count one operation for a multiplication with its addition. They count as two.",
            PASS_HINTS,
        ),
        Misconception("one-each", lambda n, d: 1.0 * n * d, "You count one operation for each weight and token.", PASS_HINTS),
        Misconception(
            "tokens-forgotten",
            lambda n, d: 6.0 * n,
            "You count one token. Every token of the training text passes through all weights.",
            PASS_HINTS,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    hints=PASS_HINTS,
)


def _run(rng: np.random.Generator) -> Call:
    return arguments(
        _log_uniform(rng, 1e21, 5e25), int(rng.integers(8, 20_000)), _log_uniform(rng, 2e13, 2e15), round(float(rng.uniform(0.12, 0.62)), 3)
    )


def _half_as_many_cards_take_twice_as_long(ask, rng: np.random.Generator) -> bool:
    return math.isclose(ask(1e24, 700, 3e14, 0.4), 2 * ask(1e24, 1400, 3e14, 0.4), rel_tol=1e-4)


SPEED = (
    "How many operations do the cards really do in a second?",
    "Three factors make the real speed: cards, peak of one card, utilisation.",
    "Divide the operations by gpus · peak_flops · mfu: these are seconds. A day has 86,400 of them.",
)

training_days = Exercise(
    id="rise-of-big-models.training_days",
    points=2,
    target="training_days",
    reference=lambda flops, gpus, peak_flops, mfu: reference_days(flops, gpus, peak_flops, mfu),
    inputs=_run,
    properties=(Property("cards", "double when half as many cards work.", _half_as_many_cards_take_twice_as_long),),
    misconceptions=(
        Misconception(
            "mfu-ignored",
            lambda flops, gpus, peak, mfu: flops / (gpus * peak) / 86_400,
            "You let the cards run at their peak. They reach a part of it: divide by the utilisation as well.",
            SPEED,
        ),
        Misconception(
            "mfu-multiplied",
            lambda flops, gpus, peak, mfu: flops * mfu / (gpus * peak) / 86_400,
            "You multiply the time by the utilisation: worse cards would then be faster.",
            SPEED,
        ),
        Misconception(
            "percent",
            lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu / 100) / 86_400,
            "You take the utilisation for a percentage. It comes as a share: 0.4 means 40 %.",
            SPEED,
        ),
        Misconception(
            "sparse-peak",
            lambda flops, gpus, peak, mfu: flops / (gpus * 2 * peak * mfu) / 86_400,
            "Your cards are twice as fast as the peak that is given: the doubled peak holds only for weights that are half zeros.",
            SPEED,
        ),
        Misconception(
            "one-card",
            lambda flops, gpus, peak, mfu: flops / (peak * mfu) / 86_400,
            "You let one card do all the work.",
            SPEED,
        ),
        Misconception(
            "hours",
            lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu) / 3_600,
            "These are hours; days are asked for.",
            SPEED,
            also=(lambda flops, gpus, peak, mfu: flops / (gpus * peak * mfu),),
        ),
        Misconception(
            "gpu-days",
            lambda flops, gpus, peak, mfu: flops * gpus / (peak * mfu) / 86_400,
            "More cards make your run longer. They share the work.",
            SPEED,
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-12,
    hints=SPEED,
)


def _throughput(rng: np.random.Generator) -> Call:
    n, gpus, peak = _log_uniform(rng, 1e9, 6e11), int(rng.integers(16, 9_000)), _log_uniform(rng, 1e14, 1.2e15)
    share = rng.uniform(0.1, 0.6)
    return arguments(float(share * gpus * peak / (6 * n)), n, gpus, peak)


USE_HINTS = (
    "A utilisation is what was done in a second, over what could have been done in a second.",
    "Done: tokens a second times operations a token. Possible: cards times the peak of one.",
    "Training takes 6 · N operations a token: 6 · n_params · tokens_per_second / (gpus · peak_flops).",
)

utilisation = Exercise(
    id="rise-of-big-models.utilisation",
    points=2,
    target="utilisation",
    reference=lambda tokens_per_second, n_params, gpus, peak_flops: mfu(tokens_per_second, n_params, gpus * peak_flops),
    inputs=_throughput,
    misconceptions=(
        Misconception(
            "forward-only",
            lambda r, n, gpus, peak: 2 * r * n / (gpus * peak),
            "You count the forward pass alone. While a model trains, each token takes 6 operations a weight.",
            USE_HINTS,
        ),
        Misconception(
            "one-card",
            lambda r, n, gpus, peak: 6 * r * n / peak,
            "You divide by the peak of one card, but all cards together made these tokens.",
            USE_HINTS,
        ),
        Misconception(
            "percent",
            lambda r, n, gpus, peak: 600 * r * n / (gpus * peak),
            "You return a percentage; a share between 0 and 1 is asked for.",
            USE_HINTS,
        ),
        Misconception(
            "sparse-peak",
            lambda r, n, gpus, peak: 6 * r * n / (2 * gpus * peak),
            "You divide by twice the dense peak.",
            USE_HINTS,
        ),
        Misconception(
            "upside-down",
            lambda r, n, gpus, peak: gpus * peak / (6 * r * n),
            "Your fraction stands on its head: no run does more than its cards can.",
            USE_HINTS,
        ),
        Misconception(
            "times-the-cards",
            lambda r, n, gpus, peak: 6 * r * n * gpus / peak,
            "You multiply by the cards. The tokens a second are those of all cards already; what they could do is gpus · peak_flops.",
            USE_HINTS,
            also=(lambda r, n, gpus, peak: min(1.0, 6 * r * n * gpus / peak),),
        ),
    ),
    forbidden=("bigmodel_edu.economics",),
    relative=1e-5,
    absolute=1e-9,
    hints=USE_HINTS,
)


def _doubling(first: float, last: float, months: float) -> float:
    return months * math.log(2) / math.log(last / first)


def _grows(rng: np.random.Generator) -> Call:
    first = _log_uniform(rng, 1e7, 1e9)
    return arguments(first, first * _log_uniform(rng, 5, 5_000), round(float(rng.uniform(6, 80)), 1))


def _hardly_grows(rng: np.random.Generator) -> Call:
    first = _log_uniform(rng, 1e9, 1e11)
    return arguments(first, first * float(rng.uniform(1.1, 1.9)), round(float(rng.uniform(6, 80)), 1))


def _shrinks(rng: np.random.Generator) -> Call:
    first = _log_uniform(rng, 1e3, 1e5)
    return arguments(first, first / _log_uniform(rng, 3, 900), round(float(rng.uniform(6, 80)), 1))


DOUBLING_HINTS = (
    "How many times must you double 1 to reach 8? And to reach 10?",
    "The number of doublings is the logarithm of last/first to the base 2; it need not be whole.",
    "months / log₂(last / first). Where things shrink, the logarithm is negative, and so is the answer.",
)

doubling_months = Exercise(
    id="rise-of-big-models.doubling_months",
    points=2,
    target="doubling_months",
    reference=_doubling,
    inputs={"growth": _grows, "less than one doubling": _hardly_grows, "shrinking": _shrinks},
    misconceptions=(
        Misconception(
            "linear",
            lambda first, last, months: months / (last / first / 2),
            "You share the months among the factor. Growth multiplies: eight times is three doublings, not four.",
            DOUBLING_HINTS,
            also=(
                lambda first, last, months: months / (last / first),
                lambda first, last, months: months / (last / first - 1),
                lambda first, last, months: months * first / (last - first),
            ),
        ),
        Misconception(
            "natural-logarithm",
            lambda first, last, months: months / math.log(last / first),
            "This is the time to grow e-fold (2.718 times): the logarithm has the wrong base.",
            DOUBLING_HINTS,
        ),
        Misconception(
            "tenfold",
            lambda first, last, months: months / math.log10(last / first),
            "This is the time to grow tenfold: the logarithm has the wrong base.",
            DOUBLING_HINTS,
        ),
        Misconception(
            "upside-down",
            lambda first, last, months: math.log2(last / first) / months,
            "These are doublings a month; months for one doubling are asked for.",
            DOUBLING_HINTS,
        ),
        Misconception(
            "always-positive",
            lambda first, last, months: abs(_doubling(first, last, months)),
            "What shrinks never doubles: its doubling time is negative, minus the time in which it halves.",
            DOUBLING_HINTS,
        ),
        Misconception(
            "first-and-last-swapped",
            lambda first, last, months: -_doubling(first, last, months),
            "Your sign is wrong: what grows has a positive doubling time.",
            DOUBLING_HINTS,
        ),
        Misconception(
            "whole-doublings",
            lambda first, last, months: months / max(1, round(math.log2(last / first))),
            "You round the number of doublings to a whole one; it need not be whole.",
            DOUBLING_HINTS,
        ),
    ),
    relative=1e-5,
    hints=DOUBLING_HINTS,
)

DENSE, SPARSE = fact("h100.peak-16bit").value, fact("h100.peak-16bit-sparse").value


def _days(billions: float, trillions: float, cards: int, percent: int, peak: float = DENSE, factor: float = 6) -> float:
    return factor * billions * 1e9 * trillions * 1e12 / (cards * peak * percent / 100) / 86_400


sheet_days = Exercise(
    id="rise-of-big-models.sheet_days",
    points=2,
    kind="number",
    target="sheet_days",
    prompt=(
        "You train a dense model of {billions} billion weights on {trillions} trillion tokens with {cards:,} H100 cards, at a "
        "utilisation of {percent} %. The data sheet says 1,978.9 TFLOP/s in 16 bits with sparsity; the dense peak is "
        "989.4 TFLOP/s. How many days does it take? Give the number to within 1 %."
    ),
    variant=lambda rng: {
        "billions": int(rng.integers(7, 90)),
        "trillions": round(float(rng.uniform(0.6, 9.0)), 1),
        "cards": int(rng.integers(20, 200)) * 16,
        "percent": int(rng.integers(37, 46)),
    },
    reference=_days,
    relative=0.01,
    misconceptions=(
        Misconception(
            "sparse-peak",
            lambda **numbers: _days(**numbers, peak=SPARSE),
            "You used the peak with sparsity. It holds where half of a matrix are zeros, in a fixed pattern; your matrices are dense.",
            (
                "What does the large print assume about the weights?",
                "Which of the two peaks is for a dense model?",
                "Use 989.4 TFLOP/s.",
            ),
        ),
        Misconception(
            "mfu-ignored",
            lambda **numbers: _days(**{**numbers, "percent": 100}),
            "You let the cards run at their peak all the time.",
            ("What share of the peak is reached?", "The real speed is peak times utilisation.", "Divide your number by the utilisation."),
        ),
        Misconception(
            "forward-only",
            lambda **numbers: _days(**numbers, factor=2),
            "You counted the forward pass alone.",
            ("What does training do after the forward pass?", "Backward costs twice as much as forward.", "Use 6·N·D operations."),
        ),
        Misconception(
            "mfu-multiplied",
            lambda **numbers: _days(**{**numbers, "percent": 100}) * numbers["percent"] / 100,
            "You multiplied the time by the utilisation. A low utilisation makes a run longer.",
            ("Would a lower utilisation make your run shorter?", "The real speed is peak times utilisation.", "Divide by the utilisation."),
        ),
        Misconception(
            "hours",
            lambda **numbers: _days(**numbers) * 24,
            "These are hours.",
            ("In which unit is your number?", "Operations over operations a second gives seconds.", "A day has 86,400 seconds."),
        ),
    ),
)

TOO_SMALL = "Look for an error that makes the denominator too small."

above_one = Exercise(
    id="rise-of-big-models.above_one",
    points=1,
    kind="choice",
    target="above_one",
    prompt="A report says that a training run on H100 cards reached a utilisation of 127 %. What is the likeliest reason?",
    options={
        "a": "The software hides all waiting, so that the cards work beyond their peak.",
        "b": "The tokens a second were divided by the peak of a slower card, such as the A100.",
        "c": "The peak with sparsity was used instead of the dense one.",
        "d": "Two operations a weight and token were counted instead of six.",
    },
    reference="b",
    misconceptions=(
        Misconception(
            "better-than-peak",
            "a",
            "Nothing computes faster than its peak: that is what the word means. At best it is reached.",
            ("What does “peak” mean?", "A share of something possible cannot exceed 1.", TOO_SMALL),
        ),
        Misconception(
            "sparse",
            "c",
            "The sparse peak is twice the dense one. In the denominator it makes the result smaller, not larger.",
            ("Is the result too large or too small?", "A larger peak in the denominator does what?", TOO_SMALL),
        ),
        Misconception(
            "forward-only",
            "d",
            "Fewer operations in the numerator make the result smaller, not larger.",
            ("Is the result too large or too small?", "A third of the operations gives a third of the result.", TOO_SMALL),
        ),
    ),
)
