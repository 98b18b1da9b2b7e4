"""The figures of the hall and the outcome that follows from everything (chapter 18)."""

import math
from fractions import Fraction
from typing import Any

from .box import Box
from .canonical import conform, natural, parse, read, write
from .findings import demand
from .limits import limit_rows
from .merges import merge, names_asked
from .plans import Plan
from .rounds import boxes_of, groups_in
from .singles import names_limit, seen, single_tables
from .steps import steps_of
from .sums import Sum
from .tables import tables_of
from .units import Unit, units_of
from .worked import Acts, Counted

FIGURES = ("entitled", "present", "issued", "returned", "valid", "invalid", "unopened")


Hall = dict[str, dict[str, int]]
"""What was entered, by box."""


def read_figures(
    text: bytes, meeting: dict[str, Any], boxes: dict[str, Box]
) -> tuple[Hall, list[tuple[str, Hall]]]:
    """figures.json: the figures that hold, and the corrected ones with the reasons."""
    names = {name: group for name, _round, group in boxes_of(meeting)}
    form = {f"{name}?": {"present": int, "issued": int} for name in names}
    earlier = {"reason": str, "boxes": form}
    value = read(text, {"version": 2, "boxes": form, "earlier?": [earlier]})
    found = [(one["reason"], one["boxes"]) for one in value.get("earlier", [])]
    demand("earlier" not in value or 0 < len(found) <= 100, "array-length", "corrections")
    for reason, _hall in found:
        good = seen(reason) and reason == " ".join(reason.split()) and 0 < len(reason) <= 200
        demand(good, "figures-reason", "a correction without a reason")
    for hall in (value["boxes"], *(hall for _reason, hall in found)):
        for name, group in names.items():
            most = max(hall.get(name, {}).get("present", 0), hall.get(name, {}).get("issued", 0))
            demand(most <= 1 << 30, "integer-out-of-range", f"so many people in {name}")
            ballots = len(boxes[name].ballots) if name in boxes else 0
            most = max(ballots, hall.get(name, {}).get("issued", 0))
            demand(most <= group["slips"], "figures-disagree", f"more than printed in {name}")
    return value["boxes"], found


def compute(
    meeting: dict[str, Any],
    definition_hash: str,
    figures: tuple[Hall, list[tuple[str, Hall]]],
    boxes: dict[str, Box],
    found: dict[str, Any],
    plans: dict[str, Plan],
    sums: list[Sum],
    acts: Acts,
) -> bytes:
    """outcome.json as it must be; the number of the pages' form, if any, is that of the found."""
    rule = found.get("lines", 1)
    demand(rule in {1, 2}, "outcome-differs", "lines are read by rules 1 and 2")
    papers = {paper["id"]: _ruled(paper, rule) for paper in meeting["papers"]}
    lines = any(item.get("form") == "write_in" for one in papers.values() for item in one["items"])
    rounds, counted, asked = [], dict[str, Counted](), names_asked(meeting)
    for one in meeting["rounds"]:
        units = units_of(one, groups_in(meeting, one), boxes, sums)
        groups, mine = [unit.group for unit in units], [unit.opened for unit in units]
        names = [group["id"] for group in groups]
        rows, about = _round(one, units, figures[0])
        counted[one["id"]] = Counted(list(zip(units, rows, strict=True)), "void" in about)
        about = {"id": one["id"], **_named(plans.get(one["id"])), **about}
        if "void" in about:
            rounds.append({**about, "tables": []})
            continue
        singles, limits, across = list[Any](), list[Any](), list[Any]()
        tables, question = [], 0
        for paper in (papers[name] for name in one["papers"]):
            items, first = [], question
            for item in paper["items"]:
                if "form" not in item:
                    items.append(_answered(item, paper, groups, mine, rows, question))
                question += 1
            tables += tables_of(paper, items)
            singles += single_tables(paper, meeting["people"], names, mine, first)
            limits += names_limit(paper, names, mine, first)
            across += limit_rows(paper, names, mine, first)
            name = f"{one['id']}+{paper['id']}"
            if name in asked | set(acts.rulings):
                ruling = acts.rulings.get(name)
                acts.merges[name] = merge(meeting, one["id"], paper, first, units, ruling)
        about |= {"tables": tables, **({"singles": singles} if singles else {})}
        rounds.append({**about, **({"limits": limits + across} if limits + across else {})})
    heads = [
        {
            "id": box.place,
            "setup": box.setup,
            "head": box.events[-1].hash,
            "ballots": len(box.ballots),
            "opened": box.result is not None,
        }
        for box in boxes.values()
    ]
    start = {"version": 2, "meeting": definition_hash, "rounding": "percent-2-half-up"}
    start |= {"rendering": natural(found["rendering"])} if "rendering" in found else {}
    start |= {"lines": rule} if lines and rule > 1 else {}
    earlier = [
        {
            "reason": reason,
            "rounds": [
                _round(one, units_of(one, groups_in(meeting, one), boxes, sums), hall)[1]
                for one in meeting["rounds"]
            ],
        }
        for reason, hall in figures[1]
    ]
    steps = steps_of(meeting, counted, acts)
    ends = {"steps": steps} if steps else {}
    merged = [each.shown() for each in acts.merges.values() if each.ruling]
    ends |= {"merged": merged} if merged else {}
    ends |= {"earlier": earlier} if earlier else {}
    together = [
        {
            "name": each.name,
            "sum": each.hash,
            "opening": each.opening,
            "boxes": each.ids,
            "group": each.name.partition("-")[2],
            "ballots": each.count,
        }
        for each in sums
    ]
    listed = {"boxes": heads, **({"sums": together} if together else {})}
    return write({**start, **listed, "rounds": rounds, **ends})


def unsaid(found: bytes) -> bytes:
    """The file without what it says of steps in words, which are those of our catalogue."""
    value = conform(parse(found), dict)
    steps = value.get("steps")
    if write(value) != found or not isinstance(steps, list):
        return found
    plain = [{k: v for k, v in conform(each, dict).items() if k != "said"} for each in steps]
    return write(value | {"steps": plain})


def _named(plan: Plan | None) -> dict[str, Any]:
    """What is said of the plan of a round."""
    excepted = {"excepted": True} if plan and plan.signed else {}
    return {"plan": plan.hash, **excepted} if plan else {}


def _ruled(paper: dict[str, Any], rule: int) -> dict[str, Any]:
    """A paper whose lines say by which rule they are read."""
    items = [item | ({"lines": rule} if "form" in item else {}) for item in paper["items"]]
    return {**paper, "items": items}


def _round(
    one: dict[str, Any], units: list[Unit], hall: Hall
) -> tuple[list[dict[str, int]], dict[str, Any]]:
    """The rows of figures of a round, and what the outcome says of them."""
    own = {
        box.place: _figures(group, hall.get(box.place, {}), box)
        for unit in units
        for group, box in unit.parts
    }
    void, remarks = list[Any](), list[Any]()
    for place, row in own.items():
        people = "present" if "present" in row else "entitled"
        for pairs, told in (
            ((("returned", "issued"), ("returned", people)), void),
            ((("present", "entitled"), ("issued", "present")), remarks),
        ):
            told += [
                {"box": place, "more": a, "than": b, "found": row[a], "limit": row[b]}
                for a, b in pairs
                if a in row and b in row and row[a] > row[b]
            ]
    rows = [_pooled(unit, [own[box.place] for _group, box in unit.parts]) for unit in units]
    together = _added(rows)
    hidden = {"valid", "invalid"} if void else set[str]()
    shown = [{k: v for k, v in row.items() if k not in hidden} for row in (*rows, together)]
    listed = [{"group": unit.group["id"], **row} for unit, row in zip(units, shown, strict=False)]
    about: dict[str, Any] = {"id": one["id"], "figures": {"groups": listed, "all": shown[-1]}}
    about |= {"void": void} if void else {}
    return rows, {**about, **({"remarks": remarks} if remarks else {})}


def _added(rows: list[dict[str, int]]) -> dict[str, int]:
    """Rows of figures together; a figure that one of them lacks is left out, but for one."""
    return {
        name: sum(row.get(name, 0) for row in rows)
        for name in FIGURES
        if (any if name == "unopened" else all)(name in row for row in rows)
    }


def _pooled(unit: Unit, rows: list[dict[str, int]]) -> dict[str, int]:
    """F of a group, or of groups as one."""
    if len(rows) == 1:
        return rows[0]
    added = _added(rows)
    added.pop("unopened", None)
    return added | {"valid": added["returned"] if unit.opened.result is not None else 0}


def _figures(group: dict[str, Any], entered: dict[str, int], box: Box) -> dict[str, int]:
    """F of one group."""
    ballots = len(box.ballots)
    valid = ballots if box.result is not None else 0
    figures = {"entitled": group["size"], **entered}
    figures |= {"returned": ballots, "valid": valid, "invalid": 0}
    return figures if valid == ballots else {**figures, "unopened": ballots}


def _answered(
    item: dict[str, Any],
    paper: dict[str, Any],
    groups: list[dict[str, Any]],
    boxes: list[Box | Sum],
    figures: list[dict[str, int]],
    question: int,
) -> dict[str, Any]:
    """I: the counts of one item and its rates."""
    options = [option["id"] for option in item["options"]]
    counts: dict[str, dict[str, Any]] = {}
    for group, box in zip(groups, boxes, strict=True):
        if box.result is not None:
            row = box.result[question]
            votes = dict(zip(options, row[item["abstain"] :], strict=True))
            blank = row[0] if item["abstain"] else 0
            counts[group["id"]] = {"valid": len(box.ballots), "abstain": blank, "votes": votes}
            _demand_possible(item, counts[group["id"]])
    total = {
        "valid": sum(one["valid"] for one in counts.values()),
        "abstain": sum(one["abstain"] for one in counts.values()),
        "votes": {name: sum(one["votes"][name] for one in counts.values()) for name in options},
    }
    limits = {"minimum": item["minimum"], "maximum": item["maximum"]}
    rules: list[dict[str, Any]] = [{"rule": "limits", "enforced": "proved", **limits}]
    if item["abstain"]:
        rules.append({"rule": "abstain", "enforced": "proved"})
    wanted = [(f"option:{name}", [name], paper["denominator"]) for name in options]
    wanted += [(one["id"], one["options"], one["denominator"]) for one in item.get("rates", [])]
    weights = {group["id"]: group.get("weight") for group in groups}
    bases = {group["id"]: row for group, row in zip(groups, figures, strict=True)}
    return {
        "id": item["id"],
        "rules": rules,
        "groups": [{"group": name, **one} for name, one in counts.items()],
        "all": total,
        "rates": [_rate(*one, counts, bases, weights) for one in wanted],
    }


def _demand_possible(item: dict[str, Any], count: dict[str, Any]) -> None:
    answered, votes = count["valid"] - count["abstain"], count["votes"].values()
    most, least = item["maximum"] * answered, item["minimum"] * answered
    good = all(0 <= one <= answered for one in votes) and least <= sum(votes) <= most
    demand(good, "result-value", f"impossible counts of {item['id']}")


def _rate(
    name: str,
    options: list[str],
    over: str,
    counts: dict[str, dict[str, Any]],
    figures: dict[str, dict[str, int]],
    weights: dict[str, Fraction | None],
) -> dict[str, Any]:
    """Q: one rate, of all opened groups together and weighted."""
    votes = {group: sum(one["votes"][x] for x in options) for group, one in counts.items()}
    known = all(over in figures[group] for group in counts)
    demand(known, "figures-missing", f"{over} was not entered, and a rate is taken over it")
    bases = {group: figures[group][over] for group in counts}
    total, base = sum(votes.values()), sum(bases.values())
    rate: dict[str, Any] = {"id": name, "options": options, "over": over}
    rate |= {"votes": total, "base": base}
    if base:
        rate["value"] = _shown(Fraction(total, base))
    single = {group: Fraction(votes[group], bases[group]) for group in counts if bases[group]}
    shares = [(weights[group] or Fraction(0), one) for group, one in single.items()]
    if shares and all(weights.values()):
        rate["groups"] = [{"group": group, **_shown(one)} for group, one in single.items()]
        weighted = sum(share * one for share, one in shares) / sum(share for share, _ in shares)
        rate["weighted"] = _shown(Fraction(weighted))
    return rate


def _shown(value: Fraction) -> dict[str, Any]:
    """X: a fraction, and as percent with two decimals, half up."""
    hundredths = math.floor(value * 10000 + Fraction(1, 2))
    shown = f"{hundredths // 100}.{hundredths % 100:02d}%"
    return {"numerator": value.numerator, "denominator": value.denominator, "shown": shown}
