"""Whether what was named as a folder is one, said before anything in it is asked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ballot_server.config import ServerConfig
from ballot_server.problems.commands import CommandReadOnly, FolderMissing, FolderUnusable
from meeting.language import N_
from meeting.problem import Phrase
from meeting.system_reasons import system_reason

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
    """Refuse a server's folder in which a server could not write. Raises CommandReadOnly."""
    written = (config.folder, config.keys, config.database)
    if not all(os.access(each, os.W_OK) for each in written):
        raise CommandReadOnly(where=str(config.folder))


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
