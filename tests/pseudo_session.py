"""Call every command and show every page as a person would, in the language of the process; print what was seen, as JSON.

``python tests/pseudo_session.py quick|grading FOLDER``: the folder is empty, and everything is written there.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner

COMMANDS = ("release", "grade", "regrade", "mark", "report", "export", "doctor", "mutants", "train", "serve")
SIZES = [
    "--vocabulary", "260", "--layers", "1", "--heads", "1", "--width", "8", "--context", "16", "--batch-size", "4", "--steps", "4",
    "--checkpoint-every", "2",
]  # fmt: skip
Seen = Iterator[tuple[str, str]]


def call(*arguments: object, typed: str = "") -> str:
    """What a command prints, errors included."""
    from bigmodel_edu.cli import main

    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed, prog_name="bigmodel-edu")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def helps(folder: Path) -> Seen:
    """Every page of help, and every way to be told what was wrong with a command line."""
    yield "help", call("--help")
    yield "no command", call()
    yield "unknown command", call("grad")
    for name in COMMANDS:
        yield f"{name} --help", call(name, "--help")
        yield f"{name} --nonsense", call(name, "--nonsense")
    yield "grade without arguments", call("grade")
    yield "grade what is not there", call("grade", folder / "none", "--out", folder / "out")
    yield "export to nowhere", call("export", folder, "--to", "elsewhere", "--out", folder / "x")
    yield "export without a gradebook", call("export", folder, "--to", "csv", "--out", folder / "x")
    yield "mark without a gradebook", call("mark", folder)
    yield "mutants of nothing", call("mutants", "nothing")
    yield "release without a book", call("release", "--root", folder)
    yield "serve what is not there", call("serve", folder / "none", "--chat")


def work(folder: Path) -> Seen:
    """Commands that do something, in a few seconds."""
    text = folder / "text.txt"
    text.write_text("0123456789 模型\n" * 200, encoding="utf-8")
    yield "train", call("train", "--out", folder / "gpt", "--text", text, *SIZES)
    yield "train another", call("train", "--out", folder / "gpt", "--text", text, *SIZES, "--seed", 5)
    yield "train what cannot be", call("train", "--out", folder / "bad", "--text", text, *SIZES, "--heads", 3)
    yield "serve --chat", call("serve", folder / "gpt", "--chat", "--max-tokens", 2, typed="0123\n")
    yield "doctor", call("doctor")
    yield "mutants", call("mutants", "what-is-a-big-model", "--seeds", 1)
    (folder / "book" / "start").mkdir(parents=True)
    (folder / "book" / "start" / "sample.md").write_text("# 1\n", encoding="utf-8")
    yield "release a malformed lesson", call("release", "--check", "--root", folder)
    yield "release what is not there", call("release", "none", "--root", folder)


def modules(folder: Path) -> Seen:
    """The programs that are modules."""
    from bigmodel_edu.commandline import translate_click
    from bigmodel_edu.data.__main__ import main as data
    from bigmodel_edu.training.run_together import main as together

    translate_click()
    for name, program in (("data", data), ("run_together", together)):
        yield f"{name} --help", CliRunner().invoke(program, ["--help"], prog_name=name).output
    yield "data --list", CliRunner().invoke(data, ["--list"], prog_name="data").output
    yield "data --describe", CliRunner().invoke(data, ["--describe"], prog_name="data").output
    yield "data unknown", CliRunner().invoke(data, ["nonsense"], prog_name="data").output


def notebook(folder: Path) -> Seen:
    """What a student sees."""
    import torch

    from bigmodel_edu import check, device_report, hint, progress

    wrong: tuple[Callable[..., object], ...] = (
        lambda n: torch.ones(n, n, dtype=torch.bool).tril(-1),
        lambda n: torch.ones(n, n + 1),
        lambda n: 1 / 0,
        lambda n: "x",
        lambda: 3,
        lambda n: torch.ones(n, n, dtype=torch.bool).tril(),
    )
    for number, answer in enumerate(wrong):
        card = check("self-attention.causal_mask", answer)
        yield f"card {number}", repr(card)
        yield f"card {number} as a page", card._repr_html_()
    yield "card of what is not called", repr(check("self-attention.causal_mask", 3))
    for number in range(3):
        yield f"hint {number}", str(hint("self-attention.causal_mask"))
    yield "card of a choice", repr(check("self-attention.what_is_mixed", "x"))
    yield "progress", repr(progress())
    yield "progress as a page", progress()._repr_html_()
    yield "device", f"{device_report()}\n{device_report()!r}"


def pages(folder: Path) -> Seen:
    """Viewers and the plan."""
    import numpy as np

    from bigmodel_edu.economics.plan.worked import worked_plan
    from bigmodel_edu.economics.plan_page import plan_page
    from bigmodel_edu.viz import attention_view

    view = attention_view(np.full((1, 2, 3, 3), 1 / 3), ["0", "1", "2"])
    yield "attention view", view.html.split("<script")[0]
    yield "plan page", plan_page(worked_plan(40, prefill_tokens_per_second=400), date="2026-11-24")


def grading(folder: Path) -> Seen:
    """The commands of an instructor, on a small class."""
    from grading.classroom import PUPILS, write_pupil

    submissions, out = folder / "submissions", folder / "out"
    for pupil in PUPILS:
        write_pupil(submissions, pupil)
    yield "grade", call("grade", submissions, "--out", out, "--jobs", 2)
    yield "grade again", call("grade", submissions, "--out", out, "--jobs", 2)
    yield "regrade", call("regrade", submissions, "--out", out, "--jobs", 2)
    yield "mark list", call("mark", out)
    yield "mark nobody", call("mark", out, "nobody", "self-attention.causal_mask", "1", "--reason", "r", "--marker", "m")
    yield "mark without points", call("mark", out, "nobody")
    yield "report", call("report", out)
    for kind in ("csv", "canvas", "moodle", "gradescope"):
        yield f"export {kind}", call("export", out, "--to", kind, "--out", folder / f"marks.{kind}")
    for page in sorted((out / "feedback").rglob("*.html")):
        yield f"feedback of {page.parent.name}", page.read_text(encoding="utf-8")
    yield "class report", (out / "report.html").read_text(encoding="utf-8")


PARTS: dict[str, tuple[Callable[[Path], Seen], ...]] = {"quick": (helps, work, modules, notebook, pages), "grading": (grading,)}


def main() -> None:
    """Show all of one part."""
    part, folder = sys.argv[1], Path(sys.argv[2])
    seen = {name: shown for show in PARTS[part] for name, shown in show(folder)}
    (folder / "seen.json").write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
