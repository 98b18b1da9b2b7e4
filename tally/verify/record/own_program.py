"""Which program this is: a hash over every source file that verifying can run, and what computes.

A version number would have to be raised by whoever changes a check; this changes by itself.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import crypto
import meeting
import tally

_ROOMS = (crypto, meeting, tally)
_COMPUTING = ("pynacl", "gmpy2", "llvmlite")
_SWITCH = "PIAOXIANG_ARITHMETIC"


@cache
def own_program() -> str:
    """The hash in hex; where the sources cannot be read, one under which nothing was ever noted."""
    digest = sha256()
    try:
        for part in _parts():
            digest.update(len(part).to_bytes(8, "big") + part)
    except OSError:
        return secrets.token_hex(32)
    return digest.hexdigest()


def _parts() -> Iterator[bytes]:
    yield sys.version.encode()
    yield os.environ.get(_SWITCH, "").encode()
    for name in _COMPUTING:
        yield _version(name).encode()
    for room in _ROOMS:
        folder = Path(room.__path__[0])
        files = sorted(folder.rglob("*.py"))
        if not files:
            raise FileNotFoundError(folder)
        for file in files:
            yield file.relative_to(folder.parent).as_posix().encode()
            yield file.read_bytes()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to load

    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
