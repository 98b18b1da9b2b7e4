"""The ballot server as the kiosk sees it: nothing it says is believed unchecked.

The meeting must have the hash that stands on the slips; it names the server's key, and from then
on every receipt and checkpoint must be signed by that key. The Setup hashes of the boxes must give
the other hash on the slips. A box's setup is checked against the meeting once and then pinned. The
server's answer to a ballot is one of these:

- a receipt for this ballot in this box: it was committed, and only then is it "cast";
- 409 ``slip-used`` with the receipt of another ballot, and that ballot's signature, which only this
  slip can have made (``used_slip``): this slip counted before;
- a refusal by a known code, of which the server says that nothing was stored;
- anything else (no answer, 5xx, a page of some other server): not confirmed, send it again.
"""

from __future__ import annotations

from typing import Final

from crypto.ballots.ballot import parse_ballot
from crypto.board.checkpoint import open_checkpoint
from crypto.board.receipt import Receipt
from crypto.board.server_key import ServerPublicKey
from crypto.canonical import dumps
from crypto.election.credential import secret_exponent
from crypto.errors import ParseError, Refused
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from kiosk.board.http import BoardConnection, Json, Reply
from kiosk.board.parts import BoxState, box_state, nested_receipt
from kiosk.board.rollback import Checkpoints
from kiosk.board.signed_ballot import SignedBallot
from kiosk.board.spoiling import spoil
from kiosk.board.used_slip import check_own_ballot
from kiosk.messages.trouble import Trouble
from meeting.definition.meeting import Meeting
from meeting.limits import LARGEST_SETUP
from meeting.problem import Problem
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import MOST_BYTES, meeting_hash, parse_published
from meeting.published.setup_check import BoxSetup, SetupDiffers, check_setup
from meeting.published.setups import setups_hash

NOT_STORED: Final = {
    "box-closed": "too-late",
    "box-not-open": "box-not-open",
    "ballot-malformed": "ballot-refused",
    "ballot-foreign": "ballot-refused",
    "ballot-invalid": "ballot-refused",
    "ballot-spoiled": "ballot-refused",
    "slip-unknown": "ballot-refused",
    "body-too-large": "ballot-refused",
    "box-unknown": "ballot-refused",
}


class Board:
    """One meeting on one server. All methods raise Trouble.

    ``last_voters`` and ``closed``: ids of the boxes that let no new slip in, and of those that take
    no more ballots, when last asked; ``looked`` says whether anybody has asked yet.
    """

    def __init__(
        self, hash_of_meeting: str, hash_of_setups: str, connection: BoardConnection
    ) -> None:
        self.meeting_hash = hash_of_meeting
        self.setups_hash = hash_of_setups
        self.known_meeting: Meeting | None = None
        self.last_voters: frozenset[str] = frozenset()
        self.closed: frozenset[str] = frozenset()
        self.looked = False
        self._connection = connection
        self._setups: dict[str, BoxSetup] = {}
        self._checkpoints = Checkpoints(connection)

    def meeting(self) -> Meeting:
        """Return the meeting, fetched once.

        Raises Trouble("meeting-differs") for another one, "meeting-not-loaded" while there is none.
        """
        if self.known_meeting is None:
            reply = self._connection.get("/api/meeting", limit=MOST_BYTES)
            if not reply.good:
                if reply.json_object().get("code") == "meeting-not-loaded":
                    raise Trouble("meeting-not-loaded", where=reply.where)
                raise Trouble("board-garbled", where=f"{reply.where} {reply.status}")
            if meeting_hash(reply.body) != self.meeting_hash:
                raise Trouble("meeting-differs", where=meeting_hash(reply.body))
            try:
                self.known_meeting = parse_published(reply.body)
            except Problem as problem:
                raise Trouble("meeting-differs", where=problem.where) from problem
        return self.known_meeting

    def box_states(self) -> tuple[BoxState, ...]:
        """Return the boxes of the meeting as they are now.

        Raises Trouble("boxes-differ") unless their names are those that stand on the slips.
        """
        listed = self._object(self._connection.get("/api/boxes")).get("boxes")
        if not isinstance(listed, list):
            raise Trouble("board-garbled", where="/api/boxes")
        known = {box.id for box in self.meeting().boxes()}
        states = tuple(box_state(entry) for entry in listed)
        if {each.id for each in states} != known or len(states) != len(known):
            raise Trouble("setup-differs", where="/api/boxes")
        names = {each.id: each.name for each in states}
        root = setups_hash({box.id: names[box.id] for box in self.meeting().boxes()})
        if root != self.setups_hash:
            raise Trouble("boxes-differ", where=root)
        self.last_voters = frozenset(each.id for each in states if each.last_voters)
        self.closed = frozenset(each.id for each in states if each.state == "closed")
        self.looked = True
        return states

    def setup(self, state: BoxState) -> BoxSetup:
        """Return a box's setup, checked against the meeting once and never another one later."""
        pinned = self._setups.get(state.id)
        if pinned is None:
            path = f"/api/boxes/{state.id}/setup"
            found = self._object(self._connection.get(path, limit=LARGEST_SETUP))
            texts = [found.get(name) for name in ("election", "trustees", "credentials")]
            if not all(isinstance(text, str) for text in texts):
                raise Trouble("board-garbled", where=path)
            sent = SetupTexts(*(str(text).encode() for text in texts))
            meeting, box = self.meeting(), self.meeting().box(state.id)
            try:
                pinned = check_setup(meeting, self.meeting_hash, box, sent, name=state.name)
            except SetupDiffers as differs:
                raise Trouble("setup-differs", where=f"{box.id} {differs.where}") from differs
            self._setups[state.id] = pinned
        if pinned.name != state.name:
            raise Trouble("setup-differs", where=f"{state.id} setup")
        return pinned

    def look_at_chain(self, setup: BoxSetup) -> None:
        """Fetch the box's newest checkpoint and its proof; raises Trouble("board-rollback")."""
        path = f"/api/boxes/{setup.box.id}/checkpoint"
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

    def earlier_receipt(self, setup: BoxSetup, credential: str) -> Receipt | None:
        """Ask whether a slip was used; return the receipt of its ballot, or None.

        The question is signed with the credential: only its holder learns who has voted. Raises
        Trouble("used-without-receipt") when the server claims it without a proof.
        """
        election = setup.election
        group = election.group
        exponent = secret_exponent(group, election.uuid, credential)
        public = group.encode(group.base_power(exponent))
        signed = sign_message(
            group, exponent, f"piaoxiang-slip|{setup.name}|{public}", SystemRandomness()
        )
        question = dumps({"credential": public, "proof": signed.signature.to_json()})
        path = f"/api/boxes/{setup.box.id}/slip"
        answer = self._object(self._connection.post(path, question))
        if answer.get("state") == "unused":
            return None
        if answer.get("state") != "used":
            raise Trouble("board-garbled", where=path)
        try:
            receipt = nested_receipt(answer)
            check_own_ballot(group, group.decode(public), receipt, answer.get("signature"))
            self._check(receipt, setup)
        except Refused as refused:
            raise Trouble("used-without-receipt", where=f"{path} {refused.code}") from refused
        return receipt

    def cast(self, setup: BoxSetup, ballot: SignedBallot) -> Receipt:
        """Send a ballot and return its receipt, signed by the server for this ballot and box.

        Raises Trouble: "unconfirmed" (send the same one again), "slip-used" with the earlier
        receipt, "ballot-refused", "box-closed", "receipt-invalid", "board-rollback" …
        """
        try:
            reply = self._connection.post(f"/api/boxes/{setup.box.id}/ballots", ballot.text)
            if not reply.good:
                return self._not_accepted(reply, setup, ballot)
            return self._own(Receipt.parse(reply.body), setup, ballot)
        except ParseError as error:  # some other server's page: nothing was confirmed
            raise Trouble("unconfirmed", where=error.code) from error
        except Trouble as trouble:
            if trouble.code in {"board-unreachable", "board-garbled"}:
                raise Trouble("unconfirmed", where=trouble.where) from trouble
            raise

    def tell_visit(self, box_id: str, visit: str, step: str) -> str:
        """Tell of an open visit (``open_visits``); return "", or the code of what forbids it."""
        path = f"/api/boxes/{box_id}/visits"
        reply = self._connection.post(path, dumps({"step": step, "visit": visit}))
        return "" if reply.good else str(reply.json_object().get("code", ""))

    def spoil(self, setup: BoxSetup, fingerprint: str, credential: str) -> None:
        """Have a ballot spoiled; only when this returns may it be opened (``spoiling``).

        A slip that was used elsewhere meanwhile is "slip-used" with its receipt.
        """
        try:
            spoil(self._connection, self._key(), setup, fingerprint, credential)
        except Trouble as trouble:
            if trouble.code != "slip-used":
                raise
            receipt = self.earlier_receipt(setup, credential)
            if receipt is None:
                raise Trouble("used-without-receipt", where=trouble.where) from trouble
            raise Trouble("slip-used", receipt=receipt) from trouble

    def _not_accepted(self, reply: Reply, setup: BoxSetup, ballot: SignedBallot) -> Receipt:
        problem = reply.json_object()
        code = problem.get("code")
        if code == "slip-used":
            try:
                earlier = nested_receipt(problem)
                election = setup.election
                credential = parse_ballot(election, ballot.text).credential
                signature = problem.get("signature")
                check_own_ballot(election.group, credential, earlier, signature)
                self._check(earlier, setup)
            except Refused as refused:
                raise Trouble("used-without-receipt", where=refused.code) from refused
            if earlier.fingerprint == ballot.fingerprint:
                return earlier
            raise Trouble("slip-used", receipt=earlier)
        if isinstance(code, str) and code in NOT_STORED:
            raise Trouble(NOT_STORED[code], where=code)
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

    @staticmethod
    def _object(reply: Reply) -> dict[str, Json]:
        if not reply.good:
            raise Trouble("board-garbled", where=f"{reply.where} {reply.status}")
        return reply.json_object()
