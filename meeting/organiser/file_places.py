"""Where meeting.toml holds what is wrong in a definition, and the files beside it."""

from __future__ import annotations

from pathlib import Path as FilePath
from pathlib import PurePosixPath

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Path
from meeting.problem import Problem


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


def beside(folder: FilePath, name: str, file: str) -> FilePath:
    """The path of a file in the same folder as meeting.toml, called `file`, and nowhere else."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise Problem(
            "file-elsewhere",
            "{name!r} is not beside the meeting file. Put it into the same folder and write"
            " its name alone.",
            name=name[:80],
            where=file,
        )
    return folder / path
