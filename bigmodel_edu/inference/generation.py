"""Write on from prompts: one text or many of unequal length, at once or as a stream of tokens."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import torch

from bigmodel_edu.inference.sampling import Sampling, sample
from bigmodel_edu.inference.writing import Writer
from bigmodel_edu.models.cache import KVCache
from bigmodel_edu.models.language_model import LanguageModel


@dataclass
class Writing:
    """One text that is being written.

    Attributes:
        prompt: its first tokens.
        limit: the most tokens that may be added.
        sampling: how they are chosen.
        end: tokens that end the text; they are not part of it.
        seed: where chance begins; the same seed gives the same text, whoever else is written at the time.
        tokens: those added so far.
        finished: why it ended: "stop" at an end token, "length" at the limit; None while it goes on.
    """

    prompt: Sequence[int]
    limit: int
    sampling: Sampling
    end: Collection[int] = ()
    seed: int | None = None
    tokens: list[int] = field(default_factory=list)
    finished: str | None = None
    cache: KVCache | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"expected a limit of at least 1 token, got {self.limit}")
        self._generator = torch.Generator()
        if self.seed is None:
            self._generator.seed()
        else:
            self._generator.manual_seed(self.seed)
        self._seen = set(self.prompt) if self.sampling.repetition_penalty != 1 else set()

    def choose(self, logits: torch.Tensor) -> int | None:
        """Add the next token by its scores (V,); return it, or None if it ends the text."""
        token = sample(logits, self.sampling, self._generator, self._seen)
        if token in self.end:
            self.finished = "stop"
            return None
        self.tokens.append(token)
        if self.sampling.repetition_penalty != 1:
            self._seen.add(token)
        if len(self.tokens) >= self.limit:
            self.finished = "length"
        return token


def begin(writer: Writer, writing: Writing) -> int | None:
    """Read a text's prompt and choose its first token."""
    writing.cache, logits = writer.read(writing.prompt, writing.limit)
    return writing.choose(logits)


def advance(writer: Writer, writings: Sequence[Writing]) -> list[int | None]:
    """Write one more token of each text, all in one pass through the model."""
    caches = [writing.cache for writing in writings]
    logits = writer.step([writing.tokens[-1] for writing in writings], caches)  # type: ignore[arg-type]
    return [writing.choose(row) for writing, row in zip(writings, logits.unbind(), strict=True)]


def generate(
    model: LanguageModel | Writer,
    prompts: Sequence[Sequence[int]],
    limit: int,
    sampling: Sampling | None = None,
    *,
    end: Collection[int] = (),
    seed: int | None = None,
) -> list[list[int]]:
    """Write on from each prompt.

    Args:
        model: in evaluation mode, or a writer of one, which saves setting up again.
        prompts: token ids, of any lengths.
        limit: the most tokens to add to each.
        sampling: how they are chosen; greedily by default.
        end: tokens that end a text.
        seed: chance begins from it, one higher for each prompt.

    Returns:
        the added tokens of each text.

    Raises:
        ValueError: if a prompt is empty or, with the limit, longer than the model's context.

    >>> from bigmodel_edu.models.gpt import GPT, GPTConfig
    >>> model = GPT(GPTConfig(vocabulary=50, context=16, layers=2, heads=2, width=8)).eval()
    >>> [len(text) for text in generate(model, [[1, 2, 3], [4]], limit=5)]
    [5, 5]
    """
    writer = model if isinstance(model, Writer) else Writer(model)
    chosen = sampling or Sampling(temperature=0)
    for prompt in prompts:
        require_room(writer.model, len(prompt), limit)
    texts = [Writing(prompt, limit, chosen, end, None if seed is None else seed + place) for place, prompt in enumerate(prompts)]
    for text in texts:
        begin(writer, text)
    while going := [text for text in texts if text.finished is None]:
        advance(writer, going)
    return [text.tokens for text in texts]


def stream(
    model: LanguageModel | Writer,
    prompt: Sequence[int],
    limit: int,
    sampling: Sampling | None = None,
    *,
    end: Collection[int] = (),
    seed: int | None = None,
) -> Iterator[int]:
    """Write on from one prompt and give each token as soon as it is chosen; see :func:`generate`.

    >>> from bigmodel_edu.models.gpt import GPT, GPTConfig
    >>> model = GPT(GPTConfig(vocabulary=50, context=16, layers=2, heads=2, width=8)).eval()
    >>> list(stream(model, [1, 2], 4)) == generate(model, [[1, 2]], 4)[0]
    True
    """
    writer = model if isinstance(model, Writer) else Writer(model)
    require_room(writer.model, len(prompt), limit)
    text = Writing(prompt, limit, sampling or Sampling(temperature=0), end, seed)
    token = begin(writer, text)
    while token is not None:
        yield token
        if text.finished is not None:
            return
        (token,) = advance(writer, [text])


def require_room(model: LanguageModel, prompt: int, limit: int) -> None:
    """Check that a prompt and what shall follow it fit into the model's context.

    Raises:
        ValueError: saying by how much they do not.
    """
    context = model.config.context
    if prompt < 1:
        raise ValueError("expected a prompt of at least one token, got none")
    if prompt + limit > context:
        raise ValueError(f"expected prompt and answer within the context of {context} tokens, got {prompt} + {limit}")
