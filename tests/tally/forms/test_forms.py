"""What the forms say: figures that reconcile, orders, rounds that do not count."""

from __future__ import annotations

from dataclasses import replace

from meeting.organiser.figures import BoxFigures
from tally.forms.form import Form, Forms, Table, Told
from tally.report.beside import Beside, Cancelled
from tests.tally.fixtures.read_forms import made
from tests.tally.fixtures.sample_outcomes import PLAIN, TIED, A, B, outcome, samples


def form(forms: Forms, name: str) -> Form:
    return next(each for each in forms.forms if each.name == name)


def told(form: Form) -> str:
    return "\n".join(part.text for part in form.parts if isinstance(part, Told))


def names(form: Form) -> list[object]:
    table = next(part for part in form.parts if isinstance(part, Table))
    return [row.lines[0][1] for row in table.rows if not row.total]


def test_the_four_reports_reconcile() -> None:
    beside = Beside({"r1-A": Cancelled(1, 8), "r1-B": Cancelled(0, 10)})
    hall = {"r1-A": BoxFigures(12, 11), "r1-B": BoxFigures(10, 10)}
    forms = made(outcome(PLAIN, {"r1-A": A, "r1-B": B}, hall), beside=beside)
    assert [each.name for each in forms.forms][:4] == [
        "出席情况", "选票分发情况", "选票收回情况", "计票结果",
    ]  # fmt: skip
    assert "应到会40人，实到会22人，缺席18人，出席率55.00%。" in told(form(forms, "出席情况"))
    assert "拆封选票39张＝实发21张＋剩余18张。" in told(form(forms, "选票分发情况"))
    assert "实发选票21张，收回20张" in told(form(forms, "选票收回情况"))
    assert "收回20张＝有效20张＋无效0张。" in told(form(forms, "计票结果"))
    assert all(told(each).endswith("特此报告。") for each in forms.forms[:4])


def test_slips_that_are_missing_are_said() -> None:
    beside = Beside({"r1-A": Cancelled(1, 6), "r1-B": Cancelled(0, 10)})
    hall = {"r1-A": BoxFigures(12, 11), "r1-B": BoxFigures(10, 10)}
    forms = made(outcome(PLAIN, {"r1-A": A, "r1-B": B}, hall), beside=beside)
    given = form(forms, "选票分发情况")
    assert "少2张" in told(given)
    assert next(part for part in given.parts if isinstance(part, Told)).strong


def test_a_void_round_has_its_reports_and_no_votes() -> None:
    forms = made(samples()[6])
    assert [each.name for each in forms.forms] == [
        "出席情况", "选票分发情况", "选票收回情况", "计票结果",
    ]  # fmt: skip
    assert "无效" in told(form(forms, "计票结果"))
    tables = [part for part in form(forms, "计票结果").parts if isinstance(part, Table)]
    assert tables == []


def test_people_stand_by_votes_or_as_they_are_listed() -> None:
    people = tuple(replace(person) for person in PLAIN.people)
    assert [person.id for person in people] == ["chen", "lin"]
    # the second of them has more votes
    fewer = (*A[:5], (2, 3, 6))
    found = outcome(PLAIN, {"r1-A": fewer, "r1-B": B}, {})
    assert names(form(made(found, order="votes"), "全额定向推荐")) == ["林 嵘", "陈志远"]
    assert names(form(made(found, order="list"), "全额定向推荐")) == ["陈志远", "林 嵘"]


def test_equal_ones_are_said_to_be_equal() -> None:
    found = outcome(PLAIN, {"r1-A": TIED}, {})
    table = next(p for p in form(made(found), "全额定向推荐").parts if isinstance(p, Table))
    assert {row.lines[0][-1] for row in table.rows if not row.total} == {"并列第1"}


def test_the_sentences_for_the_file_name_channel_votes_rate_and_place() -> None:
    text = told(form(made(samples()[0]), "考察材料"))
    assert "第一轮（推荐人选）：22人参加，得11票，得票率55.00%，居第1位（并列）。" in text
