"""The training loop: forward, backward, clip, step; record, evaluate, keep. One loop for every model of the course.

Nothing in it waits for a GPU but recording, evaluation and checkpoints: the loss is summed where it is computed.
"""

import math
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from bigmodel_edu.device import autocast, keep_memory
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress
from bigmodel_edu.training.batches import Batch, Batches
from bigmodel_edu.training.checkpoint import Checkpoint, load_checkpoint, random_state, restore_random_state, save_checkpoint
from bigmodel_edu.training.clipping import clip_gradients
from bigmodel_edu.training.decoupled import adamw
from bigmodel_edu.training.history import History
from bigmodel_edu.training.hyperparameters import TrainingConfig
from bigmodel_edu.training.team import Team

LossFunction = Callable[..., Tensor]


@dataclass
class Training:
    """What a run leaves.

    Attributes:
        model: the trained model, the one that was passed in.
        history: its curves.
        steps: steps done, those before a resumption included.
        stopped_early: whether patience ended it.
        seconds: how long this call took; not part of what is compared or shown.
    """

    model: nn.Module = field(repr=False)
    history: History = field(repr=False)
    steps: int
    stopped_early: bool
    seconds: float = field(repr=False, compare=False)


class Objective(nn.Module):
    """A model and its loss as one module, so that it can be compiled and shared as a whole."""

    def __init__(self, model: nn.Module, loss: LossFunction | None) -> None:
        super().__init__()
        if loss is None and not callable(getattr(model, "loss", None)):
            raise ValueError(f"expected a loss function, or a model with a method loss(*batch), got {type(model).__name__} without one")
        self.model = model
        self._loss = loss

    def forward(self, *batch: Tensor) -> Tensor:
        """Return the batch's mean loss, a scalar."""
        loss = self.model.loss(*batch) if self._loss is None else self._loss(self.model, *batch)  # type: ignore[operator]
        if not isinstance(loss, Tensor) or loss.dim():
            found = f"shape {tuple(loss.shape)}" if isinstance(loss, Tensor) else type(loss).__name__
            raise ValueError(f"expected the batch's mean loss as a tensor without axes, got {found}: take the mean")
        return loss


def train(
    model: nn.Module,
    batches: Batches,
    config: TrainingConfig,
    *,
    loss: LossFunction | None = None,
    evaluate: Callable[[nn.Module], float] | None = None,
    optimiser: Callable[[nn.Module], Optimizer] | None = None,
    checkpoint: str | Path | None = None,
    team: Team | None = None,
    progress: bool | None = None,
) -> Training:
    """Train a model.

    Args:
        model: on the device where it shall be trained.
        batches: number → tensors, such as :class:`TokenBatches`; the same number must give the same batch.
        config: how to train.
        loss: (model, *batch) → the batch's mean loss; None calls ``model.loss(*batch)``.
        evaluate: model → a loss on held-out data, the smaller the better, such as by :func:`held_out_loss`.
        optimiser: model → what changes the weights; None is fused AdamW as the configuration says.
        checkpoint: a file. If it exists the run goes on from it, else it is written as the configuration says.
        team: the processes that train together; None is this one alone.
        progress: show a line of progress; None decides by the place (see :class:`bigmodel_edu.progress_bar.Progress`).

    Raises:
        ValueError: if a patience is set and nothing evaluates, or the checkpoint is of a run with other settings.
        FloatingPointError: if the loss is no longer a finite number; the message says what to try.

    >>> model = nn.Linear(1, 1, bias=False)
    >>> done = train(model, lambda number: (torch.ones(4, 1),), TrainingConfig(steps=200, learning_rate=0.1, weight_decay=0.0),
    ...              loss=lambda model, x: (model(x) - 3).square().mean())
    >>> done.steps, abs(model.weight.item() - 3) < 0.05
    (200, True)
    """
    run = _Run(model, batches, config, loss, evaluate, optimiser, Path(checkpoint) if checkpoint else None, team or Team())
    started = time.perf_counter()
    with Progress(_("Training"), config.steps, show=progress if run.team.rank == 0 else False) as bar:
        while not run.over:
            run.one_step()
            bar.update(run.step, run.note)
    run.finish()
    return Training(model, run.history, run.step, run.stopped_early, time.perf_counter() - started)


class _Run:
    """The state of a run, and what happens in each step."""

    def __init__(
        self, model: nn.Module, batches: Batches, config: TrainingConfig, loss: LossFunction | None,
        evaluate: Callable[[nn.Module], float] | None, optimiser: Callable[[nn.Module], Optimizer] | None, path: Path | None, team: Team,
    ) -> None:  # fmt: skip
        if config.patience is not None and evaluate is None:
            raise ValueError(f"expected an evaluate function with a patience of {config.patience}")
        self.model, self.batches, self.config, self.evaluate, self.path, self.team = model, batches, config, evaluate, path, team
        self.objective = team.share(Objective(model, loss))
        self.optimiser = (
            optimiser(model) if optimiser else adamw(model, lr=config.learning_rate, weight_decay=config.weight_decay, betas=config.betas)
        )
        self.parameters = [parameter for group in self.optimiser.param_groups for parameter in group["params"]]
        self.device = self.parameters[0].device
        if self.device.type == "cpu":
            keep_memory()
        self.step, self.history, self.note = 0, History(), ""
        self.best: dict[str, Any] | None = None
        self.loss_sum, self.norm = torch.zeros((), device=self.device), torch.full((), math.nan)
        if path is not None and path.exists():
            self._go_on(load_checkpoint(path))
        self.call = torch.compile(self.objective) if config.compile else self.objective
        model.train()

    @property
    def over(self) -> bool:
        """Whether the steps are done, or the model has not become better for too long."""
        return self.step >= self.config.steps or self.stopped_early

    @property
    def stopped_early(self) -> bool:
        """Whether patience has ended the run before its last step."""
        patience = self.config.patience
        return patience is not None and self.step < self.config.steps and self.history.evaluations_since_best >= patience

    def one_step(self) -> None:
        """Change the weights once; then record, evaluate and keep, where it is time."""
        config = self.config
        for group in self.optimiser.param_groups:
            group["lr"] = config.rate(self.step)
        self._backward()
        if config.clip is not None:
            self.norm = clip_gradients(self.parameters, config.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        if self._is_time(config.record_every):
            self._record()
        if self.evaluate is not None and self._is_time(config.evaluate_every):
            self._evaluate(self.evaluate)
        if self.path is not None and (self._is_time(config.checkpoint_every) or self.over):
            self._keep(self.path)

    def _is_time(self, every: int | None) -> bool:
        return self.step == self.config.steps or (every is not None and self.step % every == 0)

    def _backward(self) -> None:
        """Compute the gradient of the mean loss of the step's batches."""
        parts = self.config.accumulate
        for part in range(parts):
            batch = self._to_device(self.batches(self.step * parts + part))
            with self.team.gather_later(self.objective) if part + 1 < parts else nullcontext():
                with autocast(self.device, self.dtype):
                    loss = self.call(*batch) / parts
                loss.backward()
            self.loss_sum += loss.detach()

    @property
    def dtype(self) -> torch.dtype | None:
        """The number format of matrix products; None leaves it to the device."""
        return None if self.config.number_format == "auto" else getattr(torch, self.config.number_format)

    def _to_device(self, batch: Batch) -> Batch:
        if not isinstance(batch, tuple | list):
            raise TypeError(f"expected batches to give a tuple of tensors, got {type(batch).__name__}; for one tensor write (tensor,)")
        if self.device.type == "cuda":  # pinned memory is copied while the GPU computes
            return tuple(tensor.pin_memory().to(self.device, non_blocking=True) for tensor in batch)
        return tuple(tensor.to(self.device) for tensor in batch)

    def _record(self) -> None:
        """Add a point to the curve: the mean loss since the last point."""
        before = self.history.steps[-1] if self.history.steps else 0
        loss = self.team.mean(float(self.loss_sum) / (self.step - before))
        self.loss_sum.zero_()
        if not math.isfinite(loss):
            advice = _("The loss is {loss} at step {step}. Try a lower learning rate, a longer warm-up, or clipping.")
            raise FloatingPointError(advice.format(loss=loss, step=self.step))
        self.history.recorded(self.step, loss, self.config.rate(self.step - 1), float(self.norm))
        self.note = _("loss {loss:.3f}").format(loss=loss)

    def _evaluate(self, evaluate: Callable[[nn.Module], float]) -> None:
        """Add an evaluation; remember the model if it is the best and the run may go back to it."""
        self.model.eval()
        self.history.evaluated(self.step, self.team.mean(float(evaluate(self.model))))
        self.model.train()
        if self.config.patience is not None and self.history.evaluations_since_best == 0:
            state, _optimiser = self.team.states(self.model, self.optimiser)
            self.best = {name: tensor.detach().cpu().clone() for name, tensor in state.items()}

    def _keep(self, path: Path) -> None:
        """Write the checkpoint."""
        model, optimiser = self.team.states(self.model, self.optimiser)
        loss_sum = self.team.mean(float(self.loss_sum))
        if self.team.rank == 0:
            curves = self.history.as_dict()
            save_checkpoint(Checkpoint(self.step, asdict(self.config), model, optimiser, random_state(), curves, loss_sum, self.best), path)

    def _go_on(self, state: Checkpoint) -> None:
        """Take up a run where its checkpoint was written."""
        state.require(self.config)
        try:
            self.team.load(self.model, self.optimiser, state.model, state.optimiser)
        except (KeyError, RuntimeError) as error:
            advice = "use another file or delete it"
            raise ValueError(f"expected the checkpoint of a model and an optimiser like these: {error}; {advice}") from error
        restore_random_state(state.random)
        self.step, self.history, self.best = state.step, History(**state.history), state.best
        self.loss_sum.fill_(state.loss_sum)

    def finish(self) -> None:
        """Go back to the best model where the run stops early, and leave the model ready for use."""
        if self.best is not None:
            self.team.load_weights(self.model, self.best)
        self.model.eval()
