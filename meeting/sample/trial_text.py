"""The text of figures to try a meeting's rules on: invented votes, fewer down the list."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.asked_items import AskedItems, asked_items, asked_once
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import CHOICE, RANKING, PaperItem
from meeting.language import N_, gettext_for
from meeting.problem import ROOM
from meeting.rules.acts import Decision, Gate

_WHAT = N_(
    "Invented figures to try the rules on: piaoxiang meeting try meeting.toml trial.toml. What is "
    "left out was chosen by nobody."
)
_SECTIONS = {CHOICE: "votes", RANKING: "places"}
_FIRST, _LAST = 95, 25
"""Percent of the ballots that the first and the last of the people get."""


def trial_text(meeting: Meeting, language: str) -> str:
    """The whole file."""
    lines = [f"# {gettext_for(ROOM, language)(_WHAT)}", *_lines(meeting)]
    return "\n".join(lines) + "\n"


def _lines(meeting: Meeting) -> Iterator[str]:
    for each in meeting.rounds:
        for box in (box for box in meeting.boxes() if box.round == each):
            yield ""
            yield f"[rounds.{each.id}.{box.group.id}]"
            yield f"present = {box.group.size}"
            for name in asked_once(box.papers(meeting)):
                asked = asked_items(meeting, each.id, name)
                if asked is not None:
                    yield from _item(asked, name, each, box.group)
    yield from _rulings(meeting)


def _rulings(meeting: Meeting) -> Iterator[str]:
    """Yield what people decide: everybody passes a gate, the first are chosen, nobody leaves."""
    lists = {each.id: set(each.people) for each in meeting.lists}
    for step in meeting.rules:
        if not isinstance(step, Gate | Decision):
            continue
        inside = lists.get(step.source, {person.id for person in meeting.people})
        people = [person for person in meeting.people if person.id in inside]
        if isinstance(step, Decision):
            people = people[: step.most]
        yield ""
        yield f"[rulings.{step.id}]"
        yield from (f'"{person.display_name}" = "yes"' for person in people)


def _item(asked: AskedItems, name: str, each: Round, group: VoterGroup) -> Iterator[str]:
    section = f"rounds.{each.id}.{group.id}.{_SECTIONS.get(asked.form, 'scores')}.{name}"
    if asked.form != CHOICE or asked.people_are_options:
        yield f"[{section}]"
        for item in asked.items:
            yield from _about_people(item, asked.form, group.size)
        return
    for at, item in enumerate(asked.items):
        whose = f'."{item.subject.display_name}"' if item.subject else ""
        yield f"[{section}{whose}]"
        yield from _answers(item, _share(at, len(asked.items), group.size), group.size)


def _about_people(item: PaperItem, form: str, ballots: int) -> Iterator[str]:
    people = len(item.options)
    left = [ballots] * item.maximum
    for at, option in enumerate(item.options):
        share = _share(at, people, ballots)
        if form == CHOICE:
            yield f'"{option.label}" = {share}'
        elif form == RANKING:
            row = [
                min(rest, ballots // (2 + (at + place) % people)) for place, rest in enumerate(left)
            ]
            left = [rest - taken for rest, taken in zip(left, row, strict=True)]
            yield f'"{option.label}" = {row}'
        else:
            yield f'"{option.label}" = {[95 - at % 20 - ballot % 7 for ballot in range(ballots)]}'


def _answers(item: PaperItem, share: int, ballots: int) -> Iterator[str]:
    """Yield the answers: the first gets the share, each later one half of what is left."""
    left = ballots
    for at, option in enumerate(item.options):
        votes = min(left, share if at == 0 else (left + 1) // 2)
        left -= votes
        yield f'"{option.label}" = {votes}'


def _share(at: int, count: int, ballots: int) -> int:
    return ballots * (_FIRST - (_FIRST - _LAST) * at // max(count - 1, 1)) // 100
