"""A meeting whose lists, ballots or records nobody could read is refused before it begins."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import event, given, settings
from hypothesis import strategies as st

from crypto.ballots.ballot import Choices, parse_ballot, prepare_ballot, sign_ballot, verify_ballot
from crypto.ballots.opened_ballot import OpenedBallot, longest_text
from crypto.ballots.record_size import max_sealed_bytes
from crypto.election.credential import make_credential, public_credential, secret_exponent
from crypto.election.election import Election, new_uuid
from crypto.election.question import Question
from crypto.election.write_in import write_in_vector
from crypto.groups.named import group_named
from crypto.record.record_builder import RecordBuilder
from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import place
from meeting.definition.paper import Option
from meeting.definition.person import Person
from meeting.examples import TOWNSHIP
from meeting.feasibility import capacity
from meeting.feasibility.capacity import amount, check_capacity
from meeting.feasibility.file_sizes import longest_election
from meeting.feasibility.workable import check_workable
from meeting.limits import LARGEST_RECORD, LONGEST_QR
from meeting.organiser.meeting_file import read_organised
from meeting.published.definition_file import election_for, published
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepare import make_everything
from meeting.registrar.prepared_folder import load_prepared
from tests.meeting.fixtures.township import attempted, codes, copy_township, township, trustees_of

MEETING = replace(read_organised(TOWNSHIP / "meeting.toml").meeting, rules=())


def sized(meeting: Meeting, *sizes: int) -> Meeting:
    """The meeting with groups of these sizes, and a slip for everybody."""
    pairs = zip(meeting.groups, sizes, strict=False)
    groups = (replace(group, size=size, slips=size, weight=None) for group, size in pairs)
    return replace(meeting, groups=tuple(groups))


def of_people(count: int, **changes: Any) -> Meeting:
    """The meeting with so many people on its papers."""
    people = tuple(Person(f"p{n}", f"第{n}人", "", "", "") for n in range(count))
    evaluation, slate = MEETING.papers
    about = [item for item in evaluation.items if item.subject == MEETING.people[0]]
    asked = tuple(
        replace(item, id=f"{person.id}-{number}", subject=person)
        for person in people
        for number, item in enumerate(about)
    )
    options = tuple(Option(person.id, person.name, "") for person in people)
    first = replace(slate.items[0], options=options, maximum=min(9, count))
    papers = (
        replace(evaluation, items=asked),
        replace(slate, items=(first, *slate.items[1:]), at_most=min(9, count)),
    )
    return replace(MEETING, people=people, papers=papers, **changes)


def lines(count: int) -> Meeting:
    """The meeting with so many lines for names."""
    evaluation, slate = MEETING.papers
    written = tuple(replace(slate.items[1], id=f"other-{n}") for n in range(count))
    return replace(MEETING, papers=(evaluation, replace(slate, items=written, at_most=0)))


def found(meeting: Meeting) -> list[tuple[str, str]]:
    assert check_meeting(meeting) == []
    return [(place(path), problem.code) for path, problem in check_capacity(meeting)]


def test_real_meetings_are_not_refused() -> None:
    assert not found(MEETING)
    assert not found(sized(MEETING, 3000, 3000, 3000))
    assert not found(sized(of_people(40), 3000, 100))
    assert not found(sized(of_people(12, group_name="RFC-3526-2048"), 1500, 100))
    assert not found(sized(lines(10), 12_000))
    assert not found(sized(lines(10), 6000, 6000))


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        (sized(of_people(40), 12_000), ("groups[0].slips", "capacity-record")),
        (sized(MEETING, 50, 40_000), ("groups[1].slips", "capacity-record")),
        (
            sized(replace(MEETING, group_name="RFC-3526-2048"), 60_000, 10),
            ("groups[0].slips", "capacity-slips"),
        ),
        (
            replace(MEETING, groups=(replace(MEETING.groups[0], size=60_000, slips=120_050),)),
            ("groups[0].slips", "capacity-slips"),
        ),
        (lines(60), ("preset", "capacity-opened")),
        (lines(80), ("preset", "capacity-screen")),
        (sized(lines(10), 12_500, 12_500), ("preset", "capacity-papers")),
    ],
)
def test_what_outgrows_its_readers_is_refused(meeting: Meeting, expected: tuple[str, str]) -> None:
    if meeting.groups[0].weight is not None and len(meeting.groups) == 1:
        meeting = replace(meeting, groups=(replace(meeting.groups[0], weight=None),))
    assert expected in found(meeting)


def apart(small: int, large: int) -> Meeting:
    """A small group writes names in a round of its own; the large one has another paper."""
    meeting = sized(lines(10), small, large)
    names, other = ((paper.id,) for paper in reversed(meeting.papers))
    first = replace(meeting.rounds[0], id="r1", papers=names, groups=(meeting.groups[0].id,))
    second = replace(meeting.rounds[0], id="r2", papers=other, groups=(meeting.groups[1].id,))
    return replace(meeting, rounds=(first, second))


def test_who_does_not_vote_in_a_round_makes_nothing_of_it_too_large() -> None:
    assert ("preset", "capacity-papers") in found(sized(lines(10), 12_000, 20_000))
    assert not found(apart(12_000, 20_000))


def test_a_group_that_is_too_large_in_a_later_round_is_named_alone_and_by_its_own_line() -> None:
    assert found(apart(6000, 30_000)) == [("groups[1].slips", "capacity-record")]


def test_more_questions_than_an_election_holds() -> None:
    evaluation = MEETING.papers[0]
    asked = evaluation.items[:1] * 900
    papers = tuple(
        replace(
            evaluation,
            id=f"e{number}",
            items=tuple(replace(item, id=f"i{number}-{n}") for n, item in enumerate(asked)),
        )
        for number in range(3)
    )
    rounds = (replace(MEETING.rounds[0], papers=tuple(paper.id for paper in papers)),)
    meeting = replace(MEETING, papers=papers, rounds=rounds, required_shuffles=0)
    assert ("preset", "capacity-questions") in found(meeting)


def test_as_many_slips_as_are_named_do_fit() -> None:
    meeting = sized(MEETING, 40_000)
    (problem,) = (each for _, each in check_capacity(meeting) if each.code == "capacity-record")
    fit = problem.values["fit"]
    assert isinstance(fit, int)
    assert ("groups[0].slips", "capacity-record") not in found(sized(MEETING, fit))
    more = found(sized(MEETING, fit + fit // 100))
    assert ("groups[0].slips", "capacity-record") in more
    assert problem.values["most"] == amount(LARGEST_RECORD) == "2.15 GB"


def ballot_of(election: Election, credential: str) -> bytes:
    """A signed ballot that ticks what it can, and fills every line."""
    group = election.group
    chosen: list[tuple[int, ...]] = []
    for question in election.questions:
        if isinstance(question, Question):
            ticks = [0] * question.choices_length
            first = 1 if question.blank else 0
            ticks[first : first + question.maximum] = [1] * question.maximum
            chosen.append(tuple(ticks))
        else:
            chosen.append(write_in_vector("欧阳文博欧阳文博欧阳"))
    choices: Choices = tuple(chosen)
    public = public_credential(group, election.uuid, credential)
    unsigned = prepare_ballot(election, public, choices, b"s" * 32)
    opened = OpenedBallot.of("0" * 64, unsigned, choices, b"s" * 32, "A" * 86)
    assert len(opened.to_text()) <= longest_text(election) <= len(opened.to_text()) + 80
    exponent = secret_exponent(group, election.uuid, credential)
    return sign_ballot(unsigned, exponent).to_json().encode()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_a_real_box_is_within_the_bound_and_near_it(name: str) -> None:
    """What each real ballot adds to a real record, beside what was foreseen."""
    meeting = sized(of_people(3, group_name=name), 5)
    trustees = trustees_of(name)
    (box,) = meeting.boxes()
    key = trustees.joint_key(group_named(name))
    pile = make_slips(meeting, box, new_uuid())
    election = election_for(meeting, "0" * 64, box, pile.uuid, key)
    ballots = [ballot_of(election, each) for each in pile.private_credentials[:3]]
    empty = RecordBuilder.start(
        0, election.to_json().encode(), trustees.to_json().encode(), pile.public_list().encode()
    )
    before, after = (len(each.appended_bytes()) for each in (empty, empty.add_ballots(ballots)))
    each = (after - before) / len(ballots)
    assert each <= max_sealed_bytes(election) <= 1.2 * each
    foreseen = capacity._record(meeting, longest_election(meeting, box.round), box.slips)
    assert after <= foreseen


def test_the_largest_qr_code_is_the_largest() -> None:
    segno.make("x" * LONGEST_QR, error="m", micro=False)
    with pytest.raises(segno.DataOverflowError):
        segno.make("x" * (LONGEST_QR + 1), error="m", micro=False)


def test_check_names_the_line_and_what_fits(tmp_path: Path) -> None:
    file = copy_township(tmp_path)
    text = file.read_text(encoding="utf-8").replace('roster = "roster.xlsx"', "")
    text = text.replace("size = 28\nslips = 30", "size = 40000\nslips = 40000")
    file.write_text(text, encoding="utf-8")
    read = attempted(lambda: read_organised(file))
    assert isinstance(read, Exception)
    assert "capacity-record" in codes(read)
    told = read.text("zh")
    assert "(B票)" in told
    assert "40000" in told
    assert "2.15 GB" in told


@pytest.mark.slow
@settings(max_examples=6)
@given(
    people=st.integers(1, 4),
    groups=st.integers(1, 3),
    written=st.integers(0, 3),
    name=st.sampled_from(["Ed25519", "RFC-3526-2048", "BELENIOS-2048"]),
    title=st.one_of(
        st.text(st.sampled_from("会议Щ№W ·"), min_size=1, max_size=60),
        st.text(st.sampled_from("会𠮷🎉"), min_size=1, max_size=3),
    ).map(str.strip),
)
def test_a_meeting_that_passes_can_be_held(
    people: int, groups: int, written: int, name: str, title: str
) -> None:
    """Its setups, lists, slips and a ballot are made; the sealed ballot is no larger than said."""
    shape = of_people(people, group_name=name, server_key=township().server_key)
    evaluation, slate = shape.papers
    lines = tuple(replace(slate.items[1], id=f"other-{number}") for number in range(written))
    papers = (evaluation, replace(slate, items=(slate.items[0], *lines), at_most=0))
    shape = replace(shape, papers=papers, required_shuffles=2 if written else 0, title=title)
    meeting = sized(shape, *[5] * groups)
    if check_meeting(meeting) or check_workable(meeting):
        event("refused beforehand")
        return
    event("held")
    folder = Path(tempfile.mkdtemp())
    try:
        data = published(meeting)
        trustees = trustees_of(name)
        pdf = folder / "slips.pdf"
        made = make_everything(data, meeting, trustees, folder / "prepared", pdf, lambda: None)
        assert load_prepared(folder / "prepared").meeting_fingerprint == made.meeting_fingerprint
        assert pdf.stat().st_size
        election = made.boxes[-1].setup.election
        ballot = ballot_of(election, make_credential())
        verify_ballot(election, parse_ballot(election, ballot))
        assert len(ballot) <= max_sealed_bytes(election)
    finally:
        shutil.rmtree(folder)
