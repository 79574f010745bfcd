"""Answers to privacy-and-security.pseudonym: right ones in several styles, wrong ones that are no known mistake."""

import hashlib
import hmac


def by_hmac(identifier, key):
    return hmac.new(key, identifier.encode("utf-8"), hashlib.sha256).hexdigest()


def by_digest(identifier, key):
    return hmac.digest(key, identifier.encode(), "sha256").hex()


def by_hand(identifier, key):
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(each ^ 0x36 for each in block) + identifier.encode()).digest()
    return hashlib.sha256(bytes(each ^ 0x5C for each in block) + inner).hexdigest()


RIGHT = [by_hmac, by_digest, by_hand]
WRONG = [
    lambda identifier, key: by_hmac(identifier, key)[:16],
    lambda identifier, key: by_hmac(identifier.lower() + "x", key),
    lambda identifier, key: by_hmac(identifier, key).upper(),
    lambda identifier, key: hmac.new(key, identifier.encode("ascii", "ignore"), hashlib.sha256).hexdigest(),
]
