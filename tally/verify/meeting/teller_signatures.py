"""Whose signatures under a statement hold, in every file that tellers sign one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crypto.errors import ProofError
from crypto.place import Place
from crypto.trustees.act import check_act
from crypto.trustees.trustee import Trustees
from tally.findings.finding import Findings
from tally.folder.teller_signatures import TellerSignature


def signers_of_statement(
    signed: Sequence[TellerSignature],
    message_of: Callable[[int], str],
    trustees: Trustees,
    findings: Findings,
    at: Place,
    code: str,
) -> tuple[int, ...]:
    """The tellers whose signature holds, in order; every other one is a finding under `code`.

    `message_of` gives the text that the teller of a number signs; `at` is where the list stands. An
    unknown teller is `owner-unknown`.
    """
    holding: list[int] = []
    for index, each in enumerate(signed):
        where = at / index
        with findings.catching(where):
            key = trustees.owner(each.owner, where=where).certificate_key
            if each.owner in holding:
                raise ProofError(code, f"teller {each.owner} has signed already", where=where)
            if key is None:
                raise ProofError(code, "this trustee has no certificate key", where=where)
            try:
                check_act(trustees.group, key, message_of(each.owner), each.signature)
            except ProofError as error:
                detail = f"it stands in the name of owner {each.owner}: {error.detail}"
                raise ProofError(code, detail, where=where) from error
            holding.append(each.owner)
    return tuple(holding)
