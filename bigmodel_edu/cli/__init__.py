"""``bigmodel-edu``: one file a command, each imported only when it is called."""

from bigmodel_edu.cli.group import main

__all__ = ["main"]
