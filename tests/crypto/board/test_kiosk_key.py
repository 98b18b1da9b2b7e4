"""Signatures of kiosks: by the key they name, and by no key under which everybody can sign."""

from __future__ import annotations

import pytest

from crypto.base64_texts import unpadded
from crypto.board.kiosk_key import KioskKey, check_kiosk
from crypto.errors import ProofError
from tests.fixtures.forged_signature import ZEROS, forged


def test_a_signature_is_by_one_key_over_one_message() -> None:
    key, other = KioskKey.generate(), KioskKey.generate()
    signature = key.sign(b"what is asked")
    check_kiosk(key.public, b"what is asked", signature)
    for public, message, given in (
        (other.public, b"what is asked", signature),
        (key.public, b"what is not", signature),
        (key.public, b"what is asked", other.sign(b"what is asked")),
        (key.public, b"what is asked", signature[:-1]),
        (key.public, b"what is asked", "?"),
        (key.public[:-2], b"what is asked", signature),
    ):
        with pytest.raises(ProofError) as refused:
            check_kiosk(public, message, given)
        assert refused.value.code == "kiosk-signature"


def test_zeros_are_no_key_although_a_signature_under_them_holds() -> None:
    """The attack: OpenSSL takes a point of small order for a key, and everybody can sign for it."""
    message = b"piaoxiang-kiosk-request"
    with pytest.raises(ProofError):
        check_kiosk(ZEROS.hex(), message, unpadded(forged(message)))
