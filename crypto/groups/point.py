"""A point of the prime-order subgroup of edwards25519."""

from __future__ import annotations

from crypto.groups.group import Element


class Point(Element, bytes):
    """RFC 8032's 32 bytes, of a point that is known to be in the subgroup.

    Made from other bytes by `Ed25519` alone. It is shown as an element is: by its kind.
    """

    __slots__ = ()
    __str__ = Element.__repr__
