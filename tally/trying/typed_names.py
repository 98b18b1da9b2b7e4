"""Votes for names that were written, typed in as tellers would have merged them.

[rounds.r1.A.written.slate]   # the paper, by its id
"李建国" = 2                  # of the list: added to the ticks
"王强" = 5                    # anybody else is a new person
"""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.published.act_files import merge_name, papers_with_lines
from meeting.toml.tables import Table
from tally.folder.ruling import MergedName
from tally.outcome.merged_names import MergedNames, MergedRow
from tally.problem import Problem
from tally.trying.known_names import known_by_name


class TypedNames:
    """Collects what was written in every group, and gives it as merged names."""

    def __init__(self, meeting: Meeting) -> None:
        self._people = known_by_name(meeting.people)
        self._papers = list(papers_with_lines(meeting))
        self._votes: dict[str, dict[MergedName, dict[str, int]]] = {
            merge_name(round_id, paper.id): {} for round_id, paper in self._papers
        }

    def read(self, table: Table, round_id: str, group: str, valid: int) -> None:
        """Read what was written in a group of a round; problems are noted."""
        section = table.table("written", optional=True)
        for each, paper in self._papers:
            if each != round_id or not section.has(paper.id):
                continue
            inner = section.table(paper.id)
            for name in inner.names():
                votes = inner.number(name)
                if not 0 <= votes <= valid:
                    problem = Problem(
                        "typed-written",
                        "{votes} is not possible; expected is a number from 0 to {valid}.",
                        votes=votes,
                        valid=valid,
                    )
                    inner.note(name, problem)
                person = self._people.find(name)
                who = MergedName(person.id, "", ()) if person else MergedName("", name, ())
                by_group = self._votes[merge_name(round_id, paper.id)].setdefault(who, {})
                by_group[group] = votes
        section.unknown()

    def merged(self) -> dict[str, MergedNames]:
        """The names of every paper, by what a ruling about them would be called."""
        found = {}
        for round_id, paper in self._papers:
            name = merge_name(round_id, paper.id)
            rows = tuple(
                MergedRow(who.id, who.name, not who.person, (), by_group, {})
                for who, by_group in self._votes[name].items()
            )
            found[name] = MergedNames(round_id, paper.id, rows)
        return found
