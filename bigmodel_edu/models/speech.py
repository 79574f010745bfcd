"""Speech recognition with CTC: one guess for each short stretch of sound, of which repeats and blanks are dropped."""

from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.blocks import BlockConfig
from bigmodel_edu.models.configuration import require_positive
from bigmodel_edu.models.encoder import Encoder
from bigmodel_edu.models.positions import sinusoidal_positions

BLANK = 0  # the label that stands for "nothing new"


@dataclass(frozen=True, kw_only=True)
class SpeechConfig(BlockConfig):
    """The sizes of a speech recogniser; what is not said here is as in :class:`~bigmodel_edu.models.blocks.BlockConfig`.

    Attributes:
        features: numbers that describe a frame of sound, such as mel bands.
        vocabulary: number of labels, with the blank, which is label 0.
        halvings: how many times convolutions halve the number of frames.

    >>> SpeechConfig(features=40, vocabulary=28, layers=2, heads=4, width=64).frames_out(torch.tensor([100, 101]))
    tensor([25, 26])
    """

    features: int
    vocabulary: int
    halvings: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        require_positive(self, "features", "vocabulary", "halvings")
        if self.vocabulary < 2 or self.width % 2:
            raise ValueError(f"expected a blank and another label, and an even width, got {self.vocabulary} and {self.width}")

    def frames_out(self, frames: Tensor) -> Tensor:
        """Return how many guesses a number of frames gives: each halving rounds up."""
        for _ in range(self.halvings):
            frames = (frames + 1) // 2
        return frames


class SpeechRecogniser(nn.Module):
    """Convolutions that halve the frames, then an encoder, then the log probability of each label.

    Args:
        config: its sizes.

    Source: Graves et al. 2006 for CTC; the encoder is that of Vaswani et al. 2017.

    >>> model = SpeechRecogniser(SpeechConfig(features=40, vocabulary=28, layers=2, heads=4, width=64))
    >>> log_probabilities, lengths = model(torch.zeros(2, 101, 40), torch.tensor([101, 50]))
    >>> log_probabilities.shape, lengths
    (torch.Size([2, 26, 28]), tensor([26, 13]))
    """

    def __init__(self, config: SpeechConfig) -> None:
        super().__init__()
        self.config = config
        inputs = [config.features, *[config.width] * (config.halvings - 1)]
        self.shrink = nn.ModuleList(nn.Conv1d(size, config.width, 3, stride=2, padding=1) for size in inputs)
        self.encoder = Encoder(config)
        self.head = nn.Linear(config.width, config.vocabulary)

    def forward(self, sound: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log probability of each label at each step, and how many steps are real.

        Args:
            sound: (B, frames, features), padded with anything; values near 0 with a spread near 1.
            lengths: (B,) integers, frames that are real, 1 or more.

        Returns:
            (B, steps, vocabulary) and (B,).

        Raises:
            ValueError: if a length is not from 1 to the number of frames, or the features do not fit.
        """
        if sound.dim() != 3 or sound.shape[2] != self.config.features:
            raise ValueError(f"expected sound of shape (batch, frames, {self.config.features}), got {tuple(sound.shape)}")
        if lengths.shape != sound.shape[:1] or int(lengths.min()) < 1 or int(lengths.max()) > sound.shape[1]:
            raise ValueError(f"expected {len(sound)} lengths from 1 to {sound.shape[1]}, got {lengths.tolist()}")
        x = sound.transpose(1, 2)  # (B, features, frames)
        for convolution in self.shrink:
            real = torch.arange(x.shape[2], device=x.device) < lengths[:, None]
            x = F.gelu(convolution(x * real[:, None]))  # padding becomes silence, whatever it held
            lengths = (lengths + 1) // 2
        x = x.transpose(1, 2)  # (B, steps, C)
        x = x + sinusoidal_positions(x.shape[1], x.shape[2]).to(x)
        real = torch.arange(x.shape[1], device=x.device) < lengths[:, None]
        return self.head(self.encoder(x, real)).log_softmax(dim=-1), lengths

    def loss(self, sound: Tensor, lengths: Tensor, labels: Tensor, label_lengths: Tensor) -> Tensor:
        """Return the mean over texts of −ln p(text) / its length, over all ways to spell it, in nats a label.

        Args:
            sound, lengths: as for :meth:`forward`.
            labels: (B, U) integers from 1 to V − 1, padded with anything.
            label_lengths: (B,) integers, labels that are real.

        Raises:
            ValueError: if a text does not fit into its sound: it needs a step for each label and one between equal neighbours.
        """
        log_probabilities, steps = self(sound, lengths)
        needed = label_lengths + _equal_neighbours(labels, label_lengths)
        if (needed > steps).any():
            row = int((needed - steps).argmax())
            raise ValueError(f"expected sound of {int(needed[row])} steps or more for text {row}, got {int(steps[row])}: halve less")
        return F.ctc_loss(log_probabilities.transpose(0, 1), labels, steps, label_lengths, blank=BLANK)


def _equal_neighbours(labels: Tensor, lengths: Tensor) -> Tensor:
    inside = torch.arange(1, labels.shape[1], device=labels.device) < lengths[:, None]
    return ((labels[:, 1:] == labels[:, :-1]) & inside).sum(dim=1)


def collapse(path: list[int], blank: int = BLANK) -> list[int]:
    """Return the text that a path spells: equal neighbours become one, then blanks go.

    Source: Graves et al. 2006, section 3.1.

    >>> collapse([0, 3, 3, 0, 3, 5, 5, 0])
    [3, 3, 5]
    """
    return [label for label, _ in groupby(path) if label != blank]


def decode_greedily(log_probabilities: Tensor, lengths: Tensor) -> list[list[int]]:
    """Return the text that each sound's likeliest path spells.

    Args:
        log_probabilities: (B, steps, V).
        lengths: (B,), steps that are real.

    >>> decode_greedily(torch.eye(3)[torch.tensor([[0, 1, 1, 0, 1, 2]])], torch.tensor([5]))
    [[1, 1]]
    """
    paths = log_probabilities.argmax(dim=-1)
    return [collapse(path[:length].tolist()) for path, length in zip(paths, lengths.tolist(), strict=True)]
