"""Secret, signed messages from one teller to another (specification 4.6.1 and 4.6.3, release 3.x).

A message M to a recipient's encryption key `ek` is wrapped three times:

1. `{"recipient":ek,"message":M}`, so that nobody can pass a message on as meant for another;
2. a signed message by the sender's certificate key;
3. `{"algorithm":"AES-GCM","alpha","beta","data"}`: with fresh scalars r and s,
   alpha = g^r, beta = ek^r·g^s, key = SHA-256(`key|` g^s), initialisation vector =
   SHA-256(`iv|` g^r), data = hexadecimal of AES-256-GCM's ciphertext followed by its 16-byte tag.

The initialisation vector is all 32 bytes of its hash: GCM takes any length and hashes what is not
96 bits long. Key and vector are used once, because r and s are fresh for every message. These
messages travel between tellers only and never enter the record.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from crypto import canonical
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.place import Where
from crypto.proofs.schnorr import SignedMessage, check_message, sign_message

ALGORITHM = "AES-GCM"
MAX_MESSAGE_BYTES = 1 << 20
_HEX_DIGITS = frozenset("0123456789abcdef")


def send(
    group: Group,
    signing_key: int,
    recipient: Element,
    message: str,
    randomness: Randomness | None = None,
) -> str:
    """`message` signed with `signing_key` and readable by `recipient`'s owner only."""
    source = randomness or SystemRandomness()
    inner = canonical.dumps({"recipient": group.encode(recipient), "message": message})
    signed = canonical.dumps(sign_message(group, signing_key, inner, source).to_json())
    exponent = source.scalar(group)
    shared = group.base_power(source.scalar(group))
    alpha = group.base_power(exponent)
    beta = group.multiply(group.power(recipient, exponent), shared)
    data = _cipher(group, shared).encrypt(_vector(group, alpha), signed.encode(), None)
    return canonical.dumps(
        {
            "algorithm": ALGORITHM,
            "alpha": group.encode(alpha),
            "beta": group.encode(beta),
            "data": data.hex(),
        }
    )


def receive(
    group: Group, receiving_key: int, sender: Element, text: str, *, where: Where = ""
) -> str:
    """Open a message for `receiving_key`'s owner and return what was sent.

    `sender` is the verification key of the teller it must come from. Raises ParseError when the
    message or what is inside it has not the right form, ProofError when it cannot be opened with
    this key, was not signed by `sender`, or was meant for somebody else.
    """
    sealed = canonical.fields(
        canonical.loads(text, limit=MAX_MESSAGE_BYTES, where=where),
        ("algorithm", "alpha", "beta", "data"),
        where=where,
    )
    if sealed["algorithm"] != ALGORITHM:
        raise ParseError(
            "message-algorithm", f"expected {ALGORITHM}", where=canonical.join(where, "algorithm")
        )
    alpha = group.decode_nonidentity(sealed["alpha"], canonical.join(where, "alpha"))
    beta = group.decode(sealed["beta"], canonical.join(where, "beta"))
    data = _read_hex(sealed["data"], canonical.join(where, "data"))
    shared = group.divide(beta, group.power(alpha, receiving_key))
    try:
        opened = _cipher(group, shared).decrypt(_vector(group, alpha), data, None)
    except InvalidTag:
        raise ProofError(
            "message-sealed", "this message cannot be opened with this teller's key", where=where
        ) from None
    signed = SignedMessage.from_json(
        group, canonical.loads(opened, limit=MAX_MESSAGE_BYTES, where=where), where
    )
    check_message(group, sender, signed, where=where)
    inner = canonical.fields(
        canonical.loads(signed.message, limit=MAX_MESSAGE_BYTES, where=where),
        ("recipient", "message"),
        where=where,
    )
    if inner["recipient"] != group.encode(group.base_power(receiving_key)):
        raise ProofError("message-recipient", "the message is meant for another key", where=where)
    return canonical.text(inner["message"], canonical.join(where, "message"))


def _cipher(group: Group, shared: Element) -> AESGCM:
    return AESGCM(hashlib.sha256(f"key|{group.encode(shared)}".encode()).digest())


def _vector(group: Group, alpha: Element) -> bytes:
    return hashlib.sha256(f"iv|{group.encode(alpha)}".encode()).digest()


def _read_hex(value: canonical.JSON, where: Where) -> bytes:
    digits = canonical.text(value, where)
    if len(digits) % 2 or not _HEX_DIGITS.issuperset(digits):
        raise ParseError("hex-form", "not pairs of lower-case hexadecimal digits", where=where)
    return bytes.fromhex(digits)
