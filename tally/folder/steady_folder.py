"""A folder whose files are, as long as a command works in it, what they were when first read.

A teller verifies a box, looks at the hall display and says yes; meanwhile the stick may have been
in another machine, or somebody else works in the same folder. What is written then would follow
from bytes that nobody verified. So the SHA-256 of every file is kept when it is first read, absent
ones as absent; reading it again, and writing in its place, is refused if it has changed since.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import chain
from typing import Self

from crypto.canonical import sha256_hex
from crypto.record.stored import Source, parts
from meeting.files import Content, write_inside
from meeting.published.folder_names import MEETING, SUMS
from meeting.stored_file import StoredFile
from tally.folder.source import Folder
from tally.folder.steady_file import PieceHashes, SteadyFile
from tally.problem import Problem

_ABSENT = ""


@dataclass(frozen=True, slots=True)
class SteadyFolder(Folder):
    """A folder at work. What is read and written through it is what it was at first, or refused."""

    _seen: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The SHA-256 of files by their names; of folders, that of the names in them."""
    _stored: dict[str, SteadyFile] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The large files that were looked through, by their names."""

    @classmethod
    def of(cls, folder: Folder) -> Self:
        """The same folder, held to its meeting.json as it was read."""
        steady = cls(folder.path, folder.meeting, folder.definition_hash)
        steady._seen[MEETING] = folder.definition_hash
        return steady

    def optional(self, name: str) -> bytes | None:
        """The bytes of a file of the folder, as `Folder` gives them.

        Raises Problem "file-changed" if they are not those that were read before.
        """
        data = Folder.optional(self, name)
        self._held_to(name, _ABSENT if data is None else sha256_hex(data))
        return data

    def source(self, name: str) -> Source | None:
        """The same, of which a large file is read when it is needed."""
        found = Folder.source(self, name)
        if isinstance(found, StoredFile):
            steady = SteadyFile.of(found)
            self._held_to(name, steady.hash)
            return self._stored.setdefault(name, steady)
        self._held_to(name, _ABSENT if found is None else sha256_hex(found[:]))
        return found

    def sum_names(self) -> list[str]:
        """The names of the sums of boxes that lie here, sorted; raises Problem "file-changed"."""
        names = Folder.sum_names(self)
        self._held_to(SUMS, _hash_of(names))
        return names

    def refuse_changed(self, *places: str) -> None:
        """Raise Problem "file-changed" if anything was that was read in these folders of it."""
        for name in tuple(self._seen):
            if name == SUMS:
                self.sum_names()
            elif name.startswith(tuple(f"{place}/" for place in places)):
                self.source(name)

    def put(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole or not at all; raises Problem "file-changed"."""
        self.source(name)
        self._write(name, data)

    def extend(self, name: str, added: bytes) -> None:
        """Put the bytes that were read before, and these after them, in the place of a file.

        Raises Problem "file-changed".
        """
        before = self.source(name)
        self._write(name, chain(parts(before or b""), (added,)))

    def cut(self, name: str, size: int) -> None:
        """Leave the first bytes of those that were read before; raises Problem "file-changed"."""
        before = self.source(name)
        self._write(name, parts(before or b"", size))

    def begin_sum(self, name: str) -> None:
        """Know of a sum that is begun here by this command."""
        names = sorted({*self.sum_names(), name})
        self._seen[SUMS] = _hash_of(names)

    def _write(self, name: str, data: Content) -> None:
        hashes = PieceHashes()
        write_inside(self.path, name, hashes.passing((data,) if isinstance(data, bytes) else data))
        self._seen[name] = hashes.ended()
        stored = self._stored.pop(name, None)
        written = Folder.source(self, name) if stored else None
        if stored and isinstance(written, StoredFile):
            stored.file, stored.pieces, stored.hash = written, hashes.pieces, self._seen[name]
            self._stored[name] = stored

    def _held_to(self, name: str, seen: str) -> None:
        if self._seen.setdefault(name, seen) != seen:
            raise Problem(
                "file-changed",
                "Somebody or something else has changed this after this command had read it. It "
                "stays as it is now, nothing was written to it. Give the command again: then "
                "everything is verified anew.",
                where=str(self.path / name),
            )


def _hash_of(names: list[str]) -> str:
    """The SHA-256 of names as the system has them: they need not be UTF-8."""
    return sha256_hex(os.fsencode("/".join(names)))
