"""Every ballot of a box: its form, its proofs and its signature, on all cores.

A worker gets the bytes of some ballots and gives back what is wrong with each, what identifies it,
and the encrypted sum of all of them. So nothing is parsed twice, and no ballot travels back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Self, TypeVar, overload

from crypto.ballots.ballot import (
    Ballot,
    ballot_check,
    ballot_elements,
    ballot_of,
    max_ballot_bytes,
    unsigned_part,
)
from crypto.canonical import JSON, loads, sha256_b64
from crypto.collector import collector_at_rest
from crypto.election.election import Election
from crypto.election.shape import row_lengths
from crypto.errors import ProofError, RecordError, Refused
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.place import at_event
from crypto.proofs.checks import run_each
from crypto.record.archive_member import Member
from crypto.record.record import RecordedBallot
from tally.verify.record.alphas import alpha_digests, alpha_place

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with the number of ballots checked so far, and of all."""

_LARGEST_PART, _SMALLEST_PART = 300_000, 100_000
"""Bytes of ballots: some four hundred choices on Ed25519, little to send for a tenth of a second of
work; and so many that what every batch costs once, a few powers by libsodium, is little of it."""
_PARTS_OF_A_BOX = 16
"""Of a small one, so that every core has some of it to check."""


@dataclass(frozen=True, slots=True)
class BallotTexts(Sequence[tuple[int, bytes]]):
    """Ballots as (event height, exact text), which is read from the record when it is looked at.

    Some of them are taken without reading, and read to be sent to another process.
    """

    members: tuple[tuple[int, Member], ...]

    @classmethod
    def of(cls, ballots: Iterable[RecordedBallot]) -> Self:
        """Those of a record."""
        return cls(tuple((ballot.height, ballot.member) for ballot in ballots))

    @property
    def size(self) -> int:
        """The bytes of all texts."""
        return sum(member.size for _, member in self.members)

    def __len__(self) -> int:
        """How many ballots there are."""
        return len(self.members)

    @overload
    def __getitem__(self, index: int) -> tuple[int, bytes]: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> tuple[int, bytes] | Self:
        """One ballot, or some of them."""
        if isinstance(index, slice):
            return type(self)(self.members[index])
        height, member = self.members[index]
        return height, member.data

    def __reduce__(self) -> tuple[Callable[[Iterable[tuple[int, bytes]]], object], tuple[object]]:
        """To another process go the texts."""
        return list, (tuple(self),)


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """What one ballot turned out to be. The identifying fields are empty if it cannot be read.

    `alphas` are the digests of the ballot's (`alphas`), in record order.
    """

    height: int
    problems: tuple[Refused, ...]
    credential: str = ""
    fingerprint: str = ""
    tracker: str = ""
    alphas: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CheckedBallots:
    """All ballots of a box, and the encrypted sum of those that can be read and count."""

    ballots: tuple[CheckedBallot, ...]
    tally: EncryptedTally
    lengths: tuple[int, ...]
    """How many choices each question has."""
    superseded: frozenset[int] = frozenset()
    """Heights of ballots that count no longer, because a later one has the same credential."""


def check_ballots(
    election: Election,
    ballots: BallotTexts,
    weights: Mapping[str, int],
    progress: Progress,
    superseded: frozenset[int] = frozenset(),
    map_parts: MapParts = map_here,
) -> CheckedBallots:
    """Check ballots and add them up by their weights.

    `weights` are by public credential; one that is not listed weighs 1. Ballots at the heights in
    `superseded` are checked like all others, but not added up.
    """
    weighty = {credential: weight for credential, weight in weights.items() if weight != 1}
    work = partial(_check_part, election, weighty, superseded)
    checked: list[CheckedBallot] = []

    def totals() -> Iterator[EncryptedTally]:
        for results, total in map_parts(work, ballots, _part(ballots)):
            checked.extend(results)
            progress(len(checked), len(ballots))
            yield total

    tally = merge(election, totals())
    return CheckedBallots(tuple(checked), tally, row_lengths(election, 1), superseded)


def _part(ballots: BallotTexts) -> int:
    """How many of these ballots go into a part."""
    size = ballots.size
    wanted = min(max(size // _PARTS_OF_A_BOX, _SMALLEST_PART), _LARGEST_PART)
    return max(1, len(ballots) * wanted // max(1, size))


def _check_part(
    election: Election,
    weights: Mapping[str, int],
    superseded: frozenset[int],
    ballots: Sequence[tuple[int, bytes]],
) -> tuple[list[CheckedBallot], EncryptedTally]:
    """Check each of some ballots, all in one batch, and add up those that can be read."""
    with collector_at_rest():
        return _checked_part(election, weights, superseded, list(ballots))


def _checked_part(
    election: Election,
    weights: Mapping[str, int],
    superseded: frozenset[int],
    ballots: Sequence[tuple[int, bytes]],
) -> tuple[list[CheckedBallot], EncryptedTally]:
    group, longest = election.group, max_ballot_bytes(election)
    values = [_tried(partial(loads, data, limit=longest)) for _, data in ballots]
    with group.expecting(text for value in values for text in _elements(value)):
        read = [_tried(partial(_read, election, value)) for value in values]
        refused = iter(
            run_each(
                group,
                (
                    ballot_check(election, ballot, unsigned_part(data))
                    for (_, data), ballot in zip(ballots, read, strict=True)
                    if isinstance(ballot, Ballot)
                ),
            )
        )
        checked: list[CheckedBallot] = []
        counted: list[tuple[Ballot, int]] = []
        for (height, data), ballot in zip(ballots, read, strict=True):
            if isinstance(ballot, Refused):
                checked.append(CheckedBallot(height, (ballot.at(at_event(height)),)))
                continue
            result = _checked(election, height, data, ballot, next(refused))
            weight = weights.get(result.credential, 1)
            if weight != 1 and election.single_questions:
                detail = f"a ballot of weight {weight} has single answers, whose weight is 1"
                error = RecordError("single-answer-weight", detail, where=at_event(height))
                result = replace(result, problems=(*result.problems, error))
            elif height not in superseded:
                counted.append((ballot, weight))
            checked.append(result)
        return checked, aggregate(election, counted)


def _tried(read: Callable[[], T]) -> T | Refused:
    try:
        return read()
    except Refused as error:
        return error


def _elements(value: JSON | Refused) -> list[str]:
    return [] if isinstance(value, Refused) else ballot_elements(value)


def _read(election: Election, value: JSON | Refused) -> Ballot:
    if isinstance(value, Refused):
        raise value
    return ballot_of(election, value)


def _checked(
    election: Election, height: int, data: bytes, ballot: Ballot, refused: Refused | None
) -> CheckedBallot:
    """What a ballot turned out to be that can be read, and was `refused` or not."""
    where = at_event(height)
    problems = () if refused is None else (refused.at(where),)
    encode = election.group.encode
    alphas = [choice.alpha for answer in ballot.answers for choice in answer.choices]
    if election.group.identity in alphas:
        lengths = row_lengths(election, 1)
        for number, alpha in enumerate(alphas):
            if alpha == election.group.identity:
                detail = "an alpha is the identity: anybody can read this choice"
                place = where / alpha_place(lengths, number)
                problems = (*problems, ProofError("alpha-identity", detail, where=place))
    return CheckedBallot(
        height,
        problems,
        credential=encode(ballot.credential),
        fingerprint=ballot.fingerprint,
        tracker=sha256_b64(data),
        alphas=alpha_digests(map(encode, alphas)),
    )
