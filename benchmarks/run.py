"""``make bench``: measure beside the peers in one run and write benchmarks/*.md.

    python benchmarks/run.py [grading] [viewers] [models] [endurance]

Without names all but the last, which takes half an hour.

Peers are installed once into .venv-bench, so that they cannot disturb what the course itself needs.
"""

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).parent
ON_REQUEST = ("endurance",)


def available() -> list[str]:
    """The benchmarks in this folder."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in ("run", "peers"))


def run(name: str) -> None:
    """Run one benchmark's ``main()``."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main()


def main(wanted: list[str]) -> None:
    unknown = set(wanted) - set(available())
    if unknown:
        sys.exit(f"unknown benchmark {', '.join(unknown)}: choose from {', '.join(available())}")
    for name in wanted or [name for name in available() if name not in ON_REQUEST]:
        print(f"== Benchmark: {name}", flush=True)
        run(name)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main(sys.argv[1:])
