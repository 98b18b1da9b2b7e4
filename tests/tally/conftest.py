"""Two meetings, made once and copied by every test that changes something."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tally.keys import encrypted_file
from tests.tally.fixtures import ruled_hall
from tests.tally.fixtures.bad_tellers import Ceremony, whole_ceremony
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.ruled_papers import ruled_papers_hall
from tests.tally.fixtures.small_hall import Hall, build_hall
from tests.tally.fixtures.small_papers import FULL
from tests.tally.fixtures.summed_meeting import hold_summed, small_groups_hall, with_own_keys
from tests.tally.fixtures.two_meetings import Two, continued, first_held, second_held
from tests.tally.fixtures.written_hall import WRITTEN_FIGURES, written_hall


@pytest.fixture(scope="session", autouse=True)
def each_key_derived_once() -> Iterator[None]:
    """The same passphrase with the same salt and cost gives the same key: computed once a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encrypted_file, "_derive", cache(encrypted_file._derive))
        yield


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


@pytest.fixture(scope="session")
def groups(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """A hall of three groups, one with few ballots, not opened; only copies of it are used."""
    return small_groups_hall(tmp_path_factory.mktemp("groups") / "ceremony")


@pytest.fixture(scope="session")
def summed(groups: Hall, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """That meeting with A and B opened as one, C alone."""
    folder = tmp_path_factory.mktemp("summed")
    return hold_summed(with_own_keys(groups, folder / "keys"), folder, "r1-A", "r1-B")


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Two rounds; in the first, the two boxes together have fewer ballots than the minimum."""
    ballots = {"r1-A": 2, "r1-B": 2, "r2-A": 6, "r2-B": 6}
    folder = tmp_path_factory.mktemp("few")
    return build_hall(folder / "ceremony", rounds=2, ballots=ballots, name="few-2026")


@pytest.fixture(scope="session")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The tiny meeting with steps that people decide; nobody has decided anything yet."""
    folder = tmp_path_factory.mktemp("decided")
    return hold(build_hall(folder / "ceremony", rules=ruled_hall.steps()), folder)


@pytest.fixture(scope="session")
def by_rules(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Every kind of step that follows from votes, on grades, a slate, a ranking and scores."""
    folder = tmp_path_factory.mktemp("by-rules")
    return hold(ruled_papers_hall(folder / "ceremony"), folder)


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
    return with_own_keys(untouched, tmp_path / "ceremony")


@pytest.fixture(scope="session")
def ceremony(untouched: Hall, tmp_path_factory: pytest.TempPathFactory) -> Ceremony:
    """A key ceremony up to the last `accept`; only copies of it are used."""
    return whole_ceremony(tmp_path_factory.mktemp("whole"), untouched.definition)


@pytest.fixture
def copied(ceremony: Ceremony, tmp_path: Path) -> Ceremony:
    """A copy of that ceremony, to be tampered with."""
    return ceremony.copied(tmp_path / "opening")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Names in writing, a ranking and scores; eight ballots, four of them strange, and seven."""
    folder = tmp_path_factory.mktemp("written")
    return hold(written_hall(folder / "ceremony"), folder, WRITTEN_FIGURES)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """An election with a tie for its second seat."""
    return first_held(tmp_path_factory.mktemp("first"))


@pytest.fixture
def runoff(first: Held, tmp_path: Path) -> Hall:
    """The hall of the vote among the tied; its tellers have checked nothing yet."""
    return continued(first, tmp_path / "runoff")


@pytest.fixture(scope="session")
def two(first: Held, tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Both of them held; every teller checked the second with their key of the first."""
    return second_held(first, tmp_path_factory.mktemp("two"))
