"""Labels of frames to draw from."""

import numpy as np


def some_labels(rng: np.random.Generator, blank: int, count: int = 3) -> list[int]:
    return rng.permutation([label for label in range(6) if label != blank])[:count].tolist()
