"""A run that is broken off, however it ends, becomes the run that was not."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from bigmodel_edu import files
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.training import TokenBatches, TrainingConfig, load_checkpoint, train

STEPS = 14


def settings(**changes) -> TrainingConfig:
    usual = {"steps": STEPS, "learning_rate": 0.02, "warmup": 3, "record_every": 4, "evaluate_every": 5, "checkpoint_every": 3}
    return TrainingConfig(**{**usual, **changes})


def model() -> GPT:
    """A model with dropout: its random numbers, too, must go on where they were."""
    torch.manual_seed(5)
    return GPT(GPTConfig(vocabulary=13, context=8, layers=2, heads=2, width=8, dropout=0.2), generator=torch.Generator().manual_seed(1))


BATCHES = TokenBatches([(7 * place + place // 5) % 13 for place in range(600)], 3, 8, seed=2)


class Broken(Exception):
    """The run is broken off here."""


def breaking_at(number: int):
    def batches(asked: int):
        if asked == number:
            raise Broken
        return BATCHES(asked)

    return batches


def evaluate(network: GPT) -> float:
    return float(network.loss(*BATCHES(1000)).detach())


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    path = tmp_path_factory.mktemp("straight") / "run.pt"
    torch.set_num_threads(1)
    network = model()
    return network, train(network, BATCHES, settings(), evaluate=evaluate, checkpoint=path), load_checkpoint(path)


def same(state: dict, other: dict) -> bool:
    return all(torch.equal(tensor, other[name]) for name, tensor in state.items())


@pytest.mark.parametrize("ends", [[3], [4], [1], [13], [4, 7, 9, 11], [0, 0, 6, 6, 6]])
def test_breaking_off_changes_nothing(tmp_path, straight, ends):
    network, done, kept = straight
    path = tmp_path / "run.pt"
    for end in ends:
        with pytest.raises(Broken):
            train(model(), breaking_at(end), settings(), evaluate=evaluate, checkpoint=path)
    again = model()
    resumed = train(again, BATCHES, settings(), evaluate=evaluate, checkpoint=path)
    assert same(again.state_dict(), network.state_dict())
    assert resumed.history == done.history and resumed.steps == done.steps == STEPS
    end = load_checkpoint(path)
    assert same(end.model, kept.model) and torch.equal(end.random["cpu"], kept.random["cpu"])


def test_a_finished_run_is_only_read(tmp_path, straight):
    network, done, _kept = straight
    path = tmp_path / "run.pt"
    train(model(), BATCHES, settings(), evaluate=evaluate, checkpoint=path)
    again = model()
    resumed = train(again, breaking_at(STEPS), settings(), evaluate=evaluate, checkpoint=path)
    assert same(again.state_dict(), network.state_dict()) and resumed.history == done.history


def test_an_early_stop_is_remembered(tmp_path):
    losses = {5: 2.0, 10: 1.0, 15: 3.0, 20: 4.0}

    def run(batches, path=None):
        network = model()
        seen = iter(losses[step] for step in sorted(losses) if not (path and path.exists() and step <= load_checkpoint(path).step))
        config = settings(steps=40, patience=2, checkpoint_every=5)
        return network, train(network, batches, config, evaluate=lambda _model: next(seen), checkpoint=path)

    network, done = run(BATCHES)
    path = tmp_path / "run.pt"
    with pytest.raises(Broken):
        run(breaking_at(17), path)
    again, resumed = run(BATCHES, path)
    assert (resumed.stopped_early, resumed.steps) == (done.stopped_early, done.steps) == (True, 20)
    assert same(again.state_dict(), network.state_dict()) and resumed.history == done.history
    third, finished = run(breaking_at(20), path)
    assert finished.stopped_early and same(third.state_dict(), network.state_dict())


def test_other_settings_do_not_go_on(tmp_path):
    path = tmp_path / "run.pt"
    with pytest.raises(Broken):
        train(model(), breaking_at(5), settings(), checkpoint=path)
    with pytest.raises(ValueError, match=r"learning_rate 0\.02 there and 0\.5 here: use another file or delete it"):
        train(model(), BATCHES, settings(learning_rate=0.5), checkpoint=path)


def test_a_checkpoint_of_another_model_is_refused(tmp_path):
    path = tmp_path / "run.pt"
    with pytest.raises(Broken):
        train(model(), breaking_at(5), settings(), checkpoint=path)
    other = GPT(GPTConfig(vocabulary=13, context=8, layers=2, heads=2, width=4))
    for stranger, loss in ((torch.nn.Linear(2, 2), evaluate), (other, None)):
        with pytest.raises(ValueError, match="expected the checkpoint of a model and an optimiser like these"):
            train(stranger, BATCHES, settings(), checkpoint=path, loss=loss)


CHILD = """
import os, sys
sys.path.insert(0, sys.argv[1])
import torch
torch.set_num_threads(1)
import test_resuming as t
from bigmodel_edu.training import train, checkpoint

def batches(number):
    print(number, flush=True)
    return t.BATCHES(number)

if sys.argv[3] == "while writing":
    calls = []
    real = os.fsync
    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == 3:  # the file of the second checkpoint: written, not yet in its place
            os.kill(os.getpid(), 9)
        real(descriptor)
    os.fsync = fsync
train(t.model(), batches, t.settings(), evaluate=t.evaluate, checkpoint=sys.argv[2])
print("done", flush=True)
"""


def partials(folder: Path) -> list[Path]:
    return list(folder.glob(f".*{files.ENDING}"))


def child(path: Path, way: str) -> subprocess.Popen:
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(path), way]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_kill_minus_nine_at_any_instant(tmp_path, straight):
    """The process is killed while it computes step 5, while it computes step 11, and while it writes; then it runs to its end."""
    network, done, _kept = straight
    path = tmp_path / "run.pt"
    for number in ("5", "11"):
        with child(path, "plain") as process:
            assert process.stdout is not None
            assert any(line.strip() == number for line in process.stdout)
            process.kill()
        assert process.returncode == -signal.SIGKILL
    before = load_checkpoint(path).step
    assert before == 9
    fresh = tmp_path / "fresh.pt"
    with child(fresh, "while writing") as process:
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert load_checkpoint(fresh).step == 3 and len(partials(tmp_path)) == 1
    for unfinished in (path, fresh):
        with child(unfinished, "plain") as process:
            assert process.stdout is not None
            assert process.stdout.read().endswith("done\n")
        end = load_checkpoint(unfinished)
        assert same(end.model, network.state_dict()) and end.history == done.history.as_dict()
    assert not partials(tmp_path)
