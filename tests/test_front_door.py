"""However a command ends, its exit status says which way; tried on real processes.

Where Python itself has a part in how it starts or ends, they are not forked from a warm one.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BREAKS = """
import sys, piaoxiang
import tally.commands.observers.verify as room
def breaks(*_words, **_named): raise {error}
room.open_source = breaks
piaoxiang.main(sys.argv[1:])
"""
PRINTS = """
import sys, piaoxiang
import tally.commands.observers.verify as room
from tally.commands.terminal import say
def prints(*_words, **_named):
    for _ in range({lines}): say("✓ 票箱 – · …")
    sys.exit(0)
room.open_source = prints
piaoxiang.main(sys.argv[1:])
"""


Warm = tuple[str, ...]


def run(
    warm: Warm, *words: str, script: str = "", encoding: str = "utf-8", **more: str
) -> subprocess.CompletedProcess[bytes]:
    started = [*warm, "-c", script] if script else warm
    environment = {**os.environ, "PYTHONIOENCODING": encoding, **more}
    return subprocess.run(
        [*started, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("ValueError('secret')", "程序自身出错"),
        ("RecursionError('secret')", "RecursionError"),
        ("AssertionError('secret')", "AssertionError"),
        ("MemoryError('secret')", "内存不足"),
    ],
)
def test_a_fault_of_the_program_is_no_verdict(warm: Warm, error: str, told: str) -> None:
    done = run(warm, "verify", ".", script=BREAKS.format(error=error))
    said = done.stderr.decode()
    assert done.returncode == 70
    assert done.stdout == b""
    assert told in said
    assert "不是结论" in said
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said
    assert "secret" not in said


def test_who_mends_the_program_sees_where_it_failed(warm: Warm) -> None:
    script = BREAKS.format(error="ValueError('what it was')")
    said = run(warm, "verify", ".", script=script, PIAOXIANG_TRACEBACK="1").stderr.decode()
    assert "Traceback" in said
    assert "what it was" in said


SHOWN = {
    "utf-8": "✓ 票箱 – · …",
    "gbk": "√ 票箱 – · …",
    "cp1252": "v ?? – · …",
    "latin-1": "v ?? - · ...",
    "ascii": "v ?? - * ...",
}


@pytest.mark.parametrize("encoding", SHOWN)
def test_what_a_terminal_lacks_is_replaced(warm: Warm, encoding: str) -> None:
    done = run(warm, "verify", ".", script=PRINTS.format(lines=1), encoding=encoding)
    assert done.returncode == 0
    assert done.stdout.decode(encoding).rstrip() == SHOWN[encoding]
    as_typed = (sys.executable, "-m", "piaoxiang")
    done = run(as_typed if encoding == "gbk" else warm, "verify", "无", encoding=encoding)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert (b"PIAOXIANG_LANGUAGE=en" in done.stderr) == ("?" in SHOWN[encoding])


@pytest.mark.parametrize("lines", [1, 20_000])
def test_a_reader_who_goes_away_gets_no_verdict(lines: int) -> None:
    script = PRINTS.format(lines=lines)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", script, "verify", "."],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_help_that_nobody_reads_is_no_verdict_either() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "piaoxiang", "verify", "--help"]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, check=False, timeout=60)
    os.close(writing)
    assert done.returncode == 141


def test_json_for_programs_loses_nothing(warm: Warm) -> None:
    script = PRINTS.format(lines=1).replace(
        'say("✓ 票箱 – · …")',
        "from tally.commands.terminal import say_json; say_json(['票箱 ✓\\udc80'])",
    )
    for encoding in ("utf-8", "gbk", "latin-1"):
        done = run(warm, "verify", ".", script=script, encoding=encoding)
        assert json.loads(done.stdout.decode(encoding)) == ["票箱 ✓\udc80"]


def test_output_that_cannot_be_written_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", PRINTS.format(lines=1), "verify", "."],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert "已满" in done.stderr.decode()
    assert "None" not in done.stderr.decode()


def test_an_interrupted_command_ends_as_shells_say_it() -> None:
    waits = PRINTS.format(lines=1).replace("sys.exit(0)", "import time; time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-u", "-c", waits, "verify", "."],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.parametrize(
    "words", ["--help", "--version", "verify --help", "teller --help", "teller decrypt -h", ""]
)
def test_help_is_told_under_an_arithmetic_that_nobody_knows(warm: Warm, words: str) -> None:
    done = run(warm, *words.split(), PIAOXIANG_ARITHMETIC="fast")
    assert done.returncode == (0 if words else 2)
    assert b"ARITHMETIC" not in done.stderr


CORE = """
import resource, sys
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
import piaoxiang
try:
    piaoxiang.main(sys.argv[1:])
finally:
    print("core", *resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.skipif(
    resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="no process here leaves a core dump"
)
@pytest.mark.parametrize(
    "words",
    [
        *("teller join x --index 1 --key y", "teller decrypt x --key y", "teller check x --key y"),
        *("registrar slips x --trustees y", "server status x", "count x", "meeting presets"),
        "kiosk run --server x --meeting-fingerprint x",
    ],
)
def test_no_command_leaves_an_image_of_its_memory(warm: Warm, words: str) -> None:
    done = run(warm, *words.split(), script=CORE)
    assert done.stdout.decode().splitlines()[-1] == "core 0 0"


@pytest.mark.parametrize("words", ["verify x", "teller decrypt x --key y", "meeting presets"])
def test_no_command_runs_under_an_arithmetic_that_nobody_knows(warm: Warm, words: str) -> None:
    done = run(warm, *words.split(), PIAOXIANG_ARITHMETIC="fast", PIAOXIANG_LANGUAGE="en")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("✗ PIAOXIANG_ARITHMETIC=fast: There are three kinds")
