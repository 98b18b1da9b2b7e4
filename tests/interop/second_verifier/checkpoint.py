"""The server's signed note over a record's events (chapter 15)."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import strict_base64
from .findings import Refused, demand

LONGEST_NOTE = 16 * 1024
MOST_SIGNATURES = 32
MOST_EVENTS = 2**30
ROOT = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="


def root(leaves: list[bytes]) -> bytes:
    """RFC 6962's Merkle tree hash."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"".join(b"\0" + leaf for leaf in leaves)).digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:left]) + root(leaves[left:])).digest()


def _parts(note: bytes) -> tuple[str, list[str]]:
    """The text of a signed note without its last newline, and the signature lines."""
    demand(len(note) <= LONGEST_NOTE, "note-too-long", "the note is too long")
    try:
        text, blank, below = note.decode().rpartition("\n\n")
    except UnicodeDecodeError:
        raise Refused("note-text", "the note is not UTF-8") from None
    demand(blank, "note-form", "no empty line divides text and signatures")
    shown = all(unicodedata.category(one) != "Cc" for one in text.replace("\n", ""))
    demand(text and shown, "note-text", "no text, or a control character in it")
    demand(below.endswith("\n"), "note-form", "the note does not end with a newline")
    lines = below[:-1].split("\n")
    good = len(lines) <= MOST_SIGNATURES and all(map(_is_signature, lines))
    demand(good, "note-form", "these are not lines of signatures")
    return text, lines


def _is_signature(line: str) -> bool:
    match = re.fullmatch("— ([^ +]+) [A-Za-z0-9+/]+={0,2}", line)
    return match is not None and all(unicodedata.category(one)[0] not in "CZ" for one in match[1])


@dataclass(frozen=True)
class Claimed:
    """What a checkpoint says, whoever signed it."""

    meeting: str
    setup: str
    size: int
    root: bytes


def claimed(note: bytes) -> Claimed:
    """What a note says; refuses what is no checkpoint."""
    return _opened(note)[0]


def _opened(note: bytes) -> tuple[Claimed, str, list[tuple[str, bytes]]]:
    """What a note says, its text, and its signatures by name."""
    text, signatures = _parts(note)
    lines = text.split("\n")
    blobs = [(line.split(" ")[1], strict_base64(line.split(" ")[2])) for line in signatures]
    demand(all(len(blob) > 4 for _name, blob in blobs), "note-base64", "no signature")
    names = {(name, blob[:4]) for name, blob in blobs}
    demand(len(names) == len(blobs), "note-form", "one key has signed twice")
    origin = re.fullmatch(r"piaoxiang/([A-Za-z][A-Za-z0-9_-]{0,31})/([0-9a-f]{64})", lines[0])
    good = len(lines) == 3 and re.fullmatch("[1-9][0-9]{0,9}", lines[1])
    good = good and int(lines[1]) <= MOST_EVENTS and re.fullmatch(ROOT, lines[2])
    if origin is None or not good:
        raise Refused("checkpoint-form", "this is no checkpoint")
    says = Claimed(origin[1], origin[2], int(lines[1]), strict_base64(lines[2]))
    return says, text, blobs


def demand_signed(note: bytes, server_key: str) -> Claimed:
    """Refuse a checkpoint that the server did not sign."""
    says, text, blobs = _opened(note)
    origin = text.split("\n")[0]
    key = bytes.fromhex(server_key)
    key_id = hashlib.sha256(f"{origin}\n\1".encode() + key).digest()[:4]
    signed = False
    for name, data in blobs:
        if name == origin and data[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(data[4:], f"{text}\n".encode())
            except InvalidSignature:
                demand(False, "note-signature", "the server's signature does not hold")
            signed = True
    demand(signed, "note-unsigned", "the server did not sign the checkpoint")
    return says


def demand_continued(says: Claimed, texts: list[bytes]) -> None:
    """Refuse a record, by its events' texts, that does not go through a checkpoint."""
    setup = hashlib.sha256(texts[0]).hexdigest()
    demand(says.setup == setup, "checkpoint-box", "a checkpoint of another box")
    demand(says.size <= len(texts), "checkpoint-rollback", "the record has fewer events")
    same = says.root == root(texts[: says.size])
    demand(same, "checkpoint-fork", "the record's events are others")


def check(
    note: bytes, meeting: str, server_key: str, texts: list[bytes], closing: int | None
) -> None:
    """Refuse a checkpoint that is not one of this meeting's server over these events.

    `texts` are the events' texts, the first one the Setup; `closing` is the height of the
    encrypted tally's event.
    """
    says = demand_signed(note, server_key)
    demand(says.meeting == meeting, "checkpoint-meeting", "a checkpoint of another meeting")
    demand_continued(says, texts)
    early = closing is not None and says.size <= closing
    demand(not early, "checkpoint-early", "the checkpoint was signed before the record was closed")
