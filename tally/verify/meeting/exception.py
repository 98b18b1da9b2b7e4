"""The exception by which a round is opened that is too small: whose signatures under it hold."""

from __future__ import annotations

from crypto.errors import ProofError
from crypto.place import Part, Place, in_file
from crypto.trustees.act import check_act
from crypto.trustees.trustee import Trustees
from meeting.opening_plan.plan import Plan
from meeting.published.folder_names import exception_file
from tally.findings.finding import Findings
from tally.folder.exception import exception_message, parse_exception


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
        signed: set[int] = set()
        for index, each in enumerate(exception.signed):
            at = where / Part("signatures") / index
            with findings.catching(at):
                key = trustees.owner(each.owner, where=at).certificate_key
                if each.owner in signed:
                    raise _unsigned(f"teller {each.owner} has signed already", at)
                if key is None:
                    raise _unsigned("this trustee has no certificate key", at)
                message = exception_message(plan.hash, each.owner)
                try:
                    check_act(trustees.group, key, message, each.signature)
                except ProofError as error:
                    detail = f"it stands in the name of owner {each.owner}: {error.detail}"
                    raise _unsigned(detail, at) from error
                signed.add(each.owner)
        return frozenset(signed)
    return None


def _unsigned(detail: str, where: Place) -> ProofError:
    return ProofError("exception-signature", detail, where=where)
