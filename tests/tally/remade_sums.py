"""Sums of boxes made again by tellers who prove and sign whatever they are asked to.

So only the one thing that a test changes can be at fault: every hash, proof and signature is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from crypto.canonical import loads
from crypto.election.election import Election
from crypto.election.shape import flat, shaped_json
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally, merge
from crypto.opening.result import decode
from crypto.proofs.bound import prove_bound
from crypto.record.record import Record, read_record
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from meeting.limits import LARGEST_SUM_OPENING
from tally.folder.sum import Sum, SummedBox, parse_sum
from tally.folder.sum_opening import SumAct, SumOpening, parse_opening
from tally.verify.meeting.sum_opening import sum_bound_context
from tally.verify.record.closing import closing_head
from tests.tally.cheating import secret_of
from tests.tally.small_hall import Hall

NAME = "r1-A+B"


def definition_in(path: Path, name: str = NAME) -> Sum:
    return parse_sum((path / "sums" / name / "sum.json").read_bytes())


def opening_in(hall: Hall, path: Path, name: str = NAME) -> SumOpening:
    data = (path / "sums" / name / "opening.json").read_bytes()
    group = next(iter(hall.elections.values())).group
    return parse_opening(group, data, definition_in(path, name).hash)


def write(path: Path, name: str, definition: Sum, opening: SumOpening | None) -> None:
    place = path / "sums" / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "sum.json").write_bytes(definition.to_bytes())
    if opening is not None:
        (place / "opening.json").write_bytes(opening.to_bytes())


def record_in(path: Path, box: str) -> Record:
    return read_record((path / "boxes" / box / "record.bel").read_bytes())


def sum_of(hall: Hall, path: Path, *ids: str) -> Sum:
    """The sum of these boxes as they are."""
    parts = []
    for box in ids:
        record = record_in(path, box)
        head = closing_head(record) or ""
        parts.append(SummedBox(box, record.setup_hash, head, len(record.ballots)))
    return Sum(hall.hash, tuple(parts))


def tally_of(path: Path, ids: Sequence[str]) -> tuple[Election, EncryptedTally]:
    """The election of the first box, and the encrypted tallies of all of them added up."""
    records = [record_in(path, box) for box in ids]
    elections = [Election.parse(record.election_bytes) for record in records]
    tallies = [
        EncryptedTally.parse(
            election,
            record.encrypted_tally_bytes or b"",
            single_answers=len(record.ballots) if election.single_questions else 0,
        )
        for election, record in zip(elections, records, strict=True)
    ]
    return elections[0], merge(elections[0], tallies)


def opened(
    hall: Hall, path: Path, definition: Sum, tellers: tuple[int, ...] = (1, 3), *, wrong: int = 0
) -> SumOpening:
    """The sum opened by these tellers, with its result; the one named `wrong` has a false factor.

    The result is what honest shares give.
    """
    election, tally = tally_of(path, definition.ids)
    opening = SumOpening(definition.hash)
    honest = {teller: _factors(hall, election, tally, teller) for teller in (1, 2, 3)}
    shares = []
    for teller in tellers:
        share = honest[teller]
        if teller == wrong:
            first, *others = share.factors[0]
            false = election.group.multiply(first, election.group.base_power(1))
            share = replace(share, factors=((false, *others), *share.factors[1:]))
        shares.append(_signed(hall, definition, opening, election, tally, teller, share))
    result = decode(election, tally, combine(election, hall.trustees, honest), definition.ballots)
    value = loads(result.to_json(), limit=LARGEST_SUM_OPENING)
    assert isinstance(value, dict)
    return replace(opening, shares=tuple(shares), result=value["result"])


def _factors(
    hall: Hall, election: Election, tally: EncryptedTally, teller: int
) -> PartialDecryption:
    group, secret = election.group, secret_of(hall, teller)
    factors = tuple(tuple(group.power(c.alpha, secret) for c in row) for row in tally.questions)
    return PartialDecryption(group, factors, ())


def _signed(
    hall: Hall,
    definition: Sum,
    opening: SumOpening,
    election: Election,
    tally: EncryptedTally,
    teller: int,
    share: PartialDecryption,
) -> SumAct:
    group = election.group
    context = sum_bound_context(definition, opening.head, election, hall.trustees, teller)
    factors = flat(share.factors)
    bound = prove_bound(context, tally.ciphertexts, factors, secret_of(hall, teller))
    act = SumAct(teller, shaped_json(share.factors, group.encode), bound, bound)
    message = opening.share_message(teller, act.payload)
    signing = derive_keys(group, hall.key(teller).key.seed).signing
    return replace(act, signature=sign_act(group, signing, message))
