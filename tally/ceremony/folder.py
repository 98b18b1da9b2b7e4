"""The folder that carries the key ceremony from teller to teller on a stick.

    FOLDER/meeting.json                    the published meeting
    FOLDER/ceremony/<n>.cert.json          step 1, by `join`
    FOLDER/ceremony/<n>.promise.json       step 2, by the first `deal`
    FOLDER/ceremony/<n>.polynomial.json    step 3, by `deal` once every promise is there
    FOLDER/ceremony/<n>.voutput.json       step 4, by `accept`
    FOLDER/trustees.json                   step 5, by `assemble`

n is the teller's number from 1. Nothing in the folder is secret: what is meant for one teller is
sealed for that teller. Whoever carries it may put anything in it: only plain files in a real folder
are read, and no link is followed or pipe waited for. Here it is said whose message is missing;
`ceremony_faults` says whose is bad.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from crypto.ceremony.steps import Certificate, Polynomial, Promise, Voutput
from crypto.errors import CeremonyError, ParseError
from crypto.groups.group import Group
from crypto.groups.named import group_named
from meeting.command_line.typed_command import set_in, typed
from meeting.definition.meeting import Meeting
from meeting.files import read_plain, write_inside, write_new_inside
from meeting.language import N_, current_language, listed
from meeting.problem import Phrase
from meeting.published.definition_file import MOST_BYTES, definition_hash, parse_published
from meeting.published.folder_names import MEETING
from tally.problem import Problem
from tally.words.own_commands import OwnKey, lines_of

CERTIFICATE, PROMISE, POLYNOMIAL, VOUTPUT = "cert", "promise", "polynomial", "voutput"
TRUSTEES = "trustees.json"
LARGEST_MESSAGE = 1 << 23
STEPS = {CERTIFICATE: "join", PROMISE: "deal", POLYNOMIAL: "deal", VOUTPUT: "accept"}
"""The command that makes a message of each kind."""
_DO = {
    CERTIFICATE: N_("join"),
    PROMISE: N_("promise"),
    POLYNOMIAL: N_("deal"),
    VOUTPUT: N_("accept the shares"),
}

_Message = TypeVar("_Message", Certificate, Promise, Polynomial, Voutput)


@dataclass(frozen=True, slots=True)
class CeremonyFolder:
    """An opened folder; `group` is the meeting's."""

    path: Path
    meeting: Meeting
    definition_hash: str
    group: Group

    @classmethod
    def open(cls, path: Path) -> CeremonyFolder:
        """Read meeting.json; raises Problem if there is none or it is not a published one."""
        _is_plain(path / MEETING)
        data = read_plain(path, MEETING, MOST_BYTES)
        if data is None:
            raise Problem(
                "ceremony-no-meeting",
                "There is no published meeting in this folder (meeting.json). If this is the right "
                "folder, the organiser has to publish the meeting first:\n{command}",
                where=str(path),
                command=set_in(
                    typed(
                        "meeting", "publish", "meeting.toml", "--server-key", "HEX", "--out", path
                    )
                ),
            )
        meeting = parse_published(data, where=str(path / MEETING))
        if meeting.continues is not None:
            raise Problem(
                "ceremony-continues",
                "This meeting continues another one, and has its tellers' key: there is no new "
                "ceremony. The registrar makes the slips, and every teller checks them:\n{command}",
                where=str(path),
                command=set_in(
                    typed(
                        *("teller", "check", path / "prepared", "--key", "teller-1.key"),
                        *("--continues", "PUBLISHED"),
                    )
                ),
            )
        return cls(path, meeting, definition_hash(data), group_named(meeting.group_name))

    @property
    def numbers(self) -> range:
        """The tellers' numbers, from 1."""
        return range(1, len(self.meeting.tellers) + 1)

    def check_number(self, number: int) -> None:
        """Raise Problem("teller-number") for a number that no teller has."""
        if number not in self.numbers:
            raise Problem(
                "teller-number",
                "This meeting has tellers 1 to {count}; there is no teller {index}.",
                count=len(self.meeting.tellers),
                index=number,
            )

    def name(self, number: int) -> str:
        """A teller as people know them: number and name."""
        return f"{number} {self.meeting.tellers[number - 1]}"

    def message_path(self, number: int, kind: str) -> Path:
        """Where teller `number`'s message of a kind lies."""
        return self.path / "ceremony" / f"{number}.{kind}.json"

    def has(self, number: int, kind: str) -> bool:
        """Whether that message is there; raises Problem("file-not-plain") for anything else."""
        path = self.message_path(number, kind)
        return _is_plain(path.parent, folder=True) and _is_plain(path)

    def missing(self, kind: str) -> list[str]:
        """The tellers whose message of this kind is not there yet."""
        return [self.name(number) for number in self.numbers if not self.has(number, kind)]

    def write(self, number: int, kind: str, text: str) -> None:
        """Put a message into the folder; never over another one."""
        path = self.message_path(number, kind)
        if not _is_plain(path.parent, folder=True):
            path.parent.mkdir()
        write_new_inside(self.path, str(path.relative_to(self.path)), text.encode())

    def certificates(self) -> list[Certificate]:
        """All certificates, in order; not yet checked. Raises Problem if one is missing."""
        return self._all(CERTIFICATE, self.certificate)

    def promises(self) -> list[Promise]:
        """All promises, in order; not yet checked."""
        return self._all(PROMISE, self.promise)

    def polynomials(self) -> list[Polynomial]:
        """All dealings, in order; not yet checked."""
        return self._all(POLYNOMIAL, self.polynomial)

    def voutputs(self) -> list[Voutput]:
        """All outputs, in order; not yet checked."""
        return self._all(VOUTPUT, self.voutput)

    def certificate(self, number: int) -> Certificate:
        """One teller's certificate, which must be there; raises CeremonyError if it is none."""
        return self._one(number, CERTIFICATE, Certificate.parse)

    def promise(self, number: int) -> Promise:
        """The same for a promise."""
        return self._one(number, PROMISE, Promise.parse)

    def polynomial(self, number: int) -> Polynomial:
        """The same for a dealing."""
        return self._one(number, POLYNOMIAL, Polynomial.parse)

    def voutput(self, number: int) -> Voutput:
        """The same for an output."""
        return self._one(number, VOUTPUT, Voutput.parse)

    def wait_for(self, kind: str) -> None:
        """Raise Problem("ceremony-waiting") unless everybody's message of this kind is there."""
        missing = self.missing(kind)
        if missing:
            raise Problem(
                "ceremony-waiting",
                "It is too early for this step. First {missing} must {do}, each with their own key "
                "file:\n{commands}",
                where=str(self.path / "ceremony"),
                do=Phrase(_DO[kind]),
                missing=listed(missing, current_language()),
                commands=self.commands(kind),
            )

    def commands(self, kind: str, own: OwnKey | None = None) -> str:
        """The commands by which the missing messages of this kind are made, one a line."""
        waiting = [(n, self.name(n)) for n in self.numbers if not self.has(n, kind)]
        return lines_of(waiting, own, STEPS[kind], self.path, joining=kind == CERTIFICATE)

    def write_trustees(self, text: str) -> None:
        """Put trustees.json into the folder; another one that is there already is refused."""
        path, data = self.path / TRUSTEES, text.encode()
        if _is_plain(path) and read_plain(self.path, TRUSTEES, LARGEST_MESSAGE) != data:
            raise Problem(
                "trustees-differ",
                "There is another trustees.json already. Find out where it came from; "
                "a meeting has one ceremony and one key.",
                where=str(path),
            )
        write_inside(self.path, TRUSTEES, data)

    def message(self, number: int, kind: str) -> bytes:
        """The bytes of a message, which must be there as a plain file."""
        path = self.message_path(number, kind)
        data = read_plain(self.path, str(path.relative_to(self.path)), LARGEST_MESSAGE)
        if data is None:
            raise _not_plain(path)
        return data

    def _all(self, kind: str, read: Callable[[int], _Message]) -> list[_Message]:
        self.wait_for(kind)
        return [read(number) for number in self.numbers]

    def _one(self, number: int, kind: str, parse: Callable[..., _Message]) -> _Message:
        path = self.message_path(number, kind)
        try:
            return parse(self.group, self.message(number, kind), where=str(path))
        except ParseError as error:
            raise CeremonyError(
                error.code, error.detail, teller=number, where=error.where
            ) from error


def _is_plain(path: Path, *, folder: bool = False) -> bool:
    """Whether a plain file (or a real folder) is there; Problem("file-not-plain") for others."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # what cannot even be looked at is not there; reading it says why
        return False
    if not (stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode)):
        raise _not_plain(path)
    return True


def _not_plain(path: Path) -> Problem:
    return Problem(
        "file-not-plain",
        "This is a link, a pipe or the like, and not what belongs here. Nothing was read from it. "
        "Somebody who carried the folder put it there: keep it as evidence, and find out who.",
        where=str(path),
    )
