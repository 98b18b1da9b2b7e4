"""The staff's page: a scanner types into one field, one browser is let in, and no code stays."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballot_server.board.cancelled_words import KeptWords
from ballot_server.board.closing import close
from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.staff.app import create_staff_app
from ballot_server.staff.desk import COOKIE, Desk, Ticket
from ballot_server.store import chain
from meeting.registrar.slip_code import slip_code
from tests.ballot_server.fixtures.asking import cast, receipt_of
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    Slip,
    config_in,
    loaded_server,
)

PORT = 8200
HERE = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[Loaded]:
    """A server whose boxes are not open yet."""
    found = loaded_server(config_in(tmp_path / "prepared"), opened=False)
    yield found
    found.board.store.dispose()


def desk_of(loaded: Loaded) -> Desk:
    kept = KeptWords(loaded.board, loaded.config.cancelled_words)
    return Desk(loaded.board, kept, Ticket.draw(), PORT)


def browser(desk: Desk) -> FlaskClient:
    """A browser of this machine, in English, not let in yet."""
    made = create_staff_app(desk).test_client()
    made.set_cookie("language", "en", domain="127.0.0.1")
    return made


def entered(desk: Desk) -> FlaskClient:
    made = browser(desk)
    answer = made.get(f"/enter?ticket={desk.ticket.word}", base_url=HERE)
    assert (answer.status_code, answer.location) == (303, "/")
    return made


def scan(
    client: FlaskClient, desk: Desk, code: str, kind: str = "left-over", form: str | None = None
) -> TestResponse:
    """Post a code as the form does, and give the page that follows."""
    data = {"form": desk.ticket.form if form is None else form, "as": kind, "code": code}
    answer = client.post("/scan", data=data, base_url=HERE)
    if answer.status_code != 303:
        return answer
    assert answer.location == f"/?as={kind}"  # and nothing of the code
    return client.get(answer.location, base_url=HERE)


def code_of(loaded: Loaded, slip: Slip) -> str:
    return slip_code(loaded.board.meeting_fingerprint(), slip.setup, slip.private)


def cancelled(loaded: Loaded) -> set[str]:
    connection = sqlite3.connect(loaded.config.database)
    found = {row[0] for row in connection.execute("SELECT credential FROM cancelled_slip")}
    connection.close()
    return found


def counts(page: TestResponse) -> list[list[int]]:
    """The figures of the table, a list for each box."""
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page.text, re.DOTALL)
    return [[int(each) for each in re.findall(r"<td>(\d+)</td>", row)] for row in rows]


def told(page: TestResponse) -> str:
    found = re.search(
        r'<section class="told [a-z]+" role="status">(.*?)</section>', page.text, re.DOTALL
    )
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_left_over_slip_is_cancelled_and_signed_and_told_large(loaded: Loaded) -> None:
    desk, slip = desk_of(loaded), loaded.slips[BOX][0]
    client = entered(desk)
    page = scan(client, desk, code_of(loaded, slip))
    assert told(page) == "✓ First round · Ballot A, county leaders: cancelled."
    assert counts(page) == [[30, 0, 0, 1, 29], [6, 0, 0, 0, 6]]
    assert cancelled(loaded) == {slip.public}
    assert slip.public in loaded.config.cancelled_words.read_text()
    assert "cancelled before" in told(scan(client, desk, slip.private))


def test_the_code_of_a_slip_is_neither_shown_nor_kept(loaded: Loaded) -> None:
    desk, slip = desk_of(loaded), loaded.slips[BOX][0]
    client = entered(desk)
    page = scan(client, desk, code_of(loaded, slip))
    again = scan(client, desk, f"{slip.private[:-1]}l")  # mistyped
    assert "This is not the code of a slip" in told(again)
    for shown in (page.text, again.text, repr(desk), *map(str, page.headers)):
        assert slip.private[:-1] not in shown
    everything = b"".join(each.read_bytes() for each in loaded.config.folder.rglob("*.*"))
    assert slip.private.encode() not in everything


def test_a_slip_that_voted_is_refused_in_one_sentence(loaded: Loaded, client: FlaskClient) -> None:
    slip, desk = loaded.slips[BOX][0], desk_of(loaded)
    receipt_of(cast(client, slip.text()), loaded)
    page = scan(entered(desk), desk, code_of(loaded, slip))
    assert told(page).startswith("✗ A ballot was cast with this slip: it is not left over")
    assert counts(page)[0] == [30, 1, 0, 0, 29]


def test_after_the_closing_nothing_is_cancelled(loaded: Loaded) -> None:
    desk = desk_of(loaded)
    close(loaded.board, BOX)
    page = scan(entered(desk), desk, code_of(loaded, loaded.slips[BOX][0]))
    assert told(page).startswith("✗")
    assert not cancelled(loaded)


def test_before_voting_slips_are_audited_and_afterwards_no_more(prepared: Loaded) -> None:
    desk, pile = desk_of(prepared), prepared.slips[OTHER_BOX]
    client = entered(desk)
    start = client.get("/", base_url=HERE)
    assert "Audit: slips taken from the piles" in start.text
    page = scan(client, desk, code_of(prepared, pile[0]), "audit")
    assert told(page).endswith("for: Evaluation")
    assert "It is on the list of First round · Ballot B, section heads" in told(page)
    assert counts(page)[1] == [6, 0, 1, 0, 5]
    for box in (BOX, OTHER_BOX):
        open_for_voting(prepared.board, box)
    late = scan(client, desk, code_of(prepared, pile[1]), "audit")
    assert told(late).startswith("✗ Voting has begun in box r1-B")
    assert "Audit" not in client.get("/?as=audit", base_url=HERE).text.split("<table")[0]
    assert cancelled(prepared) == {pile[0].public}


def test_the_sheet_has_the_counts_and_a_place_to_sign(loaded: Loaded) -> None:
    desk = desk_of(loaded)
    client = entered(desk)
    scan(client, desk, loaded.slips[BOX][0].private)
    sheet = client.get("/sheet", base_url=HERE)
    assert counts(sheet) == [[30, 0, 0, 1, 29], [6, 0, 0, 0, 6]]
    assert "Witnesses" in sheet.text
    assert "<form" not in sheet.text


def test_one_browser_is_let_in_once_and_nobody_without_the_printed_address(
    loaded: Loaded,
) -> None:
    desk = desk_of(loaded)
    stranger = browser(desk)
    for path in ("/", "/sheet", "/enter", "/enter?ticket=x"):
        answer = stranger.get(path, base_url=HERE)
        assert answer.status_code == 403
        assert "Nobody has been let in here yet" in answer.text
        assert desk.ticket.form not in answer.text
        assert "county leaders" not in answer.text
    stranger.head(f"/enter?ticket={desk.ticket.word}", base_url=HERE)
    first = entered(desk)
    assert first.get("/", base_url=HERE).status_code == 200
    second = stranger.get(f"/enter?ticket={desk.ticket.word}", base_url=HERE)
    assert second.status_code == 403
    assert "open in another browser" in second.text
    assert stranger.get("/", base_url=HERE).status_code == 403


def test_a_foreign_site_cancels_nothing(loaded: Loaded) -> None:
    """The attacks: a form sent from elsewhere, and a name that leads to this machine."""
    desk, slip = desk_of(loaded), loaded.slips[BOX][0]
    client = entered(desk)
    assert scan(client, desk, slip.private, form="").status_code == 403
    assert scan(client, desk, slip.private, form="x").status_code == 403
    rebound = client.get("/", base_url=f"http://evil.example:{PORT}")
    assert rebound.status_code == 403
    assert client.get("/", base_url="http://127.0.0.1:8000").status_code == 403
    data = {"form": desk.ticket.form, "as": "left-over", "code": slip.private}
    assert browser(desk).post("/scan", data=data, base_url=HERE).status_code == 403
    assert not cancelled(loaded)
    cookie = client.get_cookie(COOKIE, domain="127.0.0.1")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")


def test_the_page_has_no_script_and_may_load_nothing_foreign(loaded: Loaded) -> None:
    desk = desk_of(loaded)
    page = entered(desk).get("/", base_url=HERE)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "autofocus" in page.text


@pytest.mark.parametrize("code", ["", "x" * 4000, "PX3:00000000:" + "0" * 32 + ":x", "é\x00"])
def test_what_is_no_code_is_said_and_the_page_goes_on(loaded: Loaded, code: str) -> None:
    desk = desk_of(loaded)
    client = entered(desk)
    assert told(scan(client, desk, code)).startswith("✗ This is not the code of a slip")
    assert not cancelled(loaded)


def test_what_is_longer_than_any_form_is_refused(loaded: Loaded) -> None:
    desk = desk_of(loaded)
    client = entered(desk)
    assert scan(client, desk, "x" * 10_000).status_code == 413
    assert client.get("/nothing", base_url=HERE).status_code == 404
    assert client.get("/", base_url=HERE).status_code == 200


def test_what_nobody_foresaw_is_named_without_a_word_of_the_code(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk, slip = desk_of(loaded), loaded.slips[BOX][0]
    client = entered(desk)

    def fail(_session: object, *_more: object) -> None:
        raise ZeroDivisionError(slip.private)

    monkeypatch.setattr(chain, "find_box", fail)
    answer = scan(client, desk, slip.private)
    assert answer.status_code == 500
    assert "This is not possible" in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert slip.private not in caplog.text + answer.text
