"""Records, published folders, databases and key files of an earlier release are read as before."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.web.app import create_app
from crypto.ballots.ballot import parse_ballot
from crypto.board.receipt import Receipt
from crypto.canonical import dumps
from crypto.record.record import read_record
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.keys.key_file import KeyFile
from tally.verify.folder import verify_folder
from tally.verify.single import verify_single
from tally.verify.verdict import Verdict, Word
from tests.ballot_server.fixtures.asking import cast, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Slip, config_in

PASSPHRASE = "kept by one teller"


@pytest.fixture
def earlier(vectors: Path) -> Path:
    return vectors / "earlier"


@pytest.fixture
def desks(earlier: Path, tmp_path: Path) -> Path:
    with tarfile.open(earlier / "desks.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path


@pytest.fixture
def app(desks: Path) -> Iterator[Flask]:
    made = create_app(config_in(desks / "server"))
    start_up(made.extensions["board"])
    yield made
    made.extensions["board"].store.dispose()


@pytest.fixture
def kept(earlier: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((earlier / "slips.json").read_bytes())
    return value


def told(verdict: Verdict) -> set[str]:
    return {each.code for each in verdict.findings}


def test_a_published_folder_is_valid_and_only_its_words_are_not_compared(earlier: Path) -> None:
    verdict = verify_folder(open_folder(earlier / "published"))
    assert verdict.word is Word.VALID
    assert told(verdict) == {"single-answer-marked", "report-other-version", "earlier-rules"}


@pytest.mark.parametrize("box", [BOX, OTHER_BOX])
def test_a_record_is_valid_by_itself(earlier: Path, box: str) -> None:
    path = earlier / "published" / "boxes" / box / "record.bel"
    source = open_source(path)
    assert isinstance(source, SingleRecord)
    assert verify_single(source).word is Word.VALID


def test_another_figure_in_an_outcome_of_version_1_is_noticed(
    earlier: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(earlier / "published", tmp_path / "published"))
    path = folder / "outcome.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"ballots":8', '"ballots":9'), encoding="utf-8")
    verdict = verify_folder(open_folder(folder))
    assert verdict.word is Word.INVALID
    assert "outcome-differs" in told(verdict)


def test_version_1_of_the_figures_has_no_corrections(earlier: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(earlier / "published", tmp_path / "published"))
    path = folder / "figures.json"
    value = json.loads(path.read_bytes())
    value["earlier"] = [{"reason": "抄错一行", "boxes": value["boxes"]}]
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")
    verdict = verify_folder(open_folder(folder))
    assert verdict.word is Word.INVALID
    assert "json-fields" in told(verdict)


@pytest.mark.parametrize("name", ["outcome.json", "figures.json"])
def test_outcome_and_figures_are_of_one_version(earlier: Path, tmp_path: Path, name: str) -> None:
    """They are written together: another number in one of them is a changed byte."""
    folder = Path(shutil.copytree(earlier / "published", tmp_path / "published"))
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2', 1))
    verdict = verify_folder(open_folder(folder))
    assert verdict.word is Word.INVALID
    assert "integer-out-of-range" in told(verdict)


@pytest.mark.parametrize("added", [{"rendering": 2}, {"lines": 2}])
def test_version_1_has_nothing_of_version_2(
    earlier: Path, tmp_path: Path, added: dict[str, int]
) -> None:
    """Else its reports would be compared that say what version 1 does not: spellings together."""
    folder = Path(shutil.copytree(earlier / "published", tmp_path / "published"))
    path = folder / "outcome.json"
    value = json.loads(path.read_bytes()) | added
    path.write_bytes(dumps(value).encode())
    verdict = verify_folder(open_folder(folder))
    assert verdict.word is Word.INVALID
    assert "json-fields" in told(verdict)


def test_a_key_file_opens_and_remembers_what_it_opened(desks: Path) -> None:
    key = KeyFile.open(desks / "teller.key", PASSPHRASE).key
    assert {each.box for each in key.openings} == {BOX, OTHER_BOX}


def test_a_server_goes_on_with_its_database(app: Flask, kept: dict[str, Any]) -> None:
    """It is migrated, takes ballots, refuses what was spoiled, and closes with all of them."""
    board, client = app.extensions["board"], app.test_client()
    with board.store.reading() as session:
        electorate = board.electorate(session, BOX)
    slip = Slip(electorate.election, kept["unused"][BOX], electorate.setup)
    assert cast(client, slip.text()).status_code == 200
    spoiled = kept["spoiled"]["ballot"].encode()
    assert refused(cast(client, spoiled)) == (403, "ballot-spoiled")
    close(board, BOX)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    fingerprints = {
        parse_ballot(electorate.election, each.data).fingerprint for each in record.ballots
    }
    assert len(fingerprints) == 15
    for text in kept["receipts"]:
        assert Receipt.parse(text.encode()).fingerprint in fingerprints
