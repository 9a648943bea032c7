"""One writing for one value: what is hashed has to read the same from every database."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """A JSON value as bytes: keys sorted, no blanks, a whole number never as a float. Raises on what JSON lacks.

    PostgreSQL gives keys back in another order, and 1e16 as 10000000000000000.
    """
    return json.dumps(
        _whole(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256_of(value: Any) -> str:
    """SHA-256 of the canonical writing, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return value
