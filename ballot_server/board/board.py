"""One meeting's board: its configuration, its store, its key, and what it knows by heart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from ballot_server.board import checkpoints
from ballot_server.board.by_heart import ByHeart
from ballot_server.board.intake import Intake
from ballot_server.board.visits import Visits
from ballot_server.box.electorate import Electorate
from ballot_server.config import ServerConfig
from ballot_server.kiosks.admission import Admission
from ballot_server.problems.commands import FolderNotServer, KeyUnreadable
from ballot_server.problems.refusals import PoolKeyMissing
from ballot_server.store import chain
from ballot_server.store.engine import Store, open_store
from ballot_server.store.kiosk_rule import is_only_enrolled
from ballot_server.store.models import MeetingRow
from ballot_server.store.tree import Trees
from ballot_server.turns.rounds import Rounds
from ballot_server.turns.turns import Turns
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.frontier import Frontier
from crypto.board.server_key import ServerKey
from crypto.errors import Refused
from meeting.definition.meeting import Meeting
from meeting.published.setups import meeting_fingerprint

Found = TypeVar("Found")


class Board:
    """Everything a request needs, and the lines in which requests wait.

    `cores` is where they wait to compute, `intake` where ballots wait to be stored, `signing` where
    boxes wait for their newest checkpoint.
    """

    def __init__(
        self, config: ServerConfig, store: Store, key: ServerKey, by_heart: ByHeart | None = None
    ) -> None:
        self.config = config
        self.store = store
        self.key = key
        self.by_heart = by_heart or ByHeart()
        self.trees = Trees()
        self.visits = Visits(config)
        self.admission = Admission(config, key.public.text, self._only_enrolled)
        self.cores = Turns(config.cores)
        self.intake = Intake(config, store, self.by_heart)
        self.signing: Rounds[str, str] = Rounds(partial(checkpoints.sign_newest, self))

    def _only_enrolled(self) -> bool:
        with self.store.reading() as session:
            return is_only_enrolled(session.connection())

    def definition(self) -> MeetingRow:
        """The published meeting as it was loaded; raises MeetingNotLoaded."""
        with self.store.reading() as session:
            return self.by_heart.meeting(session)[1]

    def meeting_fingerprint(self) -> str:
        """The fingerprint of the meeting that was loaded, in 64 hexadecimal digits."""
        with self.store.reading() as session:
            return meeting_fingerprint({row.id: row.setup for row in chain.all_boxes(session)})

    def meeting(self) -> Meeting:
        """The meeting; raises MeetingNotLoaded."""
        with self.store.reading() as session:
            return self.by_heart.meeting(session)[0]

    def electorate(self, session: Session, box_id: str) -> Electorate:
        """What judges the ballots of a box; raises BoxUnknown."""
        return self.by_heart.electorate(session, box_id)

    def electorate_of(self, box_id: str) -> Electorate:
        """What judges the ballots of a box, outside any transaction; raises BoxUnknown."""
        with self.store.reading() as session:
            return self.by_heart.electorate(session, box_id)

    def look(self, read: Callable[[Session], Found]) -> Found:
        """Read with `read` from one snapshot that is not older than a closing.

        A snapshot taken just before a closing shows an open box whose key is gone already: then
        the next snapshot shows it closed.
        """
        try:
            with self.store.reading() as session:
                return read(session)
        except PoolKeyMissing:
            with self.store.reading() as session:
                return read(session)

    def sign(self, setup: str, tree: Frontier) -> str:
        """Sign a state of a box. Only `checkpoints` calls this, after moving the mark."""
        checkpoint = Checkpoint(self.meeting().id, setup, tree.size, tree.root)
        return make_checkpoint(self.key, checkpoint)


def open_board(config: ServerConfig, by_heart: ByHeart | None = None) -> Board:
    """The board that lives in the folder; raises FolderNotServer or KeyUnreadable.

    `by_heart` is what another board of this folder has read already.
    """
    if not config.server_key.is_file() or not config.database.is_file():
        raise FolderNotServer(where=str(config.folder), folder=str(config.folder))
    return Board(config, open_store(config), read_server_key(config), by_heart)


def read_server_key(config: ServerConfig) -> ServerKey:
    """The signing key; raises KeyUnreadable, which shows nothing of it."""
    path = config.server_key
    try:
        return ServerKey.parse_pem(path.read_bytes())
    except (OSError, Refused):
        raise KeyUnreadable(where=str(path)) from None
