"""The signature of a ballot (section 4.14), which can be checked before any answer is decoded."""

from __future__ import annotations

from typing import Final

from crypto.canonical import sha256_b64
from crypto.election.election import Election
from crypto.errors import ProofError
from crypto.groups.group import Element, Group
from crypto.json_values import JSON, base64_hash, fields
from crypto.proofs.checks import Check, run
from crypto.proofs.schnorr import Proof, knowledge_check

FIELDS: Final = ("election_uuid", "election_hash", "credential", "answers", "signature")
"""The fields of a ballot, in their order."""
_SIGNATURE = b',"signature":'


def unsigned_part(text: bytes) -> bytes:
    """The text of a ballot without its signature, which the fingerprint is the hash of.

    `text` was read by `parse_ballot`, or by `loads` and then found to have a ballot's fields: so it
    is canonical, and the last field is the signature, inside which there is no field of this name.
    """
    return text[: text.rindex(_SIGNATURE)] + b"}"


def check_signature(election: Election, value: JSON, text: bytes) -> None:
    """Check that the ballot which `loads` made into `value` is signed by its credential.

    No point of it is decoded but the credential, so whoever cannot sign costs no more than that.
    Raises `ParseError` as `parse_ballot` does, and `ProofError` (`ballot-hash`,
    `ballot-signature`) as `ballot_check` does.
    """
    group = election.group
    found = fields(value, FIELDS)
    fingerprint, proof = read_signature(group, found["signature"])
    credential = group.decode_nonidentity(found["credential"], "credential")
    unsigned = unsigned_part(text)
    run(group, signature_check(group, unsigned, credential, fingerprint, proof))


def signature_check(
    group: Group, unsigned: bytes | str, credential: Element, fingerprint: str, proof: Proof
) -> Check:
    """The check that `credential` signed the ballot of this text, which has this fingerprint.

    Refuses with `ProofError`: `ballot-hash` or `ballot-signature`.
    """
    if sha256_b64(unsigned) != fingerprint:
        raise ProofError(
            "ballot-hash",
            "not the hash of the ballot without its signature",
            where="signature.hash",
        )
    yield from knowledge_check(
        group,
        credential,
        proof,
        lambda A: f"sig|{fingerprint}|{A}",
        code="ballot-signature",
        where="signature.proof",
    )


def read_signature(group: Group, value: JSON) -> tuple[str, Proof]:
    """The fingerprint that a ballot's signature names, and the proof; raises `ParseError`."""
    signature = fields(value, ("hash", "proof"), where="signature")
    fingerprint = base64_hash(signature["hash"], "signature.hash")
    return fingerprint, Proof.from_json(group, signature["proof"], "signature.proof")
