"""The kernel of this process: chosen, loaded or compiled, and tested when it is needed first."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from crypto.errors import ArithmeticFault
from crypto.groups.edwards_kernel.choice import LIBSODIUM, Choice, choice, known_machine
from crypto.groups.edwards_kernel.sums import Reference

if TYPE_CHECKING:  # imported with the first batch, like all that stands inside functions here
    from crypto.groups.edwards_kernel.kernel import Kernel

WORTH_COMPILING: Final = 30_000
"""Multiples that libsodium computes in the few seconds in which the program is compiled."""


class KernelOnce:
    """Loads it once, whichever thread comes first. `reference` is libsodium's answers."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._lock = threading.Lock()
        self._kernel: Kernel | None = None
        self._done_without = 0
        self._is_missing = False
        self.is_known = False
        """Whether `get` answers at once."""

    def get(self) -> Kernel | None:
        """The kernel; None where libsodium does all the work.

        Raises `ArithmeticFault`: `arithmetic-unknown`, `arithmetic-unavailable`, and
        `arithmetic-differs` if it does not agree with libsodium.
        """
        if not self.is_known:
            with self._lock:
                self._settle(compile_it=True)
        return self._kernel

    def at_hand(self, size: int) -> Kernel | None:
        """The kernel, for so many multiples, if nobody has to wait long for it; raises as `get`.

        None while another thread loads it; and, where it has to be compiled first, until libsodium
        has done so much instead that compiling would have taken no longer.
        """
        if not self.is_known and self._lock.acquire(blocking=False):
            try:
                self._done_without += size
                self._settle(compile_it=self._done_without > WORTH_COMPILING)
            finally:
                self._lock.release()
        return self._kernel

    def _settle(self, *, compile_it: bool) -> None:
        """Load it; but if it has to be compiled first, only where `compile_it`."""
        if self.is_known:
            return
        asked = choice()
        if asked is Choice.LIBSODIUM:
            self.is_known = True
        elif not known_machine():
            self._go_without(asked, "llvmlite is not installed, or this processor is not known")
        elif compile_it or asked is Choice.PORTABLE or not self._is_missing:
            self._load(asked, only_kept=not compile_it and asked is Choice.AUTO)

    @property
    def name(self) -> str:
        """The arithmetic that large batches have, or would have, without loading it."""
        if self.is_known:
            return LIBSODIUM if self._kernel is None else self._kernel.name
        asked = choice()
        if asked is Choice.LIBSODIUM or not known_machine():
            return LIBSODIUM
        return _best(asked)

    def _load(self, asked: Choice, *, only_kept: bool) -> None:
        try:
            from crypto.groups.edwards_kernel import kernel  # noqa: PLC0415
            from crypto.groups.edwards_kernel.self_test import agrees  # noqa: PLC0415

            found = (kernel.kept if only_kept else kernel.load)(_best(asked))
        except (ImportError, OSError, RuntimeError) as error:
            self._go_without(asked, str(error))
            return
        if found is None:
            self._is_missing = True
            return
        if not agrees(found, self._reference):
            raise ArithmeticFault(
                "arithmetic-differs",
                f"the {found.name} arithmetic does not agree with libsodium in its first test",
            )
        self._kernel, self.is_known = found, True

    def _go_without(self, asked: Choice, why: str) -> None:
        if asked is Choice.PORTABLE:
            raise ArithmeticFault(
                "arithmetic-unavailable", f"there is no portable arithmetic: {why}"
            )
        self.is_known = True


def _best(asked: Choice) -> str:
    from crypto.groups.edwards_kernel import compiling  # noqa: PLC0415

    use_ifma = asked is Choice.AUTO and compiling.has_ifma()
    return compiling.IFMA if use_ifma else compiling.PORTABLE
