"""The checks of the key ceremony that need no secret: anybody can repeat them.

Each takes the messages of all tellers in the order of their numbers, and raises CeremonyError
with the 1-based number of the teller whose message is bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from crypto.canonical import dumps, sha256_hex
from crypto.ceremony_messages import Polynomial, Promise, Voutput
from crypto.certificate import Certificate, Context, check_distinct
from crypto.commitment import Commitment, check_equal_keys, coefexps_message, verification_key
from crypto.errors import CeremonyError, ParseError, ProofError, Refused
from crypto.group import Group
from crypto.schnorr import Proof, check_message


@contextmanager
def blame(teller: int) -> Iterator[None]:
    """Turn whatever is refused inside into a CeremonyError that names ``teller`` (from 1)."""
    try:
        yield
    except CeremonyError:
        raise
    except Refused as error:
        raise CeremonyError(error.code, error.detail, teller=teller, where=error.where) from error


def check_certificates(
    group: Group, certificates: Sequence[Certificate], size: int, threshold: int
) -> None:
    """Check that certificate i is teller i's for a ``threshold``-of-``size`` ceremony.

    Raises ParseError when there are not ``size`` of them, and CeremonyError for a bad signature,
    a wrong group, size, threshold or index, or a key that another teller has.
    """
    check_count(certificates, size, "certificates")
    for index, certificate in enumerate(certificates):
        with blame(index + 1):
            certificate.check(group, Context(group.name, size, threshold, index + 1))
            check_distinct(certificates, index)


def check_promises(
    group: Group, certificates: Sequence[Certificate], promises: Sequence[Promise]
) -> None:
    """Check that every teller promised its coefexps for exactly these certificates."""
    check_count(promises, len(certificates), "promises")
    expected = certificates_hash(certificates)
    for number, (certificate, promise) in enumerate(
        zip(certificates, promises, strict=True), start=1
    ):
        with blame(number):
            check_message(group, certificate.verification, promise.signed)
            if promise.certificates != expected:
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
    for index, commitment in enumerate(commitments):
        with blame(index + 1):
            commitment.check(group, certificates, index, signatures[index])
            if sha256_hex(coefexps_message(group, commitment.coefexps)) != promises[index].coefexps:
                msg = "these coefexps are not those that the teller promised"
                raise ProofError("promise-broken", msg)


def check_polynomials(
    group: Group,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    polynomials: Sequence[Polynomial],
) -> None:
    """Check every teller's dealing, as far as it can be checked without a teller's secret."""
    check_count(polynomials, len(certificates), "polynomials")
    for number, polynomial in enumerate(polynomials, start=1):
        with blame(number):
            check_count(polynomial.secrets, len(certificates), "sealed shares")
    check_commitments(
        group,
        certificates,
        promises,
        [polynomial.coefexps for polynomial in polynomials],
        [polynomial.signature for polynomial in polynomials],
    )


def check_voutput(
    group: Group,
    certificates: Sequence[Certificate],
    commitments: Sequence[Commitment],
    voutput: Voutput,
    number: int,
) -> None:
    """Check that teller ``number``'s key follows from the coefexps, is proved, and is signed."""
    key = voutput.public_key
    with blame(number):
        check_equal_keys(key.public_key, verification_key(group, commitments, number))
        key.check(group)
        key.check_signature(group, certificates[number - 1].verification)


def certificates_hash(certificates: Sequence[Certificate]) -> str:
    """Return the SHA-256 of the JSON array of all certificates."""
    return sha256_hex(dumps([certificate.signed.to_json() for certificate in certificates]))


def check_count(found: Sequence[object], size: int, what: str) -> None:
    """Raise ParseError unless there is one message of each teller."""
    if len(found) != size:
        msg = f"{len(found)} {what} found, expected {size}, one of each teller"
        raise ParseError("ceremony-count", msg)
