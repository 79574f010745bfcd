"""Several processes train one model: data-parallel, or with weights, gradients and optimiser spread over all (FSDP).

torch does the work; the loop stays the same and only asks its team. ``torchrun`` starts the processes:

    torchrun --standalone --nproc-per-node 2 -m bigmodel_edu.training.run_together --strategy fsdp --steps 50

On GPUs they speak NCCL, elsewhere gloo. Every process takes its share of the same batch, so the losses are those of one process.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

from bigmodel_edu.training.team import Team

STRATEGIES = ("ddp", "fsdp")


class ProcessTeam(Team):
    """The processes of a torch process group.

    Args:
        strategy: ``ddp`` (each holds the whole model; gradients are averaged) or ``fsdp`` (each holds a part of everything).
        device: where this process computes.

    Raises:
        ValueError: for another strategy.

    Source: Li et al. 2020, "PyTorch Distributed"; Zhao et al. 2023, "PyTorch FSDP"; the idea of FSDP: Rajbhandari et al. 2020, "ZeRO".
    """

    def __init__(self, strategy: str, device: torch.device) -> None:
        if strategy not in STRATEGIES:
            raise ValueError(f"expected a strategy of {', '.join(STRATEGIES)}, got {strategy!r}")
        self.strategy, self.device = strategy, device
        self.rank, self.workers = torch.distributed.get_rank(), torch.distributed.get_world_size()

    def share(self, objective: nn.Module) -> nn.Module:
        """Spread the model: a copy to each process, or a part of every layer to each."""
        if self.strategy == "ddp":
            places = [self.device.index] if self.device.type == "cuda" else None
            return nn.parallel.DistributedDataParallel(objective, device_ids=places)
        from torch.distributed.device_mesh import init_device_mesh
        from torch.distributed.fsdp import fully_shard, register_fsdp_forward_method

        model: Any = objective.model
        mesh = init_device_mesh(self.device.type, (self.workers,))
        for block in getattr(model, "blocks", ()):
            fully_shard(block, mesh=mesh)  # a block's weights are gathered just before it computes, and let go after
        fully_shard(model, mesh=mesh)
        for method in ("loss", "hidden_states"):
            if hasattr(model, method):
                register_fsdp_forward_method(model, method)  # these, too, need the weights in one place
        return objective

    def gather_later(self, objective: nn.Module) -> AbstractContextManager[Any]:
        """Return a context in which gradients are summed here and not yet sent."""
        if isinstance(objective, nn.parallel.DistributedDataParallel):
            return objective.no_sync()
        return _without_sync(objective.model)

    def mean(self, value: float) -> float:
        """Return the mean of a number over all processes."""
        number = torch.tensor(value, dtype=torch.float64, device=self.device)
        torch.distributed.all_reduce(number)
        return float(number) / self.workers

    def states(self, model: nn.Module, optimiser: Optimizer) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the whole states, gathered on process 0."""
        from torch.distributed.checkpoint.state_dict import StateDictOptions, get_state_dict

        return get_state_dict(model, optimiser, options=StateDictOptions(full_state_dict=True, cpu_offload=True))

    def load(self, model: nn.Module, optimiser: Optimizer, model_state: dict[str, Any], optimiser_state: dict[str, Any]) -> None:
        """Give each process its part of whole states."""
        from torch.distributed.checkpoint.state_dict import StateDictOptions, set_state_dict

        options = StateDictOptions(full_state_dict=True)
        set_state_dict(model, optimiser, model_state_dict=model_state, optim_state_dict=optimiser_state, options=options)

    def load_weights(self, model: nn.Module, model_state: dict[str, Any]) -> None:
        """Give each process its part of a model's whole state, which process 0 holds."""
        from torch.distributed.checkpoint.state_dict import StateDictOptions, set_model_state_dict

        options = StateDictOptions(full_state_dict=True, broadcast_from_rank0=True)
        set_model_state_dict(model, model_state if self.rank == 0 else {}, options=options)


@contextmanager
def _without_sync(model: Any) -> Iterator[None]:
    model.set_requires_gradient_sync(False)
    try:
        yield
    finally:
        model.set_requires_gradient_sync(True)


@contextmanager
def process_team(strategy: str = "ddp") -> Iterator[Team]:
    """Join the processes that torchrun started; alone, be a team of one.

    Args:
        strategy: ``ddp`` or ``fsdp``.

    >>> with process_team() as team:
    ...     team.workers
    1
    """
    if strategy not in STRATEGIES:
        raise ValueError(f"expected a strategy of {', '.join(STRATEGIES)}, got {strategy!r}")
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Team()
        return
    on_gpu = torch.cuda.is_available()
    if on_gpu:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    torch.distributed.init_process_group("nccl" if on_gpu else "gloo")
    try:
        yield ProcessTeam(strategy, torch.device("cuda", torch.cuda.current_device()) if on_gpu else torch.device("cpu"))
    finally:
        torch.distributed.destroy_process_group()
