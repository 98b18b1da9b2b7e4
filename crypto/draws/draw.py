"""A draw by lot: tellers raise a point that follows from what is drawn from, and from nothing else.

The point is the hash of the meeting and of the list (`hash_to_group`); a threshold of tellers gives
shares of its power by the meeting's decryption key, which nobody has. That power R is the same
whoever gives the shares, so the last teller to come changes nothing; and fewer than a threshold
cannot tell it from any other element, so nobody can try lists out until one pleases.

Each share carries the bound proof of an opening, over the one pair (point, 1), in a context that no
box and no sum has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from crypto.canonical import sha256_b64
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.groups.hash_to_group import hash_to_group
from crypto.groups.randomness import Randomness
from crypto.opening.combine import exponents
from crypto.place import Where
from crypto.proofs.bound import BoundContext, check_bound, prove_bound
from crypto.proofs.schnorr import Proof
from crypto.trustees.trustee import Trustees


def point_of(group: Group, meeting_fingerprint: str, list_hash: str) -> Element:
    """The point that is raised for the draw from the list of this hash; both in hexadecimal."""
    return hash_to_group(group, f"draw|{meeting_fingerprint}|{list_hash}")


def make_share(
    trustees: Trustees,
    owner: int,
    secret: int,
    meeting_fingerprint: str,
    list_hash: str,
    randomness: Randomness | None = None,
) -> tuple[Element, Proof]:
    """What the teller of number `owner` gives, whose decryption key is `secret`, and its proof.

    The point is computed here and taken from nobody: who could have a point of their choice raised
    could have a ballot opened.
    """
    point = point_of(trustees.group, meeting_fingerprint, list_hash)
    share = trustees.group.power(point, secret)
    context = _context(trustees, owner, meeting_fingerprint, list_hash)
    return share, prove_bound(context, [_pair(trustees, point)], [share], secret, randomness)


def check_share(
    trustees: Trustees,
    owner: int,
    share: Element,
    proof: Proof,
    meeting_fingerprint: str,
    list_hash: str,
    *,
    where: Where = "",
) -> None:
    """Raise ProofError `bound-proof` unless the teller of this number gave this share.

    Raises ParseError `owner-unknown`.
    """
    trustees.owner(owner, where=where)
    point = point_of(trustees.group, meeting_fingerprint, list_hash)
    context = _context(trustees, owner, meeting_fingerprint, list_hash)
    check_bound(context, [_pair(trustees, point)], [share], proof, where=where)


def combined(trustees: Trustees, shares: Mapping[int, Element]) -> Element:
    """R, from shares that were checked, by their owners' numbers.

    Raises RecordError `shares-missing` when there are too few, of whichever item of the trustees.
    """
    powers = exponents(trustees, shares)
    terms = [(shares[owner], power) for owner, power in powers.items()]
    return trustees.group.products_of_powers([terms])[0]


def lots(group: Group, raised: Element, entries: int) -> list[str]:
    """The lot of each entry of the list, from the first to the last, in hexadecimal.

    Lot n (from 1) is SHA-256(`piaoxiang-lot|R|n`), R as it is encoded. Those with the smallest lots
    are drawn, in the order of their lots.
    """
    written = group.encode(raised)
    return [
        hashlib.sha256(f"piaoxiang-lot|{written}|{number}".encode()).hexdigest()
        for number in range(1, entries + 1)
    ]


def drawn(found: list[str], take: int) -> list[int]:
    """The numbers (from 1) of the `take` smallest lots, the smallest first."""
    numbers = sorted(range(1, len(found) + 1), key=lambda number: found[number - 1])
    return numbers[:take]


def _context(
    trustees: Trustees, owner: int, meeting_fingerprint: str, list_hash: str
) -> BoundContext:
    fingerprint = sha256_b64(f"piaoxiang-draw|{list_hash}")
    key = trustees.owner(owner).public_key
    return BoundContext(trustees.group, fingerprint, meeting_fingerprint, list_hash, owner, key)


def _pair(trustees: Trustees, point: Element) -> Ciphertext:
    return Ciphertext(point, trustees.group.identity)
