"""Does the accelerator compute what the CPU computes? Accelerators have been silently wrong; a student can check.

One forward pass, one backward pass and one AdamW step are made twice from the same weights, and the results compared.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from bigmodel_edu.device.choose import choose_device
from bigmodel_edu.language import _


@dataclass(frozen=True)
class ParityReport:
    """The largest relative differences between two computations of the same step.

    Each number is ‖a − b‖ / ‖b‖ of the worst tensor, b being the reference's.

    Attributes:
        device: what was checked, such as "cuda" or "cpu".
        reference: what it was compared with, such as "cpu in float64".
        output: difference of the model's outputs.
        gradient: difference of the weights' gradients.
        weights: difference of the weights' changes after one AdamW step.
        tolerance: what each may be at most.
    """

    device: str
    reference: str
    output: float
    gradient: float
    weights: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether all three differences are within the tolerance (NaN is not)."""
        return all(difference <= self.tolerance for difference in (self.output, self.gradient, self.weights))

    def __repr__(self) -> str:
        verdict = _("agrees") if self.passed else _("DISAGREES")
        return _("{device} {verdict} with {reference} (outputs, gradients and one AdamW step, relative tolerance {tolerance:g}).").format(
            device=self.device, verdict=verdict, reference=self.reference, tolerance=self.tolerance
        )

    def __str__(self) -> str:
        return (
            repr(self)
            + "\n"
            + _("relative differences: output {output:.1e}, gradient {gradient:.1e}, weights {weights:.1e}").format(
                output=self.output, gradient=self.gradient, weights=self.weights
            )
        )


def _tensors(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _tensors(item)


def _move(value: Any, device: torch.device, dtype: torch.dtype) -> Any:
    if isinstance(value, Tensor):
        return value.to(device, dtype if value.is_floating_point() else None)
    if isinstance(value, dict):
        return {name: _move(item, device, dtype) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_move(item, device, dtype) for item in value)
    return value


def _one_step(model: nn.Module, inputs: tuple[Any, ...], device: torch.device, dtype: torch.dtype) -> tuple[list[Tensor], ...]:
    """Return outputs, gradients and weight changes of one step, as float64 on the CPU."""
    model = copy.deepcopy(model).to(device, dtype).eval()  # eval: dropout would differ between devices
    before = [weight.detach().clone() for weight in model.parameters()]
    # A large eps keeps AdamW from blowing up the rounding noise of gradients that are zero in exact arithmetic.
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, eps=1e-2)
    outputs = [output for output in _tensors(model(*_move(inputs, device, dtype))) if output.is_floating_point()]
    if not outputs:
        raise ValueError("expected a model that returns floating-point tensors, got none")
    torch.stack([output.square().mean() for output in outputs]).sum().backward()
    gradients = [weight.grad if weight.grad is not None else torch.zeros_like(weight) for weight in model.parameters()]
    results = [[output.detach() for output in outputs], [gradient.clone() for gradient in gradients]]
    optimizer.step()
    results.append([weight.detach() - old for weight, old in zip(model.parameters(), before, strict=True)])
    return tuple([tensor.cpu().double() for tensor in tensors] for tensors in results)


def _difference(found: list[Tensor], expected: list[Tensor]) -> float:
    """Return the worst relative difference; tensors far smaller than the largest are measured against a share of it."""
    floor = 1e-3 * max((float(tensor.norm()) for tensor in expected), default=0.0)
    ratios = [float((a - b).norm()) / max(float(b.norm()), floor, 1e-30) for a, b in zip(found, expected, strict=True)]
    return max(ratios, key=lambda ratio: float("inf") if ratio != ratio else ratio, default=0.0)


def parity_check(model: nn.Module, *inputs: Any, device: str | torch.device | None = None, tolerance: float = 1e-3) -> ParityReport:
    """Compare one training step on a device with the same step on the CPU.

    On an accelerator, float32 there is compared with float32 on the CPU; where the device is the CPU itself, with float64.
    The model is copied and left as it was.

    Args:
        model: a torch module that returns a tensor, or a nest of tuples, lists and dicts of tensors.
        *inputs: its positional inputs; a single tuple counts as several inputs.
        device: as for :func:`choose_device`.
        tolerance: the largest relative difference allowed, ‖a − b‖ / ‖b‖ of a whole tensor. GPUs may multiply float32 matrices with
            10-bit mantissas (TF32), which is why the default is 1e-3.

    Raises:
        TypeError: if the model is no torch module.
        ValueError: if it has no weights to train, or returns no floating-point tensor.

    >>> parity_check(nn.Linear(3, 2), torch.ones(4, 3), device="cpu").passed
    True
    """
    if not isinstance(model, nn.Module):
        raise TypeError(f"expected a torch.nn.Module, got {type(model).__name__}")
    if not any(weight.requires_grad for weight in model.parameters()):
        raise ValueError("expected a model with weights to train, got one without")
    if len(inputs) == 1 and isinstance(inputs[0], tuple):
        inputs = inputs[0]
    device = choose_device(device)
    reference = torch.float64 if device.type == "cpu" else torch.float32
    found = _one_step(model, inputs, device, torch.float32)
    expected = _one_step(model, inputs, torch.device("cpu"), reference)
    output, gradient, weights = (_difference(a, b) for a, b in zip(found, expected, strict=True))
    name = "cpu in " + str(reference).removeprefix("torch.")
    return ParityReport(device.type, name, output, gradient, weights, tolerance)
