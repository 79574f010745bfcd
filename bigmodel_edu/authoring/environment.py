"""The surroundings in which a notebook is recorded, and in which nbval runs it again: the same on every machine."""

import os
import subprocess
import sys
from pathlib import Path

FIXED = {
    "BIGMODEL_DEVICE": "cpu",  # what is recorded is what a reader without a GPU gets
    "BIGMODEL_EDU_PROGRESS": "off",
    "CUDA_VISIBLE_DEVICES": "",
    "LANGUAGE": "en",
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",  # a sum's last digits depend on how many threads share it
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "TZ": "UTC",
}
LEFT_OUT = ("COLUMNS", "LINES", "PYTHONSTARTUP", "PYTHONWARNINGS", "PYTEST_CURRENT_TEST")
MATPLOTLIBRC = "svg.hashsalt: bigmodel-edu\n"  # stands in for the user's own settings; names in SVG figures do not change


def environment(home: Path) -> dict[str, str]:
    """Return the environment variables of a kernel.

    Args:
        home: an empty folder of the notebook's own, which takes what the kernel remembers: attempts, IPython's history.
    """
    rc = home / "matplotlibrc"
    rc.write_text(MATPLOTLIBRC, encoding="utf-8")
    own = {"BIGMODEL_EDU_HOME": str(home / "attempts"), "IPYTHONDIR": str(home / "ipython"), "MATPLOTLIBRC": str(rc)}
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    return kept | FIXED | own


def warm_up() -> None:
    """Let matplotlib find the fonts once, so that no notebook's first figure waits for it and says so.

    What goes wrong here shows where it matters, in the notebook.
    """
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], check=False, capture_output=True)
