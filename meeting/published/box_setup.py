"""The Setup of one box: its three texts, what they say by themselves, and where one is at fault.

Nothing here knows the meeting (`setup_check` does): a record whose meeting nobody has is read the
same way. Reading goes on after a fault, so that whoever wants to can tell all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from crypto.election.credential import PublicCredential, check_sorted, parse_credentials
from crypto.election.election import Election
from crypto.errors import ProofError, Refused
from crypto.groups.group import Group
from crypto.place import NOWHERE, Place
from crypto.trustees.trustee import Trustees
from meeting.published.setups import setup_hash

T = TypeVar("T")


class SetupPart(StrEnum):
    """The parts of a Setup: its three texts, and its name, the hash of them all."""

    ELECTION = "election"
    TRUSTEES = "trustees"
    CREDENTIALS = "credentials"
    NAME = "setup"


@dataclass(frozen=True, slots=True)
class SetupPlace:
    """A place in a Setup. `box` is empty for a record by itself, `path` leads into the part."""

    box: str
    part: SetupPart
    path: Place = NOWHERE

    def __str__(self) -> str:
        """The part and the path, such as `trustees[0]`, without the box."""
        return str(Place((str(self.part),)) / self.path)


@dataclass(frozen=True, slots=True)
class SetupFault:
    """One thing that is wrong with a Setup; the error's own place has the part in it too."""

    place: SetupPlace
    error: Refused

    @classmethod
    def of(cls, box: str, part: SetupPart, error: Refused) -> SetupFault:
        """The fault of an error that was raised inside a part."""
        return cls(SetupPlace(box, part, error.place), error.at(str(part)))


@dataclass(frozen=True, slots=True)
class SetupTexts:
    """The three JSON texts of a box's Setup, byte for byte as they stand in the record."""

    election: bytes = field(repr=False)
    trustees: bytes = field(repr=False)
    credentials: bytes = field(repr=False)

    @classmethod
    def of(cls, election: Election, trustees: Trustees, credentials: str) -> SetupTexts:
        """The texts of a new box; `credentials` is the JSON text of its public list."""
        texts = (election.to_json(), trustees.to_json(), credentials)
        return cls(*(text.encode() for text in texts))

    @property
    def name(self) -> str:
        """The hash of the Setup event that these texts make: the box's name everywhere."""
        return setup_hash(self.election, self.trustees, self.credentials)


@dataclass(frozen=True, slots=True)
class SetupParts:
    """What could be read of a Setup; None where it could not."""

    election: Election | None = None
    trustees: Trustees | None = None
    credentials: tuple[PublicCredential, ...] | None = None


def _never(election: Election) -> bool:
    del election
    return False


def read_setup(
    texts: SetupTexts,
    *,
    box: str = "",
    group: Group | None = None,
    proved: Trustees | None = None,
    old: Callable[[Election], bool] = _never,
) -> tuple[SetupParts, tuple[SetupFault, ...]]:
    """Read the three texts, and check what they must be whatever the meeting is.

    That is: each in canonical form, every proof of the trustees, the election's key the joint key,
    the credentials all different and sorted. `group` is that of the meeting, or else the
    election's own; `proved` are the texts' trustees where they were verified before, with another
    box. `old`: whether an election's trustees may be written as releases 2.x wrote them.
    """
    faults: list[SetupFault] = []

    def tried(part: SetupPart, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Refused as error:
            faults.append(SetupFault.of(box, part, error))
            return None

    election = tried(SetupPart.ELECTION, lambda: Election.parse(texts.election))
    found = group if group is not None or election is None else election.group
    if found is None:
        return SetupParts(), tuple(faults)
    trustees = proved
    if proved is None:
        may_be_old = election is not None and old(election)
        trustees = tried(
            SetupPart.TRUSTEES, lambda: Trustees.parse(found, texts.trustees, old=may_be_old)
        )
    if trustees is not None:
        proved = proved or tried(SetupPart.TRUSTEES, lambda: _verified(trustees))
    if proved is not None and election is not None:
        tried(SetupPart.ELECTION, lambda: _check_key(election, proved))
    credentials = tried(SetupPart.CREDENTIALS, lambda: parse_credentials(found, texts.credentials))
    if credentials is not None:
        tried(SetupPart.CREDENTIALS, lambda: check_sorted(credentials))
    return SetupParts(election, trustees, credentials), tuple(faults)


def _verified(trustees: Trustees) -> Trustees:
    trustees.verify(trustees.group)
    return trustees


def _check_key(election: Election, trustees: Trustees) -> None:
    if trustees.joint_key(trustees.group) != election.public_key:
        detail = "the election's public key is not the joint key of its trustees"
        raise ProofError("election-key", detail, where="public_key")
