"""What torchrun starts: a small GPT learns Shakespeare byte by byte, in as many processes as you like, with the same losses."""

import json
from pathlib import Path

import click
import numpy as np
import torch

from bigmodel_edu import data
from bigmodel_edu.commandline import help_page, translate_click
from bigmodel_edu.device import generator
from bigmodel_edu.files import write_file
from bigmodel_edu.language import _
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.training.batches import TokenBatches
from bigmodel_edu.training.distributed import STRATEGIES, process_team
from bigmodel_edu.training.hyperparameters import TrainingConfig
from bigmodel_edu.training.loop import Training, train
from bigmodel_edu.training.measures import held_out_loss

HELP = _("""Train a small GPT on Shakespeare, byte by byte, with every process that torchrun starts.

Examples:
  python -m bigmodel_edu.training.run_together                                                       one process
  torchrun --standalone --nproc-per-node 2 -m bigmodel_edu.training.run_together                     two copies, averaged gradients
  torchrun --standalone --nproc-per-node 2 -m bigmodel_edu.training.run_together --strategy fsdp     weights spread over two

The batch is shared, so the losses do not depend on how many processes there are.
""")


@click.command(help=help_page(HELP))
@click.option("--strategy", type=click.Choice(STRATEGIES), default="ddp", show_default=True, help=_("How the work is spread."))
@click.option("--steps", default=50, show_default=True, help=_("How many times the weights change."))
@click.option("--batch-size", default=16, show_default=True, help=_("Pieces of text in a batch, over all processes."))
@click.option("--accumulate", default=1, show_default=True, help=_("Batches for one step."))
@click.option("--width", default=64, show_default=True, help=_("Size of the model: its width C."))
@click.option("--checkpoint", type=click.Path(path_type=Path), help=_("Go on from this file, and write it at the end."))
@click.option("--checkpoint-every", type=int, help=_("Write it every so many steps, too."))
@click.option("--out", type=click.Path(path_type=Path), help=_("Write the losses here, as JSON."))
def main(
    strategy: str, steps: int, batch_size: int, accumulate: int, width: int, checkpoint: Path | None, checkpoint_every: int | None,
    out: Path | None,
) -> None:  # fmt: skip
    """Train, and let process 0 say how it went."""
    text, held_out = (np.frombuffer(part.encode("utf-8"), dtype=np.uint8) for part in data.shakespeare(markup=False).split())
    with process_team(strategy) as team:
        device = getattr(team, "device", torch.device("cpu"))
        model = GPT(GPTConfig(vocabulary=256, context=64, layers=2, heads=2, width=width), generator=generator(0)).to(device)
        batches = TokenBatches(text, batch_size, 64, rank=team.rank, workers=team.workers)
        config = TrainingConfig(
            steps=steps, learning_rate=3e-3, warmup=min(10, steps - 1), accumulate=accumulate, record_every=1,
            checkpoint_every=checkpoint_every,
        )  # fmt: skip

        def evaluate(model: torch.nn.Module) -> float:
            return held_out_loss(model, held_out, 64, windows=32)

        done = train(model, batches, config, evaluate=evaluate, checkpoint=checkpoint, team=team)
        if team.rank == 0:
            tell(done, team.workers, out)


def tell(done: Training, workers: int, out: Path | None) -> None:
    """Print the first and last losses, and write all of them where that is asked for."""
    curves = done.history.as_dict()
    message = _("{workers} processes, {steps} steps: loss {first:.4f} to {last:.4f}, held-out {held_out:.4f} nats a byte")
    losses, held_out = curves["losses"], curves["evaluation_losses"]
    click.echo(message.format(workers=workers, steps=done.steps, first=losses[0], last=losses[-1], held_out=held_out[-1]))
    if out is not None:
        write_file(out, json.dumps(curves))


if __name__ == "__main__":
    translate_click()
    main()
