"""The vision transformer: an image is a text whose words are square patches."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from bigmodel_edu.models.blocks import BlockConfig
from bigmodel_edu.models.configuration import require_divisible, require_positive
from bigmodel_edu.models.encoder import Encoder
from bigmodel_edu.models.initialisation import initialise_normal


@dataclass(frozen=True, kw_only=True)
class ViTConfig(BlockConfig):
    """The sizes of a vision transformer; what is not said here is as in :class:`~bigmodel_edu.models.blocks.BlockConfig`.

    Attributes:
        image: height and width in pixels.
        patch: height and width of a patch in pixels; must divide the image.
        channels: 1 for grey, 3 for colour.
        classes: number of classes.

    >>> ViTConfig(image=28, patch=7, channels=1, classes=10, layers=4, heads=4, width=64).patches
    16
    """

    image: int
    patch: int
    channels: int
    classes: int

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "image", "patch", "channels", "classes")
        require_divisible(self, "image", "patch")

    @property
    def patches(self) -> int:
        """How many patches an image has."""
        return (self.image // self.patch) ** 2

    @property
    def parameters(self) -> int:
        """Number of weights."""
        patches = (self.channels * self.patch**2 + 1) * self.width
        places = (1 + self.patches + 1) * self.width  # the class token, and a position for it and each patch
        return patches + places + self.encoder_parameters + (self.width + 1) * self.classes


def cut_patches(images: Tensor, patch: int) -> Tensor:
    """Cut images into square patches, row by row: (B, channels, height, width) → (B, patches, channels · patch²).

    Raises:
        ValueError: if patches do not tile the image.

    >>> cut_patches(torch.arange(16.0).view(1, 1, 4, 4), 2)[0, 1]
    tensor([2., 3., 6., 7.])
    """
    B, channels, height, width = images.shape
    if height % patch or width % patch:
        raise ValueError(f"expected patches that tile the image, got patches of {patch} and an image of {height} × {width} pixels")
    grid = images.view(B, channels, height // patch, patch, width // patch, patch)
    return grid.permute(0, 2, 4, 1, 3, 5).reshape(B, -1, channels * patch**2)


class ViT(nn.Module):
    """A vision transformer that names what is in an image.

    Args:
        config: its sizes.
        generator: source of the initial weights; torch's global one by default.

    Shape:
        (B, channels, image, image) → scores (B, classes), and L tensors of weights (B, H, 1 + patches, 1 + patches) on request.

    Source: Dosovitskiy et al. 2020, section 3.1.

    >>> model = ViT(ViTConfig(image=28, patch=7, channels=1, classes=10, layers=2, heads=2, width=8))
    >>> model(torch.zeros(3, 1, 28, 28)).shape
    torch.Size([3, 10])
    """

    def __init__(self, config: ViTConfig, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        self.patch_embedding = nn.Linear(config.channels * config.patch**2, config.width)
        self.class_token = nn.Parameter(torch.zeros(config.width))
        self.position_embedding = nn.Parameter(torch.zeros(1 + config.patches, config.width))
        self.dropout = nn.Dropout(config.dropout)
        self.encoder = Encoder(config)
        self.head = nn.Linear(config.width, config.classes)
        initialise_normal(self, generator)
        with torch.no_grad():
            self.position_embedding.normal_(std=0.02, generator=generator)

    def forward(self, images: Tensor, *, return_weights: bool = False) -> Tensor | tuple[Tensor, list[Tensor]]:
        """Return the scores of each class.

        Args:
            images: (B, channels, image, image), values near 0 with a spread near 1.
            return_weights: also return the attention weights; position 0 is the class token's.

        Raises:
            ValueError: if the images have another size.
        """
        expected = (self.config.channels, self.config.image, self.config.image)
        if images.dim() != 4 or images.shape[1:] != expected:
            raise ValueError(f"expected images of shape (batch, {', '.join(map(str, expected))}), got {tuple(images.shape)}")
        patches = self.patch_embedding(cut_patches(images, self.config.patch))  # (B, patches, C)
        x = torch.cat([self.class_token.expand(len(images), 1, -1), patches], dim=1)
        x = self.dropout(x + self.position_embedding)
        if return_weights:
            x, weights = self.encoder(x, return_weights=True)
            return self.head(x[:, 0]), weights
        scores: Tensor = self.head(self.encoder(x)[:, 0])
        return scores
