"""A small secret in one file, under a passphrase: scrypt (RFC 7914), then AES-256-GCM.

The file is one canonical JSON object: a header in the clear (format, scrypt's cost and salt, the
nonce), the sealed content in base64, and a SHA-256 over all of it. The header is the cipher's
associated data. The checksum is no protection against an attacker; it tells a damaged file from a
wrong passphrase, so that nobody types passphrases at a broken stick for an hour.

`Vault` keeps the derived key while the file is in use, so that rewriting needs no second scrypt;
each rewriting takes a fresh random nonce.

A passphrase is sealed in the normal form NFC, so that another keyboard or system opens the file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from crypto.base64_texts import from_padded, padded
from crypto.canonical import dumps, fields, loads, sha256_hex
from crypto.errors import ParseError
from tally.problem import Problem

FORMAT = "piaoxiang-teller-key-1"
LARGEST_FILE = 1 << 20
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 32, 12, 32
_HEADER = ("format", "n", "r", "p", "salt", "nonce")
_FIELDS = (*_HEADER, "sealed", "checksum")
_SMALLEST_N, _LARGEST_N = 1 << 14, 1 << 20  # 16 MiB … 1 GiB of memory at r = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """scrypt's cost: n (a power of two, memory = 128·n·r bytes), r, p."""

    n: int = 1 << 17
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class Vault:
    """An unlocked passphrase: what is needed to seal new content into the same file."""

    cost: Cost
    salt: bytes = field(repr=False)
    key: bytes = field(repr=False)

    @classmethod
    def new(cls, passphrase: str, cost: Cost | None = None) -> Vault:
        """A vault with a fresh random salt."""
        cost = cost or Cost()
        salt = secrets.token_bytes(_SALT_BYTES)
        return cls(cost, salt, _derive(normalize("NFC", passphrase), salt, cost))

    def seal(self, content: str) -> bytes:
        """The bytes of the file that holds `content`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        header: dict[str, str | int] = {
            "format": FORMAT,
            "n": self.cost.n,
            "r": self.cost.r,
            "p": self.cost.p,
            "salt": self.salt.hex(),
            "nonce": nonce.hex(),
        }
        sealed = AESGCM(self.key).encrypt(nonce, content.encode(), dumps(header).encode())
        whole = header | {"sealed": padded(sealed)}
        return dumps(whole | {"checksum": sha256_hex(dumps(whole))}).encode()


def check_sealed(data: bytes, *, where: str) -> None:
    """Raise Problem("key-file-damaged") unless this is a whole sealed file; needs no passphrase."""
    _read(data, where)


def unseal(data: bytes, passphrase: str, *, where: str) -> tuple[Vault, str]:
    """The content of a sealed file, and the vault that can rewrite it.

    Raises Problem: "key-file-damaged" (truncated, altered, not such a file, or with a cost
    outside the accepted bounds), "passphrase-wrong" (the file is whole, but does not open).
    """
    header, sealed = _read(data, where)
    cost = Cost(int(header["n"]), int(header["r"]), int(header["p"]))
    salt = bytes.fromhex(str(header["salt"]))
    nonce, known = bytes.fromhex(str(header["nonce"])), dumps(header).encode()
    for form in _forms(passphrase):
        key = _derive(form, salt, cost)
        with suppress(InvalidTag):
            content = AESGCM(key).decrypt(nonce, sealed, known)
            return Vault(cost, salt, key), content.decode()
    raise Problem(
        "passphrase-wrong",
        "The passphrase does not open this key file. The file itself is undamaged.",
        where=where,
    )


def _forms(passphrase: str) -> Iterator[str]:
    """What the same typing may have been when the file was made: NFC first, each form once.

    What earlier releases sealed was sealed as the keyboard gave it; one letter with an accent is
    one character from some keyboards, and two from others.
    """
    forms = (normalize("NFC", passphrase), passphrase, normalize("NFD", passphrase))
    yield from dict.fromkeys(forms)


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    scrypt = Scrypt(salt=salt, length=_KEY_BYTES, n=cost.n, r=cost.r, p=cost.p)
    return scrypt.derive(passphrase.encode())


def _read(data: bytes, where: str) -> tuple[dict[str, int | str], bytes]:
    """The header and the sealed bytes of a whole, plausible file; else "key-file-damaged"."""
    try:
        value = loads(data, limit=LARGEST_FILE, where=where)
        found = fields(value, _FIELDS)
        header = {name: found[name] for name in _HEADER}
        sealed = from_padded(str(found["sealed"]))
        whole = header | {"sealed": found["sealed"]}
        _check_header(header, whole=sha256_hex(dumps(whole)) == found["checksum"])
    except (ParseError, ValueError):
        raise Problem(
            "key-file-damaged",
            "This is not a whole teller key file: it was cut short, altered, or is another file. "
            "If it cannot be got back whole, the other tellers' threshold suffices.",
            where=where,
        ) from None
    return {name: entry for name, entry in header.items() if isinstance(entry, int | str)}, sealed


def _check_header(header: Mapping[str, object], *, whole: bool) -> None:
    """Refuse, by ValueError, what this program never writes or what would exhaust the machine."""
    n = header["n"]
    plausible = (
        whole
        and header["format"] == FORMAT
        and isinstance(n, int)
        and _SMALLEST_N <= n <= _LARGEST_N
        and n & (n - 1) == 0
        and (header["r"], header["p"]) == (8, 1)
        and len(bytes.fromhex(str(header["salt"]))) == _SALT_BYTES
        and len(bytes.fromhex(str(header["nonce"]))) == _NONCE_BYTES
    )
    if not plausible:
        raise ValueError
