"""A teller's signature under what it did: who made a share, and on which chain.

Owners in the archive are plain numbers that anyone can swap. So beside each partial decryption
(and each shuffle) stands a signed message by that teller's certificate key over
`piaoxiang-act|Setup hash|parent event|owner|payload hash`: hashes are the SHA-256 in lower-case
hexadecimal of the Setup event, of the event before the act's own, and of the act's data (the
partial decryption itself); the owner is the 1-based number over all trustees. An act without a
valid signature counts as nobody's.
"""

from __future__ import annotations

from crypto.errors import ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.place import Where
from crypto.proofs.schnorr import Proof, SignedMessage, check_message, sign_message


def act_message(setup_hash: str, parent_hash: str, owner: int, payload_hash: str) -> str:
    """The text that is signed for one act."""
    return f"piaoxiang-act|{setup_hash}|{parent_hash}|{owner}|{payload_hash}"


def sign_act(
    group: Group, signing_key: int, message: str, randomness: Randomness | None = None
) -> Proof:
    """Sign an act's message with the teller's certificate signing key."""
    return sign_message(group, signing_key, message, randomness or SystemRandomness()).signature


def check_act(
    group: Group, certificate_key: Element, message: str, signature: Proof, *, where: Where = ""
) -> None:
    """Raise ProofError unless the owner of `certificate_key` signed exactly this act."""
    try:
        check_message(group, certificate_key, SignedMessage(message, signature))
    except ProofError as error:
        msg = "this act is not signed by its owner's certificate key"
        raise ProofError("act-signature", msg, where=where) from error
