"""Boxes with single answers, from `teller shuffle` to `verify`, as the commands are typed.

On RFC-3526-2048, where all takes longer, as few ballots as can be; there a program that we did not
write reads the record as well.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import piaoxiang
from crypto.record.record import read_record
from tally.keys.encrypted_file import Cost
from tests.tally.fixtures.hall_display import given
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.written_hall import ONE_OF_EACH, written_hall

FIGURES = """schema = 1
[boxes.r1-A]
present = {ballots}
issued = {ballots}
[boxes.r1-B]
present = 0
issued = 0
"""
BOX = "r1-A"
"""The only one with ballots; the other stays closed."""
TOOL = shutil.which("belenios-tool")

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English; gives its exit code and all that it said."""
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    monkeypatch.delenv("PIAOXIANG_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(Cost.__init__, "__defaults__", (1 << 14, 8, 1))

    def command(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = stopped.value.code
        return (code if isinstance(code, int) else 0), printed.out + printed.err

    return command


@dataclass
class Table:
    """Where the box is shuffled, opened and counted, and where the count is published."""

    run: Run
    hall: Hall
    folder: Path

    def __post_init__(self) -> None:
        self.hall.write_work(self.work)
        self.figures.write_text(FIGURES.format(ballots=len(self.hall.cast[BOX])))
        (self.folder / "passphrase.txt").write_text(PASSPHRASE + "\n")

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def figures(self) -> Path:
        return self.folder / "figures.toml"

    def teller(self, step: str, number: int) -> tuple[int, str]:
        key = ("--key", self.hall.key_paths[number - 1])
        words = ("--passphrase-file", self.folder / "passphrase.txt", "--box", BOX)
        return self.run("teller", step, self.work, *key, *words, *given(self.work))

    def tellers(self, *steps: tuple[str, int]) -> None:
        for step, number in steps:
            code, said = self.teller(step, number)
            assert code == 0, said

    def count(self) -> None:
        for key in self.hall.key_paths[:2]:
            words = ("--passphrase-file", self.folder / "passphrase.txt", "--yes")
            signing = ("teller", "figures", self.work, "--key", key, "--figures", self.figures)
            code, said = self.run(*signing, *words)
            assert code == 0, said
        code, said = self.run("count", self.work, "--figures", self.figures)
        assert code == 0, said
        code, said = self.run("publish", self.work, self.out)
        assert code == 0, said


def check(table: Table, *, votes: int) -> None:
    """The published folder is valid; its first line says what was written."""
    code, said = table.run("verify", table.out)
    assert (code, "VALID — every ballot" in said) == (0, True), said
    assert "each answer checked again at the count" in said
    value = json.loads((table.out / "outcome.json").read_bytes())
    (line,) = value["rounds"][0]["singles"][0]["items"][0]["groups"]
    assert (line["group"], line["ballots"]) == ("A", len(table.hall.cast[BOX]))
    assert line["invalid"] == 2
    assert line["names"][0] == {"name": "欧阳娜娜", "votes": votes}


def test_from_the_shuffles_to_a_valid_verdict(run: Run, tmp_path: Path) -> None:
    """What comes too early is refused."""
    table = Table(run, written_hall(tmp_path / "ceremony", honest=()), tmp_path)
    code, said = table.teller("decrypt", 1)
    early = "no teller has shuffled it yet; needed before it is opened: 2 "
    assert (code, early in said) == (2, True), said
    table.tellers(("shuffle", 2))
    code, said = run("count", table.work, "--figures", table.figures)
    assert (code, "shuffled it: 1; needed before it is opened: 2 " in said) == (2, True), said
    code, said = run("publish", table.work, table.out)
    assert (code, table.out.exists()) == (2, False), said
    code, said = run("verify", table.work)
    assert (code, "UNFINISHED" in said) == (1, True), said
    table.tellers(("shuffle", 1), ("decrypt", 1), ("decrypt", 3))
    table.count()
    check(table, votes=4)


@pytest.mark.slow
@pytest.mark.skipif(TOOL is None, reason="belenios-tool is not installed")
def test_on_the_other_group_where_belenios_tool_reads_the_record_too(
    run: Run, tmp_path: Path
) -> None:
    assert TOOL is not None
    hall = written_hall(tmp_path / "ceremony", "RFC-3526-2048", (), ONE_OF_EACH)
    table = Table(run, hall, tmp_path)
    table.tellers(("shuffle", 2), ("shuffle", 1), ("decrypt", 1), ("decrypt", 3))
    table.count()
    check(table, votes=3)
    out = table.out
    assert "RFC-3526-2048" in (out / "README.txt").read_text(encoding="utf-8")
    data = (out / "boxes" / BOX / "record.bel").read_bytes()
    uuid = json.loads(read_record(data).election_bytes)["uuid"]
    (tmp_path / f"{uuid}.bel").write_bytes(data)
    environment = {"BELENIOS_USE_URANDOM": "1", "PATH": "/usr/bin:/bin"}
    subprocess.run([TOOL, "election", "verify"], cwd=tmp_path, env=environment, check=True)
