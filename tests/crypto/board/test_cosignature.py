"""Cosignatures: those of real witnesses hold; ours say nothing about when a ballot came."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.checkpoint import open_checkpoint
from crypto.board.cosignature import (
    LATEST_TIME,
    Cosigner,
    check_cosignature,
    cosign,
    cosignature_line,
)
from crypto.board.note import MOST_SIGNATURES, open_note, parse_note
from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError, ProofError, RecordError, Refused
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tests.crypto.fixtures.server_keys import KEY, OTHER, key_of
from tests.crypto.fixtures.signed_chains import MEETING, checkpoint_of
from tests.crypto.fixtures.small_records import begun, homomorphic, tallied, text

# The checkpoint of a Certificate Transparency log of 2026-05-23, cosigned by four of the public
# witness network's witnesses, and their keys as the witnesses publish them.
REAL = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3\
urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI7\
5MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcq\
oXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u\
5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5\
XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TU\
FucgKi7lI7cUiOvKFYe/TmN9DAg==
""".encode()
REAL_TIME = 1_779_573_024
WITNESSES = [
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
]
# The example of C2SP tlog-cosignature; the specification gives no keys with it.
EXAMPLE_TEXT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
EXAMPLE = (
    f"{EXAMPLE_TEXT}\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2"
    "oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)

TELLER = Cosigner("piaoxiang/xinyi-2026/teller-1", OTHER.public)
OBSERVER_KEY = key_of(b"\3" * 32)
OBSERVER = Cosigner("observer.example/liu", OBSERVER_KEY.public)
NOON = 1_795_300_000


def cosigned(builder: RecordBuilder, *, time: int = NOON) -> str:
    record = read_record(builder.appended_bytes())
    return cosign(checkpoint_of(record).encode(), record, TELLER, OTHER, time, server=KEY.public)


@pytest.mark.parametrize("published", WITNESSES)
def test_cosignatures_of_real_witnesses_hold(published: str) -> None:
    witness = Cosigner.parse(published)
    assert witness.text == published
    assert check_cosignature(REAL, witness) == REAL_TIME


def test_the_log_that_they_cosigned_signed_it_itself() -> None:
    key = ServerPublicKey(base64.b64decode("TS8eaUYJL8903xvY5oaYqmssjwcoz50njvbGAViHXl8=").hex())
    name = "arche2025h1.staging.ct.transparency.dev"
    assert open_note(REAL, {name: key}) == REAL.decode().split("\n\n")[0] + "\n"


REMORA = next(each for each in WITNESSES if each.startswith("remora"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"1432088532", b"1432088533"),
        (b"\nU7WM", b"\nV7WM"),
        (
            b"arche2025h1.staging.ct.transparency.dev\n1",
            b"arche2025h2.staging.ct.transparency.dev\n1",
        ),
        (b"2net5wAAAABqEiEg", b"2net5wAAAABqEiEh"),
        (b"XeU/zZ0WBxtqB0DrAWfBw==", b"XeU/zZ0WBxtqB0DrAWfCw=="),
    ],
)
def test_a_changed_checkpoint_time_or_signature_is_refused(old: bytes, new: bytes) -> None:
    assert REAL.count(old) == 1
    with pytest.raises(ProofError) as caught:
        check_cosignature(REAL.replace(old, new), Cosigner.parse(REMORA))
    assert caught.value.code == "cosignature-invalid"


def test_the_specifications_example_has_its_form() -> None:
    note_text, signatures = parse_note(EXAMPLE.encode())
    assert note_text == EXAMPLE_TEXT
    assert signatures[1].key_id.hex() == "8d66cf3f"
    assert int.from_bytes(signatures[1].signature[:8], "big") == 1_679_315_147
    assert len(signatures[1].signature) == 72


def test_the_signed_message_is_the_specifications() -> None:
    line = cosignature_line(EXAMPLE_TEXT, OBSERVER, OBSERVER_KEY, 1_679_315_147)
    raw = base64.b64decode(line.split(" ")[2])
    message = b"cosignature/v1\ntime 1679315147\n" + EXAMPLE_TEXT.encode()
    assert raw == OBSERVER.key_id + bytes.fromhex("00000000641850cb") + OBSERVER_KEY.sign(message)
    assert line.startswith("— observer.example/liu ")


def test_a_checkpoint_is_cosigned_at_opening_and_after_closing() -> None:
    closed = tallied().add_partial_decryption(1, text("decryption", 1))
    for builder in (begun(), tallied(), closed, homomorphic()):
        note = cosigned(builder).encode()
        assert check_cosignature(note, TELLER) == NOON
        assert open_checkpoint(note, KEY.public).meeting == MEETING


def test_a_cosignature_never_says_when_ballots_came() -> None:
    with pytest.raises(RecordError) as caught:
        cosigned(begun().add_ballots([text("ballot", 0)]))
    assert caught.value.code == "cosignature-moment"


def test_only_what_the_cosigner_verified_is_cosigned() -> None:
    record = read_record(tallied().appended_bytes())
    changed = begun().add_ballots([text("ballot", n) for n in (7, 8, 9)]).end_ballots()
    other = read_record(changed.appended_bytes())
    shorter = read_record(begun().appended_bytes())
    note = checkpoint_of(record).encode()
    cases = {
        "checkpoint-fork": (checkpoint_of(other).encode(), None),
        "note-unsigned": (checkpoint_of(record, key=OTHER).encode(), None),
        "checkpoint-rollback": (
            checkpoint_of(shorter).encode(),
            open_checkpoint(note, KEY.public),
        ),
    }
    for code, (wrong, earlier) in cases.items():
        with pytest.raises(Refused) as caught:
            cosign(wrong, record, TELLER, OTHER, NOON, server=KEY.public, earlier=earlier)
        assert caught.value.code == code
    forked = open_checkpoint(checkpoint_of(other).encode(), KEY.public)
    with pytest.raises(RecordError) as caught_fork:
        cosign(note, record, TELLER, OTHER, NOON, server=KEY.public, earlier=forked)
    assert caught_fork.value.code == "checkpoint-fork"


def test_two_cosigners_sign_one_checkpoint() -> None:
    record = read_record(tallied().appended_bytes())
    note = cosigned(tallied())
    both = cosign(
        note.encode(), record, OBSERVER, OBSERVER_KEY, NOON + 60, server=KEY.public
    ).encode()
    assert check_cosignature(both, TELLER) == NOON
    assert check_cosignature(both, OBSERVER) == NOON + 60


def test_a_cosigner_needs_its_own_key() -> None:
    with pytest.raises(ParseError) as caught:
        cosignature_line(EXAMPLE_TEXT, TELLER, OBSERVER_KEY, NOON)
    assert caught.value.code == "cosigner-key"


def test_a_plain_signature_of_the_same_key_is_no_cosignature() -> None:
    """The type byte is in the key ID, the prefix in the message: neither passes for the other."""
    record = read_record(tallied().appended_bytes())
    plain = Cosigner(open_checkpoint(checkpoint_of(record).encode(), KEY.public).origin, KEY.public)
    with pytest.raises(ProofError) as caught:
        check_cosignature(checkpoint_of(record).encode(), plain)
    assert caught.value.code == "cosignature-missing"


@pytest.mark.parametrize("time", [-1, LATEST_TIME + 1])
def test_a_time_out_of_range_is_not_signed(time: int) -> None:
    with pytest.raises(ParseError) as caught:
        cosignature_line(EXAMPLE_TEXT, TELLER, OTHER, time)
    assert caught.value.code == "cosignature-form"


@pytest.mark.parametrize(
    "payload", [b"", b"x" * 63, b"x" * 64, b"x" * 71, b"x" * 73, b"\x80" + b"x" * 71]
)
def test_what_is_no_time_and_signature_is_refused(payload: bytes) -> None:
    raw = base64.b64encode(TELLER.key_id + payload).decode()
    note = f"{EXAMPLE_TEXT}\n— {TELLER.name} {raw}\n".encode()
    with pytest.raises(ParseError) as caught:
        check_cosignature(note, TELLER)
    assert caught.value.code == ("cosignature-form" if payload else "note-base64")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "remora.n621.de",
        "remora.n621.de+da77ade7",
        WITNESSES[2] + "+",
        WITNESSES[2][:-1],
        WITNESSES[2].replace("da77ade7", "DA77ADE7"),
        WITNESSES[2].replace("da77ade7", "da77ade8"),
        WITNESSES[2].replace("remora", "rem ora"),
        WITNESSES[2].replace("remora", "remorb"),
        WITNESSES[2].replace("BOvN", "AOvN"),
        WITNESSES[2].replace("BOvN", "BOvM"),
        "foo+1573814f+ATnT68N1+aPhXIQhFQ0X6jekt0UsUk/iyE8dWHb3g9GN",
    ],
)
def test_what_is_no_cosigners_key_is_refused(wrong: str) -> None:
    with pytest.raises(ParseError) as caught:
        Cosigner.parse(wrong, where="cosigners.txt:3")
    assert caught.value.code in {"cosigner-form", "server-key-form"}
    assert caught.value.where == "cosigners.txt:3"


def test_a_cosigner_has_a_name_that_a_note_can_bear() -> None:
    """The key ID is that of the name, so that the name alone is at fault."""
    with pytest.raises(ParseError, match="cosigner-form"):
        Cosigner.parse(Cosigner("liu of observers", OBSERVER.key).text)


def test_nothing_is_signed_into_a_note_that_nobody_could_read() -> None:
    record = read_record(begun().appended_bytes())
    note = checkpoint_of(record)
    full = note + "".join(
        cosignature_line(
            note.rsplit("\n\n")[0] + "\n", Cosigner(f"other-{n}", KEY.public), KEY, NOON
        )
        for n in range(MOST_SIGNATURES - 1)
    )
    mine = cosignature_line("another text\n", TELLER, OTHER, NOON)
    for crowded in (full, note + mine):
        with pytest.raises(ParseError, match="note-form"):
            cosign(crowded.encode(), record, TELLER, OTHER, NOON, server=KEY.public)


ALONE = (EXAMPLE_TEXT + "\n" + cosignature_line(EXAMPLE_TEXT, TELLER, OTHER, NOON)).encode()


@given(st.integers(0, len(ALONE) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_a_changed_note_has_no_valid_cosignature(start: int, inserted: bytes, removed: int) -> None:
    changed = ALONE[:start] + inserted + ALONE[start + removed :]
    if changed == ALONE:
        return
    with pytest.raises(Refused):
        check_cosignature(changed, TELLER)
