"""A voter checks a booth, and looks once more after the count: each step by its own command."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from demo.climate import Climate
from demo.folders import set_up
from demo.meeting_day import meeting_day
from demo.narrator import Narrator
from demo.opinion import Choices, choose
from demo.page import Page
from demo.problem import DemoProblem
from demo.slips import read_slips
from demo.voter import FIELD, MOST_SCREENS, vote
from tests.system.fixtures.village import ENTITLED, write_village

_PRINT = re.compile(r'<p class="print">(.*?)</p>', re.DOTALL)


@dataclass(frozen=True)
class Opened:
    """What a voter takes home who let a kiosk open a ballot."""

    noted: str
    code: str = field(repr=False)


def have_opened(kiosk_url: str, slip: str, choices: Choices) -> Opened:
    """Fill in with this slip, note the fingerprint, and have the ballot opened instead of cast."""
    noted = ""
    with httpx.Client(base_url=kiosk_url, follow_redirects=True, timeout=60) as browser:
        html = browser.get("/").text
        for _ in range(MOST_SCREENS):
            page = Page.read(html)
            target, answers = page.target, dict[str, tuple[str, ...]]()
            if page.name == "start":
                answers["code"] = (slip,)
            if page.name == "opened":
                browser.post(target, data=page.filled({}))  # leaves the booth
                return Opened(noted, page.data["opening"])
            if page.name == "fingerprint":
                noted = _noted(html)
                target, answers = "/check", {"do": ("check",)}
            for name in (*page.offers, *page.fields):
                if name.startswith(FIELD):
                    answers[name] = choices[name.removeprefix(FIELD)]
            html = browser.post(target, data=page.filled(answers)).text
    raise AssertionError(html)


def _noted(html: str) -> str:
    found = _PRINT.search(html)
    assert found is not None
    return "".join(re.sub(r"<[^>]+>", "", found[1]).split())


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_a_ballot_is_opened_checked_and_not_in_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    folders = set_up(tmp_path / "demo")
    write_village(folders)
    with meeting_day(folders, ENTITLED, Narrator()) as day:
        day.publish_definition()
        day.make_keys()
        day.print_slips()
        day.open_doors()
        (box,) = day.meeting.boxes()
        own, other, *more = read_slips(folders.registrar / "slips.pdf")
        opened = have_opened(
            day.kiosk_urls[0], own, choose(day.meeting, box, Climate.of(day.meeting))
        )
        place = ("--server", day.board_url, *day.compared, "--fingerprint", opened.noted)
        scanned = f"{opened.code}\n{own}\n"
        said = day.command("check-ballot", "-", "--slip", "-", *place, typed=scanned)
        assert "✓ 这张票是用这张票码条做的" in said
        assert "李国强" in said
        with pytest.raises(DemoProblem, match="不是用这张票码条做的"):
            day.command(
                *("check-ballot", "-", "--slip", "-", *place), typed=f"{opened.code}\n{other}\n"
            )
        for slip in (own, other, *more[: ENTITLED - 2]):
            vote(day.kiosk_urls[0], slip, choose(day.meeting, box, Climate.of(day.meeting)))
        day.command("server", "close", folders.server, "--yes")
        work = folders.counting
        day.command("tally", "fetch", day.board_url, work)
        for number in (1, 2):
            day.teller(number, "open", work, *day.plans)
        day.command("count", work, "--yes", "--publish", folders.published)
        kept = tmp_path / "opened.txt"
        kept.write_text(opened.code, encoding="ascii")
        verdict = day.command("verify", folders.published, *day.compared, "--opened", kept)
        assert "记录核验通过" in verdict
        assert re.search(rf"✓ 拆开的票 \S+：如服务器签名所说已作废；不在票箱 {box.id} 中", verdict)
        assert opened.code not in folders.log.read_text(encoding="utf-8")
        assert own not in folders.log.read_text(encoding="utf-8")
