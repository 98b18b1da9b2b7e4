"""No command leaves an image of its memory on a disk: passphrases, keys and slips are in some."""

from __future__ import annotations

import resource


def leave_no_core() -> None:
    """Let neither this process nor one that it starts leave a core dump, however it dies."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
