"""Ballots that were checked go into the pool: all that wait at a time in one transaction.

Fifty commits one after another are fifty times an fsync; those who wait share one (`rounds`). After
each transaction the log is emptied: it would tell which slots were written, and after which others.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballot_server.board.by_heart import ByHeart
from ballot_server.box import sealing
from ballot_server.box.box import Box, Taken
from ballot_server.box.electorate import Electorate
from ballot_server.box.open_keys import OpenKeys
from ballot_server.box.verified_ballot import VerifiedBallot
from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import BoardProblem
from ballot_server.store import chain
from ballot_server.store.engine import Store
from ballot_server.turns.rounds import Gather, Rounds

_LOG = logging.getLogger("piaoxiang.board")


@dataclass(frozen=True, slots=True)
class Offered:
    """A ballot for a box, checked by the box's electorate."""

    box_id: str
    verified: VerifiedBallot
    electorate: Electorate

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in a transaction: boxes are locked in one order everywhere."""
        return self.box_id, self.verified.ballot.fingerprint


class Intake:
    """The way into the pools of a board, for all threads of a process."""

    def __init__(self, config: ServerConfig, store: Store, by_heart: ByHeart) -> None:
        self._config = config
        self._store = store
        self._by_heart = by_heart
        self._rounds: Rounds[Offered, Taken] = Rounds(self._take)

    def take(self, offered: Offered) -> Taken:
        """Let a ballot in, durably.

        Raises BoxUnknown, what `Box.take` raises, and StorageBusy, DiskNearlyFull (both: nothing
        stored) or StorageFailed (not certain).
        """
        return self._rounds.ask(offered)

    def _take(self, gather: Gather[Offered]) -> Sequence[Taken | Exception]:
        with self._store.writing() as session:
            used = self._by_heart.used_alphas
            used.catch_up(session, OpenKeys(session, self._config))
            offered = gather()  # all who came while this waited to write
            boxes: dict[str, Box] = {}
            answers: dict[int, Taken | Exception] = {}
            for came, each in sorted(enumerate(offered), key=lambda found: found[1].place):
                try:
                    if each.box_id not in boxes:
                        boxes[each.box_id] = Box(session, self._config, each.box_id)
                    answers[came] = boxes[each.box_id].take(each.verified, each.electorate, used)
                except BoardProblem as problem:  # before anything of this ballot was written
                    answers[came] = problem
            due = [box_id for box_id in boxes if self._is_due(session, box_id)]
        electorates = {each.box_id: each.electorate for each in offered}
        for box_id in due:
            seal_if_ready(self._config, self._store, self._by_heart, box_id, electorates[box_id])
        self._store.forget_order()
        return [answers[came] for came in range(len(offered))]

    def _is_due(self, session: Session, box_id: str) -> bool:
        batch = self._by_heart.seal_batch(session)
        return sealing.ready(chain.waiting(session, box_id), batch)


def seal_if_ready(
    config: ServerConfig, store: Store, by_heart: ByHeart, box_id: str, electorate: Electorate
) -> None:
    """Seal a batch if enough ballots wait; leave them waiting if that cannot be done now."""
    try:
        with store.writing() as session:
            batch = by_heart.seal_batch(session)
            sealed = Box(session, config, box_id).seal(electorate, batch)
    except BoardProblem as problem:
        _LOG.error("box %s: no batch can be sealed: %s", box_id, problem.kind)
        return
    if sealed:
        store.forget_order()
