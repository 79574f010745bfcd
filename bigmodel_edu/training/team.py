"""Who trains: one process, or several that share the work. The loop asks its team; alone, every answer is the simple one."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from torch import nn
from torch.optim import Optimizer


class Team:
    """A team of one.

    Attributes:
        rank: this process's number.
        workers: how many processes train together.
    """

    rank = 0
    workers = 1

    def share(self, objective: nn.Module) -> nn.Module:
        """Spread the work over the team; return what to call instead."""
        return objective

    def gather_later(self, objective: nn.Module) -> AbstractContextManager[Any]:
        """Return a context in which gradients stay with each process: all but the last batch of a step run in it."""
        return nullcontext()

    def mean(self, value: float) -> float:
        """Return the mean of a number over the team."""
        return value

    def states(self, model: nn.Module, optimiser: Optimizer) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the whole states of model and optimiser; on other ranks than 0 they may be empty."""
        return model.state_dict(), optimiser.state_dict()

    def load(self, model: nn.Module, optimiser: Optimizer, model_state: dict[str, Any], optimiser_state: dict[str, Any]) -> None:
        """Put whole states back."""
        model.load_state_dict(model_state)
        optimiser.load_state_dict(optimiser_state)

    def load_weights(self, model: nn.Module, model_state: dict[str, Any]) -> None:
        """Put a model's whole state back."""
        model.load_state_dict(model_state)
