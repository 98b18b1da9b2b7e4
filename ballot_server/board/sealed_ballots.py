"""The ballots of a closed box, read once for all that is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ballot_server.box.electorate import Electorate
from ballot_server.store.steady_chain import SteadyChain
from crypto.ballots.ballot import ballot_elements, ballot_of
from crypto.canonical import loads
from crypto.groups.parallel import PART
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.record.event import EventType


class SealedBallots:
    """Reads ballots that were verified when they came in, part by part, and counts on the way.

    `ballots` and their total `weight` are those that were added up.
    """

    def __init__(self, chain: SteadyChain, electorate: Electorate) -> None:
        self._chain = chain
        self._electorate = electorate
        self.ballots = 0
        self.weight = 0

    def texts(self) -> Iterator[bytes]:
        """Their exact texts, in the order of the chain; raises ChainDamaged."""
        for entry in self._chain.entries(start=1):
            if entry.event.type is EventType.BALLOT:
                yield entry.data[0]

    def tally(self) -> EncryptedTally:
        """Add them all up by their weights; raises ChainDamaged."""
        texts = self.texts()
        parts = iter(lambda: tuple(islice(texts, PART)), ())
        return merge(self._electorate.election, map(self._sum, parts))

    def _sum(self, texts: Sequence[bytes]) -> EncryptedTally:
        election = self._electorate.election
        group = election.group
        values = [loads(text, limit=len(text)) for text in texts]
        with group.reading(text for value in values for text in ballot_elements(value)):
            ballots = [ballot_of(election, value) for value in values]
            weights = [self._electorate.weights[group.encode(each.credential)] for each in ballots]
            self.ballots += len(ballots)
            self.weight += sum(weights)
            return aggregate(election, zip(ballots, weights, strict=True))
