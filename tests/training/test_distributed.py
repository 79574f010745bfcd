"""Two processes train as one does: data-parallel and fully sharded, with accumulation and from a checkpoint."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bigmodel_edu.training import load_checkpoint
from bigmodel_edu.training.distributed import process_team
from bigmodel_edu.training.run_together import main

MODULE = "bigmodel_edu.training.run_together"
OPTIONS = ["--steps", "8", "--batch-size", "6", "--accumulate", "2", "--width", "16"]


def together(*options: str) -> str:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", MODULE, *options]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> tuple[dict, Path]:
    folder = tmp_path_factory.mktemp("alone")
    result = CliRunner().invoke(main, [*OPTIONS, "--out", str(folder / "out.json"), "--checkpoint", str(folder / "run.pt")])
    assert result.exit_code == 0 and result.output.startswith("1 processes, 8 steps: loss 5.5"), result.output
    return json.loads((folder / "out.json").read_text()), folder / "run.pt"


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_two_processes_are_one(tmp_path, alone, strategy):
    curves, path = alone
    out, run = tmp_path / "out.json", tmp_path / "run.pt"
    assert together(*OPTIONS, "--strategy", strategy, "--out", str(out), "--checkpoint", str(run)).startswith("2 processes, 8 steps")
    found = json.loads(out.read_text())
    for name in ("losses", "gradient_norms", "evaluation_losses"):
        assert found[name] == pytest.approx(curves[name], rel=1e-5)
    mine, theirs = load_checkpoint(run).model, load_checkpoint(path).model
    assert list(mine) == list(theirs)
    for name, tensor in theirs.items():
        torch.testing.assert_close(mine[name], tensor, rtol=1e-3, atol=1e-5)
    finished = together(*OPTIONS, "--strategy", strategy, "--out", str(out), "--checkpoint", str(run))
    assert finished.startswith("2 processes, 8 steps")  # everything is read back from the checkpoint, nothing is trained
    assert json.loads(out.read_text()) == found


def test_alone_one_is_a_team_of_one(monkeypatch):
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with process_team("fsdp") as team:
        assert (team.rank, team.workers, team.mean(2.5)) == (0, 1, 2.5)


def test_an_unknown_strategy_is_refused():
    with pytest.raises(ValueError, match="expected a strategy of ddp, fsdp, got 'pipeline'"), process_team("pipeline"):
        pass


def test_help_teaches():
    result = CliRunner().invoke(main, ["--help"])
    assert "torchrun --standalone --nproc-per-node 2" in result.output and "weights spread over two" in result.output
