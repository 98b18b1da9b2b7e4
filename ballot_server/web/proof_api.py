"""The proofs that programs ask of the board, over HTTP. Their texts: `crypto.board.board_proof`.

That of a ballot, by its fingerprint or tracker, goes up to the newest checkpoint; that of growth,
from N events, to the newest checkpoint, which comes with it, or to M events.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, request

from ballot_server.board.proofs import growth_proof, sealed_proof
from ballot_server.problems.refusals import RequestBad
from ballot_server.web.access import public
from ballot_server.web.asked import the_board
from meeting.board_interface import paths

_NUMBER = re.compile(r"[0-9]{1,10}", re.ASCII)

proof_api = Blueprint("proof_api", __name__)


@proof_api.get(paths.proof("<box_id>"))
@public
def sealed(box_id: str) -> Response:
    """The proof that a ballot is in the chain."""
    found = sealed_proof(the_board(), box_id, request.args.get("fingerprint", ""))
    return Response(found.to_json(), content_type=paths.JSON_TYPE)


@proof_api.get(paths.consistency("<box_id>"))
@public
def growth(box_id: str) -> Response:
    """The proof that the chain of a box only grew."""
    first, second = _size("from"), _size("to")
    found = growth_proof(the_board(), box_id, first or 0, second)
    return Response(found.to_json(), content_type=paths.JSON_TYPE)


def _size(name: str) -> int | None:
    """A number of events from the address, None if it is not given; raises RequestBad."""
    asked = request.args.get(name)
    if asked is not None and not _NUMBER.fullmatch(asked):
        raise RequestBad(where=name)
    return None if asked is None else int(asked)
