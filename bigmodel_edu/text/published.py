"""Tokenizers of published models, built from their vocabularies: GPT-2's files, and what a GGUF file holds."""

from collections.abc import Iterable, Mapping, Sequence

from bigmodel_edu.text.bpe import ByteLevelBPE
from bigmodel_edu.text.printable import from_printable


def published_bpe(
    tokens: Mapping[str, int], merges: Iterable[tuple[str, str]], *, special_tokens: Iterable[str] = (), scheme: str = "gpt2"
) -> ByteLevelBPE:
    """Build a tokenizer from a vocabulary whose tokens are written in printable characters, as GPT-2's is.

    Args:
        tokens: token → id, the ids 0 to size − 1.
        merges: pairs of tokens in rank order.
        special_tokens: the tokens that are names and stand for no bytes.
        scheme: how the published tokenizer splits text.

    Raises:
        ValueError: if ids are missing, or a merge names an unknown token.

    Example: ``published_bpe(real.tokens, real.merges, special_tokens=["<|endoftext|>"])`` with ``real = data.gpt2_vocabulary()``.
    """
    if sorted(tokens.values()) != list(range(len(tokens))):
        raise ValueError(f"expected the ids 0 to {len(tokens) - 1}, each once, got others")
    try:
        special = {name: tokens[name] for name in special_tokens}
        triples = [(tokens[left], tokens[right], tokens[left + right]) for left, right in merges]
    except KeyError as error:
        raise ValueError(f"expected special tokens and merges of the vocabulary, got the unknown token {error.args[0]!r}") from None
    vocabulary = [b""] * len(tokens)
    for token, place in tokens.items():
        vocabulary[place] = token.encode("utf-8") if token in special else from_printable(token)
    return ByteLevelBPE(vocabulary, triples, special, scheme)


def gguf_bpe(tokens: Sequence[str], merges: Sequence[str], special_tokens: Iterable[str], *, scheme: str = "smollm") -> ByteLevelBPE:
    """Build a tokenizer from what a GGUF file holds, such as SmolLM2's.

    Args:
        tokens: the fact ``tokenizer.ggml.tokens``, in the order of the ids.
        merges: the fact ``tokenizer.ggml.merges``: ``"left right"`` in rank order.
        special_tokens: the tokens whose ``tokenizer.ggml.token_type`` is 3 (control) or 4 (user-defined).
        scheme: how text is split; the fact ``tokenizer.ggml.pre`` names it (``smollm``, or ``gpt-2`` for gpt2).

    Raises:
        ValueError: if a merge is not two tokens of the vocabulary with one space between, or a token stands twice.
    """
    pairs = [(left, right) for left, space, right in (merge.partition(" ") for merge in merges) if space and " " not in right]
    if len(pairs) != len(merges):
        raise ValueError(f"expected each merge to be two tokens with a space between, {len(merges) - len(pairs)} are not")
    return published_bpe({token: place for place, token in enumerate(tokens)}, pairs, special_tokens=special_tokens, scheme=scheme)
