"""Reading pins: one version a line, with or without marker and hashes."""

import pytest

from tools.pins.pin import read_pins


def test_names_markers_and_hashes_are_read(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text(
        "# a remark with name==1\nSend2Trash==2.2.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n\n"
        "app_nope==1.0.post1 ; sys_platform == 'darwin' # why\ntorch==2.13.0\n"
    )
    trash, nope, torch = read_pins(file)
    assert (trash.name, trash.version, trash.hashes) == ("send2trash", "2.2.0", 2)
    assert (nope.name, nope.version, nope.hashes) == ("app-nope", "1.0.post1", 0)
    assert nope.applies({"sys_platform": "darwin"}) and not nope.applies({"sys_platform": "linux"})
    assert torch.applies({"sys_platform": "linux"})


@pytest.mark.parametrize("line", ["numpy", "numpy>=2", "numpy==2.*", "numpy==2,!=2.1", "numpy @ https://example.org/numpy.whl"])
def test_a_line_that_allows_more_than_one_version_is_refused(tmp_path, line):
    file = tmp_path / "requirements.txt"
    file.write_text(f"{line}\n")
    with pytest.raises(ValueError, match=r"requirements\.txt: expected one version, such as name==1\.2\.3, got 'numpy"):
        read_pins(file)
