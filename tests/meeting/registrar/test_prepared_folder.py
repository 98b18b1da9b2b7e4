"""The folder for the server: exactly what the meeting demands, or refused with the place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crypto.canonical import dumps
from crypto.election.election import Election
from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from meeting.problem import Problem
from meeting.published.definition_file import definition_hash, published
from meeting.registrar.prepared_folder import Prepared, load_prepared, write_prepared
from tests.meeting.fixtures.township import prepare, small_township, trustees_of

FIRST = Path("boxes/r1-A")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original") / "prepared"
    prepare(folder, small_township(), trustees_of())
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A fresh copy that a test may spoil."""
    copy = tmp_path / "prepared"
    for path in sorted(original.rglob("*")):
        target = copy / path.relative_to(original)
        if path.is_dir():
            target.mkdir(parents=True)
        else:
            target.write_bytes(path.read_bytes())
    return copy


def refusal(folder: Path) -> Problem | Refused:
    try:
        load_prepared(folder)
    except (Problem, Refused) as error:
        return error
    pytest.fail("the folder was accepted")


def edit(path: Path, change: Callable[[list[str]], object]) -> None:
    """Change a JSON list in a file."""
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(dumps(value), encoding="utf-8")


@pytest.mark.parametrize("group_name", ["Ed25519", "RFC-3526-2048"])
def test_what_is_prepared_is_loaded(tmp_path: Path, group_name: str) -> None:
    meeting = replace(small_township(), group_name=group_name)
    trustees = trustees_of(group_name)
    boxes = prepare(tmp_path / "prepared", meeting, trustees)
    prepared = load_prepared(tmp_path / "prepared")
    assert isinstance(prepared, Prepared)
    assert prepared.meeting == meeting
    assert prepared.meeting_bytes == published(meeting)
    assert prepared.definition_hash == definition_hash(prepared.meeting_bytes)
    assert prepared.boxes == tuple(boxes)
    assert {box.texts.trustees for box in prepared.boxes} == {trustees.to_json().encode()}
    for each in prepared.boxes:
        assert each.setup.election.public_key == trustees.joint_key(group_named(group_name))
        assert each.setup.election.description.endswith(prepared.definition_hash)
        assert len(each.setup.credentials) == each.box.slips


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda each: each.append(each[0]), "credential-duplicate"),
        (lambda each: each.reverse(), "credentials-unsorted"),
        (lambda each: each.pop(), "prepared-slips"),
        (lambda each: each.__setitem__(0, each[0] + ",2"), "prepared-weight"),
        (lambda each: each.__setitem__(0, each[0] + ",1"), "prepared-weight"),
        (lambda each: each.__setitem__(0, "01" + "0" * 62), None),
    ],
)
def test_another_credential_list_is_refused(
    folder: Path, change: Callable[[list[str]], object], code: str | None
) -> None:
    edit(folder / FIRST / "credentials.json", change)
    error = refusal(folder)
    assert error.where.startswith("boxes/r1-A/credentials.json")
    assert code is None or error.code == code


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "另一次"}, "name"),
        ({"description": "no hash"}, "description"),
        ({"administrator": "somebody"}, "administrator"),
        ({"public_key": None}, "public_key"),
        ({"questions": None}, "questions"),
    ],
)
def test_another_election_is_refused(folder: Path, changes: dict[str, object], field: str) -> None:
    file = folder / FIRST / "election.json"
    election = Election.parse(file.read_bytes())
    if "public_key" in changes:
        changes = {"public_key": election.group.base_power(12345)}
    if "questions" in changes:
        changes = {"questions": election.questions[:-1]}
    file.write_text(replace(election, **changes).to_json(), encoding="utf-8")  # type: ignore[arg-type]
    error = refusal(folder)
    assert isinstance(error, Problem)
    assert (error.code, error.where) == ("prepared-election", "boxes/r1-A/election.json")
    assert field in error.text("zh")


def test_an_election_of_another_box_is_refused(folder: Path) -> None:
    other = (folder / "boxes/r1-B/election.json").read_bytes()
    (folder / FIRST / "election.json").write_bytes(other)
    assert refusal(folder).code == "prepared-election"


def test_two_boxes_with_one_uuid_are_refused(folder: Path) -> None:
    elections = [
        Election.parse((folder / "boxes" / box / "election.json").read_bytes())
        for box in ("r1-A", "r1-B")
    ]
    same = replace(elections[1], uuid=elections[0].uuid)
    (folder / "boxes/r1-B/election.json").write_text(same.to_json(), encoding="utf-8")
    assert refusal(folder).code == "prepared-uuid"


def test_other_tellers_are_refused(folder: Path) -> None:
    (folder / "boxes/r1-B/trustees.json").write_text(
        trustees_of(size=3, threshold=3).to_json(), encoding="utf-8"
    )
    assert refusal(folder).code == "prepared-trustees"
    for box in ("r1-A", "r1-B", "r1-C"):
        (folder / "boxes" / box / "trustees.json").write_text(
            trustees_of(size=3, threshold=3).to_json(), encoding="utf-8"
        )
    assert refusal(folder).code == "trustees-other"


def test_a_single_key_beside_the_tellers_is_refused(folder: Path) -> None:
    group = group_named("Ed25519")
    single = Single(make_trustee_key(group, 7))
    for items in ((single,), (*trustees_of().items, single)):
        text = Trustees(group, items).to_json()
        (folder / FIRST / "trustees.json").write_text(text, encoding="utf-8")
        assert refusal(folder).code == "trustees-form"


def test_a_false_proof_of_a_teller_is_refused(folder: Path) -> None:
    file = folder / FIRST / "trustees.json"
    value = json.loads(file.read_text(encoding="utf-8"))
    proof = value[0][1]["verification_keys"][0]["pok"]
    proof["response"] = "5"
    file.write_text(dumps(value), encoding="utf-8")
    error = refusal(folder)
    assert isinstance(error, Refused)
    assert error.where.startswith("boxes/r1-A/trustees.json")


def test_another_meeting_is_refused(folder: Path) -> None:
    other = replace(small_township(), title="另一次会议")
    (folder / "meeting.json").write_bytes(published(other))
    assert refusal(folder).code == "prepared-election"


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (lambda path: (path / "boxes/r1-D").mkdir(), "prepared-extra", "boxes/r1-D"),
        (lambda path: (path / FIRST / "notes.txt").touch(), "prepared-extra", "notes.txt"),
        (
            lambda path: (path / FIRST / "election.json").unlink(),
            "prepared-missing",
            "election.json",
        ),
        (lambda path: (path / "boxes").rename(path / "kisten"), "file-unreadable", "boxes"),
        (lambda path: (path / "meeting.json").unlink(), "file-unreadable", "meeting.json"),
        (
            lambda path: (path / FIRST / "election.json").write_bytes(b"\xff"),
            *("prepared-not-utf8", "election.json"),
        ),
    ],
)
def test_a_folder_of_another_shape_is_refused(
    folder: Path, spoil: Callable[[Path], object], code: str, place: str
) -> None:
    spoil(folder)
    error = refusal(folder)
    assert error.code == code
    assert error.where.endswith(place)


def test_a_prepared_folder_is_never_overwritten(folder: Path) -> None:
    before = (folder / FIRST / "credentials.json").read_bytes()
    with pytest.raises(Problem) as caught:
        prepare(folder, small_township(), trustees_of())
    assert caught.value.code == "prepared-exists"
    assert (folder / FIRST / "credentials.json").read_bytes() == before


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    boxes = prepare(tmp_path / "good", small_township(), trustees_of())
    twice = [boxes[0], boxes[0]]
    with pytest.raises(Problem):
        write_prepared(tmp_path / "prepared", b"{}", twice)
    assert [path.name for path in tmp_path.iterdir()] == ["good"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_a_damaged_folder_is_refused(original: Path, data: st.DataObject) -> None:
    files = sorted(path for path in original.rglob("*.json"))
    file = data.draw(st.sampled_from(files))
    before = file.read_bytes()
    start = data.draw(st.integers(0, len(before) - 1))
    end = start + data.draw(st.integers(0, 5))
    after = before[:start] + data.draw(st.binary(max_size=5)) + before[end:]
    if after == before:
        return
    file.write_bytes(after)
    try:
        refusal(original)
    finally:
        file.write_bytes(before)
