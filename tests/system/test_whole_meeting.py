"""A whole meeting by its own command, with real processes, in either language."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from demo.receipts import KEPT as RECEIPTS
from demo.slips import read_slips

VOTERS = 15
"""The fewest that the example meeting's three groups allow."""
SECONDS = 900
SHOWN = "shown.txt"


def piaoxiang(command: tuple[str, ...], *words: str | Path) -> str:
    """Run one command, which must end with 0; returns what it printed."""
    done = subprocess.run(
        [*command, *map(str, words)],
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module", params=["zh", "en"])
def meeting(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    warm: tuple[str, ...],
) -> Path:
    """The folder of a finished demonstration of one of the examples."""
    out = tmp_path_factory.mktemp("meeting") / "demo"
    shown = piaoxiang(
        warm,
        *("demo", "--no-serve", "--voters", str(VOTERS)),
        *("--language", request.param, "--out", out),
    )
    (out.parent / SHOWN).write_text(shown, encoding="utf-8")
    return out


@pytest.mark.slow
def test_the_published_folder_verifies_wherever_it_is_carried(
    meeting: Path, warm: tuple[str, ...], tmp_path: Path
) -> None:
    """By the command that the demonstration prints last, and with the receipts that it leaves."""
    carried = tmp_path / "stick"
    shutil.copytree(meeting / "published", carried)
    _, word, folder, *compared = shlex.split((meeting.parent / SHOWN).read_text().splitlines()[-1])
    assert (word, Path(folder)) == ("verify", meeting / "published")
    assert compared[::2] == ["--meeting-fingerprint", "--cancelled"]
    texts, pictures = (sorted((meeting / "receipts").glob(f"?.{kind}")) for kind in ("txt", "png"))
    given: list[str | Path] = [texts[0].read_text().strip(), *texts[1:], *pictures]
    asked = [word for receipt in given for word in ("--receipt", receipt)]
    verdict = json.loads(piaoxiang(warm, "verify", carried, *compared, *asked, "--json"))
    assert verdict["verdict"] == "valid"
    assert verdict["fingerprint_compared"] is True
    places = [(each["state"], each["box"], each["height"]) for each in verdict["receipts"]]
    assert {state for state, *_ in places} == {"honoured"}
    assert {path.name for path in (meeting / "forms").iterdir()} == {"forms.xlsx", "forms.pdf"}
    assert places[: len(texts)] == places[len(texts) :]
    assert len(set(places)) == len(texts) == RECEIPTS
    outcome = json.loads((carried / "outcome.json").read_bytes())
    assert sum(box["ballots"] for box in outcome["boxes"]) == VOTERS


@pytest.mark.slow
def test_the_meeting_speaks_the_language_that_was_asked_for(meeting: Path) -> None:
    told = (meeting.parent / SHOWN).read_text(encoding="utf-8")
    definition = (meeting / "organiser/meeting.toml").read_text(encoding="utf-8")
    if "title_en" in definition:
        assert "Everything is in" in told
    else:
        assert "全部文件在" in told


@pytest.mark.slow
def test_no_slip_code_lies_anywhere_but_in_the_slips(meeting: Path) -> None:
    """What the server, the kiosks and the published folder keep must not open a single slip."""
    credentials = [code.split(":")[-1] for code in read_slips(meeting / "registrar/slips.pdf")]
    assert len(credentials) > VOTERS
    for path in meeting.rglob("*"):
        if path.is_file() and path.name != "slips.pdf":
            data = path.read_bytes()
            assert not any(credential.encode() in data for credential in credentials), path
