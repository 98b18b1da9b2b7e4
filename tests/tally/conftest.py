"""Two meetings, made once and copied by every test that changes something."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tally.bad_tellers import Ceremony, whole_ceremony
from tests.tally.held import Held, hold
from tests.tally.small_hall import FULL, Hall, build_hall


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """One item with two options and 弃权; six ballots in each of two boxes."""
    folder = tmp_path_factory.mktemp("tiny")
    return hold(build_hall(folder / "ceremony"), folder)


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """双重测评 of a team and two people, and a recommendation."""
    folder = tmp_path_factory.mktemp("full")
    return hold(build_hall(folder / "ceremony", FULL), folder)


@pytest.fixture
def published(tiny: Held, tmp_path: Path) -> Path:
    """A copy of the tiny meeting's published folder, to be tampered with."""
    return Path(shutil.copytree(tiny.out, tmp_path / "published"))


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A hall whose boxes nobody has opened; only copies of it are used."""
    return build_hall(tmp_path_factory.mktemp("untouched") / "ceremony")


@pytest.fixture
def fresh(untouched: Hall, tmp_path: Path) -> Hall:
    """A hall whose key files no other test has used."""
    folder = Path(shutil.copytree(untouched.folder, tmp_path / "ceremony"))
    keys = tuple(folder / path.name for path in untouched.key_paths)
    cast = {box: list(choices) for box, choices in untouched.cast.items()}
    return replace(untouched, folder=folder, key_paths=keys, cast=cast)


@pytest.fixture(scope="session")
def ceremony(untouched: Hall, tmp_path_factory: pytest.TempPathFactory) -> Ceremony:
    """A key ceremony up to the last `accept`; only copies of it are used."""
    return whole_ceremony(tmp_path_factory.mktemp("whole"), untouched.definition)


@pytest.fixture
def copied(ceremony: Ceremony, tmp_path: Path) -> Ceremony:
    """A copy of that ceremony, to be tampered with."""
    return ceremony.copied(tmp_path / "opening")
