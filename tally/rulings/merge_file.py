"""A merge of written names as somebody writes it down: a TOML file, made as a form and filled in.

    date = 2026-12-01
    source = "监票人会商记录"
    words = "经辨认。"
    [people]                      # under persons of the meeting
    "王芳" = ["王 芳", "王方"]
    [new]                         # as new persons
    "张伟" = ["张伟", "张玮"]

A name that stands nowhere stays a written name: it is in the result, and is nobody in the rules.
The form (`tally.rulings.merge_form`) proposes; it is for people to decide.
"""

from __future__ import annotations

from pathlib import Path

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from meeting.language import N_
from meeting.problem import Problems, Several
from meeting.published.act_files import merge_name
from meeting.toml.tables import Table, read_toml
from tally.folder.ruling import MERGE, MergedName, Ruling, decided_on_names
from tally.outcome.merged_names import Counts, unfit_names, written_tally
from tally.outcome.outcome import Outcome
from tally.outcome.single_outcome import WrittenTable
from tally.problem import Problem
from tally.trying.known_names import known_by_name, named
from tally.verify.meeting.rulings import ruling_mistakes


def counts_of(outcome: Outcome, round_id: str) -> Counts:
    """The counts of a round by item and group: ticks, and written lines."""
    (found,) = (each for each in outcome.rounds if each.round.id == round_id)
    ticks = {item.item.id: item.by_group for table in found.tables for item in table.items}
    lines = {
        line.item.id: line.by_group
        for table in found.singles
        if isinstance(table, WrittenTable)
        for line in table.lines
    }
    return {**ticks, **lines}


def read_merge(
    path: Path, meeting: Meeting, round_id: str, paper: Paper, counts: Counts, fingerprint: str
) -> Ruling:
    """The ruling of a file. Raises Problem or Problems naming the file, the line, and what to do.

    "ruling-unfit" names whatever nobody wrote, what stands there twice, a name of the list under
    somebody else, and a person under whom more votes would stand than there are ballots.
    """
    root = read_toml(path)
    people, new = root.table("people", optional=True), root.table("new", optional=True)
    known = known_by_name(meeting.people)
    found = [
        MergedName(person.id, "", people.texts(name))
        for name, person in named(people, known, N_("a person of this meeting"))
    ]
    found += [MergedName("", name, new.texts(name)) for name in new.names()]
    ruling = Ruling(
        kind=MERGE,
        about=merge_name(round_id, paper.id),
        date=root.day("date"),
        source=root.text("source").strip(),
        words=root.text("words").strip(),
        people=(),
        meeting=fingerprint,
        decided_on=decided_on_names(round_id, paper.id, written_tally(paper, counts)),
        names=tuple(found),
    )
    root.unknown()
    _note_mistakes(root, ruling)
    if root.source.problems:
        raise Problems(root.source.in_order())
    if unfit := unfit_names(meeting, paper, counts, ruling.names):
        raise Problem(
            "ruling-unfit",
            "What was written is put under one person once; the name of somebody on the list under "
            "nobody else; a new person is not called as somebody of the meeting is; and nobody "
            "gets more votes than there are ballots. Look at: {names}.",
            where=path.name,
            names=Several(unfit),
        )
    return ruling


def _note_mistakes(root: Table, ruling: Ruling) -> None:
    for at, problem in ruling_mistakes(ruling):
        root.source.note(at[:1], problem)
    for each in ruling.names:
        if not each.spellings:
            told = Problem("list-empty", "There is nothing in this list.")
            root.source.note(("people" if each.person else "new",), told)
