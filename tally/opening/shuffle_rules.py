"""What holds of the shuffles of a box, and of a sum of boxes, alike; `name` is that of either.

Single answers are opened and counted only after enough different tellers have shuffled them, and a
teller who shuffled opens them only if that shuffle was used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crypto.election.election import Election
from meeting.definition.meeting import Meeting
from meeting.language import N_
from tally.keys.teller_key import TellerKey
from tally.problem import Problem
from tally.verify.record.shuffles import demanded_shuffles

_BY_SOME = N_(
    "Box {box}: tellers who have shuffled it: {count}; needed before it is opened: {demanded} "
    "different ones (piaoxiang teller open)."
)
_BY_NONE = N_(
    "Box {box}: no teller has shuffled it yet; needed before it is opened: {demanded} different "
    "ones (piaoxiang teller open)."
)


def refuse_unshuffled(
    meeting: Meeting, name: str, election: Election, shufflers: Collection[int]
) -> None:
    """Raise Problem("box-unshuffled") for single answers that too few tellers have shuffled."""
    demanded = demanded_shuffles(election, meeting.required_shuffles)
    if len(shufflers) < demanded:
        raise Problem(
            "box-unshuffled",
            _BY_SOME if shufflers else _BY_NONE,
            where=name,
            box=name,
            count=len(shufflers),
            demanded=demanded,
        )


def refuse_needless_shuffle(name: str, election: Election) -> None:
    """Raise Problem("shuffle-needless") where no answers are opened singly."""
    if not election.single_questions:
        raise Problem(
            "shuffle-needless",
            "Box {box} has no answers that are opened singly: there is nothing to shuffle.",
            where=name,
            box=name,
        )


def shuffles_ended(name: str) -> Problem:
    """Nobody shuffles any more what somebody has begun to open."""
    return Problem(
        "shuffles-ended",
        "The shuffles of box {box} have ended: somebody has begun to open it.",
        where=name,
        box=name,
    )


def refuse_lost_shuffle(name: str, key: TellerKey, setup: str, payloads: Iterable[str]) -> None:
    """Raise Problem("own-shuffle-missing") if none of this key's shuffles is among those made.

    `setup` is the hash of the box or sum, `payloads` the SHA-256 of every shuffle in it, in hex.
    """
    own = {each.payload for each in key.shuffles if each.setup == setup}
    if own and own.isdisjoint(payloads):
        raise Problem(
            "own-shuffle-missing",
            "This key has shuffled this box, but its shuffle is not in the record. Somebody has "
            "taken it out: do not open the box; call the chief teller.",
            where=name,
        )
