"""acts.json, beside each record: who opened it, and proof that the opening fits the box.

Per partial decryption one entry: the owner, the hash of the partial decryption's data, the bound
proof, and the teller's signature under the act. Canonical JSON:
`{"version":1,"acts":[{"owner","payload","bound":{…},"signature":{…}},…]}`. The format of the record
itself (Belenios) has no place for these; programs that do not know the file lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError
from crypto.group import Group
from crypto.schnorr import Proof

VERSION = 1
LARGEST_FILE = 1 << 20
_MOST_ACTS = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """One teller's entry; `payload` is the SHA-256 of the partial decryption's JSON, in hex."""

    owner: int
    payload: str
    bound: Proof
    signature: Proof


def acts_bytes(acts: tuple[Act, ...]) -> bytes:
    """The bytes of acts.json."""
    entries: list[JSON] = [
        {
            "owner": act.owner,
            "payload": act.payload,
            "bound": act.bound.to_json(),
            "signature": act.signature.to_json(),
        }
        for act in acts
    ]
    return dumps({"version": VERSION, "acts": entries}).encode()


def acts_of_shares(acts: tuple[Act, ...], shares: Iterable[bytes]) -> tuple[Act, ...]:
    """Those acts that belong to one of these partial decryptions, given as their exact texts.

    An act that belongs to none is left by a crash between the writing of acts.json and the record.
    """
    recorded = {sha256_hex(share) for share in shares}
    return tuple(act for act in acts if act.payload in recorded)


def parse_acts(group: Group, data: bytes, *, where: str = "acts.json") -> tuple[Act, ...]:
    """Read acts.json strictly; raises ParseError. Two entries with one payload are refused."""
    value = fields(loads(data, limit=LARGEST_FILE, where=where), ("version", "acts"), where=where)
    integer(value["version"], f"{where} version", least=VERSION, most=VERSION)
    entries = array(value["acts"], f"{where} acts", least=0, most=_MOST_ACTS)
    acts = tuple(
        _parse_act(group, entry, f"{where} acts[{index}]") for index, entry in enumerate(entries)
    )
    if len({act.payload for act in acts}) != len(acts):
        raise ParseError("act-duplicate", "two acts have the same payload", where=where)
    return acts


def _parse_act(group: Group, entry: JSON, where: str) -> Act:
    value = fields(entry, ("owner", "payload", "bound", "signature"), where=where)
    return Act(
        owner=integer(value["owner"], f"{where}.owner", least=1, most=_MOST_ACTS),
        payload=hex_digest(value["payload"], f"{where}.payload"),
        bound=Proof.from_json(group, value["bound"], f"{where}.bound"),
        signature=Proof.from_json(group, value["signature"], f"{where}.signature"),
    )
