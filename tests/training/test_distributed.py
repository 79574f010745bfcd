"""Two processes train as one does: data-parallel and fully sharded, with accumulation, from a checkpoint, and back to the best model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from bigmodel_edu.training import load_checkpoint, train
from bigmodel_edu.training.distributed import process_team
from bigmodel_edu.training.run_together import main
from bigmodel_edu.training.team import Team
from tests.training.team_worker import PLAIN, batches, model, results

OPTIONS = ["--steps", "4", "--batch-size", "6", "--accumulate", "2", "--width", "16"]


def torchrun(*arguments: str) -> str:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def half_done(path: Path) -> None:
    """Write the checkpoint of a run that was broken off after step 4."""

    def breaking(number: int):
        if number == 9:
            raise KeyboardInterrupt
        return batches(Team())(number)

    with pytest.raises(KeyboardInterrupt):
        train(model(), breaking, PLAIN, checkpoint=path)
    assert load_checkpoint(path).step == 4


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["ddp", "fsdp"])
def test_two_processes_are_one(tmp_path, strategy):
    for name in ("alone", "together"):
        (tmp_path / name).mkdir()
        half_done(tmp_path / name / "half.pt")
    expected = results(Team(), tmp_path / "alone")
    torchrun(str(Path(__file__).parent / "team_worker.py"), strategy, str(tmp_path / "together"))
    found = torch.load(tmp_path / "together" / "found.pt", weights_only=True)
    assert [found[name]["steps"] for name in ("whole", "resumed", "patient")] == [8, 8, 8]
    for name, one in expected.items():
        for curve, values in one["curves"].items():
            assert found[name]["curves"][curve] == pytest.approx(values, rel=1e-5), (name, curve)
        assert list(found[name]["weights"]) == list(one["weights"])
        for part, tensor in one["weights"].items():
            torch.testing.assert_close(found[name]["weights"][part], tensor, rtol=1e-3, atol=1e-5)
    end = load_checkpoint(tmp_path / "together" / "half.pt")
    assert end.step == 8 and end.optimiser["state"]


@pytest.mark.slow
def test_the_command_of_the_chapter_gives_the_same_losses_with_two(tmp_path):
    alone = CliRunner().invoke(main, [*OPTIONS, "--out", str(tmp_path / "one.json")])
    assert alone.exit_code == 0 and alone.output.startswith("1 processes, 4 steps: loss 5.5"), alone.output
    output = torchrun("-m", "bigmodel_edu.training.run_together", *OPTIONS, "--strategy", "fsdp", "--out", str(tmp_path / "two.json"))
    assert output.startswith("2 processes, 4 steps: loss 5.5")
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "two.json"))
    for name in ("losses", "gradient_norms", "evaluation_losses"):
        assert two[name] == pytest.approx(one[name], rel=1e-5)


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
