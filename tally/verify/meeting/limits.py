"""Limits of names on whole papers, as far as the sums of a count can tell.

More names than the ballots can hold show that somebody voted with another program than the booth's.
One voter alone can bring it about, so it is a note: a box must not become invalid by one ballot,
whose every proof holds.
"""

from __future__ import annotations

from meeting.language import N_
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.outcome.outcome import Outcome


def note_limits(outcome: Outcome, findings: Findings) -> None:
    """Note every paper and voter group with more names than its ballots can hold."""
    for each in outcome.rounds:
        for paper, by_group in each.limits.items():
            for group, names in by_group.items():
                if not names.kept:
                    findings.note(
                        "names-over-limit",
                        Detail.of(
                            N_(
                                "names ticked: {ticked}, written: {written}; at most {most} fit "
                                "the ballots: one of them was not made by the voting booth; the "
                                "box holds all the same"
                            ),
                            ticked=names.ticked,
                            written=names.written,
                            most=names.most,
                        ),
                        f"{each.round.id} {group} {paper}",
                    )
