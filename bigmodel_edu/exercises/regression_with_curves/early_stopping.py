"""Find where training stops, and the epoch to go back to."""

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def stopping(losses, patience, better=lambda new, best: new < best, reset=True, previous=False):
    best, since = 0, 0
    for epoch in range(1, len(losses)):
        if better(losses[epoch], losses[epoch - 1] if previous else losses[best]):
            best, since = epoch, since if not reset else 0
        else:
            since += 1
            if since == patience:
                return best, epoch
    return best, len(losses) - 1


def falls_then_rises(rng: np.random.Generator) -> Call:
    patience, bottom = int(rng.integers(2, 5)), int(rng.integers(3, 9))
    falling = 3 - 0.2 * np.arange(bottom) + rng.uniform(-0.25, 0.25, bottom)
    rising = falling.min() + rng.uniform(0.05, 0.5, patience + 3)
    late = falling.min() - rng.uniform(0.2, 0.5, 2)  # too late: training has stopped
    return arguments([round(float(loss), 3) for loss in (*falling, *rising, *late)], patience)


def a_worse_epoch_before_the_best(rng: np.random.Generator) -> Call:
    """The wait begins anew with each new best."""
    return arguments([3.0, 2.0, 2.5, 1.0, 1.5, 1.6, 0.5], 2)


def falls_again_without_a_new_best(rng: np.random.Generator) -> Call:
    """Better than the epoch before is not better than the best."""
    return arguments([3.0, 1.0, 2.0, 1.5, 1.2, 0.5], 3)


def never_stops(rng: np.random.Generator) -> Call:
    count = int(rng.integers(4, 9))
    losses = 5 - 0.3 * np.arange(count)
    losses[rng.integers(1, count)] += 0.45  # one worse epoch, then better again
    return arguments([round(float(loss), 3) for loss in losses], 3)


def with_ties(rng: np.random.Generator) -> Call:
    level = round(float(rng.uniform(0.5, 2)), 2)
    head = [level + 1.0, level + 0.5, level]
    return arguments([*head, level, level, level, level - 0.1], int(rng.integers(2, 4)))


EXERCISE = function(
    __file__,
    points=3,
    reference=stopping,
    core={"it stops": (falls_then_rises, a_worse_epoch_before_the_best, falls_again_without_a_new_best)},
    edges={"it does not stop": never_stops, "equal losses": with_ties},
    mistakes={
        "looks-ahead": (
            lambda losses, patience: (int(np.argmin(losses)), stopping(losses, patience)[1]),
            lambda losses, patience: (int(np.argmin(losses)), len(losses) - 1),
        ),
        "one-too-many": lambda losses, patience: stopping(losses, patience + 1),
        "one-too-few": lambda losses, patience: stopping(losses, patience - 1),
        "never-reset": lambda losses, patience: stopping(losses, patience, reset=False),
        "compares-with-the-previous": lambda losses, patience: stopping(losses, patience, previous=True),
        "ties-are-better": lambda losses, patience: stopping(losses, patience, better=lambda new, best: new <= best),
        "last-is-best": lambda losses, patience: (stopping(losses, patience)[1],) * 2,
        "counts-from-one": lambda losses, patience: tuple(each + 1 for each in stopping(losses, patience)),
        "values": lambda losses, patience: (float(losses[stopping(losses, patience)[0]]), stopping(losses, patience)[1]),
    },
)
