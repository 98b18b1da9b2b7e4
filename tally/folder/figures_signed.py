"""figures-signed.json: who signs the figures of the hall, each with the key of their certificate.

Nothing in a record proves how many were present and how many slips were issued. So two different
tellers sign the file that holds them, for this meeting: nobody types them alone.

Canonical JSON `{"version":1,"figures":<hash>,"signatures":[{"owner","signature":{…}},…]}`, the
tellers in the order in which they signed; the hash is the SHA-256 of figures.json.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.canonical import dumps, fields, hex_digest, integer, loads
from crypto.groups.group import Group
from crypto.place import Part, Place, in_file
from meeting.published.folder_names import FIGURES_SIGNED
from tally.folder.teller_signatures import TellerSignature, parse_signatures, signatures_json

FILE = in_file(FIGURES_SIGNED)
VERSION = 1
LARGEST_FILE = 1 << 20
NEEDED = 2
"""So many different tellers sign the figures."""


@dataclass(frozen=True, slots=True)
class SignedFigures:
    """The figures.json of this hash, with the signatures given so far."""

    figures: str
    signed: tuple[TellerSignature, ...] = ()

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        return dumps(
            {
                "version": VERSION,
                "figures": self.figures,
                "signatures": signatures_json(self.signed),
            }
        ).encode()


def figures_message(fingerprint: str, figures: str, owner: int) -> str:
    """The text that a teller signs, for the meeting of this fingerprint (64 hex digits)."""
    return f"piaoxiang-figures|{fingerprint}|{figures}|{owner}"


def parse_signed_figures(group: Group, data: bytes, *, where: Place = FILE) -> SignedFigures:
    """Read the file strictly; raises ParseError."""
    value = fields(
        loads(data, limit=LARGEST_FILE, where=where),
        ("version", "figures", "signatures"),
        where=where,
    )
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    signed = parse_signatures(group, value["signatures"], where / Part("signatures"))
    return SignedFigures(hex_digest(value["figures"], where / Part("figures")), signed)
