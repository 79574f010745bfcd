"""Checkpoints: whole or not there, plain data only, and only for the run that they belong to."""

import pickle

import pytest
import torch

from bigmodel_edu.training import Checkpoint, TrainingConfig, checkpoint, load_checkpoint, save_checkpoint


def make(step=3, **changes) -> Checkpoint:
    state = {"weight": torch.arange(6.0).reshape(2, 3)}
    config = {"steps": 10, "learning_rate": 0.5, "betas": (0.9, 0.99), "clip": None}
    return Checkpoint(step, config, state, {"state": {0: {"t": 4}}}, {"cpu": torch.get_rng_state()}, {"steps": [1, 2]}, 1.25, **changes)


def test_it_comes_back(tmp_path):
    saved = make(best={"weight": torch.ones(1)})
    save_checkpoint(saved, tmp_path / "deep" / "run.pt")
    loaded = load_checkpoint(tmp_path / "deep" / "run.pt")
    assert torch.equal(loaded.model["weight"], saved.model["weight"]) and torch.equal(loaded.best["weight"], saved.best["weight"])
    assert torch.equal(loaded.random["cpu"], saved.random["cpu"])
    names = ("step", "config", "optimiser", "history", "loss_sum")
    assert all(getattr(loaded, name) == getattr(saved, name) for name in names)
    assert [item.name for item in (tmp_path / "deep").iterdir()] == ["run.pt"]


def test_a_failure_while_writing_leaves_the_one_before(tmp_path, monkeypatch):
    path = tmp_path / "run.pt"
    save_checkpoint(make(step=3), path)

    def half(thing, file):
        file.write(b"half a checkpoint")
        raise OSError("disk full")

    monkeypatch.setattr(checkpoint.torch, "save", half)
    with pytest.raises(OSError, match="disk full"):
        save_checkpoint(make(step=4), path)
    assert load_checkpoint(path).step == 3
    monkeypatch.undo()
    save_checkpoint(make(step=5), path)  # what the failure left behind does not disturb
    assert load_checkpoint(path).step == 5 and [item.name for item in tmp_path.iterdir()] == ["run.pt"]


ran: list[str] = []


class Evil:
    def __reduce__(self):
        return ran.append, ("it ran",)


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "flipped", "pickle", "evil", "other", "missing part"])
def test_other_files_are_refused_and_nothing_runs(tmp_path, damage):
    path = tmp_path / "run.pt"
    save_checkpoint(make(), path)
    whole = path.read_bytes()
    if damage in ("empty", "text", "cut"):
        path.write_bytes({"empty": b"", "text": b"hello " * 50, "cut": whole[: len(whole) // 2]}[damage])
    elif damage == "flipped":
        middle = whole.index(b"weight")
        path.write_bytes(whole[:middle] + b"\xff\xff\xff\xff\xff\xff" + whole[middle + 6 :])
    elif damage == "pickle":
        path.write_bytes(pickle.dumps(Evil()))
    else:
        mark = {"format": checkpoint.FORMAT}
        torch.save({"evil": {**mark, "x": Evil()}, "other": {"format": "?"}, "missing part": mark}[damage], path)
    with pytest.raises(ValueError, match=r"expected .* in run\.pt"):
        load_checkpoint(path)
    assert ran == []


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_checkpoint(tmp_path / "none.pt")


def test_only_the_same_settings_go_on():
    config = TrainingConfig(steps=10, learning_rate=0.5)
    from dataclasses import asdict

    good = Checkpoint(3, asdict(config), {}, {}, {}, {}, 0.0)
    good.require(config)
    with pytest.raises(ValueError, match=r"learning_rate 0\.5 there and 0\.25 here; clip 1\.0 there and None here"):
        good.require(TrainingConfig(steps=10, learning_rate=0.25, clip=None))


def test_random_numbers_go_on_where_they_were():
    state = checkpoint.random_state()
    first = torch.rand(3)
    checkpoint.restore_random_state(state)
    assert torch.equal(torch.rand(3), first)
