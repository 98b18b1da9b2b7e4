"""Limits of whole papers and across their questions, as far as the sums of a count can tell.

More names than the ballots can hold, or any sum that they cannot lead to, show that somebody voted
with another program than the booth's. One voter alone can bring it about, so it is a note: a box
must not become invalid by one ballot, whose every proof holds.
"""

from __future__ import annotations

from meeting.language import N_
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.outcome.limit_sums import looks_at_each
from tally.outcome.outcome import Outcome

_SUM = N_(
    "the sum is {found}, and ballots that all keep the limit {limit} lead to {most} at most: one "
    "of them was not made by the voting booth; the box holds all the same"
)
_EACH = N_(
    "lists of scores that break the limit {limit}: {found}, at most {most} can be: they were not "
    "made by the voting booth; the box holds all the same"
)


def note_limits(outcome: Outcome, findings: Findings) -> None:
    """Note every paper and voter group whose sums say that a ballot broke a limit."""
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
        for limit in each.limit_sums:
            for group, sums in limit.by_group.items():
                if not sums.kept:
                    sentence = _EACH if looks_at_each(limit.limit, limit.paper) else _SUM
                    findings.note(
                        "limit-over-sum",
                        Detail.of(sentence, found=sums.found, most=sums.most, limit=limit.limit.id),
                        f"{each.round.id} {group} {limit.paper.id}",
                    )
