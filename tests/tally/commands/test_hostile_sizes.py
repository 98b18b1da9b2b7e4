"""Whatever lies in the place of a file, a command takes little memory to refuse it.

Each command is a process of its own, whose largest size is what the system says of it and of the
processes that it started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE

ROOT = Path(__file__).parents[3]
MOST = 300_000
"""Kilobytes, besides the record."""
SPARSE = 3 << 30
MEASURED = """
import resource, sys
import piaoxiang
try:
    piaoxiang.main(sys.argv[1:])
finally:
    status = open("/proc/self/status").read()
    own = status.partition("VmHWM:")[2].split()[0]
    print("KB", own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


def measured(*words: object) -> tuple[int, int, str]:
    """A command's exit status, its largest size in kilobytes, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PIAOXIANG_LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        timeout=300,
    )
    told, _, sizes = done.stderr.rpartition("KB ")
    return done.returncode, max(map(int, sizes.split())), done.stdout + told


def sparse(path: Path) -> None:
    os.truncate(path, SPARSE)


def brackets(path: Path) -> None:
    """As large as a board's Setup may be, and one value of little else than marks."""
    path.write_bytes(b"[" + b"[]," * ((1 << 25) // 3) + b"[]]")


def objects(path: Path) -> None:
    """As large as a meeting.json may be."""
    path.write_bytes(b"[" + b'{"":{}},' * ((1 << 22) // 8 - 1) + b"{}]")


def small_objects(path: Path) -> None:
    """As large as any other file may be."""
    path.write_bytes(b"[" + b'{"":{}},' * ((1 << 20) // 8 - 1) + b"{}]")


def rare(path: Path) -> None:
    """A character that makes Python take four bytes for each of the others."""
    path.write_bytes(b'{"x":"' + "𠮷".encode() + b"x" * ((1 << 22) - 20) + b'"}')


def zeros_behind(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(SPARSE)


Change = Callable[[Path], None]
FILES = (
    *("outcome.json", "figures.json", "index.html", "README.txt"),
    *("boxes/r1-A/record.bel", "boxes/r1-A/acts.json", "boxes/r1-A/checkpoint.txt"),
)


def judged(*words: object) -> None:
    """Run a command that must refuse what it reads, in a sentence or a verdict."""
    status, size, said = measured(*words)
    assert status in (1, 2, 3), (words, said)
    assert "Traceback" not in said
    assert size < MOST, (words, size, said)


def hostile(folder: Path, tmp_path: Path, change: Change, *names: str) -> Path:
    """A copy of the folder with these files changed."""
    copy = Path(shutil.copytree(folder, tmp_path / change.__name__))
    for name in names:
        change(copy / name)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("names", [("meeting.json",), FILES], ids=["meeting", "others"])
@pytest.mark.parametrize("change", [sparse, brackets, objects, rare])
def test_a_published_folder(
    published: Path, tmp_path: Path, change: Change, names: tuple[str, ...]
) -> None:
    judged("verify", hostile(published, tmp_path, change, *names))


@pytest.mark.slow
@pytest.mark.parametrize("change", [sparse, brackets, zeros_behind])
def test_a_record_that_stands_alone(published: Path, change: Change) -> None:
    record = published / "boxes/r1-A/record.bel"
    change(record)
    judged("verify", record)


@pytest.mark.slow
@pytest.mark.parametrize("change", [sparse, small_objects])
@pytest.mark.parametrize("name", ["boxes/r1-A/record.bel", "boxes/r1-A/acts.json"])
def test_a_work_folder(tiny: Held, tmp_path: Path, name: str, change: Change) -> None:
    work = hostile(tiny.work, tmp_path, change, name)
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE)
    key = ("--key", tiny.hall.key_paths[1], "--passphrase-file", passphrase, "--yes")
    judged("count", work, "--yes")
    judged("teller", "decrypt", work, *key)


@pytest.mark.slow
@pytest.mark.parametrize("change", [sparse, rare])
def test_what_is_given_as_a_code_a_receipt_a_key_or_figures(
    tiny: Held, published: Path, tmp_path: Path, change: Change
) -> None:
    given = tmp_path / "given.png"
    given.touch()
    change(given)
    place = ("--meeting", published / "meeting.json")
    judged("check-ballot", given, *place)
    judged("verify", published, "--receipt", given)
    judged("count", tiny.work, "--figures", given, "--reason", "x", "--yes")
    judged("teller", "decrypt", tiny.closed, "--key", given)


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "points"), [("RGBA", 4000), ("RGB", 4890), ("RGB", 10900)])
def test_a_picture_that_is_small_only_as_a_file(
    published: Path, tmp_path: Path, mode: str, points: int
) -> None:
    picture = tmp_path / "small.png"
    Image.new(mode, (points, points)).save(picture)
    judged("check-ballot", picture, "--meeting", published / "meeting.json")


@pytest.mark.slow
def test_the_measure_sees_memory_that_was_used(tmp_path: Path) -> None:
    script = tmp_path / "piaoxiang.py"
    script.write_text("main = lambda _: len(b'x' * (500 << 20))")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    assert int(done.stderr.split()[1]) > 500_000
