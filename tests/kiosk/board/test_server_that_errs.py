"""A server that errs or lies before anybody votes: what the voter reads, and who is let in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from crypto.board.server_key import short_form
from crypto.canonical import dumps
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import election_for
from meeting.registrar.slip_code import slip_code
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering, unplugged
from tests.kiosk.fixtures.prepared_boxes import prepared, tellers
from tests.kiosk.fixtures.visits import Visit


def test_another_meeting_is_never_shown(board: FakeBoard) -> None:
    visit = Visit(board)
    other = FakeBoard(replace(board.meeting, title="另一个会议"))
    board.before = other.answer
    assert visit.get().problem == "meeting-differs"
    assert visit.scan().problem == "meeting-differs"
    assert "另一个会议" not in visit.html
    assert visit.kiosk.booth.voter is None
    assert not [path for path in other.asked if "setup" in path]


def test_another_meeting_json_for_the_boxes_of_the_slips_is_never_shown(board: FakeBoard) -> None:
    """The one fingerprint covers it. The attack: a title, a paper or a server key of one's own."""
    visit = Visit(board)
    title = board.meeting.title.encode()
    board.definition = board.definition.replace(title, "另一个会议".encode())
    assert visit.get().problem == "setup-differs"
    assert visit.scan().problem == "setup-differs"
    assert "另一个会议" not in visit.html
    assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "slip" in path]


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("election", lambda text: text.replace('"min":1', '"min":0', 1)),
        ("election", lambda text: text.replace("优秀", "良好", 1)),
        ("election", lambda _: "{}"),
        ("trustees", lambda _: "[]"),
        ("credentials", lambda text: text.replace(text[1:68], "", 1)),
        ("credentials", lambda text: text.replace('",', ',1",', 1)),
        ("credentials", lambda text: dumps(sorted(text[2:-2].split('","'), reverse=True))),
    ],
)
def test_a_box_that_does_not_match_the_meeting_is_refused(
    board: FakeBoard, member: str, change: Callable[[str], str]
) -> None:
    texts = board.texts[BOX]
    changed = replace(texts, **{member: change(getattr(texts, member).decode()).encode()})
    assert changed != texts
    board.texts[BOX] = changed
    visit = Visit(board).scan(board.typed())  # on a kiosk that was given this server's hash
    assert (visit.problem, visit.status) == ("setup-differs", 502)
    assert visit.kiosk.booth.voter is None


def test_trustees_of_another_ceremony_are_refused(board: FakeBoard) -> None:
    other = replace(board.meeting, tellers=("甲", "乙", "丙", "丁"), teller_threshold=3)
    board.texts[BOX] = replace(board.texts[BOX], trustees=prepared(BOX, other).texts.trustees)
    assert Visit(board).scan(board.typed()).problem == "setup-differs"


def test_a_setup_that_is_exchanged_later_is_refused(visit: Visit, board: FakeBoard) -> None:
    visit.to_receipt().post("/leave")
    prepared.cache_clear()
    board.texts[BOX] = FakeBoard().texts[BOX]
    for code in (board.code(1), board.typed(1)):
        assert visit.scan(code).problem == "meeting-differs"


def lies_about_the_tellers(board: FakeBoard) -> None:
    """Same meeting, uuid and credentials, but a key whose secret the server holds."""
    made, meeting = board.prepared[BOX], board.meeting
    made_anew = tellers.__wrapped__  # the cached ones stay those of every other test
    own, _ = made_anew(meeting.group_name, len(meeting.tellers), meeting.teller_threshold)
    key = own.joint_key(made.setup.election.group)
    box = meeting.box(BOX)
    election = election_for(meeting, board.hash, box, made.setup.election.uuid, key)
    assert key != made.setup.election.public_key
    board.texts[BOX] = SetupTexts.of(election, own, made.texts.credentials.decode())


def test_tellers_of_the_servers_own_are_refused_for_scanned_and_typed_codes(
    visit: Visit, board: FakeBoard
) -> None:
    lies_about_the_tellers(board)
    for code in (board.code(), board.typed()):
        assert visit.scan(code).problem == "meeting-differs"
        assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "setup" in path or "slip" in path]


def test_a_scanned_slip_holds_the_server_to_its_box_even_on_a_kiosk_that_was_misled(
    board: FakeBoard,
) -> None:
    made = board.texts[BOX].name
    lies_about_the_tellers(board)
    visit = Visit(board).scan()
    assert (visit.problem, visit.status) == ("slip-foreign", 403)
    chance = slip_code(board.meeting_fingerprint, made, board.typed())
    visit = Visit(board).scan(chance)  # 32 bits of the fingerprint are soon found
    assert (visit.problem, visit.status) == ("slip-other-box", 403)
    assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "slip" in path]


@pytest.mark.parametrize("state", ["prepared", "closed"])
def test_a_box_that_is_not_open(board: FakeBoard, state: str) -> None:
    board.states[BOX] = state
    visit = Visit(board).scan()
    assert visit.problem == {"prepared": "box-not-open", "closed": "box-closed"}[state]
    assert visit.kiosk.booth.voter is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "slip-form"),
        ("hello", "slip-form"),
        ("PX2:00000000:" + "0" * 32 + ":abcde-fghjkm-npqrs-tuvwxy", "slip-foreign"),
        ("PX2:0000000g:" + "0" * 32 + ":abcde-fghjkm-npqrs-tuvwxy", "slip-form"),
        ("abcde-fghjkm-npqrs-tuvwxy", "slip-unknown"),
        ("https://example.org/" + "x" * 150, "slip-form"),
    ],
)
def test_a_code_that_is_no_slip_of_this_meeting(visit: Visit, code: str, problem: str) -> None:
    visit.scan(code)
    assert (visit.page, visit.problem) == ("start", problem)
    assert visit.kiosk.booth.voter is None
    kept = f'value="{code}" autofocus' in visit.html
    assert kept == (len(code) < 40), "only what was typed by hand"
    assert kept or code not in visit.html


def test_a_slip_of_another_meeting_is_named_with_both_fingerprints(board: FakeBoard) -> None:
    """They are told as they are printed on the slips and shown on the screen."""
    other = FakeBoard(replace(board.meeting, title="另一个会议"))
    visit = Visit(board).scan(other.code())
    assert (visit.problem, visit.status) == ("slip-foreign", 403)
    theirs, ours = (short_form(bytes.fromhex(each.meeting_fingerprint)) for each in (other, board))
    assert f"票码条的会议指纹以 {theirs[:6]} 开头，本会议的以 {ours[:6]} 开头" in visit.html
    assert ours in visit.html
    assert not [path for path in board.asked if "slip" in path]


def test_a_slip_of_an_earlier_printing_is_told_from_a_lying_server(board: FakeBoard) -> None:
    """The same meeting, whose slips were made anew: its boxes have other fingerprints."""
    visit = Visit(board).scan(slip_code("0" * 64, "0" * 64, board.typed()))
    assert visit.problem == "slip-foreign"
    assert "重新制作了票码条的，以前印制的票码条作废" in visit.html
    former = slip_code(board.hash, "0" * 64, board.typed()).replace("PX3", "PX2")
    visit = Visit(board).scan(former)
    assert visit.problem == "slip-other-box"
    assert "是为本会议的另一批票箱印制的" in visit.html
    assert "以前印制的票码条，请予更换" in visit.html


def test_a_mistyped_code_can_be_put_right_and_does_not_stay_on_the_screen(
    visit: Visit, board: FakeBoard
) -> None:
    mistyped = board.typed()[:-1]
    visit.scan(mistyped)
    assert f'value="{mistyped}"' in visit.html
    assert 'http-equiv="refresh" content="90"' in visit.html
    assert mistyped not in visit.path
    assert visit.get("/start").path == "/"
    assert mistyped not in visit.html
    assert visit.scan(board.typed()).page == "notice"


def test_without_a_network_the_start_screen_says_so_and_tries_again(board: FakeBoard) -> None:
    visit = Visit(board)
    board.before = unplugged
    assert visit.get().problem == "board-unreachable"
    assert 'http-equiv="refresh" content="5"' in visit.html
    board.before = lambda _: None
    assert visit.get().problem == ""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/boxes", b"<html>Please log in to the hotel's network</html>"),
        ("/api/boxes", b'{"boxes":[{"id":"r1-A"}]}'),
        ("/api/boxes", b'{"boxes":' + b"[" * 100_000),
        ("/setup", b'{"election":1}'),
        ("/slip", b'{"state":"perhaps"}'),
        ("/slip", b"[]"),
        ("/boxes", b"x" * 300_000),
    ],
)
def test_garbage_is_named_and_nobody_is_let_in(board: FakeBoard, path: str, body: bytes) -> None:
    board.before = answering(path, httpx.Response(200, content=body))
    visit = Visit(board).scan()
    assert visit.problem == "board-garbled"
    assert visit.kiosk.booth.voter is None
