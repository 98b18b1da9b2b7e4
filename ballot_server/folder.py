"""Making the folder that a server lives in: whole, or not at all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ballot_server.config import ServerConfig
from ballot_server.folder_named import refuse_no_folder, refuse_root_in_others
from ballot_server.kiosks.registry import KioskRegistry
from ballot_server.problems.commands import FolderNotEmpty, FolderNotMade
from ballot_server.problems.refusals import DiskNearlyFull, StorageFailed, StorageReadOnly
from ballot_server.store.engine import open_store
from ballot_server.store.kiosk_rule import keep_rule
from ballot_server.store.revision import bring_up_to_date
from ballot_server.turns.writer_lock import LOCK, NEXT
from crypto.board.server_key import ServerKey, ServerPublicKey
from meeting.files import write_new
from meeting.problem import Problem
from meeting.system_reasons import system_reason

LEAST_ROOM = 1 << 20
"""Bytes; an empty server takes a tenth of that."""


def make_folder(config: ServerConfig, *, only_enrolled: bool = True) -> ServerPublicKey:
    """Make the folder, the server's key and an empty database; return the public key.

    `only_enrolled` says whether it takes ballots from enrolled kiosks alone.

    Raises FolderNotEmpty where there is a server already, FolderUnusable where there cannot be
    one, CommandByRoot in a folder of another user's, FolderNotMade when something cannot be
    written: then nothing is left of it.
    """
    refuse_no_folder(config.folder)
    refuse_root_in_others(config.folder)
    if config.server_key.exists() or config.database.exists():
        raise FolderNotEmpty(where=str(config.folder))
    with _whole_or_not_at_all(config), _said_of(config.folder):
        config.folder.mkdir(parents=True, exist_ok=True)
        config.folder.chmod(0o700)
        config.keys.mkdir(mode=0o700, exist_ok=True)
        store = open_store(config)
        try:
            with store.connection() as connection:
                bring_up_to_date(connection)
                keep_rule(connection, only_enrolled=only_enrolled)
        finally:
            store.dispose()
        key = ServerKey.generate()
        KioskRegistry(config).create(only_enrolled=only_enrolled)
        write_new(config.server_key, key.to_pem(), mode=0o600)
    return key.public


@contextmanager
def _whole_or_not_at_all(config: ServerConfig) -> Iterator[None]:
    """Take away what was made, and only that, if anything goes wrong."""
    folders = [config.folder, *config.folder.parents]
    missing = [each for each in folders if not each.exists()]
    mode = None if missing else config.folder.stat().st_mode & 0o7777
    had_keys = config.keys.exists()
    locks = [each for name in (NEXT, LOCK) if not (each := config.folder / name).exists()]
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for ending in ("", "-wal", "-shm", "-journal"):
                config.database.with_name(config.database.name + ending).unlink(missing_ok=True)
            for each in (config.server_key, config.kiosks, *locks):
                each.unlink(missing_ok=True)
            if not had_keys:
                shutil.rmtree(config.keys, ignore_errors=True)
            if mode is not None:
                config.folder.chmod(mode)
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise


@contextmanager
def _said_of(folder: Path) -> Iterator[None]:
    """Say in one sentence why something could not be written."""
    try:
        yield
    except DiskNearlyFull as error:
        raise _not_made(folder, OSError(errno.ENOSPC, "")) from error
    except StorageReadOnly as error:
        raise _not_made(folder, OSError(errno.EROFS, "")) from error
    except StorageFailed as error:  # SQLite does not always say that a disk is full
        full = shutil.disk_usage(folder).free < LEAST_ROOM
        raise _not_made(folder, OSError(errno.ENOSPC if full else errno.EIO, "")) from error
    except OSError as error:
        raise _not_made(folder, error) from error
    except Problem as error:  # of `meeting.files`
        if isinstance(error.__cause__, OSError):
            raise _not_made(folder, error.__cause__) from error
        raise


def _not_made(folder: Path, error: OSError) -> FolderNotMade:
    return FolderNotMade(where=str(folder), reason=system_reason(error))
