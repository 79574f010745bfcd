"""Cut images into square patches, row by row, as one reads."""

import numpy as np

from bigmodel_edu.calling import AsTensor
from bigmodel_edu.checking import Call, arguments, function
from bigmodel_edu.checking.generators import tensor
from bigmodel_edu.models.vit import cut_patches


def grid(images, patch):
    batch, channels, height, width = images.shape
    return images.reshape(batch, channels, height // patch, patch, width // patch, patch)


def _images(rng: np.random.Generator, channels: int, square: bool = False) -> Call:
    patch, rows = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    columns = rows if square else rows + int(rng.integers(1, 3))
    return arguments(tensor(rng, int(rng.integers(2, 4)), channels, rows * patch, columns * patch), patch)


def grey(rng: np.random.Generator) -> Call:
    return _images(rng, 1, square=True)


def colour(rng: np.random.Generator) -> Call:
    return _images(rng, 3, square=True)


def wide(rng: np.random.Generator) -> Call:
    return _images(rng, int(rng.integers(2, 5)))


def pixels(ask, rng: np.random.Generator) -> bool:
    images = rng.normal(size=(2, 3, 4, 6)).astype(np.float32)
    return np.allclose(np.sort(np.asarray(ask(AsTensor(images), 2)), axis=None), np.sort(images, axis=None))


EXERCISE = function(
    __file__,
    points=4,
    reference=cut_patches,
    core={"in colour": colour, "wider than high": wide},
    edges={"grey and square": grey},
    properties=(pixels,),
    bans=("bigmodel_edu.models",),
    mistakes={
        "reshape-only": lambda images, patch: images.reshape(len(images), -1, images.shape[1] * patch**2),
        "columns-first": lambda images, patch: (
            grid(images, patch).permute(0, 4, 2, 1, 3, 5).reshape(len(images), -1, images.shape[1] * patch**2)
        ),
        "channels-last": lambda images, patch: (
            grid(images, patch).permute(0, 2, 4, 3, 5, 1).reshape(len(images), -1, images.shape[1] * patch**2)
        ),
        "transposed-inside": lambda images, patch: (
            grid(images, patch).permute(0, 2, 4, 1, 5, 3).reshape(len(images), -1, images.shape[1] * patch**2)
        ),
        "one-token-a-channel": lambda images, patch: grid(images, patch).permute(0, 1, 2, 4, 3, 5).reshape(len(images), -1, patch**2),
    },
)
