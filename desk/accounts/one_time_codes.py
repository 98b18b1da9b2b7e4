"""One-time codes of an app (TOTP, RFC 6238), whose secret is kept sealed with the passphrase."""

from __future__ import annotations

import hmac
import secrets

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

ISSUER = "Piaoxiang"
PERIOD = 30  # seconds
_NONCE = 12


def new_secret() -> str:
    """A new secret, as apps take it (base32)."""
    return pyotp.random_base32()


def address(secret: str, name: str) -> str:
    """What an app reads as a QR code, an address of the kind otpauth."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: float, last_step: int) -> int | None:
    """The period whose code this is: the present one, or the one before or after it.

    None when it is none of them, or one whose code was taken before (`last_step` or earlier).
    """
    codes = pyotp.TOTP(secret, interval=PERIOD)
    here = int(now) // PERIOD
    found = None
    for step in (here - 1, here, here + 1):
        if hmac.compare_digest(codes.at(step * PERIOD), code.strip()) and step > last_step:
            found = step
    return found


def seal(secret: str, passphrase: str) -> tuple[bytes, bytes]:
    """A new salt, and the secret sealed under what scrypt makes of the passphrase."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE)
    return salt, nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, secret.encode(), None)


def unseal(sealed: bytes, salt: bytes, passphrase: str) -> str | None:
    """The secret again; None with another passphrase."""
    try:
        opened = AESGCM(_key(passphrase, salt)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except InvalidTag:
        return None
    return opened.decode()


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
