"""The record of the worked example, computed again: Setup, ballot, closing, opening."""

from __future__ import annotations

import json
import re

from crypto.ballots.ballot import parse_ballot, prepare_ballot, verify_ballot
from crypto.canonical import sha256_b64, sha256_hex
from crypto.election.credential import parse_credentials, secret_exponent
from crypto.election.election import Election
from crypto.election.shape import flat
from crypto.groups.randomness import SeededRandomness
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypted_elements
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.lagrange import lagrange_coefficient
from crypto.opening.result import decode
from crypto.record.record import Record, read_record
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.trustee import Trustees
from tally.verify.record.box import verify_record
from tests.tally.worked_example.chapter import GROUP, SEED, Example

CREDENTIAL = "11111-111111-11111-111111"


def setup(example: Example) -> Trustees:
    """The tellers, the election and the list: read, written again, and their keys computed."""
    text = example.named('[["Pedersen"')
    trustees = Trustees.parse(GROUP, text)
    trustees.verify(GROUP)
    assert trustees.to_json() == text
    example.expect(text)
    secrets = [int(each) for each in re.findall(r"x[₁₂] = (\d+)", example.text)]
    assert [GROUP.base_power(x) for x in secrets] == [o.public_key for o in trustees.owners]
    example.expect(*secrets)
    text = example.named('{"version":1,"description"')
    election = Election.parse(text)
    assert election.to_json() == text
    assert election.public_key == trustees.joint_key(GROUP)
    secret = secret_exponent(GROUP, election.uuid, CREDENTIAL)
    public = GROUP.encode(GROUP.base_power(secret))
    assert [each.key for each in parse_credentials(GROUP, example.named('["6be5'))] == [
        GROUP.base_power(secret)
    ]
    example.expect(text, election.fingerprint, CREDENTIAL, secret, f'["{public}"]')
    payload = json.dumps(
        {
            "election": sha256_hex(text),
            "trustees": sha256_hex(trustees.to_json()),
            "credentials": sha256_hex(f'["{public}"]'),
        },
        separators=(",", ":"),
    )
    event = f'{{"height":0,"type":"Setup","payload":"{sha256_hex(payload)}"}}'
    example.expect(payload, event, sha256_hex(event))
    return trustees


def ballot_with_its_proofs(example: Example, election: Election) -> None:
    """What the ballot was made of, and the hashes of its proofs."""
    secret = secret_exponent(GROUP, election.uuid, CREDENTIAL)
    credential = GROUP.encode(GROUP.base_power(secret))
    context = f"ballot|{election.fingerprint}|{credential}|10"
    drawn = SeededRandomness(SEED, context)
    example.expect(context, *(drawn.scalar(GROUP) for _ in range(4)))
    unsigned = prepare_ballot(election, GROUP.base_power(secret), ((1, 0),), SEED)
    text = example.named('{"election_uuid"')
    ballot = parse_ballot(election, text)
    verify_ballot(election, ballot)
    assert ballot.unsigned_json() == unsigned.to_json()
    example.expect(text, ballot.fingerprint, sha256_b64(text))
    answer = json.loads(text)["answers"][0]
    first = answer["choices"][0]
    hashed = f"prove|{election.fingerprint}|{credential}|{first['alpha']},{first['beta']}"
    alpha, beta = (GROUP.decode(first[name]) for name in ("alpha", "beta"))
    pairs = []
    total = 0
    for claim, proof in enumerate(answer["individual_proofs"][0]):
        c, r = int(proof["challenge"]), int(proof["response"])
        total += c
        shifted = GROUP.divide(beta, GROUP.base_power(claim))
        pairs += [
            GROUP.multiply(GROUP.base_power(r), GROUP.power(alpha, c)),
            GROUP.multiply(GROUP.power(election.public_key, r), GROUP.power(shifted, c)),
        ]
    hashed += "|" + ",".join(map(GROUP.encode, pairs))
    assert GROUP.hash_to_scalar(hashed) == total % GROUP.order
    example.expect(hashed, GROUP.hash_to_scalar(hashed))
    proof = ballot.signature
    A = GROUP.multiply(
        GROUP.base_power(proof.response), GROUP.power(ballot.credential, proof.challenge)
    )
    signed = f"sig|{ballot.fingerprint}|{GROUP.encode(A)}"
    assert GROUP.hash_to_scalar(signed) == proof.challenge
    example.expect(signed)


def whole_record(example: Example) -> Record:
    """The whole archive, made of the chapter's texts."""
    blocks = [
        example.named(beginning).encode()
        for beginning in ('{"version":1,"description"', '[["Pedersen"', '["6be5')
    ]
    builder = RecordBuilder.start(0, *blocks)
    builder = builder.add_ballots([example.named('{"election_uuid"').encode()]).end_ballots()
    tally = example.named('[[{"alpha"').encode()
    builder = builder.add_encrypted_tally(tally, num_tallied=1, total_weight=1)
    for owner, share in enumerate(example.shares(), start=1):
        builder = builder.add_partial_decryption(owner, share.encode())
    data = builder.add_result(example.named('{"result"').encode()).appended_bytes()
    example.expect(f"a file of {len(data)} bytes", sha256_hex(data))
    verified = verify_record(data, "", acts=example.named('{"version":1,"acts"').encode())
    assert verified.findings.found == []
    assert verified.bound
    return read_record(data)


def closing(example: Example, record: Record) -> None:
    """The encrypted tally, and what the event of the closing says of it."""
    election = Election.parse(record.election_bytes)
    ballot = parse_ballot(election, record.ballots[0].data)
    tally = aggregate(election, [(ballot, 1)]).to_json()
    example.expect(tally)
    payload = f'{{"num_tallied":1,"total_weight":1,"encrypted_tally":"{sha256_hex(tally)}"}}'
    example.expect(payload)


def opening(example: Example, election: Election, trustees: Trustees, record: Record) -> None:
    """Shares and factors verified, the steps of one computed by hand, and the result."""
    ballot = parse_ballot(election, record.ballots[0].data)
    tally = aggregate(election, [(ballot, 1)])
    shares = {}
    for owner, text in enumerate(example.shares(), start=1):
        share = PartialDecryption.parse(election, text)
        check_partial_decryption(election, tally, share, trustees.owner(owner).public_key)
        shares[owner] = share
        example.expect(text)
    payload = f'{{"owner":1,"payload":"{sha256_hex(example.shares()[0])}"}}'
    event = (
        f'{{"parent":"{record.opening_head}","height":4,"type":"PartialDecryption",'
        f'"payload":"{sha256_hex(payload)}"}}'
    )
    example.expect(payload, event)
    key = trustees.owner(1).public_key
    proof = flat(shares[1].proofs)[0]
    alpha, factor = tally.ciphertexts[0].alpha, flat(shares[1].factors)[0]
    A = GROUP.multiply(GROUP.base_power(proof.response), GROUP.power(key, proof.challenge))
    B = GROUP.multiply(GROUP.power(alpha, proof.response), GROUP.power(factor, proof.challenge))
    hashed = f"decrypt|{election.fingerprint}|{GROUP.encode(key)}|{GROUP.encode(A)},"
    hashed += GROUP.encode(B)
    assert GROUP.hash_to_scalar(hashed) == proof.challenge
    example.expect(hashed)
    assert lagrange_coefficient(GROUP.order, [1, 2], 1) == 2
    example.expect(f"q − 1 = {lagrange_coefficient(GROUP.order, [1, 2], 2)}")
    factors = combine(election, trustees, shares)
    example.expect(*map(GROUP.encode, flat(factors)))
    opened = flat(decrypted_elements(GROUP, tally, factors))
    assert opened == (GROUP.generator, GROUP.identity)
    example.expect(*map(GROUP.encode, opened))
    example.expect(decode(election, tally, factors, 1).to_json())
