"""Sums of boxes, each wrong in one way. `summed` has A and B opened as one, and C alone.

`few` is a closed meeting of two rounds whose first has two ballots in each of two boxes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from crypto.canonical import dumps
from crypto.trustees.act import sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.findings.finding import Finding
from tally.folder.exception import PlanException, exception_message
from tally.folder.source import open_folder
from tally.folder.sum import Sum
from tally.folder.sum_opening import SumAct, SumOpening
from tally.folder.teller_signatures import TellerSignature
from tally.opening.planned import planned_round
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.opened_alone import open_alone
from tests.tally.fixtures.remade_sums import NAME, definition_in, opened, opening_in, sum_of, write
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import edited

SumCase = Callable[[Held, Path], list[Finding]]
FewCase = Callable[[Hall, Path], list[Finding]]


def found_in(path: Path) -> list[Finding]:
    return list(verify_folder(open_folder(path), workers=1).findings)


def folder(change: Callable[[Held, Path], None]) -> SumCase:
    """A copy of the published folder, changed."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        change(held, path)
        return found_in(path)

    return make


def redefined(change: Callable[[Sum], Sum]) -> SumCase:
    """Another sum.json, and an opening that its tellers really made for it."""

    def make(held: Held, path: Path) -> None:
        definition = change(definition_in(path))
        write(path, NAME, definition, opened(held.hall, path, definition))

    return folder(make)


def acted(change: Callable[[SumOpening], SumOpening]) -> SumCase:
    """Another opening.json beside the same sum.json."""

    def make(held: Held, path: Path) -> None:
        write(path, NAME, definition_in(path), change(opening_in(held.hall, path)))

    return folder(make)


def reopened(*tellers: int, wrong: int = 0) -> SumCase:
    """The same sum opened again by these tellers."""

    def make(held: Held, path: Path) -> None:
        definition = definition_in(path)
        opening = opened(held.hall, path, definition, tellers, wrong=wrong)
        write(path, NAME, definition, opening)

    return folder(make)


def _first(definition: Sum, **changed: Any) -> Sum:
    """The sum with its first box described differently."""
    first, *others = definition.boxes
    return replace(definition, boxes=(replace(first, **changed), *others))


def _opened_alone_too(held: Held, path: Path) -> None:
    """C was opened alone; here it stands in the sum as well."""
    shutil.rmtree(path / "sums" / NAME)
    definition = sum_of(held.hall, path, "r1-A", "r1-B", "r1-C")
    write(path, "r1-A+B+C", definition, opened(held.hall, path, definition))


def _second_sum(held: Held, path: Path) -> None:
    """B stands in a second sum, with C, which was never opened alone here."""
    _closed_again(held, path, "r1-C")
    definition = sum_of(held.hall, path, "r1-B", "r1-C")
    write(path, "r1-B+C", definition, opened(held.hall, path, definition))


def _without(name: str) -> SumCase:
    return folder(lambda _held, path: (path / "sums" / NAME / name).unlink())


def _of_another_sum(held: Held, path: Path) -> None:
    """The opening of another sum of the same boxes (their hash says: of another meeting)."""
    definition = definition_in(path)
    other = replace(definition, meeting="0" * 64)
    opening = replace(opened(held.hall, path, other), sum=definition.hash)
    write(path, NAME, definition, opening)


def _by_another(opening: SumOpening) -> SumOpening:
    """The first share under the number of a teller who did not make it."""
    first, *others = opening.shares
    return replace(opening, shares=(replace(first, owner=2), *others))


def _unsigned(opening: SumOpening) -> SumOpening:
    """The signature under the first share is not that teller's."""
    first, *others = opening.shares
    signature = replace(first.signature, response=first.signature.response ^ 1)
    return replace(opening, shares=(replace(first, signature=signature), *others))


def _one_more(opening: SumOpening) -> SumOpening:
    return replace(opening, shares=(*opening.shares, replace(opening.shares[0], owner=4)))


def _more_votes(opening: SumOpening) -> SumOpening:
    def edit(rows: Any) -> None:
        rows[0][1] += 1

    rows = edited(dumps(opening.result or []).encode(), edit)
    from json import loads  # noqa: PLC0415 - used here only

    return replace(opening, result=loads(rows))


def _shuffled(opening: SumOpening) -> SumOpening:
    """A shuffle, although no question of the sum has single answers."""
    signature = opening.shares[0].signature
    nothing: Any = {"ciphertexts": [], "proofs": []}
    return replace(opening, shuffles=(SumAct(1, nothing, None, signature),))


def _lost_ballot(held: Held, path: Path) -> None:
    """A's record is that of another closing, with one ballot less."""
    hall = replace(held.hall, cast={**held.hall.cast, "r1-A": held.hall.cast["r1-A"][:-1]})
    from crypto.record.record import read_record  # noqa: PLC0415

    data = hall.closed_record("r1-A")
    (path / "boxes/r1-A/record.bel").write_bytes(data)
    (path / "boxes/r1-A/checkpoint.txt").write_bytes(hall.checkpoint(read_record(data)))


def few(*ids: str, name: str) -> FewCase:
    """These boxes of a closed meeting opened as one under this name."""

    def make(hall: Hall, path: Path) -> list[Finding]:
        hall.write_work(path)
        definition = sum_of(hall, path, *ids)
        write(path, name, definition, opened(hall, path, definition))
        return found_in(path)

    return make


def _all_as_one(held: Held, path: Path) -> None:
    """All three boxes opened as one: there is more in it than the plan needs."""
    shutil.rmtree(path / "sums" / NAME)
    _closed_again(held, path, "r1-C")
    definition = sum_of(held.hall, path, "r1-A", "r1-B", "r1-C")
    write(path, "r1-A+B+C", definition, opened(held.hall, path, definition))


def _large_alone(held: Held, path: Path) -> None:
    """The box that the small one needs, opened alone, as two tellers can who ask no plan."""
    shutil.rmtree(path / "sums")
    open_alone(held.hall, path, "r1-B", 1, 3)


def _closed_again(held: Held, path: Path, box: str) -> None:
    shutil.rmtree(path / "boxes" / box)
    shutil.copytree(held.closed / "boxes" / box, path / "boxes" / box)


def exception(hall: Hall, plan: str, *tellers: int) -> PlanException:
    """The exception from a plan, signed by these tellers."""
    group = hall.trustees.group
    return PlanException(
        plan,
        tuple(
            TellerSignature(
                teller,
                sign_act(
                    group,
                    derive_keys(group, hall.key(teller).key.seed).signing,
                    exception_message(plan, teller),
                ),
            )
            for teller in tellers
        ),
    )


def excepted(
    change: Callable[[PlanException], PlanException] = lambda e: e,
    *tellers: int,
    open_it: bool = False,
) -> FewCase:
    """The first round of the meeting with few ballots, with an exception; opened or not."""

    def make(hall: Hall, path: Path) -> list[Finding]:
        work = hall.write_work(path)
        plan = planned_round(work, work.meeting.rounds[0]).plan
        (path / "exceptions").mkdir()
        signed = change(exception(hall, plan.hash, *(tellers or (1, 2, 3))))
        (path / "exceptions/r1.json").write_bytes(signed.to_bytes())
        if open_it:
            definition = sum_of(hall, path, "r1-A", "r1-B")
            write(path, NAME, definition, opened(hall, path, definition))
        return found_in(path)

    return make


def _under_another_name(signed: PlanException) -> PlanException:
    first, *others = signed.signed
    return replace(signed, signed=(replace(first, owner=2), *others[1:]))


CASES: dict[str, SumCase] = {
    "in-sum": folder(lambda _held, _path: None),
    "sum-meeting": redefined(lambda s: replace(s, meeting="0" * 64)),
    "sum-boxes": redefined(lambda s: replace(s, boxes=s.boxes[::-1])),
    "sum-box-differs": redefined(lambda s: _first(s, head="0" * 64)),
    "box-opened-twice": folder(_opened_alone_too),
    "sums-overlap": folder(_second_sum),
    "sum-other": acted(lambda o: replace(o, sum="0" * 64)),
    "sum-missing": _without("sum.json"),
    "sum-unfinished": acted(lambda o: replace(o, result=None)),
    "plan-differs": folder(_all_as_one),
}
"""For each code of sums a folder that breaks its rule and no other."""

FEW: dict[str, FewCase] = {
    "sum-papers": few("r1-A", "r2-A", name="r1-A+A"),
    "sum-too-small": few("r1-A", "r1-B", name="r1-A+B"),
    "round-excepted": excepted(open_it=True),
    "exception-incomplete": excepted(lambda e: e, 1, 3, open_it=True),
    "exception-other": excepted(lambda e: replace(e, plan="0" * 64)),
    "exception-signature": excepted(_under_another_name),
}
"""The same, of the closed meeting with few ballots."""

ALSO: dict[str, tuple[set[str], SumCase]] = {
    "another setup": ({"sum-box-differs"}, redefined(lambda s: _first(s, setup="0" * 64))),
    "more ballots": ({"sum-box-differs"}, redefined(lambda s: _first(s, ballots=4))),
    "a box fewer than the folder says": (
        {"sum-boxes"},
        redefined(lambda s: replace(s, boxes=(*s.boxes, s.boxes[1]))),
    ),
    "one ballot less": ({"sum-box-differs", "bound-proof", "shares-missing"}, folder(_lost_ballot)),
    "a false factor": ({"bound-proof", "shares-missing"}, reopened(1, 3, wrong=3)),
    "a false factor among enough shares": ({"bound-proof"}, reopened(1, 2, 3, wrong=2)),
    "a share by nobody": ({"act-signature", "shares-missing"}, acted(_unsigned)),
    "a share of another": (
        {"act-signature", "bound-proof", "shares-missing"},
        acted(_by_another),
    ),
    "shares of another sum": (
        {"act-signature", "bound-proof", "shares-missing"},
        folder(_of_another_sum),
    ),
    "a teller who does not exist": ({"owner-unknown"}, acted(_one_more)),
    "a teller twice": ({"owner-repeated"}, reopened(1, 3, 1)),
    "too few shares": ({"shares-missing"}, reopened(2)),
    "another result": ({"result-value"}, acted(_more_votes)),
    "a needless shuffle": ({"shuffle-nothing"}, acted(_shuffled)),
    "the needed box alone": ({"plan-differs", "record-unfinished"}, folder(_large_alone)),
    "nothing done": ({"sum-unfinished"}, _without("opening.json")),
    "no sum any more": (
        {"sum-unfinished"},
        folder(lambda _held, path: shutil.rmtree(path / "sums")),
    ),
}
"""More folders, with everything but notes that is found in them."""
