"""How a box was opened: the encrypted tally, each teller's share, and the result.

The tally is recomputed from the ballots. Every share is checked three ways: Belenios' own proofs,
the bound proof that ties all factors to all ciphertexts, and the teller's signature under the act.
Without the last two a count is reported as not bound, or as nobody's act, never as verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crypto.act import act_message, check_act
from crypto.bound import BoundContext, check_bound
from crypto.canonical import sha256_hex
from crypto.combine import combine
from crypto.decryption import PartialDecryption, check_partial_decryption
from crypto.election import Election
from crypto.encrypted_tally import EncryptedTally
from crypto.errors import Refused
from crypto.record import OwnedData, Record
from crypto.result import Result, check_result
from crypto.shape import flat
from crypto.trustee import Trustees
from tally.acts_file import Act
from tally.verify.finding import Findings


@dataclass(frozen=True, slots=True)
class Opening:
    """The shares that hold, by owner, and the result if it follows from them."""

    shares: Mapping[int, PartialDecryption]
    result: Result | None


def check_tally(
    record: Record,
    election: Election,
    computed: EncryptedTally,
    weights: list[int],
    findings: Findings,
) -> EncryptedTally | None:
    """Compare the recorded tally with the ballots'; gives the recorded one for further checks."""
    sized, data = record.sized_tally, record.encrypted_tally_bytes
    if sized is None or data is None:
        return None
    for name, found, expected in (
        ("num_tallied", sized.num_tallied, len(weights)),
        ("total_weight", sized.total_weight, sum(weights)),
    ):
        if found != expected:
            findings.problem(
                f"tally-{name.replace('_', '-')}",
                f"{found} found, the ballots of the record give {expected}",
                f"encrypted_tally {name}",
            )
    try:
        recorded = EncryptedTally.parse(election, data, where="encrypted_tally")
    except Refused as error:
        findings.refused(error)
        return None
    if recorded != computed:
        findings.problem(
            "tally-differs",
            "the recorded encrypted tally is not the sum of the recorded ballots",
            _first_difference(recorded, computed),
        )
    return recorded


def check_opening(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    acts: tuple[Act, ...] | None,
    findings: Findings,
) -> Opening:
    """Check every share and the result. `acts` is None where there is no acts.json."""
    shares: dict[int, PartialDecryption] = {}
    for owned in record.partial_decryptions:
        where = f"event {owned.event.event.height}"
        before = len(findings.found)
        with findings.catching(where):
            share = _check_share(record, election, trustees, tally, owned, where)
            if acts is not None:
                _check_bound_act(record, election, trustees, tally, owned, share, acts, findings)
            if len(findings.found) == before:
                shares.setdefault(owned.owner, share)
    if acts is not None:
        _check_no_stray_acts(record, acts, findings)
    return Opening(shares, _check_result(record, election, trustees, tally, shares, findings))


def _check_share(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    owned: OwnedData,
    where: str,
) -> PartialDecryption:
    del record
    owner = trustees.owner(owned.owner, where=f"{where} owner")
    share = PartialDecryption.parse(election, owned.data, where=where)
    check_partial_decryption(election, tally, share, owner.public_key, where=where)
    return share


def _check_bound_act(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    owned: OwnedData,
    share: PartialDecryption,
    acts: tuple[Act, ...],
    findings: Findings,
) -> None:
    event = owned.event.event
    where = f"event {event.height}"
    payload = sha256_hex(owned.data)
    act = next((each for each in acts if each.payload == payload), None)
    if act is None or act.owner != owned.owner:
        findings.problem(
            "not-bound",
            f"acts.json has no bound proof and no signed act for the share of owner {owned.owner}",
            where,
        )
        return
    owner = trustees.owner(owned.owner)
    context = bound_context(record, election, trustees, owned.owner)
    with findings.catching(where):
        check_bound(context, tally.ciphertexts, flat(share.factors), act.bound, where=where)
    with findings.catching(where):
        if owner.certificate_key is None:
            findings.problem(
                "act-without-certificate", "this trustee has no certificate key", where
            )
            return
        message = act_message(record.setup_hash, event.parent or "", owned.owner, payload)
        check_act(election.group, owner.certificate_key, message, act.signature, where=where)


def bound_context(
    record: Record, election: Election, trustees: Trustees, owner: int
) -> BoundContext:
    """What a bound proof of this box by this owner is tied to; the box must have its tally."""
    return BoundContext(
        election.group,
        election.fingerprint,
        record.setup_hash,
        record.opening_head or "",
        owner,
        trustees.owner(owner).public_key,
    )


def _check_no_stray_acts(record: Record, acts: tuple[Act, ...], findings: Findings) -> None:
    recorded = {sha256_hex(owned.data) for owned in record.partial_decryptions}
    for index, act in enumerate(acts):
        if act.payload in recorded:
            continue
        # Until the count this is what a crash leaves behind; afterwards nothing explains it.
        report = findings.problem if record.finished else findings.note
        report(
            "act-stray",
            f"an act of owner {act.owner} belongs to no partial decryption of this record",
            f"acts.json acts[{index}]",
        )


def _check_result(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    shares: Mapping[int, PartialDecryption],
    findings: Findings,
) -> Result | None:
    data = record.result_bytes
    if data is None:
        return None
    before = len(findings.found)
    result: Result | None = None
    with findings.catching("result"):
        result = Result.parse(election, data, where="result")
        factors = combine(election, trustees, shares)
        check_result(election, tally, factors, result, where="result")
    return result if len(findings.found) == before else None


def _first_difference(recorded: EncryptedTally, computed: EncryptedTally) -> str:
    for question, (found, expected) in enumerate(
        zip(recorded.questions, computed.questions, strict=True)
    ):
        for choice, (one, other) in enumerate(zip(found, expected, strict=True)):
            if one != other:
                return f"encrypted_tally answers[{question}].choices[{choice}]"
    return "encrypted_tally"
