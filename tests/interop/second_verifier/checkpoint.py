"""The server's signed note over a record's events (chapter 15)."""

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import strict_base64
from .findings import demand


def root(leaves: list[bytes]) -> bytes:
    """RFC 6962's Merkle tree hash."""
    if len(leaves) <= 1:
        return hashlib.sha256(b"".join(b"\0" + leaf for leaf in leaves)).digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root(leaves[:left]) + root(leaves[left:])).digest()


def check(
    note: bytes, meeting: str, server_key: str, texts: list[bytes], closing: int | None
) -> None:
    """Refuse a checkpoint that is not one of this meeting's server over these events.

    ``texts`` are the events' texts, the first one the Setup; ``closing`` is the height of the
    encrypted tally's event.
    """
    try:
        text, _blank, signatures = note.decode().partition("\n\n")
    except UnicodeDecodeError:
        demand(False, "note-text", "the note is not UTF-8")
        raise
    lines = text.split("\n")
    good = len(lines) == 3 and re.fullmatch("(— [^ \n+]+ [^ \n]+\n)+", signatures)
    demand(good, "note-form", "this is not a signed note")
    key = bytes.fromhex(server_key)
    key_id = hashlib.sha256(f"{lines[0]}\n\1".encode() + key).digest()[:4]
    signed = False
    for line in signatures.split("\n")[:-1]:
        _dash, name, blob = line.split(" ")
        data = strict_base64(blob)
        if name == lines[0] and data[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(key).verify(data[4:], f"{text}\n".encode())
            except InvalidSignature:
                demand(False, "note-signature", "the server's signature does not hold")
            signed = True
    origin = re.fullmatch(r"piaoxiang/([A-Za-z][A-Za-z0-9_-]{0,31})/([0-9a-f]{64})", lines[0])
    form = (
        origin and re.fullmatch("[1-9][0-9]{0,8}", lines[1]) and len(strict_base64(lines[2])) == 32
    )
    if origin is None or not form:
        demand(False, "checkpoint-form", "this is no checkpoint")
        return
    demand(origin[1] == meeting, "checkpoint-meeting", "a checkpoint of another meeting")
    setup = hashlib.sha256(texts[0]).hexdigest()
    demand(origin[2] == setup, "checkpoint-box", "a checkpoint of another box")
    demand(signed, "note-unsigned", "the server did not sign the checkpoint")
    size = int(lines[1])
    demand(size <= len(texts), "checkpoint-rollback", "the record has fewer events")
    same = root(texts[:size]) == strict_base64(lines[2])
    demand(same, "checkpoint-fork", "the record's events are others")
    early = closing is None or size <= closing
    demand(not early, "checkpoint-early", "the checkpoint was signed before the record was closed")
