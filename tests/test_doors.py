"""What a command imports: nothing that it does not need, and what is missing is named.

Told by what has been imported at the end, not by the time it took.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from meeting.cli import COMMANDS as MEETING
from meeting.command_line.installed import PACKAGES
from meeting.command_line.lazy_group import Lazy, LazyGroup

ROOT = Path(__file__).parent.parent
OPTIONAL = set().union(*PACKAGES.values())
HEAVY = OPTIONAL | {"cryptography", "nacl", "gmpy2", "httpx", "jinja2", "rich.console"}
ROOMS = {"ballot_server", "crypto", "demo", "desk", "kiosk", "meeting", "tally"}
SCRIPT = """
import json, sys
sys.modules.update(dict.fromkeys({absent!r}))
import piaoxiang
try:
    piaoxiang.main({words!r})
finally:
    found = sorted(name for name, module in sys.modules.items() if module is not None)
    sys.stderr.write("\\n" + json.dumps(found))
"""


def imported(*words: str, absent: tuple[str, ...] = (), status: int = 0) -> tuple[set[str], str]:
    """What a command has imported when it ends, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(words=words, absent=absent)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == status, done.stderr
    said, _, found = done.stderr.rpartition("\n")
    return set(json.loads(found)), done.stdout + said


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("--version",),
        ("meeting", "--help"),
        ("registrar", "--help"),
        ("server", "--help"),
        ("kiosk", "--help"),
        ("teller", "--help"),
        ("tally", "--help"),
    ],
    ids=" ".join,
)
def test_a_list_of_commands_imports_none_of_them(words: tuple[str, ...]) -> None:
    modules, _ = imported(*words)
    assert modules & HEAVY == set()
    in_rooms = {name for name in modules if name.partition(".")[0] in ROOMS and "." in name}
    ours = {name for name in in_rooms if not name.startswith("meeting.")}
    errors = {"crypto.errors", "crypto.place"}
    assert ours == {f"{room}.cli" for room in ROOMS - {"meeting", "crypto"}} | errors
    assert len(in_rooms) < 26


@pytest.mark.parametrize(
    ("words", "rooms"),
    [
        (("verify", "--help"), {"tally", "meeting", "crypto"}),
        (("meeting", "check", "--help"), {"meeting", "crypto"}),
        (("kiosk", "run", "--help"), {"kiosk", "meeting", "crypto"}),
        (("server", "run", "--help"), {"ballot_server", "meeting", "crypto"}),
    ],
    ids=["verify", "meeting check", "kiosk run", "server run"],
)
def test_a_command_imports_no_other_room(words: tuple[str, ...], rooms: set[str]) -> None:
    modules, _ = imported(*words)
    doors = {f"{room}.cli" for room in ROOMS}
    assert {name.partition(".")[0] for name in modules - doors if "." in name} & ROOMS <= rooms


def test_presets_are_listed_without_what_the_registrar_needs() -> None:
    modules, _ = imported("meeting", "presets", absent=tuple(sorted(OPTIONAL)))
    assert modules & OPTIONAL == set()


@pytest.mark.parametrize("extra", sorted(set(PACKAGES) - {""}))
def test_a_part_is_what_the_project_says_it_is(extra: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def distributions(name: str) -> set[str]:
        found = set()
        for line in extras[name]:
            needed = Requirement(line)
            if needed.name == project["name"]:
                found |= set().union(*map(distributions, needed.extras))
            else:
                found.add(canonicalize_name(needed.name))
        return found

    known = packages_distributions()
    named = {canonicalize_name(known[package][0]) for package in PACKAGES[extra]}
    # Ours is in no index: an extra that names it would let pip look for it there.
    assert named == distributions(extra) | {"piaoxiang-typefaces"}


@pytest.mark.parametrize("words", ["meeting check", "registrar slips", "server", "kiosk", "demo"])
def test_what_is_not_installed_is_listed_as_such_and_named(words: str) -> None:
    *group, name = words.split()
    absent = tuple(sorted(OPTIONAL))
    inner = name in ("server", "kiosk")
    above = [name] if inner else group
    modules, listed = imported(*above, "--help", absent=absent)
    assert modules & OPTIONAL == set()
    assert "未安装" in listed
    called = [*group, name, "run"] if inner else [*group, name, "x"]
    _, told = imported(*called, absent=absent, status=2)
    assert told.startswith("✗ ")
    assert any(package in told for package in absent)


def test_a_room_of_which_nothing_is_installed_is_listed_as_such() -> None:
    _, listed = imported("--help", absent=tuple(sorted(OPTIONAL)))
    said = {line.split()[0]: line for line in listed.splitlines() if line.startswith("  ")}
    for name in ("demo", "desk", "registrar", "server", "kiosk"):
        assert "未安装" in said[name]
    for name in ("meeting", "teller", "verify"):
        assert "未安装" not in said[name]


@pytest.mark.parametrize("words", ["registrar slips x", "kiosk run", "server run x"])
def test_typefaces_that_are_missing_are_named(words: str) -> None:
    _, told = imported(*words.split(), absent=("piaoxiang_typefaces",), status=2)
    assert "pip install piaoxiang_typefaces" in told
    assert len(told.strip().splitlines()) == 1


def test_what_needs_nothing_more_is_listed_with_what_it_does() -> None:
    _, listed = imported("--help", absent=tuple(sorted(OPTIONAL)))
    lines = {line.split()[0]: line for line in listed.splitlines() if line.startswith("  ")}
    assert "核验" in lines["verify"]
    assert "未安装" in lines["demo"]
    group = MEETING["meeting"]
    assert isinstance(group, LazyGroup)
    for name, each in group.lazy.items():
        assert isinstance(each, Lazy)
        _, told = imported("meeting", "--help", absent=tuple(sorted(OPTIONAL)))
        (line,) = [line for line in told.splitlines() if line.startswith(f"  {name} ")]
        assert ("未安装" in line) == bool(each.extra)
