"""What the voting protocol refuses, and how it says so.

Everything in `crypto` that reads foreign bytes or checks a proof raises one
of these; nothing returns a bare bool. An error says what was found (`detail`),
where (`place`) and, for programs, which rule was broken (`code`). None of
the three ever holds a secret.
"""

from __future__ import annotations

from typing import Any, Self

from crypto.place import Place, Where, place_of


class Refused(Exception):  # noqa: N818 - what it says, in the word of the field
    """Something was refused; the base of every error this package raises on purpose."""

    code: str
    """Stable kebab-case name of the broken rule, such as `ballot-signature`."""
    detail: str
    """A technical English sentence: what was found and what was expected."""
    place: Place
    """Where it was found; each reader that the error passes adds what it knows (`at`)."""

    def __init__(self, code: str, detail: str, *, where: Where = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.place = place_of(where)

    @property
    def where(self) -> str:
        """The exact place in text, such as `answers[3].choices[0].alpha`; empty if unknown."""
        return str(self.place)

    def __str__(self) -> str:
        """`where: detail [code]`."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.detail} [{self.code}]"

    def __reduce__(self) -> tuple[Any, ...]:
        """Let worker processes hand the error back whole."""
        return _restored, (type(self), dict(self.__dict__))

    def at(self, outer: Where) -> Self:
        """Put `outer` around the place and return this same error.

        `raise error.at(Place((EventAt(17),)))` turns `answers[0]` into `event 17.answers[0]`.
        """
        self.place = place_of(outer) / self.place
        return self


class ArithmeticFault(Exception):  # noqa: N818 - the fault is not in what was read
    """The arithmetic itself cannot be relied on, or not be had: nothing follows from what it said.

    No `Refused`, which says something of what was read; whoever verifies stops before a verdict.
    """

    code: str
    """`arithmetic-differs`, `arithmetic-unavailable` or `arithmetic-unknown`."""
    detail: str
    """A technical English sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        """`detail [code]`."""
        return f"{self.detail} [{self.code}]"


class ParseError(Refused):
    """Not canonical, of the wrong type, out of range, or outside the subgroup."""


class ProofError(Refused):
    """A zero-knowledge proof, a hash or a signature does not verify."""


class RecordError(Refused):
    """An archive or its chain of events is out of order."""


class CeremonyError(Refused):
    """A message of the key ceremony is bad; it stands where `teller`'s (from 1) should.

    `signed` says that what is bad bears this teller's own good signature: nobody else can have
    made it. Without one, whoever carried the message may have changed it.
    """

    teller: int
    signed: bool

    def __init__(
        self, code: str, detail: str, *, teller: int, signed: bool = False, where: Where = ""
    ) -> None:
        super().__init__(code, detail, where=where)
        self.teller = teller
        self.signed = signed


def _restored(kind: type[Refused], state: dict[str, Any]) -> Refused:
    error = kind.__new__(kind, state["code"], state["detail"])
    error.__dict__.update(state)
    return error
