"""Receipts: the server's word that it accepted a ballot into a box.

The signature covers the box (the hash of its Setup event) and the ballot's fingerprint, and nothing
else: no vote, no time, no place in the chain, no kiosk. Ed25519 is deterministic, so a receipt that
is issued again is the same. The checkpoint beside it is whatever is newest when the receipt is
handed out; it pins the chain so far and is never stored with the ballot.

A receipt whose ballot is missing from the closed record proves that the server cheated.
"""

import re
from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_unpadded, from_url_safe, padded, unpadded, url_safe
from crypto.board.checkpoint import Checkpoint, open_checkpoint, read_checkpoint
from crypto.board.note import LONGEST_NOTE, parse_note
from crypto.board.server_key import SIGNATURE_SIZE, ServerKey, ServerPublicKey
from crypto.canonical import base64_hash, dumps, fields, hex_digest, loads, text
from crypto.errors import ParseError
from crypto.json_values import join
from crypto.place import Where

_LONGEST_RECEIPT = LONGEST_NOTE + 2048  # bytes
_LONGEST_QR = 512  # characters; 344 and the meeting's id are needed
_QR = re.compile(
    r"PXR1:([A-Za-z][A-Za-z0-9_-]{0,31}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{43})"
    r":([A-Za-z0-9_-]{86}):([1-9][0-9]{0,9}):([A-Za-z0-9_-]{43}):([A-Za-z0-9_-]{91})",
    re.ASCII,
)


def receipt_message(setup_hash: str, fingerprint: str) -> bytes:
    """What the server signs. No checkpoint begins like it, so neither passes for the other."""
    return f"piaoxiang-receipt|{setup_hash}|{fingerprint}".encode()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A box, a ballot's fingerprint, the signature in unpadded base64, and a checkpoint's note."""

    setup: str
    fingerprint: str
    signature: str
    checkpoint: str

    @classmethod
    def parse(cls, data: bytes | str, *, where: Where = "") -> Self:
        """Read the canonical JSON text; raises ParseError. Signatures are **not** verified."""
        value = fields(
            loads(data, limit=_LONGEST_RECEIPT, where=where),
            ("setup", "fingerprint", "signature", "checkpoint"),
            where=where,
        )
        setup = hex_digest(value["setup"], join(where, "setup"))
        note = text(value["checkpoint"], join(where, "checkpoint"))
        if read_checkpoint(note.encode(), where=join(where, "checkpoint")).setup_hash != setup:
            detail = "the checkpoint is another box's"
            raise ParseError("receipt-box", detail, where=join(where, "checkpoint"))
        signature = text(value["signature"], join(where, "signature"))
        _decoded(signature, SIGNATURE_SIZE, join(where, "signature"))
        fingerprint = base64_hash(value["fingerprint"], join(where, "fingerprint"))
        return cls(setup, fingerprint, signature, note)

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {
                "setup": self.setup,
                "fingerprint": self.fingerprint,
                "signature": self.signature,
                "checkpoint": self.checkpoint,
            }
        )

    def check(self, key: ServerPublicKey, *, where: Where = "") -> Checkpoint:
        """Verify both signatures and return what the checkpoint says; raises ProofError.

        Raises ParseError `receipt-box` when the checkpoint is another box's.
        """
        signature = _decoded(self.signature, SIGNATURE_SIZE, join(where, "signature"))
        message = receipt_message(self.setup, self.fingerprint)
        key.check(message, signature, where=join(where, "signature"))
        place = join(where, "checkpoint")
        checkpoint = open_checkpoint(self.checkpoint.encode(), key, where=place)
        if checkpoint.setup_hash != self.setup:
            raise ParseError("receipt-box", "the checkpoint is another box's", where=place)
        return checkpoint

    def to_qr(self) -> str:
        """The text of the receipt's QR code, about 380 characters.

        `PXR1:<meeting>:<setup>:<fingerprint>:<signature>:<events>:<root>:<key ID and
        signature of the checkpoint>`, all but meeting and number in unpadded URL-safe base64.
        Cosignatures on the checkpoint are left out.
        """
        note_text, signatures = parse_note(self.checkpoint.encode())
        checkpoint = Checkpoint.parse_text(note_text)
        own = [each for each in signatures if each.name == checkpoint.origin]
        server = next((each for each in own if len(each.signature) == SIGNATURE_SIZE), None)
        if server is None:
            raise ParseError("receipt-checkpoint", "the server has not signed the checkpoint")
        parts = (
            "PXR1",
            checkpoint.meeting,
            url_safe(unpadded(bytes.fromhex(self.setup))),
            url_safe(self.fingerprint),
            url_safe(self.signature),
            str(checkpoint.size),
            url_safe(unpadded(checkpoint.root)),
            url_safe(unpadded(server.key_id + server.signature)),
        )
        return ":".join(parts)

    @classmethod
    def parse_qr(cls, qr: str, *, where: Where = "") -> Self:
        """Read the text of a QR code; raises ParseError. Signatures are **not** verified."""
        match = _QR.fullmatch(qr) if len(qr) <= _LONGEST_QR else None
        if match is None:
            raise ParseError("receipt-form", "not the text of a receipt's QR code", where=where)
        setup, root, signed = (
            _decoded(from_url_safe(found), size, where)
            for found, size in ((match[2], 32), (match[6], 32), (match[7], 4 + SIGNATURE_SIZE))
        )
        checkpoint = Checkpoint(match[1], setup.hex(), int(match[5]), root)
        line = f"— {checkpoint.origin} {padded(signed)}\n"
        receipt = cls(
            setup.hex(),
            from_url_safe(match[3]),
            from_url_safe(match[4]),
            checkpoint.text + "\n" + line,
        )
        return cls.parse(receipt.to_json(), where=where)


def sign_receipt(key: ServerKey, setup_hash: str, fingerprint: str, checkpoint: str) -> Receipt:
    """The receipt of an accepted ballot with the newest checkpoint's note.

    Raises ParseError when one of the three is malformed, or the checkpoint is another box's.
    """
    signature = key.sign(receipt_message(setup_hash, fingerprint))
    receipt = Receipt(setup_hash, fingerprint, unpadded(signature), checkpoint)
    return Receipt.parse(receipt.to_json())


def _decoded(found: str, size: int, where: Where) -> bytes:
    """The `size` bytes whose unpadded canonical base64 this is; raises ParseError."""
    try:
        data = from_unpadded(found)
    except ValueError:
        data = b""
    if len(data) != size:
        detail = f"not the unpadded base64 of {size} bytes"
        raise ParseError("receipt-base64", detail, where=where)
    return data
