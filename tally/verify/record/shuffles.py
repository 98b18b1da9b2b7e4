"""The shuffles of a box: each proved against what went into it, each a teller's signed act.

What is shuffled is recomputed from the ballots, shuffle after shuffle, never read. Whether enough
different tellers have shuffled is judged once the shuffles have ended or something was opened:
as long as one of them kept the permutation to itself, nobody can tell whose an opened answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from crypto.election.election import Election
from crypto.election.shape import single_answers_in
from crypto.errors import ProofError, RecordError, Refused
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.place import Part, Place, at_event
from crypto.record.event_order import Stage
from crypto.record.record import OwnedData, Record
from crypto.shuffles.shuffle import Shuffle, check_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tally.findings.finding import Findings
from tally.folder.acts import Act
from tally.verify.record.acts import act_of, check_signature
from tally.verify.record.verified_before import SHUFFLE, NothingBefore, VerifiedBefore

DEFAULT_SHUFFLES = 2
"""How many different tellers must shuffle single answers when a meeting does not say more."""

THE_BALLOTS = Place((Part("the ballots"),))
"""Where a ciphertext of the first shuffle comes from."""

_ENDED = (Stage.SHUFFLED, Stage.OPENING, Stage.FINISHED)


@dataclass(frozen=True, slots=True)
class Shuffled:
    """The tally after the last shuffle, and the tellers whose signed shuffles hold."""

    tally: EncryptedTally
    shufflers: tuple[int, ...]


def demanded_shuffles(election: Election, of_meeting: int) -> int:
    """How many different tellers must shuffle this election: none without single answers."""
    return max(of_meeting, DEFAULT_SHUFFLES) if election.single_questions else 0


def check_shuffles(
    record: Record,
    election: Election,
    trustees: Trustees,
    tally: EncryptedTally,
    acts: tuple[Act, ...] | None,
    findings: Findings,
    map_parts: MapParts = map_here,
    known: VerifiedBefore | None = None,
) -> Shuffled | None:
    """Check every shuffle in turn; None if one cannot be read, for nothing can follow then.

    `acts` is None where there is no acts.json: then whoever is named counts as the shuffler. Of a
    shuffle that is `known`, all but the proof is checked once more.
    """
    known = known or NothingBefore()
    size = single_answers_in(election, tally.questions)
    seen = {election.group.encode(each.alpha): THE_BALLOTS for each in tally.ciphertexts}
    shufflers: list[int] = []
    read = map_parts(partial(_read, election, size), record.shuffles, 1)
    for owned, (shuffle,) in zip(record.shuffles, read, strict=True):
        where = _place(owned)
        before = len(findings.found)
        if isinstance(shuffle, Refused):
            findings.refused(shuffle)
            return None
        if findings.bad or not known.knows(SHUFFLE, owned.event.hash):
            with findings.catching(where):
                check_shuffle(election, tally, shuffle, where=where, map_parts=map_parts)
        with findings.catching(where):
            trustees.owner(owned.owner, where=where / Part("owner"))
            _check_act(record, election, trustees, owned, acts)
        check_fresh(election, shuffle, seen, where, findings)
        if len(findings.found) == before and owned.owner not in shufflers:
            shufflers.append(owned.owner)
        if not findings.bad:
            known.learn(SHUFFLE, owned.event.hash)
        if election.single_questions:
            tally = shuffled(election, tally, shuffle)
    return Shuffled(tally, tuple(shufflers))


def check_shufflers(
    record: Record, shuffled_: Shuffled, demanded: int, findings: Findings, *, ours: bool
) -> None:
    """Report that too few different tellers shuffled, once shuffles have ended."""
    found = len(shuffled_.shufflers)
    if record.stage in _ENDED and found < demanded:
        report = findings.problem if ours else findings.note
        report(
            "shuffles-few",
            f"single answers were shuffled by {found} different tellers, {demanded} are demanded",
            at_event(record.head.height),
        )


def _place(owned: OwnedData) -> Place:
    return at_event(owned.event.event.height)


def _read(election: Election, size: int, shuffles: Sequence[OwnedData]) -> list[Shuffle | Refused]:
    """Read shuffles of so many single answers, each by itself."""
    found: list[Shuffle | Refused] = []
    for owned in shuffles:
        try:
            shuffle = Shuffle.parse(election, owned.data, single_answers=size, where=_place(owned))
        except Refused as error:
            found.append(error)
        else:
            found.append(shuffle)
    return found


def _check_act(
    record: Record,
    election: Election,
    trustees: Trustees,
    owned: OwnedData,
    acts: tuple[Act, ...] | None,
) -> None:
    if acts is None:
        return
    act = act_of(owned, acts)
    if act is None:
        detail = f"acts.json has no signed act for the shuffle of owner {owned.owner}"
        raise ProofError("shuffle-unsigned", detail, where=_place(owned))
    if act.bound is not None:
        detail = "an entry for a shuffle has a bound proof, which only shares have"
        raise RecordError("act-kind", detail, where=_place(owned))
    check_signature(record, election.group, trustees, owned, act)


def check_fresh(
    election: Election, shuffle: Shuffle, seen: dict[str, Place], where: Place, findings: Findings
) -> None:
    """An α that went in must not come out: whoever sees both follows the answer through."""
    for question, row in enumerate(shuffle.ciphertexts):
        for position, ciphertext in enumerate(row):
            place = where / "ciphertexts" / question / position
            before = seen.setdefault(election.group.encode(ciphertext.alpha), place)
            if before != place:
                findings.problem(
                    "alpha-reused", f"the same alpha stands in {before} already", place / "alpha"
                )
