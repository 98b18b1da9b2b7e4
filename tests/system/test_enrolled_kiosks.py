"""A kiosk and the real board: ballots are taken from enrolled kiosks, and from nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask import Flask

from ballot_server.board.board import open_board
from ballot_server.kiosks import registry
from ballot_server.web.app import create_app
from kiosk.board.http import BoardConnection
from kiosk.board.key_folder import KeyFolder
from kiosk.board.signed_questions import SignedQuestions
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.kiosk_words import HEADER
from tests.ballot_server.fixtures.asking import accepted
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded, loaded_server
from tests.ballot_server.fixtures.small_meeting import config_in as settings_in

BALLOTS = paths.ballots(BOX)
ASKED = ("ballots", "slip", "spoiled", "visits")


class Hall:
    """A real board that kiosks reach, and what they send there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loaded: Loaded = loaded_server(settings_in(folder / "server"), slips=6)
        self.app: Flask = create_app(self.loaded.config)
        self.sent: list[httpx.Request] = []
        self.wire = httpx.WSGITransport(app=self.app)
        self.kiosks = self.loaded.board.admission

    def transport(self) -> httpx.MockTransport:
        """The way to the board; whatever goes along it is written down."""

        def passing(request: httpx.Request) -> httpx.Response:
            self.sent.append(request)
            answer = self.wire.handle_request(request)
            return httpx.Response(answer.status_code, content=answer.read())

        return httpx.MockTransport(passing)

    def kiosk(self, state: Path | None = None) -> SignedQuestions:
        """A kiosk whose key is in the folder `state`."""
        connection = BoardConnection("http://board.test", 10, self.transport())
        key = self.loaded.board.key.public.text
        return SignedQuestions(connection, KeyFolder(state), lambda: key)

    def enrolled(self, state: Path | None = None) -> SignedQuestions:
        """A kiosk that was given a code."""
        kiosk = self.kiosk(state)
        kiosk.enrol(self.kiosks.registry.invite("")[1])
        return kiosk

    def post(self, path: str, body: bytes, header: str | None = None) -> tuple[int, str]:
        """What the board says to whoever sends this by a program of their own."""
        headers = {"Content-Type": "application/json"} | ({HEADER: header} if header else {})
        request = httpx.Request("POST", f"http://board.test{path}", content=body, headers=headers)
        with httpx.Client(transport=httpx.WSGITransport(app=self.app)) as client:
            answer = client.send(request)
        return answer.status_code, str(answer.json().get("code", ""))

    def last(self, path: str) -> httpx.Request:
        """What a kiosk sent there last."""
        return next(each for each in reversed(self.sent) if each.url.path == path)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.app.extensions["board"].store.dispose()
    made.loaded.board.store.dispose()


def trouble(kiosk: SignedQuestions, path: str = BALLOTS, text: str = "{}") -> str:
    with pytest.raises(Trouble) as refused:
        kiosk.post(path, text)
    return refused.value.code


def test_a_slips_code_in_a_client_of_ones_own_votes_no_more(hall: Hall) -> None:
    """The attack: who had a slip's code made, signed and cast a ballot at home, and was counted."""
    slip = hall.loaded.slips[BOX][0]
    asked = {
        "ballots": slip.text(),
        "slip": slip.question(),
        "spoiled": slip.spoiling(slip.ballot().fingerprint),
        "visits": b'{"step":"begin","visit":"' + b"1f" * 16 + b'"}',
    }
    for what, body in asked.items():
        assert hall.post(f"/api/boxes/{BOX}/{what}", body) == (403, "kiosk-unsigned"), what
    assert accepted(hall.loaded) == 0
    kiosk = hall.enrolled()
    assert kiosk.post(BALLOTS, asked["ballots"].decode()).good
    assert accepted(hall.loaded) == 1


def test_every_address_of_a_box_that_takes_a_body_asks_for_a_kiosks_signature(hall: Hall) -> None:
    rules = [rule for rule in hall.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    of_boxes = {str(rule) for rule in rules if str(rule).startswith("/api/boxes/")}
    assert of_boxes == {f"/api/boxes/<box_id>/{what}" for what in ASKED}
    for rule in of_boxes:
        assert hall.post(rule.replace("<box_id>", BOX), b"{}") == (403, "kiosk-unsigned")


def test_what_was_signed_is_worth_nothing_again_or_elsewhere(hall: Hall) -> None:
    """Replayed, for another box, with another body, cut short, or in another kiosk's name."""
    slip, kiosk = hall.loaded.slips[BOX][0], hall.enrolled()
    question = paths.slip(BOX)
    kiosk.post(question, slip.question().decode())
    sent = hall.last(question)
    body, header = sent.content, sent.headers[HEADER]
    number, session, counter, signature = header.split(" ")
    again = {
        "replayed": (question, body, header, "kiosk-replayed"),
        "another box": (paths.slip(OTHER_BOX), body, header, "kiosk-foreign"),
        "another question": (paths.spoiled(BOX), body, header, "kiosk-foreign"),
        "another body": (question, body[:-1] + b" }", header, "kiosk-foreign"),
        "cut short": (question, body, header[:-1], "kiosk-unsigned"),
        "no signature": (question, body, f"{number} {session} {counter}", "kiosk-unsigned"),
        "another counter": (question, body, f"{number} {session} 99 {signature}", "kiosk-foreign"),
        "another kiosk": (question, body, f"1 {session} {counter} {signature}", "kiosk-foreign"),
        "no such kiosk": (question, body, f"77 {session} {counter} {signature}", "kiosk-unknown"),
        "not a header": (question, body, "x" * 5000, "kiosk-unsigned"),
    }
    for name, (path, content, given, expected) in again.items():
        assert hall.post(path, content, given) == (403, expected), name
    begun = hall.last(paths.SESSIONS)
    assert hall.post(paths.SESSIONS, begun.content, begun.headers[HEADER]) == (
        403,
        "kiosk-replayed",
    )
    assert kiosk.post(question, slip.question().decode()).good


def test_a_code_enrols_one_kiosk_once_and_is_nowhere_on_the_servers_disk(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, code = hall.kiosks.registry.invite("booth 2")
    kiosk = hall.kiosk()
    assert trouble(kiosk) == "kiosk-not-enrolled"
    typed = f" {code.lower().replace('-', ' ')} "
    assert kiosk.enrol(typed) == number
    assert kiosk.enrol(code) == number  # the answer was lost: the same code, the same kiosk
    assert trouble_of(lambda: hall.kiosk().enrol(code)) == "enrol-used"
    late = hall.kiosks.registry.invite("")[1]
    minute = registry._minute
    monkeypatch.setattr(registry, "_minute", lambda: minute() + registry.CODE_MINUTES + 1)
    for wrong, expected in (
        (late, "enrol-expired"),
        ("2222-3333-4444-5555", "enrol-wrong"),
        ("", "enrol-wrong"),
        ("票箱", "enrol-wrong"),
    ):
        with pytest.raises(Trouble) as refused:
            hall.kiosk().enrol(wrong)
        assert refused.value.code == expected, wrong
    plain = code.replace("-", "").encode()
    for file in hall.loaded.config.folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert plain not in held
            assert code.encode() not in held
    assert all(plain not in each.content for each in hall.sent)


def test_a_restarted_kiosk_needs_no_code_and_its_key_is_its_own(hall: Hall, tmp_path: Path) -> None:
    state = tmp_path / "state"
    hall.enrolled(state)
    (file,) = state.glob("*.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    slip = hall.loaded.slips[BOX][0]
    again = hall.kiosk(state)
    again.look()
    assert again.post(paths.slip(BOX), slip.question().decode()).good
    file.write_text("{}")
    with pytest.raises(Trouble) as damaged:
        hall.kiosk(state).look()
    assert damaged.value.code == "config-state-damaged"


def test_one_folder_of_a_key_is_for_one_kiosk_of_a_machine(tmp_path: Path) -> None:
    with (
        KeyFolder(tmp_path).held(),
        pytest.raises(Trouble) as refused,
        KeyFolder(tmp_path).held(),
    ):
        pass
    with KeyFolder(tmp_path).held():
        pass
    assert refused.value.code == "config-state-in-use"


def test_a_revoked_kiosk_asks_nothing_more_until_it_has_a_new_code(hall: Hall) -> None:
    slip, kiosk = hall.loaded.slips[BOX][0], hall.enrolled()
    question = slip.question().decode()
    assert kiosk.post(paths.slip(BOX), question).good
    hall.kiosks.registry.revoke(kiosk.number)
    assert trouble(kiosk, paths.slip(BOX), question) == "kiosk-revoked"
    with pytest.raises(Trouble):
        kiosk.look()
    kiosk.enrol(hall.kiosks.registry.invite("")[1])
    kiosk.look()
    assert kiosk.post(paths.slip(BOX), question).good


def test_one_key_on_two_machines_is_noticed_and_both_are_told(hall: Hall, tmp_path: Path) -> None:
    """The attack: a kiosk's key file was copied, and a machine beside it cast ballots unnoticed."""
    hall.enrolled(tmp_path / "state")
    one, two = hall.kiosk(tmp_path / "state"), hall.kiosk(tmp_path / "state")
    one.go_on()
    two.go_on()  # as if the first had been started again
    assert trouble_of(one.go_on) == "kiosk-doubled"
    slip = hall.loaded.slips[BOX][0]
    assert trouble(two, BALLOTS, slip.text().decode()) == "kiosk-doubled"
    assert trouble_of(two.go_on) == "kiosk-doubled"
    assert trouble_of(hall.kiosk(tmp_path / "state").go_on) == "kiosk-doubled"
    assert hall.kiosks.sessions.heard(one.number).doubled
    assert accepted(hall.loaded) == 0


def trouble_of(step: object) -> str:
    assert callable(step)
    with pytest.raises(Trouble) as refused:
        step()
    return refused.value.code


def test_a_server_that_was_started_again_forgets_sessions_and_kiosks_go_on(hall: Hall) -> None:
    slip, kiosk = hall.loaded.slips[BOX][0], hall.enrolled()
    question = slip.question().decode()
    kiosk.post(paths.slip(BOX), question)
    sent = hall.last(paths.slip(BOX))
    hall.loaded.board.visits.start()
    assert hall.post(paths.slip(BOX), sent.content, sent.headers[HEADER]) == (403, "kiosk-session")
    assert kiosk.post(paths.slip(BOX), question).good
    hall.loaded.board.visits.start()
    kiosk.go_on()
    assert hall.post(paths.slip(BOX), sent.content, sent.headers[HEADER]) == (403, "kiosk-session")
    hall.loaded.board.visits.stop()


def test_an_answer_that_was_lost_makes_no_second_machine(hall: Hall) -> None:
    kiosk = hall.enrolled()
    kiosk.go_on()
    hall.loaded.board.visits.start()
    whole = hall.wire.handle_request
    lost: list[httpx.Request] = []

    def losing(request: httpx.Request) -> httpx.Response:
        answer = whole(request)
        if request.url.path == paths.SESSIONS and not answer.is_success:
            return answer
        if request.url.path == paths.SESSIONS and len(lost) < 2:
            lost.append(request)
            raise httpx.ReadTimeout("lost", request=request)
        return answer

    hall.wire.handle_request = losing  # type: ignore[method-assign]
    for _ in range(2):
        assert trouble_of(kiosk.go_on) == "board-unreachable"
    kiosk.go_on()
    assert len(lost) == 2
    hall.loaded.board.visits.stop()


def test_nothing_on_the_disk_ties_a_ballot_to_a_kiosk(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    """What a cast changes is the same, whichever kiosk it came from; the list of kiosks is not."""
    one, two = hall.enrolled(), hall.enrolled()
    folder = hall.loaded.config.folder
    for kiosk in (one, two):
        kiosk.go_on()
    kiosks = folder / "kiosks.json"
    before, at = kiosks.read_bytes(), kiosks.stat().st_mtime_ns
    names = {path.relative_to(folder) for path in folder.rglob("*")}
    receipts = [
        kiosk.post(BALLOTS, slip.text().decode())
        for kiosk, slip in zip((one, two, one), hall.loaded.slips[BOX], strict=False)
    ]
    assert all(each.good for each in receipts)
    assert (kiosks.read_bytes(), kiosks.stat().st_mtime_ns) == (before, at)
    assert {path.relative_to(folder) for path in folder.rglob("*")} <= names | {
        Path("board.sqlite-wal"),
        Path("board.sqlite-shm"),
    }
    headers = [each.headers[HEADER].split(" ") for each in hall.sent if HEADER in each.headers]
    secrets = {session.encode() for _, session, _, _ in headers}
    secrets |= {bytes.fromhex(session) for session in list(map(bytes.decode, secrets))}
    secrets |= {signature.encode() for *_, signature in headers}
    for file in folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert not any(each in held for each in secrets), file
    assert {key for each in receipts for key in json_keys(each.body)} == {
        *("setup", "fingerprint", "signature", "checkpoint"),
    }
    assert not caplog.records


def json_keys(body: bytes) -> list[str]:
    return list(httpx.Response(200, content=body).json())


def test_a_server_of_a_former_release_takes_any_kiosk_as_before(hall: Hall) -> None:
    hall.loaded.config.kiosks.unlink()
    old = open_board(hall.loaded.config)
    assert not old.admission.registry.now().only_enrolled
    old.store.dispose()
    kiosk = hall.kiosk()
    kiosk.look()
    assert kiosk.post(BALLOTS, hall.loaded.slips[BOX][0].text().decode()).good
    assert accepted(hall.loaded) == 1


def test_a_list_of_kiosks_that_cannot_be_read_lets_nobody_in(hall: Hall) -> None:
    kiosk = hall.enrolled()
    hall.loaded.config.kiosks.write_bytes(b"[]")
    body = hall.loaded.slips[BOX][0].text()
    assert hall.post(BALLOTS, body) == (503, "kiosks-unreadable")
    assert trouble(kiosk, BALLOTS, body.decode()) == "board-garbled"
    assert accepted(hall.loaded) == 0
