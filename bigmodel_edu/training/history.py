"""What happened during a run: the curves that its figures are drawn from. It holds no times, so that it is the same in every run."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class History:
    """The curves of a run.

    Attributes:
        steps: the step after which each point of the training curve was taken.
        losses: mean training loss of the steps since the point before.
        learning_rates: the rate of that step.
        gradient_norms: norm of that step's gradient before clipping.
        evaluation_steps: the step after which each evaluation was made.
        evaluation_losses: its result.

    >>> history = History(); history.evaluated(10, 2.5); history.evaluated(20, 2.7)
    >>> history.best
    (10, 2.5)
    """

    steps: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    learning_rates: list[float] = field(default_factory=list)
    gradient_norms: list[float] = field(default_factory=list)
    evaluation_steps: list[int] = field(default_factory=list)
    evaluation_losses: list[float] = field(default_factory=list)

    def recorded(self, step: int, loss: float, learning_rate: float, gradient_norm: float) -> None:
        """Add a point to the training curve."""
        self.steps.append(step)
        self.losses.append(loss)
        self.learning_rates.append(learning_rate)
        self.gradient_norms.append(gradient_norm)

    def evaluated(self, step: int, loss: float) -> None:
        """Add an evaluation."""
        self.evaluation_steps.append(step)
        self.evaluation_losses.append(loss)

    @property
    def best(self) -> tuple[int, float] | None:
        """The step and loss of the best evaluation, the first of equals; None before any."""
        if not self.evaluation_losses:
            return None
        place = min(range(len(self.evaluation_losses)), key=self.evaluation_losses.__getitem__)
        return self.evaluation_steps[place], self.evaluation_losses[place]

    @property
    def evaluations_since_best(self) -> int:
        """How many evaluations came after the best."""
        best = self.best
        return 0 if best is None else len(self.evaluation_steps) - 1 - self.evaluation_steps.index(best[0])

    def as_dict(self) -> dict[str, Any]:
        """Return the curves as plain lists by name; ``History(**curves)`` makes them a history again."""
        return asdict(self)
