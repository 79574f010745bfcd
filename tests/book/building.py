"""How tests build a book: as ``make book`` does."""

import sys

# The script beside Python would not start from a path with blanks.
JUPYTER_BOOK = (sys.executable, "-c", "import sys; from jupyter_book.cli.main import main; sys.exit(main())")
