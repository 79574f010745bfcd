"""``bigmodel-edu mutants``: is every misconception rejected and named, every right solution accepted?"""

import sys
from pathlib import Path

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

HELP = _("""Test the graders themselves, for all CHAPTERS or those named.

Every misconception of every exercise is handed in as an answer: it must not get full points and must be named. The reference
and the right solutions in other styles must get full points. Prints a table and, last, the count; exit code 1 when one is wrong.
""")


@click.command(help=help_page(HELP))
@click.argument("chapters", nargs=-1)
@click.option("--seeds", type=click.IntRange(1, 1_000), default=2, show_default=True, help=_("How many draws of the hidden cases to try."))
@click.option(
    "--solutions",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tests/exercises/answers"),
    show_default=True,
    help=_("Folder of further right solutions, as <chapter>/<exercise>.py with a list RIGHT."),
)
@click.option("--digests", is_flag=True, help=_("Only write the file of digests anew, by which marks out of date are known."))
def command(chapters: tuple[str, ...], seeds: int, solutions: Path, digests: bool) -> None:
    """Try every known answer, print a table and the counts."""
    from rich.console import Console
    from rich.table import Table

    from bigmodel_edu import exercises
    from bigmodel_edu.checking.showing import status_word
    from bigmodel_edu.checking.trials import right_answers, try_exercise
    from bigmodel_edu.progress_bar import follow

    unknown = set(chapters) - set(exercises.chapters())
    if unknown:
        sentence = _("unknown chapter: {unknown}; known: {known}")
        raise click.UsageError(sentence.format(unknown=", ".join(sorted(unknown)), known=", ".join(exercises.chapters())))
    if digests:
        from bigmodel_edu.cli.digest_file import write_digests

        sys.exit(write_digests(chapters))
    table = Table(_("exercise"), _("answer"), _("expected"), _("marked"), _("diagnosis"), _("as expected"))
    trials = []
    bank = [exercise for name in chapters or exercises.chapters() for exercise in exercises.chapter(name)]
    for exercise in follow(bank, _("Trying every known answer")):
        for trial in try_exercise(exercise, range(seeds), right_answers(solutions, exercise)):
            trials.append(trial)
            expected = _("rejected: {misconception}").format(misconception=trial.expected) if trial.expected else _("accepted")
            marked = status_word(trial.result.status)
            table.add_row(exercise.id, trial.name, expected, marked, trial.result.diagnosis or "", _("yes") if trial.ok else _("NO"))
    Console().print(table)
    wrong = [trial.ok for trial in trials if trial.expected is not None]
    fine = [trial.ok for trial in trials if trial.expected is None]
    sentence = _("{rejected} of {wrong} misconceptions rejected and named; {accepted} of {right} right solutions accepted")
    click.echo(sentence.format(rejected=sum(wrong), wrong=len(wrong), accepted=sum(fine), right=len(fine)))
    sys.exit(0 if all(trial.ok for trial in trials) else 1)
