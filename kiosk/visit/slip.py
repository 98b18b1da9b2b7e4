"""From what the scanner read to the box in which this slip votes."""

from __future__ import annotations

from crypto.election.credential import public_credential
from kiosk.board.client import BoardClient
from kiosk.messages.trouble import Trouble
from meeting.problem import Problem
from meeting.published.setup_check import BoxSetup
from meeting.registrar.slip_code import SlipCode, parse_slip_code


def read_slip(code: str, board: BoardClient) -> SlipCode:
    """Read a scanned or typed code.

    Raises Trouble("slip-foreign") for a slip of another meeting and Trouble("slip-form") for
    anything that is no slip. The code is never repeated.
    """
    try:
        return parse_slip_code(code, board.meeting_fingerprint.digits, board.definition_hash)
    except Problem as problem:
        # The problem's text could quote what was typed: nothing but public digits is passed on.
        if problem.code == "slip-foreign":
            told = problem.values
            raise Trouble(problem.code, found=told["found"], expected=told["expected"]) from None
        raise Trouble("slip-form") from None


def box_of_slip(board: BoardClient, slip: SlipCode) -> BoxSetup:
    """The open box whose public list holds this slip.

    The public credential depends on the box, so it is derived for each box in turn. Raises
    Trouble("box-not-open") or Trouble("box-closed") when the slip's box is not open (for a closed
    box only if the slip is unused: a used one has a receipt), Trouble("slip-unknown") when no box
    has it, Trouble("slip-other-box") when the server shows no box with the Setup that was printed
    on the slip: it is not even asked about this slip then.
    """
    credential = slip.credential
    boxes = [each for each in board.box_states() if slip.names(each.name)]
    if not boxes:
        raise Trouble("slip-other-box")
    for state in boxes:
        setup = board.setup(state)
        election = setup.election
        public = public_credential(election.group, election.uuid, credential)
        if election.group.encode(public) not in setup.credentials:
            continue
        board.look_at_chain(setup)
        if state.state == "prepared":
            raise Trouble("box-not-open", where=state.id)
        if state.state == "closed" and board.earlier_receipt(setup, credential) is None:
            raise Trouble("box-closed", where=state.id)
        return setup
    raise Trouble("slip-unknown")
