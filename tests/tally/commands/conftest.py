"""Tellers at a terminal: a meeting with a ranking, a keyboard, and a passphrase in a file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tally.fixtures.check_desk import Check, Desk, checking, laid
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.typed_commands import Terminal
from tests.tally.fixtures.typing_tellers import Tellers, ranked_hall


@pytest.fixture(scope="session")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Only copies of it are used."""
    return ranked_hall(tmp_path_factory.mktemp("ranked") / "ceremony")


@pytest.fixture
def hall(ranked: Hall, tmp_path: Path) -> Hall:
    folder = Path(shutil.copytree(ranked.folder, tmp_path / "ceremony"))
    return replace(
        ranked, folder=folder, key_paths=tuple(folder / p.name for p in ranked.key_paths)
    )


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n")
    return path


@pytest.fixture
def teller(terminal: Terminal, hall: Hall, tmp_path: Path, passphrase: Path) -> Tellers:
    return Tellers(terminal, hall, tmp_path / "work", passphrase)


@pytest.fixture(scope="package")
def desk(untouched: Hall, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Where opened ballots are checked; nobody changes anything on it."""
    return laid(untouched, tmp_path_factory.mktemp("desk") / "work")


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Check:
    """`piaoxiang check-ballot` at that desk."""
    return checking(capsys, desk, monkeypatch)
