"""A cosignature's time: written from the first second to the last, and read no further."""

from __future__ import annotations

import base64

import pytest

from crypto.board.checkpoint import open_checkpoint
from crypto.board.cosignature import LATEST_TIME, Cosigner, check_cosignature, cosign
from crypto.errors import ParseError
from crypto.record.record import read_record
from tests.crypto.fixtures.server_keys import KEY, OTHER
from tests.crypto.fixtures.signed_chains import checkpoint_of
from tests.crypto.fixtures.small_records import tallied

TELLER = Cosigner("piaoxiang/xinyi-2026/teller-1", OTHER.public)
TEXT = "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
NOON = 1_795_300_000


def cosigned(time: int) -> str:
    record = read_record(tallied().appended_bytes())
    return cosign(checkpoint_of(record).encode(), record, TELLER, OTHER, time, server=KEY.public)


def test_the_same_checkpoint_is_cosigned_again() -> None:
    record = read_record(tallied().appended_bytes())
    note = checkpoint_of(record).encode()
    again = cosign(
        note,
        record,
        TELLER,
        OTHER,
        NOON,
        server=KEY.public,
        earlier=open_checkpoint(note, KEY.public),
    )
    assert check_cosignature(again.encode(), TELLER) == NOON


@pytest.mark.parametrize("time", [0, 1, LATEST_TIME])
def test_the_first_and_the_last_second_can_be_written(time: int) -> None:
    assert check_cosignature(cosigned(time).encode(), TELLER) == time


def test_a_time_out_of_range_is_not_read() -> None:
    raw = TELLER.key_id + (LATEST_TIME + 1).to_bytes(8, "big") + bytes(64)
    note = f"{TEXT}\n— {TELLER.name} {base64.b64encode(raw).decode()}\n"
    with pytest.raises(ParseError) as caught:
        check_cosignature(note.encode(), TELLER, where="here")
    assert (caught.value.code, caught.value.where) == ("cosignature-form", "here")
