"""The trustees of an election: who must, or may, help to open it (specification 4.7).

A list of items, each either one mandatory trustee (`["Single", key]`) or a set of which a
threshold is enough (`["Pedersen", parameters]`). Trustees are numbered from 1 over the
flattened list; the record calls them owners by these numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, array, dumps, item, loads
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.place import Where
from crypto.trustees.certificate import TwoKeys
from crypto.trustees.old_threshold import OldThreshold, is_old
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee_key import TrusteePublicKey

MAX_BYTES = 1 << 22
_MAX_ITEMS = 64


@dataclass(frozen=True, slots=True)
class Single:
    """One trustee without whom nothing is opened."""

    key: TrusteePublicKey

    def check(self, group: Group, *, where: Where = "") -> None:
        """Check the proof of knowledge; without a certificate there is nothing to sign with."""
        if self.key.signature is not None:
            msg = "a single trustee's key has a signature that nothing can check"
            raise ProofError("key-signature", msg, where=where)
        self.key.check(group, where=where)


@dataclass(frozen=True, slots=True)
class Owner:
    """A trustee as the record numbers it, with the key its share is checked against.

    `index` is 1-based over all trustees; `item` is the 0-based number of its item and
    `position` its 1-based number within it, which is its place in Lagrange's formula.
    """

    index: int
    item: int
    position: int
    public_key: Element
    certificate_key: Element | None


@dataclass(frozen=True, slots=True)
class Trustees:
    """All trustees of an election, as published."""

    group: Group
    items: tuple[Single | Threshold | OldThreshold, ...]

    @classmethod
    def parse(
        cls, group: Group, data: bytes | str, *, where: Where = "", old: bool = False
    ) -> Self:
        """Read the trustees' JSON text; raises ParseError. Nothing is verified yet.

        `old`: sets may be written as releases 2.x wrote them, which none of ours is.
        """
        listed = array(loads(data, limit=MAX_BYTES, where=where), where, least=1, most=_MAX_ITEMS)
        return cls(
            group,
            tuple(
                _parse_item(group, kind, item(where, number), old=old)
                for number, kind in enumerate(listed)
            ),
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        group = self.group
        return dumps(
            [
                ["Single", kind.key.to_json(group)]
                if isinstance(kind, Single)
                else ["Pedersen", kind.to_json(group)]
                for kind in self.items
            ]
        )

    @property
    def owners(self) -> tuple[Owner, ...]:
        """Every trustee with its number, item after item."""
        owners: list[Owner] = []
        for number, kind in enumerate(self.items):
            if isinstance(kind, Single):
                owners.append(Owner(len(owners) + 1, number, 1, kind.key.public_key, None))
                continue
            certificates: Sequence[TwoKeys] = kind.certs
            keyed = zip(kind.verification_keys, certificates, strict=True)
            for position, (key, certificate) in enumerate(keyed, start=1):
                owner = Owner(
                    len(owners) + 1, number, position, key.public_key, certificate.verification
                )
                owners.append(owner)
        return tuple(owners)

    def owner(self, index: int, *, where: Where = "") -> Owner:
        """Trustee `index` (from 1); raises ParseError `owner-unknown`."""
        owners = self.owners
        if not 1 <= index <= len(owners):
            msg = f"owner {index} found, but the trustees are numbered 1 to {len(owners)}"
            raise ParseError("owner-unknown", msg, where=where)
        return owners[index - 1]

    def verify(self, group: Group, *, where: Where = "") -> None:
        """Check every proof, certificate, coefexp and signature, and that all keys differ.

        Raises ProofError, or ParseError for another group or coefexps of the wrong number. Keys
        that cancel out make a joint key that no election can have (`election-key`).
        """
        if group.name != self.group.name:
            msg = f"these trustees' keys are in {self.group.name}, expected {group.name}"
            raise ParseError("trustees-group", msg, where=where)
        seen: dict[Element, int] = {}
        for owner in self.owners:
            for key in (owner.public_key, owner.certificate_key):
                if key is None:
                    continue
                if seen.setdefault(key, owner.index) != owner.index:
                    msg = f"trustees {seen[key]} and {owner.index} have the same key"
                    raise ProofError("trustee-duplicate", msg, where=item(where, owner.item))
        for number, kind in enumerate(self.items):
            place = item(where, number)
            if isinstance(kind, Single):
                kind.check(group, where=item(place, 1))
            else:
                kind.check(group, where=item(place, 1))
        if self.joint_key(group) == group.identity:
            msg = "the joint key is the identity, which is no election's key"
            raise ProofError("election-key", msg, where=where)

    def joint_key(self, group: Group) -> Element:
        """The election's public key: the product of all items' keys."""
        return group.product(
            kind.key.public_key if isinstance(kind, Single) else kind.joint_key(group)
            for kind in self.items
        )


def _parse_item(
    group: Group, value: JSON, where: Where, *, old: bool
) -> Single | Threshold | OldThreshold:
    kind, content = array(value, where, least=2, most=2)
    if kind == "Single":
        return Single(TrusteePublicKey.from_json(group, content, item(where, 1)))
    if kind == "Pedersen" and old and is_old(content):
        return OldThreshold.from_json(group, content, item(where, 1))
    if kind == "Pedersen":
        return Threshold.from_json(group, content, item(where, 1))
    raise ParseError("trustee-kind", 'expected "Single" or "Pedersen"', where=item(where, 0))
