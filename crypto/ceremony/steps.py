"""The key ceremony, one function per step: t of n tellers make the meeting's key together.

Specification 4.6, release 3.x, plus a round of promises so that nobody can choose their part of
the key after seeing the others'. No key exists in any one place, and nobody but the tellers takes
part. Each teller holds only its seed (`crypto.trustees.teller_keys.make_seed`).

1. `certificate`: every teller publishes its certificate.
2. `promise`: once all certificates are there, every teller publishes the hash of its coefexps.
3. `deal`: once all promises are there, every teller publishes its coefexps and, for each teller,
   a sealed share.
4. `accept`: every teller checks the shares meant for it (`inputs_for` sorts them), adds them up
   to its decryption key, and publishes the key's public half.
5. `assemble`: anybody puts the trustees together; every teller then runs `own_place` on them.

Later a teller recovers its key with `decryption_key`, from its seed and its own output.

Every message received is checked before it is used. CeremonyError names the teller, from 1,
whose message is bad; ParseError means that messages are missing or the seed is not of this
ceremony. A teller's polynomial follows from its seed and the certificates, so a step that is
repeated gives the same coefexps, and nothing has to be remembered between steps.
"""

from __future__ import annotations

from collections.abc import Sequence

from crypto.canonical import dumps, sha256_hex
from crypto.ceremony import channel
from crypto.ceremony.checks import (
    blame,
    certificates_hash,
    check_certificate,
    check_certificates,
    check_commitments,
    check_count,
    check_polynomial,
    check_polynomials,
    check_promise,
    check_promises,
    check_voutput,
)
from crypto.ceremony.messages import Polynomial, Promise, Vinput, Voutput, inputs_for
from crypto.ceremony.own_secret import (
    check_own_coefexps,
    coefexps_of,
    own_number,
    own_place,
    secret_coefficients,
    share_of,
)
from crypto.ceremony.share import check_share, open_share, read_scalar
from crypto.errors import ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.proofs.schnorr import sign_message
from crypto.trustees.certificate import Certificate, Context, make_certificate
from crypto.trustees.commitment import Commitment, certificates_message, coefexps_message
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Trustees
from crypto.trustees.trustee_key import make_trustee_key, signed_key

__all__ = [
    "Certificate",
    "Polynomial",
    "Promise",
    "Vinput",
    "Voutput",
    "accept",
    "assemble",
    "certificate",
    "check_certificate",
    "check_certificates",
    "check_commitments",
    "check_polynomial",
    "check_polynomials",
    "check_promise",
    "check_promises",
    "check_share",
    "check_voutput",
    "deal",
    "decryption_key",
    "inputs_for",
    "own_number",
    "own_place",
    "promise",
]


def certificate(
    group: Group,
    seed: str,
    size: int,
    threshold: int,
    index: int,
    randomness: Randomness | None = None,
) -> Certificate:
    """Step 1: make the certificate of teller `index` (from 1) of `size`."""
    return make_certificate(group, seed, Context(group.name, size, threshold, index), randomness)


def promise(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    randomness: Randomness | None = None,
) -> Promise:
    """Step 2: promise to deal one's coefexps, for exactly these certificates."""
    _check_all(group, seed, certificates)
    keys = derive_keys(group, seed)
    coefexps = coefexps_of(group, secret_coefficients(group, seed, certificates))
    message = dumps(
        {
            "certificates": certificates_hash(certificates),
            "coefexps": sha256_hex(coefexps_message(group, coefexps)),
        }
    )
    signed = sign_message(group, keys.signing, message, randomness or SystemRandomness())
    return Promise.parse(group, dumps(signed.to_json()))


def deal(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    randomness: Randomness | None = None,
) -> Polynomial:
    """Step 3: show the coefexps that were promised, and seal a share for every teller."""
    _check_all(group, seed, certificates)
    check_promises(group, certificates, promises)
    source = randomness or SystemRandomness()
    keys = derive_keys(group, seed)
    coefficients = secret_coefficients(group, seed, certificates)
    coefexps = coefexps_of(group, coefficients)

    def seal(recipient: Element, text: str) -> str:
        return channel.send(group, keys.signing, recipient, text, source)

    shares = (share_of(group, coefficients, j) for j in range(1, len(certificates) + 1))
    signed = sign_message(group, keys.signing, coefexps_message(group, coefexps), source)
    whole = certificates_message(group, certificates, coefexps)
    return Polynomial(
        seal(keys.encryption, dumps({"polynomial": [str(a) for a in coefficients]})),
        tuple(
            seal(recipient.encryption, dumps({"secret": str(share)}))
            for recipient, share in zip(certificates, shares, strict=True)
        ),
        Commitment.from_json(group, signed.to_json()),
        sign_message(group, keys.signing, whole, source).signature,
    )


def accept(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    vinput: Vinput,
    randomness: Randomness | None = None,
) -> Voutput:
    """Step 4: check every share dealt to this teller, and make its key of their sum."""
    number = _check_all(group, seed, certificates)
    check_promises(group, certificates, promises)
    check_commitments(group, certificates, promises, vinput.coefexps, vinput.signatures)
    check_count(vinput.secrets, len(certificates), "sealed shares")
    check_own_coefexps(group, seed, certificates, vinput.coefexps[number - 1], number)
    source = randomness or SystemRandomness()
    keys = derive_keys(group, seed)
    total = 0
    dealt = zip(vinput.secrets, vinput.coefexps, strict=True)
    for dealer, (sealed, commitment) in enumerate(dealt, start=1):
        share = open_share(group, seed, certificates, dealer, sealed, commitment)
        total = group.scalar_add(total, share)
    key = signed_key(group, make_trustee_key(group, total, source), keys.signing, source)
    text = dumps({"decryption_key": str(total)})
    voutput = Voutput(group, channel.send(group, keys.signing, keys.encryption, text, source), key)
    check_voutput(group, certificates, vinput.coefexps, voutput, number)
    return voutput


def assemble(
    group: Group,
    certificates: Sequence[Certificate],
    promises: Sequence[Promise],
    polynomials: Sequence[Polynomial],
    voutputs: Sequence[Voutput],
) -> Trustees:
    """Step 5: check everything that was published and put the meeting's trustees together."""
    if not certificates:
        check_count(certificates, 1, "certificates")
    context = certificates[0].context
    check_certificates(group, certificates, context.size, context.threshold)
    check_promises(group, certificates, promises)
    check_polynomials(group, certificates, promises, polynomials)
    check_count(voutputs, len(certificates), "outputs")
    commitments = [polynomial.coefexps for polynomial in polynomials]
    for number, voutput in enumerate(voutputs, start=1):
        check_voutput(group, certificates, commitments, voutput, number)
    parameters = Threshold(
        context.threshold,
        tuple(certificates),
        tuple(commitments),
        tuple(polynomial.signature for polynomial in polynomials),
        tuple(voutput.public_key for voutput in voutputs),
    )
    trustees = Trustees(group, (parameters,))
    trustees.verify(group)
    return trustees


def decryption_key(
    group: Group, seed: str, certificates: Sequence[Certificate], voutput: Voutput
) -> int:
    """Recover a teller's decryption key from its own output.

    Raises CeremonyError naming this teller when the output is not its own or was tampered with.
    """
    number = own_number(group, seed, certificates)
    keys = derive_keys(group, seed)
    with blame(number):
        text = channel.receive(group, keys.receiving, keys.verification, voutput.private_key)
        key = read_scalar(group, text, "decryption_key")
        if group.base_power(key) != voutput.public_key.public_key:
            msg = "the sealed key does not belong to the public key in this output"
            raise ProofError("key-mismatch", msg)
    return key


def _check_all(group: Group, seed: str, certificates: Sequence[Certificate]) -> int:
    """Check all certificates against the teller's own, and return its number."""
    number = own_number(group, seed, certificates)
    context = certificates[number - 1].context
    check_certificates(group, certificates, context.size, context.threshold)
    return number
