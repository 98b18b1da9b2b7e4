"""Steps that wait for an act of people: what a body rules, and what two tellers sign.

No vote decides here. The definition says that somebody decides, who, and about whom; what was
decided is a *ruling*, with its words, date and source, made when the people are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from meeting.rules.selections import Chosen

Unruled: TypeAlias = Literal["waits", "nobody"]
"""Where there is no ruling: the step waits, or it is about nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Chosen):
    """把关: a body outside the ballot says yes or no to each person; who has a yes goes on."""

    kind: ClassVar[str] = "gate"

    body: str
    body_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Chosen):
    """研究决定: a body decides who goes on, `most` at most, by votes and by other material."""

    kind: ClassVar[str] = "decision"

    body: str
    body_en: str = ""
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer(Chosen):
    """缓议: a body puts people off, with the reason; they leave the step, and are not lost."""

    kind: ClassVar[str] = "defer"

    body: str
    body_en: str = ""
    unruled: Unruled = "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Chosen):
    """退出: those who withdrew leave; in a later step, the next in order moves up."""

    kind: ClassVar[str] = "withdraw"

    unruled: Unruled = "waits"


Ruled: TypeAlias = Gate | Decision | Defer | Withdraw
"""What is decided by a ruling."""

LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 200
LONGEST_SOURCE: Final = 200
LONGEST_WORDS: Final = 1000
"""Characters of what a ruling says: a new person's name, a note, its source, and as a whole."""
