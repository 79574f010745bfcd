"""The device report."""

import torch

from bigmodel_edu.device import device_report


def test_the_report_a_notebook_records_holds_no_number_of_this_machine():
    report = device_report("cpu")
    assert repr(report) == "Computation runs on cpu in float32."
    assert report._repr_html_() == f"<p>{report!r}</p>"
    whole = str(report)
    assert report.name in whole and "GiB" in whole and torch.__version__ in whole
    assert report.name not in repr(report)
