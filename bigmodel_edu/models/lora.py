"""LoRA: leave a model's weights alone and learn a small correction of low rank beside them."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LoRALinear(nn.Module):
    r"""A linear layer that is kept, plus a product of two thin matrices that is learned.

    .. math:: y = x W^\top + b + \frac{\alpha}{r}\, x A^\top B^\top

    B starts at zero, so at first nothing changes.

    Args:
        layer: what is adapted; its own weights are frozen.
        rank: r, 1 or more.
        alpha: α, strength of the correction; 2r by default.
        dropout: share of input features set to zero on the way to A, while training.
        generator: source of A's first values; torch's global one by default.

    Raises:
        ValueError: if the rank is below 1 or above what the layer can hold, or α is not above 0.

    Shape:
        (..., inputs) → (..., outputs).

    Source: Hu et al. 2021, "LoRA", equation 3.

    >>> layer = nn.Linear(8, 6)
    >>> adapted, x = LoRALinear(layer, rank=2), torch.ones(3, 8)
    >>> bool((adapted(x) == layer(x)).all()), sum(w.numel() for w in adapted.parameters() if w.requires_grad)
    (True, 28)
    """

    def __init__(
        self,
        layer: nn.Linear,
        rank: int,
        alpha: float | None = None,
        *,
        dropout: float = 0.0,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        alpha = 2.0 * rank if alpha is None else alpha
        if not 1 <= rank <= min(layer.in_features, layer.out_features) or alpha <= 0:
            most = min(layer.in_features, layer.out_features)
            raise ValueError(f"expected a rank from 1 to {most} and alpha above 0, got rank {rank} and alpha {alpha}")
        self.layer = layer.requires_grad_(False)
        self.scale = alpha / rank
        self.dropout = nn.Dropout(dropout)
        self.down = nn.Parameter(layer.weight.new_empty(rank, layer.in_features))  # A
        self.up = nn.Parameter(layer.weight.new_zeros(layer.out_features, rank))  # B
        bound = 1 / math.sqrt(layer.in_features)
        nn.init.uniform_(self.down, -bound, bound, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        frozen: Tensor = self.layer(x)
        return frozen + self.scale * F.linear(F.linear(self.dropout(x), self.down), self.up)

    @torch.no_grad()
    def merged(self) -> nn.Linear:
        """Return a plain layer that does the same: W + (α / r) B A costs nothing more to run."""
        layer = nn.Linear(self.layer.in_features, self.layer.out_features, bias=self.layer.bias is not None, device="meta")
        weight = self.layer.weight + self.scale * self.up @ self.down
        layer.weight = nn.Parameter(weight, requires_grad=False)
        if self.layer.bias is not None:
            layer.bias = nn.Parameter(self.layer.bias.clone(), requires_grad=False)
        return layer


def _replace(model: nn.Module, name: str, module: nn.Module) -> None:
    parent, _, child = name.rpartition(".")
    setattr(model.get_submodule(parent), child, module)


def add_lora(
    model: nn.Module,
    endings: tuple[str, ...],
    rank: int,
    alpha: float | None = None,
    *,
    dropout: float = 0.0,
    generator: torch.Generator | None = None,
) -> list[str]:
    """Freeze a model and put LoRA beside every linear layer whose name ends in one of the endings.

    Args:
        model: changed in place.
        endings: such as ("attention.query", "attention.value").
        rank, alpha, dropout, generator: as for :class:`LoRALinear`.

    Returns:
        the names of the layers that were adapted.

    Raises:
        ValueError: if no layer has such a name.

    >>> from bigmodel_edu.models.gpt import GPT, GPTConfig
    >>> add_lora(GPT(GPTConfig(vocabulary=9, context=8, layers=2, heads=2, width=8)), ("query_key_value",), rank=2)
    ['blocks.0.attention.query_key_value', 'blocks.1.attention.query_key_value']
    """
    names = [name for name, module in model.named_modules() if isinstance(module, nn.Linear) and name.endswith(endings)]
    if not names:
        linear = sorted({name.rpartition(".")[2] for name, module in model.named_modules() if isinstance(module, nn.Linear)})
        raise ValueError(f"expected endings of linear layers' names, such as {', '.join(linear)}, got {endings}")
    model.requires_grad_(False)
    for name in names:
        layer = model.get_submodule(name)
        assert isinstance(layer, nn.Linear)
        _replace(model, name, LoRALinear(layer, rank, alpha, dropout=dropout, generator=generator))
    return names


def merge_lora(model: nn.Module) -> list[str]:
    """Replace every LoRA layer by the plain layer that does the same, in place; return their names."""
    names = [name for name, module in model.named_modules() if isinstance(module, LoRALinear)]
    for name in names:
        adapted = model.get_submodule(name)
        assert isinstance(adapted, LoRALinear)
        _replace(model, name, adapted.merged())
    return names


def lora_weights(model: nn.Module) -> dict[str, Tensor]:
    """Return the learned corrections alone, by name: what a fine-tuned model has to store."""
    return {
        f"{name}.{part}": getattr(module, part).detach()
        for name, module in model.named_modules()
        if isinstance(module, LoRALinear)
        for part in ("down", "up")
    }
