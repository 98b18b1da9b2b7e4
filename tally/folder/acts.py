"""acts.json, beside each record: who opened it, and proof that the opening fits the box.

One entry per shuffle and per partial decryption: the owner, the hash of the act's data, for a
partial decryption the bound proof, and the teller's signature under the act. Canonical JSON:
`{"version":1,"acts":[{"owner","payload","bound"?:{…},"signature":{…}},…]}`. The format of the
record itself (Belenios) has no place for these; programs that do not know the file lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.place import Part, Place, in_file
from crypto.proofs.schnorr import Proof
from meeting.published.folder_names import ACTS

FILE = in_file(ACTS)
VERSION = 1
LARGEST_FILE = 1 << 20
_MOST_ACTS = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One teller's entry; `payload` is the SHA-256 of what was done, in hex.

    `bound` is None for a shuffle, which proves all of itself.
    """

    owner: int
    payload: str
    bound: Proof | None
    signature: Proof


def acts_bytes(acts: tuple[Act, ...]) -> bytes:
    """The bytes of acts.json."""
    entries: list[JSON] = [
        {
            "owner": act.owner,
            "payload": act.payload,
            **({} if act.bound is None else {"bound": act.bound.to_json()}),
            "signature": act.signature.to_json(),
        }
        for act in acts
    ]
    return dumps({"version": VERSION, "acts": entries}).encode()


def acts_of(acts: tuple[Act, ...], done: Iterable[bytes]) -> tuple[Act, ...]:
    """Those acts that belong to one of these shuffles or shares, given as their exact texts.

    An act that belongs to none is left by a crash between the writing of acts.json and the record.
    """
    recorded = {sha256_hex(each) for each in done}
    return tuple(act for act in acts if act.payload in recorded)


def parse_acts(group: Group, data: bytes, *, where: Place = FILE) -> tuple[Act, ...]:
    """Read acts.json strictly; raises ParseError. Two entries with one payload are refused."""
    value = fields(loads(data, limit=LARGEST_FILE, where=where), ("version", "acts"), where=where)
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    entries = array(value["acts"], where / Part("acts"), least=0, most=_MOST_ACTS)
    acts = tuple(
        _parse_act(group, entry, where / Part("acts") / index)
        for index, entry in enumerate(entries)
    )
    if len({act.payload for act in acts}) != len(acts):
        raise ParseError("act-duplicate", "two acts have the same payload", where=where)
    return acts


def _parse_act(group: Group, entry: JSON, where: Place) -> Act:
    order = ("owner", "payload", "bound", "signature")
    value = fields(entry, ("owner", "payload", "signature"), ("bound",), where, order=order)
    bound = value.get("bound")
    return Act(
        owner=integer(value["owner"], where / "owner", least=1, most=_MOST_ACTS),
        payload=hex_digest(value["payload"], where / "payload"),
        bound=None if bound is None else Proof.from_json(group, bound, where / "bound"),
        signature=Proof.from_json(group, value["signature"], where / "signature"),
    )
