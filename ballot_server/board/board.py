"""One meeting's board: its configuration, its store, its key, and what it knows by heart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballot_server.board.visits import Visits
from ballot_server.box.electorate import Electorate, read_electorate
from ballot_server.config import ServerConfig
from ballot_server.problems.commands import FolderNotServer, KeyUnreadable
from ballot_server.problems.refusals import MeetingNotLoaded, PoolKeyMissing
from ballot_server.store import chain
from ballot_server.store.engine import Store, open_store
from ballot_server.store.models import MeetingRow
from ballot_server.store.tree import Trees
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.frontier import Frontier
from crypto.board.server_key import ServerKey
from crypto.errors import Refused
from meeting.definition.meeting import Meeting
from meeting.published.definition_file import parse_published

Found = TypeVar("Found")


class Board:
    """Everything a request needs. Setups never change once loaded, so they are parsed once."""

    def __init__(self, config: ServerConfig, store: Store, key: ServerKey) -> None:
        self.config = config
        self.store = store
        self.key = key
        self.trees = Trees()
        self.visits = Visits(config)
        self._meeting: tuple[Meeting, MeetingRow] | None = None
        self._electorates: dict[str, Electorate] = {}
        self._parsing = threading.Lock()

    def definition(self) -> MeetingRow:
        """The published meeting as it was loaded; raises MeetingNotLoaded."""
        return self._loaded()[1]

    def meeting(self) -> Meeting:
        """The meeting; raises MeetingNotLoaded."""
        return self._loaded()[0]

    def electorate(self, session: Session, box_id: str) -> Electorate:
        """What judges the ballots of a box; raises BoxUnknown."""
        box = chain.find_box(session, box_id)
        with self._parsing:
            found = self._electorates.get(box.setup)
            if found is None:
                found = self._electorates[box.setup] = read_electorate(session, box)
            return found

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

    def _loaded(self) -> tuple[Meeting, MeetingRow]:
        if self._meeting is None:
            with self.store.reading() as session:
                row = session.scalars(select(MeetingRow)).one_or_none()
                if row is None:
                    raise MeetingNotLoaded
                session.expunge(row)
            self._meeting = (parse_published(row.definition), row)
        return self._meeting


def open_board(config: ServerConfig) -> Board:
    """The board that lives in the folder; raises FolderNotServer or KeyUnreadable."""
    if not config.server_key.is_file() or not config.database.is_file():
        raise FolderNotServer(where=str(config.folder), folder=str(config.folder))
    return Board(config, open_store(config), read_server_key(config))


def read_server_key(config: ServerConfig) -> ServerKey:
    """The signing key; raises KeyUnreadable, which shows nothing of it."""
    path = config.server_key
    try:
        return ServerKey.parse_pem(path.read_bytes())
    except (OSError, Refused):
        raise KeyUnreadable(where=str(path)) from None
