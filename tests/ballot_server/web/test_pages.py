"""The pages: complete in both languages, safe, and about this meeting alone."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient

from ballot_server.board.board import open_board
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from ballot_server.web.access import RouteUnprotectedError, check_routes, public
from ballot_server.web.board_view import page_of
from ballot_server.web.headers import POLICY_OF_BOARD
from crypto.board.server_key import short_form
from meeting.published.setups import meeting_fingerprint
from tests.ballot_server.fixtures.asking import NewApp, cast
from tests.ballot_server.fixtures.page_faults import Strict
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

PAGES = ["/", "/notice", f"/boxes/{BOX}", "/lookup", "/lookup?fingerprint=x", "/verify", "/nothing"]


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


def test_posts_procedure_process_result_and_complaints_have_a_page(client: FlaskClient) -> None:
    """五公开: each under its heading, before anything is counted."""
    page = client.get("/notice").text
    headings = re.findall("<h2>(.*?)</h2>", page)
    assert headings == ["职位信息", "选拔程序", "选拔过程", "结果", "监督方式"]
    for line in ("镇长 1 名", "举报电话 12380", "A票 县级领导（应到 30 人）", "尚未公布"):
        assert line in page
    client.set_cookie("language", "en")
    english = client.get("/notice").text
    assert "Telephone 12380" in english
    assert 'href="/notice"' in client.get("/").text


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
    monkeypatch.setattr("ballot_server.board.accept.read_ballot", fail)
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


def test_the_first_page_shows_the_meeting_fingerprint_large_and_as_a_code(
    client: FlaskClient, loaded: Loaded
) -> None:
    root = meeting_fingerprint({box: loaded.slips[box][0].setup for box in (BOX, OTHER_BOX)})
    groups = "</span> <span>".join(short_form(bytes.fromhex(root)).split(" "))
    assert f"<span>{groups}</span>" in client.get("/").text
    picture = client.get("/fingerprint.svg")
    assert picture.mimetype == "image/svg+xml"
    drawn = BytesIO()
    segno.make(f"PXM1:{root}", error="m", micro=False).save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    assert picture.data == drawn.getvalue()


def test_what_the_fingerprint_stands_for_is_on_the_page_for_whoever_verifies(
    client: FlaskClient, loaded: Loaded
) -> None:
    """Once each, and on no other page: nobody is to compare two fingerprints."""
    setups = [loaded.slips[box][0].setup for box in (BOX, OTHER_BOX)]
    page = client.get("/verify").text
    for value in (loaded.board.definition().hash, loaded.board.key.public.text, *setups):
        assert page.count(value) == 1
        assert value not in client.get("/").text
    assert "指纹" in page
    assert "服务器公钥指纹" not in page
    assert "票箱指纹" not in page


def test_without_a_meeting_there_is_no_fingerprint(tmp_path: Path, new_app: NewApp) -> None:
    config = ServerConfig(tmp_path / "server")
    make_folder(config)
    board = open_board(config)
    client = new_app(Loaded(board, {}))
    assert client.get("/fingerprint.svg").status_code == 404
    assert "会议指纹" not in client.get("/").text + client.get("/verify").text
    board.store.dispose()
