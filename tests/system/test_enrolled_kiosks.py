"""A kiosk and the real board: ballots are taken from enrolled kiosks, and from nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from ballot_server.board.board import open_board
from ballot_server.cli import server
from ballot_server.kiosks import registry
from ballot_server.problems.kiosks import KiosksMissing
from ballot_server.store.models import KioskRuleRow, table_of
from crypto.board.server_key import ServerKey
from kiosk.board.http import BoardConnection
from kiosk.board.key_folder import KeyFolder
from kiosk.board.signed_questions import SignedQuestions
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.kiosk_words import HEADER, Accepts
from tests.ballot_server.fixtures.asking import accepted
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX
from tests.fixtures.kiosk_hall import BALLOTS, Hall, hall, trouble, trouble_of

__all__ = ["hall"]


ASKED = ("ballots", "slip", "spoiled", "visits")


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
        "another kiosk": (question, body, f"1 {session} {counter} {signature}", "kiosk-session"),
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
    """It had no list of kiosks, said nothing of one, and its meetings are of schema 1."""
    former(hall)
    old = open_board(hall.loaded.config)
    assert not old.admission.registry.now().only_enrolled
    old.store.dispose()
    meeting = replace(hall.loaded.board.meeting(), schema=1)
    kiosk = SignedQuestions(silent(hall), KeyFolder(None), lambda: meeting)
    kiosk.look()
    assert kiosk.post(BALLOTS, hall.loaded.slips[BOX][0].text().decode()).good
    assert accepted(hall.loaded) == 1


def former(hall: Hall) -> None:
    """Make the server's folder one of a former release."""
    hall.loaded.config.kiosks.unlink()
    with hall.loaded.board.store.connection() as connection:
        connection.execute(delete(table_of(KioskRuleRow)))


def silent(hall: Hall, status: int = 404, told: str = '{"code":"not-found"}') -> BoardConnection:
    """A way to the board on which somebody answers for it from whom ballots are taken."""
    way = hall.transport()

    def passing(request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and request.url.path == paths.KIOSKS:
            return httpx.Response(status, text=told)
        return way.handle_request(request)

    return BoardConnection("http://board.test", 10, httpx.MockTransport(passing))


@pytest.mark.parametrize("forged", ["nothing", "any", "another server's any", "enrolled as any"])
def test_a_kiosk_asks_nothing_unsigned_because_somebody_between_says_so(
    hall: Hall, tmp_path: Path, forged: str
) -> None:
    """The attack: a forged 404, or a forged "any", made kiosks ask without their signatures."""
    ours, other = hall.loaded.board.key, ServerKey.generate()
    true = Accepts.sign(ours, enrolled=True)
    told = {
        "nothing": (404, '{"code":"not-found"}'),
        "any": (200, '{"accepts":"any"}'),
        "another server's any": (200, Accepts.sign(other, enrolled=False).to_json()),
        "enrolled as any": (200, Accepts(False, true.signature).to_json()),
    }
    meeting = hall.loaded.board.meeting
    assert meeting().rules_of_2
    slip = hall.loaded.slips[BOX][0]
    asks = SignedQuestions(silent(hall, *told[forged]), KeyFolder(None), meeting)
    assert trouble(asks, BALLOTS, slip.text().decode()) == "kiosk-rule-unsigned"
    assert all(each.url.path != BALLOTS for each in hall.sent)
    hall.enrolled(tmp_path)
    enrolled = SignedQuestions(silent(hall, *told[forged]), KeyFolder(tmp_path), meeting)
    assert enrolled.post(BALLOTS, slip.text().decode()).good
    assert HEADER in hall.last(BALLOTS).headers


def test_a_server_made_for_any_kiosk_is_asked_without_a_signature_on_its_word(hall: Hall) -> None:
    former(hall)
    hall.kiosks.registry.create(only_enrolled=False)
    any_kiosk = Accepts.sign(hall.loaded.board.key, enrolled=False).to_json()
    kiosk = SignedQuestions(
        silent(hall, 200, any_kiosk), KeyFolder(None), hall.loaded.board.meeting
    )
    assert kiosk.post(BALLOTS, hall.loaded.slips[BOX][0].text().decode()).good
    assert HEADER not in hall.last(BALLOTS).headers


def test_a_list_of_kiosks_that_is_gone_opens_nothing(hall: Hall) -> None:
    """The attack: who took kiosks.json away had the server take ballots from everybody."""
    kiosk, body = hall.enrolled(), hall.loaded.slips[BOX][0].text()
    kiosks, board = hall.loaded.config.kiosks, hall.loaded.board
    kept = kiosks.read_bytes()
    kiosks.unlink()
    assert hall.post(BALLOTS, body) == (503, "kiosks-unreadable")
    assert trouble(kiosk, BALLOTS, body.decode()) == "board-garbled"
    for command in ("run", "status", "kiosks"):
        done = CliRunner().invoke(server, [command, str(hall.loaded.config.folder)])
        assert isinstance(done.exception, KiosksMissing), command
    kiosks.write_bytes(kept.replace(b'"enrolled"', b'"any"', 1))
    assert hall.post(BALLOTS, body) == (503, "kiosks-unreadable")
    kiosks.write_bytes(kept)
    assert kiosk.post(BALLOTS, body.decode()).good
    kiosks.unlink()
    assert board.admission.registry.begin_anew()
    assert not board.admission.registry.begin_anew()
    assert trouble(kiosk) == "kiosk-refused"
    kiosk.enrol(board.admission.registry.invite("")[1])
    assert not kiosk.post(BALLOTS, "{}").good


def test_a_list_of_kiosks_that_cannot_be_read_lets_nobody_in(hall: Hall) -> None:
    kiosk = hall.enrolled()
    hall.loaded.config.kiosks.write_bytes(b"[]")
    body = hall.loaded.slips[BOX][0].text()
    assert hall.post(BALLOTS, body) == (503, "kiosks-unreadable")
    assert trouble(kiosk, BALLOTS, body.decode()) == "board-garbled"
    assert accepted(hall.loaded) == 0
