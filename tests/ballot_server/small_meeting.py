"""A small meeting with real credentials, and a server that has it: what these tests act on.

Two voter groups, one round, one paper with two questions (one with 弃权), Ed25519 unless said
otherwise. The one trustee's secret key is 5: these tests are about the board, not the tellers.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ballot_server.board.board import Board, open_board
from ballot_server.board.loading import load
from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.box.electorate import SetupTexts
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from crypto.ballots.ballot import Ballot, Choices, prepare_ballot, sign_ballot
from crypto.board.spoiling import spoiling_question
from crypto.canonical import JSON, dumps
from crypto.election.credential import public_credential, secret_exponent
from crypto.election.election import Election, new_uuid
from crypto.groups.named import group_named
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import Option, Paper, PaperItem
from meeting.definition.person import Person
from meeting.published.definition_file import election_for, meeting_hash, published
from meeting.registrar.credentials import make_slips

TRUSTEE_SECRET = 5
BOX = "r1-A"
OTHER_BOX = "r1-B"
CHEN = Person("chen", "陈志远", "Chen Zhiyuan", "镇长", "head of township")
PAPER = Paper(
    id="paper",
    kind="evaluation",
    title="民主测评票",
    title_en="Evaluation",
    instructions="",
    instructions_en="",
    denominator="valid",
    items=(
        PaperItem(
            "grade",
            CHEN,
            "评价",
            "Grade",
            (Option("good", "优秀", "excellent"), Option("able", "称职", "competent")),
            1,
            1,
            abstain=True,
        ),
        PaperItem(
            "place",
            CHEN,
            "调整去向",
            "Placement",
            (Option("stay", "留任", "stay"), Option("move", "交流", "transfer")),
            1,
            1,
            abstain=False,
        ),
    ),
)
EXCELLENT_STAY: Choices = ((0, 1, 0), (1, 0))
ABSTAIN_MOVE: Choices = ((1, 0, 0), (0, 1))


def small_meeting(
    server_key: str,
    slips: int = 30,
    group: str = "Ed25519",
    entitled: int = 0,
    paper: Paper = PAPER,
) -> Meeting:
    """Return the meeting with ``slips`` slips in group A and six in group B.

    As many are entitled, unless group A is told otherwise.
    """
    return Meeting(
        id="small-2026",
        title="丁堡镇届末民主测评会",
        title_en="Dingbao Township Evaluation",
        place="镇政府礼堂",
        place_en="Township hall",
        date="2026-11-21",
        preset="small",
        team="镇班子",
        team_en="the team",
        groups=(
            VoterGroup(
                "A", "A票 县级领导", "Ballot A, county leaders", "", "", entitled or slips, slips
            ),
            VoterGroup("B", "B票 科级干部", "Ballot B, section heads", "", "", 6, 6),
        ),
        people=(CHEN,),
        papers=(paper,),
        rounds=(Round("r1", "第一轮 届末民主测评", "First round", ("paper",)),),
        tellers=("何静宜", "罗永辉"),
        teller_threshold=2,
        group_name=group,
        server_key=server_key,
    )


@dataclass(frozen=True)
class Slip:
    """One voter's slip: it can make ballots and ask about itself."""

    election: Election = field(repr=False)
    private: str = field(repr=False)
    setup: str

    @property
    def public(self) -> str:
        group = self.election.group
        return group.encode(public_credential(group, self.election.uuid, self.private))

    def ballot(self, choices: Choices = EXCELLENT_STAY) -> Ballot:
        """Make and sign a fresh ballot."""
        election = self.election
        credential = public_credential(election.group, election.uuid, self.private)
        unsigned = prepare_ballot(election, credential, choices, os.urandom(32))
        return sign_ballot(unsigned, secret_exponent(election.group, election.uuid, self.private))

    def text(self, choices: Choices = EXCELLENT_STAY) -> bytes:
        """Make a ballot as it is sent."""
        return self.ballot(choices).to_json().encode()

    def question(self, *, setup: str = "", public: str = "") -> bytes:
        """Ask whether the slip was used, signed by it."""
        group = self.election.group
        named = public or self.public
        secret = secret_exponent(group, self.election.uuid, self.private)
        message = f"piaoxiang-slip|{setup or self.setup}|{named}"
        signed = sign_message(group, secret, message, SystemRandomness())
        return dumps({"credential": named, "proof": signed.signature.to_json()}).encode()

    def spoiling(self, fingerprint: str, *, setup: str = "", public: str = "") -> bytes:
        """Ask the server to spoil a ballot, signed by the slip."""
        group = self.election.group
        named = public or self.public
        secret = secret_exponent(group, self.election.uuid, self.private)
        message = spoiling_question(setup or self.setup, fingerprint, named)
        proof = sign_message(group, secret, message, SystemRandomness()).signature.to_json()
        asked: dict[str, JSON] = {"fingerprint": fingerprint, "credential": named, "proof": proof}
        return dumps(asked).encode()


@dataclass(frozen=True)
class Loaded:
    """A server's board with the small meeting, and all slips by box."""

    board: Board
    slips: dict[str, list[Slip]]

    @property
    def config(self) -> ServerConfig:
        return self.board.config


def prepared_setups(
    meeting: Meeting, hash_of_meeting: str
) -> tuple[dict[str, SetupTexts], dict[str, tuple[Election, tuple[str, ...]]]]:
    """Do the tellers' and the registrar's work; return Setup texts and private credentials."""
    group = group_named(meeting.group_name)
    trustees = Trustees(group, (Single(make_trustee_key(group, TRUSTEE_SECRET)),))
    public_key = trustees.joint_key(group)
    texts: dict[str, SetupTexts] = {}
    private: dict[str, tuple[Election, tuple[str, ...]]] = {}
    for box in meeting.boxes():
        uuid = new_uuid()
        slips = make_slips(meeting, box, uuid)
        election = election_for(meeting, hash_of_meeting, box, uuid, public_key)
        texts[box.id] = SetupTexts(
            election.to_json().encode(),
            trustees.to_json().encode(),
            slips.public_list().encode(),
        )
        private[box.id] = (election, slips.private_credentials)
    return texts, private


def loaded_server(
    config: ServerConfig,
    *,
    slips: int = 30,
    group: str = "Ed25519",
    opened: bool = True,
    entitled: int = 0,
    paper: Paper = PAPER,
) -> Loaded:
    """Make a server in ``config.folder`` and load the small meeting into it."""
    key = make_folder(config)
    meeting = small_meeting(key.text, slips, group, entitled, paper)
    definition = published(meeting)
    texts, private = prepared_setups(meeting, meeting_hash(definition))
    board = open_board(config)
    load(board, definition, texts)
    if opened:
        open_for_voting(board, BOX)
        open_for_voting(board, OTHER_BOX)
    with board.store.reading() as session:
        names = {box_id: board.electorate(session, box_id).setup for box_id in texts}
    made = {
        box_id: [Slip(election, each, names[box_id]) for each in pile]
        for box_id, (election, pile) in private.items()
    }
    return Loaded(board, made)


def config_in(folder: Path, **changes: object) -> ServerConfig:
    """Return a configuration for tests: no room is kept free, and open visits lie near by."""
    near = {"reserve_bytes": 0, "busy_seconds": 3.0, "memory": folder.parent}
    settings: dict[str, object] = {**near, **changes}
    return ServerConfig(folder, **settings)  # type: ignore[arg-type]
