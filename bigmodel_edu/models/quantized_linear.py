"""Linear layers whose weights are stored in 8 or 4 bits.

Writing one token reads every weight once and does two operations with it: the memory's speed is the limit, so a weight of half the
size is twice as fast. torch has CPU kernels that multiply by the codes without unpacking them first; they take activations in
bfloat16. Where they do not fit, the weights are unpacked and multiplied as usual.
"""

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bigmodel_edu.models.language_model import LanguageModel
from bigmodel_edu.models.quantization import dequantize_int4, dequantize_int8, pack_int4, quantize_int4, quantize_int8, unpack_int4

FUSED_ROWS = 128  # more tokens at once than this share the cost of unpacking


class QuantizedLinear(nn.Module, ABC):
    """A linear layer that cannot be trained and is smaller for it.

    Args:
        weight: (outputs, inputs).
        bias: (outputs,) or None.

    Shape:
        (..., inputs) → (..., outputs), in the dtype of the input.

    Attributes:
        fused: use torch's CPU kernel, which rounds activations to bfloat16 (8 bits of precision), for up to FUSED_ROWS tokens.
    """

    bias: Tensor | None

    def __init__(self, bias: Tensor | None) -> None:
        super().__init__()
        self.register_buffer("bias", None if bias is None else bias.detach().clone())
        self.fused = False

    @property
    @abstractmethod
    def weight(self) -> Tensor:
        """The weights that the codes stand for, (outputs, inputs) float32."""

    @abstractmethod
    def _fused(self, x: Tensor) -> Tensor:
        """Multiply (rows, inputs) bfloat16 by the codes."""

    def forward(self, x: Tensor) -> Tensor:
        rows = x.numel() // x.shape[-1]
        if self.fused and rows <= FUSED_ROWS and x.device.type == "cpu":
            y = self._fused(x.reshape(rows, -1).to(torch.bfloat16)).to(x.dtype).view(*x.shape[:-1], -1)
            return y if self.bias is None else y + self.bias
        return F.linear(x, self.weight.to(x.dtype), self.bias)


class Int8Linear(QuantizedLinear):
    """A linear layer in 8 bits, one scale a row: see :func:`~bigmodel_edu.models.quantization.quantize_int8`.

    >>> layer = nn.Linear(64, 8)
    >>> x = torch.ones(3, 64)
    >>> torch.allclose(Int8Linear(layer.weight, layer.bias)(x), layer(x), atol=0.05)
    True
    """

    codes: Tensor
    scale: Tensor

    def __init__(self, weight: Tensor, bias: Tensor | None = None, *, fused: bool = False) -> None:
        super().__init__(bias)
        codes, scale = quantize_int8(weight.detach())
        self.register_buffer("codes", codes)
        self.register_buffer("scale", scale)
        self.fused = fused and hasattr(torch, "_weight_int8pack_mm") and weight.shape[0] % 4 == 0 and weight.shape[1] % 16 == 0

    @property
    def weight(self) -> Tensor:
        return dequantize_int8(self.codes, self.scale)

    def _fused(self, x: Tensor) -> Tensor:
        return torch._weight_int8pack_mm(x, self.codes, self.scale.to(torch.bfloat16))


class Int4Linear(QuantizedLinear):
    """A linear layer in 4 bits, a scale and a lowest value for each group: see :func:`~bigmodel_edu.models.quantization.quantize_int4`.

    Args:
        weight, bias: as for :class:`QuantizedLinear`; rows of an even length that the group divides.
        group: weights that share a scale.
        fused: keep the codes in the order of torch's CPU kernel and use it, if sizes allow.

    >>> layer = nn.Linear(64, 8)
    >>> x = torch.ones(3, 64)
    >>> torch.allclose(Int4Linear(layer.weight, layer.bias)(x), layer(x), atol=0.5)
    True
    """

    packed: Tensor
    scale: Tensor
    lowest: Tensor
    kernel_codes: Tensor
    kernel_scales: Tensor

    def __init__(self, weight: Tensor, bias: Tensor | None = None, *, group: int = 32, fused: bool = False) -> None:
        super().__init__(bias)
        codes, scale, lowest = quantize_int4(weight.detach(), group)
        scale, lowest = scale.half(), lowest.half()  # 16 bits each: 5 bits a weight in groups of 32, as GGML's Q4_1
        self.group = group
        self.register_buffer("packed", pack_int4(codes))
        self.register_buffer("scale", scale)
        self.register_buffer("lowest", lowest)
        kernel = hasattr(torch, "_weight_int4pack_mm_for_cpu") and weight.device.type == "cpu"
        self.fused = fused and kernel and group in (32, 64, 128, 256) and weight.shape[0] % 16 == 0
        if self.fused:
            self.register_buffer("kernel_codes", torch._convert_weight_to_int4pack_for_cpu(codes.int(), 1), persistent=False)
            middle = lowest.float() + 8 * scale.float()  # the kernel counts its codes from −8
            scales = torch.stack([scale.float(), middle], dim=-1).transpose(0, 1).contiguous().to(torch.bfloat16)  # (groups, outputs, 2)
            self.register_buffer("kernel_scales", scales, persistent=False)

    @property
    def weight(self) -> Tensor:
        return dequantize_int4(unpack_int4(self.packed), self.scale.float(), self.lowest.float())

    def _fused(self, x: Tensor) -> Tensor:
        return torch._weight_int4pack_mm_for_cpu(x, self.kernel_codes, self.group, self.kernel_scales)


def quantize_model(model: nn.Module, bits: int, *, group: int = 32, fused: bool = False) -> list[str]:
    """Replace a model's linear layers by quantized ones, in place.

    A language model whose output layer is its embedding gets an 8-bit copy of it as output layer: embeddings lose most from 4 bits,
    and looking up a row costs nothing anyway.

    Args:
        model: changed in place.
        bits: 8 or 4. With 4, layers whose rows the group does not divide get 8.
        group: weights that share a scale with 4 bits.
        fused: use torch's CPU kernels where they fit: several times faster for one token at a time, activations in bfloat16.

    Returns:
        the names of the layers that were replaced.

    Raises:
        ValueError: if bits are neither 8 nor 4.

    >>> quantize_model(nn.Sequential(nn.Linear(32, 8), nn.ReLU(), nn.Linear(8, 2)), bits=8)
    ['0', '2']
    """
    if bits not in (4, 8):
        raise ValueError(f"expected 8 or 4 bits, got {bits}")
    names = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    for name in names:
        layer = model.get_submodule(name)
        assert isinstance(layer, nn.Linear)
        parent, _, child = name.rpartition(".")
        if bits == 4 and layer.in_features % group == 0 and child != "unembedding":
            quantized: QuantizedLinear = Int4Linear(layer.weight, layer.bias, group=group, fused=fused)
        else:
            quantized = Int8Linear(layer.weight, layer.bias, fused=fused)
        setattr(model.get_submodule(parent), child, quantized)
    if isinstance(model, LanguageModel) and model.unembedding is None:
        model.unembedding = Int8Linear(model.token_embedding.weight, fused=fused)
        names.append("unembedding")
    return names


def stored_bytes(model: nn.Module) -> int:
    """Return the memory in bytes that a model's weights and codes take, each shared one counted once.

    >>> stored_bytes(nn.Linear(3, 2))
    32
    """
    return sum(tensor.numel() * tensor.element_size() for tensor in [*model.parameters(), *model.buffers()])
