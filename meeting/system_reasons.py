"""Why the system refused a file, in the reader's language: its own reasons are English."""

from __future__ import annotations

import errno

from meeting.language import N_
from meeting.problem import Phrase

_REASONS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("you may not do this here"),
    errno.EPERM: N_("you may not do this here"),
    errno.EISDIR: N_("this is a folder"),
    errno.ENOTDIR: N_("a part of this path is no folder"),
    errno.ENXIO: N_("this is a pipe, a socket or a device; save what it gives in a file first"),
    errno.ELOOP: N_("links lead in a circle"),
    errno.EEXIST: N_("it is there already"),
    errno.ENOSPC: N_("the disk or stick is full"),
    errno.EROFS: N_("the disk or stick is write-protected"),
    errno.EIO: N_("the disk or stick does not answer; it may be damaged"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}

REFUSED = N_("{reason}.")
"""The whole sentence, where nothing else is known."""


def system_reason(error: OSError) -> Phrase:
    """The reason as a phrase of this room; the system's own words where it is a rare one."""
    known = _REASONS.get(error.errno or 0)
    return Phrase(known or error.strerror or type(error).__name__)
