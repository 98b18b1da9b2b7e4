"""A meeting that says schema 1 is judged by the rules of then, and nobody is left in the dark."""

from __future__ import annotations

import pytest

import piaoxiang
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Word
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall


@pytest.fixture(scope="module")
def written_today(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A meeting of this release whose meeting.json says schema 1."""
    folder = tmp_path_factory.mktemp("earlier")
    return hold(build_hall(folder / "ceremony", schema=1), folder)


def test_verdict_and_reports_say_under_which_rules(
    written_today: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    """The attack: `"schema":1` written today got the old rules, without a word."""
    verdict = verify_folder(open_folder(written_today.out))
    assert verdict.word is Word.VALID
    (note,) = (each for each in verdict.findings if each.code == "earlier-rules")
    assert note.place.file == "meeting.json"
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main(["verify", str(written_today.out)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert stopped.value.code == 0
    assert last.startswith("记录核验通过，但按早先版本的规则核验")
    for name, words in (
        ("index.html", "本次会议按早先版本的规则公布"),
        ("report.en.html", "published under the rules of an earlier release"),
    ):
        assert words in (written_today.out / name).read_text(encoding="utf-8")


def test_nothing_is_said_of_a_meeting_of_today(tiny: Held) -> None:
    verdict = verify_folder(open_folder(tiny.out))
    assert "earlier-rules" not in {each.code for each in verdict.findings}
    for name in ("index.html", "report.en.html"):
        page = (tiny.out / name).read_text(encoding="utf-8")
        assert "早先版本" not in page
        assert "earlier release" not in page
