"""The tables of the outcome, and places in them (chapter 18)."""

from fractions import Fraction
from typing import Any

from .canonical import write
from .rules import CHOOSING


def tables_of(paper: dict[str, Any], items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """T: the items of a paper in tables, with places."""
    alike: dict[bytes, list[int]] = {}
    asked = [item for item in paper["items"] if "form" not in item]
    for number, item in enumerate(asked):
        own = {"id", "subject", "post"}
        shape = {name: value for name, value in item.items() if name not in own}
        key = write([shape, "subject" in item, number * (paper["kind"] in CHOOSING)])
        alike.setdefault(key, []).append(number)
    tables = []
    for numbers in alike.values():
        first = asked[numbers[0]]
        ranked, rows = "", dict[str, dict[str, Any]]()
        if paper["kind"] in CHOOSING:
            ranked = "option"
            rows = {
                option["id"]: items[numbers[0]]["rates"][k]
                for k, option in enumerate(first["options"])
            }
        elif len(numbers) > 1 and first.get("rates"):
            ranked = first["rates"][0]["id"]
            place = len(first["options"])
            rows = {asked[n]["id"]: items[n]["rates"][place] for n in numbers}
        listed = [items[number] for number in numbers]
        table = {"id": first["id"], "paper": paper["id"], "items": listed}
        tables.append({**table, "ranked_by": ranked, "places": _places(rows)})
    return tables


def _places(rows: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in the order of the paper, each with its rank."""
    values = {}
    for row, rate in rows.items():
        found = rate.get("weighted", rate.get("value"))
        values[row] = Fraction(found["numerator"], found["denominator"]) if found else Fraction(-1)
    return [
        {
            "row": row,
            "rank": 1 + sum(other > value for other in values.values()),
            "tied": list(values.values()).count(value) > 1,
        }
        for row, value in values.items()
    ]
