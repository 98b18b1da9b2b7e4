"""A kiosk's key on two machines, and what is no such thing: a server or a wire that failed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx

from ballot_server.kiosks.sessions import _SLOT, FILE
from crypto.base64_texts import unpadded
from crypto.board.kiosk_key import KioskKey
from kiosk.board.key_folder import Enrolled, KeyFolder
from meeting.board_interface import paths
from meeting.board_interface.kiosk_words import HEADER, Beginning, Signed, signed_over
from tests.ballot_server.fixtures.asking import accepted
from tests.ballot_server.fixtures.small_meeting import BOX
from tests.fixtures.forged_signature import forged
from tests.fixtures.kiosk_hall import BALLOTS, Hall, hall, trouble, trouble_of

__all__ = ["hall"]


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


def test_a_copied_key_is_worth_nothing_in_the_kiosks_own_session(
    hall: Hall, tmp_path: Path
) -> None:
    """The attack: who had a kiosk's key file and saw its requests cast in *its* session, unnoticed.

    The kiosk's next request was refused once, as a replayed one, and sent anew.
    """
    kiosk, slip = hall.enrolled(tmp_path / "state"), hall.loaded.slips[BOX][0]
    server = hall.loaded.board.key.public.text
    copied = KeyFolder(tmp_path / "state").find(server)
    assert copied is not None
    assert kiosk.post(paths.slip(BOX), slip.question().decode()).good
    _, session, counter, _ = hall.last(paths.slip(BOX)).headers[HEADER].split(" ")
    place, ballot = (copied.number, session, int(counter) + 1), slip.text()
    signed = Signed.sign(copied.key, server, place, BALLOTS, ballot)
    assert hall.post(BALLOTS, ballot, signed.to_header()) == (403, "kiosk-foreign")
    assert accepted(hall.loaded) == 0
    assert kiosk.post(BALLOTS, ballot.decode()).good
    assert begun(hall, copied, named=session) == (400, "kiosk-malformed")  # with a key of its own
    kiosk.go_on()


def test_a_copied_key_cannot_put_the_kiosks_own_session_back(hall: Hall, tmp_path: Path) -> None:
    """The attack: a session of the copy cast, then the kiosk's was begun again, and nobody knew.

    Names of sessions and their public keys are on the wire, and the kiosk goes on from its own.
    """
    for what in ("its name", "its key"):
        kiosk = hall.enrolled(tmp_path / what)
        kiosk.go_on()
        own = Beginning.parse(hall.last(paths.SESSIONS).content)
        copied = KeyFolder(tmp_path / what).find(hall.loaded.board.key.public.text)
        assert copied is not None
        assert begun(hall, copied) == (200, "")
        if what == "its name":
            assert begun(hall, copied, named=own.session) == (400, "kiosk-malformed")
        else:
            assert begun(hall, copied, key=own.key) == (200, "")
        assert trouble_of(kiosk.go_on) == "kiosk-doubled", what
        assert hall.kiosks.sessions.heard(copied.number).doubled


def test_a_session_that_a_copied_key_begins_is_noticed_whatever_it_says(
    hall: Hall, tmp_path: Path
) -> None:
    """As after a start, after the kiosk's own session, or when the server was started again."""
    for begins in ("after a start", "after the kiosk's", "after the server's start"):
        state = tmp_path / begins
        kiosk = hall.enrolled(state)
        kiosk.go_on()
        session = hall.last(paths.SESSIONS).headers[HEADER].split(" ")[1]
        copied = KeyFolder(state).find(hall.loaded.board.key.public.text)
        assert copied is not None
        if begins == "after the server's start":
            hall.loaded.board.visits.start()
        after = session if begins == "after the kiosk's" else ""
        assert begun(hall, copied, after) == (200, "")
        assert trouble_of(kiosk.go_on) == "kiosk-doubled", begins
    hall.loaded.board.visits.stop()


def begun(
    hall: Hall, copied: Enrolled, after: str = "", *, key: str = "", named: str = ""
) -> tuple[int, str]:
    """What the board says to a session that begins with a copied key."""
    server = hall.loaded.board.key.public.text
    fresh = hall.kiosks.fresh(copied.number)
    beginning = Beginning.of(after, fresh, key or KioskKey.generate().public)
    beginning = replace(beginning, session=named or beginning.session)
    body, place = beginning.to_json().encode(), (copied.number, beginning.session, 0)
    signed = Signed.sign(copied.key, server, place, paths.SESSIONS, body)
    return hall.post(paths.SESSIONS, body, signed.to_header())


def test_the_servers_memory_does_not_count_what_was_asked_since_a_kiosk_spoke(hall: Hall) -> None:
    """The attack: who copied that memory twice saw at which kiosk slips were used in between."""
    busy, idle = hall.enrolled(), hall.enrolled()
    held: list[tuple[int, int]] = []
    for _ in range(2):
        busy.post(paths.slip(BOX), hall.loaded.slips[BOX][0].question().decode())
        for kiosk in (busy, idle):
            kiosk.go_on()
        slots = list(_SLOT.iter_unpack((hall.loaded.config.sessions / FILE).read_bytes()))
        held.extend(slots[each.number - 1][3:5] for each in (busy, idle))  # highest and window
    assert held == [(0, 0)] * 4


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

    hall.wire.handle_request = losing  # type: ignore[method-assign] # a wire that loses answers
    for _ in range(2):
        assert trouble_of(kiosk.go_on) == "board-unreachable"
    kiosk.go_on()
    assert len(lost) == 2
    hall.loaded.board.visits.stop()


def test_a_kiosk_that_has_no_session_yet_is_nobody_to_speak_for(hall: Hall) -> None:
    """The attack: a slot that was never used is zeros, and zeros as a key let everybody sign.

    So a client of one's own cast in the name of an enrolled kiosk that had not begun, or of any one
    after the server's machine was started again.
    """
    number, code = hall.kiosks.registry.invite("")
    assert hall.kiosk().enrol(code) == number
    server, ballot = hall.loaded.board.key.public.text, hall.loaded.slips[BOX][0].text()
    nobody = "00" * 16
    for counter in range(1, 4):
        place = (number, nobody, counter)
        message = signed_over(server, place, BALLOTS, ballot)
        header = Signed(*place, unpadded(forged(message))).to_header()
        assert hall.post(BALLOTS, ballot, header) == (403, "kiosk-session")
    assert accepted(hall.loaded) == 0
