"""Written names that may be one person, because they sound alike: for people to decide.

A proposal never merges anything. It is about names that nobody on the paper's list bears: beside
people of the meeting, those of the paper first, else beside each other. Nobody of the meeting is
ever proposed to be somebody else of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.names import name_key
from meeting.pinyin.readings import readings, same_reading
from tally.outcome.written_names import WrittenName

_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
"""What somebody adds to a name: 张伟（财政局）, 李华（曾用名）."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Names that may be `person`, or, where there is none, the first of them.

    `reading` is how all of them are read, without tones; "" where it is the very same name, of
    somebody who is not on the paper.
    """

    person: Person | None
    names: tuple[WrittenName, ...]
    reading: str


def proposals(
    meeting: Meeting, paper: Paper, written: Sequence[WrittenName]
) -> tuple[Proposal, ...]:
    """All proposals: people in their order, then new names by falling votes."""
    if not paper.lines_name_people:
        return ()
    free = [each for each in written if not each.listed]
    sounds = {each.name: _sounds(each.name) for each in free}
    found = []
    for person in _in_order(meeting.people, paper):
        own = _sounds(person.name) | _sounds(person.name_en)
        borne = (person.name, person.name_en, person.display_name, person.display_name_en)
        same = {name_key(each) for each in borne}
        for each in free:
            if name_key(each.name) in same:
                found.append(Proposal(person, (each,), ""))
            elif own.keys() & sounds[each.name].keys():
                reading = same_reading(sounds[each.name], own)
                found.append(Proposal(person, (each,), reading))
    near = {each.name for proposal in found for each in proposal.names}
    return (*found, *_beside_each_other([each for each in free if each.name not in near], sounds))


def _beside_each_other(
    names: Iterable[WrittenName], sounds: Mapping[str, Mapping[str, str]]
) -> list[Proposal]:
    """Names that sound like the first of them, each in one proposal."""
    by_sound: dict[str, list[WrittenName]] = {}
    for each in names:
        for sound in sounds[each.name]:
            by_sound.setdefault(sound, []).append(each)
    found, done = [], set[str]()
    for first in names:
        alike = (each for sound in sounds[first.name] for each in by_sound[sound])
        like = {each.name: each for each in (first, *alike) if each.name not in done}
        if first.name in done or len(like) == 1:
            continue
        done |= like.keys()
        together = sorted(like.values(), key=lambda each: (-each.votes, each.name))
        reading = same_reading(sounds[together[0].name], sounds[together[1].name])
        found.append(Proposal(None, tuple(together), reading))
    return found


def _sounds(name: str) -> dict[str, str]:
    return readings(_BRACKETS.sub("", name))


def _in_order(people: Iterable[Person], paper: Paper) -> list[Person]:
    """The people of the paper, then the others of the meeting."""
    listed = {option.id for item in paper.items for option in item.options}
    return sorted(people, key=lambda each: each.id not in listed)
