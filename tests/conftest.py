"""What every test has: where the reference records are, and how hypothesis searches."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Proofs take milliseconds each and machines differ: no deadline, and no complaint of slowness.
settings.register_profile(
    "piaoxiang", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("piaoxiang")


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of the records made by the reference implementation."""
    return Path(__file__).parent / "vectors"
