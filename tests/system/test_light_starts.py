"""Commands as they are typed load what they use, and no more: that is how long they take to start.

Each runs in a process of its own, which tells at its end which of the slow libraries it has loaded.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ballot_server.folder import make_folder
from ballot_server.store.engine import open_store
from tests.ballot_server.fixtures.small_meeting import config_in

_ROOT = Path(__file__).parents[2]
_PUBLISHED = _ROOT / "tests/vectors/earlier/published"
_SLOW = {
    "alembic",
    "cryptography",
    "flask",
    "fpdf",
    "gmpy2",
    "gunicorn",
    "importlib.metadata",
    "jinja2",
    "llvmlite",
    "openpyxl",
    "rich.console",
    "sqlalchemy",
}
_COMPUTING = {"importlib.metadata", "llvmlite"}
"""What fast arithmetic loads where there is enough for it to do."""
_RUN = """
import sys
sys.argv[:] = ["piaoxiang", *sys.argv[1:]]
from piaoxiang import main
try:
    main()
finally:
    print("loaded", *sorted(sys.modules), file=sys.stderr)
"""


def _loaded(*words: str | Path) -> set[str]:
    """The slow libraries that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *map(str, words)],
        cwd=_ROOT,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    told = done.stderr.splitlines()[-1].split()
    assert told[0] == "loaded", done.stderr
    return _SLOW & set(told)


def test_a_record_is_verified_with_the_arithmetic_of_its_group_and_without_pages() -> None:
    record = _PUBLISHED / "boxes/r1-A/record.bel"
    assert _loaded("verify", record) - _COMPUTING == {"cryptography", "rich.console"}


def test_pages_are_compared_by_what_makes_them() -> None:
    found = _loaded("verify", _PUBLISHED) - _COMPUTING
    assert found == {"cryptography", "jinja2", "rich.console"}


def test_a_server_whose_tables_are_of_this_release_loads_no_migrations(tmp_path: Path) -> None:
    config = config_in(tmp_path / "server")
    make_folder(config)
    used = {"cryptography", "importlib.metadata", "rich.console", "sqlalchemy"}
    assert _loaded("server", "status", config.folder) <= used
    store = open_store(config)
    with store.connection() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.dispose()
    assert "alembic" in _loaded("server", "status", config.folder)


@pytest.mark.parametrize(
    ("words", "used"),
    [
        (("--help",), set()),
        (("cosign", "--help"), {"cryptography", "rich.console"}),
        (("meeting", "check", "--help"), {"cryptography", "rich.console"}),
        (("teller", "decrypt", "--help"), {"cryptography", "rich.console"}),
        (("publish", "--help"), {"cryptography", "rich.console"}),
    ],
)
def test_a_command_of_one_room_loads_nothing_of_another(
    words: tuple[str, ...], used: set[str]
) -> None:
    assert _loaded(*words) <= used
