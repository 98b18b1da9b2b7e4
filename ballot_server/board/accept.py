"""The way of a ballot from the wire into the pool, and what is answered at each step.

Nothing is written before everything was checked, cheap checks come first, and the arithmetic stays
outside the write transaction, for no more ballots at a time than there are cores: whoever waits
for a core waits in line. The bytes are read once (`verified_ballot`); what is checked is what is
stored:

1. the disk has room for more;
2. the text is canonical JSON, not longer than a ballot of this box can be;
3. it names this election and a credential of this box, and that credential signed it;
4. every element and number is canonical and in range, every proof holds, and no α occurs twice in
   it;
5. *write*: in one transaction, under the box's lock: the box is open, the slip is unused, no α
   stands in another ballot, and the ballot goes into the pool. It ends with its fsync. Ballots
   that wait at the same time share it (`intake`);
6. *write*: batches are sealed if enough ballots wait. If this fails, the ballots go on waiting;
7. *write*: the mark moves on (`checkpoints`), once for all who wait;
8. the receipt is signed.

A crash before the end of 5 leaves nothing: the slip is unused. After 5 the ballot stands,
whatever becomes of 6, 7 and 8; the same ballot sent again, to any worker at any time, is found
under its credential and answered by the same receipt. If 5 fails and yet was stored, so too.
"""

from __future__ import annotations

import shutil

from ballot_server.board import receipts
from ballot_server.board.board import Board
from ballot_server.board.intake import Offered
from ballot_server.box.box import find_cast
from ballot_server.box.cancelled import is_cancelled
from ballot_server.box.electorate import Electorate
from ballot_server.box.open_keys import OpenKeys
from ballot_server.box.verified_ballot import read_ballot
from ballot_server.config import ServerConfig
from ballot_server.problems.cancelling import SlipCancelled
from ballot_server.problems.refusals import (
    BoxNotOpen,
    DiskNearlyFull,
    SlipMalformed,
    SlipUnknown,
    SlipUnproved,
)
from ballot_server.store import chain
from ballot_server.store.models import State
from crypto.board.receipt import Receipt
from crypto.errors import ParseError, ProofError
from meeting.board_interface.answers import UsedSlip
from meeting.board_interface.questions import SlipQuestion


def accept(board: Board, box_id: str, body: bytes) -> Receipt:
    """Take a ballot and return its receipt. Raises BoardProblem; see the module for the order."""
    electorate = board.electorate_of(box_id)
    with board.store.reading() as session:
        if chain.state_of(session, box_id) is State.PREPARED:
            raise BoxNotOpen
    check_disk(board.config)
    with board.cores.turn():
        verified = read_ballot(electorate, body)
    board.intake.take(Offered(box_id, verified, electorate))
    return receipts.issue(board, box_id, verified.ballot.fingerprint)


def ask_about_slip(board: Board, box_id: str, body: bytes) -> UsedSlip | None:
    """Receipt and signature of the ballot cast with a slip, None if it is unused.

    The question is signed by the slip, so nobody else learns who has voted. Raises
    SlipMalformed, SlipUnknown, SlipUnproved or SlipCancelled.
    """
    electorate = board.electorate_of(box_id)
    credential = _asking_credential(electorate, body)
    found = board.look(
        lambda session: find_cast(
            session, OpenKeys(session, board.config), box_id, electorate, credential
        )
    )
    if found is None:
        with board.store.reading() as session:
            if is_cancelled(session, chain.find_box(session, box_id), credential):
                raise SlipCancelled
        return None
    return UsedSlip(receipts.issue(board, box_id, found.fingerprint), found.signature)


def check_disk(config: ServerConfig, needed: int = 0) -> None:
    """Raise DiskNearlyFull while there is still room to lose nothing."""
    if shutil.disk_usage(config.folder).free < config.reserve_bytes + needed:
        raise DiskNearlyFull


def _asking_credential(electorate: Electorate, body: bytes) -> str:
    group = electorate.election.group
    try:
        question = SlipQuestion.parse(group, body)
        if question.credential not in electorate.weights:
            raise SlipUnknown
        question.check(group, electorate.setup)
    except ParseError as error:
        raise SlipMalformed from error
    except ProofError as error:
        raise SlipUnproved from error
    return question.credential
