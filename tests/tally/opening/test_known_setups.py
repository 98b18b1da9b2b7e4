"""A key opens the boxes of the slips and no others, however well the others hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crypto.ballots.ballot import parse_ballot
from crypto.canonical import dumps
from crypto.election.credential import public_credential
from crypto.opening.encrypted_tally import aggregate
from crypto.record.record import read_record
from meeting.problem import Problem
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepared_folder import Prepared, load_prepared
from tally.keys.key_file import KeyFile
from tally.opening import share
from tally.opening.known_setups import check_prepared, confirm_setups
from tally.opening.work_folder import WorkFolder
from tally.verify.record.box import no_progress
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.sealed_order import in_order
from tests.tally.fixtures.small_hall import Hall


def prepared_folder(hall: Hall, path: Path) -> Prepared:
    """The folder that the registrar hands to the server."""
    path.mkdir()
    (path / "meeting.json").write_bytes(hall.definition)
    for box in hall.meeting.boxes():
        place = path / "boxes" / box.id
        place.mkdir(parents=True)
        (place / "election.json").write_text(hall.elections[box.id].to_json(), encoding="utf-8")
        (place / "trustees.json").write_text(hall.trustees.to_json(), encoding="utf-8")
        (place / "credentials.json").write_text(hall.slips[box.id].public_list(), encoding="utf-8")
    return load_prepared(path)


def forgetful(hall: Hall, index: int = 1) -> KeyFile:
    """A teller's key that never ran `check`."""
    file = hall.key(index)
    file.save(replace(file.key, setups={}))
    return file


def isolating(hall: Hall, path: Path) -> WorkFolder:
    """One honest voter among credentials that the server made: a list it knows all but one of."""
    election = hall.elections["r1-A"]
    group = election.group
    victim = hall.ballot("r1-A", 3, ((0, 0, 1),))
    mine = make_slips(hall.meeting, hall.box("r1-A"), election.uuid)
    kept = mine.private_credentials[: hall.box("r1-A").slips - 1]
    listed = [public_credential(group, election.uuid, each) for each in kept]
    public = sorted(map(group.encode, [parse_ballot(election, victim).credential, *listed]))
    liar = replace(hall, slips={**hall.slips, "r1-A": mine})
    ballots = in_order((victim, *(liar.ballot("r1-A", slip, ((0, 1, 0),)) for slip in range(5))))
    tally = aggregate(election, [(parse_ballot(election, each), 1) for each in ballots])
    record = Parts(
        election.to_json().encode(),
        hall.trustees.to_json().encode(),
        dumps(list(public)).encode(),
        ballots,
        True,
        (tally.to_json().encode(), 6, 6),
    ).record()
    work = hall.write_work(path)
    place = path / "boxes" / "r1-A"
    (place / "record.bel").write_bytes(record)
    (place / "checkpoint.txt").write_bytes(hall.checkpoint(read_record(record)))
    work.verified(hall.box("r1-A"))  # it holds in itself: only paper knows better
    return work


def test_a_teller_checks_the_prepared_folder_and_keeps_its_boxes(
    fresh: Hall, tmp_path: Path
) -> None:
    prepared = prepared_folder(fresh, tmp_path / "prepared")
    file = forgetful(fresh)
    with pytest.raises(Problem) as refused:
        check_prepared(prepared, file, GivenFingerprint("0" * 36))
    assert refused.value.code == "setups-differ"
    assert fresh.key(1).key.setups == {}
    check_prepared(prepared, file, GivenFingerprint(prepared.meeting_fingerprint[:36]))
    assert fresh.key(1).key.setups == prepared.setups
    check_prepared(prepared, file)
    other = replace(fresh, slips={**fresh.slips})
    other.slips["r1-A"] = make_slips(fresh.meeting, fresh.box("r1-A"), fresh.elections["r1-A"].uuid)
    remade = prepared_folder(other, tmp_path / "remade")
    with pytest.raises(Problem) as refused:
        check_prepared(remade, file)
    assert refused.value.code == "setups-other"
    assert fresh.key(1).key.setups == prepared.setups


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"meeting": "0" * 64}, "key-meeting"),
        ({"decryption_key": None}, "key-unfinished"),
        ({"decryption_key": 5}, "key-place"),
        ({"index": 2}, "key-place"),
    ],
)
def test_a_key_that_is_not_in_the_folder_is_refused(
    fresh: Hall, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    prepared = prepared_folder(fresh, tmp_path / "prepared")
    file = forgetful(fresh)
    file.key = replace(file.key, **change)  # type: ignore[arg-type]
    with pytest.raises(Problem) as refused:
        check_prepared(prepared, file)
    assert refused.value.code == code
    assert fresh.key(1).key.setups == {}


def test_one_voter_alone_among_invented_slips_is_not_opened(fresh: Hall, tmp_path: Path) -> None:
    work = isolating(fresh, tmp_path / "work")
    file = fresh.key(1)
    before = work.record_path(fresh.box("r1-A")).read_bytes()
    with pytest.raises(Problem) as refused:
        share.prepare(work, fresh.box("r1-A"), file, no_progress)
    assert refused.value.code == "setup-unknown"
    assert work.record_path(fresh.box("r1-A")).read_bytes() == before


def test_without_check_a_teller_reads_the_fingerprint_from_a_slip(
    fresh: Hall, tmp_path: Path
) -> None:
    honest = fresh.write_work(tmp_path / "honest")
    root = meeting_fingerprint(fresh.key(1).key.setups)
    file = forgetful(fresh)
    with pytest.raises(Problem) as refused:
        confirm_setups(honest, file, None)
    assert refused.value.code == "setups-unknown"
    lying = isolating(fresh, tmp_path / "lying")
    for said in (root, short_hash(root)):
        with pytest.raises(Problem) as refused:
            confirm_setups(lying, file, GivenFingerprint.read(said))
        assert refused.value.code == "setups-differ"
    assert fresh.key(1).key.setups == {}
    confirm_setups(honest, file, GivenFingerprint.read(short_hash(root)))
    assert meeting_fingerprint(fresh.key(1).key.setups) == root
    confirm_setups(honest, file, None)
    with pytest.raises(Problem) as refused:
        confirm_setups(honest, file, GivenFingerprint("0" * 64))
    assert refused.value.code == "setups-differ"
