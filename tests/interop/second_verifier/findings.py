"""What was found: problems with their place, and the verdict (chapter 23)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

UNFINISHED = {
    *("record-unfinished", "record-missing", "file-missing"),
    *("draw-missing", "draw-unfinished", "sum-unfinished", "opened-waiting", "figures-unsigned"),
    *("ruling-unsigned", "receipt-waiting", "cancelled-waiting"),
}
Found = tuple[str, str, str]  # place, code, sentence


class Refused(Exception):  # noqa: N818 - it says what happened to the record
    """Something is not as the description says; `code` is the description's name for it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def demand(condition: object, code: str, sentence: str) -> None:
    """Refuse unless the condition holds."""
    if not condition:
        raise Refused(code, sentence)


@dataclass
class Findings:
    """The problems in the order in which they were found."""

    problems: list[Found] = field(default_factory=list)
    unbound: list[Found] = field(default_factory=list)
    notes: list[Found] = field(default_factory=list)

    def add(self, place: str, code: str, sentence: str) -> None:
        """Note one problem."""
        self.problems.append((place, code, sentence))

    def note(self, place: str, code: str, sentence: str) -> None:
        """Note what never changes the verdict."""
        self.notes.append((place, code, sentence))

    def forgive(self, place: str, code: str) -> None:
        """Forget problems that turned out to be as it should be."""
        self.problems = [one for one in self.problems if one[:2] != (place, code)]

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Note what is refused inside, and go on after it."""
        try:
            yield
        except Refused as fault:
            self.add(place, fault.code, str(fault))

    @property
    def verdict(self) -> str:
        """The last line of the output."""
        codes = {code for _place, code, _sentence in self.problems}
        if codes - UNFINISHED:
            return "INVALID"
        if self.unbound:
            return "not bound"
        return "unfinished" if codes else "valid"
