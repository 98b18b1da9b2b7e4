"""The checks of the key ceremony that need no secret: anybody can repeat them.

Each raises CeremonyError with the 1-based number of the teller whose message is bad. Those in the
plural take the messages of all tellers in the order of their numbers; those in the singular judge
one teller's message, so that everybody who is at fault can be found.

Signatures are checked before what they cover. So some faults can only be the teller's own
(`CeremonyError.signed`), and the others may also come from whoever carried the message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crypto.canonical import dumps, sha256_hex
from crypto.ceremony.messages import Polynomial, Promise, Voutput
from crypto.errors import CeremonyError, ParseError, ProofError, Refused
from crypto.groups.group import Group
from crypto.proofs.schnorr import Proof, check_message
from crypto.trustees.certificate import Certificate, Context, check_not_copied
from crypto.trustees.commitment import (
    Commitment,
    check_equal_keys,
    coefexps_message,
    verification_key,
)

# Not "verification-key": what the key is judged by are other tellers' dealings, which somebody may
# have exchanged after the key was made and signed.
_AFTER_THE_SIGNATURE = frozenset({"coefexps-length", "promise-broken"})


@contextmanager
def blame(teller: int, *, signed: bool = False) -> Iterator[None]:
    """Turn whatever is refused inside into a CeremonyError that names `teller` (from 1)."""
    try:
        yield
    except Refused as error:
        raise CeremonyError(
            error.code,
            error.detail,
            teller=teller,
            signed=signed or error.code in _AFTER_THE_SIGNATURE,
            where=error.where,
        ) from error


def check_certificates(
    group: Group, certificates: Sequence[Certificate], size: int, threshold: int
) -> None:
    """Check that certificate i is teller i's for a `threshold`-of-`size` ceremony.

    Raises ParseError when there are not `size` of them, and CeremonyError for a bad signature,
    a wrong group, size, threshold or index, or a key that another teller has.
    """
    check_count(certificates, size, "certificates")
    for index, certificate in enumerate(certificates):
        check_certificate(group, certificate, Context(group.name, size, threshold, index + 1))
        with blame(index + 1):
            check_not_copied(certificates, index)


def check_certificate(group: Group, certificate: Certificate, context: Context) -> None:
    """Check that one certificate is self-signed and made for exactly this place."""
    with blame(context.index):
        certificate.check(group, context)


def check_promises(
    group: Group, certificates: Sequence[Certificate], promises: Sequence[Promise]
) -> None:
    """Check that every teller promised its coefexps for exactly these certificates."""
    check_count(promises, len(certificates), "promises")
    for number, promise in enumerate(promises, start=1):
        check_promise(group, certificates, promise, number)


def check_promise(
    group: Group, certificates: Sequence[Certificate], promise: Promise, number: int
) -> None:
    """Check teller `number`'s promise: its signature, and the certificates it was made for."""
    with blame(number):
        check_message(group, certificates[number - 1].verification, promise.signed)
        if promise.certificates != certificates_hash(certificates):
            msg = "the promise was made for other certificates than these"
            raise ProofError("promise-certificates", msg)


def check_commitments(
    group: Group,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    commitments: Sequence[Commitment],
    signatures: Sequence[Proof],
) -> None:
    """Check every teller's coefexps: signatures, number, and that they were promised before."""
    check_count(commitments, len(certificates), "coefexps")
    check_count(signatures, len(certificates), "signatures")
    dealt = zip(promises, commitments, signatures, strict=True)
    for number, (promise, commitment, signature) in enumerate(dealt, start=1):
        _check_commitment(group, certificates, promise, commitment, signature, number)


def check_polynomials(
    group: Group,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    polynomials: Sequence[Polynomial],
) -> None:
    """Check every teller's dealing, as far as it can be checked without a teller's secret."""
    check_count(polynomials, len(certificates), "polynomials")
    for number, (promise, polynomial) in enumerate(
        zip(promises, polynomials, strict=True), start=1
    ):
        check_polynomial(group, certificates, promise, polynomial, number)


def check_polynomial(
    group: Group,
    certificates: Sequence[Certificate],
    promise: Promise,
    polynomial: Polynomial,
    number: int,
) -> None:
    """Check teller `number`'s dealing against its promise."""
    with blame(number):
        check_count(polynomial.secrets, len(certificates), "sealed shares")
    coefexps, signature = polynomial.coefexps, polynomial.signature
    _check_commitment(group, certificates, promise, coefexps, signature, number)


def _check_commitment(
    group: Group,
    certificates: Sequence[Certificate],
    promise: Promise,
    commitment: Commitment,
    signature: Proof,
    number: int,
) -> None:
    with blame(number):
        # First, so that coefexps of a wrong number are known to be the teller's own.
        check_message(group, certificates[number - 1].verification, commitment.signed)
        commitment.check(group, certificates, number - 1, signature)
        if sha256_hex(coefexps_message(group, commitment.coefexps)) != promise.coefexps:
            msg = "these coefexps are not those that the teller promised"
            raise ProofError("promise-broken", msg)


def check_voutput(
    group: Group,
    certificates: Sequence[Certificate],
    commitments: Sequence[Commitment],
    voutput: Voutput,
    number: int,
) -> None:
    """Check that teller `number`'s key is signed, follows from the coefexps, and is proved."""
    key = voutput.public_key
    with blame(number):
        key.check_signature(group, certificates[number - 1].verification)
        check_equal_keys(key.public_key, verification_key(group, commitments, number))
        key.check(group)


def certificates_hash(certificates: Sequence[Certificate]) -> str:
    """The SHA-256 of the JSON array of all certificates."""
    return sha256_hex(dumps([certificate.signed.to_json() for certificate in certificates]))


def check_count(found: Sequence[object], size: int, what: str) -> None:
    """Raise ParseError unless there is one message of each teller."""
    if len(found) != size:
        msg = f"{len(found)} {what} found, expected {size}, one of each teller"
        raise ParseError("ceremony-count", msg)
