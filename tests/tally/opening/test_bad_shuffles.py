"""One teller of three delivers a bad shuffle, or damages the folder: named, set aside, counted.

Before, each of these stopped the count: whoever came next was only told that the box does not
hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.canonical import sha256_hex
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.record import Record, read_record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.cli import teller as teller_commands
from tally.commands.observers.verify import verify
from tally.commands.tellers.count import count, publish
from tally.folder.acts import Act, acts_bytes, parse_acts
from tally.opening.bad_acts import set_aside
from tally.opening.work_folder import WorkFolder
from tests.tally.fixtures.hall_display import plan_of
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.summed_meeting import with_own_keys
from tests.tally.fixtures.written_hall import HONEST, ONE_OF_EACH, written_hall

BOX, OTHER = "r1-A", "r1-B"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Names in writing, a ranking and scores in two boxes of five."""
    folder = tmp_path_factory.mktemp("singles") / "ceremony"
    return written_hall(folder, honest=HONEST[:5], strange=ONE_OF_EACH)


@pytest.fixture
def hall(singles: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(singles, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> Path:
    """Closed boxes; nobody has done anything yet."""
    folder = hall.write_work(tmp_path / "work").folder.path
    (tmp_path / "plan.txt").write_text(plan_of(folder))
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    passphrase = tmp_path / "passphrase.txt"
    passphrase.write_text(PASSPHRASE + "\n")
    monkeypatch.setenv("PIAOXIANG_PASSPHRASE_FILE", str(passphrase))

    def command(which: object, *arguments: object, answers: str = "") -> Result:
        words = [str(each) for each in arguments]
        return CliRunner().invoke(which, words, input=answers)  # type: ignore[arg-type]

    return command


def opens(run: Run, hall: Hall, work: Path, number: int, answers: str = "") -> Result:
    key = ("--key", hall.key_paths[number - 1])
    plan = (work.parent / "plan.txt").read_text()
    return run(teller_commands, "open", work, *key, "--plan", plan, answers=answers)


def record_path(work: Path, box: str = BOX) -> Path:
    return work / "boxes" / box / "record.bel"


def record_in(work: Path, box: str = BOX) -> Record:
    return read_record(record_path(work, box).read_bytes())


def shufflers(work: Path, box: str = BOX) -> list[int]:
    return [each.owner for each in record_in(work, box).shuffles]


def evidence(work: Path, box: str = BOX) -> dict[str, bytes]:
    place = record_path(work, box).with_name("set-aside")
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.exists() else {}


def tally_in(hall: Hall, work: Path, box: str) -> EncryptedTally:
    record = record_in(work, box)
    return EncryptedTally.parse(
        hall.elections[box],
        record.encrypted_tally_bytes or b"",
        single_answers=len(record.ballots),
    )


def delivered(hall: Hall, work: Path, owner: int, text: bytes, *, signer: int = 0) -> None:
    """Put these bytes at the end of a record as a teller's shuffle, with a good signature."""
    path = record_path(work)
    record, group = record_in(work), hall.elections[BOX].group
    payload = sha256_hex(text)
    message = act_message(record.setup_hash, record.head.hash, owner, payload)
    signing = derive_keys(group, hall.key(signer or owner).key.seed).signing
    act = Act(owner, payload, None, sign_act(group, signing, message))
    beside = path.with_name("acts.json")
    before = parse_acts(group, beside.read_bytes()) if beside.exists() else ()
    beside.write_bytes(acts_bytes((*before, act)))
    added = RecordBuilder.after(record).add_shuffle(owner, text).appended_bytes()
    path.write_bytes(path.read_bytes() + added)


def honest(hall: Hall, work: Path) -> bytes:
    return make_shuffle(hall.elections[BOX], tally_in(hall, work, BOX)).to_json().encode()


def wrong_proof(hall: Hall, work: Path) -> bytes:
    """Two shuffles of the same answers: the ciphertexts of one, the proof of the other."""
    tally = tally_in(hall, work, BOX)
    one, other = (make_shuffle(hall.elections[BOX], tally) for _ in range(2))
    return replace(one, proofs=other.proofs).to_json().encode()


def other_ciphertexts(hall: Hall, work: Path) -> bytes:
    """A faultless shuffle, of what another box holds."""
    return make_shuffle(hall.elections[OTHER], tally_in(hall, work, OTHER)).to_json().encode()


def cut_short(hall: Hall, work: Path) -> bytes:
    return honest(hall, work)[:-200]


def finish(run: Run, hall: Hall, work: Path, *tellers: int) -> None:
    """These tellers go on with the readme's one command until all is counted and verified."""
    for number in tellers:
        said = opens(run, hall, work, number)
        assert said.exit_code == 0, said.output
    counted = run(count, work, "--yes")
    assert counted.exit_code == 0, counted.output
    assert run(publish, work, work.with_name("out")).exit_code == 0
    verdict = run(verify, work.with_name("out"))
    assert verdict.exit_code == 0, verdict.output


@pytest.mark.parametrize("made", [wrong_proof, other_ciphertexts, cut_short])
def test_the_next_teller_names_a_bad_shuffle_sets_it_aside_and_goes_on(
    run: Run, hall: Hall, work: Path, made: Callable[[Hall, Path], bytes]
) -> None:
    closed = record_path(work).read_bytes()
    text = made(hall, work)
    delivered(hall, work, 1, text)
    whole, acts = record_path(work).read_bytes(), record_path(work).with_name("acts.json")
    beside = acts.read_bytes()
    said = opens(run, hall, work, 2)
    assert said.exit_code == 0, said.output
    assert "the shuffle of teller 1 何静宜 does not hold (" in said.output
    assert "Keep the folder set-aside as evidence" in said.output
    assert shufflers(work) == [2]
    kept = evidence(work)
    (part,) = (name for name in kept if name.endswith(".part"))
    assert kept[part] == whole[len(closed) :]
    assert text in kept[part]
    assert kept[part.replace(".part", ".acts.json")] == beside
    finish(run, hall, work, 3, 2)


def test_a_bad_shuffle_before_a_good_one_is_found_when_it_is_opened(
    run: Run, hall: Hall, work: Path
) -> None:
    """Teller 2's own program was bad too, and shuffled what teller 1 had left: 3 is honest."""
    delivered(hall, work, 1, wrong_proof(hall, work))
    delivered(hall, work, 2, honest(hall, work))
    said = opens(run, hall, work, 3)
    assert said.exit_code == 0, said.output
    assert "the shuffle of teller 1 何静宜 does not hold (shuffle-proof)" in said.output
    assert "teller 2 罗永辉" in said.output
    assert shufflers(work) == [3]
    finish(run, hall, work, 2, 3)


def test_a_shuffle_in_another_tellers_name_is_nobodys(run: Run, hall: Hall, work: Path) -> None:
    delivered(hall, work, 3, honest(hall, work), signer=1)
    said = opens(run, hall, work, 2)
    assert said.exit_code == 0, said.output
    assert "a shuffle in the name of teller 3 苏敏 was set aside (act-signature)" in said.output
    finish(run, hall, work, 3, 2)


def test_shuffles_that_one_teller_ends_go_on(run: Run, hall: Hall, work: Path) -> None:
    """Teller 1 shuffles, and ends the shuffling before anybody else has."""
    opens(run, hall, work, 1)
    path = record_path(work)
    ended = RecordBuilder.after(record_in(work)).end_shuffles().appended_bytes()
    path.write_bytes(path.read_bytes() + ended)
    said = opens(run, hall, work, 2)
    assert said.exit_code == 0, said.output
    assert "had been ended before enough different tellers had shuffled" in said.output
    finish(run, hall, work, 2, 3)


@pytest.mark.parametrize("less", [1, 1500])
def test_a_record_that_breaks_off_is_cut_back_to_what_is_whole(
    run: Run, hall: Hall, work: Path, less: int
) -> None:
    """A truncated file: what tellers did before stays, and who has to do it again is named."""
    assert opens(run, hall, work, 1).exit_code == 0
    path = record_path(work)
    torn = path.read_bytes()[:-less]
    path.write_bytes(torn)
    asked = opens(run, hall, work, 2)  # nobody answers
    assert asked.exit_code != 0
    assert path.read_bytes() == torn
    assert evidence(work) == {}
    said = opens(run, hall, work, 2, "y\n")
    assert said.exit_code == 0, said.output
    assert "what 1 何静宜 added last was damaged on the way (" in said.output
    assert shufflers(work) == [2]
    assert len(evidence(work)) == 2
    again = opens(run, hall, work, 1)
    assert "your shuffle is not in it any more. You shuffle it again." in again.output
    assert shufflers(work) == [2, 1]
    finish(run, hall, work, 3, 1)


def test_a_record_that_breaks_off_before_its_closing_is_left_as_it_is(
    run: Run, hall: Hall, work: Path
) -> None:
    path = record_path(work)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert opens(run, hall, work, 2).exit_code != 0
    assert path.read_bytes() == whole[: len(whole) // 2]
    assert evidence(work) == {}


def test_acts_that_cannot_be_read_are_set_aside(run: Run, hall: Hall, work: Path) -> None:
    assert opens(run, hall, work, 1).exit_code == 0
    acts = record_path(work).with_name("acts.json")
    acts.write_bytes(acts.read_bytes()[:-5])
    said = opens(run, hall, work, 2)
    assert said.exit_code == 0, said.output
    assert "in the name of teller 1 何静宜 was set aside (shuffle-unsigned)" in said.output
    finish(run, hall, work, 1, 3)


def test_acts_that_cannot_be_read_before_anybody_acted(run: Run, hall: Hall, work: Path) -> None:
    record_path(work).with_name("acts.json").write_bytes(b"{")
    said = opens(run, hall, work, 2)
    assert said.exit_code == 0, said.output
    assert "something that tellers hand on here cannot be read" in said.output
    assert shufflers(work) == [2]


def test_what_was_set_aside_twice_is_kept_twice(hall: Hall, work: Path) -> None:
    for _turn in range(2):
        delivered(hall, work, 1, wrong_proof(hall, work))
        opened = WorkFolder.open(work)
        (bad,) = set_aside(opened, opened.box(BOX))
        assert (bad.owner, bad.codes, bad.shuffle) == (1, ("shuffle-proof",), True)
    assert len(evidence(work)) == 4
