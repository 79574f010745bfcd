"""Write a number as a reader expects it: 124,439,808 · 175 billion · 3.14 × 10²³ · 989.4 TFLOP/s."""

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORDS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_PREFIXES = ((1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"))
_WITH_PREFIX = ("FLOP/s", "B/s", "B")


def number(value: int | float) -> str:
    """Write a number: whole thousands with commas, round millions in words, huge and tiny numbers as powers of ten.

    >>> number(124439808), number(174_600_000_000), number(3.14e23), number(0.07), number(8.8e13)
    ('124,439,808', '174.6 billion', '3.14 × 10²³', '0.07', '8.8 × 10¹³')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        value = int(value)
    if isinstance(value, int):
        for size, word in _WORDS:
            if abs(value) >= size and value % (size // 100) == 0:
                return f"{value / size:g} {word}"
        return f"{value:,}"
    if value and not 1e-4 <= abs(value) < 1e9:
        digits, power = f"{value:e}".split("e")
        return f"{float(digits):g} × 10{str(int(power)).translate(_SUPERSCRIPT)}"
    return f"{value:,.10g}"


def quantity(value: int | float, unit: str) -> str:
    """Write a number with its unit; the unit "1" means a pure number and is left out.

    >>> quantity(989.4e12, "FLOP/s"), quantity(80_000_000_000, "B"), quantity(46.2, "%"), quantity(0.34, "1")
    ('989.4 TFLOP/s', '80 GB', '46.2 %', '0.34')
    """
    if unit in _WITH_PREFIX:
        for size, prefix in _PREFIXES:
            if abs(value) >= size:
                return f"{value / size:,.10g} {prefix}{unit}"
    return number(value) if unit == "1" else f"{number(value)} {unit}"


def round_to(value: float, digits: int) -> float:
    """Round to a number of significant digits.

    >>> round_to(3.14288e23, 3), round_to(20.82, 2)
    (3.14e+23, 21.0)
    """
    return float(f"{value:.{digits - 1}e}")
