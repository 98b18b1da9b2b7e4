"""The exception by which a round is opened that is too small: whose signatures under it hold."""

from __future__ import annotations

from crypto.place import Part, in_file
from crypto.trustees.trustee import Trustees
from meeting.opening_plan.plan import Plan
from meeting.published.folder_names import exception_file
from tally.findings.finding import Findings
from tally.folder.exception import exception_message, parse_exception
from tally.verify.meeting.teller_signatures import signers_of_statement


def exception_signers(
    data: bytes, plan: Plan, trustees: Trustees, findings: Findings
) -> frozenset[int] | None:
    """The tellers whose signature under this exception holds; every fault is a finding.

    None if it cannot be read, or is none from this plan.
    """
    where = in_file(exception_file(plan.round))
    with findings.catching(where):
        exception = parse_exception(trustees.group, data, where=where)
        if exception.plan != plan.hash or not plan.exception:
            detail = "this plan needs none" if not plan.exception else f"expected {plan.hash}"
            findings.problem("exception-other", f"it is of plan {exception.plan}; {detail}", where)
            return None
        signers = signers_of_statement(
            exception.signed,
            lambda owner: exception_message(plan.hash, owner),
            trustees,
            findings,
            where / Part("signatures"),
            "exception-signature",
        )
        return frozenset(signers)
    return None
