"""What others ask for a model: list prices, whoever supplies the rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bigmodel_edu.economics.serving.cost import blended_price


class ListPrice(Protocol):
    """A row of a price list, such as those of ``bigmodel_edu.data.prices()``; US dollars for a million tokens."""

    @property
    def provider(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def input(self) -> float: ...
    @property
    def output(self) -> float: ...
    @property
    def since(self) -> date | None: ...


@dataclass(frozen=True)
class Offer:
    """One provider's price for a model on a day.

    Attributes:
        provider, model: who sells it, under which name.
        input, output: US dollars for a million tokens read, written.
        since: the first day of the price, where stated.
    """

    provider: str
    model: str
    input: float
    output: float
    since: date | None

    def blended(self, input_share: float) -> float:
        """US dollars for a million tokens of which a share is read."""
        return blended_price(self.input, self.output, input_share)


def offers(rows: Iterable[ListPrice], pattern: str, on: date) -> list[Offer]:
    """Return each provider's price on a day for models whose name fits, the cheapest first.

    In words: of several rows of one provider and model, the newest that holds on the day; of several names for the model at one
    provider, the cheapest to write.

    Args:
        rows: a price list.
        pattern: a regular expression that the model's name must contain, in any case.
        on: the day.

    >>> from types import SimpleNamespace
    >>> old = SimpleNamespace(provider="a", model="Llama-3.1-8B", input=0.2, output=0.2, since=None)
    >>> new = SimpleNamespace(provider="a", model="Llama-3.1-8B", input=0.1, output=0.1, since=date(2026, 5, 1))
    >>> [offer.output for offer in offers([old, new], "llama-3.1-8b", on=date(2026, 6, 1))]
    [0.1]
    """
    wanted = re.compile(pattern, re.IGNORECASE)
    newest: dict[tuple[str, str], ListPrice] = {}
    for row in sorted(rows, key=lambda row: row.since or date.min):
        if wanted.search(row.model) and (row.since is None or row.since <= on):
            newest[row.provider, row.model] = row
    cheapest: dict[str, ListPrice] = {}
    for row in newest.values():
        if row.provider not in cheapest or row.output < cheapest[row.provider].output:
            cheapest[row.provider] = row
    found = [Offer(row.provider, row.model, row.input, row.output, row.since) for row in cheapest.values()]
    return sorted(found, key=lambda offer: (offer.output, offer.input, offer.provider))
