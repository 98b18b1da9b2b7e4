"""Which texts of a meeting the shipped typefaces cannot show, where each will be seen.

Slips are printed with these typefaces and nothing else: what they lack cannot be printed. On
screens and in the report a browser takes a typeface of its computer instead, which nobody here
knows; where that has none either, a box is drawn. People have rare characters in their names, so
this is said and not refused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path
from meeting.definition.paper import Paper
from meeting.look import CHARACTERS
from meeting.problem import Problem

_BREAK = "\n"
_SHOWN = 40
_MEETING = ("title_en", "place", "place_en", "team", "team_en")
_GROUP = ("name_en", "description_en", "confirm_small")
_PERSON = ("name", "name_en", "post", "post_en", "note", "note_en")
_PAPER = ("title", "title_en", "instructions", "instructions_en")


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that the typefaces lack, each once, in their order."""
    return tuple(dict.fromkeys(each for each in text if each != _BREAK and not _has(each)))


def _has(character: str) -> bool:
    firsts, lasts = _ranges()
    at = bisect_right(firsts, ord(character)) - 1
    return at >= 0 and ord(character) <= lasts[at]


@cache
def _ranges() -> tuple[tuple[int, ...], tuple[int, ...]]:
    pairs = [line.split("-") for line in CHARACTERS.read_text(encoding="ascii").split()]
    return tuple(int(each[0], 16) for each in pairs), tuple(int(each[-1], 16) for each in pairs)


def named(characters: tuple[str, ...]) -> str:
    """The characters with their numbers: 𠮷 (U+20BB7)."""
    return " ".join(f"{each} (U+{ord(each):04X})" for each in characters)


def glyph_missing(characters: tuple[str, ...]) -> Problem:
    """The problem of a text that cannot be printed."""
    return Problem(
        "glyph-missing",
        "This stands on the slips, and the typeface that they are printed with does not have:"
        " {characters}. Write it without, for example with the common form of a rare character.",
        characters=named(characters),
    )


def check_printable(meeting: Meeting) -> Iterator[Mistake]:
    """Yield what cannot be printed on the slips of a meeting."""
    for path, text in _printed(meeting):
        if lacking := missing(text):
            yield path, glyph_missing(lacking)


def unshown(meeting: Meeting) -> Iterator[Mistake]:
    """Yield what stands on screens and reports alone, and is left to the computer's typefaces."""
    for path, text in _on_screens(meeting):
        if lacking := missing(text):
            yield (
                path,
                Problem(
                    "glyph-elsewhere",
                    "{characters} in {text}",
                    characters=named(lacking),
                    text=f"{text[:_SHOWN]}…" if len(text) > _SHOWN else text,
                ),
            )


def _printed(meeting: Meeting) -> Iterator[tuple[Path, str]]:
    yield ("title",), meeting.title
    for index, group in enumerate(meeting.groups):
        yield ("groups", index, "name"), group.name
        yield ("groups", index, "description"), group.description
    for index, each in enumerate(meeting.rounds):
        yield ("rounds", index, "name"), each.name


def _on_screens(meeting: Meeting) -> Iterator[tuple[Path, str]]:
    """Everything else that is shown; people's names on papers are left to the list of people."""
    yield from _texts((), meeting, _MEETING)
    for index, name in enumerate(meeting.tellers):
        yield ("tellers", index), name
    for index, group in enumerate(meeting.groups):
        yield from _texts(("groups", index), group, _GROUP)
    for index, person in enumerate(meeting.people):
        yield from _texts(("people", index), person, _PERSON)
    for index, each in enumerate(meeting.rounds):
        yield from _texts(("rounds", index), each, ("name_en",))
    for index, paper in enumerate(meeting.papers):
        yield from _on_paper(("papers", index), paper, meeting)


def _on_paper(path: Path, paper: Paper, meeting: Meeting) -> Iterator[tuple[Path, str]]:
    names = {name for person in meeting.people for name in (person.name, person.name_en)}
    yield from _texts(path, paper, _PAPER)
    for number, item in enumerate(paper.items):
        inner: Path = (*path, "items", number)
        yield from _texts(inner, item, ("prompt", "prompt_en"))
        for at, option in enumerate(item.options):
            if option.label not in names:
                yield from _texts((*inner, "options", at), option, ("label", "label_en"))
        for at, rate in enumerate(item.rates):
            yield from _texts((*inner, "rates", at), rate, ("name", "name_en"))


def _texts(path: Path, thing: object, names: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for name in names:
        yield (*path, name), str(getattr(thing, name))
