"""A whole small meeting in one process: slips, tellers, ballots, closed boxes.

`Hall` plays everybody: organiser, registrar, server, kiosks and voters. The tellers' part goes
through this room's own code.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from crypto.ballots.ballot import Choices, parse_ballot, prepare_ballot, sign_ballot
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.server_key import ServerKey
from crypto.election.credential import public_credential, secret_exponent
from crypto.election.election import Election, new_uuid
from crypto.election.write_in import write_in_vector
from crypto.groups.named import group_named
from crypto.opening.encrypted_tally import aggregate
from crypto.record.record import Record, read_record
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting, Round, VoterGroup
from meeting.definition.paper import RANKING, WRITE_IN, Paper, PaperItem
from meeting.definition.person import Person
from meeting.published.definition_file import election_for, meeting_hash, published
from meeting.published.setups import setup_hash
from meeting.registrar.credentials import Slips, make_slips
from tally.ceremony import steps
from tally.ceremony.folder import CeremonyFolder
from tally.keys.key_file import KeyFile
from tally.keys.sealed_file import Cost
from tally.opening import share, shuffle
from tally.opening.work_folder import WorkFolder
from tally.verify.record.box import no_progress
from tests.tally.small_papers import PEOPLE, TINY

CHEAP = Cost(n=1 << 14)
PASSPHRASE = "kept by one teller"
TIMESTAMP = 1795292594
TELLERS = ("何静宜", "罗永辉", "苏敏")


@dataclass
class Hall:
    """A meeting whose keys and slips are made; `cast` holds each box's choices, in cast order.

    `strange` holds, by box and slip, ballots made by a program of the voter's own instead.
    """

    folder: Path
    meeting: Meeting
    definition: bytes
    server: ServerKey
    trustees: Trustees
    key_paths: tuple[Path, ...]
    elections: dict[str, Election]
    slips: dict[str, Slips] = field(repr=False)
    cast: dict[str, list[Choices]]
    strange: dict[tuple[str, int], bytes] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        return meeting_hash(self.definition)

    def box(self, box_id: str) -> Box:
        return self.meeting.box(box_id)

    def key(self, index: int) -> KeyFile:
        return KeyFile.open(self.key_paths[index - 1], PASSPHRASE)

    def ballot(self, box_id: str, slip: int, choices: Choices, seed: bytes | None = None) -> bytes:
        election = self.elections[box_id]
        private = self.slips[box_id].private_credentials[slip]
        public = public_credential(election.group, election.uuid, private)
        unsigned = prepare_ballot(election, public, choices, seed or os.urandom(32))
        secret = secret_exponent(election.group, election.uuid, private)
        return sign_ballot(unsigned, secret).to_json().encode()

    def closed_record(self, box_id: str) -> bytes:
        """The record of a box as the server hands it over: ballots, EndBallots, EncryptedTally."""
        election = self.elections[box_id]
        ballots = [
            self.strange.get((box_id, slip)) or self.ballot(box_id, slip, choices)
            for slip, choices in enumerate(self.cast[box_id])
        ]
        builder = RecordBuilder.start(
            TIMESTAMP,
            election.to_json().encode(),
            self.trustees.to_json().encode(),
            self.slips[box_id].public_list().encode(),
        )
        tally = aggregate(election, [(parse_ballot(election, data), 1) for data in ballots])
        return (
            builder.add_ballots(ballots)
            .end_ballots()
            .add_encrypted_tally(
                tally.to_json().encode(), num_tallied=len(ballots), total_weight=len(ballots)
            )
            .appended_bytes()
        )

    def checkpoint(self, record: Record) -> bytes:
        """The server's signature over a record up to its closing, or to its end before that."""
        closing = next((e for e in record.events if e.hash == record.opening_head), None)
        size = closing.event.height + 1 if closing else None
        signed = Checkpoint.of_record(self.meeting.id, record, size)
        return make_checkpoint(self.server, signed).encode()

    def write_work(self, path: Path) -> WorkFolder:
        """A work folder as `tally fetch` leaves it."""
        path.mkdir(parents=True)
        (path / "meeting.json").write_bytes(self.definition)
        for box in self.meeting.boxes():
            data = self.closed_record(box.id)
            place = path / "boxes" / box.id
            place.mkdir(parents=True)
            (place / "record.bel").write_bytes(data)
            (place / "checkpoint.txt").write_bytes(self.checkpoint(read_record(data)))
        return WorkFolder.open(path)

    def open_box(self, work: WorkFolder, box_id: str, teller: int) -> None:
        """One teller's whole act on one box."""
        file = self.key(teller)
        ready = share.prepare(work, self.box(box_id), file, no_progress)
        share.release(work, ready, file)

    def shuffle_boxes(self, work: WorkFolder, tellers: tuple[int, ...] = (2, 1)) -> None:
        """These tellers shuffle every box that is large enough, one after another."""
        for teller in tellers:
            for box in self.meeting.boxes():
                if len(self.cast[box.id]) >= self.meeting.minimum_group:
                    file = self.key(teller)
                    ready = shuffle.prepare_shuffle(work, box, file, no_progress)
                    shuffle.shuffle(work, ready, file)


def build_hall(
    folder: Path,
    papers: tuple[Paper, ...] = TINY,
    *,
    ballots: dict[str, int] | None = None,
    weights: tuple[Fraction, Fraction] | None = None,
    minimum: int = 5,
    seed: int = 7,
    name: str = "hall-2026",
    people: tuple[Person, ...] = PEOPLE,
    group_name: str = "Ed25519",
    groups: tuple[VoterGroup, ...] = (),
    rounds: int = 1,
) -> Hall:
    """Make a meeting, of two groups unless others are given; everybody votes by a seeded coin."""
    ballots = ballots or {"r1-A": 6, "r1-B": 6}
    server = ServerKey.generate()
    wanted = weights or (None, None)
    meeting = Meeting(
        id=name,
        title="届末民主测评",
        title_en="End-of-term evaluation",
        place="丁堡镇",
        place_en="Dingbao",
        date="2026-11-21",
        preset="small",
        team="镇班子",
        team_en="The team",
        groups=groups
        or (
            VoterGroup("A", "A票", "Ballot A", "", "", 8, 9, wanted[0]),
            VoterGroup("B", "B票", "Ballot B", "", "", 8, 8, wanted[1]),
        ),
        people=people,
        papers=papers,
        rounds=tuple(
            Round(
                f"r{at}",
                f"第{'一二三'[at - 1]}轮",
                f"Round {at}",
                tuple(paper.id for paper in papers),
            )
            for at in range(1, rounds + 1)
        ),
        tellers=TELLERS,
        teller_threshold=2,
        minimum_group=minimum,
        server_key=server.public.text,
        group_name=group_name,
    )
    if meeting.has_single_answers:
        meeting = replace(meeting, required_shuffles=2)
    return hall_of(folder, meeting, server, ballots, seed)


def thieves_hall(hall: Hall, folder: Path) -> Hall:
    """The same meeting under the same server key, with tellers, slips and votes invented anew."""
    return hall_of(folder, hall.meeting, hall.server, {"r1-A": 6, "r1-B": 6}, 8)


def hall_of(
    folder: Path, meeting: Meeting, server: ServerKey, ballots: dict[str, int], seed: int
) -> Hall:
    """Hold the ceremony, make the slips, have every teller check them, and let people vote."""
    definition = published(meeting)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meeting.json").write_bytes(definition)
    numbers = range(1, len(meeting.tellers) + 1)
    keys = tuple(folder / f"teller-{number}.key" for number in numbers)
    run_ceremony(folder, keys)
    group = group_named(meeting.group_name)
    trustees = Trustees.parse(group, (folder / "trustees.json").read_bytes())
    hall = Hall(folder, meeting, definition, server, trustees, keys, {}, {}, {})
    coin = random.Random(seed)  # noqa: S311 - choices of invented voters
    for box in meeting.boxes():
        uuid = new_uuid()
        hall.slips[box.id] = make_slips(meeting, box, uuid)
        hall.elections[box.id] = election_for(
            meeting, hall.hash, box, uuid, trustees.joint_key(group)
        )
        hall.cast[box.id] = [random_choices(box, meeting, coin) for _ in range(ballots[box.id])]
    setups = {
        box.id: setup_hash(
            hall.elections[box.id].to_json(), trustees.to_json(), hall.slips[box.id].public_list()
        )
        for box in meeting.boxes()
    }
    for path in keys:
        file = KeyFile.open(path, PASSPHRASE)
        file.save(replace(file.key, setups=setups))
    return hall


def run_ceremony(folder: Path, keys: tuple[Path, ...]) -> None:
    """All steps, through the folder that travels between the tellers."""
    opened = CeremonyFolder.open(folder)
    for index, path in enumerate(keys, start=1):
        steps.join(opened, index, path, PASSPHRASE, CHEAP)
    files = [KeyFile.open(path, PASSPHRASE) for path in keys]
    for _round in (1, 2):
        for file in files:
            steps.deal(opened, file)
    for file in files:
        steps.accept(opened, file)
    steps.assemble(opened)


def empty_answer(item: PaperItem) -> tuple[int, ...]:
    """What is cast where nothing is written, ranked or scored; 0 points for everybody."""
    if item.form == WRITE_IN:
        return write_in_vector("")
    return (0,) * (item.maximum if item.form == RANKING else 2 * len(item.options))


def random_choices(box: Box, meeting: Meeting, coin: random.Random) -> Choices:
    """What an invented voter ticks: one per item at most times, 弃权 now and then."""
    vectors = []
    for item in box.items(meeting):
        if item.is_single:
            vectors.append(empty_answer(item))
            continue
        ticked = set(
            coin.sample(range(len(item.options)), coin.randint(item.minimum, item.maximum))
        )
        if coin.random() < 0.2:
            ticked = set()
        votes = [int(index in ticked) for index in range(len(item.options))]
        vectors.append((int(not ticked), *votes))
    return tuple(vectors)
