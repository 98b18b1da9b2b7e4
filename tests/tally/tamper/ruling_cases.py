"""Rulings and draws of steps, each wrong in one way, beside a count that waits for them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from meeting.draws.draw_list import DrawList
from meeting.published.setups import meeting_fingerprint
from tally.findings.finding import Finding
from tally.folder.ruling import (
    MERGE,
    Answer,
    MergedName,
    Ruling,
    SignedRuling,
    decided_on_names,
)
from tally.folder.source import open_folder
from tally.opening.sign_ruling import sign_ruling
from tally.opening.work_folder import WorkFolder
from tally.outcome.single_count import by_votes
from tally.verify.folder import verify_folder
from tests.tally.fixtures.draws import draw_of, write_draw
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.ruled_hall import (
    VETTED,
    published_with,
    ruling_of,
    signature_of,
    signed_in,
)

Case = Callable[[Held, Path], list[Finding]]
PEOPLE = ("chen", "lin")


def beside(
    change: Callable[[Ruling], Ruling] = lambda ruling: ruling, tellers: tuple[int, ...] = (1, 3)
) -> Case:
    """A ruling that these tellers really signed, and that enters no outcome."""
    return signed(lambda held: _signed(held, change(_honest(held)), tellers))


def signed(make: Callable[[Held], SignedRuling]) -> Case:
    """The published folder that waits for a ruling, and this one in it."""

    def case(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path / "out")
        (path / "out" / "rulings").mkdir()
        (path / "out" / "rulings" / "vetted.json").write_bytes(make(held).to_bytes())
        return judged(path / "out")

    return case


def counted(*answers: Answer, **changed: str) -> Case:
    """A ruling that two tellers signed and that it was counted with, although it does not fit."""

    def case(held: Held, path: Path) -> list[Finding]:
        ruling = ruling_of(held, "vetted", answers, PEOPLE, **changed)
        work = signed_in(held, path / "work", ruling)
        return judged(published_with(held, path / "out", work))

    return case


def judged(path: Path) -> list[Finding]:
    return list(verify_folder(open_folder(path), workers=1).findings)


def _honest(held: Held) -> Ruling:
    return ruling_of(held, "vetted", VETTED, PEOPLE)


def _signed(held: Held, ruling: Ruling, tellers: tuple[int, ...]) -> SignedRuling:
    return SignedRuling(ruling, tuple(signature_of(held, ruling, each) for each in tellers))


def _under_another_name(held: Held) -> SignedRuling:
    found = _signed(held, _honest(held), (1, 3))
    return replace(found, signed=(replace(found.signed[0], owner=2), *found.signed[1:]))


def _drawn_from_another_list(held: Held, path: Path) -> list[Finding]:
    """Two tellers really drew, from the list that follows from the step, for another purpose."""
    work = signed_in(held, path / "work")
    fingerprint = _honest(held).meeting
    of = DrawList(fingerprint, "lot", "抽签，第二次", 1, ("陈志远", "林 嵘"))
    write_draw(held.hall, work.folder.path, draw_of(held.hall, of))
    work = WorkFolder.open(work.folder.path)
    return judged(published_with(held, path / "out", work))


def merged(*names: MergedName, decided_on: str = "") -> Case:
    """Two tellers signed who is meant by the names that were written, and it was counted so."""

    def case(held: Held, path: Path) -> list[Finding]:
        work = signed_in(held, path / "work")
        fingerprint, about = meeting_fingerprint(work.setups()), "r1+slate"
        written = decided_on or decided_on_names("r1", "slate", by_votes(_written(held)))
        head = (MERGE, about, "2026-12-01", "记录", "经辨认")
        ruling = Ruling(*head, (), fingerprint, written, names)
        for teller in (1, 3):
            sign_ruling(work, about, ruling, held.hall.key(teller))
        return judged(published_with(held, path / "out", work))

    return case


def _written(held: Held) -> list[tuple[str, int]]:
    """What was written on the lines, with votes, as it stands in outcome.json."""
    outcome = json.loads((held.out / "outcome.json").read_bytes())
    rows = outcome["rounds"][0]["singles"][0]["names"]
    found = [spelling for row in rows for spelling in row.get("spellings", [row])]
    return [(each["name"], each["votes"]) for each in found]


_WANG = MergedName("", "王五", ("王五",))
FITTING = (MergedName("lin", "", ("林嵘",)), replace(_WANG, spellings=("王五", "丁一")))
"""Names that fit what was written in `written_hall`."""
WRITTEN: dict[str, Case] = {"ruling-names": merged(_WANG, decided_on="0" * 64)}
MERGED: dict[str, Case] = {
    "somebody of the list under another": merged(MergedName("chen", "", ("林嵘",))),
    "a text that nobody wrote": merged(replace(_WANG, spellings=("王伍",))),
    "a text twice": merged(_WANG, MergedName("chen", "", ("王五",))),
    "a person twice": merged(_WANG, replace(_WANG, name="王 五", spellings=("丁一",))),
    "nobody of the meeting": merged(replace(_WANG, person="wang")),
    "a new person called as somebody of the list": merged(replace(_WANG, name="林 嵘")),
    "more votes than ballots": merged(MergedName("chen", "", ("欧阳娜娜", "王五", "丁一"))),
}
"""Broken in ways that the same code finds."""
CASES: dict[str, Case] = {
    "draw-other-list": _drawn_from_another_list,
    "ruling-missing": lambda held, _path: judged(held.out),
    "ruling-unsigned": beside(tellers=(1,)),
    "ruling-signature": signed(_under_another_name),
    "ruling-meeting": beside(lambda ruling: replace(ruling, meeting="0" * 64)),
    "ruling-step": beside(lambda ruling: replace(ruling, about="decided")),
    "ruling-source": beside(lambda ruling: replace(ruling, source="")),
    "ruling-content": beside(lambda ruling: replace(ruling, date="2026-02-30")),
    "ruling-other-people": counted(*VETTED, decided_on="0" * 64),
    "ruling-person": counted(*VETTED, Answer("wang", "yes")),
    "ruling-people": counted(*VETTED[:1]),
}
ALSO: dict[str, tuple[Case, str]] = {
    "by one teller twice": (beside(tellers=(1, 1)), "ruling-signature"),
    "by nobody": (beside(tellers=()), "ruling-unsigned"),
    "of another kind": (beside(lambda ruling: replace(ruling, kind="defer")), "ruling-step"),
    "without words": (beside(lambda ruling: replace(ruling, words="")), "ruling-content"),
    "of somebody twice": (counted(*VETTED, VETTED[0]), "ruling-people"),
}
