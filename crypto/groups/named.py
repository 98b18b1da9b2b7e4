"""The groups that elections may name."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from functools import cache

from crypto.errors import ParseError
from crypto.groups.ed25519 import Ed25519
from crypto.groups.group import Group
from crypto.groups.modp_parameters import BELENIOS_2048, RFC_3526_2048
from crypto.place import Where

GROUP_NAMES: tuple[str, ...] = (Ed25519.name, BELENIOS_2048.name, RFC_3526_2048.name)
"""The names that `group_named` knows; the first is our default."""


def group_named(name: object, where: Where = "") -> Group:
    """The one group called `name`; raises `ParseError` (`group-unknown`)."""
    known = next((each for each in GROUP_NAMES if each == name), None)
    if known is None:
        raise ParseError(
            "group-unknown", f"expected one of the groups {', '.join(GROUP_NAMES)}", where=where
        )
    return _group(known)


@cache
def _group(name: str) -> Group:
    group: Group = Ed25519() if name == Ed25519.name else _modular(name)
    # It travels to another process as its name: there it is that process's one, with its tables.
    copyreg.pickle(type(group), _named)
    return group


def _modular(name: str) -> Group:
    from crypto.groups.modp import ModularGroup  # noqa: PLC0415 - GMP is slow to load, and rare

    parameters = {each.name: each for each in (BELENIOS_2048, RFC_3526_2048)}
    return ModularGroup(parameters[name])


def _named(group: Group) -> tuple[Callable[[str], Group], tuple[str]]:
    return group_named, (group.name,)
