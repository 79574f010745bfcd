"""A number: Count no biases: how many weights do query, key, value and output of all layers have together?"""

from bigmodel_edu.checking import number


def attention_parameters(width: int, heads: int, layers: int) -> float:
    return float(layers * 4 * width**2)


EXERCISE = number(
    __file__,
    points=1,
    target="attention_parameters",
    reference=lambda width, heads, layers: attention_parameters(width, heads, layers),
    variant=lambda rng: {
        "width": int(rng.choice([768, 1_024, 1_536])),
        "heads": int(rng.choice([8, 16])),
        "layers": int(rng.choice([10, 12, 24])),
    },
    relative=0.01,
    mistakes={
        "times-heads": lambda width, heads, layers: attention_parameters(width, heads, layers) * heads,
        "no-output": lambda width, heads, layers: attention_parameters(width, heads, layers) * 3 / 4,
        "one-layer": lambda width, heads, layers: attention_parameters(width, heads, 1),
        "one-head": lambda width, heads, layers: attention_parameters(width, heads, layers) / heads,
    },
)
