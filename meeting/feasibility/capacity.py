"""Whether everything that a meeting will make can be read again: lists, ballots, records, results.

All of it follows from the definition, so it is said before the tellers meet and before anything is
printed. What is counted is the most that can come: every slip used, every ballot as long as it can
be. `check_meeting` comes first: a meeting that is impossible anyway is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator

from crypto.ballots.ballot_size import max_ballot_bytes
from crypto.ballots.opened_ballot import longest_text
from crypto.ballots.record_size import (
    Acts,
    max_factors_bytes,
    max_record_bytes,
    max_result_bytes,
    max_sealed_bytes,
    max_shuffle_bytes,
    max_trustees_bytes,
)
from crypto.board.board_proof import LONGEST_SEALED
from crypto.election.credential import MAX_CREDENTIALS
from crypto.election.election import MAX_ELECTION_BYTES, MAX_QUESTIONS, Election
from meeting.definition.meeting import Box, Meeting, Round, VoterGroup
from meeting.definition.mistakes import Mistake
from meeting.feasibility.file_sizes import longest_election
from meeting.feasibility.form_size import form_bytes
from meeting.feasibility.outcome_size import outcome_bytes
from meeting.language import N_
from meeting.limits import (
    LARGEST_FORM,
    LARGEST_OUTCOME,
    LARGEST_RECORD,
    LARGEST_SETUP,
    LARGEST_SUM_OPENING,
    LONGEST_QR,
)
from meeting.problem import Phrase, Problem
from meeting.published.definition_file import MOST_BYTES, unchecked_bytes

_NO_HASH = "0" * 64
_PAPERS = ("preset",)
"""Where the organiser's file says what the papers are."""
_SIGNED = 1000
"""Bytes of a signature, an owner's number and the like, at most."""
_MARKS = 4
"""Of the texts that are put into strings, fewer than one character in so many has to be escaped."""
_UNITS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def check_capacity(meeting: Meeting) -> Iterator[Mistake]:
    """Yield everything about a possible meeting that could not be kept or read."""
    size = len(unchecked_bytes(meeting)) + len(_NO_HASH)
    if size > MOST_BYTES:
        yield _too_large(N_("the published meeting (meeting.json)"), size, MOST_BYTES)
        return
    yield from _screens(meeting)
    size = outcome_bytes(meeting)
    if size > LARGEST_OUTCOME:
        yield _too_large(N_("the published outcome (outcome.json)"), size, LARGEST_OUTCOME)
    for each in meeting.rounds:
        yield from _round(meeting, each)


def _round(meeting: Meeting, each: Round) -> Iterator[Mistake]:
    """The questions of a round are the same for all its boxes."""
    boxes = [box for box in meeting.boxes() if box.round == each]
    count = len(boxes[0].items(meeting))
    if count > MAX_QUESTIONS:
        yield (
            _PAPERS,
            Problem(
                "capacity-questions",
                "Round {round} asks {count} questions; at most {most} are possible. Take fewer"
                " people, or divide the papers among several rounds.",
                round=each.name,
                count=count,
                most=MAX_QUESTIONS,
            ),
        )
        return
    election = longest_election(meeting, each)
    yield from _questions(election)
    for box in boxes:
        yield from _box(meeting, box, election)
    yield from _sum(meeting, election, meeting.groups_in(each))


def _questions(election: Election) -> Iterator[Mistake]:
    size = len(election.to_json().encode()) + election.group.longest_element
    if size > MAX_ELECTION_BYTES:
        yield _too_large(N_("the list of the questions"), size, MAX_ELECTION_BYTES)
    size = _quoted(max_ballot_bytes(election)) + _SIGNED
    if size > LONGEST_SEALED:
        yield _too_large(N_("a ballot"), size, LONGEST_SEALED)
    length = longest_text(election)
    if length > LONGEST_QR:
        yield (
            _PAPERS,
            Problem(
                "capacity-opened",
                "A voter who checks a ballot gets its choices as one QR code. With so many"
                " questions it would need {length} characters; the largest QR code holds {most}."
                " Ask fewer questions on the papers of one round, or offer fewer lines for names.",
                length=length,
                most=LONGEST_QR,
            ),
        )


def _box(meeting: Meeting, box: Box, election: Election) -> Iterator[Mistake]:
    path = ("groups", meeting.groups.index(box.group), "slips")
    fit = min(MAX_CREDENTIALS, _slips_in_setup(meeting, election))
    if box.slips > fit:
        yield (
            path,
            Problem(
                "capacity-slips",
                "Slips: {slips}; the public list of a box holds {most} at most in {name}. Print"
                " fewer, or divide this group into several.",
                slips=box.slips,
                most=fit,
                name=meeting.group_name,
            ),
        )
        return
    size = _record(meeting, election, box.slips)
    if size <= LARGEST_RECORD:
        return
    fit = _slips_in_record(meeting, election)
    if fit < meeting.minimum_group:
        yield _too_large(N_("the record of a box"), size, LARGEST_RECORD)
    else:
        yield (
            path,
            Problem(
                "capacity-record",
                "The record of box {box} can grow to {size}, more than the {most} that can be"
                " read and verified: slips: {slips}; a ballot with {questions} questions takes up"
                " to {each}. Divide this group into several with {fit} slips at most in each, or"
                " ask fewer questions.",
                box=box.id,
                size=amount(size),
                most=amount(LARGEST_RECORD),
                slips=box.slips,
                questions=len(election.questions),
                each=amount(max_sealed_bytes(election)),
                fit=fit,
            ),
        )


def _sum(meeting: Meeting, election: Election, groups: tuple[VoterGroup, ...]) -> Iterator[Mistake]:
    """Of a round's boxes those that are too small are opened together, if need be with a large one.

    `groups` are those that vote in the round.
    """
    if len(groups) == 1:
        return
    small = sum(min(group.slips, meeting.minimum_group - 1) for group in groups)
    ballots = small + max(group.slips for group in groups)
    size = _SIGNED * (len(meeting.tellers) + 1) + max_result_bytes(election, ballots)
    size += meeting.teller_threshold * max_factors_bytes(election, ballots)
    if election.single_questions:
        size += meeting.required_shuffles * max_shuffle_bytes(election, ballots)
    if size > LARGEST_SUM_OPENING:
        yield _too_large(N_("the opening of several boxes as one"), size, LARGEST_SUM_OPENING)


def _screens(meeting: Meeting) -> Iterator[Mistake]:
    for paper in meeting.papers:
        size = max((form_bytes(items) for items in paper.screens), default=0)
        if size > LARGEST_FORM:
            yield (
                _PAPERS,
                Problem(
                    "capacity-screen",
                    "One screen of the paper {paper} would hold more answers than the booth takes"
                    " at one time: {size}, at most {most}. Ask fewer questions about each person,"
                    " or offer fewer lines or fewer people.",
                    paper=paper.title,
                    size=amount(size),
                    most=amount(LARGEST_FORM),
                ),
            )


def _too_large(what: str, size: int, most: int) -> Mistake:
    return _PAPERS, Problem(
        "capacity-papers",
        "This meeting is too large in one piece: {what} could grow to {size}; at most {most} can be"
        " read. Ask fewer questions, offer fewer people or lines for names, or hold it as several"
        " meetings.",
        what=Phrase(what),
        size=amount(size),
        most=amount(most),
    )


def amount(size: int) -> str:
    """Write a number of bytes so that two of them can be compared: 2.15 GB."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.2f} {name}"
    return f"{size} B"


def _record(meeting: Meeting, election: Election, slips: int) -> int:
    acts = Acts(len(meeting.tellers), meeting.teller_threshold, meeting.required_shuffles)
    return max_record_bytes(election, acts, credentials=slips, ballots=slips)


def _slips_in_record(meeting: Meeting, election: Election) -> int:
    """How many slips a box can have at most for its record to be read; 0 if there is no number."""
    empty = _record(meeting, election, 0)
    each = _record(meeting, election, 1) - empty
    fit = max(0, (LARGEST_RECORD - empty) // each)
    while fit and _record(meeting, election, fit) > LARGEST_RECORD:
        fit -= 1 + fit // _SIGNED
    return fit


def _slips_in_setup(meeting: Meeting, election: Election) -> int:
    """How many public credentials there can be beside the election and the tellers' key."""
    group = election.group
    beside = _quoted(len(election.to_json().encode()) + group.longest_element)
    beside += _quoted(max_trustees_bytes(group, len(meeting.tellers), meeting.teller_threshold))
    each = group.longest_element + len(r"\"\",")
    return max(0, LARGEST_SETUP - beside - _SIGNED) // each


def _quoted(size: int) -> int:
    """How long a JSON text of this size can be as a string in another: its marks are escaped."""
    return size + size // _MARKS
