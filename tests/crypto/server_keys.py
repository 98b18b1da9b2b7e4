"""Server keys that are the same in every run, so that tests have the same names everywhere."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from crypto.board.server_key import ServerKey


def key_of(secret: bytes) -> ServerKey:
    """The key whose private half is these 32 bytes (RFC 8032)."""
    private = Ed25519PrivateKey.from_private_bytes(secret)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return ServerKey.parse_pem(pem)


KEY = key_of(b"\1" * 32)
OTHER = key_of(b"\2" * 32)
