"""Records of a few members, made with the record builder; their texts stand for real ones.

Nothing at this level reads an election or a ballot, so the texts are short and invented.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from crypto.record.archive_member import BLOCK
from crypto.record.record_builder import RecordBuilder

TIMESTAMP = 1_795_292_970
VECTORS = Path(__file__).parent.parent / "vectors"


def text(kind: str, number: int = 0) -> bytes:
    """An invented text, different for each kind and number, and longer than one block."""
    return json.dumps({"kind": kind, "number": number, "filling": "x" * 500}).encode()


def begun() -> RecordBuilder:
    """A record with its Setup."""
    return RecordBuilder.start(TIMESTAMP, text("election"), text("trustees"), text("credentials"))


def tallied(ballots: int = 3) -> RecordBuilder:
    """A closed and tallied record."""
    voted = begun().add_ballots(text("ballot", number) for number in range(ballots))
    return voted.end_ballots().add_encrypted_tally(
        text("tally"), num_tallied=ballots, total_weight=ballots
    )


def homomorphic() -> RecordBuilder:
    """A finished record without shuffles."""
    opened = tallied().add_partial_decryption(2, text("decryption", 2))
    return opened.add_partial_decryption(1, text("decryption", 1)).add_result(text("result"))


def shuffled() -> RecordBuilder:
    """A finished record with two shuffles."""
    mixed = tallied().add_shuffle(1, text("shuffle", 1)).add_shuffle(2, text("shuffle", 2))
    opened = mixed.end_shuffles().add_partial_decryption(1, text("decryption", 1))
    return opened.add_result(text("result"))


def members_of(data: bytes) -> list[bytes]:
    """The raw bytes of each member of a sound archive: header, content and padding.

    Told apart here by the size field alone, not by the reader under test.
    """
    raw, offset = [], 0
    while offset < len(data):
        size = int(data[offset + 124 : offset + 135], 8)
        after = offset + BLOCK + (size + BLOCK - 1) // BLOCK * BLOCK
        raw.append(data[offset:after])
        offset = after
    return raw


def joined_members(raw: Iterable[bytes]) -> bytes:
    """An archive of these raw members."""
    return b"".join(raw)
