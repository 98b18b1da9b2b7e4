"""The pages: complete in both languages, safe, and answering every question about a ballot."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ballot_server.board import checkpoints
from ballot_server.board.closing import close
from ballot_server.board.result_folder import register
from ballot_server.web.access import RouteUnprotectedError, check_routes, public
from ballot_server.web.board_view import page_of
from ballot_server.web.headers import POLICY_OF_BOARD, POLICY_OF_RESULT
from crypto.board.receipt import Receipt, sign_receipt
from crypto.board.server_key import ServerKey, short_form
from meeting.published.setups import setups_hash
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of
from tests.ballot_server.fixtures.published_folders import published_folder
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)

PAGES = ["/", f"/boxes/{BOX}", "/lookup", "/lookup?fingerprint=x", "/verify", "/nothing"]
FORBIDDEN_TAGS = {"script", "style", "iframe", "object", "embed", "base"}


class Strict(HTMLParser):
    """Collects what a page must not have, and what it links to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN_TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.faults.append(name)
            if name in {"href", "src", "action"} and value:
                self.links.append(value)


def found(client: FlaskClient, asked: str) -> str:
    """Return the kind of answer that the look-up page gives."""
    page = client.get(f"/lookup?fingerprint={quote(asked)}")
    assert page.status_code == 200
    match = re.search(r'<section class="answer ([a-z-]+)"', page.text)
    return match[1] if match else "nothing-asked"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_have_nothing_inline_nothing_foreign_and_live_links(
    client: FlaskClient, loaded: Loaded, path: str, language: str
) -> None:
    cast(client, loaded.slips[BOX][0].text())
    client.set_cookie("language", language)
    page = client.get(path)
    strict = Strict(page.text)
    assert strict.faults == []
    for link in strict.links:
        assert link.startswith(("/", "#")), link
        with client.get(link.partition("#")[0] or "/") as answer:
            assert answer.status_code in {200, 302}, link
    has_chinese = re.search(r"[一-鿿]", re.sub(r'<a class="language".*?</a>', "", page.text))
    assert bool(has_chinese) == (language == "zh")
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in page.text


@pytest.mark.parametrize("path", [*PAGES, "/api/boxes", "/api/nothing", "/look/tokens.css"])
def test_every_answer_has_the_headers(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY_OF_BOARD
    assert "unsafe" not in POLICY_OF_BOARD
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    kept = path.startswith("/look/")
    assert headers["Cache-Control"] == ("public, max-age=86400" if kept else "no-store")
    assert ("Last-Modified" in headers) == kept


def test_chinese_is_spoken_until_english_is_asked_for(client: FlaskClient) -> None:
    assert "正在投票" in client.get("/").text
    answer = client.get("/language/en?back=/verify")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/verify")
    assert "How to verify" in client.get("/verify").text
    client.get("/language/zh")
    assert "如何核验" in client.get("/verify").text


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_the_language_switch_leads_nowhere_else(client: FlaskClient, back: str) -> None:
    assert client.get(f"/language/en?back={quote(back)}").headers["Location"] == "/"
    assert client.get("/language/fr").status_code == 404


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


def test_the_chain_is_shown_newest_first_in_pages(tmp_path: Path, new_app: NewApp) -> None:
    loaded = loaded_server(config_in(tmp_path / "server", events_per_page=4))
    client = new_app(loaded)
    for slip in loaded.slips[BOX][:10]:
        cast(client, slip.text())
    shown = []
    for number in (1, 2):
        page = client.get(f"/boxes/{BOX}?page={number}").text
        shown.append([int(each) for each in re.findall(r'id="event-(\d+)"', page)])
    assert shown == [[5, 4, 3, 2], [1, 0]]
    assert [page_of(loaded.board, height, 6) for height in (5, 2, 1, 0)] == [1, 1, 2, 2]
    for beyond in ("0", "3", "-1", "999999999999999999999"):
        assert client.get(f"/boxes/{BOX}?page={beyond}").status_code == 404
    assert client.get(f"/boxes/{BOX}?page=x").status_code == 200
    loaded.board.store.dispose()


def test_the_overview_counts_ballots_and_never_choices(client: FlaskClient, loaded: Loaded) -> None:
    for slip in loaded.slips[BOX][:3]:
        cast(client, slip.text())
    page = client.get("/").text
    assert re.findall(r'<p class="figure"><b>(\d+)</b>', page) == ["3", "0"]
    assert "优秀" not in page


def test_an_empty_board_says_so(tmp_path: Path, new_app: NewApp) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), opened=False)
    client = new_app(loaded)
    assert client.get("/").text.count("未开始投票") == 2
    assert "记录链上还没有选票" in client.get(f"/boxes/{BOX}").text
    loaded.board.store.dispose()


def test_an_unexpected_error_shows_and_logs_no_text_of_it(
    client: FlaskClient,
    loaded: Loaded,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a secret 12345")

    monkeypatch.setattr("ballot_server.web.pages.box_views", fail)
    monkeypatch.setattr("ballot_server.board.accept.verify_ballot", fail)
    page = client.get("/")
    assert page.status_code == 500
    assert "不是您的过错" in page.text
    answer = cast(client, loaded.slips[BOX][0].text())
    assert answer.status_code == 500
    for text in (page.text, answer.text, caplog.text):
        assert "12345" not in text
        assert BOX not in text
    assert "ValueError at" in caplog.text


def test_a_route_without_a_rule_stops_the_start(app: Flask) -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/open", view_func=lambda: "")
    with pytest.raises(RouteUnprotectedError, match="/open has no access rule"):
        check_routes(bare)
    writing = Flask("writing", static_folder=None)
    writing.add_url_rule("/write", view_func=public(lambda: ""), methods=["POST"])
    with pytest.raises(RouteUnprotectedError, match="POST"):
        check_routes(writing)
    check_routes(app)


# --- the published result -----------------------------------------------------------------------


def test_a_published_folder_is_linked_and_served(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    assert client.get("/result/").status_code == 404
    assert 'href="/result/"' not in client.get("/").text
    source = published_folder(tmp_path / "out", loaded.board)
    register(loaded.board, source)
    register(loaded.board, source)  # published again: replaced whole
    assert 'href="/result/"' in client.get("/").text
    types = {
        "/result/": "text/html; charset=utf-8",
        "/result/report.css": "text/css; charset=utf-8",
        "/result/meeting.json": "application/json",
        f"/result/boxes/{BOX}/record.bel": "application/octet-stream",
    }
    for path, media_type in types.items():
        with client.get(path) as answer:
            assert (answer.status_code, answer.content_type) == (200, media_type)
            assert answer.headers["Content-Security-Policy"] == POLICY_OF_RESULT
            assert "Last-Modified" not in answer.headers
    assert not list(loaded.config.folder.glob(".result-*"))


def test_a_closed_box_is_published_once_there_is_a_result(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    """Each closed box and the headline link the result; a box that is still open stays open."""
    close(loaded.board, BOX)
    assert "已封箱" in client.get("/").text
    register(loaded.board, published_folder(tmp_path / "out", loaded.board))
    for page, links in ((client.get("/").text, 3), (client.get(f"/boxes/{BOX}").text, 2)):
        assert "已公布结果" in page
        assert "已封箱" not in page
        assert page.count('href="/result/"') == links
    assert "正在投票" in client.get(f"/boxes/{OTHER_BOX}").text
    assert "已公布" not in client.get(f"/boxes/{OTHER_BOX}").text


@pytest.mark.parametrize(
    "path",
    [
        "../keys/server.key",
        "..%2fkeys%2fserver.key",
        "%2e%2e/board.sqlite",
        "boxes/../../keys/server.key",
        "/etc/passwd",
        "server.key",
        "index.html%00.css",
        "boxes",
    ],
)
def test_nothing_outside_the_published_folder_is_served(
    client: FlaskClient, loaded: Loaded, tmp_path: Path, path: str
) -> None:
    register(loaded.board, published_folder(tmp_path / "out", loaded.board))
    with client.get(f"/result/{path}") as answer:
        assert answer.status_code in {308, 404}
    assert client.get("/look/../config.py").status_code == 404
    assert client.get("/look/__init__.py").status_code == 404


def test_receipts_of_every_form_are_read(client: FlaskClient, loaded: Loaded) -> None:
    receipt = receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    assert Receipt.parse_qr(receipt.to_qr()) == receipt
    assert found(client, f" {receipt.to_qr()}\n") == "waiting"


def test_the_first_page_shows_the_fingerprint_of_the_boxes_that_is_on_the_slips(
    client: FlaskClient, loaded: Loaded
) -> None:
    root = setups_hash({box: loaded.slips[box][0].setup for box in (BOX, OTHER_BOX)})
    page = client.get("/").text
    assert root in page
    assert short_form(bytes.fromhex(root)) in page
