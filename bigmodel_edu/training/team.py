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
        """Return the whole states of model and optimiser, by the names of the parameters; on other ranks than 0 they may be empty."""
        names = _names(model, optimiser)
        state = optimiser.state_dict()
        memory = {names[place]: values for place, values in state["state"].items()}
        groups = [{**group, "params": [names[place] for place in group["params"]]} for group in state["param_groups"]]
        return model.state_dict(), {"state": memory, "param_groups": groups}

    def load(self, model: nn.Module, optimiser: Optimizer, model_state: dict[str, Any], optimiser_state: dict[str, Any]) -> None:
        """Put whole states back."""
        places = {name: place for place, name in enumerate(_names(model, optimiser))}
        memory = {places[name]: values for name, values in optimiser_state["state"].items()}
        groups = [{**group, "params": [places[name] for name in group["params"]]} for group in optimiser_state["param_groups"]]
        model.load_state_dict(model_state)
        optimiser.load_state_dict({"state": memory, "param_groups": groups})

    def load_weights(self, model: nn.Module, model_state: dict[str, Any]) -> None:
        """Put a model's whole state back."""
        model.load_state_dict(model_state)


def _names(model: nn.Module, optimiser: Optimizer) -> list[str]:
    """Return the names of what the optimiser changes, in its order: places would mean nothing to a team that splits the model."""
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    changed = [parameter for group in optimiser.param_groups for parameter in group["params"]]
    if any(id(parameter) not in names for parameter in changed):
        raise ValueError("expected an optimiser of the model's own parameters, it has others: make them part of the model")
    return [names[id(parameter)] for parameter in changed]
