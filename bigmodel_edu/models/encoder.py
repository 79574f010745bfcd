"""A stack of blocks in which every token sees every other: the body of BERT, of ViT, and of a translator's reading half."""

from torch import Tensor, nn

from bigmodel_edu.models.blocks import BlockConfig, EncoderBlock
from bigmodel_edu.models.normalisation import LayerNorm


class Encoder(nn.Module):
    """L encoder blocks, and with pre-norm a last norm.

    Args:
        config: its sizes.

    Shape:
        (B, T, C) → (B, T, C), and L tensors of weights (B, H, T, T) on request.

    Source: Vaswani et al. 2017, section 3.1.

    >>> import torch
    >>> encode = Encoder(BlockConfig(layers=2, heads=2, width=8))
    >>> x, weights = encode(torch.zeros(3, 5, 8), return_weights=True)
    >>> x.shape, len(weights), weights[0].shape
    (torch.Size([3, 5, 8]), 2, torch.Size([3, 2, 5, 5]))
    """

    def __init__(self, config: BlockConfig) -> None:
        super().__init__()
        self.config = config
        self.blocks = nn.ModuleList(EncoderBlock(config) for _ in range(config.layers))
        self.norm = LayerNorm(config.width, epsilon=config.epsilon) if config.pre_norm else nn.Identity()

    def forward(self, x: Tensor, mask: Tensor | None = None, *, return_weights: bool = False) -> Tensor | tuple[Tensor, list[Tensor]]:
        """Pass tokens through all blocks.

        Args:
            x: (B, T, C).
            mask: (B, T) bool, False for padding; or any bool mask that broadcasts to (B, H, T, T).
            return_weights: also return each block's attention weights.
        """
        if mask is not None and mask.dim() == 2:
            mask = padding_mask(mask, x)
        all_weights = []
        for block in self.blocks:
            x = block(x, mask, return_weights=return_weights)
            if return_weights:
                x, weights = x
                all_weights.append(weights)
        return (self.norm(x), all_weights) if return_weights else self.norm(x)


def padding_mask(real: Tensor, x: Tensor) -> Tensor:
    """Return the mask that hides padding from every query: (B, S) → (B, 1, 1, S).

    Args:
        real: (B, S) bool, True for real tokens.
        x: (B, S, C), the tokens, to compare shapes with.

    Raises:
        ValueError: if the shapes or the type do not fit.

    >>> import torch
    >>> padding_mask(torch.tensor([[True, False]]), torch.zeros(1, 2, 8))
    tensor([[[[ True, False]]]])
    """
    if real.shape != x.shape[:2] or str(real.dtype) != "torch.bool":
        raise ValueError(f"expected a bool mask of shape {tuple(x.shape[:2])}, got {real.dtype} {tuple(real.shape)}")
    return real[:, None, None, :]
