"""``bigmodel-edu train``: a text becomes a small GPT in a folder, which ``bigmodel-edu serve`` serves."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.files import write_file
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress

if TYPE_CHECKING:
    from bigmodel_edu.text import ByteLevelBPE

HELP = _("""Train a small GPT on texts and keep it in a folder.

Without --text it learns Shakespeare's plays; every tenth play is held out. Of your own texts the last tenth is held out. The steps:
a tokenizer is learnt, the text becomes numbers, and the model guesses each next token; its loss on held-out text says how well
(in nats a token, and in bits a byte, which can be compared between tokenizers).

A checkpoint is written every 100 steps. Break the run off with Ctrl-C or pull the plug: the same command goes on from there, to the
same weights, bit for bit on a CPU.
""")

EPILOG = _("""Examples:
  bigmodel-edu train --out my-gpt                                   about a minute on two cores
  bigmodel-edu train --out my-gpt --text diary.txt --text notes.txt
  bigmodel-edu train --out larger --layers 8 --width 384 --heads 6 --context 256 --steps 5000

Then:
  bigmodel-edu serve my-gpt --chat                                  let it go on with what you type

Loss NaN or rising? Lower --learning-rate. Training loss falls and held-out loss rises? Fewer --steps or more text.
Out of memory? Smaller --batch-size, --context or --width.
""")


@dataclass(frozen=True)
class Run:
    """What a folder was trained on and how large; another run needs another folder."""

    text: str
    vocabulary: int
    layers: int
    heads: int
    width: int
    context: int
    batch_size: int
    seed: int


@click.command(help=help_page(HELP), epilog=help_page(EPILOG))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=_("Folder for the model."))
@click.option(
    "--text",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("UTF-8 text to learn from; may be given several times  [default: Shakespeare]"),
)
@click.option("--vocabulary", type=click.IntRange(257, 65_536), default=1_024, show_default=True, help=_("Tokens of the tokenizer."))
@click.option("--layers", type=click.IntRange(1, 100), default=4, show_default=True, help=_("Blocks of attention and feed-forward."))
@click.option("--heads", type=click.IntRange(1, 128), default=4, show_default=True, help=_("Heads; they must divide the width."))
@click.option("--width", type=click.IntRange(1, 16_384), default=128, show_default=True, help=_("Numbers that stand for a token."))
@click.option("--context", type=click.IntRange(2, 8_192), default=128, show_default=True, help=_("Tokens that the model sees at once."))
@click.option("--batch-size", type=click.IntRange(1, 4_096), default=12, show_default=True, help=_("Pieces of text in a step."))
@click.option("--steps", type=click.IntRange(1, 10_000_000), default=400, show_default=True, help=_("How often the weights change."))
@click.option("--learning-rate", type=click.FloatRange(0, 1, min_open=True), default=3e-3, show_default=True, help=_("The highest rate."))
@click.option("--checkpoint-every", type=click.IntRange(1), default=100, show_default=True, help=_("Steps between two checkpoints."))
@click.option("--seed", type=int, default=0, show_default=True, help=_("Of the first weights and the order of the text."))
@click.option("--device", default="auto", show_default=True, help=_("auto, cpu, cuda or mps."))
@click.option("--progress/--no-progress", default=None, help=_("Show a line of progress  [default: in a terminal]"))
def command(
    out: Path,
    text: tuple[Path, ...],
    vocabulary: int,
    layers: int,
    heads: int,
    width: int,
    context: int,
    batch_size: int,
    steps: int,
    learning_rate: float,
    checkpoint_every: int,
    seed: int,
    device: str,
    progress: bool | None,
) -> None:
    """Read, train, keep, and show what the model writes."""
    from bigmodel_edu.data import DataNotFound
    from bigmodel_edu.training import TrainingConfig

    try:
        learn, held_out = _texts(text)
        run = Run(hashlib.sha256(f"{learn}\0{held_out}".encode()).hexdigest(), vocabulary, layers, heads, width, context, batch_size, seed)
        config = TrainingConfig(
            steps=steps, learning_rate=learning_rate, warmup=min(20, steps - 1), checkpoint_every=checkpoint_every, evaluate_every=100
        )
        _require_same(out, run)
        _train(out, run, config, learn, held_out, device, progress)
    except KeyboardInterrupt:
        click.echo(_("\nBroken off. The same command goes on from the last checkpoint."), err=True)
        raise SystemExit(130) from None
    except DataNotFound as problem:
        raise click.UsageError(str(problem)) from problem
    except (ValueError, FloatingPointError) as problem:
        raise click.UsageError(_("This cannot be trained: {problem}").format(problem=problem)) from problem


def _texts(paths: tuple[Path, ...]) -> tuple[str, str]:
    """Return (text to learn from, held-out text)."""
    if not paths:
        from bigmodel_edu.data import shakespeare

        return shakespeare(markup=False).split()
    try:
        whole = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    except UnicodeDecodeError as problem:
        raise click.UsageError(_("expected text in UTF-8: {problem}").format(problem=problem)) from problem
    cut = len(whole) * 9 // 10
    return whole[:cut], whole[cut:]


def _require_same(out: Path, run: Run) -> None:
    """Refuse to go on with another text or size in the same folder; note what this run is."""
    note = out / "run.json"
    if note.is_file():
        before = json.loads(note.read_text(encoding="utf-8"))
        different = [name for name, value in vars(run).items() if before.get(name) != value]
        if different:
            raise click.UsageError(
                _("{folder}/ holds a run with another {names}; give another --out, or delete it").format(
                    folder=out.name, names=", ".join(different)
                )
            )
    write_file(note, json.dumps(vars(run), indent=2))


def _tokenizer(out: Path, run: Run, learn: str) -> "ByteLevelBPE":
    """Return the run's tokenizer: learnt once, kept in the folder."""
    from bigmodel_edu.text import load_tokenizer, save_tokenizer, train_bpe

    path = out / "tokenizer.json"
    if path.is_file():
        return load_tokenizer(path)
    with Progress(_("Learning a tokenizer"), run.vocabulary - 256) as bar:
        tokenizer = train_bpe([learn], run.vocabulary, report=bar.update)
    save_tokenizer(tokenizer, path)
    return tokenizer


def _train(out: Path, run: Run, config: Any, learn: str, held_out: str, device: str, progress: bool | None) -> None:
    import numpy as np
    import torch

    from bigmodel_edu.device import choose_device, generator
    from bigmodel_edu.inference import save_model
    from bigmodel_edu.models.gpt import GPT, GPTConfig
    from bigmodel_edu.training import TokenBatches, bits_per_byte, held_out_loss, train

    tokenizer = _tokenizer(out, run, learn)
    sizes = GPTConfig(vocabulary=len(tokenizer), context=run.context, layers=run.layers, heads=run.heads, width=run.width)
    tokens, unseen = (np.array(tokenizer.encode(part), dtype=np.uint16) for part in (learn, held_out))
    place = choose_device() if device == "auto" else torch.device(device)
    model = GPT(sizes, generator=generator(run.seed)).to(place)
    message = _("{parameters:,} parameters; {tokens:,} tokens to learn from, {unseen:,} held out")
    click.echo(message.format(parameters=sizes.parameters, tokens=len(tokens), unseen=len(unseen)))

    def evaluate(model: torch.nn.Module) -> float:
        return held_out_loss(model, unseen, run.context, windows=64)

    batches = TokenBatches(tokens, run.batch_size, run.context, seed=run.seed)
    done = train(model, batches, config, evaluate=evaluate, checkpoint=out / "checkpoint.pt", progress=progress)
    for step, loss in zip(done.history.evaluation_steps, done.history.evaluation_losses, strict=True):
        click.echo(_("  step {step:>6}: {loss:.3f} nats a token on held-out text").format(step=step, loss=loss))
    final = done.history.evaluation_losses[-1]
    bits = bits_per_byte(final, len(unseen), len(held_out.encode("utf-8")))
    click.echo(_("held-out: {loss:.3f} nats a token, {bits:.3f} bits a byte").format(loss=final, bits=bits))
    save_model(out, model, tokenizer)
    _show(model, tokenizer, learn)
    click.echo(_("kept in {folder}/; now try: bigmodel-edu serve {folder} --chat").format(folder=out.name))


def _show(model: Any, tokenizer: "ByteLevelBPE", learn: str) -> None:
    """Print what the model writes after the first line of the text."""
    from bigmodel_edu.inference import Sampling, generate

    beginning = next((line for line in learn.splitlines() if line.strip()), learn)[:80]
    prompt = tokenizer.encode(beginning)[: model.config.context // 2]
    room = min(80, model.config.context - len(prompt))
    (written,) = generate(model.to("cpu"), [prompt], room, Sampling(temperature=0.8, top_p=0.95), seed=0)
    click.echo(_("\nA sample, after “{beginning}”:").format(beginning=tokenizer.decode(prompt)))
    click.echo("\n".join(f"  | {line}" for line in tokenizer.decode(written).splitlines()))
