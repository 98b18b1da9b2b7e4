"""The key of a box's pool: a file that exists while the box is open, and never again.

It lives outside the database and outside every backup of it. Destroying it at closing makes
everything that was ever written about waiting ballots (rows, write-ahead log, snapshots of the
disk) unreadable, so that no order can be won from it afterwards.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from meeting.files import write_atomically

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PoolKey:
    """Keys of 32 bytes, for tags, slots and checks, made from the one in the file."""

    tags: bytes = field(repr=False)
    rows: bytes = field(repr=False)
    checks: bytes = field(repr=False)


def create(path: Path) -> None:
    """Make a new key, durable before this returns."""
    write_atomically(path, secrets.token_bytes(KEY_BYTES), mode=0o600)


def load(path: Path, setup: str) -> PoolKey | None:
    """The keys of the box named by its `setup` hash; None if there is no good file."""
    try:
        master = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(master) != KEY_BYTES:
        return None
    purposes = ("tags", "rows", "checks")
    return PoolKey(*(_derive(master, purpose, setup) for purpose in purposes))


def destroy(path: Path) -> None:
    """Overwrite the key, make that durable, and remove the file. Nothing there is no fault."""
    try:
        descriptor = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    try:
        os.write(descriptor, secrets.token_bytes(KEY_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _derive(master: bytes, purpose: str, setup: str) -> bytes:
    info = f"piaoxiang-pool|{purpose}|{setup}".encode()
    return HKDFExpand(algorithm=SHA256(), length=32, info=info).derive(master)
