"""A key ceremony that starts anew, as it is typed."""

from __future__ import annotations

from pathlib import Path

from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.typed_commands import Said, Terminal


def test_a_restart_as_it_is_typed(
    terminal: Terminal, untouched: Hall, tmp_path: Path, passphrase: Path
) -> None:
    folder, out = tmp_path / "opening", tmp_path / "opening-2"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(untouched.definition)
    unattended = ("--passphrase-file", passphrase)

    def join(number: int, place: Path, name: str) -> Said:
        key = ("--index", number, "--key", tmp_path / name)
        return terminal.run("teller", "join", place, *key, *unattended)

    assert "2 罗永辉, 3 苏敏 must still join" in join(1, folder, "1.key").out
    assert join(2, folder, "2.key").code == 0
    (folder / "ceremony/2.cert.json").write_text("{}")
    told = join(3, folder, "3.key")
    command = f"piaoxiang teller restart {folder} --without 2 --out {out}"
    assert (told.code, command in told.err) == (2, True)
    done = terminal.run(*command.split()[1:])
    assert done.code == 0
    assert "Teller 2 罗永辉 takes no part any more (json-fields)" in done.out
    assert "Tellers now: 1 何静宜, 2 苏敏; 2 of them open a box together" in done.out
    assert "All of them are needed to open a box" in done.out
    assert "Definition hash (SHA-256 of meeting.json): " in done.out
    assert "1 何静宜, 2 苏敏 must still join" in done.out
    reused = terminal.run("teller", "join", out, "--index", 1, "--key", tmp_path / "1.key")
    assert (reused.code, reused.asked) == (2, [])
    for number in (1, 2):
        assert join(number, out, f"new-{number}.key").code == 0
    old = terminal.run("teller", "deal", out, "--key", tmp_path / "1.key", *unattended)
    assert (old.code, "made for another meeting" in old.err) == (2, True)
    new = terminal.run("teller", "deal", out, "--key", tmp_path / "new-1.key", *unattended)
    assert (new.code, "the promise of 2 苏敏 is still missing" in new.out) == (0, True)
