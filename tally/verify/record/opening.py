"""How a box was opened: the encrypted tally, each teller's share, and the result.

The tally is recomputed from the ballots. Every share is checked three ways: Belenios' own proofs,
the bound proof that ties all factors to all ciphertexts, and the teller's signature under the act.
Without the last two a count is reported as not bound, or as nobody's act, never as verified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from crypto.canonical import dumps
from crypto.election.election import Election
from crypto.election.shape import flat, single_answers_in
from crypto.errors import Refused
from crypto.groups.embedding import Extracted
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import DecryptedAnswers
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.opening.result import Result, check_result
from crypto.place import Part, Place, at_event
from crypto.proofs.bound import BoundContext, check_bound
from crypto.proofs.schnorr import Proof
from crypto.record.record import OwnedData, Record
from crypto.trustees.trustee import Trustees
from meeting.language import N_
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.acts import Act
from tally.verify.record.acts import act_of, check_no_stray_acts, check_signature
from tally.verify.record.verified_before import SHARE, NothingBefore, VerifiedBefore


@dataclass(frozen=True, slots=True)
class Opening:
    """The shares that hold, by owner, and the result if it follows from them.

    `tally` is what was opened, after the last shuffle; `shufflers` are the tellers whose signed
    shuffles hold. `singles` holds the opened single answers of the result, by index of their
    question and in the order of the last shuffle; it is empty without a result. One that is not
    canonical could mark its ballot, and counts as invalid whatever its values say.
    """

    tally: EncryptedTally
    shares: Mapping[int, PartialDecryption]
    result: Result | None
    shufflers: tuple[int, ...] = ()
    singles: Mapping[int, tuple[Extracted, ...]] = field(default_factory=dict, repr=False)


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
    place = at_event(height) / Part("encrypted_tally")
    for name, found, expected in (
        ("num_tallied", sized.num_tallied, len(weights)),
        ("total_weight", sized.total_weight, sum(weights)),
    ):
        if found != expected:
            findings.problem(
                f"tally-{name.replace('_', '-')}",
                f"{found} found, the ballots of the record give {expected}",
                place / Part(name),
            )
    if data == computed.to_json().encode():
        return computed
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
    map_parts: MapParts = map_here,
    known: VerifiedBefore | None = None,
) -> Opening:
    """Check every share and the result. `acts` is None where there is no acts.json.

    `tally` is what was opened: after the last shuffle, where there are single answers. Of a share
    that is `known`, with the same bound proof, all but its proofs is checked once more.
    """
    known = known or NothingBefore()
    shares: dict[int, PartialDecryption] = {}
    for owned in record.partial_decryptions:
        where = at_event(owned.event.event.height)
        before = len(findings.found)
        act = act_of(owned, acts or ())
        bound = dumps(act.bound.to_json()) if act is not None and act.bound is not None else ""
        proved = not findings.bad and known.knows(SHARE, owned.event.hash, bound)
        with findings.catching(where):
            share = _read_share(election, trustees, tally, owned, where)
            if not proved:
                key = trustees.owner(owned.owner).public_key
                check_partial_decryption(
                    election, tally, share, key, where=where, map_parts=map_parts
                )
            if acts is not None:
                context = bound_context(record, election, trustees, owned.owner)
                pairs = tally.ciphertexts, flat(share.factors)
                check = partial(check_bound, context, *pairs, where=where, map_parts=map_parts)
                _check_bound_act(record, trustees, owned, act, findings, None if proved else check)
            if len(findings.found) == before:
                shares.setdefault(owned.owner, share)
        if not findings.bad:
            known.learn(SHARE, owned.event.hash, bound)
    if acts is not None:
        check_no_stray_acts(record, acts, findings)
    data = record.result_bytes
    if data is None:
        return Opening(tally, shares, None)
    where = at_event(record.head.height) / Part("result")
    result, singles = check_result_text(
        data, where, election, trustees, tally, shares, findings, map_parts
    )
    return Opening(tally, shares, result, singles=singles)


def _read_share(
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    owned: OwnedData,
    where: Place,
) -> PartialDecryption:
    """The share of an owner that there is; raises Refused."""
    trustees.owner(owned.owner, where=where / Part("owner"))
    count = single_answers_in(election, tally.questions)
    return PartialDecryption.parse(election, owned.data, single_answers=count, where=where)


def _check_bound_act(
    record: Record,
    trustees: Trustees,
    owned: OwnedData,
    act: Act | None,
    findings: Findings,
    check: Callable[[Proof], None] | None,
) -> None:
    """Check the signed act of a share, and with `check` its bound proof."""
    where = at_event(owned.event.event.height)
    if act is None or act.bound is None:
        findings.problem(
            "not-bound",
            f"acts.json has no bound proof and no signed act for the share of owner {owned.owner}",
            where,
        )
        return
    if check is not None:
        with findings.catching(where):
            check(act.bound)
    with findings.catching(where):
        check_signature(record, trustees.group, trustees, owned, act)


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


def check_result_text(
    data: bytes,
    where: Place,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    shares: Mapping[int, PartialDecryption],
    findings: Findings,
    map_parts: MapParts = map_here,
) -> tuple[Result | None, DecryptedAnswers]:
    """The result and its opened single answers, if they follow from the shares."""
    with findings.catching(where):
        count = single_answers_in(election, tally.questions)
        result = Result.parse(election, data, single_answers=count, where=where)
        factors = combine(election, trustees, shares, map_parts)
        singles = check_result(election, tally, factors, result, where=where, map_parts=map_parts)
        _note_noncanonical(singles, where, findings)
        return result, singles
    return None, {}


def _note_noncanonical(
    singles: Mapping[int, tuple[Extracted, ...]], where: Place, findings: Findings
) -> None:
    """Name every answer whose free bits could mark its ballot for a buyer: it counts as invalid.

    It is no fault of the box. Whoever votes with a program of their own could otherwise make the
    whole box invalid by one such answer.
    """
    for question, answers in singles.items():
        for number, answer in enumerate(answers):
            if not answer.canonical:
                findings.note(
                    "single-answer-marked",
                    Detail.of(
                        N_(
                            "question {question}, answer {number} after the last shuffle is not "
                            "the element that an honest ballot makes of its vector; it counts as "
                            "invalid"
                        ),
                        question=question,
                        number=number,
                    ),
                    where / question / number,
                )


def _first_difference(recorded: EncryptedTally, computed: EncryptedTally, place: Place) -> Place:
    for question, (found, expected) in enumerate(
        zip(recorded.questions, computed.questions, strict=True)
    ):
        for choice, (one, other) in enumerate(zip(found, expected, strict=True)):
            if one != other:
                return place / Part("answers") / question / "choices" / choice
    return place
