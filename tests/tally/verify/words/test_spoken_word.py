"""The end of a verdict: what agrees with the slip, what was not compared; the rules in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from meeting.language import gettext_for
from meeting.published.given_fingerprint import GivenFingerprint
from tally.findings.detail import Detail
from tally.folder.source import open_folder
from tally.outcome.paper_rules import Enforced, Rule
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tally.verify.words.last_word import word_lines
from tally.verify.words.rule_lines import spoken_rule
from tally.verify.words.verdict import verdict_lines
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held

CHINESE, ENGLISH = gettext_for(ROOM, "zh"), gettext_for(ROOM, "en")
AGREES = "✓ 会议指纹与所给的一致。"
SIGNED = "✓ 会场数字由以下监票人签名：1、3。"
RULES = ("已证明：", "仅由投票机", "本会议未定规则")
NOT_COMPARED = "！未与票码条比对"


def judged(folder: Path, fingerprint: str = "") -> Verdict:
    given = GivenFingerprint.read(fingerprint) if fingerprint else None
    return verify_folder(open_folder(folder), expected=given, workers=1)


def end(verdict: Verdict) -> list[str]:
    """The word, which stands last, and then what stands above it but for the rules."""
    *above, word = word_lines(verdict, CHINESE)
    assert above.pop() == ""
    return [word, *(line for line in above if not line.startswith(RULES))]


def test_what_was_given_and_agrees_is_not_asked_for_again(tiny: Held) -> None:
    blind = judged(tiny.out)
    found = blind.meeting_fingerprint
    for given in (found, short_hash(found)):
        compared = judged(tiny.out, given)
        assert end(compared) == [
            "记录核验通过——每张选票、每个份额、每个数字都成立。",
            AGREES,
            SIGNED,
        ]
        assert compared.to_json()["fingerprint_compared"] is True
        assert NOT_COMPARED not in "".join(end(compared))
    assert end(blind)[1] == SIGNED
    assert end(blind)[2].startswith(f"{NOT_COMPARED}：会议指纹 {short_hash(found)}。")
    assert "--meeting-fingerprint" in end(blind)[2]
    assert blind.to_json()["fingerprint_compared"] is False


def test_programs_of_earlier_releases_find_what_they_know(tiny: Held) -> None:
    value = judged(tiny.out).to_json()
    assert value["setups"] == value["meeting_fingerprint"]
    assert value["meeting"] == value["definition_hash"] == tiny.hall.hash
    assert (value["setups_compared"], value["meeting_compared"]) == (False, False)
    assert value["server_key"] == tiny.hall.meeting.server_key


def test_a_count_that_is_not_verified_has_the_reminders_too(published: Path) -> None:
    (published / "boxes/r1-A/acts.json").unlink()
    (published / "extra.txt").write_text("优秀 100%")
    verdict = judged(published)
    assert verdict.word is Word.NOT_BOUND
    said = end(verdict)
    assert said[0].startswith("未绑定")
    assert said[1] == SIGNED
    assert said[2].startswith(f"{NOT_COMPARED}：会议指纹")
    assert said[3].startswith("！outcome.json、报告单和 README.txt 没有与记录比对过")
    assert said[4] == "！文件夹中有 1 项不属于公布内容（见上）：其内容未经核验。"
    assert len(said) == 5
    assert AGREES in end(judged(published, verdict.meeting_fingerprint))


def test_a_count_that_is_not_finished_has_the_reminders_too(tiny: Held, tmp_path: Path) -> None:
    closed = shutil.copytree(tiny.closed, tmp_path / "closed")
    (closed / "extra.txt").write_text("优秀 100%")
    for gone, reminder in ((False, "会议指纹 "), (True, "会议指纹。")):
        if gone:
            (closed / "boxes/r1-A/record.bel").unlink()
        verdict = judged(closed)
        assert verdict.word is Word.UNFINISHED
        said = end(verdict)
        assert said[0].startswith("未完成")
        assert said[1].startswith(f"{NOT_COMPARED}：{reminder}")
        assert said[2].startswith("！文件夹中有 1 项")
        assert len(said) == 3


def test_what_is_invalid_has_nothing_to_be_reminded_of(published: Path) -> None:
    (published / "extra.txt").write_text("")
    (line,) = end(judged(published, "0" * 64))
    assert line.startswith("无效")


@pytest.mark.parametrize(
    ("minimum", "maximum", "chinese", "english"),
    [
        (1, 1, "单选", "exactly one option"),
        (3, 3, "须选满 3 项", "exactly 3 of the options"),
        (0, 3, "至多选 3 项", "at most 3 of the options"),
        (0, 1, "至多选 1 项", "at most 1 of the options"),
        (1, 9, "选 1 至 9 项", "1 to 9 options"),
    ],
)
def test_how_many_may_be_chosen(minimum: int, maximum: int, chinese: str, english: str) -> None:
    rule = Rule("limits", Enforced.PROVED, minimum, maximum)
    assert (spoken_rule(rule, CHINESE), spoken_rule(rule, ENGLISH)) == (chinese, english)


@pytest.mark.parametrize(
    ("minimum", "maximum", "chinese"),
    [(3, 3, "须填满 3 个名次"), (0, 3, "至多填 3 个名次"), (1, 3, "填 1 至 3 个名次")],
)
def test_how_many_places_are_filled(minimum: int, maximum: int, chinese: str) -> None:
    rule = Rule("ranking", Enforced.KIOSK, minimum, maximum, "each")
    assert spoken_rule(rule, CHINESE) == f"{chinese}，同一人不重复"


def test_other_numbers_of_a_rule_are_said_as_they_are() -> None:
    scores = Rule("scores", Enforced.KIOSK, 0, 100, "each")
    assert spoken_rule(scores, CHINESE) == "评分为 0 至 100 分，可有一位小数"
    name = Rule("names", Enforced.KIOSK, 0, 5, "sum")
    assert spoken_rule(name, CHINESE) == "整张票勾选与另推合计不超过 5 人"


def test_swapped_records_are_named_first_and_nothing_is_left_out(published: Path) -> None:
    boxes, aside = published / "boxes", published / "aside"
    for source, target in (("r1-A", aside), ("r1-B", boxes / "r1-A"), (aside, boxes / "r1-B")):
        (boxes / source).rename(target)
    verdict = judged(published)
    said = list(verdict_lines(verdict, [], CHINESE))
    first = said.index("") + 1
    assert [line[:33] for line in said[first : first + 2]] == [
        f"※ 票箱 {here} 的位置上放的是一份自称票箱 {there} 的记录。"
        for here, there in (("r1-A", "r1-B"), ("r1-B", "r1-A"))
    ]
    for finding in verdict.findings:
        detail = finding.detail
        told = detail.told("zh") if isinstance(detail, Detail) else detail
        assert any(told in line for line in said), finding
    heads = [line for line in said if line.startswith("✗")]
    assert len(heads) == len(set(heads)) < len(verdict.findings)


def test_records_in_their_places_have_no_such_line(tiny: Held) -> None:
    assert not any(line.startswith("※") for line in verdict_lines(judged(tiny.out), [], ENGLISH))
