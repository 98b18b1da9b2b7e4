"""What has to be done first is told with a refusal, in the language of whoever reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tally.next_steps.openings import naming_what_is_missing, refuse_uncounted
from tally.problem import Problem
from tests.tally.fixtures.small_hall import Hall

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("around", ["zh", "en"])
def test_the_steps_are_told_in_the_readers_language(
    untouched: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, around: str
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", around)
    work = untouched.write_work(tmp_path / "work")
    with pytest.raises(Problem) as refused:
        refuse_uncounted(work)
    english, chinese = refused.value.text("en"), refused.value.text("zh")
    for name in work.meeting.tellers:
        assert name in english
        assert name in chinese
        english = english.replace(name, "")
    assert english.startswith("This meeting has not been counted yet")
    assert "\nNext: 2 more of these tellers must open box r1-A, r1-B: 1 , 2 , 3 \n" in english
    assert not HAN.search(english)
    assert not re.search(r"Next|tellers|r1-A, r1-B", chinese)
    assert "r1-A、r1-B" in chinese
    assert refused.value.where == str(work.folder.path)


def test_a_refusal_that_time_does_not_mend_is_left_as_it_is(
    untouched: Hall, tmp_path: Path
) -> None:
    work = untouched.write_work(tmp_path / "work")
    other = Problem("box-not-valid", "Something else.")
    with pytest.raises(Problem) as told, naming_what_is_missing(work):
        raise other
    assert told.value is other
    early = Problem("box-shares", "Of {box}.", where="there", box="r1-A")
    with pytest.raises(Problem) as told, naming_what_is_missing(work):
        raise early
    assert (told.value.code, told.value.where) == ("box-shares", "there")
    assert told.value.text("en").startswith("Of r1-A.\nNext: 2 more of these tellers")
