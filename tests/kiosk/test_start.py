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
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.serving.quiet_worker import QuietWorker
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.visits import STAFF, Clock, Visit

HASH = "0" * 64
GIVEN = GivenFingerprint(HASH)


@pytest.mark.parametrize(
    ("server", "staff", "code"),
    [
        ("board:8000", STAFF, "config-server"),
        ("ftp://board", STAFF, "config-server"),
        ("http://board?x=1", STAFF, "config-server"),
        ("http://[::1", STAFF, "config-server"),
        ("http://::1:8000", STAFF, "config-server"),
        ("http://board:99999", STAFF, "config-server"),
        ("http://board:0", STAFF, "config-server"),
        ("http://board:eight", STAFF, "config-server"),
        ("http://board", "12345", "config-staff-code"),
        ("http://board", "123 456", "config-staff-code"),
    ],
)
def test_a_wrong_configuration_is_named(server: str, staff: str, code: str) -> None:
    with pytest.raises(Trouble) as refused:
        KioskConfig(server, GIVEN, staff)
    assert refused.value.code == code
    assert staff not in str(refused.value)


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


def compared(board: FakeBoard) -> tuple[str, str]:
    return ("--meeting-fingerprint", board.meeting_fingerprint)


def test_another_meeting_is_refused_before_serving(served: list[KioskConfig]) -> None:
    _, _, error = run("--meeting-fingerprint", HASH)
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-other-meeting", "--meeting-fingerprint")
    assert served == []


def test_a_server_that_does_not_sign_whom_it_takes_ballots_from_is_told_to_the_staff(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    """The kiosk starts and goes on trying; nothing is asked without a signature meanwhile."""
    board.accepts = replace(board.accepts, signature="A" * 86)
    code, said, _ = run(*compared(board))
    assert (code, len(served)) == (0, 1)
    assert "服务器没有用签名说明" in said
    assert "请核对服务器地址" in said
    visit = Visit(board)
    assert visit.get("/").problem == "kiosk-rule-unsigned"
    assert visit.scan().problem == "kiosk-rule-unsigned"
    assert not [asked for asked in board.asked if asked.startswith("POST")]


def test_the_short_form_and_a_file_of_either_do_as_well(
    board: FakeBoard, served: list[KioskConfig], tmp_path: Path
) -> None:
    short = short_form(bytes.fromhex(board.meeting_fingerprint))
    (tmp_path / "code.txt").write_text(f"PXM1:{board.meeting_fingerprint}\n")
    (tmp_path / "short.txt").write_text(f"\ufeff{short}\r\n")
    for given in (short, short.replace(" ", ""), tmp_path / "code.txt", tmp_path / "short.txt"):
        assert run("--meeting-fingerprint", str(given))[0] == 0
    assert len(served) == 4
    assert {config.meeting_fingerprint.short for config in served} == {short}


def test_a_fingerprint_typed_wrongly_is_shown_beside_the_servers(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    """A slip of the fingers comes before fraud, wherever in the fingerprint it stands."""
    found = board.meeting_fingerprint
    short = short_form(bytes.fromhex(found))
    last = "0" if found[-1] != "0" else "1"
    _, _, error = run("--meeting-fingerprint", found[:-1] + last)
    assert isinstance(error, Trouble)
    for told in (error.told("zh"), error.told("en")):
        assert told.startswith("--meeting-fingerprint: ")
        assert told.count(short) == 2
    assert f"64 位中的第 64 位，所给为 {last}，这里为 {found[-1]}" in error.text("zh")
    assert "请勿使用此服务器" in error.text("zh")
    other = "A" if short[6] != "A" else "B"
    _, _, error = run("--meeting-fingerprint", short[:6] + other + short[7:])
    assert isinstance(error, Trouble)
    assert f"第 2 组第 2 个字符，所给为 {other}，这里为 {short[6]}" in error.text("zh")
    assert served == []


def test_a_picture_is_not_read_here(served: list[KioskConfig], tmp_path: Path) -> None:
    (tmp_path / "notice.png").write_bytes(b"\x89PNG\r\n")
    _, _, error = run("--meeting-fingerprint", str(tmp_path / "notice.png"))
    assert isinstance(error, Problem)
    assert error.code == "fingerprint-picture"
    assert served == []


def test_a_server_without_a_meeting_is_named_so_and_waited_for(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    board.before = lambda _: httpx.Response(404, json={"code": "meeting-not-loaded"})
    status, output, _ = run(*compared(board))
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
    status, output, _ = run(*compared(board), "--port", port)
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
    status, output, _ = run(*compared(board), "--staff-code-file", str(tmp_path / "code"))
    assert status == 0
    assert served[0].staff_code == "geheim99"
    assert "geheim99" not in output


def test_a_staff_code_is_no_argument_that_everybody_on_the_machine_could_read(
    board: FakeBoard, served: list[KioskConfig], tmp_path: Path
) -> None:
    status, _, _ = run(*compared(board), "--staff-code", "geheim99")
    assert (status, served) == (2, [])
    (tmp_path / "code").write_text("not a code\n")
    _, _, error = run(*compared(board), "--staff-code-file", str(tmp_path / "code"))
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-staff-code", "--staff-code-file")
    assert served == []


def test_without_a_network_the_kiosk_starts_and_says_so(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    def unplugged(_: object) -> None:
        raise Trouble("board-unreachable")

    board.before = unplugged
    status, output, _ = run(*compared(board))
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
    status, output, _ = run(*compared(board))
    assert status == 0
    assert "在 http://board.test 应答的不是" in output
    assert "piaoxiang server status board" in output
    assert len(served) == 1


def test_a_title_cannot_write_on_the_terminal(
    board: FakeBoard, served: list[KioskConfig], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = replace(board.meeting, title="镇\x1b[2J\u202e会")
    monkeypatch.setattr(BoardClient, "meeting", lambda _: hostile)
    _, output, _ = run(*compared(board))
    assert "镇\\x1b[2J\\u202e会" in output
    assert "\x1b" not in output
    assert len(served) == 1


def test_a_port_in_use_is_named_before_the_address_is_told(
    board: FakeBoard, served: list[KioskConfig]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        _, output, error = run(*compared(board), "--port", port)
    assert isinstance(error, Trouble)
    assert (error.code, error.where) == ("config-address", f"127.0.0.1 {port}")
    assert "http://" not in output
    assert served == []


def test_the_server_is_one_silent_worker() -> None:
    settings = server_of(KioskConfig("http://board.test", GIVEN, STAFF)).cfg
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
    booth = Booth(KioskConfig("http://board.test", GIVEN, STAFF), clock)
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
    status, output, _ = run(*compared(board), *given)
    assert status == 0
    assert (served[0].host, served[0].server) == ("::1", "http://[::1]:8000")
    assert "http://[::1]:8100/" in output
    app = create_app(served[0], transport=board.transport())
    answers = [app.test_client().get("/", base_url=f"http://{name}:8100") for name in NAMES]
    assert [answer.status_code for answer in answers] == [200, 200, 400]


NAMES = ("[::1]", "localhost", "elsewhere.example")


def test_a_host_with_a_port_is_told_what_it_is(board: FakeBoard, served: list[KioskConfig]) -> None:
    _, _, error = run(*compared(board), "--host", "[::1]:8100")
    assert isinstance(error, Problem)
    assert (error.code, error.where) == ("host-form", "--host")
    assert served == []
