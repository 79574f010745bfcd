import json
import re
import signal
import subprocess
import sys

import pytest
import torch
from click.testing import CliRunner

from bigmodel_edu.cli import main
from bigmodel_edu.inference import load_model

SIZES = ["--vocabulary", "270", "--layers", "1", "--heads", "2", "--width", "8", "--context", "16", "--batch-size", "4"]


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text("The quick brown fox jumps over the lazy dog. 你好。\n" * 60, encoding="utf-8")
    return path


def train(*arguments):
    return CliRunner().invoke(main, ["train", "--no-progress", *map(str, arguments)], prog_name="bigmodel-edu")


def small(out, text, steps, *more):
    return train("--out", out, "--text", text, *SIZES, "--steps", steps, "--checkpoint-every", 5, *more)


def test_the_help_teaches():
    shown = train("--help").output
    assert "goes on from there" in " ".join(shown.split()) and "bigmodel-edu serve my-gpt --chat" in shown and "Out of memory?" in shown


def test_a_text_becomes_a_model_that_can_be_served(tmp_path, text):
    result = small(tmp_path / "mine", text, 12)
    assert result.exit_code == 0, result.output
    assert re.search(r"held-out: [\d.]+ nats a token, [\d.]+ bits a byte", result.output)
    model = load_model(tmp_path / "mine")
    assert model.name == "mine" and model.context == 16 and len(model.encode("The quick")) < 9


def test_a_run_that_was_broken_off_goes_on_to_the_same_weights(tmp_path, text, monkeypatch):
    assert small(tmp_path / "whole", text, 12).exit_code == 0
    import bigmodel_edu.training.loop as loop

    plain = loop._Run.one_step

    def pulled(run):
        if run.step == 8:
            raise KeyboardInterrupt
        plain(run)

    monkeypatch.setattr(loop._Run, "one_step", pulled)
    broken = small(tmp_path / "broken", text, 12)
    assert broken.exit_code == 130 and "goes on" in broken.output and not (tmp_path / "broken" / "model.json").exists()
    monkeypatch.setattr(loop._Run, "one_step", plain)
    assert small(tmp_path / "broken", text, 12).exit_code == 0
    weights = [load_model(tmp_path / name).model.state_dict() for name in ("whole", "broken")]
    assert all(torch.equal(weights[0][name], weights[1][name]) for name in weights[0])


def test_another_text_or_size_in_the_same_folder_is_refused(tmp_path, text):
    assert small(tmp_path / "mine", text, 4).exit_code == 0
    other = small(tmp_path / "mine", text, 4, "--seed", 1)
    assert other.exit_code == 2 and "another seed" in other.output
    text.write_text("something else " * 100, encoding="utf-8")
    assert "another text" in small(tmp_path / "mine", text, 4).output
    assert json.loads((tmp_path / "mine" / "run.json").read_text())["seed"] == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--heads", "3"], "divide"),
        (["--context", "5000"], "tokens"),
        (["--learning-rate", "0"], "learning-rate"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(tmp_path, text, more, said):
    result = small(tmp_path / "mine", text, 4, *more)
    assert result.exit_code == 2 and said in result.output


def test_text_that_is_not_utf8_is_told(tmp_path):
    (tmp_path / "latin").write_bytes(b"caf\xe9 " * 100)
    result = train("--out", tmp_path / "mine", "--text", tmp_path / "latin", "--steps", 1)
    assert result.exit_code == 2 and "UTF-8" in result.output


@pytest.mark.slow
def test_a_process_that_is_broken_off_ends_well_and_keeps_its_folder_whole(tmp_path, text):
    out = tmp_path / "mine"
    arguments = ["train", "--no-progress", "--out", out, "--text", text, *SIZES, "--steps", "1000000", "--checkpoint-every", "5"]
    command = [sys.executable, "-u", "-m", "bigmodel_edu.cli", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert "tokens to learn from" in process.stdout.readline()  # training begins after this line
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(60) == 130
    assert "goes on from the last checkpoint" in said and "Traceback" not in said
    assert {path.name for path in out.iterdir()} <= {"run.json", "tokenizer.json", "checkpoint.pt"}
