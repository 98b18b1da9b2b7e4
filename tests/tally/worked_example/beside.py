"""What lies beside the record of the worked example: acts, checkpoint, receipt, single answers."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from crypto.ballots.ballot import parse_ballot, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.merkle import leaf_hash, node_hash
from crypto.board.receipt import Receipt, sign_receipt
from crypto.board.server_key import ServerKey, ServerPublicKey
from crypto.board.spoiling import sign_spoiled
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.election.shape import flat
from crypto.groups.elgamal import Ciphertext
from crypto.groups.embedding import embed
from crypto.groups.group import Element
from crypto.groups.named import group_named
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import aggregate
from crypto.proofs.bound import BoundContext, check_bound
from crypto.proofs.schnorr import Proof
from crypto.record.record import Record
from crypto.trustees.act import act_message, check_act
from crypto.trustees.trustee import Trustees
from tally.folder.acts import acts_bytes, parse_acts
from tests.tally.worked_example.chapter import GROUP, SEED, Example

MEETING = "m"
_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
SERVER = ServerKey(_PRIVATE, ServerPublicKey(_PRIVATE.public_key().public_bytes_raw().hex()))


def acts_beside(example: Example, election: Election, trustees: Trustees, record: Record) -> None:
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
    A = GROUP.multiply(
        GROUP.base_power(proof.response), GROUP.power(context.public_key, proof.challenge)
    )
    B = GROUP.multiply(GROUP.power(alpha, proof.response), GROUP.power(factor, proof.challenge))
    example.expect(context.head_hash, seed.hex(), *rho)
    example.expect(*map(GROUP.encode, (alpha, factor, A, B)))
    digest = hashlib.sha512(
        prefixed([seed, *(GROUP.encode(each).encode() for each in (alpha, factor, A, B))])
    )
    assert int.from_bytes(digest.digest(), "big") % GROUP.order == proof.challenge


def signed_by_the_server(example: Example, election: Election, record: Record) -> None:
    """Leaves, root, checkpoint, receipt and opened ballot."""
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
    credential = GROUP.encode(ballot.credential)
    word = sign_spoiled(SERVER, record.setup_hash, ballot.fingerprint, credential)
    opened = OpenedBallot.of(record.setup_hash, unsigned, ((1, 0),), SEED, word.signature)
    example.expect(opened.to_text())
    assert OpenedBallot.parse(opened.to_text()).rebuild(election) == ((1, 0),)


def pieces(example: Example) -> None:
    """Single answers as elements of both groups."""
    other = group_named("RFC-3526-2048")
    example.expect(GROUP.encode(embed(GROUP, (1, 2, 3))))
    example.expect(GROUP.encode(embed(GROUP, (230, 157, 142, *(255,) * 27))))
    example.expect(f"| RFC-3526-2048 | 1, 2, 3 | `{other.encode(embed(other, (1, 2, 3)))}` |")
