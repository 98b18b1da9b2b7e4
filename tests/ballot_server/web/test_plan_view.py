"""The plan of a round in the hall: shown when all its boxes are closed, as tellers work it out."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.commands.output import show_boxes
from crypto.board.server_key import short_form
from crypto.record.record import read_record
from meeting.opening_plan.plan import ClosedBox, plan_of
from tests.ballot_server.fixtures.asking import cast
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded


def plan_of_records(client: FlaskClient, loaded: Loaded) -> str:
    """The fingerprint that follows from the records as anybody downloads them."""
    closed = []
    for box in (BOX, OTHER_BOX):
        record = read_record(client.get(f"/api/boxes/{box}/record.bel").data)
        closed.append(ClosedBox(box, record.setup_hash, record.head.hash, len(record.ballots)))
    definition = loaded.board.definition()
    minimum = loaded.board.meeting().minimum_group
    return short_form(bytes.fromhex(plan_of(definition.hash, "r1", minimum, closed).hash))


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ((6, 3), ["A票 县级领导、B票 科级干部：合并打开"]),
        ((6, 5), ["A票 县级领导：单独打开", "B票 科级干部：单独打开"]),
        ((0, 6), ["A票 县级领导：不打开", "B票 科级干部：单独打开"]),
        ((2, 1), ["A票 县级领导：不打开", "只有全体监票人签名同意"]),
    ],
)
def test_the_hall_shows_the_plan_once_all_boxes_are_closed(
    client: FlaskClient,
    loaded: Loaded,
    capsys: pytest.CaptureFixture[str],
    votes: tuple[int, int],
    told: list[str],
) -> None:
    for box, count in zip((BOX, OTHER_BOX), votes, strict=True):
        for slip in loaded.slips[box][:count]:
            assert cast(client, slip.text(), box).status_code == 200
    close(loaded.board, BOX)
    assert "方案指纹" not in client.get("/").text
    close(loaded.board, OTHER_BOX)
    page = client.get("/").text
    assert all(each in page for each in told)
    plan = plan_of_records(client, loaded)
    assert plan in page
    show_boxes(loaded.board)
    assert f"方案指纹 {plan}" in capsys.readouterr().out
    client.set_cookie("language", "en")
    assert "Fingerprint of the plan" in client.get("/").text
