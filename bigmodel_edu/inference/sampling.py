"""From scores to the next token: repetition penalty, temperature, top-k, top-p, and the draw.

Every request has a generator of its own, so that the same seed gives the same text whoever else is served at the time.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import Tensor

FIRST_LOOK = 256  # most nuclei are smaller, and finding 256 of 49,152 is ten times as fast as sorting all


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen.

    Attributes:
        temperature: what scores are divided by; 0 always takes the likeliest token.
        top_k: choose among so many of the likeliest; None leaves all.
        top_p: choose among the likeliest that together have at least this probability; 1 leaves all.
        repetition_penalty: above 1, tokens that have occurred become less likely.

    Raises:
        ValueError: if a setting cannot be.

    >>> Sampling(temperature=0.7, top_p=0.9).greedy
    False
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float = 1.0
    repetition_penalty: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 100:
            raise ValueError(f"expected a temperature from 0 to 100, got {self.temperature}")
        if self.top_k is not None and self.top_k < 1:
            raise ValueError(f"expected top_k of at least 1 or None, got {self.top_k}")
        if not 0 < self.top_p <= 1:
            raise ValueError(f"expected top_p above 0 and up to 1, got {self.top_p}")
        if not 0 < self.repetition_penalty <= 100:
            raise ValueError(f"expected a repetition_penalty above 0 and up to 100, got {self.repetition_penalty}")

    @property
    def greedy(self) -> bool:
        """Whether nothing is left to chance."""
        return self.temperature == 0 or self.top_k == 1


def penalise_repetition(logits: Tensor, seen: Collection[int], penalty: float) -> Tensor:
    r"""Make tokens less likely that have occurred: however often, once.

    .. math:: z_i \mapsto z_i / \theta \text{ where } z_i > 0, \qquad z_i \theta \text{ where } z_i \le 0

    A negative score is multiplied: divided it would rise.

    Args:
        logits: (V,).
        seen: ids that have occurred.
        penalty: θ; 1 changes nothing.

    Returns:
        (V,), a copy where something changes.

    Source: Keskar et al. 2019, "CTRL", section 4.1, whose division by θ for every score is right for positive ones only.

    >>> penalise_repetition(torch.tensor([3.0, -1.0, 2.0]), [0, 1, 0], 1.5)
    tensor([ 2.0000, -1.5000,  2.0000])
    """
    if penalty == 1 or not seen:
        return logits
    places = torch.tensor(sorted(set(seen)), device=logits.device)
    scores = logits[places]
    return logits.index_copy(0, places, torch.where(scores > 0, scores / penalty, scores * penalty))


def candidates(logits: Tensor, sampling: Sampling) -> tuple[Tensor, Tensor]:
    """Return the tokens that may come next, likeliest first, and their probabilities.

    Both filters look at the same distribution, that of the scores divided by the temperature: a token stays if it is among the k
    likeliest *and* among those that reach p. (Libraries that cut one after the other measure p on what top-k has left.)

    Args:
        logits: (V,).
        sampling: how to choose; the repetition penalty is not applied here.

    Returns:
        ids (N,) and probabilities (N,) that sum to 1.

    Source: temperature: Ackley, Hinton and Sejnowski 1985; top-k: Fan et al. 2018; top-p: Holtzman et al. 2019, equation 2.

    >>> ids, probabilities = candidates(torch.tensor([0.5, 0.3, 0.2]).log(), Sampling(top_p=0.7))
    >>> ids.tolist(), probabilities
    ([0, 1], tensor([0.6250, 0.3750]))
    """
    if sampling.greedy:
        return logits.argmax(dim=-1, keepdim=True), torch.ones(1, device=logits.device)
    size = len(logits)
    probabilities = torch.softmax(logits.float() / sampling.temperature, dim=-1)
    limit = min(sampling.top_k or size, size)
    if sampling.top_p == 1 and limit == size:
        return torch.arange(size, device=logits.device), probabilities
    look = limit if sampling.top_p == 1 else min(limit, FIRST_LOOK)
    kept, ids = probabilities.topk(look)
    if sampling.top_p < 1:
        if look < limit and float(kept.sum()) < sampling.top_p:
            kept, ids = probabilities.topk(limit)
        before = kept.cumsum(dim=-1) - kept  # what the likelier ones reach together
        count = max(1, int((before < sampling.top_p).sum()))  # the first one always stays
        kept, ids = kept[:count], ids[:count]
    return ids, kept / kept.sum()


def sample(logits: Tensor, sampling: Sampling, generator: torch.Generator | None = None, seen: Collection[int] = ()) -> int:
    """Choose the next token.

    Args:
        logits: (V,), finite.
        sampling: how.
        generator: where chance comes from, on the CPU; torch's global one by default.
        seen: the tokens so far, for the repetition penalty.

    Returns:
        the token's id.

    Raises:
        ValueError: if the scores are no vector, or the largest is not finite: a model that has diverged must not go on writing.

    >>> sample(torch.tensor([0.1, 2.0, -1.0]), Sampling(temperature=0))
    1
    """
    if logits.dim() != 1 or logits.numel() == 0:
        raise ValueError(f"expected the scores of one token, (V,), got {tuple(logits.shape)}")
    scores = penalise_repetition(logits, seen, sampling.repetition_penalty)
    if sampling.greedy:
        best, place = scores.max(dim=-1)
        if not math.isfinite(float(best)):
            raise ValueError("expected finite scores, got NaN or infinity: has the model diverged?")
        return int(place)
    ids, probabilities = candidates(scores, sampling)
    if not math.isfinite(float(probabilities[0])):
        raise ValueError("expected finite scores, got NaN or infinity: has the model diverged?")
    place = torch.multinomial(probabilities.cpu(), 1, generator=generator)
    return int(ids[int(place)])
