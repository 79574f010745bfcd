"""Return a pseudonym that nobody can look up without the key."""

import hashlib
import hmac

import numpy as np

from bigmodel_edu.checking import Call, arguments, function


def _pseudonym(identifier, key):
    return hmac.new(key, identifier.encode("utf-8"), hashlib.sha256).hexdigest()


NAMES = ("li.wei@example.org", "Müller-Lüdenscheidt", "+1 202 555 0143", "王小明", "José", "")


def some_name(rng: np.random.Generator) -> Call:
    return arguments(f"{NAMES[int(rng.integers(0, 3))]}/{int(rng.integers(0, 10_000))}", rng.bytes(int(rng.integers(16, 40))))


def letters_beyond_ascii(rng: np.random.Generator) -> Call:
    return arguments(NAMES[int(rng.integers(3, 6))] + str(int(rng.integers(0, 99))), rng.bytes(32))


EXERCISE = function(
    __file__,
    points=2,
    reference=_pseudonym,
    core={"an identifier": some_name},
    edges={"letters beyond ASCII": letters_beyond_ascii},
    mistakes={
        "no-key": lambda identifier, key: hashlib.sha256(identifier.encode()).hexdigest(),
        "key-in-front": (
            lambda identifier, key: hashlib.sha256(key + identifier.encode()).hexdigest(),
            lambda identifier, key: hashlib.sha256(identifier.encode() + key).hexdigest(),
        ),
        "swapped": lambda identifier, key: hmac.new(identifier.encode(), key, hashlib.sha256).hexdigest(),
        "bytes": lambda identifier, key: hmac.new(key, identifier.encode(), hashlib.sha256).digest(),
        "sha1": lambda identifier, key: hmac.new(key, identifier.encode(), hashlib.sha1).hexdigest(),
    },
)
