"""Bring every channel to mean 0 and deviation 1."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _normalise(training, testing):
    mean = training.mean(axis=(0, 2, 3), keepdims=True, dtype=np.float64)
    deviation = training.std(axis=(0, 2, 3), keepdims=True, dtype=np.float64)
    return (training - mean) / deviation, (testing - mean) / deviation


def _bytes(rng: np.random.Generator, count: int, channels: int, height: int, width: int) -> np.ndarray:
    """Bytes whose channels differ in brightness and contrast."""
    middle, spread = rng.uniform(60, 190, (channels, 1, 1)), rng.uniform(10, 60, (channels, 1, 1))
    return np.clip(rng.normal(middle, spread, (count, channels, height, width)), 0, 255).astype(np.uint8)


def pictures(rng: np.random.Generator, channels: int) -> Call:
    height, width = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    return arguments(_bytes(rng, 7, channels, height, width), _bytes(rng, 4, channels, height, width))


def grey_pictures(rng: np.random.Generator) -> Call:
    return pictures(rng, 1)


def colour_pictures(rng: np.random.Generator) -> Call:
    return pictures(rng, int(rng.integers(2, 5)))


EXERCISE = function(
    __file__,
    points=3,
    reference=_normalise,
    core={"grey": grey_pictures, "in colour": colour_pictures},
    relative=1e-3,
    absolute=1e-4,
    mistakes={
        "test-statistics": lambda training, testing: (_normalise(training, training)[0], _normalise(testing, testing)[0]),
        "all-together": lambda training, testing: tuple(
            _normalise(np.concatenate([training, testing]), part)[1] for part in (training, testing)
        ),
        "one-for-all-channels": lambda training, testing: tuple((part - training.mean()) / training.std() for part in (training, testing)),
        "each-pixel": lambda training, testing: tuple(
            (part - training.mean(axis=0)) / np.maximum(training.std(axis=0), 1e-9) for part in (training, testing)
        ),
        "each-image": lambda training, testing: tuple(
            (part - part.mean(axis=(2, 3), keepdims=True)) / np.maximum(part.std(axis=(2, 3), keepdims=True), 1e-9)
            for part in (training, testing)
        ),
        "only-centred": lambda training, testing: tuple(
            part - training.mean(axis=(0, 2, 3), keepdims=True) for part in (training, testing)
        ),
        "scaled-to-one": lambda training, testing: (training / 255, testing / 255),
    },
)
