"""A passphrase is asked for when nothing else is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.typed_commands import Terminal

ROOT = Path(__file__).parents[3]


def test_a_passphrase_is_asked_for_only_when_nothing_else_is_wrong(
    terminal: Terminal, tiny: Held, untouched: Hall, tmp_path: Path
) -> None:
    folder = tmp_path / "opening"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(tiny.hall.definition)
    letter, no_key = tmp_path / "letter", tmp_path / "no.key"
    letter.write_text("Dear teller")
    empty = tmp_path / "empty"
    empty.mkdir()
    unfetched = tmp_path / "unfetched"
    shutil.copytree(tiny.closed, unfetched)
    (unfetched / "boxes/r1-B/record.bel").unlink()
    key = untouched.key_paths[0]
    for words in (
        ("join", tmp_path / "nothing", "--index", 1, "--key", no_key),
        ("join", empty, "--index", 1, "--key", no_key),
        ("join", folder, "--index", 4, "--key", no_key),
        ("join", folder, "--index", 1, "--key", letter),
        ("deal", folder, "--key", no_key),
        ("accept", empty, "--key", key),
        ("accept", folder, "--key", key),
        ("check", empty, "--key", key),
        ("decrypt", empty, "--key", key),
        ("decrypt", tiny.closed, "--key", no_key),
        ("decrypt", tiny.closed, "--key", letter),
        ("decrypt", tiny.closed, "--key", key, "--box", "r9-Z"),
        ("decrypt", unfetched, "--key", key),
        ("shuffle", unfetched, "--key", key, "--box", "r1-B"),
        ("shuffle", tiny.closed, "--key", no_key),
        ("restart", folder, "--without", 7, "--out", tmp_path / "new", "--key", key),
        ("restart", folder, "--without", 1, "--out", tmp_path / "new", "--key", no_key),
    ):
        said = terminal.run("teller", *words)
        assert (said.code, said.asked) == (2, []), words
        assert said.err.startswith("✗"), words
    asked = terminal.run(
        "teller", "decrypt", tiny.closed, "--key", key, answers=("a wrong passphrase",)
    )
    assert (asked.code, "does not open this key file" in asked.err) == (2, True)


@pytest.mark.parametrize("given", [b"", b"correct horse battery\n"])
def test_a_passphrase_is_asked_for_at_a_terminal_or_not_at_all(
    warm: tuple[str, ...], tiny: Held, tmp_path: Path, given: bytes
) -> None:
    """An input that would show what is typed is not read, and Python's own warning is not shown."""
    (tmp_path / "meeting.json").write_bytes(tiny.hall.definition)
    words = ("teller", "join", str(tmp_path), "--index", "1", "--key", str(tmp_path / "1.key"))
    done = subprocess.run(
        [*warm, *words],
        cwd=ROOT,
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "PIAOXIANG_LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,  # no terminal
        timeout=60,
    )
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert told.startswith("✗ There is no terminal")
    assert "--passphrase-file FILE" in told
    assert len(told.splitlines()) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["meeting.json"]
