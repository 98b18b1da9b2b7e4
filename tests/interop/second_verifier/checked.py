"""A folder that was checked, and what its server signed."""

import base64
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .box import Box
from .findings import Refused, demand
from .rounds import boxes_of

SIGNATURE = 64  # bytes


def decoded(text: str, size: int) -> bytes:
    """The bytes of base64 without padding, of either alphabet."""
    plain = text.translate(str.maketrans("-_", "+/"))
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        raise Refused("receipt-form", "no base64") from None
    same = base64.b64encode(data).decode().rstrip("=") == plain
    demand(same and len(data) == size, "receipt-form", "base64 in another spelling")
    return data


@dataclass(frozen=True)
class Server:
    """Whose word it is: the key of a meeting's server, and the meeting's id."""

    key: str
    meeting: str

    def signed(self, text: str, signature: str) -> bool:
        """Whether the server signed a text; the signature in base64 without padding."""
        try:
            data = decoded(signature, SIGNATURE)
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.key))
            key.verify(data, text.encode())
        except (InvalidSignature, Refused):
            return False
        return True


@dataclass(frozen=True)
class Checked:
    """A folder that was checked: meeting.json, parsed and as it stands; the outcome; the boxes."""

    meeting: dict[str, Any]
    text: bytes
    outcome: bytes
    boxes: list[Box]

    @property
    def server(self) -> Server:
        """Whose word receipts and words on slips are."""
        return Server(self.meeting["server_key"], self.meeting["id"])

    @property
    def whole(self) -> bool:
        """Whether every box could be read."""
        return len(self.boxes) == len(boxes_of(self.meeting))
