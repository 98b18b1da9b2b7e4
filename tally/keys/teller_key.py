"""What a teller holds for a meeting: the keys, and the memory of what was opened with them.

A box may enter exactly one opening: opening n ballots of it and then n−1 would reveal a single
vote, and so would opening A and B together, and then B. So the file remembers every opening
*before* a share leaves the machine, and refuses another one of the same box, alone or in a sum.
Which box it is, is judged three ways at once (its name in the meeting, its Setup event, its
election), so that a box set up anew under an old name is no way around.

What is opened alone and what as one follows from all closed boxes of a round: the plan. The file
remembers its hash before the first act on the round, so that no folder with other boxes in it leads
to an opening by another plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from meeting.language import N_
from tally.problem import Problem
from tally.words.figures_and_names import short_hash

_SECOND = N_(
    "This key has already opened box {box} with other contents (board fingerprint {before}). "
    "Opening it again could reveal single votes, so it is refused. Report this to the chief teller."
)
_SECOND_IN_SUM = N_(
    "This key has already opened box {box} together with other boxes (sum {before}). Opening it "
    "again, alone or in another sum, could reveal single votes, so it is refused. Report this to "
    "the chief teller."
)
_SECOND_PLAN = N_(
    "This key has agreed to open round {round} by another plan (fingerprint {before}) than the one "
    "that follows from the boxes here (fingerprint {found}). Opening it by both could reveal "
    "single votes, so it is refused. Report this to the chief teller."
)


@dataclass(frozen=True, slots=True)
class RememberedOpening:
    """One opening of one box: `head` is the hash of the event that was decrypted.

    That is the EncryptedTally event, or the last EndShuffles event where answers were shuffled.
    For a box that was opened in a sum, `sum` is the hash of the sum and `head` that of its opening.
    """

    box: str
    setup: str
    election: str
    head: str
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Shuffling:
    """One shuffle that this teller made: the box, and the SHA-256 of the shuffle's text in hex."""

    box: str
    setup: str
    payload: str


@dataclass(frozen=True, slots=True)
class RememberedDraw:
    """One draw by lot that this teller gave a share of: its name, and the hash of its list."""

    name: str
    list: str


@dataclass(frozen=True, slots=True)
class OtherMeeting:
    """What a key remembers of a meeting that it is not at work on: see `TellerKey`."""

    meeting: str
    continues: str = ""
    openings: tuple[RememberedOpening, ...] = ()
    shuffles: tuple[Shuffling, ...] = ()
    setups: dict[str, str] = field(default_factory=dict)
    draws: tuple[RememberedDraw, ...] = ()
    plans: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TellerKey:
    """What a teller holds for one meeting, and for those that continue it.

    `index` is 1-based among `size` tellers, of whom `threshold` can open. `decryption_key` is None
    until the teller has accepted the other tellers' shares. `setups` are the Setup hashes of the
    boxes on the slips, by box id, once the teller has checked them (`known_setups`). `promises` are
    the SHA-256 of every teller's promise as they were when this teller dealt: who dealt has shown
    its coefexps, and nobody may exchange a promise after that. `verified` are notes of what this
    teller's own tool has verified (`tally.verify.record.verified_before`), the oldest first.
    `plans` are the hashes of the plans that the teller has agreed to, by round.

    All of that but the secrets and `verified` is remembered for each meeting by itself: a later
    stage has boxes of the same names. `continues` names the meeting before and the stage that this
    one is, `others` are the meetings that the key is not at work on now (ADR 51).
    """

    meeting: str
    group: str
    index: int
    size: int
    threshold: int
    seed: str = field(repr=False)
    decryption_key: int | None = field(default=None, repr=False)
    openings: tuple[RememberedOpening, ...] = ()
    shuffles: tuple[Shuffling, ...] = ()
    setups: dict[str, str] = field(default_factory=dict)
    promises: tuple[str, ...] = ()
    verified: tuple[str, ...] = field(default=(), repr=False)
    draws: tuple[RememberedDraw, ...] = ()
    plans: dict[str, str] = field(default_factory=dict)
    continues: str = ""
    others: tuple[OtherMeeting, ...] = ()

    def knows(self, meeting: str) -> bool:
        """Whether the key is for the meeting of this hash, now at work on it or not."""
        return meeting in (self.meeting, *(each.meeting for each in self.others))

    def turned_to(self, meeting: str) -> TellerKey:
        """The same key at work on another meeting that it knows; raises KeyError."""
        if meeting == self.meeting:
            return self
        found = next((each for each in self.others if each.meeting == meeting), None)
        if found is None:
            raise KeyError(meeting)
        left = OtherMeeting(
            **{each.name: getattr(self, each.name) for each in fields(OtherMeeting)}
        )
        others = tuple(left if each is found else each for each in self.others)
        taken = {each.name: getattr(found, each.name) for each in fields(OtherMeeting)}
        return replace(self, others=others, **taken)

    def continuing(self, meeting: str, continues: str) -> TellerKey:
        """The same key, at work on a meeting that continues one that it knows.

        Raises Problem("continued-otherwise") where it knows another meeting in that place.
        """
        if self.knows(meeting):
            return self.turned_to(meeting)
        if continues in (self.continues, *(each.continues for each in self.others)):
            raise Problem(
                "continued-otherwise",
                "With this key, another meeting was checked that continues the same one as the "
                "same stage. If slips were made twice, find out why, and keep to the first; call "
                "the chief teller.",
            )
        added = replace(self, others=(*self.others, OtherMeeting(meeting, continues)))
        return added.turned_to(meeting)

    def required_secret(self) -> int:
        """The decryption key; raises Problem("key-unfinished") before the last ceremony step."""
        if self.decryption_key is None:
            raise Problem(
                "key-unfinished",
                "This key file has no decryption key yet: the key ceremony was not finished with "
                "it (piaoxiang teller accept).",
            )
        return self.decryption_key

    def having_shuffled(self, shuffling: Shuffling) -> TellerKey:
        """The same key with this shuffle in its memory."""
        return replace(self, shuffles=(*self.shuffles, shuffling))

    def refuse_other_plan(self, round_id: str, plan: str) -> None:
        """Raise Problem("second-plan") if this round was agreed to be opened by another plan."""
        before = self.plans.get(round_id, plan)
        if before != plan:
            raise Problem(
                "second-plan",
                _SECOND_PLAN,
                round=round_id,
                before=short_hash(before),
                found=short_hash(plan),
            )

    def planning(self, round_id: str, plan: str) -> TellerKey:
        """The same key, which opens this round by the plan of this hash and by no other, ever.

        Raises Problem("second-plan").
        """
        self.refuse_other_plan(round_id, plan)
        return replace(self, plans=self.plans | {round_id: plan})

    def remembering(self, opening: RememberedOpening) -> TellerKey:
        """The same key with this opening in its memory.

        Raises Problem("second-opening") when the box was opened before with another content, or
        with other boxes; the same opening once more is allowed, and changes nothing.
        """
        elsewhere = [each for other in self.others for each in other.openings]
        for before in (*self.openings, *elsewhere):
            here = before in self.openings
            if before == opening and here:
                return self
            if (
                (before.box == opening.box and here)
                or before.setup == opening.setup
                or before.election == opening.election
            ):
                raise Problem(
                    "second-opening",
                    _SECOND_IN_SUM if before.sum else _SECOND,
                    box=opening.box,
                    before=short_hash(before.sum or before.head),
                )
        return replace(self, openings=(*self.openings, opening))
