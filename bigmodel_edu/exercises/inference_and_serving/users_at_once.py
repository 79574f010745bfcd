"""A number: How many users' caches fit?"""

from bigmodel_edu.checking import number


def users(memory: int, weights: int, layers: int, key_heads: int, head_size: int, tokens: int) -> float:
    return (memory - weights) * 1e9 / (2 * layers * key_heads * head_size * 2 * tokens)


EXERCISE = number(
    __file__,
    points=1,
    reference=users,
    variant=lambda rng: {
        "memory": int(rng.choice([80, 96, 141])),
        "weights": int(rng.choice([14, 16, 26])),
        "layers": int(rng.choice([28, 40, 48])),
        "key_heads": int(rng.choice([6, 10])),
        "head_size": int(rng.choice([96, 128])),
        "tokens": int(rng.choice([4_000, 8_000, 16_000])),
    },
    relative=0.01,
    mistakes={
        "keys-only": lambda **sizes: 2 * users(**sizes),
        "one-layer": lambda **sizes: sizes["layers"] * users(**sizes),
        "weights-forgotten": lambda **sizes: users(**{**sizes, "weights": 0}),
        "one-head": lambda **sizes: sizes["key_heads"] * users(**sizes),
        "four-bytes": lambda **sizes: users(**sizes) / 2,
    },
)
