"""How to train: one frozen record, checked once."""

from dataclasses import dataclass

from bigmodel_edu.training.schedules import warmup_cosine

FORMATS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True)
class TrainingConfig:
    """The settings of a run.

    Attributes:
        steps: how many times the weights change.
        learning_rate: the highest rate, reached after the warm-up.
        final_learning_rate: the rate at the end; None is a tenth of the highest.
        warmup: steps until the highest rate.
        weight_decay: how much matrices shrink (AdamW's λ).
        betas: AdamW's β₁ and β₂.
        clip: the largest norm of the gradient; None leaves it as it is.
        accumulate: batches whose gradients are averaged for one step: a larger batch in the same memory.
        number_format: of matrix products: float32, bfloat16, or auto for what suits the device.
        compile: let torch compile the model first (a minute; pays on a GPU and in long runs).
        record_every: steps between two points of the training curve.
        evaluate_every: steps between two evaluations; None evaluates at the end only.
        patience: stop after so many evaluations in a row without a better one, and go back to the best; None never stops early.
        checkpoint_every: steps between two checkpoints; None writes one at the end only.

    Raises:
        ValueError: if a setting cannot be.

    >>> TrainingConfig(steps=100, warmup=10).rate(0)
    0.0001
    """

    steps: int
    learning_rate: float = 1e-3
    final_learning_rate: float | None = None
    warmup: int = 0
    weight_decay: float = 0.1
    betas: tuple[float, float] = (0.9, 0.99)
    clip: float | None = 1.0
    accumulate: int = 1
    number_format: str = "auto"
    compile: bool = False
    record_every: int = 10
    evaluate_every: int | None = None
    patience: int | None = None
    checkpoint_every: int | None = None

    def __post_init__(self) -> None:
        for name in ("steps", "accumulate", "record_every", "evaluate_every", "patience", "checkpoint_every"):
            value = getattr(self, name)
            optional = name in ("evaluate_every", "patience", "checkpoint_every")
            if not (optional and value is None) and (not isinstance(value, int) or value < 1):
                raise ValueError(f"expected {name} to be an integer of at least 1{' or None' if optional else ''}, got {value!r}")
        if self.clip is not None and not self.clip > 0:
            raise ValueError(f"expected clip above 0 or None, got {self.clip}")
        if self.number_format not in FORMATS:
            raise ValueError(f"expected number_format to be one of {', '.join(FORMATS)}, got {self.number_format!r}")
        if self.patience is not None and self.evaluate_every is None:
            raise ValueError(f"expected evaluate_every with a patience of {self.patience}: how often shall it be evaluated?")
        self.rate(0)

    def rate(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0."""
        final = self.learning_rate / 10 if self.final_learning_rate is None else self.final_learning_rate
        return warmup_cosine(step, peak=self.learning_rate, steps=self.steps, warmup=self.warmup, final=final)
