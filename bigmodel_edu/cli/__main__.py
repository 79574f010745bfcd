"""``python -m bigmodel_edu.cli``: the command where no script was installed."""

from bigmodel_edu.cli import main

main(prog_name="bigmodel-edu")
