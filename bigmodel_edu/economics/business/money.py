"""An amount with its currency: amounts of two currencies are never added."""

import math
import re
from dataclasses import dataclass

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, order=False)
class Money:
    """An amount of one currency.

    Attributes:
        amount: how much; negative for a debt or a loss.
        currency: its code of three letters (ISO 4217): USD, EUR, CNY.

    Raises:
        TypeError, ValueError: if the amount is no finite number, or the code is none.

    >>> Money(2.5) * 4 + Money(1)
    Money(amount=11.0, currency='USD')
    >>> Money(1) + Money(1, "EUR")
    Traceback (most recent call last):
    ValueError: expected amounts of one currency, got USD and EUR: convert one of them first, at a rate with a date
    """

    amount: float
    currency: str = "USD"

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool | str) or not hasattr(self.amount, "__float__"):
            raise TypeError(f"expected an amount of money to be a number, got {self.amount!r}")
        if not math.isfinite(self.amount):
            raise ValueError(f"expected an amount of money to be finite, got {self.amount}")
        if not isinstance(self.currency, str) or not _CODE.fullmatch(self.currency):
            raise ValueError(f"expected a currency of three capital letters such as USD, got {self.currency!r}")

    def _same(self, other: "Money") -> float:
        if not isinstance(other, Money):
            raise TypeError(f"expected money in {self.currency}, got {other!r}")
        require_one_currency(self, other)
        return other.amount

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: float) -> "Money":
        if isinstance(factor, Money):
            raise TypeError("expected a number to multiply money with, got money")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: "Money | float") -> "Money | float":
        """Divide by a number (money), or by money of the same currency (a number)."""
        return self.amount / self._same(other) if isinstance(other, Money) else Money(self.amount / other, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        """Write it for readers: 1,234.50 USD, small amounts with three digits.

        >>> str(Money(1234.5)), str(Money(0.04137, "EUR")), str(Money(-2_500_000))
        ('1,234.50 USD', '0.0414 EUR', '-2,500,000 USD')
        """
        size = abs(self.amount)
        if size and size < 1:
            digits = max(2 - math.floor(math.log10(size)), 2)
            return f"{self.amount:.{digits}f} {self.currency}"
        return f"{self.amount:,.{0 if size >= 10_000 else 2}f} {self.currency}"


def require_one_currency(*amounts: Money, **named: Money) -> str:
    """Return the one currency of several amounts.

    Args:
        amounts: money.
        named: money by field, so that a message can name the fields.

    Raises:
        ValueError: if there are two; the message names them.

    >>> require_one_currency(price=Money(3), salary=Money(9_000, "EUR"))
    Traceback (most recent call last):
    ValueError: expected amounts of one currency, got USD (price) and EUR (salary): convert one of them first, at a rate with a date
    """
    found: dict[str, list[str]] = {}
    for name, money in [*(("", money) for money in amounts), *named.items()]:
        if not isinstance(money, Money):
            raise TypeError(f"expected {name} to be Money(amount, currency), got {money!r}")
        found.setdefault(money.currency, []).append(name)
    if len(found) > 1:
        said = [f"{code} ({', '.join(names)})" if any(names) else code for code, names in found.items()]
        message = "expected amounts of one currency, got {currencies}: convert one of them first, at a rate with a date"
        raise ValueError(message.format(currencies=" and ".join(said)))
    return next(iter(found), "USD")
