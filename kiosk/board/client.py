"""The ballot server as the kiosk sees it: nothing it says is believed unchecked.

The meeting is the one of the slips (`pinned_meeting`), and it names the server's key: every receipt
and checkpoint must be signed by that key. The server's answer to a ballot is one of these:

- a receipt for this ballot in this box: it was committed, and only then is it "cast";
- 409 `slip-used` with the receipt of another ballot, and that ballot's signature, which only this
  slip can have made (`used_slip`): this slip counted before;
- a refusal by a known code, of which the server says that nothing was stored;
- anything else (no answer, 5xx, a page of some other server): not confirmed, send it again.
"""

from __future__ import annotations

from typing import Final

from crypto.ballots.ballot import parse_ballot
from crypto.board.checkpoint import Checkpoint, open_checkpoint
from crypto.board.receipt import Receipt
from crypto.board.server_key import ServerPublicKey
from crypto.board.spoiling import Spoiled
from crypto.errors import ParseError, Refused
from kiosk.board.http import BoardConnection, Reply
from kiosk.board.kept_receipts import KeptReceipts, check_events
from kiosk.board.key_folder import KeyFolder
from kiosk.board.pinned_meeting import PinnedMeeting
from kiosk.board.rollback import Checkpoints
from kiosk.board.signed_ballot import SignedBallot
from kiosk.board.signed_questions import NOT_ENROLLED, SignedQuestions
from kiosk.board.spoiling import spoil
from kiosk.board.used_slip import check_own_ballot
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.answers import SlipAnswer, UsedSlip
from meeting.board_interface.questions import SlipQuestion, VisitStep, VisitWord
from meeting.board_interface.refusals import RefusalCode
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setup_check import BoxSetup

MOST_EVENT_BYTES: Final = 64 * 1024 * 1024
"""Of all events of a box; one has at most 220."""

NOT_STORED: Final = {
    RefusalCode.BOX_CLOSED: "too-late",
    RefusalCode.BOX_NOT_OPEN: "box-not-open",
    RefusalCode.BALLOT_MALFORMED: "ballot-refused",
    RefusalCode.BALLOT_FOREIGN: "ballot-refused",
    RefusalCode.BALLOT_INVALID: "ballot-refused",
    RefusalCode.BALLOT_SPOILED: "ballot-refused",
    RefusalCode.SLIP_CANCELLED: "slip-cancelled",
    RefusalCode.SLIP_UNKNOWN: "ballot-refused",
    RefusalCode.BODY_TOO_LARGE: "ballot-refused",
    RefusalCode.BOX_UNKNOWN: "ballot-refused",
}


class BoardClient(PinnedMeeting):
    """What a booth asks the server of its meeting. All methods raise Trouble.

    `receipts`: of the ballots that were cast here. `unchecked`: why they could not be looked for
    in a closed box, when the server contradicted what it had signed.
    """

    def __init__(
        self,
        fingerprint: GivenFingerprint,
        connection: BoardConnection,
        keys: KeyFolder | None = None,
    ) -> None:
        super().__init__(fingerprint, connection)
        self.receipts = KeptReceipts()
        self.unchecked: Trouble | None = None
        self.questions = SignedQuestions(connection, keys or KeyFolder(None), self.meeting)
        self._checkpoints = Checkpoints(connection)

    def look_at_chain(self, setup: BoxSetup) -> tuple[str, Checkpoint]:
        """Fetch the box's newest checkpoint and its proof; raises Trouble("board-rollback").

        The signed note, and what it says.
        """
        path = paths.checkpoint(setup.box.id)
        reply = self._connection.get(path)
        if not reply.good:
            raise Trouble("board-garbled", where=f"{path} {reply.status}")
        try:
            found = open_checkpoint(reply.body, self._key())
        except Refused as refused:
            raise Trouble("receipt-invalid", where=f"{path} {refused.code}") from refused
        if found.setup_hash != setup.name or found.meeting != self.meeting().id:
            raise Trouble("board-rollback", where=path)
        self._checkpoints.take(found, setup.box.id)
        return reply.body.decode(), found

    def earlier_receipt(self, setup: BoxSetup, credential: str) -> Receipt | None:
        """Ask whether a slip was used; return the receipt of its ballot, or None.

        The question is signed with the credential: only its holder learns who has voted. Raises
        Trouble("used-without-receipt") when the server claims it without a proof.
        """
        group = setup.election.group
        question = SlipQuestion.ask(setup.election, setup.name, credential)
        path = paths.slip(setup.box.id)
        reply = self.questions.post(path, question.to_json())
        if not reply.good and reply.refusal().code is RefusalCode.SLIP_CANCELLED:
            raise Trouble("slip-cancelled")
        answer = reply.read(SlipAnswer.parse)
        if not answer.used:
            return None
        try:
            used = UsedSlip.from_json(answer.members)
            check_own_ballot(group, group.decode(question.credential), used)
            self._check(used.receipt, setup)
        except Refused as refused:
            raise Trouble("used-without-receipt", where=f"{path} {refused.code}") from refused
        return used.receipt

    def cast(self, setup: BoxSetup, ballot: SignedBallot) -> Receipt:
        """Send a ballot and return its receipt, signed by the server for this ballot and box.

        Raises Trouble: "unconfirmed" (send the same one again), "slip-used" with the earlier
        receipt, "ballot-refused", "box-closed", "receipt-invalid", "board-rollback" …
        """
        try:
            reply = self.questions.post(paths.ballots(setup.box.id), ballot.text)
            if not reply.good:
                receipt = self._not_accepted(reply, setup, ballot)
            else:
                receipt = self._own(Receipt.parse(reply.body), setup, ballot)
        except ParseError as error:  # some other server's page: nothing was confirmed
            raise Trouble("unconfirmed", where=error.code) from error
        except Trouble as trouble:
            if trouble.code in {"board-unreachable", "board-garbled"}:
                raise Trouble("unconfirmed", where=trouble.where) from trouble
            if trouble.code in NOT_ENROLLED:  # it may have been cast before that
                raise Trouble("cast-elsewhere", where=trouble.code) from trouble
            raise
        self.receipts.keep(setup.box.id, receipt, ballot.text)
        return receipt

    @property
    def unlooked(self) -> int:
        """How many receipts are of closed boxes, and their ballots were not looked for yet."""
        return self.receipts.unlooked(self.closed)

    def look_for_ballots(self) -> None:
        """Look for every ballot of a closed box that this kiosk has a receipt for, once.

        Raises Trouble when a box could not be looked at; it is tried again later. That the server
        contradicts what it signed is kept in `unchecked`.
        """
        try:
            self._look_for_ballots()
        except Trouble as trouble:
            if trouble.code not in {"board-unreachable", "board-garbled"}:
                self.unchecked = trouble.without_trace()
            raise
        self.unchecked = None

    def _look_for_ballots(self) -> None:
        first: Trouble | None = None
        for box_id in self.receipts.boxes():
            setup = self._setups.get(box_id)
            if box_id not in self.closed or setup is None:
                continue
            try:
                self._look_in(box_id, setup)
            except Trouble as trouble:  # the other boxes are looked at all the same
                first = first or trouble
        if first is not None:
            raise first

    def _look_in(self, box_id: str, setup: BoxSetup) -> None:
        reply = self._connection.get(paths.events(box_id), limit=MOST_EVENT_BYTES)
        if not reply.good and reply.refusal().code is RefusalCode.NOT_FOUND:
            if self.meeting().rules_of_2:
                raise Trouble("receipts-unlisted", where=f"{reply.where} {reply.status}")
            return  # a server of a former release lists none
        if not reply.good:
            raise Trouble("board-garbled", where=f"{reply.where} {reply.status}")
        note, signed = self.look_at_chain(setup)
        try:
            events = check_events(reply.body, setup.name, signed)
        except Refused as refused:
            raise Trouble("receipts-unchecked", where=f"{box_id} {refused.code}") from refused
        self.receipts.look(box_id, setup.name, events, note)

    def tell_visit(self, box_id: str, visit: str, step: VisitStep) -> str:
        """Tell of an open visit (`open_visits`); return "", or the code of what forbids it."""
        word = VisitWord(step, bytes.fromhex(visit))
        reply = self.questions.post(paths.visits(box_id), word.to_json())
        return "" if reply.good else reply.refusal().code or ""

    def spoil(self, setup: BoxSetup, fingerprint: str, credential: str) -> Spoiled:
        """Have a ballot spoiled; only with the word that this returns may it be opened.

        A slip that was used elsewhere meanwhile is "slip-used" with its receipt.
        """
        try:
            return spoil(self.questions, self._key(), setup, fingerprint, credential)
        except Trouble as trouble:
            if trouble.code != "slip-used":
                raise
            receipt = self.earlier_receipt(setup, credential)
            if receipt is None:
                raise Trouble("used-without-receipt", where=trouble.where) from trouble
            raise Trouble("slip-used", receipt=receipt) from trouble

    def was_cast(self, setup: BoxSetup, fingerprint: str) -> bool:
        """Whether the ballot of this fingerprint stands in the record or waits to be sealed."""
        reply = self._connection.get(paths.proof_of(setup.box.id, fingerprint))
        if reply.good:
            return True
        match reply.refusal().code:
            case RefusalCode.BALLOT_WAITING:
                return True
            case RefusalCode.BALLOT_UNKNOWN:
                return False
        raise Trouble("board-garbled", where=f"{paths.proof(setup.box.id)} {reply.status}")

    def _not_accepted(self, reply: Reply, setup: BoxSetup, ballot: SignedBallot) -> Receipt:
        refusal = reply.refusal()
        if refusal.code is RefusalCode.SLIP_USED:
            try:
                used = UsedSlip.from_json(refusal.members)
                earlier, election = used.receipt, setup.election
                credential = parse_ballot(election, ballot.text).credential
                check_own_ballot(election.group, credential, used)
                self._check(earlier, setup)
            except Refused as refused:
                raise Trouble("used-without-receipt", where=refused.code) from refused
            if earlier.fingerprint == ballot.fingerprint:
                return earlier
            raise Trouble("slip-used", receipt=earlier)
        if refusal.code in NOT_STORED:
            raise Trouble(NOT_STORED[refusal.code], where=refusal.code)
        raise Trouble("unconfirmed", where=f"{reply.where} {reply.status}")

    def _own(self, receipt: Receipt, setup: BoxSetup, ballot: SignedBallot) -> Receipt:
        try:
            if receipt.fingerprint != ballot.fingerprint:
                raise Trouble("receipt-invalid", where="fingerprint")
            self._check(receipt, setup)
        except Refused as refused:
            raise Trouble("receipt-invalid", where=refused.code) from refused
        return receipt

    def _check(self, receipt: Receipt, setup: BoxSetup) -> None:
        """Check a receipt's box, both signatures, and that the chain has not gone back."""
        checkpoint = receipt.check(self._key())
        if receipt.setup != setup.name or checkpoint.meeting != self.meeting().id:
            raise ParseError("receipt-box", "the receipt is another box's")
        try:
            self._checkpoints.take(checkpoint, setup.box.id)
        except Trouble as rollback:
            rollback.receipt = receipt
            raise

    def _key(self) -> ServerPublicKey:
        return ServerPublicKey.parse(self.meeting().server_key)
