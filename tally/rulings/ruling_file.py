"""A ruling as somebody writes it down: a TOML file, made as a form and filled in.

    date = 2026-12-01
    source = "县纪委监委复函〔2026〕12号"
    words = "对人选无不同意见。"
    [people]
    "李建国" = "yes"
    [notes]                       # if there is more to say of somebody
    "李建国" = "…"

In `people`, a gate or a decision says yes or no; of who is put off, or has withdrawn, stands the
reason, and nobody else is named.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.language import N_, gettext_for, said
from meeting.problem import Problems, Several
from meeting.rules.acts import Decision, Defer, Gate, Ruled, Withdraw
from meeting.toml.tables import read_toml
from tally.folder.ruling import Ruling, decided_on
from tally.outcome.steps.ruled import unfit_people
from tally.problem import ROOM, Problem
from tally.trying.known_names import known_by_name, named
from tally.trying.typed_rulings import read_answers
from tally.verify.meeting.rulings import ruling_mistakes

_WHO: Final = N_("a person whom this step is about")
_UNFIT: Final = {
    Gate.kind: N_("A gate says yes or no to everybody, once. Look at: {names}."),
    Decision.kind: N_("More are chosen than the rules allow. Too many: {names}."),
    Defer.kind: N_("Of everybody who is put off the reason is given. Look at: {names}."),
    Withdraw.kind: N_("Whoever has withdrawn stands there once. Look at: {names}."),
}
_HEAD: Final = {
    Gate.kind: N_("# {step}: yes or no for everybody. date is when it was ruled:"),
    Decision.kind: N_("# {step}: yes for everybody who is chosen, in their order. date is when:"),
    Defer.kind: N_("# {step}: take the # away before whoever is put off, and give the reason."),
    Withdraw.kind: N_("# {step}: take the # away before whoever has withdrawn."),
}


def read_ruling(
    path: Path, meeting: Meeting, step: Ruled, people: Sequence[str], fingerprint: str
) -> Ruling:
    """The ruling of a file about a step that came to these people.

    Raises Problem or Problems naming the file, the line, what was found and what is expected;
    "ruling-unfit" names those of whom it says too much or too little.
    """
    root = read_toml(path)
    known = known_by_name([each for each in meeting.people if each.id in people])
    answers = read_answers(root.table("people"), step, known, _WHO)
    table = root.table("notes", optional=True)
    notes = {person.id: table.text(name).strip() for name, person in named(table, known, _WHO)}
    ruling = Ruling(
        kind=step.kind,
        about=step.id,
        date=root.day("date"),
        source=root.text("source").strip(),
        words=root.text("words").strip(),
        people=tuple(replace(each, note=notes.get(each.person, each.note)) for each in answers),
        meeting=fingerprint,
        decided_on=decided_on(step.id, people),
    )
    root.unknown()
    for at, problem in ruling_mistakes(ruling):
        root.source.note(at[:1], problem)
    if root.source.problems:
        raise Problems(root.source.in_order())
    if unfit := unfit_people(step, people, ruling):
        shown = {each.id: each.display_name for each in meeting.people}
        names = Several(shown[each] for each in unfit)
        raise Problem("ruling-unfit", _UNFIT[step.kind], where=path.name, names=names)
    return ruling


def ruling_form(meeting: Meeting, step: Ruled, people: Sequence[str], language: str) -> str:
    """A file to fill in, with everybody whom the step is about."""
    translated = gettext_for(ROOM, language)
    shown = {each.id: each.display_name for each in meeting.people}
    mark = "" if isinstance(step, Gate | Decision) else "# "
    lines = [
        translated(_HEAD[step.kind]).format(step=said(step, "name", language) or step.id),
        "# date = 2026-12-01",
        'source = ""',
        'words = ""',
        "[people]",
        *(f'{mark}{json.dumps(shown[each], ensure_ascii=False)} = ""' for each in people),
    ]
    return "\n".join(lines) + "\n"
