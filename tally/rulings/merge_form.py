"""The form of a merge, with every name that was written, for people to fill in.

What the one equality of names says stands in it as it is. What only sounds alike stands in it
behind a #, with the reason: whoever decides takes the # away, or does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from meeting.language import N_, gettext_for, listed
from tally.outcome.merged_names import Counts, is_free, written_tally
from tally.outcome.written_names import WrittenName, written_names
from tally.problem import ROOM
from tally.rulings.proposals import Proposal, proposals

_HEAD: Final = N_(
    "# Who is meant by the names that were written? Take together only what is one person.\n"
    "# A name stands in one line only. A line behind # is a proposal: if it is right, take its #\n"
    "# away, and take its names out of the other lines. The numbers are votes.\n"
    "# date is when it was decided:"
)
_SEVERAL: Final = N_("# which of {people}? Put it under one of them, or leave it out:")
_LIKE: Final = N_("# same pinyin: {names}")
_OTHER: Final = N_(
    "# somebody else of that name? Then call them so that nobody takes one for the other:"
)
_SAME: Final = N_("# the name of somebody who is not on this paper: {names}")


def merge_form(meeting: Meeting, paper: Paper, counts: Counts, language: str) -> str:
    """A file to fill in, with every name that was written, and what may be one person."""
    return "\n".join(_Form(meeting, paper, counts, language).lines()) + "\n"


class _Form:
    def __init__(self, meeting: Meeting, paper: Paper, counts: Counts, language: str) -> None:
        self._ = gettext_for(ROOM, language)
        self._language = language
        self._meeting = meeting
        self._shown = {each.id: each.display_name for each in meeting.people}
        self._written = written_names(written_tally(paper, counts), paper, meeting.people)
        self._proposals = proposals(meeting, paper, self._written)

    def lines(self) -> Iterator[str]:
        yield from self._(_HEAD).split("\n")
        yield from ("# date = 2026-12-01", 'source = ""', 'words = ""', "[people]")
        several = [each for each in self._written if len(each.listed) > 1]
        for each in several:
            people = listed([self._shown[person] for person in each.listed], self._language)
            yield self._(_SEVERAL).format(people=people)
            yield "# " + _line("?", [each])
        yield from self._people()
        yield "[new]"
        yield from self._new()

    def _people(self) -> Iterator[str]:
        """Those of the list: as they were written, and what sounds like them."""
        own = {each.listed[0]: each for each in self._written if len(each.listed) == 1}
        near: dict[str, list[Proposal]] = {}
        for each in self._proposals:
            if each.person is not None:
                near.setdefault(each.person.id, []).append(each)
        for person in dict.fromkeys((*own, *near)):
            already = [own[person]] if person in own else []
            if already:
                yield _line(self._shown[person], already)
            yield from self._reasons(near.get(person, ()))
            if person in near:
                names = [each.names[0] for each in near[person]]
                yield "# " + _line(self._shown[person], [*already, *names])

    def _reasons(self, near: Iterable[Proposal]) -> Iterator[str]:
        """Why names may be a person, those of one reason together."""
        reasons = {False: _SAME, True: _LIKE}
        for sounds, reason in reasons.items():
            found = [(each.names[0], each.reading) for each in near if bool(each.reading) == sounds]
            if found:
                yield self._(reason).format(names=self._named(found))

    def _named(self, names: Iterable[tuple[WrittenName, str]]) -> str:
        told = (
            f"{json.dumps(each.name, ensure_ascii=False)} {reading}".strip()
            for each, reading in names
        )
        return listed(list(told), self._language)

    def _new(self) -> Iterator[str]:
        """Everybody else, those who sound alike behind one another."""
        free = {each.name: each for each in self._written if not each.listed}
        for proposal in self._proposals:
            if proposal.person is None:
                named = [(each, proposal.reading) for each in proposal.names]
                yield self._(_LIKE).format(names=self._named(named))
                yield "# " + _line(proposal.names[0].name, proposal.names)
                for one in proposal.names:
                    yield from self._alone(free.pop(one.name))
        for each in free.values():
            yield from self._alone(each)

    def _alone(self, name: WrittenName) -> Iterator[str]:
        """A new person; behind # where somebody of the meeting is called so already."""
        free = is_free(self._meeting, name.name)
        if not free:
            yield self._(_OTHER)
        yield ("" if free else "# ") + _line(name.name, [name])


def _line(name: str, names: Iterable[WrittenName]) -> str:
    spellings = [spelling for each in names for spelling in each.spellings]
    texts = json.dumps([text for text, _votes in spellings], ensure_ascii=False)
    votes = ", ".join(str(votes) for _text, votes in spellings)
    return f"{json.dumps(name, ensure_ascii=False)} = {texts}  # {votes}"
