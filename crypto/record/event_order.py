"""The order of a record's events, as a state machine.

Belenios specification 2.0, section 4.4, says what is typical; what follows is what we accept,
and the records of Belenios' own programs satisfy it:

1. `Setup` comes first and once. The box is then *voting*.
2. Any number of `Ballot`s follow, none among them.
3. `EndBallots` comes once. The box is *closed*, and no ballot may follow.
4. `EncryptedTally` comes once, right after it. The box is *tallied*.
5. Where a question needs shuffling, one or more `Shuffle`s follow (*shuffling*), then one
   `EndShuffles` (*shuffled*). A record with homomorphic questions alone has neither; whether
   an election needs shuffles is for the verifier to say, who reads the election.
6. One or more `PartialDecryption`s follow, at most one of each owner. The box is *opening*.
7. `Result` comes once. The record is *finished*, and nothing may follow.

A record that ends early is no fault of its order: its stage says how far it got. The hashes
cannot tell that a record was cut after an event, because the last event has no successor; what
tells is a checkpoint, or the stage when the box is known to have been finished.
"""

from enum import StrEnum

from crypto.errors import RecordError
from crypto.place import Where
from crypto.record.event import EventType


class Stage(StrEnum):
    """How far a record got; the order of the members is the order of a box's life."""

    EMPTY = "empty"
    VOTING = "voting"
    CLOSED = "closed"
    TALLIED = "tallied"
    SHUFFLING = "shuffling"
    SHUFFLED = "shuffled"
    OPENING = "opening"
    FINISHED = "finished"


_LIFE = tuple(Stage)

_NEXT: dict[Stage, dict[EventType, Stage]] = {
    Stage.EMPTY: {EventType.SETUP: Stage.VOTING},
    Stage.VOTING: {EventType.BALLOT: Stage.VOTING, EventType.END_BALLOTS: Stage.CLOSED},
    Stage.CLOSED: {EventType.ENCRYPTED_TALLY: Stage.TALLIED},
    Stage.TALLIED: {
        EventType.SHUFFLE: Stage.SHUFFLING,
        EventType.PARTIAL_DECRYPTION: Stage.OPENING,
    },
    Stage.SHUFFLING: {EventType.SHUFFLE: Stage.SHUFFLING, EventType.END_SHUFFLES: Stage.SHUFFLED},
    Stage.SHUFFLED: {EventType.PARTIAL_DECRYPTION: Stage.OPENING},
    Stage.OPENING: {
        EventType.PARTIAL_DECRYPTION: Stage.OPENING,
        EventType.RESULT: Stage.FINISHED,
    },
    Stage.FINISHED: {},
}

_LEADS_TO = {kind: stage for step in _NEXT.values() for kind, stage in step.items()}


def next_stage(stage: Stage, kind: EventType, *, where: Where = "") -> Stage:
    """The stage after an event of this kind; raises RecordError `event-order` out of order."""
    try:
        return _NEXT[stage][kind]
    except KeyError:
        allowed = " or ".join(_NEXT[stage]) or "nothing"
        detail = f"{kind} in a record that is {stage}: expected {allowed}"
        raise RecordError("event-order", detail, where=where) from None


def stage_after_fault(stage: Stage, kind: EventType) -> Stage:
    """Where a scan goes on after an event out of order: never back to an earlier stage."""
    return max(stage, _LEADS_TO[kind], key=_LIFE.index)
