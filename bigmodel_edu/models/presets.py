"""The sizes of published models, by name.

``GPT(GPT_2)`` builds the model with new weights; ``with torch.device("meta"): GPT(GPT_3)`` builds it without any.
"""

from bigmodel_edu.models.bert import BertConfig
from bigmodel_edu.models.gpt import GPTConfig
from bigmodel_edu.models.llama import LlamaConfig
from bigmodel_edu.models.transformer import TransformerConfig
from bigmodel_edu.models.vit import ViTConfig

Preset = GPTConfig | LlamaConfig | BertConfig | TransformerConfig | ViTConfig


def _gpt2(layers: int, heads: int, width: int) -> GPTConfig:
    return GPTConfig(vocabulary=50257, context=1024, layers=layers, heads=heads, width=width, activation="gelu-tanh")


def _llama(layers: int, heads: int, width: int, hidden: int) -> LlamaConfig:
    return LlamaConfig(vocabulary=32000, context=2048, layers=layers, heads=heads, key_heads=heads, width=width, hidden=hidden)


def _llama3(layers: int, heads: int, width: int, hidden: int, context: int = 8192) -> LlamaConfig:
    return LlamaConfig(
        vocabulary=128256, context=context, layers=layers, heads=heads, key_heads=8, width=width, hidden=hidden, rotary_base=500_000.0
    )


def _transformer(heads: int, width: int, dropout: float) -> TransformerConfig:
    return TransformerConfig(
        vocabulary=37_000, context=512, layers=6, heads=heads, width=width, pre_norm=False, activation="relu", dropout=dropout
    )


# Vaswani et al. 2017, "Attention Is All You Need", Table 3; about 37,000 shared tokens (section 5.1); the paper rounds the
# numbers of weights to 65 and 213 million.
TRANSFORMER_BASE = _transformer(8, 512, 0.1)
TRANSFORMER_BIG = _transformer(16, 1024, 0.3)

# Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 4.1; 40,478 tokens in the released file.
GPT_1 = GPTConfig(vocabulary=40478, context=512, layers=12, heads=12, width=768, dropout=0.1, activation="gelu-tanh", pre_norm=False)

# Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", Table 2. The table's counts (117M, 345M, 762M, 1542M)
# are not those of the released models.
GPT_2 = _gpt2(12, 12, 768)
GPT_2_MEDIUM = _gpt2(24, 16, 1024)
GPT_2_LARGE = _gpt2(36, 20, 1280)
GPT_2_XL = _gpt2(48, 25, 1600)

# Brown et al. 2020, "Language Models are Few-Shot Learners", Table 2.1. Its alternating sparse layers have the same weights.
GPT_3 = GPTConfig(vocabulary=50257, context=2048, layers=96, heads=96, width=12288, activation="gelu-tanh")

# Devlin et al. 2018, "BERT", section 3; uncased, 30,522 WordPieces.
BERT_BASE = BertConfig(vocabulary=30522, context=512, layers=12, heads=12, width=768, dropout=0.1)
BERT_LARGE = BertConfig(vocabulary=30522, context=512, layers=24, heads=16, width=1024, dropout=0.1)

# Touvron et al. 2023, "LLaMA", Table 2; widths of the feed-forward layers as released.
LLAMA_7B = _llama(32, 32, 4096, 11008)
LLAMA_13B = _llama(40, 40, 5120, 13824)
LLAMA_33B = _llama(60, 52, 6656, 17920)
LLAMA_65B = _llama(80, 64, 8192, 22016)

# Touvron et al. 2023, "Llama 2", Table 1 and the released configuration.
LLAMA_2_7B = LlamaConfig(vocabulary=32000, context=4096, layers=32, heads=32, key_heads=32, width=4096, hidden=11008)
LLAMA_2_70B = LlamaConfig(vocabulary=32000, context=4096, layers=80, heads=64, key_heads=8, width=8192, hidden=28672)

# Llama team 2024, "The Llama 3 Herd of Models", Table 3.
LLAMA_3_8B = _llama3(32, 32, 4096, 14336)
LLAMA_3_70B = _llama3(80, 64, 8192, 28672)
LLAMA_3_1_405B = _llama3(126, 128, 16384, 53248, context=131072)

# Jiang et al. 2023, "Mistral 7B", Table 1. Its sliding window of 4,096 positions is not built here.
MISTRAL_7B = LlamaConfig(vocabulary=32000, context=8192, layers=32, heads=32, key_heads=8, width=4096, hidden=14336)

# Ben Allal et al. 2025, "SmolLM2"; sizes as in the released file.
SMOLLM2_135M = LlamaConfig(
    vocabulary=49152, context=8192, layers=30, heads=9, key_heads=3, width=576, hidden=1536, rotary_base=100_000.0, tied=True
)

# Dosovitskiy et al. 2020, "An Image Is Worth 16x16 Words", Table 1; 224 × 224 pixels, 1,000 classes.
VIT_BASE_16 = ViTConfig(image=224, patch=16, channels=3, classes=1000, layers=12, heads=12, width=768, epsilon=1e-6)
VIT_LARGE_16 = ViTConfig(image=224, patch=16, channels=3, classes=1000, layers=24, heads=16, width=1024, epsilon=1e-6)

PRESETS: dict[str, Preset] = {
    "transformer-base": TRANSFORMER_BASE,
    "transformer-big": TRANSFORMER_BIG,
    "gpt-1": GPT_1,
    "gpt-2": GPT_2,
    "gpt-2-medium": GPT_2_MEDIUM,
    "gpt-2-large": GPT_2_LARGE,
    "gpt-2-xl": GPT_2_XL,
    "gpt-3": GPT_3,
    "bert-base": BERT_BASE,
    "bert-large": BERT_LARGE,
    "llama-7b": LLAMA_7B,
    "llama-13b": LLAMA_13B,
    "llama-33b": LLAMA_33B,
    "llama-65b": LLAMA_65B,
    "llama-2-7b": LLAMA_2_7B,
    "llama-2-70b": LLAMA_2_70B,
    "llama-3-8b": LLAMA_3_8B,
    "llama-3-70b": LLAMA_3_70B,
    "llama-3.1-405b": LLAMA_3_1_405B,
    "mistral-7b": MISTRAL_7B,
    "smollm2-135m": SMOLLM2_135M,
    "vit-base-16": VIT_BASE_16,
    "vit-large-16": VIT_LARGE_16,
}


def preset(name: str) -> Preset:
    """Return a published model's sizes by its name.

    Raises:
        ValueError: if there is none of that name.

    >>> preset("gpt-2").parameters
    124439808
    """
    if name not in PRESETS:
        raise ValueError(f"expected a preset among {', '.join(PRESETS)}, got {name!r}")
    return PRESETS[name]
