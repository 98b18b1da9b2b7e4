"""Starting a kiosk: what it is told, what it refuses, and its clock."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import kiosk.run
from crypto.board.server_key import short_form
from demo.process import free_port
from kiosk.board.client import BoardClient
from kiosk.board.http import BoardConnection
from kiosk.config import KioskConfig, new_staff_code
from kiosk.messages.trouble import Trouble
from kiosk.screens.app import create_app
from kiosk.server import server_of
from kiosk.visit.booth import Booth, watch
from meeting.problem import Problem
from meeting.serving.quiet_worker import QuietWorker
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.visits import STAFF, Clock, Visit

HASH = "0" * 64


@pytest.mark.parametrize(
    ("server", "definition_hash", "staff", "code"),
    [
        ("board:8000", HASH, STAFF, "config-server"),
        ("ftp://board", HASH, STAFF, "config-server"),
        ("http://board?x=1", HASH, STAFF, "config-server"),
        ("http://[::1", HASH, STAFF, "config-server"),
        ("http://::1:8000", HASH, STAFF, "config-server"),
        ("http://board:99999", HASH, STAFF, "config-server"),
        ("http://board:0", HASH, STAFF, "config-server"),
        ("http://board:eight", HASH, STAFF, "config-server"),
        ("http://board", "0" * 63, STAFF, "config-meeting-hash"),
        ("http://board", "A" * 64, STAFF, "config-meeting-hash"),
        ("http://board", HASH, "12345", "config-staff-code"),
        ("http://board", HASH, "123 456", "config-staff-code"),
    ],
)
def test_a_wrong_configuration_is_named(
    server: str, definition_hash: str, staff: str, code: str
) -> None:
    with pytest.raises(Trouble) as refused:
        KioskConfig(server, definition_hash, HASH, staff)
    assert refused.value.code == code
    assert staff not in str(refused.value)


@pytest.mark.parametrize("meeting_fingerprint", ["", "0" * 63, "A" * 64, "AAAA BBBB CCCC DDDD"])
def test_the_boxes_hash_is_given_in_full(meeting_fingerprint: str) -> None:
    with pytest.raises(Trouble) as refused:
        KioskConfig("http://board", HASH, meeting_fingerprint, STAFF)
    assert refused.value.code == "config-setups-hash"


def test_staff_codes_are_six_digits_and_differ() -> None:
    codes = {new_staff_code() for _ in range(50)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 40


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test leaves a kiosk's key in the home of whoever runs it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, board: FakeBoard) -> list[KioskConfig]:
    """The configurations with which the command began to serve; the network is the fake board."""
    found: list[KioskConfig] = []

    def wired(server: str, seconds: float) -> BoardConnection:
        return BoardConnection(server, seconds, board.transport())

    monkeypatch.setattr(kiosk.run, "serve", found.append)
    monkeypatch.setattr(kiosk.run, "BoardConnection", wired)
    return found


def hashes(board: FakeBoard) -> tuple[str, ...]:
    return ("--meeting-hash", board.hash, "--setups-hash", board.meeting_fingerprint)


def test_other_boxes_are_refused_before_serving(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    _, _, error = run("--meeting-hash", board.hash, "--setups-hash", HASH)
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-other-boxes", "--setups-hash")
    assert served == []


def test_a_fingerprint_typed_wrongly_is_shown_beside_the_servers(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    """A slip of the fingers comes before fraud, wherever in the 64 digits it stands."""
    last = "0" if board.meeting_fingerprint[-1] != "0" else "1"
    _, _, error = run(
        *("--meeting-hash", board.hash, "--setups-hash", board.meeting_fingerprint[:-1] + last)
    )
    assert isinstance(error, Trouble)
    short = short_form(bytes.fromhex(board.meeting_fingerprint))
    for told in (error.told("zh"), error.told("en")):
        assert told.startswith("--setups-hash: ")
        assert told.count(short) == 2
        assert "64" in told
    assert "从第 64 位起不同" in error.text("zh")
    assert "请勿使用此服务器" in error.text("zh")
    _, _, error = run("--meeting-hash", HASH, "--setups-hash", board.meeting_fingerprint)
    assert isinstance(error, Trouble)
    assert error.told("zh").startswith("--meeting-hash: 所给的会议指纹")
    assert short_form(bytes(32)) in error.text("zh")
    assert short_form(bytes.fromhex(board.hash)) in error.text("zh")
    assert served == []


def test_a_server_without_a_meeting_is_named_so_and_waited_for(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    board.before = lambda _: httpx.Response(404, json={"code": "meeting-not-loaded"})
    status, output, _ = run(*hashes(board))
    assert status == 0
    assert output.startswith("服务器还没有装入会议")
    assert "piaoxiang server load board opening/prepared" in output
    assert "无法识别" not in output
    assert len(served) == 1


def run(*words: str) -> tuple[int, str, BaseException | None]:
    """Type the command, on a port that is free where none is given."""
    port = () if {"--port", "--host"} & {*words} else ("--port", str(free_port()))
    done = CliRunner().invoke(kiosk.run.run, ["--server", "http://board.test/", *port, *words])
    return done.exit_code, done.output, done.exception


def test_the_command_shows_the_meeting_the_address_and_a_new_staff_code(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    port = str(free_port())
    status, output, _ = run(*hashes(board), "--port", port)
    assert status == 0
    (config,) = served
    assert config.server == "http://board.test"
    assert board.meeting.title in output
    assert f"http://127.0.0.1:{port}/" in output
    assert config.staff_code in output


def test_a_given_staff_code_is_not_printed(
    board: FakeBoard, served: list[KioskConfig], tmp_path: Path
) -> None:
    (tmp_path / "code").write_text("geheim99\n")
    status, output, _ = run(*hashes(board), "--staff-code-file", str(tmp_path / "code"))
    assert status == 0
    assert served[0].staff_code == "geheim99"
    assert "geheim99" not in output


def test_a_staff_code_is_no_argument_that_everybody_on_the_machine_could_read(
    board: FakeBoard, served: list[KioskConfig], tmp_path: Path
) -> None:
    status, _, _ = run(*hashes(board), "--staff-code", "geheim99")
    assert (status, served) == (2, [])
    (tmp_path / "code").write_text("not a code\n")
    _, _, error = run(*hashes(board), "--staff-code-file", str(tmp_path / "code"))
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-staff-code", "--staff-code-file")
    assert served == []


def test_another_meeting_is_refused_before_serving(served: list[KioskConfig]) -> None:
    _, _, error = run("--meeting-hash", HASH, "--setups-hash", HASH)
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-other-meeting", "--meeting-hash")
    assert served == []


def test_without_a_network_the_kiosk_starts_and_says_so(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    def unplugged(_: object) -> None:
        raise Trouble("board-unreachable")

    board.before = unplugged
    status, output, _ = run(*hashes(board))
    assert status == 0
    assert "连接不上服务器" in output
    assert "http://board.test 没有应答" in output
    assert "piaoxiang server run board" in output
    assert len(served) == 1


def test_something_else_at_the_address_is_named_with_the_address(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    def other(_: object) -> None:
        raise Trouble("board-garbled")

    board.before = other
    status, output, _ = run(*hashes(board))
    assert status == 0
    assert "在 http://board.test 应答的不是" in output
    assert "piaoxiang server status board" in output
    assert len(served) == 1


def test_a_title_cannot_write_on_the_terminal(
    board: FakeBoard, served: list[KioskConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = replace(board.meeting, title="镇\x1b[2J\u202e会")
    monkeypatch.setattr(BoardClient, "meeting", lambda _: hostile)
    _, output, _ = run(*hashes(board))
    assert "镇\\x1b[2J\\u202e会" in output
    assert "\x1b" not in output
    assert len(served) == 1


def test_a_port_in_use_is_named_before_the_address_is_told(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        _, output, error = run(*hashes(board), "--port", port)
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-address", f"127.0.0.1 {port}")
    assert "http://" not in output
    assert served == []


def test_the_server_is_one_silent_worker() -> None:
    settings = server_of(KioskConfig("http://board.test", HASH, HASH, STAFF)).cfg
    assert (settings.workers, settings.worker_class) == (1, QuietWorker)
    assert settings.accesslog is None
    assert settings.bind == ["127.0.0.1:8100"]


def test_the_watch_locks_a_booth_that_stands_still(visit: Visit) -> None:
    visit.to_papers()
    visit.clock.now += 1000
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=(visit.kiosk.booth, stop, 0.01))
    thread.start()
    for _ in range(500):
        if visit.kiosk.booth.locked:
            break
        stop.wait(0.01)
    stop.set()
    thread.join()
    assert visit.kiosk.booth.locked
    assert visit.kiosk.booth.voter is None


def test_an_empty_booth_forgets_its_settings_but_is_not_locked() -> None:
    clock = Clock()
    booth = Booth(KioskConfig("http://board.test", HASH, HASH, STAFF), clock)
    booth.display.change("language")
    clock.now += 1000
    booth.expire()
    assert booth.display.language == "zh"
    assert not booth.locked


@pytest.mark.parametrize("typed", ["::1", "[::1]"])
def test_an_ipv6_address_may_have_brackets(
    board: FakeBoard, served: list[KioskConfig], monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setattr(kiosk.run, "check_address", lambda _: None)
    given = ("--server", "http://[::1]:8000", "--host", typed)
    status, output, _ = run(*hashes(board), *given)
    assert status == 0
    assert (served[0].host, served[0].server) == ("::1", "http://[::1]:8000")
    assert "http://[::1]:8100/" in output
    app = create_app(served[0], transport=board.transport())
    answers = [app.test_client().get("/", base_url=f"http://{name}:8100") for name in NAMES]
    assert [answer.status_code for answer in answers] == [200, 200, 400]


NAMES = ("[::1]", "localhost", "elsewhere.example")


def test_a_host_with_a_port_is_told_what_it_is(board: FakeBoard, served: list[KioskConfig]) -> None:
    _, _, error = run(*hashes(board), "--host", "[::1]:8100")
    assert isinstance(error, Problem)
    assert (error.code, error.where) == ("host-form", "--host")
    assert served == []
