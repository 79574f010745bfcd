"""Attribution by occlusion: hide a token, and see how much the answer changes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bigmodel_edu.language import _
from bigmodel_edu.viz.arrays import Array, check_tokens, to_numpy
from bigmodel_edu.viz.colours import readable_on
from bigmodel_edu.viz.text_view import TextView, box, boxes, paragraph
from bigmodel_edu.viz.tokens import readable_tokens

HELPS = np.array([0x21, 0x71, 0xB5])
HURTS = np.array([0xB3, 0x58, 0x06])


def occlusion(score: Callable[[Sequence[Any]], float], tokens: Sequence[Any], replacement: Any, *, width: int = 1) -> Array:
    r"""How much the score falls when a token is hidden, :math:`a_t = f(x) - f(x \text{ without } x_t)`.

    Args:
        score: what the model gives for tokens, for example the log-probability of its answer.
        tokens: T tokens, of whatever kind the score takes.
        replacement: what stands in for a hidden token, for example the unknown token.
        width: how many tokens, around each position, are hidden together; odd.

    Returns:
        (T,), in the unit of the score: positive where the token helps.

    Raises:
        ValueError: if width is not odd and positive.

    Source: Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2.

    >>> occlusion(sum, [1, 2, 3], 0).tolist()
    [1.0, 2.0, 3.0]
    """
    if width < 1 or width % 2 == 0:
        raise ValueError(f"expected width to be odd and positive, got {width}")
    whole, half = float(score(list(tokens))), width // 2
    falls = []
    for place in range(len(tokens)):
        hidden = [replacement if abs(other - place) <= half else token for other, token in enumerate(tokens)]
        falls.append(whole - float(score(hidden)))
    return np.array(falls)


def attribution_view(
    values: Any, tokens: Sequence[str | bytes], *, unit: str = "", form: str | None = None, title: str | None = None
) -> TextView:
    """Colour each token by what it contributes: blue helps, orange hurts, and the number stands below.

    Args:
        values: (T,) contributions, for example from `occlusion`.
        tokens: T tokens.
        unit: of the values, for example "nats".
        form: how the tokeniser writes its pieces, see `readable_tokens`.
        title: a one-line takeaway.

    Raises:
        ValueError: if values are not (T,) finite numbers, or there is not one per token.

    >>> print(attribution_view([0.8, -0.1], ["not", "Ġbad"], unit="nats"))
    What each token contributes (nats): blue helps, orange hurts
    not +0.80
    ␣bad −0.10
    """
    numbers = to_numpy(values).astype(float)
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise ValueError(f"expected one finite number per token, got an array of shape {numbers.shape}")
    check_tokens(tokens, len(numbers), "values")
    labels, signed = readable_tokens(tokens, form), [f"{number:+.2f}".replace("-", "−") for number in numbers]
    largest = max(float(np.abs(numbers).max(initial=0)), 1e-12)
    note = _("What each token contributes ({unit}): blue helps, orange hurts").format(unit=unit or _("no unit"))
    items = [box(label, below, *_colours(number / largest)) for label, below, number in zip(labels, signed, numbers, strict=True)]
    head = [paragraph(title, strong=True)] if title else []
    html = "".join([*head, paragraph(note), boxes(note, items)])
    lines = [*([title] if title else []), note, *(f"{label} {below}" for label, below in zip(labels, signed, strict=True))]
    return TextView(title or note, f'<div class="bigmodel-view">{html}</div>', "\n".join(lines))


def _colours(strength: float) -> tuple[str, str]:
    """Paper and ink: from white to a full colour with the square root of the strength."""
    full = HELPS if strength > 0 else HURTS
    mixed = 255 + (full - 255) * np.sqrt(abs(strength))
    return "#{:02x}{:02x}{:02x}".format(*mixed.round().astype(int)), readable_on(tuple(mixed / 255))
