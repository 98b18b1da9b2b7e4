"""Downloading from a board that may be anything."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from meeting.problem import Problem
from tally.observing.fetch import board_client, fetch
from tests.tally.fixtures.held_meeting import Held

Answer = Callable[[httpx.Request], httpx.Response]


def board(held: Held, folder: Path | None = None) -> Answer:
    """A board that shows a folder's records."""
    shown = folder or held.closed

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/api/meeting":
            return httpx.Response(200, content=held.hall.definition)
        box, name = path.removeprefix("/api/boxes/").split("/")
        if name == "cancelled":  # a board of an earlier release
            return httpx.Response(404)
        file = {"record.bel": "record.bel", "checkpoint": "checkpoint.txt"}[name]
        return httpx.Response(200, content=(shown / "boxes" / box / file).read_bytes())

    return answer


def fetched(answer: Answer, work: Path) -> list[str]:
    names: list[str] = []
    with httpx.Client(base_url="http://board", transport=httpx.MockTransport(answer)) as client:
        fetch(client, work, lambda name, _size: names.append(name))
    return names


def code_of(answer: Answer, work: Path) -> str:
    with pytest.raises(Problem) as caught:
        fetched(answer, work)
    return caught.value.code


def test_everything_arrives_as_the_board_shows_it(tiny: Held, tmp_path: Path) -> None:
    names = fetched(board(tiny), tmp_path / "work")
    assert names == ["meeting.json", "boxes/r1-A/record.bel", "boxes/r1-B/record.bel"]
    for path in sorted(tiny.closed.rglob("*")):
        if path.is_file():
            here = tmp_path / "work" / path.relative_to(tiny.closed)
            assert here.read_bytes() == path.read_bytes()


def test_the_list_of_cancelled_slips_arrives_where_the_board_keeps_one(
    tiny: Held, tmp_path: Path
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/cancelled"):
            return httpx.Response(200, content=request.url.path.encode())
        return board(tiny)(request)

    fetched(answer, tmp_path / "work")
    kept = (tmp_path / "work/boxes/r1-A/cancelled.json").read_text()
    assert kept == "/api/boxes/r1-A/cancelled"


def test_a_record_that_tellers_added_to_is_kept(tiny: Held, tmp_path: Path) -> None:
    fetched(board(tiny, tiny.work), tmp_path / "work")
    fetched(board(tiny), tmp_path / "work")
    kept = (tmp_path / "work/boxes/r1-A/record.bel").read_bytes()
    assert kept == (tiny.work / "boxes/r1-A/record.bel").read_bytes()


def test_a_record_that_went_on_is_updated(tiny: Held, tmp_path: Path) -> None:
    fetched(board(tiny), tmp_path / "work")
    fetched(board(tiny, tiny.work), tmp_path / "work")
    new = (tmp_path / "work/boxes/r1-A/record.bel").read_bytes()
    assert new == (tiny.work / "boxes/r1-A/record.bel").read_bytes()


def test_two_different_chains_are_kept_apart(tiny: Held, tmp_path: Path) -> None:
    fetched(board(tiny), tmp_path / "work")
    path = tmp_path / "work/boxes/r1-A/record.bel"
    path.write_bytes(tiny.hall.closed_record("r1-A"))
    assert code_of(board(tiny), tmp_path / "work") == "fetch-record-differs"


def test_another_meeting_is_not_mixed_in(tiny: Held, full: Held, tmp_path: Path) -> None:
    fetched(board(tiny), tmp_path / "work")
    assert code_of(board(full), tmp_path / "work") == "fetch-other-meeting"


def test_bad_answers_are_named(tiny: Held, tmp_path: Path) -> None:
    def broken(_request: httpx.Request) -> httpx.Response:
        message = "refused"
        raise httpx.ConnectError(message)

    assert code_of(broken, tmp_path) == "board-unreachable"
    assert code_of(lambda _request: httpx.Response(503), tmp_path) == "board-answer"
    assert code_of(lambda _request: httpx.Response(200, content=b"{}"), tmp_path) != ""
    large = bytes(5 * 1024 * 1024)
    assert code_of(lambda _r: httpx.Response(200, content=large), tmp_path) == "board-answer-large"
    assert list(tmp_path.iterdir()) == []
    assert tiny.closed.exists()


class Unread(httpx.SyncByteStream):
    """A body that nobody asks for."""

    def __iter__(self) -> Iterator[bytes]:
        pytest.fail("compressed bytes were read")


@pytest.mark.parametrize("packed", ["gzip", "gzip, gzip", "br", "x-unknown"])
def test_what_is_compressed_is_not_unpacked(tmp_path: Path, packed: str) -> None:
    def bomb(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": packed}, stream=Unread())

    assert code_of(bomb, tmp_path) == "board-answer-packed"
    assert list(tmp_path.iterdir()) == []


def test_no_compression_is_asked_for() -> None:
    with board_client("http://board") as client:
        assert client.headers["Accept-Encoding"] == "identity"


def test_an_address_that_does_not_answer_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with board_client(url) as client, pytest.raises(Problem) as caught:
        fetch(client, tmp_path / "work", lambda *_: None)
    assert caught.value.code == "board-unreachable"
    assert caught.value.where.startswith(url)
    assert "piaoxiang server run board" in caught.value.text("zh")


@pytest.mark.parametrize("url", ["board:8000", "ftp://board", "http://", "http://[::1", "x"])
def test_what_is_no_address_is_named(url: str) -> None:
    with pytest.raises(Problem) as caught:
        board_client(url)
    assert (caught.value.code, caught.value.where) == ("board-address", url)


def test_a_board_without_a_meeting_names_the_command_that_loads_one(tmp_path: Path) -> None:
    def nothing(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404)

    with pytest.raises(Problem) as caught:
        fetched(nothing, tmp_path / "work")
    assert caught.value.code == "board-no-meeting"
    assert "piaoxiang server load board opening/prepared" in caught.value.text("zh")


@pytest.mark.parametrize("location", ["mailto:x", "http://xn--/"])
def test_a_redirect_to_what_is_no_address_is_no_answer(location: str, tmp_path: Path) -> None:
    def elsewhere(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": location})

    assert code_of(elsewhere, tmp_path / "work") == "board-unreachable"


def test_nothing_is_written_through_a_link(tiny: Held, tmp_path: Path) -> None:
    work, elsewhere = tmp_path / "work", tmp_path / "elsewhere"
    work.mkdir()
    elsewhere.mkdir()
    (work / "boxes").symlink_to(elsewhere)
    assert code_of(board(tiny), work) == "fetch-link"
    assert list(elsewhere.iterdir()) == []


def test_a_client_keeps_no_cookies() -> None:
    with board_client("http://127.0.0.1:8000") as client:
        answer = httpx.Response(
            200, headers={"Set-Cookie": "a=b"}, request=client.build_request("GET", "/")
        )
        client.cookies.extract_cookies(answer)
        assert list(client.cookies.jar) == []
