"""The kernel of this process: chosen, loaded or compiled, and tested when it is needed first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from crypto.errors import ArithmeticFault
from crypto.groups.edwards_kernel.choice import LIBSODIUM, Choice, choice, known_machine
from crypto.groups.edwards_kernel.sums import Reference

if TYPE_CHECKING:  # imported with the first batch, like all that stands inside functions here
    from crypto.groups.edwards_kernel.kernel import Kernel


class KernelOnce:
    """Loads it once, whichever thread comes first. `reference` is libsodium's answers."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._lock = threading.Lock()
        self._kernel: Kernel | None = None
        self.is_known = False
        """Whether `get` answers at once."""

    def get(self) -> Kernel | None:
        """The kernel; None where libsodium does all the work.

        Raises `ArithmeticFault`: `arithmetic-unknown`, `arithmetic-unavailable`, and
        `arithmetic-differs` if it does not agree with libsodium.
        """
        if not self.is_known:
            with self._lock:
                if not self.is_known:
                    self._kernel = self._loaded(choice())
                    self.is_known = True
        return self._kernel

    @property
    def name(self) -> str:
        """The arithmetic that large batches have, or would have, without loading it."""
        if self.is_known:
            return LIBSODIUM if self._kernel is None else self._kernel.name
        asked = choice()
        if asked is Choice.LIBSODIUM or not known_machine():
            return LIBSODIUM
        return _best(asked)

    def _loaded(self, asked: Choice) -> Kernel | None:
        if asked is Choice.LIBSODIUM:
            return None
        if not known_machine():
            _may_go_without(asked, "llvmlite is not installed, or this processor is not known")
            return None
        try:
            from crypto.groups.edwards_kernel import kernel  # noqa: PLC0415
            from crypto.groups.edwards_kernel.self_test import agrees  # noqa: PLC0415

            found = kernel.load(_best(asked))
        except (ImportError, OSError, RuntimeError) as error:
            _may_go_without(asked, str(error))
            return None
        if not agrees(found, self._reference):
            raise ArithmeticFault(
                "arithmetic-differs",
                f"the {found.name} arithmetic does not agree with libsodium in its first test",
            )
        return found


def _best(asked: Choice) -> str:
    from crypto.groups.edwards_kernel import compiling  # noqa: PLC0415

    use_ifma = asked is Choice.AUTO and compiling.has_ifma()
    return compiling.IFMA if use_ifma else compiling.PORTABLE


def _may_go_without(asked: Choice, why: str) -> None:
    if asked is Choice.PORTABLE:
        raise ArithmeticFault("arithmetic-unavailable", f"there is no portable arithmetic: {why}")
