import socket
import subprocess
import sys

import httpx
import pytest
import torch
from click.testing import CliRunner

from bigmodel_edu.cli import main
from bigmodel_edu.inference import save_model
from bigmodel_edu.models.gpt import GPT, GPTConfig
from bigmodel_edu.text import train_bpe


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    model = GPT(GPTConfig(vocabulary=256, context=64, layers=1, heads=2, width=16), generator=torch.Generator().manual_seed(0)).eval()
    return save_model(tmp_path_factory.mktemp("models") / "tiny", model, train_bpe(["a"], 256))


def serve(*arguments, typed=""):
    return CliRunner().invoke(main, ["serve", *map(str, arguments)], input=typed, prog_name="bigmodel-edu")


def test_the_help_teaches_how_the_server_is_asked():
    shown = serve("--help").output
    assert "openai.OpenAI(base_url=" in shown and "curl http://127.0.0.1:8000/v1/chat/completions" in shown and "--chat" in shown


def test_a_model_that_does_not_chat_goes_on_with_what_is_typed(folder):
    runs = [serve(folder, "--chat", "--max-tokens", 12, "--seed", 3, typed="to be\n\nor not\n") for _ in range(2)]
    assert runs[0].exit_code == 0, runs[0].output
    assert runs[0].output == runs[1].output
    assert "> to be\n" in runs[0].stdout and "> or not\n" in runs[0].stdout


def test_a_long_line_is_cut_to_what_the_model_can_see(folder):
    assert serve(folder, "--chat", "--seed", 1, typed="x" * 500).exit_code == 0


@pytest.mark.parametrize(("model", "said"), [("nowhere", "bigmodel-edu train makes one"), (".", "bigmodel-edu train makes one")])
def test_a_folder_without_a_model_is_told(model, said):
    result = serve(model)
    assert result.exit_code == 2 and said in " ".join(result.output.split())


def test_a_port_that_is_taken_is_told(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = serve(folder, "--port", taken.getsockname()[1])
    assert result.exit_code == 2 and "--port" in result.output


def test_it_serves_and_ends_with_ctrl_c(folder):
    command = [sys.executable, "-m", "bigmodel_edu.cli", "serve", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            address = process.stdout.readline().split(" is served on ")[1].split(";")[0]
            asked = {"model": "tiny", "prompt": "to be", "max_tokens": 4}
            answer = httpx.post(f"{address}/completions", json=asked, timeout=60, trust_env=False)
            assert answer.status_code == 200 and answer.json()["usage"]["completion_tokens"] == 4
        finally:
            process.send_signal(2)
        assert process.wait(30) in (0, 130, -2)
