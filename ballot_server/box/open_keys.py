"""The pool keys of open boxes, each read once in a transaction and kept no longer."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import PoolKeyMissing
from ballot_server.store import chain, pool_key
from ballot_server.store.pool_key import PoolKey


class OpenKeys:
    """The keys that one transaction needs; it goes with the transaction."""

    def __init__(self, session: Session, config: ServerConfig) -> None:
        self._session = session
        self._config = config
        self._read: dict[str, PoolKey] = {}

    def of(self, box_id: str, setup: str) -> PoolKey:
        """The key of an open box, named by its `setup` hash. Raises PoolKeyMissing."""
        found = self._read.get(box_id)
        if found is None:
            found = pool_key.load(self._config.pool_key(box_id), setup)
            if found is None:
                waiting = chain.waiting(self._session, box_id)
                raise PoolKeyMissing(box=box_id, waiting=waiting)
            self._read[box_id] = found
        return found
