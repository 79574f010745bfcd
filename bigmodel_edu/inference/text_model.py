"""A model that can be served: its writer, its tokenizer, where texts end, and whether it chats."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from bigmodel_edu.files import write_file
from bigmodel_edu.inference.chat import Turn, chat_prompt
from bigmodel_edu.inference.writing import Writer
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.language_model import LanguageModel
from bigmodel_edu.models.quantized_linear import quantize_model
from bigmodel_edu.models.smollm2 import load_smollm2
from bigmodel_edu.text import ByteLevelBPE, gguf_bpe, load_tokenizer, save_tokenizer

SIZES, WEIGHTS, TOKENIZER = "model.json", "weights.safetensors", "tokenizer.json"
SMOLLM2 = "smollm2-135m"
SMOLLM2_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"  # from the model's own chat template


@dataclass(frozen=True)
class TextModel:
    """A language model with all that is needed to read and write text.

    Args:
        name: what clients call it.
        model: in evaluation mode.
        tokenizer: made for it.
        end: tokens that end an answer.
        system: the system's turn of conversations without one; None for a model that does not chat.

    >>> from bigmodel_edu.text import train_bpe
    >>> model = GPT(GPTConfig(vocabulary=256, context=32, layers=1, heads=1, width=4)).eval()
    >>> TextModel("tiny", model, train_bpe(["a"], 256)).encode("hé")
    [104, 195, 169]
    """

    name: str
    model: LanguageModel = field(repr=False)
    tokenizer: ByteLevelBPE = field(repr=False)
    end: Collection[int] = frozenset()
    system: str | None = None

    def __post_init__(self) -> None:
        if len(self.tokenizer) > self.model.config.vocabulary:
            raise ValueError(f"expected a model of at least {len(self.tokenizer)} tokens, got {self.model.config.vocabulary}")

    @property
    def chats(self) -> bool:
        """Whether it was trained on conversations."""
        return self.system is not None

    @property
    def context(self) -> int:
        """The most tokens of prompt and answer together."""
        return int(self.model.config.context)

    def writer(self) -> Writer:
        """Return what writes with it."""
        return Writer(self.model)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a prompt; names of special tokens in it are plain text."""
        return self.tokenizer.encode(text)

    def encode_chat(self, turns: Sequence[Turn]) -> list[int]:
        """Return the tokens of a conversation, up to where the answer begins; ValueError for a model that does not chat."""
        if self.system is None:
            raise ValueError(f"the model {self.name} was not trained to chat: send a prompt to /v1/completions")
        return chat_prompt(self.tokenizer, turns, self.system)


def smollm2(bits: int = 4) -> TextModel:
    """Return SmolLM2-135M-Instruct, ready to chat.

    Args:
        bits: a weight: 32, as the file's numbers unpack; or 8 or 4, computed without unpacking, which writes three times as fast.
            The file holds 4 bits, so 4 loses little: scales and activations are rounded to bfloat16.

    Raises:
        FileNotFoundError: if the package with the weights is not installed, saying what to do.
        ValueError: for other bits.
    """
    if bits not in (4, 8, 32):
        raise ValueError(f"expected 4, 8 or 32 bits, got {bits}")
    model, parts = load_smollm2()
    if bits != 32:
        quantize_model(model, bits, fused=True)
    tokenizer = gguf_bpe(parts.tokens, parts.merges, parts.special)
    return TextModel(SMOLLM2, model, tokenizer, frozenset({parts.end, parts.special["<|endoftext|>"]}), SMOLLM2_SYSTEM)


def save_model(folder: str | Path, model: GPT, tokenizer: ByteLevelBPE, end: Collection[int] = ()) -> Path:
    """Keep a trained GPT in a folder: sizes and tokenizer as JSON, weights as safetensors; nothing that could run.

    The sizes are written last and each file in one step, so a folder with sizes is whole.
    """
    from safetensors.torch import save

    folder = Path(folder)
    save_tokenizer(tokenizer, folder / TOKENIZER)
    write_file(folder / WEIGHTS, save({name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}))
    write_file(folder / SIZES, json.dumps({"kind": "gpt", "sizes": asdict(model.config), "end": sorted(end)}, indent=2))
    return folder


def load_model(folder: str | Path, *, device: torch.device | str = "cpu") -> TextModel:
    """Return what :func:`save_model` kept; its name is that of the folder.

    Raises:
        FileNotFoundError: if the folder holds no model, saying how one is made.
        ValueError: if its files do not fit together.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    folder = Path(folder)
    if not (folder / SIZES).is_file():
        raise FileNotFoundError(f"expected a model in {folder.name}/ ({SIZES}, {WEIGHTS}, {TOKENIZER}); bigmodel-edu train makes one")
    try:
        content: dict[str, Any] = json.loads((folder / SIZES).read_text(encoding="utf-8"))
        if content["kind"] != "gpt":
            raise ValueError(f"expected a model of the kind gpt, got {content['kind']!r}")
        with torch.device("meta"):
            model = GPT(GPTConfig(**content["sizes"]))
        model.load_state_dict(load_file(folder / WEIGHTS, device=str(device)), assign=True)
        tokenizer = load_tokenizer(folder / TOKENIZER)
        end = frozenset(int(token) for token in content["end"])
    except (KeyError, TypeError, ValueError, RuntimeError, SafetensorError) as error:
        raise ValueError(f"expected a model saved by this package in {folder.name}/: {error}") from error
    return TextModel(folder.resolve().name, model.requires_grad_(False).eval(), tokenizer, end)
