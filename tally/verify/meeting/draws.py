"""The draws of a folder: the tellers' shares of each, and whom or what they drew.

The point that tellers raise is computed from the list and from the meeting's fingerprint, never
read. So a draw holds for exactly this list, and for exactly the boxes that lie here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crypto.draws.draw import check_share, combined, drawn, lots
from crypto.errors import RecordError, Refused
from crypto.groups.group import Element
from crypto.place import Part, Place, in_file
from crypto.trustees.trustee import Trustees
from meeting.definition.mistakes import place as place_of
from meeting.published.folder_names import DRAW, DRAWN, DRAWS
from tally.findings.finding import Findings
from tally.folder.draw import Draw, draw_place
from tally.folder.drawn_table import drawn_table
from tally.folder.source import Folder
from tally.outcome.outcome import Outcome
from tally.outcome.steps.lots import DrawnLots
from tally.verify.meeting.contents import MOST_NAMED, shown_name
from tally.verify.record.acts import check_signed


@dataclass(slots=True)
class VerifiedDraw:
    """A draw and what of it holds: shares by their owners, and the lots that they give."""

    name: str
    draw: Draw
    shares: dict[int, Element] = field(default_factory=dict)
    lots: Sequence[str] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the entries that were drawn, the first first; () before there are any."""
        return tuple(drawn(list(self.lots), self.draw.list.take)) if self.lots else ()

    @property
    def drawn(self) -> tuple[str, ...]:
        """The entries that were drawn."""
        return tuple(self.draw.list.entries[number - 1] for number in self.numbers)


def verify_draws(
    folder: Folder, meeting_fingerprint: str, trustees: Trustees | None, findings: Findings
) -> tuple[VerifiedDraw, ...]:
    """Check every draw in a folder; `trustees` are those of its boxes, None if unreadable."""
    names = folder.draw_names()
    found = []
    for name in names[:MOST_NAMED]:
        verified = _verified(folder, name, meeting_fingerprint, trustees, findings)
        if verified is not None:
            found.append(verified)
    if len(names) > MOST_NAMED:
        more = f"{len(names)} draws, and no more than {MOST_NAMED} are read"
        findings.problem("draw-list", more, DRAWS)
    return tuple(found)


def drawn_lots(draws: Iterable[VerifiedDraw]) -> dict[str, DrawnLots]:
    """The draws that are drawn, by name, as the steps of the rules take them."""
    return {
        each.name: DrawnLots(
            each.drawn, each.draw.list.entries, each.draw.list.take, each.draw.list.purpose
        )
        for each in draws
        if each.lots
    }


def check_draws_used(outcome: Outcome, findings: Findings) -> None:
    """Report of every step that the lot decides why its draw is not taken."""
    for result in outcome.steps:
        if result.waits is not None and result.waits.code == "draw-unfit":
            detail = "its list, purpose or number is not the one that follows from the step"
            findings.problem("draw-other-list", detail, draw_place(result.step.id) / Part("list"))


def _verified(
    folder: Folder,
    name: str,
    meeting_fingerprint: str,
    trustees: Trustees | None,
    findings: Findings,
) -> VerifiedDraw | None:
    where = draw_place(shown_name(name))
    data = folder.optional(f"{DRAWS}/{name}/{DRAW}")
    if data is None:
        findings.unfinished("draw-missing", "draw.json is not here", where)
        return None
    if trustees is None:
        findings.problem("draw-list", "there are no tellers' keys to check it with", where)
        return None
    try:
        verified = VerifiedDraw(name, Draw.parse(trustees.group, data, where=where))
    except Refused as error:
        findings.refused(error)
        return None
    if not check_list(verified, meeting_fingerprint, where, findings):
        return None
    check_shares(verified, trustees, where, findings)
    if not verified.lots:
        findings.unfinished("draw-unfinished", f"shares that hold: {len(verified.shares)}", where)
        return verified
    table = folder.optional(f"{DRAWS}/{name}/{DRAWN}")
    at = in_file(f"{DRAWS}/{shown_name(name)}/{DRAWN}")
    if table is None:
        findings.unfinished("file-missing", "this file of a published folder is not here", at)
    elif table != drawn_table(verified.draw.list, verified.lots):
        findings.problem("draw-differs", "the shares give another table", at)
    return verified


def check_list(
    verified: VerifiedDraw, meeting_fingerprint: str, where: Place, findings: Findings
) -> bool:
    """Whether the list is one of this meeting that can be drawn from."""
    of = verified.draw.list
    if of.name != verified.name:
        detail = f"the list is called {of.name:.50}, its folder {shown_name(verified.name)}"
        findings.problem("draw-list", detail, where / Part("list"))
        return False
    for path, problem in of.mistakes():
        detail = f"{place_of(path)}: {problem.text('en')}"
        findings.problem("draw-list", detail, where / Part("list"))
        return False
    if of.meeting != meeting_fingerprint:
        detail = f"it is of {of.meeting}, these boxes are {meeting_fingerprint or 'not readable'}"
        findings.problem("draw-meeting", detail, where / Part("list"))
        return False
    return True


def check_shares(
    verified: VerifiedDraw, trustees: Trustees, where: Place, findings: Findings
) -> None:
    """Check every share, and draw if enough of them hold."""
    draw = verified.draw
    for index, each in enumerate(draw.shares):
        at = where / Part("shares") / index
        before = len(findings.found)
        if each.owner in verified.shares:
            findings.problem("owner-repeated", f"owner {each.owner} has a share already", at)
        with findings.catching(at):
            message = draw.message(each.owner, each.share)
            check_signed(draw.group, trustees, each.owner, message, each.signature, at)
        with findings.catching(at):
            of = draw.list
            check_share(trustees, each.owner, each.share, each.bound, of.meeting, of.hash, where=at)
        if len(findings.found) == before:
            verified.shares[each.owner] = each.share
    try:
        raised = combined(trustees, verified.shares)
    except RecordError:
        return
    verified.lots = lots(draw.group, raised, len(draw.list.entries))
