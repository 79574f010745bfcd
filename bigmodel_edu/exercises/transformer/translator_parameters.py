"""A number: Count only the large matrices (no biases, norms, embeddings): how many weights?"""

from bigmodel_edu.checking import number


def translator(width: int, layers: int) -> float:
    return float(layers * (12 + 16) * width**2)


EXERCISE = number(
    __file__,
    points=1,
    reference=lambda width, layers: translator(width, layers),
    variant=lambda rng: {"width": int(rng.choice([512, 640, 896])), "layers": int(rng.choice([3, 5, 6, 8]))},
    relative=0.01,
    mistakes={
        "no-cross-attention": lambda width, layers: float(layers * 24 * width**2),
        "encoder-only": lambda width, layers: float(layers * 12 * width**2),
        "decoder-only": lambda width, layers: float(layers * 16 * width**2),
        "narrow": lambda width, layers: float(layers * 20 * width**2),
        "cross-in-both": lambda width, layers: float(layers * 32 * width**2),
    },
)
