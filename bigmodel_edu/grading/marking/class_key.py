"""The class key: the secret from which each student's hidden cases are drawn. Keep it: a regrade needs it."""

import hashlib
import hmac
import secrets
from pathlib import Path

from bigmodel_edu.checking.exercise import Exercise
from bigmodel_edu.files import write_file
from bigmodel_edu.language import _

LEAST_BYTES = 16


def class_key(folder: Path, file: Path | None = None) -> bytes:
    """Read the class key from a file, or from the folder, where it is made when there is none.

    Raises:
        ValueError: when the key is shorter than 16 bytes.
    """
    path = file or folder / "class.key"
    if file is None and not path.exists():
        write_file(path, secrets.token_hex(32) + "\n", private=True, durable=True)
    key = path.read_bytes().strip()
    if len(key) < LEAST_BYTES:
        sentence = _("expected a class key of at least {least} bytes in {path}, got {size}; make one with: openssl rand -hex 32 > {path}")
        raise ValueError(sentence.format(least=LEAST_BYTES, path=path, size=len(key)))
    return key


def case_seed(key: bytes, student: str, exercise: Exercise) -> int:
    """Which hidden cases a student gets: different for each student, the same at a regrade, unknown without the class key."""
    message = f"{student}\n{exercise.id}\n{exercise.version}".encode("utf-8", "replace")
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big")
