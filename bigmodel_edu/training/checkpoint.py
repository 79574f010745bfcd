"""Checkpoints: the whole state of a run in one file, which is there whole or not at all, and holds nothing that could run.

A run that is killed at any instant, even while it writes, leaves the checkpoint before; from it the run goes on bit for bit (on a CPU
with the same number of threads).
"""

import pickle
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import torch

from bigmodel_edu.files import new_version
from bigmodel_edu.training.hyperparameters import TrainingConfig

FORMAT = "bigmodel-edu checkpoint, version 1"


@dataclass
class Checkpoint:
    """The state of a run after a step.

    Attributes:
        step: how many steps are done.
        config: the run's settings; it goes on only under the same.
        model: the model's tensors by name.
        optimiser: what the optimiser remembers.
        random: states of torch's random numbers, by device.
        history: the curves so far.
        loss_sum: training loss summed since the last point of the curve.
        best: the best model's tensors by name, where the run stops early; else None.
    """

    step: int
    config: dict[str, Any]
    model: dict[str, Any]
    optimiser: dict[str, Any]
    random: dict[str, Any]
    history: dict[str, Any]
    loss_sum: float
    best: dict[str, Any] | None = None

    def require(self, config: TrainingConfig) -> None:
        """Check that a run with these settings may go on from here.

        Raises:
            ValueError: naming each setting that differs.
        """
        wanted = asdict(config)
        different = [name for name, value in wanted.items() if self.config.get(name) != value]
        if different:
            found = "; ".join(f"{name} {self.config.get(name)!r} there and {wanted[name]!r} here" for name in different)
            raise ValueError(f"expected a checkpoint of a run with the same settings, got {found}: use another file or delete it")


def save_checkpoint(checkpoint: Checkpoint, path: str | Path) -> None:
    """Write a checkpoint: into a file beside, onto the disk, then into its place in one step."""
    with new_version(path, durable=True) as file:
        torch.save({"format": FORMAT, **vars(checkpoint)}, file)


def load_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint; only tensors and plain data are loaded, so a file from others cannot run anything.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if it is no checkpoint, is damaged, or holds more than plain data.
    """
    path = Path(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, BadZipFile, KeyError, ValueError) as error:
        raise ValueError(f"expected a checkpoint in {path.name}, it is damaged or holds more than plain data: {error}") from error
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise ValueError(f"expected {FORMAT!r} in {path.name}, got another file")
    try:
        return Checkpoint(**content)
    except TypeError as error:
        raise ValueError(f"expected a checkpoint in {path.name}, got other contents: {error}") from error


def random_state() -> dict[str, Any]:
    """Return the states of torch's random numbers: dropout draws from them."""
    states: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state_all()
    return states


def restore_random_state(states: dict[str, Any]) -> None:
    """Put torch's random numbers back to saved states; a GPU that has gone, or is new, keeps its own."""
    torch.set_rng_state(states["cpu"])
    if torch.cuda.is_available() and len(states.get("cuda", ())) == torch.cuda.device_count():
        torch.cuda.set_rng_state_all(states["cuda"])
