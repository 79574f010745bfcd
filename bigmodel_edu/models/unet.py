"""Denoisers for diffusion: a small U-Net for images, and a plain network for points."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.configuration import require_positive
from bigmodel_edu.models.multihead import MultiHeadAttention
from bigmodel_edu.models.positions import rotary_angles


def step_features(t: Tensor, width: int) -> Tensor:
    """Return sines and cosines of a diffusion step, (B,) integers → (B, width), width even.

    >>> step_features(torch.tensor([0]), 4)
    tensor([[1., 1., 0., 0.]])
    """
    return torch.cat(rotary_angles(t, width), dim=-1)


class StepEmbedding(nn.Module):
    """Turn a step, and a label if there are classes, into one vector: (B,) → (B, width).

    Args:
        width: even.
        classes: number of labels; None for none.

    >>> StepEmbedding(8, classes=3)(torch.tensor([5, 6]), torch.tensor([0, 2])).shape
    torch.Size([2, 8])
    """

    def __init__(self, width: int, classes: int | None = None) -> None:
        super().__init__()
        self.width, self.classes = width, classes
        self.layers = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, width))
        self.labels = nn.Embedding(classes, width) if classes else None

    def forward(self, t: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return the vector.

        Raises:
            ValueError: if labels are given to a network without classes, or none to one with classes.
        """
        if (labels is None) != (self.labels is None):
            wanted = f"labels from 0 to {self.classes - 1}" if self.classes else "no labels, since the network has no classes"
            raise ValueError(f"expected {wanted}, got {'none' if labels is None else 'labels'}")
        vector: Tensor = self.layers(step_features(t, self.width))
        return vector if self.labels is None or labels is None else vector + self.labels(labels)


class PointDenoiser(nn.Module):
    """A plain network that guesses the noise in points; for seeing diffusion work in the plane.

    Args:
        features: numbers that a point has.
        width: of the hidden layers, even.
        classes: number of labels; None for none.

    Shape:
        noisy (B, features), t (B,), labels (B,) → (B, features).

    >>> PointDenoiser(2)(torch.zeros(5, 2), torch.ones(5, dtype=torch.long)).shape
    torch.Size([5, 2])
    """

    def __init__(self, features: int, width: int = 128, *, classes: int | None = None) -> None:
        super().__init__()
        self.step = StepEmbedding(width, classes)
        self.enter = nn.Linear(features, width)
        self.layers = nn.ModuleList(nn.Linear(width, width) for _ in range(3))
        self.leave = nn.Linear(width, features)

    def forward(self, noisy: Tensor, t: Tensor, labels: Tensor | None = None) -> Tensor:
        x, step = self.enter(noisy), self.step(t, labels)
        for layer in self.layers:
            x = x + F.silu(layer(F.silu(x + step)))
        noise: Tensor = self.leave(x)
        return noise


@dataclass(frozen=True, kw_only=True)
class UNetConfig:
    """The sizes of a small U-Net.

    Attributes:
        channels: 1 for grey, 3 for colour.
        widths: features at each scale, a multiple of ``groups`` each; every scale but the last halves height and width.
        classes: number of labels; None for none.
        groups: of group norm.
        heads: of the attention at the coarsest scale.

    Raises:
        TypeError, ValueError: if a size cannot be.
    """

    channels: int
    widths: tuple[int, ...] = (32, 64, 64)
    classes: int | None = None
    groups: int = 8
    heads: int = 4

    def __post_init__(self) -> None:
        require_positive(self, "channels", "groups", "heads")
        if not self.widths or any(width < 1 or width % self.groups for width in self.widths):
            raise ValueError(f"expected widths that are multiples of groups ({self.groups}), got {self.widths}")
        if self.widths[-1] % self.heads:
            raise ValueError(f"expected heads that divide the last width, got {self.heads} and {self.widths[-1]}")


class ResidualBlock(nn.Module):
    """Two convolutions that know the step, added to what came in.

    Shape:
        x (B, inputs, h, w) and step (B, step_width) → (B, outputs, h, w).

    Source: Ho et al. 2020, appendix B.
    """

    def __init__(self, inputs: int, outputs: int, step_width: int, groups: int) -> None:
        super().__init__()
        self.first_norm = nn.GroupNorm(groups, inputs)
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.step = nn.Linear(step_width, outputs)
        self.second_norm = nn.GroupNorm(groups, outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x: Tensor, step: Tensor) -> Tensor:
        inner = self.first(F.silu(self.first_norm(x))) + self.step(F.silu(step))[:, :, None, None]
        result: Tensor = self.shortcut(x) + self.second(F.silu(self.second_norm(inner)))
        return result


class UNet(nn.Module):
    """A network that looks at an image at several scales: down, attention at the coarsest, and up again with what was seen on the way.

    Shape:
        noisy (B, channels, h, w), t (B,), labels (B,) → (B, channels, h, w); any h and w that can be halved to the coarsest scale
        and 1 left (odd sizes are rounded up and come back).

    Source: Ronneberger et al. 2015; Ho et al. 2020, appendix B.

    >>> model = UNet(UNetConfig(channels=1, widths=(8, 16)))
    >>> model(torch.zeros(2, 1, 28, 28), torch.tensor([3, 900])).shape
    torch.Size([2, 1, 28, 28])
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        widths, groups, step_width = config.widths, config.groups, 4 * config.widths[0]
        self.step = StepEmbedding(step_width, config.classes)
        self.enter = nn.Conv2d(config.channels, widths[0], 3, padding=1)
        inputs = (widths[0], *widths[:-1])
        self.down = nn.ModuleList(ResidualBlock(a, b, step_width, groups) for a, b in zip(inputs, widths, strict=True))
        self.shrink = nn.ModuleList(nn.Conv2d(width, width, 3, stride=2, padding=1) for width in widths[:-1])
        self.attention_norm = nn.GroupNorm(groups, widths[-1])
        self.attention = MultiHeadAttention(widths[-1], config.heads)
        self.middle = ResidualBlock(widths[-1], widths[-1], step_width, groups)
        outputs = tuple(reversed(inputs))
        below = (widths[-1], *outputs[:-1])
        kept = tuple(reversed(widths))
        self.up = nn.ModuleList(ResidualBlock(a + k, b, step_width, groups) for a, k, b in zip(below, kept, outputs, strict=True))
        self.leave_norm = nn.GroupNorm(groups, widths[0])
        self.leave = nn.Conv2d(widths[0], config.channels, 3, padding=1)

    def forward(self, noisy: Tensor, t: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return the guess of the noise.

        Args:
            noisy: (B, channels, h, w).
            t: (B,) integers, the step.
            labels: (B,) integers, if the network has classes.
        """
        step = self.step(t, labels)
        x, kept = self.enter(noisy), []
        for scale, block in enumerate(self.down):
            x = block(x, step)
            kept.append(x)
            x = self.shrink[scale](x) if scale < len(self.shrink) else x
        x = self.middle(x + self._attend(x), step)
        for block in self.up:
            seen = kept.pop()
            x = F.interpolate(x, size=seen.shape[2:], mode="nearest")
            x = block(torch.cat([x, seen], dim=1), step)
        noise: Tensor = self.leave(F.silu(self.leave_norm(x)))
        return noise

    def _attend(self, x: Tensor) -> Tensor:
        places = self.attention_norm(x).flatten(2).transpose(1, 2)  # (B, h·w, C): every place is a token
        mixed: Tensor = self.attention(places)
        return mixed.transpose(1, 2).view(x.shape)
