"""The archive: one way to write it, and every deviation named with its place."""

import hashlib
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import RecordError
from crypto.record.archive import Archive, archive_header, read_archive, scan_archive
from crypto.record.archive_member import BLOCK, Member, MemberKind, header_block, member_bytes
from tests.crypto.fixtures.small_records import TIMESTAMP, VECTORS, homomorphic, members_of

RECORDS = sorted(VECTORS.glob("*/record.bel"))
SMALL = homomorphic().appended_bytes()


def test_there_are_five_vectors() -> None:
    assert len(RECORDS) == 5


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.parent.name)
def test_the_archives_of_the_reference_implementation_regenerate_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    archive = read_archive(data)
    assert archive.to_bytes() == data
    assert len(archive.members) == len(members_of(data)) - 1


def test_another_tar_reader_finds_the_same_members() -> None:
    archive = read_archive(SMALL)
    with tarfile.open(fileobj=io.BytesIO(SMALL), mode="r:") as tar:
        infos = tar.getmembers()
        found = [(info.name, tar.extractfile(info).read()) for info in infos]  # type: ignore[union-attr]
    assert found[0] == ("BELENIOS", b'{"version":1,"timestamp":"1795292970"}')
    assert found[1:] == [(member.name, member.data) for member in archive.members]
    assert {(i.mode, i.uid, i.gid, i.mtime, i.uname) for i in infos} == {
        (0o644, 0, 0, TIMESTAMP, "")
    }


def test_a_member_is_named_after_its_content() -> None:
    member = Member(MemberKind.EVENT, b"abc")
    assert member.name == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.event.json"
    )


def test_members_know_where_they_stand() -> None:
    member = read_archive(SMALL).members[1]
    assert (member.index, member.block) == (2, 2 + 3)
    assert str(member.place) == f"member 2 {member.name} at block 5"


contents = st.binary(max_size=1200).map(lambda content: content.replace(b"\0", b"0"))
members = st.builds(Member, st.sampled_from(MemberKind), contents)


@given(
    st.integers(0, 99_999_999_999),
    st.lists(members, max_size=6, unique_by=lambda member: member.name),
)
def test_what_is_written_is_read(timestamp: int, listed: list[Member]) -> None:
    if timestamp > 8**11 - 1:
        with pytest.raises(ValueError, match="no header block"):
            Archive(timestamp, tuple(listed)).to_bytes()
        return
    archive = Archive(timestamp, tuple(listed))
    assert read_archive(archive.to_bytes()) == archive


@pytest.mark.parametrize(
    ("name", "size", "timestamp"),
    [("", 0, 0), ("x" * 100, 0, 0), ("x", -1, 0), ("x", 8**11, 0), ("x", 0, 8**11), ("x", 0, -1)],
)
def test_a_header_block_holds_only_what_fits(name: str, size: int, timestamp: int) -> None:
    with pytest.raises(ValueError, match="no header block can hold"):
        header_block(name, size, timestamp)


def data_member(content: bytes, *, name: str | None = None, timestamp: int = TIMESTAMP) -> bytes:
    """A raw data member, under a name that need not fit."""
    proper = name or f"{hashlib.sha256(content).hexdigest()}.data.json"
    header = header_block(proper, len(content), timestamp)
    return header + content + bytes(-len(content) % BLOCK)


HEAD = archive_header(TIMESTAMP)
GOOD = data_member(b"[1]")
NAME = hashlib.sha256(b"[1]").hexdigest()


def other_header(content: bytes) -> bytes:
    return data_member(content, name="BELENIOS")


def changed(data: bytes, offset: int, new: bytes) -> bytes:
    return data[:offset] + new + data[offset + len(new) :]


BAD: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "archive-header", "member 0 BELENIOS at block 0"),
    "no header": (GOOD, "archive-header", "member 0 "),
    "version": (other_header(b'{"version":2,"timestamp":"1"}'), "archive-header", "member 0 "),
    "number": (other_header(b'{"version":1,"timestamp":1}'), "archive-header", "member 0 "),
    "leading zero": (
        other_header(b'{"version":1,"timestamp":"01795292970"}'),
        "archive-header",
        "member 0 ",
    ),
    "not ASCII digits": (
        other_header('{"version":1,"timestamp":"١"}'.encode()),
        "archive-header",
        "member 0 ",
    ),
    "time too large": (
        other_header(b'{"version":1,"timestamp":"99999999999"}'),
        "archive-header",
        "member 0 ",
    ),
    "header's own time": (
        changed(HEAD, 136, b"%011o" % (TIMESTAMP + 1)),
        "archive-header",
        "member 0 ",
    ),
    "cut in the header": (HEAD[:700], "archive-header", "member 0 "),
    "cut in a header block": (HEAD + GOOD[:511], "archive-truncated", "member 1 "),
    "cut in the content": (HEAD + GOOD[:514], "archive-truncated", f"member 1 {NAME}"),
    "cut in the padding": (HEAD + GOOD[:-1], "archive-padding", f"member 1 {NAME}"),
    "odd bytes after": (HEAD + GOOD + b"{}", "archive-truncated", "member 2 "),
    "zero blocks after": (HEAD + GOOD + bytes(1024), "archive-zero-block", "block 4"),
    "zero blocks between": (HEAD + bytes(512) + GOOD, "archive-zero-block", "block 2"),
    "padding not zero": (HEAD + changed(GOOD, 900, b"\1"), "archive-padding", f"member 1 {NAME}"),
    "other content": (HEAD + changed(GOOD, 513, b"2"), "archive-hash", f"member 1 {NAME}"),
    "other name": (
        HEAD + data_member(b"[1]", name="../etc/passwd"),
        "archive-name",
        "member 1 ../",
    ),
    "upper-case name": (
        HEAD + data_member(b"[1]", name=f"{NAME.upper()}.data.json"),
        "archive-name",
        "member 1 ",
    ),
    "other suffix": (
        HEAD + data_member(b"[1]", name=f"{NAME}.data.json2"),
        "archive-name",
        "member 1 ",
    ),
    "second header": (HEAD + HEAD, "archive-name", "member 1 BELENIOS at block 2"),
    "other time": (
        HEAD + data_member(b"[1]", timestamp=TIMESTAMP + 1),
        "archive-time",
        f"member 1 {NAME}",
    ),
    "ustar magic": (HEAD + changed(GOOD, 257, b"ustar"), "archive-block", f"member 1 {NAME}"),
    "mode": (HEAD + changed(GOOD, 100, b"0000600"), "archive-block", f"member 1 {NAME}"),
    "checksum": (HEAD + changed(GOOD, 148, b"000000"), "archive-block", f"member 1 {NAME}"),
    "type": (HEAD + changed(GOOD, 156, b"5"), "archive-block", f"member 1 {NAME}"),
    "size in decimal": (HEAD + changed(GOOD, 124, b"00000000009"), "archive-block", "member 1 "),
    "size beyond the file": (
        HEAD + header_block(f"{NAME}.data.json", 8**11 - 1, TIMESTAMP) + b"[1]",
        "archive-truncated",
        f"member 1 {NAME}",
    ),
    "zero byte in the content": (
        HEAD + data_member(b'["\0"]'),
        "archive-content",
        f"member 1 {hashlib.sha256(bytes([91, 34, 0, 34, 93])).hexdigest()}",
    ),
    "same data twice": (HEAD + GOOD + GOOD, "archive-duplicate", f"member 2 {NAME}"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_archive_is_refused_with_its_place(what: str) -> None:
    data, code, place = BAD[what]
    with pytest.raises(RecordError) as caught:
        read_archive(data)
    assert caught.value.code == code
    assert caught.value.where.startswith(place)


def test_the_duplicate_names_the_first_of_the_two() -> None:
    _, problems = scan_archive(HEAD + GOOD + GOOD)
    assert f"member 1 {NAME}.data.json at block 2" in problems[0].detail


HEALED_BY_ZEROS = {"cut in the header", "cut in the padding"}


@pytest.mark.parametrize("what", sorted(set(BAD) - HEALED_BY_ZEROS))
def test_a_scan_goes_on_after_a_problem(what: str) -> None:
    """What follows a damaged member is still read."""
    more = data_member(b'["more"]')
    damaged = BAD[what][0]
    whole_blocks = damaged + bytes(-len(damaged) % BLOCK)
    archive, problems = scan_archive(whole_blocks + more)
    assert problems
    assert archive.members[-1].data == b'["more"]'


@pytest.mark.parametrize("size", [0, 1, 512, 5 * 512, 8**11 - 1])
def test_a_false_size_hides_no_later_member(size: int) -> None:
    lying = header_block(f"{NAME}.data.json", size, TIMESTAMP) + GOOD[BLOCK:]
    more = [member_bytes(Member(MemberKind.DATA, b"[%d]" % n), TIMESTAMP) for n in range(2, 5)]
    archive, problems = scan_archive(HEAD + lying + b"".join(more))
    assert [member.data for member in archive.members] == [b"[2]", b"[3]", b"[4]"]
    assert [problem.where.split()[1] for problem in problems] == ["1"]


def test_false_sizes_that_overlap_cost_no_more_than_the_file() -> None:
    """Each of 4000 headers announces all that follows; hashing that would take 4 GB."""
    count = 4000
    headers = [
        header_block(f"{number:064x}.data.json", (count - number - 1) * BLOCK, TIMESTAMP)
        for number in range(count)
    ]
    archive, problems = scan_archive(HEAD + b"".join(headers))
    assert not archive.members
    assert {problem.code for problem in problems[:-1]} == {"archive-content"}
    assert len(problems) == count


def test_a_damaged_header_block_keeps_content_that_proves_itself() -> None:
    archive, problems = scan_archive(HEAD + changed(GOOD, 100, b"9") + data_member(b"[2]"))
    assert [member.data for member in archive.members] == [b"[1]", b"[2]"]
    assert [problem.code for problem in problems] == ["archive-block"]


def test_without_its_header_an_archive_is_still_scanned() -> None:
    archive, problems = scan_archive(GOOD + data_member(b"[2]"))
    assert (archive.timestamp, len(archive.members)) == (TIMESTAMP, 2)
    assert [problem.code for problem in problems] == ["archive-header"]


@given(st.binary(max_size=3000))
def test_any_bytes_are_scanned_without_another_error(data: bytes) -> None:
    archive, problems = scan_archive(HEAD + data)
    assert problems or archive.to_bytes() == HEAD + data


@given(st.data())
def test_any_damage_is_refused_or_regenerates(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SMALL)))
    removed = data.draw(st.integers(0, 1500))
    inserted = data.draw(
        st.binary(max_size=20)
        | st.integers(0, len(SMALL)).map(lambda from_: SMALL[from_ : from_ + 1024])
    )
    damaged = SMALL[:start] + inserted + SMALL[start + removed :]
    archive, problems = scan_archive(damaged)
    assert all(problem.where for problem in problems)
    assert problems or archive.to_bytes() == damaged
