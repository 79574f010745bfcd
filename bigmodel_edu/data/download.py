"""Fetch one file: checked by its SHA-256, in place whole or not at all."""

import hashlib
from collections.abc import Iterable
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO
from urllib.error import URLError
from urllib.request import Request, urlopen

from bigmodel_edu.files import new_version
from bigmodel_edu.language import _
from bigmodel_edu.progress_bar import Progress

CHUNK = 1 << 18
TIMEOUT = 30.0  # seconds without an answer or a byte


class DownloadFailed(OSError):
    """No address gave the file that was asked for; the message says what happened at each."""


class WrongBytes(ValueError):
    """An address gave another file than the pinned one."""


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def download(addresses: Iterable[str], target: Path, sha256: str, title: str) -> Path:
    """Fetch a file from the first address that gives exactly the pinned bytes.

    Args:
        addresses: tried in order.
        target: where the file belongs; it appears only when it is complete and right.
        sha256: what its bytes must hash to, 64 hexadecimal digits.
        title: what the progress line calls it.

    Raises:
        DownloadFailed: if every address failed; the message holds each reason.
    """
    reasons = []
    for address in addresses:
        try:
            with new_version(target) as file:
                found = _receive(address, file, title)
                if found != sha256:
                    raise WrongBytes(f"expected SHA-256 {sha256}, got {found}")
            return target
        except (URLError, HTTPException, OSError, ValueError) as error:
            reasons.append(f"{address}: {error}")
    raise DownloadFailed("; ".join(reasons) or _("no address given for {title}").format(title=title))


def _receive(address: str, file: BinaryIO, title: str) -> str:
    """Write what the address answers into a file; return its SHA-256."""
    digest = hashlib.sha256()
    request = Request(address, headers={"User-Agent": "bigmodel-edu"})
    with urlopen(request, timeout=TIMEOUT) as answer:
        total = int(answer.headers.get("Content-Length") or 0)
        with Progress(title, total or None) as progress:
            done = 0
            while chunk := answer.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
                done += len(chunk)
                progress.update(done, f"{done / 1e6:.1f} MB")
    return digest.hexdigest()
