"""What every test has: where the reference records are, how hypothesis searches, what is first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fixtures.warm_commands import warm_commands

# Proofs take milliseconds each and machines differ: no deadline, and no complaint of slowness.
settings.register_profile(
    "piaoxiang", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("quick", parent=settings.get_profile("piaoxiang"), max_examples=20)
settings.load_profile("piaoxiang")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of the records made by the reference implementation."""
    return Path(__file__).parent / "vectors"


@pytest.fixture(scope="session")
def warm() -> Iterator[tuple[str, ...]]:
    """Put before a command's words, it runs them in a process that is forked, not started."""
    with warm_commands() as command:
        yield command


@pytest.fixture
def warm_demo(warm: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's commands and services are forked, with a cheap scrypt."""
    monkeypatch.setattr("demo.process.COMMAND", warm)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no process waits for another's at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
