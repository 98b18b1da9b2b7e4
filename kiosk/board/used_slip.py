"""Whether a used slip's receipt belongs to this slip.

A receipt alone only says that some ballot was accepted into this box: a lying server could answer
every slip with a stranger's. So the answer brings the earlier ballot's signature too, which the
slip's own credential made over that ballot's fingerprint.
"""

from __future__ import annotations

from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.proofs.schnorr import Proof, check_knowledge
from meeting.board_interface.answers import UsedSlip


def check_own_ballot(group: Group, credential: Element, used: UsedSlip) -> None:
    """Check that the receipt's ballot was signed by this public credential (`sig|h|A`).

    Raises ParseError for a signature of another form, ProofError("used-slip-hash") when it is over
    another fingerprint than the receipt's, ProofError("ballot-signature") when it is not this
    slip's.
    """
    receipt = used.receipt
    match used.signature:
        case {"hash": str(fingerprint), "proof": {"challenge": str(c), "response": str(r)}}:
            proof = Proof.from_json(group, {"challenge": c, "response": r}, where="signature.proof")
        case _:
            raise ParseError("signature-missing", "no signature by this slip", where="signature")
    if fingerprint != receipt.fingerprint:
        raise ProofError("used-slip-hash", "the signature is of another ballot", where="signature")
    check_knowledge(
        group,
        credential,
        proof,
        lambda A: f"sig|{receipt.fingerprint}|{A}",  # noqa: N803 - the specification's letter
        code="ballot-signature",
        where="signature.proof",
    )
