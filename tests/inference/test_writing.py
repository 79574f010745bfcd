import pytest
import torch

from bigmodel_edu.inference import Sampling, Writer, generate, stream
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.models.llama import Llama, LlamaConfig
from bigmodel_edu.models.quantized_linear import quantize_model

PROMPTS = [[3, 1, 4, 1, 5, 9, 2], [6], [5, 3, 5], [8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2]]


def shaken(model, dtype):
    """Weights large enough that every part matters, biases and norms included."""
    generator = torch.Generator().manual_seed(7)
    for parameter in model.parameters():
        parameter.data.add_(0.3 * torch.randn(parameter.shape, generator=generator))
    return model.to(dtype).eval()


def models(dtype=torch.float64):
    gpt = GPTConfig(vocabulary=23, context=40, layers=3, heads=3, width=12)
    llama = LlamaConfig(vocabulary=23, context=40, layers=2, heads=6, key_heads=2, width=24, hidden=31)
    yield "gpt", shaken(GPT(gpt), dtype)
    yield "gpt without biases", shaken(GPT(GPTConfig(**{**vars(gpt), "bias": False, "activation": "gelu-tanh"})), dtype)
    yield "gpt-1's norms", shaken(GPT(GPTConfig(**{**vars(gpt), "pre_norm": False})), dtype)
    yield "llama", shaken(Llama(llama), dtype)
    yield "llama, tied", shaken(Llama(LlamaConfig(**{**vars(llama), "tied": True})), dtype)


with torch.random.fork_rng(devices=[]):  # the same models whatever ran before
    torch.manual_seed(3)
    MODELS = dict(models())


def without_cache(model, prompt, limit):
    """Write greedily, reading everything again for every token."""
    ids = list(prompt)
    with torch.no_grad():
        for _ in range(limit):
            ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
    return ids[len(prompt) :]


@pytest.mark.parametrize("name", MODELS)
def test_texts_of_unequal_length_with_caches_are_those_without(name):
    model = MODELS[name]
    expected = [without_cache(model, prompt, 15) for prompt in PROMPTS]
    assert generate(model, PROMPTS, 15) == expected
    assert len({tuple(text) for text in expected}) > 1


@pytest.mark.parametrize("name", MODELS)
def test_scores_are_those_of_the_model_itself(name):
    model, writer = MODELS[name], Writer(MODELS[name])
    read = [writer.read(prompt, room=4) for prompt in PROMPTS]
    caches, texts = [cache for cache, _ in read], [list(prompt) for prompt in PROMPTS]
    for step in range(4):
        for text in texts:
            text.append((7 * step + len(text)) % 23)
        scores = writer.step([text[-1] for text in texts], caches)
        for row, text in zip(scores, texts, strict=True):
            with torch.no_grad():
                assert torch.allclose(row, model(torch.tensor([text]))[0, -1], atol=1e-9)


@pytest.mark.parametrize("bits", [4, 8])
def test_quantized_layers_are_called_as_they_are(bits):
    model = shaken(Llama(LlamaConfig(vocabulary=32, context=40, layers=2, heads=4, key_heads=2, width=32, hidden=64)), torch.float32)
    quantize_model(model, bits)
    writer = Writer(model)
    cache, _ = writer.read([1, 2, 3], room=1)
    with torch.no_grad():
        assert torch.allclose(writer.step([5], [cache])[0], model(torch.tensor([[1, 2, 3, 5]]))[0, -1], atol=1e-3)


def test_a_seed_gives_one_text_whoever_else_is_written():
    model, sampling = MODELS["gpt"], Sampling(temperature=1.5, top_p=0.95, repetition_penalty=1.2)
    together = generate(model, PROMPTS, 12, sampling, seed=100)
    alone = [generate(model, [prompt], 12, sampling, seed=100 + place)[0] for place, prompt in enumerate(PROMPTS)]
    assert together == alone
    assert list(stream(model, PROMPTS[0], 12, sampling, seed=100)) == alone[0]
    assert generate(model, PROMPTS, 12, sampling, seed=999) != together


def test_end_tokens_end_a_text_and_are_not_part_of_it():
    model = MODELS["gpt"]
    whole = generate(model, [PROMPTS[0]], 15)[0]
    end = whole[6]
    expected = whole[: whole.index(end)]
    assert generate(model, [PROMPTS[0]], 15, end={end})[0] == expected
    assert list(stream(model, PROMPTS[0], 15, end={end})) == expected


def test_a_very_high_repetition_penalty_writes_every_token_once():
    text = generate(MODELS["gpt"], [[1]], 10, Sampling(temperature=0, repetition_penalty=100.0))[0]
    assert len(set(text)) == len(text) and 1 not in text


@pytest.mark.parametrize(("prompt", "limit"), [([], 3), ([1] * 38, 3), ([1], 40)])
def test_what_does_not_fit_is_refused(prompt, limit):
    with pytest.raises(ValueError, match="expected"):
        generate(MODELS["gpt"], [[1], prompt], limit)


def test_a_text_may_fill_the_context():
    assert len(generate(MODELS["llama"], [[1] * 30], 10)[0]) == 10


def test_a_limit_of_none_is_refused():
    with pytest.raises(ValueError, match="limit"):
        generate(MODELS["gpt"], [[1]], 0)
