"""Series in time: a stock index, consumer prices of technology, passengers of a station."""

from dataclasses import replace

from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table, TableFile, read_table
from bigmodel_edu.language import _

SP500 = Record(
    name="sp500",
    title=_("S&P 500, daily"),
    holds=_("16,607 trading days from 1950-01-03 to 2015-12-31: open, high, low, close, volume, adjusted close"),
    licence=_("R package gt: MIT; the source of the prices is not stated"),
    origin=_("collected by Richard Iannone for gt"),
    sources=(TableFile("gt", "sp500", "8789b54c82d7a3b67e3283fdc194a51b0be8123ecb48d3d53bb9ed5e52ea150f"),),
)
PRICE_INDEX = Record(
    name="price_index",
    title=_("Consumer prices of technology, United States"),
    holds=_("213 months from December 1997 to August 2015 for 8 groups of goods; December 1997 = 100"),
    licence=_("R package stevedata: GPL-2; the numbers are of a United States agency, in the public domain there"),
    origin=_("U.S. Bureau of Labor Statistics, collected by Steven V. Miller for stevedata"),
    sources=(TableFile("stevedata", "LTPT", "13219d582bb4fd68653071eff911dcc0f150ad92af69d529e54d902de4a29b82"),),
)
RIDERSHIP = Record(
    name="ridership",
    title=_("Passengers of a Chicago station, daily"),
    holds=_("5,698 days from 2001-01-22 to 2016-08-28: thousands of entries at Clark/Lake, other stations 14 days before, weather, games"),
    licence=_("R package modeldata: MIT"),
    origin=_("Chicago Transit Authority, prepared by M. Kuhn and K. Johnson, Feature Engineering and Selection, 2020"),
    sources=(TableFile("modeldata", "Chicago", "500ef42c8b796ed8cdf456fca2c5ebcfa7d885e669b8e9403beaf01e45b1b06a"),),
)


def sp500() -> Table:
    """Load the S&P 500 by day, oldest first; ``date`` is a datetime.

    >>> frame = sp500().frame
    >>> str(frame["date"].iloc[0].date()), float(frame["close"].iloc[0])
    ('1950-01-03', 16.66)
    """
    return _by_date(read_table(SP500))


def price_index() -> Table:
    """Load the consumer prices of technology: columns ``date``, ``category`` and ``value``.

    >>> sorted(price_index().frame["category"].unique())[1]
    'Audio equipment'
    """
    return _by_date(read_table(PRICE_INDEX))


def ridership() -> Table:
    """Load a station's passengers by day: predict ``ridership``, in thousands.

    >>> len(ridership().frame)
    5698
    """
    return _by_date(read_table(RIDERSHIP, target="ridership"))


def _by_date(table: Table) -> Table:
    """Give a table its dates as datetimes, in the order of time."""
    import pandas as pd

    frame = table.frame.assign(date=pd.to_datetime(table.frame["date"])).sort_values("date", kind="stable", ignore_index=True)
    return replace(table, frame=frame)
