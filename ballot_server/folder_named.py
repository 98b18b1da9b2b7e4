"""Whether what was named as a folder is one, said before anything in it is asked for."""

from __future__ import annotations

import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path

from ballot_server.config import ServerConfig
from ballot_server.problems.commands import (
    CommandByRoot,
    CommandReadOnly,
    FolderMissing,
    FolderUnusable,
)
from meeting.language import N_
from meeting.problem import Phrase
from meeting.system_reasons import system_reason

_ROOT = 0
NO_FOLDER = Phrase(N_("this is a file or a device, not a folder"))


def refuse_no_folder(path: Path) -> None:
    """Refuse what is there and is no folder, and what cannot be there. Raises FolderUnusable."""
    reason = _reason(path, may_be_missing=True)
    if reason is not None:
        raise FolderUnusable(where=str(path), reason=reason)


def demand_folder(path: Path, command: str) -> None:
    """Refuse whatever is not a folder; `command` names one. Raises FolderMissing."""
    reason = _reason(path, may_be_missing=False)
    if reason is not None:
        raise FolderMissing(where=str(path), reason=reason, command=command)


def refuse_read_only(config: ServerConfig) -> None:
    """Refuse a server's folder in which a server could not write.

    That root wrote a file in it is seen here, not at the first ballot. Raises CommandReadOnly.
    """
    made = ("*.lock", "*.signed", "*.pool.key")
    inside = [each for name in made for each in config.keys.glob(name)]
    locks = [each for name in ("*.lock", "*.next") for each in config.folder.glob(name)]
    written = (config.folder, config.keys, config.database, *inside, *locks)
    if not all(os.access(each, os.W_OK) for each in written):
        raise CommandReadOnly(where=str(config.folder))


def refuse_root_in_others(folder: Path) -> None:
    """Refuse root in another user's folder: root's files would keep that user's server out.

    A folder that is not there yet will be root's own. Raises CommandByRoot.
    """
    with suppress(FileNotFoundError):
        owner = folder.stat().st_uid
        if os.geteuid() == _ROOT != owner:
            raise CommandByRoot(where=str(folder), user=_name_of(owner))


def _name_of(user: int) -> str:
    """A user as `sudo -u` takes it."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"


def _reason(path: Path, *, may_be_missing: bool) -> Phrase | None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        return None if may_be_missing else system_reason(error)
    except OSError as error:
        return system_reason(error)
    except ValueError:  # a zero byte in the name
        return NO_FOLDER
    return None if stat.S_ISDIR(mode) else NO_FOLDER
