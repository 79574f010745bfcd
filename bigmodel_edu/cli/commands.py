"""The table of commands, in the order in which they are needed. A new command is a file beside this one and a line here."""

from dataclasses import dataclass

from bigmodel_edu.language import _


@dataclass(frozen=True)
class Entry:
    """One command.

    Args:
        name: what is typed; the file ``<name>.py`` in this folder holds it as ``command``.
        who: whom it serves: a key of `audiences`.
        says: what it is for, in one line.
        example: a call that works as it stands.
    """

    name: str
    who: str
    says: str
    example: str


def audiences() -> dict[str, str]:
    """Whom the commands serve, in the order of the help."""
    return {
        "author": _("For authors of lessons: write book/<part>/<chapter>.md, then"),
        "instructor": _("For instructors: collect the notebooks, then"),
        "maintainer": _("For whoever keeps the machine or the exercise bank"),
        "everyone": _("For everyone: a model of your own"),
    }


def entries() -> tuple[Entry, ...]:
    """Every command."""
    return (
        Entry("release", "author", _("make the notebooks from the lesson sources; --check finds drift"), "release self-attention"),
        Entry("grade", "instructor", _("mark submissions in isolation; write marks, feedback, a report"), "grade submissions --out grades"),
        Entry(
            "regrade", "instructor", _("show, then apply, what a changed exercise does to marks given"), "regrade submissions --out grades"
        ),
        Entry("mark", "instructor", _("mark a text answer or override a mark, with reason and name"), "mark grades"),
        Entry("report", "instructor", _("write CSV, feedback and report anew from the gradebook"), "report grades"),
        Entry(
            "export",
            "instructor",
            _("write marks for Canvas, Moodle, Gradescope or a spreadsheet"),
            "export grades --to canvas --out marks.csv",
        ),
        Entry("doctor", "maintainer", _("say what this machine can do: device, isolation, optional parts"), "doctor"),
        Entry("mutants", "maintainer", _("test the graders: wrong answers rejected and named, right ones accepted"), "mutants"),
        Entry("train", "everyone", _("train a small GPT on a text; go on where it was broken off"), "train --out my-gpt"),
        Entry("serve", "everyone", _("chat with a model here, or serve it to OpenAI's clients"), "serve --chat"),
    )
