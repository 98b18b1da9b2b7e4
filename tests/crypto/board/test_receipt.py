"""Receipts: the same for the same ballot, checked whole, and silent about the vote and the time."""

import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.note import signature_line
from crypto.board.receipt import Receipt, receipt_message, sign_receipt
from crypto.errors import ParseError, ProofError, Refused
from tests.crypto.fixtures.server_keys import KEY, OTHER

SETUP = "5" * 64
FINGERPRINT = base64.b64encode(hashlib.sha256(b"ballot").digest()).decode().rstrip("=")


def checkpoint(height: int = 16, *, setup: str = SETUP, meeting: str = "xinyi-2026") -> str:
    root = hashlib.sha256(b"%d" % height).digest()
    return make_checkpoint(KEY, Checkpoint(meeting, setup, height + 1, root))


RECEIPT = sign_receipt(KEY, SETUP, FINGERPRINT, checkpoint())
JSON = RECEIPT.to_json()


def test_a_receipt_is_checked_and_says_how_far_the_chain_had_got() -> None:
    found = Receipt.parse(JSON).check(KEY.public)
    assert (found.meeting, found.setup_hash, found.size) == ("xinyi-2026", SETUP, 17)


def test_a_receipt_issued_again_differs_in_nothing_but_the_checkpoint() -> None:
    again = sign_receipt(KEY, SETUP, FINGERPRINT, checkpoint(40))
    assert again.signature == RECEIPT.signature
    assert again.checkpoint != RECEIPT.checkpoint
    assert sign_receipt(KEY, SETUP, FINGERPRINT, checkpoint()) == RECEIPT


def test_a_receipt_holds_box_fingerprint_signature_and_checkpoint_and_nothing_else() -> None:
    """Neither vote, credential, time nor kiosk has a place in it."""
    assert list(json.loads(JSON)) == ["setup", "fingerprint", "signature", "checkpoint"]
    assert receipt_message("s", "f") == b"piaoxiang-receipt|s|f"
    assert base64.b64decode(RECEIPT.signature + "==") == KEY.sign(
        b"piaoxiang-receipt|" + SETUP.encode() + b"|" + FINGERPRINT.encode()
    )


def replaced(**changes: str) -> Receipt:
    return Receipt(**{**json.loads(JSON), **changes})


ANOTHER = base64.b64encode(hashlib.sha256(b"another").digest()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("receipt", "code", "where"),
    [
        (replaced(fingerprint=ANOTHER), "server-signature", "r.signature"),
        (
            replaced(setup="6" * 64, checkpoint=checkpoint(setup="6" * 64)),
            "server-signature",
            "r.signature",
        ),
        (sign_receipt(OTHER, SETUP, FINGERPRINT, checkpoint()), "server-signature", "r.signature"),
        (
            replaced(checkpoint=checkpoint().replace("\n17\n", "\n18\n")),
            "note-signature",
            "r.checkpoint signature 1",
        ),
        (
            replaced(checkpoint=make_checkpoint(OTHER, Checkpoint("m", SETUP, 17, b"a" * 32))),
            "note-unsigned",
            "r.checkpoint",
        ),
    ],
)
def test_a_false_receipt_is_refused(receipt: Receipt, code: str, where: str) -> None:
    parsed = Receipt.parse(receipt.to_json())
    with pytest.raises(ProofError) as caught:
        parsed.check(KEY.public, where="r")
    assert (caught.value.code, caught.value.where) == (code, where)


def test_a_checkpoint_of_another_box_is_refused_without_parsing_too() -> None:
    receipt = replaced(checkpoint=checkpoint(setup="6" * 64))
    with pytest.raises(ParseError) as caught:
        receipt.check(KEY.public)
    assert caught.value.code == "receipt-box"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "json-syntax"),
        ("[]", "json-type"),
        (JSON + "\n", "json-not-canonical"),
        (JSON.replace('"setup"', '"Setup"'), "json-fields"),
        (JSON.replace(SETUP, SETUP[1:], 1), "hash-form"),
        (replaced(setup="A" * 64).to_json(), "hash-form"),
        (replaced(fingerprint=FINGERPRINT[:-1]).to_json(), "hash-form"),
        (replaced(fingerprint=FINGERPRINT + "=").to_json(), "hash-form"),
        (replaced(signature="").to_json(), "receipt-base64"),
        (replaced(signature=RECEIPT.signature[:-1]).to_json(), "receipt-base64"),
        (replaced(signature=RECEIPT.signature + "==").to_json(), "receipt-base64"),
        (replaced(signature="!" * 86).to_json(), "receipt-base64"),
        (replaced(signature="é" * 86).to_json(), "receipt-base64"),
        (replaced(signature=RECEIPT.signature[:-1] + "B").to_json(), "receipt-base64"),
        (replaced(checkpoint="").to_json(), "note-form"),
        (replaced(checkpoint=checkpoint(setup="6" * 64)).to_json(), "receipt-box"),
        (replaced(checkpoint="x" * 20_000).to_json(), "json-too-long"),
    ],
)
def test_what_is_no_receipt_is_refused(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        Receipt.parse(text, where="receipt")
    assert caught.value.code == code
    assert caught.value.where.startswith("receipt")


@pytest.mark.parametrize(
    ("setup", "fingerprint", "note"),
    [
        ("6" * 64, FINGERPRINT, checkpoint()),
        (SETUP, FINGERPRINT + "=", checkpoint()),
        (SETUP, FINGERPRINT, "no note"),
    ],
)
def test_a_receipt_that_could_not_be_read_again_is_not_signed(
    setup: str, fingerprint: str, note: str
) -> None:
    with pytest.raises(ParseError):
        sign_receipt(KEY, setup, fingerprint, note)


# The QR code


def test_the_qr_text_holds_the_whole_receipt() -> None:
    qr = RECEIPT.to_qr()
    assert Receipt.parse_qr(qr) == RECEIPT
    assert qr.startswith("PXR1:xinyi-2026:")
    assert len(qr) < 400


@given(
    st.binary(max_size=20),
    st.integers(0, 2**30 - 1),
    st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,31}", fullmatch=True),
)
def test_any_receipt_goes_through_its_qr_text(ballot: bytes, height: int, meeting: str) -> None:
    fingerprint = base64.b64encode(hashlib.sha256(ballot).digest()).decode().rstrip("=")
    receipt = sign_receipt(KEY, SETUP, fingerprint, checkpoint(height, meeting=meeting))
    again = Receipt.parse_qr(receipt.to_qr())
    assert again == receipt
    again.check(KEY.public)


def test_cosignatures_do_not_go_into_the_qr_code() -> None:
    note = checkpoint()
    cosigned = note + signature_line(note.split("\n\n")[0] + "\n", "observer", OTHER)
    assert Receipt.parse_qr(replaced(checkpoint=cosigned).to_qr()) == RECEIPT


def test_another_line_under_the_servers_name_does_not_go_into_the_qr_code() -> None:
    head, own = checkpoint().split("\n\n")
    name = own.split(" ")[1]
    other = base64.b64encode(bytes(4 + 72)).decode()
    note = f"{head}\n\n— {name} {other}\n{own}"
    assert Receipt.parse_qr(replaced(checkpoint=note).to_qr()) == RECEIPT


def test_a_checkpoint_that_the_server_did_not_sign_makes_no_qr_code() -> None:
    note = checkpoint().replace("— piaoxiang", "— somebody")
    with pytest.raises(ParseError) as caught:
        replaced(checkpoint=note).to_qr()
    assert caught.value.code == "receipt-checkpoint"


QR = RECEIPT.to_qr()
PARTS = QR.split(":")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PX1:0123abcd:XXXXX-XXXXXX-XXXXX-XXXXXX",
        QR.lower(),
        QR + "\n",
        QR + ":",
        " " + QR,
        QR.replace("PXR1", "PXR2"),
        QR.replace(":17:", ":017:"),
        QR.replace(":17:", ":0:"),
        QR.replace(":17:", ":1073741825:"),
        QR.replace(":17:", ":1٧:"),
        ":".join(PARTS[:-1]),
        ":".join([*PARTS[:2], PARTS[2][:-1], *PARTS[3:]]),
        ":".join([*PARTS[:2], PARTS[2][:-1] + "-", *PARTS[3:]]),
        ":".join([*PARTS[:3], PARTS[3][:-1] + "_", *PARTS[4:]]),
        ":".join([*PARTS[:4], PARTS[4][:-1] + "_", *PARTS[5:]]),
        ":".join([*PARTS[:-1], PARTS[-1][:-1] + "_"]),
        QR * 2,
        "PXR1:" + "x" * 10_000,
    ],
)
def test_what_is_no_qr_text_of_a_receipt_is_refused(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        Receipt.parse_qr(text, where="scan")
    assert caught.value.where.startswith("scan")


@given(st.integers(0, len(JSON.encode()) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_a_changed_receipt_is_refused(start: int, inserted: bytes, removed: int) -> None:
    raw = JSON.encode()
    changed = raw[:start] + inserted + raw[start + removed :]
    if changed == raw:
        return
    with pytest.raises(Refused):
        Receipt.parse(changed).check(KEY.public)


@given(st.integers(0, len(QR) - 1), st.text(max_size=2), st.integers(0, 2))
def test_a_changed_qr_text_is_refused(start: int, inserted: str, removed: int) -> None:
    changed = QR[:start] + inserted + QR[start + removed :]
    if changed == QR:
        return
    with pytest.raises(Refused):
        Receipt.parse_qr(changed).check(KEY.public)
