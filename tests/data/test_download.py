"""Fetching a file: the pinned bytes or nothing."""

import hashlib

import pytest

from bigmodel_edu.data.download import DownloadFailed, download, sha256_of
from tests.data.served import served

CONTENT = bytes(range(256)) * 4099  # more than one chunk
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_the_file_arrives_whole(tmp_path):
    with served({"/file": CONTENT}) as (address, _asked):
        path = download([f"{address}/file"], tmp_path / "deep" / "file", SHA256, "a file")
    assert path.read_bytes() == CONTENT
    assert sha256_of(path) == SHA256
    assert [item.name for item in path.parent.iterdir()] == ["file"]


def test_the_second_address_is_tried_when_the_first_fails_cuts_or_lies(tmp_path):
    files = {"/cut": CONTENT, "/lies": CONTENT[::-1], "/good": CONTENT}
    with served(files, cut=frozenset({"/cut"})) as (address, asked):
        addresses = [f"{address}/{name}" for name in ("missing", "cut", "lies", "good")]
        download(addresses, tmp_path / "file", SHA256, "a file")
    assert asked == ["/missing", "/cut", "/lies", "/good"]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_wrong_bytes_never_reach_their_place_and_the_message_says_why(tmp_path):
    (tmp_path / "file").write_bytes(b"what was there before")
    with served({"/lies": b"other"}) as (address, _asked), pytest.raises(DownloadFailed) as caught:
        download([f"{address}/lies", f"{address}/missing"], tmp_path / "file", SHA256, "a file")
    assert f"expected SHA-256 {SHA256}, got {hashlib.sha256(b'other').hexdigest()}" in str(caught.value)
    assert "404" in str(caught.value)
    assert (tmp_path / "file").read_bytes() == b"what was there before"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/closed", "no address", "http://", "http://[bad"])
def test_an_address_that_leads_nowhere_is_a_clear_failure(tmp_path, address):
    with pytest.raises(DownloadFailed):
        download([address], tmp_path / "file", SHA256, "a file")
    assert not list(tmp_path.iterdir())


def test_no_address_at_all(tmp_path):
    with pytest.raises(DownloadFailed, match="no address given for a file"):
        download([], tmp_path / "file", SHA256, "a file")
