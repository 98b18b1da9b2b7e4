"""What is hashed into the challenges of a shuffle's proof (section 6, tables 10, 11 and 13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crypto.canonical import sha256_hex
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.shuffles.proof import ShuffleCommitments


@dataclass(frozen=True, slots=True)
class ShuffleStatement:
    """That *after* is a shuffle of *before*, under *public_key* in one election."""

    group: Group
    public_key: Element
    fingerprint: str
    """The election's."""
    before: tuple[Ciphertext, ...] = field(repr=False)
    after: tuple[Ciphertext, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShuffleChallenges:
    """The challenges for one statement and one commitment c to the permutation."""

    statement: ShuffleStatement
    _hashed: str = field(repr=False)
    """⟦e⟧⟦e'⟧⟦c⟧."""

    @classmethod
    def of(cls, statement: ShuffleStatement, c: Sequence[Element]) -> ShuffleChallenges:
        """Begin with what comes first in every hash."""
        group = statement.group
        pairs = (*statement.before, *statement.after)
        elements = (e for pair in pairs for e in (pair.alpha, pair.beta))
        return cls(statement, listed(group, elements) + listed(group, c))

    def each(self) -> tuple[int, ...]:
        """u_1 … u_N: u_i = SHA256(H ‖ SHA256(i-1)) mod q, both in hexadecimal.

        H = SHA256(`shuffle-challenges|φ|⟦e⟧⟦e'⟧⟦c⟧`).
        """
        statement = self.statement
        h = sha256_hex(f"shuffle-challenges|{statement.fingerprint}|{self._hashed}")
        return tuple(
            statement.group.hash_to_scalar(h + sha256_hex(str(i)))
            for i in range(len(statement.before))
        )

    def whole(self, t: ShuffleCommitments, c_hat: Sequence[Element]) -> int:
        """SHA256(`shuffle-challenge|φ|⟦t⟧⟦t̂⟧⟦e⟧⟦e'⟧⟦c⟧⟦ĉ⟧pk`) mod q."""
        statement = self.statement
        group = statement.group
        hashed = listed(group, (t.t1, t.t2, t.t3, *t.t4, *t.t_hat))
        hashed += self._hashed + listed(group, c_hat) + group.encode(statement.public_key)
        return group.hash_to_scalar(f"shuffle-challenge|{statement.fingerprint}|{hashed}")


def listed(group: Group, elements: Iterable[Element]) -> str:
    """Every element followed by a comma."""
    return "".join(f"{group.encode(e)}," for e in elements)
