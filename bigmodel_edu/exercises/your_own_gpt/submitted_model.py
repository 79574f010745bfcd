"""Read a submitted model and its tokenizer from plain arrays, within a budget; whatever is not as asked for is refused in words."""

import re
from collections.abc import Mapping

import numpy as np
import torch

from bigmodel_edu.calling import Plain
from bigmodel_edu.checking.artefact import Budget, Refused, read_weights, require_shape
from bigmodel_edu.language import _, plural
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.text import ByteLevelBPE

BUDGET = Budget(size=1_600_000, numbers=400_000, arrays=300)
MOST_MERGES, MOST_LAYERS, MOST_CONTEXT, LONGEST_TOKEN = 1_792, 8, 256, 64


def _tokenizer(arrays: Mapping[str, np.ndarray]) -> ByteLevelBPE:
    given = arrays.get("merges")
    merges = np.zeros((0, 2), dtype=np.int64) if given is None or not given.size else require_shape(arrays, "merges", (None, 2))
    if merges.dtype.kind not in "iu" or len(merges) > MOST_MERGES:
        message = _("`merges` must hold at most {most:,} pairs of whole numbers.")
        raise Refused(message.format(most=MOST_MERGES), "vocabulary")
    vocabulary = [bytes([byte]) for byte in range(256)]
    joined: list[tuple[int, int, int]] = []
    for left, right in merges.tolist():
        if not (0 <= left < len(vocabulary) and 0 <= right < len(vocabulary)):
            raise Refused(
                _("A merge joins two tokens that are there already; merge {rank} does not.").format(rank=len(joined)), "vocabulary"
            )
        token = vocabulary[left] + vocabulary[right]
        if len(token) > LONGEST_TOKEN:
            raise Refused(_("A token has more than {most} bytes.").format(most=LONGEST_TOKEN), "vocabulary")
        joined.append((left, right, len(vocabulary)))
        vocabulary.append(token)
    return ByteLevelBPE(vocabulary, joined)


def configuration(arrays: Mapping[str, np.ndarray], tokens: int) -> GPTConfig:
    embedding = require_shape(arrays, "token_embedding.weight", (None, None))
    if embedding.shape[0] != tokens:
        message = _("There are {rows:,} token vectors, and the tokenizer has {tokens:,} tokens (256 bytes and the merges).")
        raise Refused(message.format(rows=embedding.shape[0], tokens=tokens), "vocabulary")
    context = require_shape(arrays, "position_embedding.weight", (None, embedding.shape[1])).shape[0]
    numbers = {int(found[1]) for name in arrays if (found := re.fullmatch(r"blocks\.(\d{1,3})\..+", name))}
    heads = arrays.get("heads", np.zeros(0))
    if heads.size != 1 or heads.dtype.kind not in "iu" or not 1 <= int(heads.reshape(())) <= embedding.shape[1]:
        raise Refused(_("`heads` must hold one whole number: the number of heads of each layer."), "shape")
    if embedding.shape[1] % int(heads.reshape(())):
        raise Refused(_("The number of heads must divide the width, {width}.").format(width=embedding.shape[1]), "shape")
    if not 1 <= len(numbers) <= MOST_LAYERS or numbers != set(range(len(numbers))) or context > MOST_CONTEXT:
        message = _("1 to {layers} layers, numbered from 0, and at most {context} positions are expected.")
        raise Refused(message.format(layers=MOST_LAYERS, context=MOST_CONTEXT), "shape")
    return GPTConfig(
        vocabulary=tokens,
        context=context,
        layers=len(numbers),
        heads=int(heads.reshape(())),
        width=embedding.shape[1],
        bias="norm.bias" in arrays,
    )


def load_submission(answer: Plain) -> tuple[GPT, ByteLevelBPE]:
    """Return the submitted model and tokenizer.

    Raises:
        Refused: if anything about them is not as the chapter asks for.
    """
    arrays = read_weights(answer, BUDGET)
    tokenizer = _tokenizer(arrays)
    config = configuration(arrays, len(tokenizer))
    with torch.random.fork_rng(devices=[]), torch.device("meta"):  # nothing is allocated, and nobody's random numbers are used up
        model = GPT(config)
    expected = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    extra = sorted(set(arrays) - set(expected) - {"merges", "heads"})
    if extra:
        sentence = plural(
            "There is {count} array that the model does not have.", "There are {count} arrays that the model does not have.", len(extra)
        )
        raise Refused(sentence.format(count=len(extra)), "shape")
    weights = {}
    for name, shape in expected.items():
        array = require_shape(arrays, name, shape)
        with np.errstate(over="ignore"):
            weights[name] = torch.from_numpy(np.ascontiguousarray(array, dtype=np.float32))
        if not bool(torch.isfinite(weights[name]).all()):
            raise Refused(_("The array `{name}` does not fit into float32.").format(name=name), "not-finite")
    model.load_state_dict(weights, assign=True)
    return model.eval(), tokenizer
