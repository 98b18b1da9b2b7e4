"""The verdict is the same with each arithmetic; one that lies leads to none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "tests/vectors/earlier/published"
LIES = """
import sys, piaoxiang
from crypto.groups import ed25519_public
from crypto.groups.edwards_kernel import batch
from crypto.groups.named import group_named
group_named("Ed25519").get_ready()  # compiled, and honest while it is tested
ed25519_public.LEAST = ed25519_public.LEAST_TO_LOAD = 1
honest = batch.Batch.combine
def lying(self, sums):
    return [each[::-1] for each in honest(self, sums)]
batch.Batch.combine = lying
piaoxiang.main(sys.argv[1:])
"""


def _verified(arithmetic: str, script: str = "") -> subprocess.CompletedProcess[str]:
    started = ["-c", script] if script else ["-m", "piaoxiang"]
    environment = {
        **os.environ,
        "PIAOXIANG_ARITHMETIC": arithmetic,
        "PIAOXIANG_LANGUAGE": "en",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, *started, "verify", str(PUBLISHED), "--json"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )


def test_the_verdict_is_the_same_with_each() -> None:
    verdicts = {}
    for arithmetic in ("auto", "portable", "libsodium"):
        done = _verified(arithmetic)
        assert done.returncode == 0, done.stderr
        verdicts[arithmetic] = json.loads(done.stdout)
    named = {each: value.pop("arithmetic") for each, value in verdicts.items()}
    assert named["auto"] in (["portable"], ["ifma"])
    assert (named["portable"], named["libsodium"]) == (["portable"], ["libsodium"])
    assert verdicts["auto"] == verdicts["portable"] == verdicts["libsodium"]


def test_a_value_that_nobody_knows_is_said_before_anything_is_verified() -> None:
    done = _verified("fast")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.lstrip().startswith("✗ PIAOXIANG_ARITHMETIC=fast: ")
    assert "auto, portable and libsodium" in done.stderr


@pytest.mark.parametrize("arithmetic", ["auto", "portable"])
def test_an_arithmetic_that_lies_leads_to_no_verdict(arithmetic: str) -> None:
    done = _verified(arithmetic, LIES)
    assert (done.returncode, done.stdout) == (70, "")
    told = done.stderr.lstrip()
    assert told.startswith(f"✗ PIAOXIANG_ARITHMETIC={arithmetic}: The fast arithmetic")
    assert "no verdict" in done.stderr
