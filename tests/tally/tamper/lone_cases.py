"""Boxes of one trustee without a certificate, as other programs have them, each wrong in one way.

Our tellers always have certificates and our papers have no lists of candidates; the verifier reads
both all the same, and what it demands of them is demanded here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crypto.canonical import dumps, sha256_hex
from crypto.election.election import Election
from crypto.election.shape import flat
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.result import decode
from crypto.proofs.bound import prove_bound
from crypto.record.record import read_record
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from tally.findings.finding import Finding
from tally.folder.acts import Act, acts_bytes
from tally.verify.record.box import verify_record
from tally.verify.record.opening import bound_context
from tests.crypto.fixtures.lists_ballots import VOTES, Lists, Maker, lists_election, signed
from tests.crypto.fixtures.single_elections import KEY, ONE_OF_TWO, opened, single_election, vote
from tests.tally.fixtures.record_parts import Parts

BOX = "r1-A"
LoneCase = Callable[[], list[Finding]]


def _parts(election: Election, ballots: list[bytes], *secrets: int) -> Parts:
    """A closed box whose joint key is made of these secrets."""
    group = election.group
    keys = tuple(Single(make_trustee_key(group, each)) for each in secrets or (KEY,))
    public = sorted(group.encode(group.base_power(100 + at)) for at in range(len(ballots)))
    return Parts(
        election.to_json().encode(),
        Trustees(group, keys).to_json().encode(),
        dumps(public).encode(),
        tuple(ballots),
    )


def _judged(data: bytes, acts: tuple[Act, ...] = ()) -> list[Finding]:
    return verify_record(data, BOX, acts=acts_bytes(acts), workers=1).findings.found


def _false_list(values: Lists) -> LoneCase:
    """The first ballot does not keep the rules of its lists; all that can be proved of it is."""

    def make() -> list[Finding]:
        of = lists_election()
        answers = [Maker(of, at, vote).answer() for at, vote in enumerate((values, *VOTES[1:]))]
        ballots = [signed(of, at, each).to_json().encode() for at, each in enumerate(answers)]
        return _judged(_parts(of, ballots).record())

    return make


def _keys_that_cancel() -> list[Finding]:
    """Two trustees without whom nothing opens, and with whom the joint key is the identity."""
    of = single_election(questions=(ONE_OF_TWO,))
    ballots = [vote(of, 0, ((1, 0),)).to_json().encode()]
    return _judged(_parts(of, ballots, 7, of.group.order - 7).record())


def _without_certificate() -> list[Finding]:
    """A share with a good bound proof, signed by a key that no certificate names."""
    of = single_election(questions=(ONE_OF_TWO,))
    ballots = [vote(of, at, ((1, 0),)) for at in range(3)]
    tally = aggregate(of, [(each, 1) for each in ballots])
    closed = replace(
        _parts(of, [each.to_json().encode() for each in ballots]),
        tally=(tally.to_json().encode(), 3, 3),
    )
    record = read_record(closed.record())
    share = opened(of, tally)
    text = share.to_json().encode()
    trustees = Trustees.parse(of.group, closed.trustees)
    context = bound_context(record, of, trustees, 1)
    bound = prove_bound(context, tally.ciphertexts, flat(share.factors), KEY)
    message = act_message(record.setup_hash, record.head.hash, 1, sha256_hex(text))
    act = Act(1, sha256_hex(text), bound, sign_act(of.group, KEY, message))
    result = decode(of, tally, share.factors, 3).to_json().encode()
    return _judged(replace(closed, shares=((1, text),), result=result).record(), (act,))


CASES: dict[str, LoneCase] = {
    "act-without-certificate": _without_certificate,
    "list-proof": _false_list(((1, 1, 0), (0, 1), (0,))),
    "nonzero-proof": _false_list(((1, 0, 0), (0, 0), (0,))),
}
ALSO: dict[str, LoneCase] = {"election-key": _keys_that_cancel}
"""A second way to break a rule that the matrix breaks already."""
