"""Published sizes give the published numbers of weights, and no memory is needed to count them."""

import pytest
import torch

from bigmodel_edu.models.bert import Bert, BertConfig
from bigmodel_edu.models.configuration import count_parameters
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.llama import Llama, LlamaConfig
from bigmodel_edu.models.presets import PRESETS, preset
from bigmodel_edu.models.transformer import Transformer, TransformerConfig
from bigmodel_edu.models.vit import ViT, ViTConfig

PUBLISHED = {
    "gpt-1": 116_534_784,
    "gpt-2": 124_439_808,
    "gpt-2-medium": 354_823_168,
    "gpt-2-large": 774_030_080,
    "gpt-2-xl": 1_557_611_200,
    "gpt-3": 174_604_259_328,
    "bert-base": 109_482_240,
    "bert-large": 335_141_888,
    "llama-7b": 6_738_415_616,
    "llama-13b": 13_015_864_320,
    "llama-33b": 32_528_943_616,
    "llama-65b": 65_285_660_672,
    "llama-2-70b": 68_976_648_192,
    "llama-3-8b": 8_030_261_248,
    "llama-3-70b": 70_553_706_496,
    "llama-3.1-405b": 405_853_388_800,
    "mistral-7b": 7_241_732_096,
    "smollm2-135m": 134_515_008,
    "vit-base-16": 86_567_656,
    "vit-large-16": 304_326_632,
}
MODELS = {GPTConfig: GPT, LlamaConfig: Llama, BertConfig: Bert, TransformerConfig: Transformer, ViTConfig: ViT}


@pytest.mark.parametrize(("name", "count"), PUBLISHED.items())
def test_the_formula_gives_the_published_number(name, count):
    assert preset(name).parameters == count


@pytest.mark.parametrize("name", PRESETS)
def test_the_formula_counts_what_is_built(name):
    with torch.device("meta"):
        model = MODELS[type(preset(name))](preset(name))
    assert count_parameters(model) == preset(name).parameters


@pytest.mark.parametrize(
    "config",
    [
        GPTConfig(7, 5, layers=2, heads=3, width=9, bias=False),
        GPTConfig(7, 5, layers=1, heads=1, width=3, pre_norm=False, bias=False),
        LlamaConfig(7, 5, layers=3, heads=6, key_heads=3, width=12, hidden=5, tied=True),
        BertConfig(vocabulary=7, context=5, segments=3, layers=2, heads=2, width=6, hidden=7, pooler=False, pre_norm=True),
        TransformerConfig(vocabulary=7, target_vocabulary=9, context=5, layers=2, heads=6, key_heads=2, width=12, hidden=5),
        ViTConfig(image=12, patch=3, channels=2, classes=4, layers=2, heads=2, width=6, pre_norm=False),
    ],
)
def test_the_formula_holds_for_odd_sizes(config):
    assert count_parameters(MODELS[type(config)](config)) == config.parameters


def test_gpt_2_small_without_biases():
    sizes = preset("gpt-2")
    plain = GPTConfig(sizes.vocabulary, sizes.context, sizes.layers, sizes.heads, sizes.width, bias=False)
    assert plain.parameters == 124_337_664


@pytest.mark.parametrize(
    ("name", "size"), [("llama-2-7b", 524_288), ("llama-3-8b", 131_072), ("llama-3-70b", 327_680), ("llama-3.1-405b", 516_096)]
)
def test_the_cache_takes_the_published_bytes_a_token(name, size):
    with torch.device("meta"):
        assert Llama(preset(name)).to(torch.bfloat16).new_cache(1, 1).bytes == size


def test_gpt_3s_cache_too():
    with torch.device("meta"):
        assert GPT(preset("gpt-3")).to(torch.float16).new_cache(1, 1).bytes == 4_718_592


def test_the_paper_rounds_the_transformers_to_millions():
    assert preset("transformer-base").parameters == pytest.approx(65e6, rel=0.03)
    assert preset("transformer-big").parameters == pytest.approx(213e6, rel=0.01)


def test_an_unknown_preset_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"transformer-base, .*, got 'gpt-9'"):
        preset("gpt-9")
