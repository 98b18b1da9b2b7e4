"""Commands that are copied as they stand do what they say, whatever the names in them are."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from meeting.command_line.typed_command import typed, typed_for, typed_shred

NAMES = ["x $(touch ran)", "`touch ran`", "x; touch ran", "x'; touch ran; '", "x & touch ran"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_a_remark_is_never_run(tmp_path: Path, name: str) -> None:
    """Nor is it by a shell to which a remark is no remark: here the mark itself is taken away."""
    lines = typed_for("echo", name).replace("    # ", "echo ", 1)
    said = subprocess.run(
        ["/bin/sh", "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{name}\n\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_among_the_words_is_one_word(name: str) -> None:
    assert shlex.split(typed("verify", name)) == ["piaoxiang", "verify", name]


@pytest.mark.parametrize("name", ["1 何静宜", "2 买买提·吐尔逊", "3 成　功", "4 J. Smith-Li"])
def test_a_usual_name_stands_as_it_is(name: str) -> None:
    assert typed_for("piaoxiang verify", name) == f"    # {name}\n    piaoxiang verify"


@pytest.mark.parametrize("name", ["slips of today.pdf", "-slips.pdf", "slips;.pdf", "票码条.pdf"])
def test_the_slips_are_destroyed_and_nothing_else(tmp_path: Path, name: str) -> None:
    for each in (name, "slips", "of", "today.pdf"):
        (tmp_path / each).write_bytes(b"secret")
    subprocess.run(["/bin/sh", "-c", typed_shred(Path(name))], cwd=tmp_path, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"slips", "of", "today.pdf"}


@pytest.mark.parametrize(
    "name",
    ["x\ntouch ran", "x\r1\t2", "x'\n\\ touch", "\x1b[2J", "会\u202e议", os.fsdecode(b"\xff1")],
)
def test_a_name_that_cannot_be_printed_is_one_word_on_one_line(tmp_path: Path, name: str) -> None:
    words = typed("verify", name).replace("piaoxiang verify", "printf %s")
    assert words.isprintable()
    said = subprocess.run(["/bin/bash", "-c", words], cwd=tmp_path, capture_output=True, check=True)
    assert os.fsdecode(said.stdout) == name
    assert not list(tmp_path.iterdir())
