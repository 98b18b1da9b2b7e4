"""The one frozen object that says where a desk keeps its things, and how it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DeskConfig:
    """What a desk reads once, when it starts.

    `folder` holds everything: `desk.sqlite` (accounts and the journal) and `meetings/`, a folder
    for each meeting. `hosts` are the names, with their ports, by which browsers may ask for it;
    `secure` says that they do so over TLS.
    """

    folder: Path
    hosts: frozenset[str]
    secure: bool = False

    def __post_init__(self) -> None:
        """Make the folder absolute: Flask takes relative ones from the application's own folder."""
        object.__setattr__(self, "folder", self.folder.absolute())

    @property
    def database(self) -> Path:
        """The SQLite file of accounts and the journal."""
        return self.folder / "desk.sqlite"

    @property
    def meetings(self) -> Path:
        """The folder that has a folder for each meeting."""
        return self.folder / "meetings"
