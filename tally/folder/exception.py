"""exceptions/<round>.json: what every teller signs before a round is opened that is too small.

A round whose boxes have fewer ballots than the meeting's minimum even together stays closed: its
totals could show single votes. Only if every teller says so, each with the key of their certificate
over the hash of the plan, all its ballots are opened as one.

Canonical JSON `{"version":1,"plan":<hash>,"signatures":[{"owner","signature":{…}},…]}`, the tellers
in the order in which they signed.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.canonical import dumps, fields, hex_digest, integer, loads
from crypto.groups.group import Group
from crypto.place import Part, Place
from tally.folder.teller_signatures import TellerSignature, parse_signatures, signatures_json

VERSION = 1
LARGEST_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class PlanException:
    """The exception from the plan of this hash, with the signatures given so far."""

    plan: str
    signed: tuple[TellerSignature, ...] = ()

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        return dumps(
            {
                "version": VERSION,
                "plan": self.plan,
                "signatures": signatures_json(self.signed),
            }
        ).encode()


def exception_message(plan: str, owner: int) -> str:
    """The text that a teller signs: that what this plan leaves closed is opened as one."""
    return f"piaoxiang-exception|{plan}|{owner}"


def parse_exception(group: Group, data: bytes, *, where: Place) -> PlanException:
    """Read the file strictly; raises ParseError."""
    value = fields(
        loads(data, limit=LARGEST_FILE, where=where), ("version", "plan", "signatures"), where=where
    )
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    signed = parse_signatures(group, value["signatures"], where / Part("signatures"))
    return PlanException(hex_digest(value["plan"], where / Part("plan")), signed)
