"""Who owns a company: shares that always add up to all of it, and what new money takes from those before."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bigmodel_edu.economics.business.money import Money
from bigmodel_edu.economics.ranges import BELOW_ONE, NOT_NEGATIVE, POSITIVE, require


@dataclass(frozen=True)
class Round:
    """A round of financing.

    Attributes:
        investor: who pays.
        invested: how much.
        pre_money: what the company is said to be worth before.
        option_pool: share of the company after the round that is set aside for staff, taken from those before.

    >>> Round("seed fund", Money(1_000_000), pre_money=Money(4_000_000)).share
    0.2
    """

    investor: str
    invested: Money
    pre_money: Money
    option_pool: float = 0.0

    def __post_init__(self) -> None:
        if not self.investor.strip():
            raise ValueError("expected investor to be a name, got an empty text")
        require("invested", self.invested.amount, POSITIVE)
        require("pre_money", self.pre_money.amount, POSITIVE)
        require("option_pool", self.option_pool, BELOW_ONE)
        require("the investor's and the pool's share together", self.share + self.option_pool, BELOW_ONE)

    @property
    def post_money(self) -> Money:
        """What the company is said to be worth after: before, plus what came in."""
        return self.pre_money + self.invested

    @property
    def share(self) -> float:
        """The investor's share of the company: invested / post-money."""
        return self.invested.amount / self.post_money.amount


@dataclass(frozen=True)
class CapTable:
    """Shares of a company by owner; they add up to 1.

    Attributes:
        shares: owner to share, each 0 or more.

    Raises:
        ValueError: if there is no owner, or the shares do not add up to 1.

    >>> table = CapTable({"founder": 1.0}).after(Round("seed fund", Money(1_000_000), Money(4_000_000), option_pool=0.1))
    >>> {owner: round(share, 3) for owner, share in table.shares.items()}
    {'founder': 0.7, 'seed fund': 0.2, 'option pool': 0.1}
    """

    shares: Mapping[str, float]

    def __post_init__(self) -> None:
        if not self.shares:
            raise ValueError("expected shares to name an owner or more, got none")
        for owner, share in self.shares.items():
            require(f"the share of {owner}", share, NOT_NEGATIVE)
        total = sum(self.shares.values())
        if abs(total - 1) > 1e-9:
            raise ValueError(f"expected shares to add up to 1 (100 %), got {total:.6g} ({total * 100:.6g} %)")
        object.__setattr__(self, "shares", MappingProxyType(dict(self.shares)))

    def after(self, financing: Round, *, pool: str = "option pool") -> "CapTable":
        """Return the shares after a round: all who were there keep the same part of what remains."""
        remains = 1 - financing.share - financing.option_pool
        shares = {owner: share * remains for owner, share in self.shares.items()}
        shares[financing.investor] = shares.get(financing.investor, 0.0) + financing.share
        if financing.option_pool:
            shares[pool] = shares.get(pool, 0.0) + financing.option_pool
        return CapTable(shares)

    def proceeds(self, price: Money) -> dict[str, Money]:
        """Divide the price of the whole company by share (no preferences); the parts add up to the price."""
        require("price", price.amount, NOT_NEGATIVE)
        return {owner: price * share for owner, share in self.shares.items()}
