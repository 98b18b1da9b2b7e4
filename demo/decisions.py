"""What the bodies of a demonstration decide, wherever the rules wait for people.

A gate lets everybody through; a decision takes the first, as many as it may; whoever comes last is
put off, if two are left; nobody withdraws.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final

from demo.problem import ROOM
from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for, said
from meeting.rules.acts import Decision, Defer, Gate, Ruled, Withdraw
from tally.folder.ruling import MERGE, Answer

PUT_OFF: Final = N_("Some object: put off.")
_WORDS: Final = {
    Gate.kind: (N_("Reply of {body}"), N_("No objection to anybody who was proposed.")),
    Decision.kind: (N_("Minutes of {body}"), N_("Decided after discussion.")),
    Defer.kind: (N_("Minutes of {body}"), N_("Whoever some object to is put off.")),
    Withdraw.kind: (N_("Minutes of the meeting"), N_("Nobody has withdrawn.")),
    MERGE: (N_("Minutes of the tellers"), N_("Read together by two tellers.")),
}
"""The source and the words of a ruling, by its kind."""
_LEFT = 2
_PERSON = re.compile(r'(?:# )?(".*") = ""')
"""A line of a form on which something is to be said of somebody, whose name is quoted."""


def decided(step: Ruled, people: Sequence[str]) -> tuple[Answer, ...]:
    """What is ruled of the people who came to a step."""
    if isinstance(step, Gate):
        return tuple(Answer(each, "yes") for each in people)
    if isinstance(step, Decision):
        return tuple(Answer(each, "yes") for each in people[: step.most])
    if isinstance(step, Defer) and len(people) > _LEFT:
        return (Answer(people[-1], "yes", PUT_OFF),)
    return ()


def filled_in(form: str, meeting: Meeting, step: Ruled | None) -> str:
    """A form of `teller rulings` as somebody fills it in; without a step, of names to merge.

    The names of a merge stand in the form already, as the one equality of names takes them.
    """
    language = "en" if meeting.speaks_english else "zh"
    translated = gettext_for(ROOM, language)
    source, words = map(translated, _WORDS[MERGE if step is None else step.kind])
    body = "" if step is None or isinstance(step, Withdraw) else said(step, "body", language)
    head = {
        "# date": meeting.date,
        "source": _quoted(source.format(body=body)),
        "words": _quoted(words),
    }
    people = [found[1] for found in map(_PERSON.fullmatch, form.splitlines()) if found]
    answers = {
        each.person: _quoted(translated(each.note) if each.note else each.answer)
        for each in (decided(step, people) if step else ())
    }
    lines = []
    for line in form.splitlines():
        person, key = _PERSON.fullmatch(line), line.partition(" = ")[0]
        if person and person[1] in answers:
            lines.append(f"{person[1]} = {answers[person[1]]}")
        elif key in head:
            lines.append(f"{key.removeprefix('# ')} = {head[key]}")
        elif not person:
            lines.append(line)
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
