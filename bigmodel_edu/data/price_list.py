"""List prices of language models, per million tokens, with the day from which each holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bigmodel_edu.data.finding import PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

RECORD = Record(
    name="prices",
    title=_("List prices of language models"),
    holds=_("47 providers, more than 2,000 models with a price in US dollars per million tokens, many with the length of context"),
    licence=_("MIT"),
    origin=_("Pydantic, genai-prices: collected from the providers' pages and corrected by its readers"),
    sources=(PythonPackage("genai_prices", "genai-prices==0.2.3", alone=False, files=("data.py",)),),
)


@dataclass(frozen=True)
class Price:
    """A model's list price.

    Args:
        provider: who sells it, such as ``anthropic``.
        model: the provider's name for the model.
        input: US dollars for a million tokens that are read; for prices in steps, the first step.
        output: US dollars for a million tokens that are written.
        cached_input: US dollars for a million tokens that are read again from a cache; None where not offered.
        context: the most tokens that it reads at once; None where not stated.
        since: the first day on which the price holds; None where not stated.
    """

    provider: str
    model: str
    input: float
    output: float
    cached_input: float | None = None
    context: int | None = None
    since: date | None = None


@dataclass(frozen=True)
class Prices:
    """Every price, sorted by provider, model and day."""

    rows: tuple[Price, ...] = field(repr=False)
    record: Record = RECORD

    def of(self, provider: str, model: str, on: date | None = None) -> Price:
        """Return one model's price on a day, by default the newest.

        Raises:
            ValueError: if there is none; the message names what is near.
        """
        known = [row for row in self.rows if (row.provider, row.model) == (provider, model)]
        valid = [row for row in known if on is None or row.since is None or row.since <= on]
        if not valid:
            near = sorted({row.model for row in self.rows if row.provider == provider}) or sorted({row.provider for row in self.rows})
            got = f"{provider!r} and {model!r} on {on or 'any day'}"
            raise ValueError(f"expected a provider and model with a price, got {got}; known: {', '.join(near[:20])}")
        return max(valid, key=lambda row: row.since or date.min)


def prices() -> Prices:
    """Load the prices; nothing is asked from the network.

    Raises:
        DataNotFound: if the package genai-prices is not installed.

    >>> prices().of("openai", "gpt-3.5-turbo").provider
    'openai'
    """
    RECORD.folders()
    from genai_prices.data import providers

    rows = [row for provider in providers for model in provider.models for row in _rows(provider.id, model)]
    return Prices(tuple(sorted(rows, key=lambda row: (row.provider, row.model, row.since or date.min))))


def _rows(provider: str, model: Any) -> Iterator[Price]:
    """Yield a model's prices for tokens; prices by the hour of the day keep their first entry."""
    seen = set()
    entries = model.prices if isinstance(model.prices, list) else [model.prices]
    for entry in entries:
        since = getattr(getattr(entry, "constraint", None), "start_date", None)
        values = getattr(entry, "prices", entry)
        read, written = _dollars(values, "input_mtok"), _dollars(values, "output_mtok")
        if read is not None and written is not None and since not in seen:
            seen.add(since)
            yield Price(provider, model.id, read, written, _dollars(values, "cache_read_mtok"), model.context_window, since)


def _dollars(values: Any, name: str) -> float | None:
    price = getattr(values, name, None)
    price = getattr(price, "base", price)  # a price in steps has its first step in base
    return None if price is None else float(price)
