"""What tellers sign one after another in a file: their numbers, and their signatures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crypto.canonical import JSON, array, fields, integer
from crypto.groups.group import Group
from crypto.place import Place
from crypto.proofs.schnorr import Proof

_MOST_TELLERS = 1000


@dataclass(frozen=True, slots=True)
class TellerSignature:
    """One teller's signature; `owner` is their number, from 1."""

    owner: int
    signature: Proof


def signatures_json(signed: Iterable[TellerSignature]) -> JSON:
    """The list `[{"owner","signature":{…}},…]`, in the order in which they signed."""
    return [{"owner": each.owner, "signature": each.signature.to_json()} for each in signed]


def parse_signatures(group: Group, value: JSON, at: Place) -> tuple[TellerSignature, ...]:
    """Read such a list strictly; raises ParseError. Nothing is verified yet."""
    signed = []
    for index, each in enumerate(array(value, at, least=0, most=_MOST_TELLERS)):
        entry = fields(each, ("owner", "signature"), where=at / index)
        owner = integer(entry["owner"], at / index / "owner", least=1, most=_MOST_TELLERS)
        proof = Proof.from_json(group, entry["signature"], at / index / "signature")
        signed.append(TellerSignature(owner, proof))
    return tuple(signed)
