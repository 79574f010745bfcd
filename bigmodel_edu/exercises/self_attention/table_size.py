"""A number: How many gigabytes (10⁹ bytes) would all these tables take together, stored whole, at 2 bytes a weight?"""

from bigmodel_edu.checking import number


def bytes_of_tables(layers: int, heads: int, tokens: int) -> float:
    return layers * heads * tokens**2 * 2 / 1e9


EXERCISE = number(
    __file__,
    points=1,
    target="table_gigabytes",
    reference=bytes_of_tables,
    variant=lambda rng: {
        "layers": int(rng.choice([24, 36, 40, 80])),
        "heads": int(rng.choice([12, 16, 32, 64])),  # never as many as layers, or two mistakes would look alike
        "tokens": int(rng.choice([2_048, 4_096, 8_192, 32_768])),
    },
    relative=0.01,
    mistakes={
        "one-head": lambda layers, heads, tokens: layers * tokens**2 * 2 / 1e9,
        "one-layer": lambda layers, heads, tokens: heads * tokens**2 * 2 / 1e9,
        "linear": lambda layers, heads, tokens: layers * heads * tokens * 2 / 1e9,
        "half": lambda layers, heads, tokens: layers * heads * tokens**2 / 1e9,
        "four-bytes": lambda layers, heads, tokens: layers * heads * tokens**2 * 4 / 1e9,
        "gibibytes": lambda layers, heads, tokens: layers * heads * tokens**2 * 2 / 2**30,
    },
)
