"""The wall of the hall: what it shows at each stage, and the stream that keeps it so."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from flask.testing import FlaskClient

from ballot_server.board.board import Board
from ballot_server.board.closing import close
from ballot_server.board.result_folder import register
from ballot_server.web import hall_stream
from ballot_server.web.hall_stream import MOST_STREAMS, Streams
from ballot_server.web.hall_view import hall_view
from ballot_server.web.headers import POLICY_OF_BOARD, POLICY_OF_HALL
from crypto.board.server_key import short_form
from crypto.canonical import dumps
from meeting.rules.selections import Quorum
from meeting.rules.step import RoundId
from tests.ballot_server.fixtures.asking import NewApp, cast
from tests.ballot_server.fixtures.page_faults import Strict
from tests.ballot_server.fixtures.published_folders import published_folder
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)


def vote(client: FlaskClient, loaded: Loaded, box: str, first: int, last: int) -> None:
    for slip in loaded.slips[box][first:last]:
        assert cast(client, slip.text(), box).status_code == 200


def numbers(client: FlaskClient) -> list[str]:
    return re.findall(r"<b>(\d+)</b>", client.get("/hall").text)


def state(client: FlaskClient) -> str:
    found = re.search(r'data-state="([0-9a-f]{64})"', client.get("/hall").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_has_one_script_of_ours_and_live_links(
    client: FlaskClient, loaded: Loaded, language: str
) -> None:
    del loaded
    client.set_cookie("language", language)
    page = client.get("/hall")
    strict = Strict(page.text)
    assert strict.faults == ["script"]
    assert page.headers["Content-Security-Policy"] == POLICY_OF_HALL
    assert "unsafe" not in POLICY_OF_HALL
    assert client.get("/").headers["Content-Security-Policy"] == POLICY_OF_BOARD
    for link in strict.links:
        with client.get(link) as answer:
            assert answer.status_code in {200, 302}, link
    assert re.search(r"<noscript><meta http-equiv=\"refresh\"[^>]*></noscript>", page.text)
    shown = re.sub(r'<a class="language".*?</a>', "", page.text)
    assert bool(re.search(r"[一-鿿]", shown)) == (language == "zh")


def test_an_open_box_is_told_in_fives_and_a_closed_one_exactly(
    client: FlaskClient, loaded: Loaded
) -> None:
    vote(client, loaded, BOX, 0, 4)
    before = state(client)
    assert numbers(client) == ["36", "0"]
    vote(client, loaded, BOX, 4, 5)
    at_five = state(client)
    assert numbers(client) == ["36", "5"]
    vote(client, loaded, BOX, 5, 9)
    assert state(client) == at_five != before
    close(loaded.board, BOX)
    assert numbers(client) == ["36", "9"]
    vote(client, loaded, OTHER_BOX, 0, 3)
    assert numbers(client) == ["36", "9"]
    close(loaded.board, OTHER_BOX)
    assert numbers(client) == ["36", "12"]


def test_those_present_are_shown_if_they_were_given(client: FlaskClient, loaded: Loaded) -> None:
    path = loaded.config.folder / "figures.json"
    given = {BOX: {"present": 28, "issued": 28}, OTHER_BOX: {"present": 6, "issued": 6}}
    path.write_text(dumps({"version": 2, "boxes": given}))
    assert numbers(client) == ["36", "34", "0"]
    path.write_text(dumps({"version": 2, "boxes": {BOX: given[BOX]}}))
    assert numbers(client) == ["36", "0"]
    assert "实到 28" in client.get("/hall").text
    for bad in ("{", "[]", '{"boxes":{"r1-A":{"present":true}}}', '{"boxes":{"r1-A":3}}'):
        path.write_text(bad)
        assert numbers(client) == ["36", "0"]
        assert "实到" not in client.get("/hall").text


@pytest.mark.parametrize(
    ("of", "limit", "strictly", "needed"),
    [
        ("returned", Fraction(1, 2), True, 19),
        ("returned", Fraction(1, 2), False, 18),
        ("present", Fraction(2, 3), False, 24),
        ("present", Fraction(4, 5), False, 29),
    ],
)
def test_the_quorum_follows_the_rule(
    loaded: Loaded,
    monkeypatch: pytest.MonkeyPatch,
    *,
    of: Literal["present", "returned"],
    limit: Fraction,
    strictly: bool,
    needed: int,
) -> None:
    rule = Quorum(
        id="q", name="", name_en="", round=RoundId("r1"), of=of, limit=limit, strictly=strictly
    )
    meeting = replace(loaded.board.meeting(), rules=(rule,))
    monkeypatch.setattr(Board, "meeting", lambda _: meeting)
    (quorum,) = hall_view(loaded.board, "zh").rounds[0].quorums
    assert (quorum.needed, quorum.reached) == (needed, False)
    assert quorum.there == (0 if of == "returned" else None)
    for there in (needed - 1, needed):
        assert replace(quorum, there=there).reached == (there == needed)


def test_closing_brings_the_plan_and_publishing_the_result(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    fingerprint = short_form(bytes.fromhex(loaded.board.meeting_fingerprint()))
    page = client.get("/hall").text
    assert fingerprint in page
    assert "scan.svg" in page
    vote(client, loaded, BOX, 0, 6)
    for box in (BOX, OTHER_BOX):
        close(loaded.board, box)
    page = client.get("/hall").text
    assert "方案指纹" in page
    assert fingerprint in page
    assert "scan.svg" not in page
    source = published_folder(tmp_path / "out", loaded.board)
    said = {"zh": {"rule": "-", "result": ["推荐：<陈志远>。"]}, "en": {"rule": "-", "result": []}}
    (source / "outcome.json").write_text(dumps({"steps": [{"said": said}, 7, {"said": []}]}))
    register(loaded.board, source)
    page = client.get("/hall").text
    assert "推荐：&lt;陈志远&gt;。" in page
    assert "/result/" in page
    assert "方案指纹" not in page


def test_a_round_before_opening_shows_the_fingerprint_large(
    tmp_path: Path, new_app: NewApp
) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), opened=False)
    page = new_app(loaded).get("/hall")
    assert page.status_code == 200
    assert "未开始投票" in page.text
    assert "print large" in page.text
    loaded.board.store.dispose()


def test_a_stream_tells_the_state_then_beats_then_what_is_new(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks nothing is held: votes are cast meanwhile."""
    monkeypatch.setattr(hall_stream, "LOOK_SECONDS", 0.0)
    first = hall_view(loaded.board, "zh").digest
    told = Streams().answer(lambda: hall_view(loaded.board, "zh").digest).iter_encoded()
    assert next(told) == b"retry: 2000\n"
    assert next(told).decode() == f"event: state\ndata: {first}\n\n"
    assert next(told) == b"event: beat\ndata: \n\n"
    vote(client, loaded, BOX, 0, 5)
    second = hall_view(loaded.board, "zh").digest
    assert next(told).decode() == f"event: state\ndata: {second}\n\n"
    assert first != second


def test_a_stream_ends_by_itself(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall_stream, "STREAM_SECONDS", 0.0)
    with client.get("/hall/stream") as answer:
        assert answer.mimetype == "text/event-stream"
        assert (
            answer.get_data(as_text=True) == f"retry: 2000\nevent: state\ndata: {state(client)}\n\n"
        )


def test_streams_are_bounded_and_a_place_is_given_back() -> None:
    streams = Streams()
    taken = [streams.answer(lambda: "now") for _ in range(MOST_STREAMS)]
    late = streams.answer(lambda: "now").get_data(as_text=True)
    assert late == "retry: 15000\nevent: state\ndata: now\n\n"
    taken[0].close()  # before anything of it was read
    again = streams.answer(lambda: "now")
    assert next(iter(again.iter_encoded())) == b"retry: 2000\n"
    again.close()
    assert streams.answer(lambda: "now").is_streamed


def test_files_of_the_page_and_no_others(client: FlaskClient) -> None:
    for path in ("/hall/board.css", "/hall/..%2fboard.css", "/hall/hall.py", "/hall/none.svg"):
        assert client.get(path).status_code == 404
    for picture in ("scan", "fill", "receipt"):
        with client.get(f"/hall/{picture}.svg") as answer:
            assert answer.mimetype == "image/svg+xml"
