"""Where meeting.toml holds what is wrong in a definition."""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Path


def with_group(where: str, path: Path, meeting: Meeting) -> str:
    """Add to a place inside a voter group what the group is called: `groups[2].size (B票)`."""
    if path[0] != "groups" or len(path) == 1:
        return where
    name = meeting.groups[int(path[1])].name
    return f"{where} ({name})" if name else where


def in_file(path: Path) -> Path:
    """Where meeting.toml holds a field of the definition."""
    if path[0] == "teller_threshold":
        return ("tellers", "threshold")
    if path[0] == "required_shuffles":
        return ("tellers", "shuffles")
    if path[0] == "tellers" and len(path) > 1:
        return ("tellers", "names", *path[1:])
    if path[0] == "group_name":
        return ("cryptographic_group",)
    return path
