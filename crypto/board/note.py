"""Signed notes: a text followed by signatures, as in C2SP signed-note (https://c2sp.org/signed-note).

    <text, whose every line ends with a newline>
                                                          <- one empty line
    — <key name> <base64(4 bytes of key ID || signature)>  <- one line per signature

The key ID is the start of SHA-256(key name || 0x0A || 0x01 || 32-byte public key), 0x01 standing
for Ed25519. The text is believed only when a key that the reader trusts has signed it. Signatures
by unknown keys (cosigners, say) are passed over; one that claims a known key and does not verify
refuses the whole note.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from crypto.base64_texts import from_padded, padded
from crypto.board.server_key import ServerKey, ServerPublicKey
from crypto.errors import ParseError, ProofError
from crypto.place import Part, Where, place_of

LONGEST_NOTE = 16 * 1024  # bytes
MOST_SIGNATURES = 32
_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_SIGNATURE_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who is said to have signed, with which key, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes


def is_key_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no spaces, no plus sign, nothing unprintable."""
    return bool(name) and "+" not in name and not any(map(_breaks_name, name))


def key_id(name: str, key: ServerPublicKey) -> bytes:
    """The four bytes that tell a key in a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.key_bytes).digest()[:_KEY_ID_SIZE]


def signature_line(text: str, name: str, key: ServerKey) -> str:
    """The line that a key adds below a note's text, with its newline."""
    return _line(NoteSignature(name, key_id(name, key.public), key.sign(text.encode())))


def sign_note(text: str, name: str, key: ServerKey) -> str:
    """A note with one signature.

    Raises ParseError `note-text` for a text that a reader would refuse, or `note-name`.
    """
    _check_text(text)
    if not is_key_name(name):
        raise ParseError("note-name", f"no key can be named {name!r}")
    return text + "\n" + signature_line(text, name, key)


def open_note(note: bytes, keys: Mapping[str, ServerPublicKey], *, where: Where = "") -> str:
    """The text of a note that at least one of these keys (by name) has signed.

    Raises ParseError `note-…` when the note is not one, ProofError `note-unsigned` when none of
    the keys signed it, and ProofError `note-signature` when a signature claims one and is wrong.
    """
    text, signatures = parse_note(note, where=where)
    signed = False
    for line, found in enumerate(signatures, start=1):
        key = keys.get(found.name)
        if key is None or key_id(found.name, key) != found.key_id:
            continue
        place = place_of(where) / Part(f"signature {line}")
        try:
            key.check(text.encode(), found.signature, where=place)
        except ProofError:
            detail = f"the signature of {found.name} does not verify"
            raise ProofError("note-signature", detail, where=place) from None
        signed = True
    if not signed:
        named = ", ".join(keys)
        raise ProofError("note-unsigned", f"no signature by {named}", where=where)
    return text


def signed_alone(note: bytes, name: str, key: ServerPublicKey) -> bytes:
    """The note without the lines of other keys; nothing is verified.

    Raises ParseError `note-…`.
    """
    text, signatures = parse_note(note)
    named = (name, key_id(name, key))
    lines = (_line(each) for each in signatures if (each.name, each.key_id) == named)
    return (text + "\n" + "".join(lines)).encode()


def parse_note(note: bytes, *, where: Where = "") -> tuple[str, tuple[NoteSignature, ...]]:
    """The text and the signatures of a note, none of them verified; raises ParseError `note-…`."""
    if len(note) > LONGEST_NOTE:
        detail = f"{len(note)} bytes, expected at most {LONGEST_NOTE}"
        raise ParseError("note-too-long", detail, where=where)
    try:
        content = note.decode()
    except UnicodeDecodeError:
        raise ParseError("note-text", "the note is not UTF-8", where=where) from None
    above, separator, below = content.rpartition("\n\n")
    text = above + "\n"
    if not separator:
        raise ParseError("note-form", "no empty line between text and signatures", where=where)
    _check_text(text, where)
    if not below.endswith("\n"):
        raise ParseError("note-form", "the note does not end with a newline", where=where)
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        detail = f"{len(lines)} signatures, expected at most {MOST_SIGNATURES}"
        raise ParseError("note-form", detail, where=where)
    signatures = tuple(
        _signature(line, place_of(where) / Part(f"signature {number}"))
        for number, line in enumerate(lines, start=1)
    )
    if len({(found.name, found.key_id) for found in signatures}) != len(signatures):
        raise ParseError("note-form", "one key has signed twice", where=where)
    return text, signatures


def _line(signature: NoteSignature) -> str:
    signed = padded(signature.key_id + signature.signature)
    return f"— {signature.name} {signed}\n"


def _signature(line: str, where: Where) -> NoteSignature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if match is None or not is_key_name(match[1]):
        raise ParseError("note-form", "expected '— <key name> <base64>'", where=where)
    try:
        signed = from_padded(match[2])
    except ValueError:
        detail = "the signature is no base64, or not canonical"
        raise ParseError("note-base64", detail, where=where) from None
    if len(signed) <= _KEY_ID_SIZE:
        raise ParseError("note-base64", "no signature after the key ID", where=where)
    return NoteSignature(match[1], signed[:_KEY_ID_SIZE], signed[_KEY_ID_SIZE:])


def _check_text(text: str, where: Where = "") -> None:
    """Check that a text can stand in a note: lines, each ended, of printable UTF-8."""
    if text in {"", "\n"} or not text.endswith("\n"):
        detail = "the text is empty or does not end with a newline"
        raise ParseError("note-text", detail, where=where)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text.replace("\n", "")):
        raise ParseError("note-text", "the text holds a control character", where=where)


def _breaks_name(character: str) -> bool:
    return unicodedata.category(character)[0] in {"C", "Z"}
