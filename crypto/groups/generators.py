"""Generators of which nobody knows a logarithm to another (section 6, tables 6 to 8).

Commitments to a permutation bind only as long as the logarithms between these
generators are unknown; so they come out of a hash, and no two may be equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from crypto.errors import RecordError
from crypto.groups.group import Element, Group

_SECONDARY = -1


@dataclass(slots=True)
class _Known:
    """The generators of one group computed so far, in the order of their index."""

    secondary: Element
    listed: list[Element] = field(default_factory=list)
    indexes: dict[Element, int] = field(default_factory=dict)


_known: dict[str, _Known] = {}
_lock = Lock()


def secondary_generator(group: Group) -> Element:
    """h, the one with index -1."""
    with _lock:
        return _of(group).secondary


def generators(group: Group, count: int) -> tuple[Element, ...]:
    """h_0 … h_(count-1).

    Raises `RecordError` (`generators-collide`) if one of them is 1, g or
    equal to another, which is not going to happen.
    """
    with _lock:
        known = _of(group)
        while len(known.listed) < count:
            known.listed.append(_fresh(group, known, len(known.listed)))
        return tuple(known.listed[:count])


def _of(group: Group) -> _Known:
    if group.name not in _known:
        h = group.independent_generator(_SECONDARY)
        known = _Known(h, indexes={group.identity: _SECONDARY, group.generator: _SECONDARY})
        if h in known.indexes:  # a fixed hash, and it is not
            raise RecordError("generators-collide", "the secondary generator is 1 or g")
        known.indexes[h] = _SECONDARY
        _known[group.name] = known
    return _known[group.name]


def _fresh(group: Group, known: _Known, index: int) -> Element:
    generator = group.independent_generator(index)
    other = known.indexes.setdefault(generator, index)
    if other != index:
        raise RecordError("generators-collide", f"generator {index} is equal to another, 1 or g")
    return generator
