"""Text that is safe in a cell of a spreadsheet."""


def no_formula(cell: str) -> str:
    """Defuse text that a spreadsheet would run.

    >>> no_formula("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
