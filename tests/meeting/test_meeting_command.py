"""`piaoxiang meeting`: example, check, publish and presets, as an organiser types them."""

from __future__ import annotations

from pathlib import Path

import pytest

import piaoxiang
from meeting.examples import TOWNSHIP, TOWNSHIP_EN
from meeting.presets import PRESETS, preset_names
from meeting.published.definition_file import definition_hash, parse_published
from tests.meeting.fixtures.clerks_lists import ROSTER, Folder, book
from tests.meeting.fixtures.commands import run
from tests.meeting.fixtures.procedures import write_procedure
from tests.meeting.fixtures.township import (
    SERVER_KEY,
    copy_township,
    township,
)


@pytest.fixture(autouse=True)
def wide_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)  # where the slips go if nobody says where
    monkeypatch.delenv("PIAOXIANG_LANGUAGE", raising=False)


def test_check_tells_what_the_meeting_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("meeting", "check", copy_township(tmp_path)) == 0
    told = capsys.readouterr().out
    for part in (
        "青禾镇领导班子换届民主推荐会",
        "r1-B",
        "B票 科级干部",
        "62 人",
        "3 人中任意 2 人",
    ):
        assert part in told


def test_check_reads_the_rules_aloud_under_a_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = "规则（由票数到人选，依次如下，可当众宣读）："
    assert run("meeting", "example", "--preset", "full_slate", tmp_path / "slate") == 0
    assert run("meeting", "check", tmp_path / "slate/meeting.toml") == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines[lines.index(heading) + 1]
    assert first.startswith(
        "    1. 全额推荐得票率（会议）：选其本人（“党委书记（1 名）、镇长（1 名）、"
    )
    file = copy_township(tmp_path)
    without = (PRESETS / "double_evaluation.toml").read_text("utf-8").split("\n[[rules]]")[0]
    (tmp_path / "own.toml").write_text(without, "utf-8")
    text = file.read_text("utf-8").replace('preset = "double_evaluation"', 'preset = "own.toml"')
    file.write_text(text, "utf-8")
    assert run("meeting", "check", file) == 0
    assert heading not in capsys.readouterr().out


def test_check_reads_the_papers_and_rules_of_later_stages_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("meeting", "check", write_procedure(tmp_path)) == 0
    later = capsys.readouterr().out.split("后续阶段“第二轮选举”（按所有人选都进入该阶段计）：")[1]
    assert "名单上的 4 人；选 1 至 2 项" in later
    assert "1. 首轮未当选：" in later


def test_check_lists_every_mistake_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy_township(tmp_path)
    text = file.read_text(encoding="utf-8").replace("size = 28", "size = 4").replace("2026-11", "x")
    file.write_text(text, encoding="utf-8")
    assert run("meeting", "check", file) == 2
    assert "meeting.toml" in capsys.readouterr().err
    file.write_text(text.replace("x-21", "2026-11-21"), encoding="utf-8")
    assert run("meeting", "check", file) == 2
    told = capsys.readouterr().err
    assert "少于 5 人" in told
    assert "在 meeting.toml 中该票种的 [[groups]] 下写一行 confirm_small" in told
    assert 'confirm_small = "本票种只有 4 人，' in told
    assert "groups[2].size" in told
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    assert run("meeting", "check", file) == 2
    assert "fewer than 5" in capsys.readouterr().err


def test_publish_writes_the_meeting_and_shows_its_hash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy_township(tmp_path / "source")
    out = tmp_path / "out"
    assert run("meeting", "publish", file, "--server-key", SERVER_KEY, "--out", out) == 0
    data = (out / "meeting.json").read_bytes()
    assert parse_published(data) == township()
    told = capsys.readouterr().out
    assert definition_hash(data) in told
    for number, name in enumerate(township().tellers, start=1):
        join = f"piaoxiang teller join {out} --index {number} --key teller-{number}.key"
        assert f"    # {number} {name}\n    {join}\n" in told
    assert run("meeting", "publish", file, "--server-key", SERVER_KEY, "--out", out) == 2
    assert "已存在" in capsys.readouterr().err
    bad = tmp_path / "bad"
    assert run("meeting", "publish", file, "--server-key", "1234", "--out", bad) == 2
    assert not (bad / "meeting.json").exists()


def test_a_small_group_is_pointed_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copy_township(tmp_path)
    text = file.read_text(encoding="utf-8").replace('roster = "roster.xlsx"', "")
    confirmed = 'size = 3\nconfirm_small = "经研究单独计票"'
    file.write_text(text.replace("size = 12 ", confirmed), encoding="utf-8")
    assert run("meeting", "check", file) == 0
    told = capsys.readouterr().out
    assert "人数偏少的票种 A票（3 人），已书面确认：经研究单独计票" in told
    assert "即使确认，收回不足 5 票的票箱也不会单独开箱，总是按本轮开箱方案与其他票种合并" in told


def test_the_example_is_copied_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("meeting", "example", tmp_path / "mine") == 0
    assert run("meeting", "check", tmp_path / "mine" / "meeting.toml") == 0
    assert run("meeting", "example", tmp_path / "mine") == 2
    told = capsys.readouterr().err
    assert "mine: 此名称已存在" in told
    assert "该文件" not in told


def test_the_example_goes_into_a_folder_that_holds_nothing_of_a_person(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1\x00")
    assert run("meeting", "example", mine) == 0
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "meeting.toml").write_text("mine", encoding="utf-8")
    assert run("meeting", "example", kept) == 2
    assert (kept / "meeting.toml").read_text(encoding="utf-8") == "mine"


def test_the_example_is_in_chinese_alone_unless_english_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copied(name: str, *words: str) -> bytes:
        assert run("meeting", "example", tmp_path / name, *words) == 0
        return (tmp_path / name / "meeting.toml").read_bytes()

    chinese, english = ((each / "meeting.toml").read_bytes() for each in (TOWNSHIP, TOWNSHIP_EN))
    assert copied("by itself") == chinese
    assert copied("asked for", "--language", "en") == english
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    assert copied("in English") == english
    assert copied("in Chinese", "--language", "zh") == chinese


def test_presets_are_listed_with_what_they_ask_and_what_is_to_be_set(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("meeting", "presets") == 0
    told = capsys.readouterr().out
    for part in (
        "double_evaluation: 双重测评\n",
        "票：届末民主测评\n",
        "逐人评价：优秀、称职、不称职；选 1 项，也可弃权\n",
        "推荐人选：名单上的人；选 1 至 choose_up_to 项，也可弃权\n",
        "设置 choose_up_to：推荐票上最多可推荐的人数（含另推他人）；必须写明\n",
        "不写时为 0\n",
    ):
        assert part in told


def test_check_shows_every_paper_with_what_it_asks_and_its_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("meeting", "check", copy_township(tmp_path)) == 0
    told = capsys.readouterr().out
    papers = told[told.index("第一轮的票") : told.index("规则（")].splitlines()
    limit = "最多 10 个汉字或 30 个字母。更长的姓名请会前商定统一的简写，或将其人列入名单"
    assert papers == [
        "第一轮的票：届末民主测评",
        "    对镇班子的评价：优秀、称职、不称职；选 1 项，也可弃权",
        "    逐人（12 人）评价：优秀、称职、不称职；选 1 项，也可弃权",
        "    逐人（12 人）建议调整去向：提拔、留任、交流、改非；选 1 项，也可弃权",
        "第一轮的票：全额定向推荐",
        "    推荐人选：名单上的 12 人；选 1 至 9 项，也可弃权",
        f"    另推他人 1 – 另推他人 2：每行可写一人，也可不写；{limit}",
        "    全票所选、所写合计不超过 9 人",
    ]


def test_check_says_that_single_answers_are_shuffled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy_township(tmp_path)
    assert run("meeting", "check", file) == 0
    assert "由 2 位监票人依次混洗" in "".join(capsys.readouterr().out.split("\n"))
    text = file.read_text(encoding="utf-8").replace("write_in_lines = 2", "write_in_lines = 0")
    file.write_text(text.replace("shuffles = 2", ""), encoding="utf-8")
    assert run("meeting", "check", file) == 0
    assert "混洗" not in capsys.readouterr().out


def typed(*words: object) -> None:
    with pytest.raises(SystemExit) as stopped:
        piaoxiang.main([str(word) for word in words])
    assert stopped.value.code == 2


def test_an_unknown_preset_is_the_only_mistake_and_each_of_several_has_its_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy_township(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"double_evaluation"', '"nichts"'), encoding="utf-8")
    typed("meeting", "check", file)
    only, *known = capsys.readouterr().err.splitlines()
    assert only.startswith("✗ ")
    assert "nichts" in only
    assert [each.split("：")[0] for each in known] == [f"    {name}" for name in preset_names()]
    wrong = text.replace("shuffles = 2", "shuffles = 9").replace("size = 28", "size = 27")
    file.write_text(wrong, encoding="utf-8")
    typed("meeting", "check", file)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("✗ ") for line in lines)
    assert "roster = …" in lines[1]


def test_check_says_what_was_left_out_of_a_list_and_publish_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder(tmp_path)
    folder.put("roster.xlsx", book([("应到名册",), *ROSTER, ("合计", 5)]))
    folder.read()
    file = tmp_path / "meeting.toml"
    for command in (("check", file), ("publish", file, "--server-key", SERVER_KEY, "--out", "o")):
        assert run("meeting", *command) == 0
        told = capsys.readouterr().out
        assert "说明：roster.xlsx: 已略过（表头以上）：第 1 行：应到名册" in told
        assert "说明：roster.xlsx: 已略过（合计或附注）：第 8 行：合计 5" in told


def test_check_names_people_who_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Folder(tmp_path)
    folder.put("people.xlsx", book([("姓名", "职务"), ("李明", "主席"), ("李明", "书记")]))
    folder.read()
    assert run("meeting", "check", tmp_path / "meeting.toml") == 0
    assert "李明（主席）、李明（书记）" in capsys.readouterr().out
