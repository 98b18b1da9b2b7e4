"""Cancelled slips: none of them votes, none that voted is cancelled, and the list is published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from ballot_server.board.cancel import cancel, published_list
from ballot_server.board.closing import close
from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.cli import server
from ballot_server.problems.cancelling import SlipVoted
from ballot_server.problems.commands import AuditTooLate
from ballot_server.problems.refusals import BoxClosed, SlipUnknown
from crypto.board.cancelling import CancelledSlips
from crypto.place import in_file
from meeting.board_interface import paths
from meeting.registrar.slip_code import SlipCode, slip_code
from tests.ballot_server.fixtures.asking import NewApp, accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    Slip,
    config_in,
    loaded_server,
)

HERE = in_file("cancelled.json")


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[Loaded]:
    """A server whose boxes are not open yet."""
    found = loaded_server(config_in(tmp_path / "prepared"), opened=False)
    yield found
    found.board.store.dispose()


def code_of(slip: Slip) -> SlipCode:
    return SlipCode(slip.private, slip.setup[:32])


def listed(client: FlaskClient, loaded: Loaded, box: str = BOX) -> CancelledSlips:
    """The list as the board publishes it, every signature in it checked."""
    group = loaded.slips[box][0].election.group
    found = CancelledSlips.parse(group, client.get(paths.cancelled(box)).data, where=HERE)
    found.check_signature(loaded.board.key.public, where=HERE)
    for each in found.slips:
        each.check(group, found.setup, where=HERE)
    return found


def test_a_cancelled_slip_neither_votes_nor_checks_and_says_so_when_scanned(
    client: FlaskClient, loaded: Loaded, new_app: NewApp
) -> None:
    slip, other = loaded.slips[BOX][:2]
    assert not cancel(loaded.board, code_of(slip), audited=False).before
    for worker in (client, new_app(loaded)):
        assert refused(cast(worker, slip.text())) == (403, "slip-cancelled")
        assert refused(ask(worker, slip.question())) == (403, "slip-cancelled")
        asked = slip.spoiling(slip.ballot().fingerprint)
        spoiled = worker.post(paths.spoiled(BOX), data=asked, content_type="application/json")
        assert refused(spoiled) == (403, "slip-cancelled")
    assert accepted(loaded) == 0
    receipt_of(cast(client, other.text()), loaded)


def test_it_is_cancelled_once_however_often_it_is_scanned(prepared: Loaded) -> None:
    slip, board = prepared.slips[OTHER_BOX][0], prepared.board
    found = [cancel(board, code_of(slip), audited=each) for each in (True, False)]
    assert [each.before for each in found] == [False, True]
    assert all(each.audited for each in found)  # it stays what it was cancelled as
    typed = SlipCode(slip.private)
    assert cancel(board, typed, audited=False).box_id == OTHER_BOX


def test_nothing_is_audited_after_the_opening_of_its_box(prepared: Loaded) -> None:
    """The attack: slips that voters hold, or that are left over, pass for slips audited before."""
    board, slips = prepared.board, prepared.slips
    open_for_voting(board, BOX)
    with pytest.raises(AuditTooLate):
        cancel(board, code_of(slips[BOX][0]), audited=True)
    assert not cancel(board, code_of(slips[BOX][0]), audited=False).before
    assert cancel(board, code_of(slips[OTHER_BOX][0]), audited=True).audited


def test_the_command_refuses_an_audit_before_it_reads_any_slip(loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    result = scanned(loaded, slip.private, audit=True)
    assert isinstance(result.exception, AuditTooLate)
    assert not cancel(loaded.board, code_of(slip), audited=False).before


def test_a_slip_that_voted_is_not_cancelled_and_its_ballot_stays(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    receipt_of(cast(client, slip.text()), loaded)
    with pytest.raises(SlipVoted) as refusal:
        cancel(loaded.board, code_of(slip), audited=False)
    assert not refusal.value.values  # which ballot it was, nobody is told
    assert accepted(loaded) == 1
    close(loaded.board, BOX)
    with pytest.raises(SlipVoted):
        cancel(loaded.board, code_of(slip), audited=False)
    assert listed(client, loaded).slips == ()


def test_after_the_closing_nothing_is_cancelled(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    close(loaded.board, BOX)
    with pytest.raises(BoxClosed):
        cancel(loaded.board, code_of(slip), audited=False)
    assert listed(client, loaded).slips == ()


def test_the_list_is_shown_at_the_closing_and_tells_no_order(
    prepared: Loaded, new_app: NewApp
) -> None:
    loaded, pile = prepared, prepared.slips[BOX]
    cancel(loaded.board, code_of(pile[2]), audited=True)
    open_for_voting(loaded.board, BOX)
    for slip in (pile[7], pile[5]):
        cancel(loaded.board, code_of(slip), audited=False)
    client = new_app(loaded)
    assert refused(client.get(paths.cancelled(BOX))) == (404, "box-not-closed")
    close(loaded.board, BOX)
    found = listed(client, loaded)
    assert [each.credential for each in found.audited] == [pile[2].public]
    assert [each.credential for each in found.left_over] == sorted([pile[7].public, pile[5].public])
    found.check_listed((each.public for each in pile), where=HERE)
    assert published_list(loaded.board, BOX) == found


def test_the_private_code_of_a_cancelled_slip_is_stored_nowhere(loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    cancel(loaded.board, code_of(slip), audited=False)
    connection = sqlite3.connect(loaded.config.database)
    dumped = "\n".join(connection.iterdump())
    connection.close()
    assert slip.public in dumped
    assert slip.private not in dumped
    assert slip.private.replace("-", "") not in dumped


def test_a_code_of_no_slip_is_refused(loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    strange = SlipCode("11111-111111-11111-111111", slip.setup[:32])
    with pytest.raises(SlipUnknown):
        cancel(loaded.board, strange, audited=False)
    elsewhere = SlipCode(slip.private, loaded.slips[OTHER_BOX][0].setup[:32])
    with pytest.raises(SlipUnknown):
        cancel(loaded.board, elsewhere, audited=False)


def scanned(loaded: Loaded, *lines: str, audit: bool = False) -> Result:
    """The command with these lines from the scanner."""
    words = ["cancel", str(loaded.config.folder), *(["--audit"] if audit else [])]
    feed = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(server, words, input=feed, env={"PIAOXIANG_LANGUAGE": "en"})


def test_slips_are_scanned_one_after_another_and_each_is_answered(
    client: FlaskClient, loaded: Loaded
) -> None:
    first, second, voted = loaded.slips[BOX][:3]
    receipt_of(cast(client, voted.text()), loaded)
    meeting = loaded.board.meeting_fingerprint()
    codes = [slip_code(meeting, each.setup, each.private) for each in (first, second, voted)]
    result = scanned(loaded, codes[0], codes[0], second.private, "no slip", codes[2])
    told = result.output.splitlines()
    assert [line[0] for line in told if line[0] in "✓✗"] == list("✓✓✓✗✗")
    assert sum("cancelled before" in line for line in told) == 1
    assert any("slips cancelled now: 2" in line for line in told)
    assert any("is not cancelled. Put it aside" in line for line in told)
    assert result.exit_code == 1
    for each in (first, second, voted):
        assert each.private not in result.output


def test_an_audited_slip_tells_the_witnesses_what_it_is_for(prepared: Loaded) -> None:
    loaded, slip = prepared, prepared.slips[OTHER_BOX][0]
    code = slip_code(loaded.board.meeting_fingerprint(), slip.setup, slip.private)
    result = scanned(loaded, code, audit=True)
    assert "It is on the list of First round · Ballot B, section heads (r1-B)" in result.output
    assert "Evaluation" in result.output
    assert "open the boxes:\n    piaoxiang server open" in result.output
    assert result.exit_code == 0


def test_after_scanning_what_is_left_over_the_boxes_are_closed(loaded: Loaded) -> None:
    told = scanned(loaded).output
    assert f"close the boxes:\n    piaoxiang server close {loaded.config.folder}" in told


def test_a_slip_scanned_twice_is_no_failure(loaded: Loaded) -> None:
    slip = loaded.slips[OTHER_BOX][0]
    code = slip_code(loaded.board.meeting_fingerprint(), slip.setup, slip.private)
    assert scanned(loaded, code).exit_code == 0
    again = scanned(loaded, code)
    assert again.exit_code == 0
    assert "Cancelled before: 1. Nothing is to be done about these." in again.output


def test_nothing_scanned_is_said(loaded: Loaded) -> None:
    assert "No slip was cancelled." in scanned(loaded).output
