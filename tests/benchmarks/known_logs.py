"""Ed25519 for whoever makes a whole box and knows the election's secret key, as nobody should.

An element remembers its logarithm, so that whatever is computed with it, a power of the key too, is
computed with numbers; what is written down costs one power of g. A ballot is made as any other is,
in a third of the time, and cannot be told from one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from crypto.election.election import Election
from crypto.groups.ed25519 import Ed25519
from crypto.groups.group import Element, Terms


@dataclass(frozen=True, slots=True)
class Power(Element):
    """The power of g by this logarithm; its text is computed once, where it is asked for."""

    log: int
    texts: list[str] = field(default_factory=list, compare=False)


class KnownLogs(Ed25519):
    """The group, for the elements whose logarithms are known."""

    identity = Power(0)  # type: ignore[assignment]  # its elements are no `Point`
    generator = Power(1)  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Callable[[], KnownLogs], tuple[()]]:
        """In another process it is that process's one."""
        return _the_one, ()

    def encode(self, e: Element) -> str:
        """The text of `e`."""
        texts = _power(e).texts
        if not texts:
            texts.append(super().encode(super().base_power(_log(e))))
        return texts[0]

    def base_power(self, k: int) -> Element:
        """g^k."""
        return Power(k % self.order)

    def power(self, e: Element, k: int) -> Element:
        """e^k."""
        return Power(_log(e) * k % self.order)

    def product(self, elements: Iterable[Element]) -> Element:
        """The product of all `elements`."""
        return Power(sum(map(_log, elements)) % self.order)

    def multiply(self, a: Element, b: Element) -> Element:
        """Ab."""
        return Power((_log(a) + _log(b)) % self.order)

    def divide(self, a: Element, b: Element) -> Element:
        """a/b."""
        return Power((_log(a) - _log(b)) % self.order)

    def products_of_powers(self, requests: Sequence[Terms]) -> list[Element]:
        """For each request the product of its bases, each raised to its exponent."""
        return [Power(sum(_log(e) * k for e, k in terms) % self.order) for terms in requests]

    def scalar_add(self, a: int, b: int) -> int:
        """A + b mod q."""
        return (a + b) % self.order

    def scalar_subtract(self, a: int, b: int) -> int:
        """A - b mod q."""
        return (a - b) % self.order

    def scalar_multiply(self, a: int, b: int) -> int:
        """Ab mod q."""
        return a * b % self.order

    def reduce(self, raw: bytes) -> int:
        """The little-endian number `raw` mod q."""
        return int.from_bytes(raw, "little") % self.order


def with_known_logs(election: Election, secret: int) -> Election:
    """The same election in this group; `secret` is the logarithm of its key."""
    return replace(election, group=_GROUP, public_key=Power(secret))


def _power(e: Element) -> Power:
    return cast("Power", e)


def _log(e: Element) -> int:
    return _power(e).log


def _the_one() -> KnownLogs:
    return _GROUP


_GROUP = KnownLogs()
