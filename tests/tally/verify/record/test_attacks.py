"""Three cheats that version 1 of the protocol lets through, and that the bound proof refuses.

Each test makes the cheat as well as it can be made: every proof of version 1 holds, the acts are
really signed, a bound proof is made with the cheat's own key. As a plain Belenios record all of
them are valid, with a false result; as one of ours each is refused, for this reason alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from crypto.ballots.ballot import parse_ballot
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.groups.group import Element
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.opening.lagrange import lagrange_coefficient
from crypto.opening.result import Result, decode
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.challenge import ShuffleStatement
from crypto.shuffles.making import prove_shuffle
from crypto.shuffles.making import shuffle as shuffle_row
from crypto.shuffles.shuffle import Shuffle, make_shuffle, shuffled
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.findings.finding import Level
from tally.folder.acts import Act, acts_bytes
from tally.verify.record.box import verify_record
from tests.tally.fixtures.cheating_tellers import (
    Forced,
    Promise,
    forced_ballot,
    garbage,
    honest_share,
    promise,
    secret_of,
    with_factors,
    with_shares,
)
from tests.tally.fixtures.single_hall import VECTORS, single_hall
from tests.tally.fixtures.small_hall import TIMESTAMP, Hall, build_hall

BOX = "r1-A"
CHEAT, OTHER = 1, 3
SINGLE = 1
"""The question that is opened singly."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    return build_hall(tmp_path_factory.mktemp("attacked") / "ceremony")


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with pytest.MonkeyPatch.context() as patch:
        yield single_hall(tmp_path_factory.mktemp("attacked-single") / "ceremony", patch)


def judged(
    hall: Hall,
    data: bytes,
    tally: EncryptedTally,
    shares: dict[int, PartialDecryption],
    earlier: tuple[Act, ...] = (),
) -> tuple[Result, set[str], set[str]]:
    """The result that these shares give, and the problems: as plain Belenios, and as ours."""
    data, acts = with_shares(hall, data, tally, shares)
    record = read_record(data)
    election = Election.parse(record.election_bytes)
    result = decode(election, tally, combine(election, hall.trustees, shares), len(record.ballots))
    data += RecordBuilder.after(record).add_result(result.to_json().encode()).appended_bytes()
    beside = acts_bytes((*earlier, *acts))
    return result, problems(data, None), problems(data, beside)


def problems(data: bytes, acts: bytes | None) -> set[str]:
    verified = verify_record(data, BOX, acts=acts, foreign=acts is None, workers=1)
    return {each.code for each in verified.findings.found if each.level is Level.PROBLEM}


def test_a_teller_with_the_maker_of_the_last_ballot(hall: Hall) -> None:
    election = hall.elections[BOX]
    group, key = election.group, hall.trustees.owner(CHEAT).public_key
    ballots = [hall.ballot(BOX, slip, ((0, 1, 0),)) for slip in range(5)]
    before = aggregate(election, [(parse_ballot(election, each), 1) for each in ballots])
    power = pow(lagrange_coefficient(group.order, [CHEAT, OTHER], CHEAT), -1, group.order)
    # Two votes move from the first option to the second.
    promised = {
        place: promise(
            election,
            secret_of(hall, CHEAT),
            key,
            before.questions[0][place].alpha,
            votes * power % group.order,
        )
        for place, votes in ((1, -2), (2, 2))
    }
    forced = [None, promised[1].fit, promised[2].fit]
    ballots.append(forced_ballot(hall, BOX, 5, ((0, 1, 0),), forced))
    tally = aggregate(election, [(parse_ballot(election, each), 1) for each in ballots])
    share = honest_share(hall, election, tally, CHEAT)
    false = {
        place: (group.divide(share.factors[0][place], group.base_power(p.shift)), p.proof)
        for place, p in promised.items()
    }
    shares = {
        CHEAT: with_factors(share, 0, false),
        OTHER: honest_share(hall, election, tally, OTHER),
    }
    data = (
        RecordBuilder.start(
            TIMESTAMP,
            election.to_json().encode(),
            hall.trustees.to_json().encode(),
            hall.slips[BOX].public_list().encode(),
        )
        .add_ballots(ballots)
        .end_ballots()
        .add_encrypted_tally(tally.to_json().encode(), num_tallied=6, total_weight=6)
        .appended_bytes()
    )
    result, plain, ours = judged(hall, data, tally, shares)
    assert result.counts == ((0, 4, 2),)  # six ballots were for the first option
    assert plain == set()
    assert ours == {"bound-proof", "shares-missing"}


def shuffled_record(
    hall: Hall, chosen: Callable[[Element], int] | None = None, closed: bytes = b""
) -> tuple[bytes, EncryptedTally, EncryptedTally, tuple[Act, ...]]:
    """A closed box shuffled by teller 2 and then by the cheat: record, tally before and after."""
    election, data = hall.elections[BOX], closed or hall.closed_record(BOX)
    record = read_record(data)
    tally = EncryptedTally.parse(
        election, record.encrypted_tally_bytes or b"", single_answers=len(VECTORS)
    )
    acts: list[Act] = []
    before = tally
    for teller in (2, CHEAT):
        before = tally
        if teller == CHEAT and chosen is not None:
            made = cheats_shuffle(election, tally, chosen)
        else:
            made = make_shuffle(election, tally)
        tally = shuffled(election, tally, made)
        text = made.to_json().encode()
        record = read_record(data)
        message = act_message(record.setup_hash, record.head.hash, teller, sha256_hex(text))
        signing = derive_keys(election.group, hall.key(teller).key.seed).signing
        signature = sign_act(election.group, signing, message)
        acts.append(Act(teller, sha256_hex(text), None, signature))
        data += RecordBuilder.after(record).add_shuffle(teller, text).appended_bytes()
    data += RecordBuilder.after(read_record(data)).end_shuffles().appended_bytes()
    return data, before, tally, tuple(acts)


def cheats_shuffle(
    election: Election, tally: EncryptedTally, chosen: Callable[[Element], int]
) -> Shuffle:
    """A shuffle, valid in every proof, whose re-encryption of the first input was chosen."""
    row, key = tally.questions[SINGLE], election.public_key
    forced = Forced([chosen(row[0].alpha)])
    after, mixing = shuffle_row(election.group, key, row, forced)
    statement = ShuffleStatement(election.group, key, election.fingerprint, row, after)
    return Shuffle(election.group, (after,), (prove_shuffle(statement, mixing, forced),))


def test_the_last_shuffler_who_is_also_a_teller_alone(singles: Hall) -> None:
    hall = singles
    election = hall.elections[BOX]
    group, key = election.group, hall.trustees.owner(CHEAT).public_key
    made: list[Promise] = []

    def chosen(alpha: Element) -> int:
        made.append(promise(election, secret_of(hall, CHEAT), key, alpha, 12345))
        return made[-1].fit

    data, before, tally, acts = shuffled_record(hall, chosen)
    (promised,) = made
    wanted = group.multiply(before.questions[SINGLE][0].alpha, group.base_power(promised.fit))
    place = next(at for at, each in enumerate(tally.questions[SINGLE]) if each.alpha == wanted)
    share = honest_share(hall, election, tally, CHEAT)
    false = group.divide(share.factors[SINGLE][place], group.base_power(promised.shift))
    shares = {
        CHEAT: with_factors(share, SINGLE, {place: (false, promised.proof)}),
        OTHER: honest_share(hall, election, tally, OTHER),
    }
    result, plain, ours = judged(hall, data, tally, shares, acts)
    assert sorted(result.singles[SINGLE] or ()) != sorted(VECTORS)
    assert plain == set()
    assert ours == {"bound-proof", "shares-missing"}


def test_one_factor_swapped_for_another_accepted_one(singles: Hall) -> None:
    hall = singles
    election = hall.elections[BOX]
    key = hall.trustees.owner(CHEAT).public_key
    data, _before, tally, acts = shuffled_record(hall)
    share = honest_share(hall, election, tally, CHEAT)
    honest = {CHEAT: share, OTHER: honest_share(hall, election, tally, OTHER)}
    result, plain, ours = judged(hall, data, tally, honest, acts)
    assert sorted(result.singles[SINGLE] or ()) == sorted(VECTORS)
    assert plain == ours == set()
    alpha = tally.questions[SINGLE][2].alpha
    other = garbage(election, secret_of(hall, CHEAT), key, alpha)
    assert other[0] != share.factors[SINGLE][2]
    swapped = honest | {CHEAT: with_factors(share, SINGLE, {2: other})}
    result, plain, ours = judged(hall, data, tally, swapped, acts)
    assert sorted(result.singles[SINGLE] or ()) != sorted(VECTORS)
    assert plain == set()
    assert ours == {"bound-proof", "shares-missing"}
