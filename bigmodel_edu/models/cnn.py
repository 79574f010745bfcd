"""A small convolutional network: the same few weights look at every place of an image."""

from dataclasses import dataclass

from torch import Tensor, nn

from bigmodel_edu.models.configuration import require_dropout, require_positive


@dataclass(frozen=True, kw_only=True)
class CNNConfig:
    """The sizes of a convolutional network.

    Attributes:
        channels: 1 for grey, 3 for colour.
        classes: number of classes.
        widths: features of each stage; every stage halves height and width.
        dropout: share of features set to zero while training, before the last layer.

    Raises:
        TypeError, ValueError: if a size cannot be.

    >>> CNNConfig(channels=1, classes=10, widths=(32, 64)).parameters
    19562
    """

    channels: int
    classes: int
    widths: tuple[int, ...] = (32, 64, 128)
    dropout: float = 0.0

    def __post_init__(self) -> None:
        require_positive(self, "channels", "classes")
        require_dropout(self)
        if not self.widths or min(self.widths) < 1:
            raise ValueError(f"expected widths of one or more stages, each 1 or more, got {self.widths}")

    @property
    def parameters(self) -> int:
        """Number of weights: 3 × 3 filters, two numbers a feature for its norm, and the last layer."""
        inputs = (self.channels, *self.widths[:-1])
        return sum((9 * a + 2) * b for a, b in zip(inputs, self.widths, strict=True)) + (self.widths[-1] + 1) * self.classes


def convolution_stage(inputs: int, outputs: int) -> nn.Sequential:
    """Return 3 × 3 convolution, batch norm, ReLU and 2 × 2 maximum: (B, inputs, h, w) → (B, outputs, h/2, w/2).

    >>> import torch
    >>> convolution_stage(1, 4)(torch.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 4, 14, 14])
    """
    convolution = nn.Conv2d(inputs, outputs, kernel_size=3, padding=1, bias=False)  # the norm's shift is its bias
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2))


class CNN(nn.Module):
    """Stages of convolutions, then the mean over all places, then one score for each class.

    Shape:
        (B, channels, height, width) → scores (B, classes); any image of at least 2^stages pixels a side.

    Source: LeCun et al. 1998 for convolution and pooling; Ioffe and Szegedy 2015 for batch norm; Lin et al. 2013 for the mean.

    >>> import torch
    >>> CNN(CNNConfig(channels=1, classes=10, widths=(4, 8)))(torch.zeros(3, 1, 28, 28)).shape
    torch.Size([3, 10])
    """

    def __init__(self, config: CNNConfig) -> None:
        super().__init__()
        self.config = config
        inputs = (config.channels, *config.widths[:-1])
        self.stages = nn.Sequential(*(convolution_stage(a, b) for a, b in zip(inputs, config.widths, strict=True)))
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.widths[-1], config.classes)

    def forward(self, images: Tensor) -> Tensor:
        """Return the scores of each class.

        Raises:
            ValueError: if the images have other channels or are too small.
        """
        smallest = 2 ** len(self.config.widths)
        if images.dim() != 4 or images.shape[1] != self.config.channels or min(images.shape[2:]) < smallest:
            wanted = f"(batch, {self.config.channels}, {smallest} or more, {smallest} or more)"
            raise ValueError(f"expected images of shape {wanted}, got {tuple(images.shape)}")
        scores: Tensor = self.head(self.dropout(self.stages(images).mean(dim=(2, 3))))
        return scores
