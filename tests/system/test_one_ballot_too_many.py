"""A meeting of five in which six vote, by its own commands, from the list to the report.

A left-over slip was used. Closing says so, and so do fetching and opening; the round is published
as void with its figures, and again with corrected ones. The record is judged by a program that
somebody else wrote, Debian's belenios-tool, which knows the group BELENIOS-2048.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crypto.record.record import read_record
from demo.climate import Climate
from demo.folders import set_up
from demo.meeting_day import MeetingDay, meeting_day
from demo.narrator import Narrator
from demo.opinion import choose
from demo.slips import read_slips
from demo.voter import vote
from tests.interop.fixtures.judge import judge
from tests.system.fixtures.village import ENTITLED, SLIPS, write_village

BALLOTS = 6
REASON = "会前漏记一名列席人员，现场核实有表决权"


def figures(day: MeetingDay, present: int, issued: int) -> Path:
    path = day.folders.organiser / f"figures-{present}-{issued}.toml"
    path.write_text(f"schema = 1\n[boxes.r1-A]\npresent = {present}\nissued = {issued}\n")
    return path


def words(folder: Path, name: str = "index.html") -> str:
    text = (folder / name).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def check_by_another_program(record: Path, place: Path) -> None:
    place.mkdir()
    election = json.loads(read_record(record.read_bytes()).election_bytes)
    shutil.copyfile(record, place / f"{election['uuid']}.bel")
    judged = subprocess.run(
        [judge(), "election", "verify", "--dir", str(place)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert judged.returncode == 0, judged.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("warm_demo")
def test_six_vote_where_five_are_entitled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    folders = set_up(tmp_path / "demo")
    write_village(folders, "BELENIOS-2048")
    with meeting_day(folders, ENTITLED, Narrator()) as day:
        day.command("meeting", "check", folders.organiser / "meeting.toml")
        day.publish_definition()
        day.make_keys()
        day.print_slips()
        day.open_doors()
        slips = read_slips(folders.registrar / "slips.pdf")
        assert len(slips) == SLIPS
        (box,) = day.meeting.boxes()
        for slip in slips[:BALLOTS]:
            vote(day.kiosk_urls[0], slip, choose(day.meeting, box, Climate.of(day.meeting)))
        work = folders.counting
        assert "多于应到人数" in day.command("server", "close", folders.server, "--yes")
        assert "收回 6 张，多于应到的 5 人" in day.command("tally", "fetch", day.board_url, work)
        for number in (1, 3):
            assert "收回 6 张，多于应到的 5 人" in day.teller(number, "decrypt", work, *day.plans)

        counted = day.command("count", work, "--figures", figures(day, 5, 5), "--yes")
        assert "整轮投票无效" in counted
        day.command("publish", work, folders.published)
        verdict = day.command("verify", folders.published, *day.compared)
        assert "记录核验通过" in verdict
        assert "! 投票无效的轮次：r1" in verdict
        report = words(folders.published)
        assert "本轮投票无效。A票收回 6 张，多于发出的 5 张" in report
        assert "应到 5 实到 5 发出 5 收回 6 有效 — 无效 —" in report
        assert "李国强" not in report

        again = folders.out / "corrected"
        corrected = ("count", work, "--figures", figures(day, 6, 6), "--yes", "--reason", REASON)
        assert "实到 6 人，多于应到的 5 人" in day.command(*corrected)
        day.command("publish", work, again)
        day.command("server", "show", folders.server, again)
        assert "无效的轮次" not in day.command("verify", again, *day.compared)
        report = words(again)
        assert f"第 1 次更正 更正理由：{REASON}" in report
        assert "A票 5 6 5 6" in report
        assert "按更正前的数字，本轮投票无效。" in report
        assert "李国强" in report
        check_by_another_program(again / "boxes/r1-A/record.bel", tmp_path / "judged")
        outcome = json.loads((again / "outcome.json").read_bytes())
        assert outcome["earlier"][0]["rounds"][0]["void"]
        assert outcome["rounds"][0]["figures"]["all"]["valid"] == BALLOTS
