"""Limits across the questions of a paper, as far as sums can tell (chapters 13 and 18)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .box import Box
from .rules import names_of
from .singles import valid_answers
from .sums import Sum

Row = dict[str, Any]
BOUNDS = {"above": 0, "below": 100}  # where they bound nothing
Found = tuple[int, int, str]  # what was found, the most there can be, and about what


@dataclass(frozen=True)
class Paper:
    """A paper in one opened box: its items, each with its question."""

    items: list[tuple[Row, int]]
    box: Box | Sum

    def named(self, names: list[str]) -> list[tuple[Row, int]]:
        """The items of these names; all where there are none."""
        return [one for one in self.items if not names or names_of(one[0]).intersection(names)]

    def asked(self, limit: Row) -> list[tuple[Row, int]]:
        """The items of a limit that is not of one option, or of two kinds of items."""
        return self.named(limit.get("items", []))

    def lists(self, item: Row, question: int) -> list[list[int]]:
        """The lists of scores of valid answers, in tenths."""
        return valid_answers(item, self.box, question)

    def row(self, item: Row, question: int) -> list[int]:
        """The votes of an item's options."""
        assert self.box.result is not None
        return list(self.box.result[question][item["abstain"] :])

    def votes(self, item: Row, question: int, options: list[str]) -> int:
        """The votes of these options, or of all; what is written on a line."""
        if item.get("form") == "write_in":
            return 0 if options else sum(map(bool, valid_answers(item, self.box, question)))
        pairs = zip(item["options"], self.row(item, question), strict=True)
        return sum(votes for option, votes in pairs if not options or option["id"] in options)


def limit_rows(paper: Row, groups: list[str], boxes: list[Box | Sum], start: int) -> Iterator[Row]:
    """L of every limit of a paper whose first question has the number `start`."""
    items = list(zip(paper["items"], range(start, start + len(paper["items"])), strict=True))
    opened = [
        (group, Paper(items, box))
        for group, box in zip(groups, boxes, strict=True)
        if box.result is not None
    ]
    for limit in paper.get("limits", []):
        rows = []
        for group, one in opened:
            sums = list(SUMS[limit["kind"]](limit, one))
            if not sums:
                continue
            found, most, about = max(sums, key=lambda each: each[0] - each[1])
            if found > most:
                one.box.findings.note(one.box.place, "limit-over-sum", "a sum over its limit")
            shown = {"about": about} if about else {}
            rows.append({"group": group, **shown, "found": found, "most": most})
            rows[-1]["kept"] = found <= most
        if rows:
            rule = {"rule": limit["kind"], "enforced": "kiosk-enforced"}
            if limit["kind"] == "ticks":
                rule |= {"minimum": limit.get("least", 0), "maximum": limit["most"]}
            if limit["kind"] == "scored":
                people = sum(len(item["options"]) for item, _at in opened[0][1].asked(limit))
                rule |= {"minimum": limit.get("least", 0), "maximum": limit.get("most") or people}
            rule["rule"] = "person" if limit["kind"] == "once" else limit["kind"]
            lists = [item.get("form") for item, _at in opened[0][1].asked(limit)] == ["score"]
            rules = [{**rule, "rechecked": "each" if lists else "sum"}]
            yield {"paper": paper["id"], "limit": limit["id"], "rules": rules, "groups": rows}


def _ticks(limit: Row, paper: Paper) -> Iterator[Found]:
    if limit.get("most"):
        options = limit.get("options", [])
        forms = {None} if options else {None, "write_in"}
        items = [one for one in paper.named(limit.get("items", [])) if one[0].get("form") in forms]
        found = sum(paper.votes(*one, options) for one in items)
        yield found, limit["most"] * paper.box.count, ""


def _once(limit: Row, paper: Paper) -> Iterator[Found]:
    items = [one for one in paper.named(limit.get("items", [])) if "form" not in one[0]]
    for person in dict.fromkeys(option["id"] for item, _at in items for option in item["options"]):
        yield sum(paper.votes(*one, [person]) for one in items), paper.box.count, person


def _replacing(limit: Row, paper: Paper) -> Iterator[Found]:
    written = sum(paper.votes(*one, []) for one in paper.named(limit["lines"]))
    yield (
        written,
        sum(paper.votes(*one, [limit["option"]]) for one in paper.named(limit["items"])),
        "",
    )


def _alone(limit: Row, paper: Paper) -> Iterator[Found]:
    for item, question in paper.named(limit["items"]):
        alone = paper.votes(item, question, [limit["option"]])
        names = [option["id"] for option in item["options"] if option["id"] != limit["option"]]
        others = [paper.votes(item, question, [name]) for name in names]
        assert paper.box.result is not None
        blank = paper.box.result[question][0] if item["abstain"] else 0
        yield alone + max(others, default=0), paper.box.count - blank, item["id"]


def _between(limit: Row, paper: Paper) -> Iterator[Found]:
    for item, question in paper.named(limit["items"]):
        mine = [one for one in paper.named(limit["of"]) if _about(one[0]) == _about(item)]
        rows, whole = [paper.row(*one) for one in mine], paper.row(item, question)
        left_open = min(paper.box.count - sum(row) for row in rows)
        for at in range(1, len(whole)):
            for end in (slice(0, at), slice(at, None)):
                most = sum(sum(row[end]) for row in rows) + left_open
                yield sum(whole[end]), most, item["id"]


def _scored(limit: Row, paper: Paper) -> Iterator[Found]:
    above, below = (Fraction(limit.get(name, full)) for name, full in BOUNDS.items())
    strictly, items = limit.get("strictly", False), paper.asked(limit)

    def meant(tenths: int) -> bool:
        score = Fraction(tenths, 10)
        if strictly:
            return (score > above or not above) and (score < below or below == BOUNDS["below"])
        return above <= score <= below

    people = sum(len(item["options"]) for item, _at in items)
    least, most = limit.get("least", 0), limit.get("most", 0)
    for number, wanted in ((most, True), (least and people - least, False)):
        if not (most if wanted else least):
            continue
        counts = [
            [sum(meant(one) == wanted for one in each) for each in paper.lists(*item)]
            for item in items
        ]
        for (item, _at), each in zip(items, counts, strict=True):
            yield sum(one > number for one in each), 0, item["id"]
        if len(items) > 1:
            yield sum(map(sum, counts)), number * paper.box.count, ""


def _differ(limit: Row, paper: Paper) -> Iterator[Found]:
    items = [one for one in paper.asked(limit) if one[0].get("form") in {None, "score"}]
    same = Counter[str | int]()
    for item, question in items:
        if item.get("form") == "score":
            lists = paper.lists(item, question)
            same.update(one[0] for one in lists if one == one[:1] * len(one))
        else:
            names = [option["id"] for option in item["options"]]
            same.update(dict(zip(names, paper.row(item, question), strict=True)))
    if [item.get("form") for item, _at in items] == ["score"]:
        yield same.total(), 0, items[0][0]["id"]
    else:
        yield max(same.values(), default=0), (len(items) - 1) * paper.box.count, ""


def _about(item: Row) -> str | None:
    return item.get("subject")


SUMS = {
    "ticks": _ticks,
    "once": _once,
    "replacing": _replacing,
    "alone": _alone,
    "between": _between,
    "scored": _scored,
    "differ": _differ,
}
