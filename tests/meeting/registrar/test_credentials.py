"""Credentials: as many as slips, public and private belonging together, and no order kept."""

from __future__ import annotations

import pytest

from crypto.canonical import loads
from crypto.election.credential import check_sorted, public_credential
from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from meeting.registrar.credentials import make_slips
from tests.meeting.fixtures.township import township


@pytest.mark.parametrize("box", township().boxes(), ids=lambda box: box.id)
def test_every_slip_has_its_public_credential(box: object) -> None:
    meeting = township()
    group = group_named(meeting.group_name)
    for each in meeting.boxes():
        if each != box:
            continue
        slips = make_slips(meeting, each, new_uuid())
        assert len(slips.public_credentials) == len(set(slips.private_credentials)) == each.slips
        derived = {
            group.encode(public_credential(group, slips.uuid, private))
            for private in slips.private_credentials
        }
        assert derived == {public.text for public in slips.public_credentials}
        check_sorted(slips.public_credentials)
        assert loads(slips.public_list(), limit=10_000) == [
            public.text for public in slips.public_credentials
        ]


def test_the_private_order_says_nothing_about_the_public_one() -> None:
    meeting = township()
    group = group_named(meeting.group_name)
    box = meeting.boxes()[1]
    slips = make_slips(meeting, box, new_uuid())
    order = [
        group.encode(public_credential(group, slips.uuid, private))
        for private in slips.private_credentials
    ]
    # Thirty credentials: the odds of either are one in 30 factorial.
    assert order != sorted(order)
    assert order != sorted(order, reverse=True)


def test_two_boxes_share_no_credential() -> None:
    meeting = township()
    piles = [make_slips(meeting, box, new_uuid()) for box in meeting.boxes()]
    public = [each.text for pile in piles for each in pile.public_credentials]
    private = [each for pile in piles for each in pile.private_credentials]
    assert len(set(public)) == len(set(private)) == sum(box.slips for box in meeting.boxes())


def test_slips_do_not_show_their_secrets() -> None:
    meeting = township()
    slips = make_slips(meeting, meeting.boxes()[0], new_uuid())
    shown = f"{slips!r} {slips}"
    assert not any(private in shown for private in slips.private_credentials)


def test_progress_is_told_once_per_slip() -> None:
    meeting = township()
    calls: list[None] = []
    make_slips(meeting, meeting.boxes()[0], new_uuid(), made=lambda: calls.append(None))
    assert len(calls) == 14
