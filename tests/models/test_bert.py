"""BERT: both directions, padding, the pooler, and gaps."""

import pytest
import torch

from bigmodel_edu.models.bert import Bert, BertConfig, MaskedLanguageModel, mean_pool

SIZES = {"vocabulary": 29, "context": 9, "layers": 2, "heads": 2, "width": 10}


@pytest.fixture
def model():
    model = Bert(BertConfig(**SIZES), generator=torch.Generator().manual_seed(4)).eval()
    with torch.no_grad():
        for weight in model.parameters():
            weight.mul_(10)
    return model


def texts(*shape, seed=0):
    return torch.randint(29, shape, generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def test_every_token_sees_every_other(model):
    ids = texts(1, 6)
    changed = ids.clone()
    changed[0, 5] = (changed[0, 5] + 1) % 29
    assert ((model(ids) - model(changed)).abs().amax(-1) > 1e-4).all()


@torch.no_grad()
def test_padding_changes_nothing(model):
    ids = texts(2, 5)
    padded = torch.cat([ids, texts(2, 3, seed=1)], dim=1)
    mask = (torch.arange(8) < 5).expand(2, 8)
    torch.testing.assert_close(model(padded, mask)[:, :5], model(ids), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(mean_pool(model(padded, mask), mask), model(ids).mean(1), atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_segments_and_positions_matter(model):
    ids = texts(1, 4)
    assert not torch.allclose(model(ids), model(ids, segments=torch.tensor([[0, 0, 1, 1]])), atol=1e-3)
    same = torch.full((1, 4), 7)
    assert not torch.allclose(model(same)[0, 0], model(same)[0, 1], atol=1e-3)


@torch.no_grad()
def test_weights_come_from_the_same_computation(model):
    hidden, weights = model(texts(2, 7), return_weights=True)
    torch.testing.assert_close(hidden, model(texts(2, 7)), atol=1e-5, rtol=1e-5)
    assert [layer.shape for layer in weights] == [(2, 2, 7, 7)] * 2


def test_the_pooler_reads_the_first_token(model):
    hidden = model(texts(3, 4))
    torch.testing.assert_close(model.pool(hidden), torch.tanh(model.pooler(hidden[:, 0])))
    with pytest.raises(ValueError, match="a BERT with a pooler"):
        Bert(BertConfig(**SIZES, pooler=False)).pool(hidden)


def test_a_model_learns_to_fill_a_gap():
    torch.manual_seed(0)
    model = MaskedLanguageModel(Bert(BertConfig(**SIZES)))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    text = torch.tensor([[3, 4, 5, 6, 7]])
    gap = text.clone()
    gap[0, 2] = 0
    for _ in range(30):
        loss = torch.nn.functional.cross_entropy(model(gap)[:, 2], text[:, 2])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert model(gap)[0, 2].argmax() == 5 and loss < 0.1


def test_mistakes_are_named(model):
    with pytest.raises(ValueError, match=r"\(batch, 1 to 9 tokens\), got \(1, 10\)"):
        model(texts(1, 10))
    with pytest.raises(ValueError, match="bool mask"):
        model(texts(1, 4), torch.ones(1, 4))
    with pytest.raises(ValueError, match="at least one real token"):
        mean_pool(torch.zeros(1, 2, 3), torch.zeros(1, 2, dtype=torch.bool))
