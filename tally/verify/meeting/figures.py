"""What the figures of the hall bring about: rounds that are void, and what else is to be minded.

All of it follows from figures that the organiser entered, which no record proves. It says nothing
against the record, so that all of it is notes.
"""

from __future__ import annotations

from crypto.place import in_file
from meeting.language import N_
from meeting.problem import Phrase
from meeting.published.folder_names import FIGURES
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.outcome.outcome import Outcome
from tally.outcome.void_rounds import Excess

_FIGURES = {
    "returned": N_("ballots received"),
    "issued": N_("slips issued"),
    "present": N_("voters present"),
    "entitled": N_("entitled voters"),
}


def note_figures(outcome: Outcome, findings: Findings) -> None:
    """Note every round that is void, every unusual or missing figure, and every correction.

    Whether a round is void can be hidden by leaving the figures of a box out: so that is said.
    """
    for each in outcome.rounds:
        for box, figures in each.figures.by_box:
            if figures.present is None or figures.issued is None:
                detail = Detail.of(
                    N_("box {box}: voters present and slips issued were not entered"), box=box.id
                )
                findings.note("figures-missing", detail, in_file(FIGURES))
        for one in each.figures.void:
            told = Detail.of(N_("box {box}: {figures}"), box=one.box.id, figures=_told(one))
            findings.note("round-void", told, each.round.id)
        for one in each.figures.remarks:
            findings.note("figures-unusual", _told(one), f"{each.round.id} {one.box.id}")
    for number, earlier in enumerate(outcome.earlier, 1):
        findings.note(
            "figures-corrected",
            Detail.of(
                N_("correction {number}, reason: {reason}"), number=number, reason=earlier.reason
            ),
            in_file(FIGURES),
        )


def _told(one: Excess) -> Detail:
    return Detail.of(
        N_("{more} {found}, {than} {limit}"),
        more=Phrase(_FIGURES[one.more]),
        found=one.found,
        than=Phrase(_FIGURES[one.than]),
        limit=one.limit,
    )
