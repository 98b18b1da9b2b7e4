"""Every address that programs ask is one of the contract's, and none of these is missing."""

from __future__ import annotations

from flask import Flask

from meeting.board_interface import paths

OF_A_BOX = (
    *(paths.setup, paths.ballots, paths.slip, paths.spoiled, paths.visits),
    *(paths.checkpoint, paths.record, paths.events, paths.proof, paths.consistency),
    paths.cancelled,
)


def test_the_servers_addresses_are_those_of_the_contract(app: Flask) -> None:
    rules = {str(rule) for rule in app.url_map.iter_rules()}
    served = {rule for rule in rules if rule.startswith(paths.API)}
    assert served == {
        *(paths.MEETING, paths.BOXES, paths.KIOSKS, paths.SESSIONS, paths.fresh("<int:number>")),
        *(path("<box_id>") for path in OF_A_BOX),
    }
