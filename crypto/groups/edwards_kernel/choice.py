"""Which arithmetic computes batches: `PIAOXIANG_ARITHMETIC` is auto, portable or libsodium.

`auto` takes the best program that this machine can run, and libsodium where there is none: without
llvmlite, or on a processor that nobody has tried. `portable` insists on the program that any
x86-64 or aarch64 can run, and `libsodium` on none. All compute the same.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from enum import StrEnum
from typing import Final

from crypto.errors import ArithmeticFault

VARIABLE: Final = "PIAOXIANG_ARITHMETIC"
LIBSODIUM: Final = "libsodium"
_MACHINES: Final = frozenset({"x86_64", "amd64", "aarch64", "arm64"})


class Choice(StrEnum):
    """What the environment may ask for."""

    AUTO = "auto"
    PORTABLE = "portable"
    LIBSODIUM = "libsodium"


def choice() -> Choice:
    """What the environment asks for; raises `ArithmeticFault` (`arithmetic-unknown`)."""
    asked = os.environ.get(VARIABLE) or Choice.AUTO
    try:
        return Choice(asked)
    except ValueError:
        raise ArithmeticFault(
            "arithmetic-unknown",
            f"{VARIABLE} is {asked!r}; expected one of {', '.join(Choice)}",
        ) from None


def known_machine() -> bool:
    """Whether the program is meant for processors of this kind, and llvmlite is installed."""
    if sys.maxsize < 1 << 32 or platform.machine().lower() not in _MACHINES:
        return False
    return importlib.util.find_spec("llvmlite") is not None
