"""Started by torchrun, or alone: train in three ways, and let process 0 write what came out.

Usage: team_worker.py STRATEGY FOLDER. The folder holds ``half.pt``, a checkpoint at step 4 that one process wrote.
"""

import sys
from pathlib import Path

import torch

from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.training import TokenBatches, TrainingConfig, train
from bigmodel_edu.training.distributed import process_team
from bigmodel_edu.training.team import Team

TEXT = [(7 * place + place // 5) % 13 for place in range(600)]
PLAIN = TrainingConfig(steps=8, learning_rate=0.01, accumulate=2, record_every=1, checkpoint_every=4)
PATIENT = TrainingConfig(steps=9, learning_rate=0.01, evaluate_every=2, patience=2)


def model() -> GPT:
    return GPT(GPTConfig(vocabulary=13, context=8, layers=2, heads=2, width=8), generator=torch.Generator().manual_seed(1))


def batches(team: Team) -> TokenBatches:
    return TokenBatches(TEXT, 6, 8, rank=team.rank, workers=team.workers)


def results(team: Team, folder: Path) -> dict:
    """Return curves and final weights of a whole run, of a resumed one, and of one that stops early and goes back to its best."""
    found = {}
    for name, config, checkpoint in (("whole", PLAIN, None), ("resumed", PLAIN, folder / "half.pt"), ("patient", PATIENT, None)):
        losses = iter([3.0, 1.0, 2.0, 2.5])
        network = model()
        evaluate = (lambda _network, losses=losses: next(losses)) if name == "patient" else None
        done = train(network, batches(team), config, evaluate=evaluate, checkpoint=checkpoint, team=team)
        weights, _memory = team.states(network, torch.optim.AdamW(network.parameters()))
        found[name] = {"steps": done.steps, "curves": done.history.as_dict(), "weights": weights}
    return found


if __name__ == "__main__":
    strategy, folder = sys.argv[1], Path(sys.argv[2])
    with process_team(strategy) as team:
        found = results(team, folder)
        if team.rank == 0:
            torch.save(found, folder / "found.pt")
