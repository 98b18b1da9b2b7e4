"""The look-up page: every question about a ballot is answered; what is asked stays text."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient

from ballot_server.board import checkpoints
from ballot_server.board.closing import close
from crypto.board.receipt import Receipt, sign_receipt
from crypto.board.server_key import ServerKey
from tests.ballot_server.fixtures.asking import cast, receipt_of
from tests.ballot_server.fixtures.page_faults import Strict
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    Loaded,
    config_in,
    loaded_server,
)


def found(client: FlaskClient, asked: str) -> str:
    """The kind of answer that the look-up page gives."""
    page = client.get(f"/lookup?fingerprint={quote(asked)}")
    assert page.status_code == 200
    match = re.search(r'<section class="answer ([a-z-]+)"', page.text)
    return match[1] if match else "nothing-asked"


def test_a_ballot_is_found_by_fingerprint_tracker_prefix_and_receipt(
    client: FlaskClient, loaded: Loaded
) -> None:
    ballots = [slip.ballot() for slip in loaded.slips[BOX][:6]]
    receipts = [receipt_of(cast(client, ballot.to_json().encode()), loaded) for ballot in ballots]
    for expected in ("waiting", "sealed"):
        for ballot, receipt in zip(ballots, receipts, strict=True):
            grouped = " ".join(re.findall(".{1,4}", ballot.fingerprint))
            for asked in (
                ballot.fingerprint,
                ballot.fingerprint[:16],
                ballot.tracker,
                grouped,
                f"  {grouped}=\n",
                receipt.to_qr(),
                receipt.to_json(),
            ):
                assert found(client, asked) == expected
        if expected == "waiting":
            close(loaded.board, BOX)
    page = client.get(f"/lookup?fingerprint={quote(ballots[0].fingerprint)}").text
    link = re.search(rf'href="(/boxes/{BOX}\?page=\d+)#(event-\d+)"', page)
    assert link is not None
    assert f'id="{link[2]}"' in client.get(link[1]).text


def test_what_is_not_found_says_why(client: FlaskClient, loaded: Loaded) -> None:
    receipt = receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    assert found(client, "") == "nothing-asked"
    assert found(client, "A" * 43) == "unknown"
    assert found(client, receipt.fingerprint[:16].swapcase()) == "unknown"
    for asked in ("short", "%" * 20, "_" * 15, "<b>" * 10, "PXR1:x", "{}", "A" * 5000, "张" * 20):
        assert found(client, asked) == "unreadable"


def test_a_receipt_is_judged_as_well(client: FlaskClient, loaded: Loaded, tmp_path: Path) -> None:
    receipt = receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    stranger = ServerKey.generate()
    note = checkpoints.signed_checkpoint(loaded.board, BOX)
    forged = sign_receipt(stranger, receipt.setup, receipt.fingerprint, note)
    assert found(client, forged.to_json()) == "forged"
    cheated = sign_receipt(loaded.board.key, receipt.setup, "A" * 43, note)
    assert found(client, cheated.to_json()) == "missing"
    other = loaded_server(config_in(tmp_path / "other"))
    theirs = sign_receipt(
        other.board.key,
        other.slips[BOX][0].setup,
        "A" * 43,
        checkpoints.signed_checkpoint(other.board, BOX),
    )
    assert found(client, theirs.to_qr()) == "other-board"
    other.board.store.dispose()


def test_what_was_asked_is_shown_as_text_only(client: FlaskClient) -> None:
    page = client.get("/lookup?fingerprint=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script" not in page
    assert Strict(page).faults == []


def test_receipts_of_every_form_are_read(client: FlaskClient, loaded: Loaded) -> None:
    receipt = receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    assert Receipt.parse_qr(receipt.to_qr()) == receipt
    assert found(client, f" {receipt.to_qr()}\n") == "waiting"
