"""Become an ordinary user, then run a Python command: ``python ordinary.py HOME -m bigmodel_edu.cli grade …``."""

import os
import sys

from wall_agent import become_ordinary

if __name__ == "__main__":
    become_ordinary()
    os.environ["HOME"] = sys.argv[1]
    os.chdir(sys.argv[1])
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
