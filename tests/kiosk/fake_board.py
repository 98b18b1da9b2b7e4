"""A ballot server made of values, with the API of the real one, that can do anything wrong.

It verifies ballots with the real cryptography, keeps them in a list, and signs with a real key.
Each fault is an attribute that a test sets; nothing else is special about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

import httpx

from crypto.ballots.ballot import parse_ballot, verify_ballot
from crypto.board.board_proof import GrowthProof
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.merkle_tree import MerkleTree
from crypto.board.receipt import Receipt, sign_receipt
from crypto.board.server_key import ServerKey
from crypto.board.spoiling import Spoiled, sign_spoiled, spoiling_question
from crypto.canonical import JSON, dumps, loads
from crypto.proofs.schnorr import Proof, SignedMessage, check_message
from kiosk.board.box_setup import SetupTexts
from meeting.definition.meeting import Meeting
from meeting.published.definition_file import meeting_hash, published
from meeting.published.setups import setups_hash
from meeting.registrar.slip_code import slip_code
from tests.kiosk.prepared_boxes import hamlet, opened, prepared, server_key

BOX = "r1-B"
Respond = Callable[[httpx.Request], httpx.Response | None]


@dataclass
class FakeBoard:
    """The server of one meeting. ``before`` may answer a request instead of it."""

    meeting: Meeting = field(default_factory=hamlet)
    states: dict[str, str] = field(default_factory=dict)
    texts: dict[str, SetupTexts] = field(default_factory=dict)
    before: Respond = lambda _: None
    receipt_key: ServerKey = field(default_factory=server_key)
    receipt_change: Callable[[Receipt], Receipt] = lambda receipt: receipt
    lose_answer: bool = False
    size: int = 1
    fork: str = ""
    asked: list[str] = field(default_factory=list)
    cast: dict[str, dict[str, str]] = field(default_factory=dict)
    signatures: dict[str, JSON] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    spoiled: dict[str, set[str]] = field(default_factory=dict)
    spoiled_change: Callable[[Spoiled], Spoiled] = lambda word: word
    last_voters: set[str] = field(default_factory=set)
    visits: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.prepared = {box.id: prepared(box.id, self.meeting) for box in self.meeting.boxes()}
        self.definition = published(self.meeting)
        self.hash = meeting_hash(self.definition)
        for box_id, made in self.prepared.items():
            self.states.setdefault(box_id, "open")
            self.texts.setdefault(box_id, made.texts)

    @property
    def setups_hash(self) -> str:
        """The root of the boxes that this server shows just now."""
        return setups_hash({box.id: self.texts[box.id].name for box in self.meeting.boxes()})

    def typed(self, number: int = 0, box_id: str = BOX) -> str:
        """What a voter may type instead of having the slip scanned."""
        return self.prepared[box_id].slips.private_credentials[number]

    def code(self, number: int = 0, box_id: str = BOX) -> str:
        """What the QR code of a slip says."""
        made = self.prepared[box_id]
        return slip_code(self.hash, made.texts.name, made.slips.private_credentials[number])

    def opened(self, number: int = 0, box_id: str = BOX) -> tuple[tuple[int, ...], ...]:
        """What stands in a ballot that was sent."""
        election = self.prepared[box_id].setup.election
        return opened(self.meeting, election, self.sent[number])

    def transport(self) -> httpx.MockTransport:
        """The network that leads to this server."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as the real server does, unless a fault was asked for."""
        self.asked.append(f"{request.method} {request.url.path}")
        return self.before(request) or self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        parts = request.url.path.strip("/").split("/")
        if parts == ["api", "meeting"]:
            return httpx.Response(200, content=self.definition)
        if parts == ["api", "boxes"]:
            return _json(200, {"boxes": [self._box(box_id) for box_id in self.prepared]})
        box_id, what = parts[2], parts[3]
        if what == "setup":
            return _json(200, asdict(self.texts[box_id]))
        answers = {
            "slip": self._slip,
            "ballots": self._ballot,
            "spoiled": self._spoil,
            "consistency": self._growth,
            "visits": self._visit,
        }
        if what in answers:
            return answers[what](box_id, request)
        return httpx.Response(200, text=self.checkpoint(box_id))

    def checkpoint(self, box_id: str) -> str:
        """The box's newest checkpoint."""
        root = self._tree(box_id).root(self.size)
        name = self.texts[box_id].name
        return make_checkpoint(self.receipt_key, Checkpoint(self.meeting.id, name, self.size, root))

    def _tree(self, box_id: str) -> MerkleTree:
        """The history that the server tells now; another one after it forked."""
        leaves = (f"{box_id} {height} {self.fork}".encode() for height in range(self.size))
        return MerkleTree.of(leaves)

    def _growth(self, box_id: str, request: httpx.Request) -> httpx.Response:
        first, second = (int(request.url.params[name]) for name in ("from", "to"))
        if not first <= second <= self.size:
            return _problem(400, "proof-range")
        proof = self._tree(box_id).consistency_proof(first, second)
        return httpx.Response(200, text=GrowthProof(first, second, proof).to_json())

    def receipt(self, box_id: str, fingerprint: str) -> Receipt:
        """The receipt of a ballot, or what a test makes of it."""
        name = self.texts[box_id].name
        note = self.checkpoint(box_id)
        return self.receipt_change(sign_receipt(self.receipt_key, name, fingerprint, note))

    def _box(self, box_id: str) -> dict[str, JSON]:
        box = self.meeting.box(box_id)
        return {
            "id": box_id,
            "setup": self.texts[box_id].name,
            "state": self.states[box_id],
            "last_voters": box_id in self.last_voters,
            "round": box.round.id,
            "group": box.group.id,
            "ballots": len(self.cast.get(box_id, {})),
        }

    def _slip(self, box_id: str, request: httpx.Request) -> httpx.Response:
        group = self.prepared[box_id].setup.election.group
        question = loads(request.content, limit=4096)
        assert isinstance(question, dict)
        credential = str(question["credential"])
        proof = Proof.from_json(group, question["proof"])
        message = f"piaoxiang-slip|{self.texts[box_id].name}|{credential}"
        check_message(group, group.decode(credential), SignedMessage(message, proof))
        used = self.cast.get(box_id, {}).get(credential)
        if used is None:
            return _json(200, {"state": "unused"})
        receipt = loads(self.receipt(box_id, used).to_json(), limit=20000)
        return _json(200, {"state": "used", "receipt": receipt, "signature": self.signatures[used]})

    def _visit(self, box_id: str, request: httpx.Request) -> httpx.Response:
        told = loads(request.content, limit=256)
        assert isinstance(told, dict)
        assert set(told) == {"step", "visit"}
        step = str(told["step"])
        self.visits.append((box_id, step, str(told["visit"])))
        if step != "end" and self.states[box_id] == "closed":
            return _problem(403, "box-closed")
        if step == "begin" and box_id in self.last_voters:
            return _problem(403, "last-voters")
        return _json(200, {"state": "noted"})

    def _spoil(self, box_id: str, request: httpx.Request) -> httpx.Response:
        group = self.prepared[box_id].setup.election.group
        asked = loads(request.content, limit=4096)
        assert isinstance(asked, dict)
        credential, fingerprint = str(asked["credential"]), str(asked["fingerprint"])
        proof = Proof.from_json(group, asked["proof"])
        message = spoiling_question(self.texts[box_id].name, fingerprint, credential)
        check_message(group, group.decode(credential), SignedMessage(message, proof))
        if credential in self.cast.get(box_id, {}):
            return _problem(409, "slip-used")
        if self.states[box_id] != "open":
            return _problem(403, "box-closed")
        self.spoiled.setdefault(box_id, set()).add(fingerprint)
        if self.lose_answer:
            raise httpx.ReadTimeout("lost", request=request)
        word = sign_spoiled(self.receipt_key, self.texts[box_id].name, fingerprint)
        return httpx.Response(200, text=self.spoiled_change(word).to_json())

    def _ballot(self, box_id: str, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.content)
        setup = self.prepared[box_id].setup
        ballot = parse_ballot(setup.election, request.content)
        verify_ballot(setup.election, ballot)
        credential = setup.election.group.encode(ballot.credential)
        assert credential in setup.credentials
        box = self.cast.setdefault(box_id, {})
        if ballot.fingerprint in self.spoiled.get(box_id, set()):
            return _problem(403, "ballot-spoiled")
        if credential not in box and self.states[box_id] != "open":
            return _problem(403, "box-closed")
        earlier = box.setdefault(credential, ballot.fingerprint)
        sent = loads(request.content, limit=10**6)
        assert isinstance(sent, dict)
        self.signatures.setdefault(ballot.fingerprint, sent["signature"])
        self.size += 1
        receipt = self.receipt(box_id, earlier)
        if self.lose_answer:
            raise httpx.ReadTimeout("lost", request=request)
        if earlier != ballot.fingerprint:
            told = loads(receipt.to_json(), limit=20000)
            return _problem(409, "slip-used", told, self.signatures[earlier])
        return httpx.Response(200, text=receipt.to_json())


def _json(status: int, value: JSON) -> httpx.Response:
    return httpx.Response(status, text=dumps(value))


def _problem(
    status: int, code: str, receipt: JSON | None = None, signature: JSON = ""
) -> httpx.Response:
    body: dict[str, JSON] = {"type": f"urn:piaoxiang:problem:{code}", "code": code}
    if receipt is not None:
        body |= {"receipt": receipt, "signature": signature}
    return _json(status, body)
