"""Boxes with single answers, from `teller shuffle` to `verify`, as the commands are typed.

On RFC-3526-2048 a program that we did not write reads the record as well.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import piaoxiang
from crypto.record.record import read_record
from tally.keys.encrypted_file import Cost
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.written_hall import written_hall

FIGURES = """schema = 1
[boxes.r1-A]
present = 8
issued = 8
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


def counted(run: Run, hall: Hall, folder: Path) -> Path:
    """Shuffle, open, count and publish by commands, refused wherever it is too early."""
    work, out = folder / "work", folder / "out"
    hall.write_work(work)
    (folder / "figures.toml").write_text(FIGURES)
    (folder / "passphrase.txt").write_text(PASSPHRASE + "\n")

    def teller(step: str, number: int) -> tuple[int, str]:
        key = ("--key", hall.key_paths[number - 1])
        words = ("--passphrase-file", folder / "passphrase.txt", "--box", BOX, "--yes")
        return run("teller", step, work, *key, *words)

    code, said = teller("decrypt", 1)
    assert (code, "no teller has shuffled it yet; needed before it is opened: 2 " in said) == (
        2,
        True,
    ), said
    code, said = teller("shuffle", 2)
    assert code == 0, said
    code, said = run("count", work, "--figures", folder / "figures.toml")
    assert (code, "shuffled it: 1; needed before it is opened: 2 " in said) == (2, True), said
    code, said = run("publish", work, out)
    assert (code, out.exists()) == (2, False), said
    code, said = run("verify", work)
    assert (code, "UNFINISHED" in said) == (1, True), said
    for step, number in (("shuffle", 1), ("decrypt", 1), ("decrypt", 3)):
        code, said = teller(step, number)
        assert code == 0, said
    code, said = run("count", work, "--figures", folder / "figures.toml")
    assert code == 0, said
    code, said = run("publish", work, out)
    assert code == 0, said
    return out


def check(run: Run, out: Path) -> None:
    """The published folder is valid; its first line says what was written."""
    code, said = run("verify", out)
    assert (code, "VALID — every ballot" in said) == (0, True), said
    assert "each answer checked again at the count" in said
    value = json.loads((out / "outcome.json").read_bytes())
    (line,) = value["rounds"][0]["singles"][0]["items"][0]["groups"]
    assert (line["group"], line["ballots"], line["invalid"]) == ("A", 8, 2)
    assert line["names"][0] == {"name": "欧阳娜娜", "votes": 4}


def test_from_the_shuffles_to_a_valid_verdict(run: Run, tmp_path: Path) -> None:
    hall = written_hall(tmp_path / "ceremony", honest=())
    check(run, counted(run, hall, tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(TOOL is None, reason="belenios-tool is not installed")
def test_on_the_other_group_where_belenios_tool_reads_the_record_too(
    run: Run, tmp_path: Path
) -> None:
    assert TOOL is not None
    hall = written_hall(tmp_path / "ceremony", "RFC-3526-2048", ())
    out = counted(run, hall, tmp_path)
    check(run, out)
    assert "RFC-3526-2048" in (out / "README.txt").read_text(encoding="utf-8")
    data = (out / "boxes" / BOX / "record.bel").read_bytes()
    uuid = json.loads(read_record(data).election_bytes)["uuid"]
    (tmp_path / f"{uuid}.bel").write_bytes(data)
    environment = {"BELENIOS_USE_URANDOM": "1", "PATH": "/usr/bin:/bin"}
    subprocess.run([TOOL, "election", "verify"], cwd=tmp_path, env=environment, check=True)
