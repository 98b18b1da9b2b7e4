"""How a sum of boxes was opened: its shuffles, each teller's share, and the result.

Every share is checked by the bound proof, which ties all factors to all ciphertexts of this sum,
and by its teller's signature; what was opened is added up from the boxes' ballots, never read.
"""

from __future__ import annotations

from crypto.canonical import dumps
from crypto.election.election import Election
from crypto.election.shape import flat, lists_of, parse_shaped, single_answers_in
from crypto.errors import ProofError, Refused
from crypto.groups.parallel import MapParts, map_here
from crypto.json_values import texts_in
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.place import Place
from crypto.proofs.bound import BoundContext, check_bound
from crypto.shuffles.shuffle import Shuffle, check_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tally.findings.finding import Findings
from tally.folder.sum import Sum
from tally.folder.sum_opening import FILE, SumAct, SumOpening
from tally.verify.record.acts import check_signed
from tally.verify.record.opening import Opening, check_result_text
from tally.verify.record.shuffles import THE_BALLOTS, check_fresh


def sum_bound_context(
    definition: Sum, head: str, election: Election, trustees: Trustees, owner: int
) -> BoundContext:
    """What a bound proof of this sum by this owner is tied to; `head` is that of the opening."""
    key = trustees.owner(owner).public_key
    return BoundContext(election.group, definition.fingerprint, definition.hash, head, owner, key)


def check_sum_opening(
    definition: Sum,
    opening: SumOpening,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    demanded: int,
    findings: Findings,
    map_parts: MapParts = map_here,
) -> Opening | None:
    """Check everything in opening.json; None if a shuffle cannot be read.

    `election` is that of any of the boxes: what is used of it is the same for all. `tally` is the
    sum of the boxes' own, `demanded` the number of different tellers who must have shuffled it.
    """
    after, shufflers = tally, list[int]()
    seen = {election.group.encode(each.alpha): THE_BALLOTS for each in tally.ciphertexts}
    messages = opening.shuffle_messages()
    for index, (act, message) in enumerate(zip(opening.shuffles, messages, strict=True)):
        where = Place(("shuffles", index))
        before = len(findings.found)
        shuffle = _read_shuffle(election, act, after, where, findings)
        if shuffle is None:
            return None
        with findings.catching(where):
            fingerprint = definition.fingerprint
            check_shuffle(
                election,
                after,
                shuffle,
                where=where,
                fingerprint=fingerprint,
                map_parts=map_parts,
            )
        with findings.catching(where):
            check_signed(election.group, trustees, act.owner, message, act.signature, where)
        check_fresh(election, shuffle, seen, where, findings)
        if len(findings.found) == before and act.owner not in shufflers:
            shufflers.append(act.owner)
        after = shuffled(election, after, shuffle)
    if opening.shares and len(shufflers) < demanded:
        findings.problem(
            "shuffles-few",
            f"single answers were shuffled by {len(shufflers)} different tellers, {demanded} are "
            "demanded",
            "shuffles",
        )
    shares = _check_shares(definition, opening, election, trustees, after, findings, map_parts)
    if opening.result is None:
        return Opening(after, shares, None, tuple(shufflers))
    data = dumps({"result": opening.result}).encode()
    result, singles = check_result_text(
        data, FILE, election, trustees, after, shares, findings, map_parts
    )
    return Opening(after, shares, result, tuple(shufflers), singles)


def _read_shuffle(
    election: Election, act: SumAct, tally: EncryptedTally, where: Place, findings: Findings
) -> Shuffle | None:
    try:
        size = single_answers_in(election, tally.questions)
        shuffle = Shuffle.parse(election, act.text, single_answers=size, where=where)
    except Refused as error:
        findings.refused(error)
        return None
    if not election.single_questions:
        findings.problem("shuffle-nothing", "no question of this sum has single answers", where)
        return None
    return shuffle


def _check_shares(
    definition: Sum,
    opening: SumOpening,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    findings: Findings,
    map_parts: MapParts,
) -> dict[int, PartialDecryption]:
    """The shares that hold, by owner.

    Only a share that holds counts as given: whatever somebody puts before it in a teller's name
    takes nothing from what that teller really gave.
    """
    shares: dict[int, PartialDecryption] = {}
    head = opening.head
    for index, act in enumerate(opening.shares):
        where = Place(("shares", index))
        before = len(findings.found)
        if act.owner in shares:
            findings.problem("owner-repeated", f"owner {act.owner} has a share already", where)
        message = opening.share_message(act.owner, act.payload)
        with findings.catching(where):
            check_signed(election.group, trustees, act.owner, message, act.signature, where)
        with findings.catching(where):
            share = _read_factors(election, act, tally, where)
            context = sum_bound_context(definition, head, election, trustees, act.owner)
            if act.bound is None:
                raise ProofError("not-bound", "this share has no bound proof", where=where)
            pairs = tally.ciphertexts, flat(share.factors)
            check_bound(context, *pairs, act.bound, where=where, map_parts=map_parts)
            if len(findings.found) == before:
                shares[act.owner] = share
    return shares


def _read_factors(
    election: Election, act: SumAct, tally: EncryptedTally, where: Place
) -> PartialDecryption:
    with election.group.reading(texts_in(act.value)):
        factors = parse_shaped(
            election,
            act.value,
            election.group.decode,
            where / "factors",
            single_answers=single_answers_in(election, tally.questions),
        )
    return PartialDecryption(election.group, factors, (), lists_of(election))
