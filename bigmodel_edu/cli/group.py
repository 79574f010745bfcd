"""The command ``bigmodel-edu`` itself: its help teaches, its errors say what to type instead."""

from importlib import import_module
from typing import Any

import click

from bigmodel_edu import __version__
from bigmodel_edu.cli.commands import audiences, entries
from bigmodel_edu.commandline import help_page, translate_click
from bigmodel_edu.language import _

HELP = _("""The course Big Models: make its notebooks, grade its exercises.

Students need no command: they open notebooks/ in JupyterLab or Colab, and check() answers there.
""")


class Course(click.Group):
    """Imports a command's file only when the command is called; lists commands by whom they serve."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run a command line, in the reader's language."""
        translate_click()
        return super().main(*arguments, **settings)

    def list_commands(self, context: click.Context) -> list[str]:
        return [entry.name for entry in entries()]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        command: click.Command = import_module(f"bigmodel_edu.cli.{name.replace('-', '_')}").command
        command.name = name
        return command

    def resolve_command(self, context: click.Context, arguments: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        name = click.utils.make_str(arguments[0])
        if name not in self.list_commands(context) and not name.startswith("-"):
            context.fail(_unknown(name, self.list_commands(context)))
        return super().resolve_command(context, arguments)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        for who, heading in audiences().items():
            rows = [(entry.name, entry.says) for entry in entries() if entry.who == who]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows, col_max=12)

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Examples")):
            for entry in entries():
                formatter.write_text(f"bigmodel-edu {entry.example}")
        formatter.write_paragraph()
        formatter.write_text(_("bigmodel-edu COMMAND --help explains a command."))
        formatter.write_text(_("Exit codes: 0 all well, 1 something to look at, 2 wrong usage or input."))


def _unknown(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    sentence = _("There is no command {name!r}.").format(name=name)
    close = get_close_matches(name.lower(), known, n=2, cutoff=0.6)
    if close:
        return sentence + " " + _("Did you mean {close}?").format(close=_(" or ").join(close))
    return sentence + " " + _("The commands are: {known}.").format(known=", ".join(known))


@click.group(cls=Course, help=help_page(HELP), context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="bigmodel-edu", help=_("Show the version and exit."))
def main() -> None:
    """Find the command and call it."""
