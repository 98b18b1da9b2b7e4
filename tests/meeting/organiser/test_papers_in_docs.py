"""The pages about papers name every kind of paper, item and limit; their example is read."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from meeting.definition.paper import KINDS
from meeting.definition.paper_limits import LIMITS
from meeting.presets.preset import ABOUT
from tests.meeting.fixtures.own_papers import own_meeting

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [DOCS / "papers.md", DOCS / "zh/papers.md"]
TOML = re.compile("```toml\n(.*?)```", re.DOTALL)


def example(page: Path) -> str:
    return str(TOML.findall(page.read_text("utf-8"))[0])


def test_both_pages_show_the_same_procedure_and_it_is_read(tmp_path: Path) -> None:
    first, second = (
        own_meeting(tmp_path / str(at), example(page)) for at, page in enumerate(PAGES)
    )
    assert first == second
    assert [item.id for item in first.papers[0].items[:2]] == ["head-choice", "head-other"]
    assert [limit.kind for paper in first.papers for limit in paper.limits] == [
        *("ticks", "ticks", "once", "ticks"),
    ]


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_every_kind_has_a_row_and_each_field_of_a_limit_is_named(page: Path) -> None:
    text = page.read_text("utf-8")
    rows = " ".join(re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE))
    for name in (*KINDS, *ABOUT, *LIMITS):
        assert f"`{name}`" in rows, name
    for kind in LIMITS.values():
        names = {each.name for each in fields(kind)} - {"name_en"}
        assert {name for name in names if not re.search(rf"`{name}\b", text)} == set(), kind.kind
