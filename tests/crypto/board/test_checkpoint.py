"""Checkpoints: strict to read, signed by the server; they show a chain that goes back or forks."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.checkpoint import Checkpoint, make_checkpoint, open_checkpoint, read_checkpoint
from crypto.board.merkle_tree import MerkleTree
from crypto.board.note import sign_note, signature_line
from crypto.errors import ParseError, ProofError, RecordError, Refused
from crypto.record.record import read_record
from tests.crypto.fixtures import naive_merkle
from tests.crypto.fixtures.server_keys import KEY, OTHER
from tests.crypto.fixtures.small_records import begun, homomorphic, text

SETUP, TOP = "5" * 64, bytes.fromhex("ab" * 32)
CHECKPOINT = Checkpoint("xinyi-2026", SETUP, 17, TOP)
NOTE = make_checkpoint(KEY, CHECKPOINT)
TEXT = f"piaoxiang/xinyi-2026/{SETUP}\n17\n{base64.b64encode(TOP).decode()}\n"


def test_a_checkpoint_is_three_lines_and_a_signature_under_its_origin() -> None:
    assert CHECKPOINT.text == TEXT
    assert sign_note(TEXT, f"piaoxiang/xinyi-2026/{SETUP}", KEY) == NOTE


def test_a_signed_checkpoint_is_opened() -> None:
    assert open_checkpoint(NOTE.encode(), KEY.public) == CHECKPOINT


def test_a_checkpoint_may_be_cosigned() -> None:
    cosigned = NOTE + signature_line(TEXT, "observer", OTHER)
    assert open_checkpoint(cosigned.encode(), KEY.public) == CHECKPOINT


@pytest.mark.parametrize(
    "note",
    [
        make_checkpoint(OTHER, CHECKPOINT),
        sign_note(TEXT, "piaoxiang/xinyi-2026", KEY),
        sign_note(TEXT, f"piaoxiang/another/{SETUP}", KEY),
    ],
)
def test_a_checkpoint_that_the_server_did_not_sign_is_refused(note: str) -> None:
    assert read_checkpoint(note.encode()) == CHECKPOINT
    with pytest.raises(ProofError) as caught:
        open_checkpoint(note.encode(), KEY.public)
    assert caught.value.code == "note-unsigned"


ROOT = TEXT.splitlines()[2]


@pytest.mark.parametrize(
    "wrong",
    [
        TEXT + "extension\n",
        TEXT.replace("17\n", ""),
        TEXT.replace("17", "017"),
        TEXT.replace("17", "+17"),
        TEXT.replace("17", "0"),
        TEXT.replace("17", "1٧"),
        TEXT.replace("17", "1073741825"),
        TEXT.replace("17", "9" * 20),
        TEXT.replace("piaoxiang/", "other/"),
        TEXT.replace("/xinyi-2026", ""),
        TEXT.replace("xinyi", "信宜"),
        TEXT.replace("xinyi-2026", "x" * 33),
        TEXT.replace("xinyi-2026", "1a"),
        TEXT.replace(SETUP, SETUP[1:]),
        TEXT.replace(SETUP, "A" * 64),
        TEXT.replace(ROOT, ROOT[:-1]),
        TEXT.replace(ROOT, ROOT[:-2] + "t="),
        TEXT.replace(ROOT, TOP.hex()),
        TEXT.replace("\n", " \n"),
        "piaoxiang/xinyi-2026\n",
    ],
)
def test_what_is_no_checkpoint_is_refused_though_signed(wrong: str) -> None:
    note = sign_note(wrong, CHECKPOINT.origin, KEY)
    with pytest.raises(ParseError) as caught:
        open_checkpoint(note.encode(), KEY.public, where="checkpoint.txt")
    assert (caught.value.code, caught.value.where) == ("checkpoint-form", "checkpoint.txt")


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("two words", SETUP, 1, TOP),
        Checkpoint("m", "x", 1, TOP),
        Checkpoint("m", SETUP, 0, TOP),
        Checkpoint("m", SETUP, 2**30 + 1, TOP),
        Checkpoint("m", SETUP, 1, TOP[1:]),
    ],
)
def test_what_could_not_be_read_again_is_not_signed(checkpoint: Checkpoint) -> None:
    with pytest.raises(ParseError):
        make_checkpoint(KEY, checkpoint)


def test_a_chain_of_the_greatest_length_has_a_checkpoint() -> None:
    greatest = Checkpoint("m", SETUP, 2**30, TOP)
    assert open_checkpoint(make_checkpoint(KEY, greatest).encode(), KEY.public) == greatest


TREE = MerkleTree.of(str(number).encode() for number in range(40))
FORKED = MerkleTree.of(str(max(number, 1)).encode() for number in range(40))


def at(size: int, tree: MerkleTree = TREE, setup: str = SETUP, meeting: str = "m") -> Checkpoint:
    return Checkpoint(meeting, setup, size, tree.root(size))


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_later_checkpoint_follows_an_earlier_one_by_its_proof(one: int, other: int) -> None:
    first, second = sorted((one, other))
    at(second).check_follows(at(first), TREE.consistency_proof(first, second))


@pytest.mark.parametrize(
    ("later", "proof", "code"),
    [
        (at(15), (), "checkpoint-rollback"),
        (at(17, FORKED), (), "checkpoint-fork"),
        (at(20, FORKED), FORKED.consistency_proof(17, 20), "checkpoint-fork"),
        (at(20, FORKED), TREE.consistency_proof(17, 20), "checkpoint-fork"),
        (at(20), (), "checkpoint-fork"),
        (at(20), TREE.consistency_proof(16, 20), "checkpoint-fork"),
        (at(17), (TREE.root(17),), "checkpoint-fork"),
        (at(20, setup="6" * 64), TREE.consistency_proof(17, 20), "checkpoint-box"),
        (at(20, meeting="n"), TREE.consistency_proof(17, 20), "checkpoint-box"),
    ],
)
def test_a_chain_that_went_back_or_forked_is_caught(
    later: Checkpoint, proof: tuple[bytes, ...], code: str
) -> None:
    with pytest.raises(RecordError) as caught:
        later.check_follows(at(17), proof, where="box r1-A")
    assert (caught.value.code, caught.value.where) == (code, "box r1-A")


def test_the_leaves_are_the_texts_of_the_events_as_they_stand_in_the_archive() -> None:
    """So that whoever has the file can compute the root, with no code of ours."""
    data = homomorphic().appended_bytes()
    record = read_record(data)
    texts = [member.data for member in record.archive.members if member.kind == "event"]
    assert all(text in data for text in texts)
    assert Checkpoint.of_record("m", record).root == naive_merkle.mth(texts)
    assert Checkpoint.of_record("m", record, 3).root == naive_merkle.mth(texts[:3])


def test_a_record_goes_through_the_checkpoint_of_each_of_its_events() -> None:
    record = read_record(homomorphic().appended_bytes())
    for size in range(1, len(record.events) + 1):
        Checkpoint.of_record("m", record, size).check_record(record)


def test_a_record_that_was_cut_or_changed_is_caught_by_a_checkpoint() -> None:
    whole = read_record(homomorphic().appended_bytes())
    closing = Checkpoint.of_record("m", whole)
    early = read_record(begun().add_ballots([text("ballot", 0)]).appended_bytes())
    other = read_record(begun().add_ballots([text("ballot", 9)]).appended_bytes())
    one_ballot = Checkpoint.of_record("m", early)
    foreign = Checkpoint("m", "6" * 64, closing.size, closing.root)
    for checkpoint, record, code in (
        (closing, early, "checkpoint-rollback"),
        (one_ballot, other, "checkpoint-fork"),
        (foreign, whole, "checkpoint-box"),
    ):
        with pytest.raises(RecordError) as caught:
            checkpoint.check_record(record, where="checkpoint.txt")
        assert (caught.value.code, caught.value.where) == (code, "checkpoint.txt")


@given(st.integers(0, len(NOTE.encode()) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_a_changed_checkpoint_is_refused(start: int, inserted: bytes, removed: int) -> None:
    raw = NOTE.encode()
    changed = raw[:start] + inserted + raw[start + removed :]
    if changed == raw:
        return
    with pytest.raises(Refused):
        open_checkpoint(changed, KEY.public)
