"""How a box was opened: the encrypted tally, each teller's share, and the result.

The tally is recomputed from the ballots. Every share is checked three ways: Belenios' own proofs,
the bound proof that ties all factors to all ciphertexts, and the teller's signature under the act.
Without the last two a count is reported as not bound, or as nobody's act, never as verified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crypto.bound import BoundContext, check_bound
from crypto.combine import combine
from crypto.decryption import PartialDecryption, check_partial_decryption
from crypto.election import Election
from crypto.encrypted_tally import EncryptedTally
from crypto.errors import Refused
from crypto.group import Element
from crypto.opened import open_single_answers
from crypto.record import OwnedData, Record
from crypto.result import Result, check_result
from crypto.shape import Shaped, flat, single_answers_in
from crypto.trustee import Trustees
from tally.acts_file import Act
from tally.verify.acts import act_of, check_no_stray_acts, check_signature
from tally.verify.finding import Findings


@dataclass(frozen=True, slots=True)
class Opening:
    """The shares that hold, by owner, and the result if it follows from them.

    `tally` is what was opened, after the last shuffle; `shufflers` are the tellers whose signed
    shuffles hold.
    """

    tally: EncryptedTally
    shares: Mapping[int, PartialDecryption]
    result: Result | None
    shufflers: tuple[int, ...] = ()


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
    height = next(e.event.height for e in record.events if e.payload is sized)
    place = f"event {height} encrypted_tally"
    for name, found, expected in (
        ("num_tallied", sized.num_tallied, len(weights)),
        ("total_weight", sized.total_weight, sum(weights)),
    ):
        if found != expected:
            findings.problem(
                f"tally-{name.replace('_', '-')}",
                f"{found} found, the ballots of the record give {expected}",
                f"{place} {name}",
            )
    try:
        count = len(weights) if election.single_questions else 0
        recorded = EncryptedTally.parse(election, data, single_answers=count, where=place)
    except Refused as error:
        findings.refused(error)
        return None
    if recorded != computed:
        findings.problem(
            "tally-differs",
            "the recorded encrypted tally is not the sum of the recorded ballots",
            _first_difference(recorded, computed, place),
        )
    return recorded


def check_opening(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    acts: tuple[Act, ...] | None,
    findings: Findings,
    *,
    foreign: bool = False,
) -> Opening:
    """Check every share and the result. `acts` is None where there is no acts.json.

    `tally` is what was opened: after the last shuffle, where there are single answers.
    """
    shares: dict[int, PartialDecryption] = {}
    for owned in record.partial_decryptions:
        where = f"event {owned.event.event.height}"
        before = len(findings.found)
        with findings.catching(where):
            share = _check_share(election, trustees, tally, owned, where)
            if acts is not None:
                _check_bound_act(record, election, trustees, tally, owned, share, acts, findings)
            if len(findings.found) == before:
                shares.setdefault(owned.owner, share)
    if acts is not None:
        check_no_stray_acts(record, acts, findings)
    result = _check_result(record, election, trustees, tally, shares, findings, foreign=foreign)
    return Opening(tally, shares, result)


def _check_share(
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    owned: OwnedData,
    where: str,
) -> PartialDecryption:
    owner = trustees.owner(owned.owner, where=f"{where} owner")
    count = single_answers_in(election, tally.questions)
    share = PartialDecryption.parse(election, owned.data, single_answers=count, where=where)
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
    where = f"event {owned.event.event.height}"
    act = act_of(owned, acts)
    if act is None or act.bound is None:
        findings.problem(
            "not-bound",
            f"acts.json has no bound proof and no signed act for the share of owner {owned.owner}",
            where,
        )
        return
    context = bound_context(record, election, trustees, owned.owner)
    with findings.catching(where):
        check_bound(context, tally.ciphertexts, flat(share.factors), act.bound, where=where)
    with findings.catching(where):
        check_signature(record, election.group, trustees, owned, act)


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


def _check_result(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    shares: Mapping[int, PartialDecryption],
    findings: Findings,
    *,
    foreign: bool,
) -> Result | None:
    data = record.result_bytes
    if data is None:
        return None
    where = f"event {record.head.height} result"
    result: Result | None = None
    with findings.catching(where):
        count = single_answers_in(election, tally.questions)
        read = Result.parse(election, data, single_answers=count, where=where)
        factors = combine(election, trustees, shares)
        check_result(election, tally, factors, read, where=where)
        result = read
        _check_written_once(election, tally, factors, where, findings, foreign=foreign)
    return result


def _check_written_once(
    election: Election,
    tally: EncryptedTally,
    factors: Shaped[Element],
    where: str,
    findings: Findings,
    *,
    foreign: bool,
) -> None:
    """Single answers are written in one way only: free bits could mark a ballot for its buyer."""
    report = findings.note if foreign else findings.problem
    for question, answers in open_single_answers(election, tally, factors).items():
        for number, answer in enumerate(answers):
            if not answer.canonical:
                report(
                    "single-answer-marked",
                    "this element is not the one that an honest ballot makes of its vector",
                    f"{where}[{question}][{number}]",
                )


def _first_difference(recorded: EncryptedTally, computed: EncryptedTally, place: str) -> str:
    for question, (found, expected) in enumerate(
        zip(recorded.questions, computed.questions, strict=True)
    ):
        for choice, (one, other) in enumerate(zip(found, expected, strict=True)):
            if one != other:
                return f"{place} answers[{question}].choices[{choice}]"
    return place
