"""``bigmodel-edu mutants``: is every misconception rejected and named, every right solution accepted?"""

import sys
from pathlib import Path

import click

from bigmodel_edu.language import _


@click.command()
@click.argument("chapters", nargs=-1)
@click.option("--seeds", type=click.IntRange(1, 1_000), default=2, show_default=True, help="How many draws of the hidden cases to try.")
@click.option(
    "--solutions",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/exercises/answers"),
    show_default=True,
    help="Folder of further right solutions, as <chapter>/<exercise>.py with a list RIGHT.",
)
@click.option("--digests", is_flag=True, help="Only write the file of digests anew, by which marks out of date are known.")
def command(chapters: tuple[str, ...], seeds: int, solutions: Path, digests: bool) -> None:
    """Test the graders themselves, for all CHAPTERS or those named.

    Every misconception of every exercise is handed in as an answer: it must not get full points and must be named. The reference
    and the right solutions in other styles must get full points. Prints a table and, last, the count; exit code 1 when one is wrong.
    """
    from rich.console import Console
    from rich.table import Table

    from bigmodel_edu import exercises
    from bigmodel_edu.checking.trials import right_answers, try_exercise
    from bigmodel_edu.progress_bar import follow

    unknown = set(chapters) - set(exercises.chapters())
    if unknown:
        raise click.UsageError(f"unknown chapter: {', '.join(sorted(unknown))}; known: {', '.join(exercises.chapters())}")
    if digests:
        from bigmodel_edu.cli.digest_file import write_digests

        sys.exit(write_digests(chapters))
    table = Table("exercise", "answer", "expected", "marked", "diagnosis", "ok")
    console, trials = Console(), []
    bank = [exercise for name in chapters or exercises.chapters() for exercise in exercises.chapter(name)]
    for exercise in follow(bank, _("Trying every known answer")):
        for trial in try_exercise(exercise, range(seeds), right_answers(solutions, exercise)):
            trials.append(trial)
            expected = f"rejected: {trial.expected}" if trial.expected else "accepted"
            table.add_row(exercise.id, trial.name, expected, trial.result.status, trial.result.diagnosis or "", "yes" if trial.ok else "NO")
    console.print(table)
    wrong = [trial for trial in trials if trial.expected is not None]
    fine = [trial for trial in trials if trial.expected is None]
    click.echo(
        f"{sum(t.ok for t in wrong)} of {len(wrong)} misconceptions rejected and named; "
        f"{sum(t.ok for t in fine)} of {len(fine)} right solutions accepted"
    )
    sys.exit(0 if all(trial.ok for trial in trials) else 1)
