"""Every value printed in the worked example of docs/protocol.md is computed again.

What follows from the texts is computed from them with the formulas of the chapters before; what
was drawn at random (signatures, the tellers' proofs) is verified instead. In the end no long
number, hash or element of the chapter may be left that nobody computed or verified.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crypto.act import act_message, check_act
from crypto.ballot import parse_ballot, prepare_ballot, verify_ballot
from crypto.bound import BoundContext, check_bound
from crypto.canonical import sha256_b64, sha256_hex
from crypto.checkpoint import Checkpoint, make_checkpoint
from crypto.combine import combine
from crypto.credential import parse_credentials, secret_exponent
from crypto.decryption import PartialDecryption, check_partial_decryption
from crypto.election import Election
from crypto.elgamal import Ciphertext
from crypto.embedding import embed
from crypto.encrypted_tally import aggregate
from crypto.errors import Refused
from crypto.group import Element
from crypto.groups import group_named
from crypto.lagrange import lagrange_coefficient
from crypto.merkle import leaf_hash, node_hash
from crypto.opened import opened_elements
from crypto.opened_ballot import OpenedBallot
from crypto.randomness import SeededRandomness
from crypto.receipt import Receipt, sign_receipt
from crypto.record import Record, read_record
from crypto.record_builder import RecordBuilder
from crypto.result import decode
from crypto.schnorr import Proof
from crypto.server_key import ServerKey, ServerPublicKey
from crypto.shape import flat
from crypto.trustee import Trustees
from tally.acts_file import acts_bytes, parse_acts
from tally.verify.box import verify_record

DOCUMENT = Path(__file__).parents[2] / "docs/protocol.md"
HEADING = "## 20 A worked example"
SEED = bytes(32)
MEETING = "m"
_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
SERVER = ServerKey(_PRIVATE, ServerPublicKey(_PRIVATE.public_key().public_bytes_raw().hex()))
GROUP = group_named("Ed25519")
CREDENTIAL = "11111-111111-11111-111111"
OTHER_RECORDS = ["ed25519-nh-60-v3", "rfc3526-nh-10-v3"]
"""The chapter's last sentence names them."""
LONG = re.compile(r"[A-Za-z0-9+/_=-]{16,}")


def chapter() -> str:
    text = DOCUMENT.read_text()
    rest = text[text.index(HEADING) + len(HEADING) :]
    return rest.split("\n## ", 1)[0]


@dataclass
class Example:
    """The chapter's blocks in their order, and every text that was computed or verified."""

    text: str
    seen: list[str] = field(default_factory=list)

    @cached_property
    def blocks(self) -> list[str]:
        return re.findall(r"```\n(.*?)\n```", self.text, re.DOTALL)

    def named(self, beginning: str) -> str:
        """The block that begins so; there is one."""
        (found,) = (each for each in self.blocks if each.startswith(beginning))
        return found

    def shares(self) -> list[str]:
        return [each for each in self.blocks if each.startswith('{"decryption_factors"')]

    def expect(self, *texts: object) -> None:
        """These were computed, and are printed."""
        for each in map(str, texts):
            assert each in self.text, each
            self.seen.append(each)


def test_every_value_is_computed_again() -> None:
    judge(chapter())


@pytest.mark.parametrize("of", range(8))
def test_a_digit_that_is_wrong_is_noticed(of: int) -> None:
    text = chapter()
    found = [each for each in LONG.finditer(text) if each[0] not in OTHER_RECORDS]
    place = found[of * len(found) // 8].start() + 5
    digit = "0" if text[place] != "0" else "1"
    with pytest.raises((AssertionError, Refused, ValueError)):
        judge(text[:place] + digit + text[place + 1 :])


def judge(text: str) -> None:
    """Compute and verify the chapter; raise unless all of it holds."""
    example = Example(text)
    trustees = _setup(example)
    election = Election.parse(example.named('{"version":1,"description"'))
    _ballot(example, election)
    record = _record(example)
    _closing(example, record)
    _opening(example, election, trustees, record)
    _beside(example, election, trustees, record)
    _signed_by_the_server(example, election, record)
    _pieces(example)
    known = "\n".join(example.seen)
    left = [each for each in LONG.findall(example.text) if each.strip("=") not in known]
    assert left == OTHER_RECORDS


def _setup(example: Example) -> Trustees:
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


def _ballot(example: Example, election: Election) -> None:
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
    A = GROUP.commitment(proof.response, ballot.credential, proof.challenge)
    signed = f"sig|{ballot.fingerprint}|{GROUP.encode(A)}"
    assert GROUP.hash_to_scalar(signed) == proof.challenge
    example.expect(signed)


def _record(example: Example) -> Record:
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


def _closing(example: Example, record: Record) -> None:
    election = Election.parse(record.election_bytes)
    ballot = parse_ballot(election, record.ballots[0].data)
    tally = aggregate(election, [(ballot, 1)]).to_json()
    example.expect(tally)
    payload = f'{{"num_tallied":1,"total_weight":1,"encrypted_tally":"{sha256_hex(tally)}"}}'
    example.expect(payload)


def _opening(example: Example, election: Election, trustees: Trustees, record: Record) -> None:
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
    A = GROUP.commitment(proof.response, key, proof.challenge)
    B = GROUP.commitment2(alpha, proof.response, factor, proof.challenge)
    hashed = f"decrypt|{election.fingerprint}|{GROUP.encode(key)}|{GROUP.encode(A)},"
    hashed += GROUP.encode(B)
    assert GROUP.hash_to_scalar(hashed) == proof.challenge
    example.expect(hashed)
    assert lagrange_coefficient(GROUP.order, [1, 2], 1) == 2
    example.expect(f"q − 1 = {lagrange_coefficient(GROUP.order, [1, 2], 2)}")
    factors = combine(election, trustees, shares)
    example.expect(*map(GROUP.encode, flat(factors)))
    opened = flat(opened_elements(GROUP, tally, factors))
    assert opened == (GROUP.generator, GROUP.identity)
    example.expect(*map(GROUP.encode, opened))
    example.expect(decode(election, tally, factors, 1).to_json())


def _beside(example: Example, election: Election, trustees: Trustees, record: Record) -> None:
    """acts.json: signatures and bound proofs verified, the steps of one computed by hand."""
    text = example.named('{"version":1,"acts"')
    acts = parse_acts(GROUP, text.encode())
    assert acts_bytes(acts).decode() == text
    example.expect(text)
    ciphertexts = aggregate(
        election, [(parse_ballot(election, record.ballots[0].data), 1)]
    ).ciphertexts
    for act, share in zip(acts, example.shares(), strict=True):
        owner = trustees.owner(act.owner)
        event = next(e for e in record.partial_decryptions if e.owner == act.owner).event.event
        message = act_message(record.setup_hash, event.parent or "", act.owner, sha256_hex(share))
        assert owner.certificate_key is not None
        check_act(GROUP, owner.certificate_key, message, act.signature)
        factors = flat(PartialDecryption.parse(election, share).factors)
        head = record.opening_head or ""
        context = BoundContext(
            GROUP, election.fingerprint, record.setup_hash, head, act.owner, owner.public_key
        )
        assert act.bound is not None
        check_bound(context, ciphertexts, factors, act.bound)
        if act.owner == 1:
            example.expect(message)
            _bound(example, context, ciphertexts, factors, act.bound)


def _bound(
    example: Example,
    context: BoundContext,
    ciphertexts: tuple[Ciphertext, ...],
    factors: tuple[Element, ...],
    proof: Proof,
) -> None:
    """Chapter 14 by hand."""

    def prefixed(items: list[bytes]) -> bytes:
        return b"".join(len(item).to_bytes(4, "big") + item for item in items)

    texts = [
        "piaoxiang-bound-1", GROUP.name, context.fingerprint, context.setup_hash,
        context.head_hash, "1", GROUP.encode(context.public_key), str(len(ciphertexts)),
    ]  # fmt: skip
    for ciphertext, factor in zip(ciphertexts, factors, strict=True):
        texts += map(GROUP.encode, (ciphertext.alpha, ciphertext.beta, factor))
    seed = hashlib.sha512(prefixed([text.encode() for text in texts])).digest()
    rho = [
        int.from_bytes(hashlib.sha256(seed + k.to_bytes(8, "big")).digest()[:16], "big")
        for k in range(len(ciphertexts))
    ]
    alpha = GROUP.product(
        GROUP.power(each.alpha, n) for each, n in zip(ciphertexts, rho, strict=True)
    )
    factor = GROUP.product(GROUP.power(each, n) for each, n in zip(factors, rho, strict=True))
    A = GROUP.commitment(proof.response, context.public_key, proof.challenge)
    B = GROUP.commitment2(alpha, proof.response, factor, proof.challenge)
    example.expect(context.head_hash, seed.hex(), *rho)
    example.expect(*map(GROUP.encode, (alpha, factor, A, B)))
    digest = hashlib.sha512(
        prefixed([seed, *(GROUP.encode(each).encode() for each in (alpha, factor, A, B))])
    )
    assert int.from_bytes(digest.digest(), "big") % GROUP.order == proof.challenge


def _signed_by_the_server(example: Example, election: Election, record: Record) -> None:
    example.expect(SERVER.public.text)
    leaves = [leaf_hash(each.event.to_bytes()) for each in record.events[:4]]
    for event, leaf in zip(record.events, leaves, strict=False):
        example.expect(f"{event.event.type}: event `{event.hash}`, leaf `{leaf.hex()}`")
    root = node_hash(node_hash(*leaves[:2]), node_hash(*leaves[2:]))
    example.expect(root.hex())
    checkpoint = Checkpoint.of_record(MEETING, record, 4)
    assert checkpoint.root == root
    note = make_checkpoint(SERVER, checkpoint)
    assert note.endswith("\n")
    example.expect(note.rstrip("\n"))
    ballot = parse_ballot(election, record.ballots[0].data)
    receipt = sign_receipt(SERVER, record.setup_hash, ballot.fingerprint, note)
    example.expect(receipt.to_qr())
    assert Receipt.parse_qr(example.named("PXR1:")).check(SERVER.public) == checkpoint
    unsigned = prepare_ballot(election, ballot.credential, ((1, 0),), SEED)
    opened = OpenedBallot.of(record.setup_hash, unsigned, ((1, 0),), SEED)
    example.expect(opened.to_text())
    assert OpenedBallot.parse(opened.to_text()).rebuild(election) == ((1, 0),)


def _pieces(example: Example) -> None:
    other = group_named("RFC-3526-2048")
    example.expect(GROUP.encode(embed(GROUP, (1, 2, 3))))
    example.expect(GROUP.encode(embed(GROUP, (230, 157, 142, *(255,) * 27))))
    example.expect(f"| RFC-3526-2048 | 1, 2, 3 | `{other.encode(embed(other, (1, 2, 3)))}` |")
