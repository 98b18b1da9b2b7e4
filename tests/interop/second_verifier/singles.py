"""Single answers: what they mean (chapter 12), and what the outcome says of them (chapter 18)."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from .box import Box
from .findings import Refused, demand
from .names import put_together
from .sums import Sum

Paper = dict[str, Any]
Item = dict[str, Any]
NAMING = {"recommendation", "decision", "posts"}  # papers on whose lines people are named
PADDING = b"\xff"
HUNDRED = 1000  # tenths of a point
UNSEEN = (
    *((0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160)),
    *((0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F)),
    *((0x2800, 0x2800), (0x3164, 0x3164), (0xD800, 0xDFFF), (0xE000, 0xF8FF), (0xFDD0, 0xFDEF)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x110BD, 0x110BD)),
    *((0x110CD, 0x110CD), (0x13430, 0x13455), (0x16FE4, 0x16FE4), (0x1BCA0, 0x1BCA3)),
    *((0x1D159, 0x1D159), (0x1D173, 0x1D17A), (0x1DA9B, 0x1DAAF), (0xE0000, 0xE0FFF)),
    (0xF0000, 0x10FFFF),
)
UNSEEN_BY_TWO = (
    *((0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2)),
    *((0x1BAB, 0x1BAB), (0x2D7F, 0x2D7F), (0xAAF6, 0xAAF6), (0xFFFC, 0xFFFD), (0x10A3F, 0x10A3F)),
    *((0x1107F, 0x1107F), (0x11133, 0x11133), (0x113D0, 0x113D0), (0x1193E, 0x1193E)),
    *((0x11A47, 0x11A47), (0x11A99, 0x11A99), (0x11D45, 0x11D45), (0x11D97, 0x11D97)),
    (0x11F42, 0x11F42),
)
IN_PLACE = re.compile(
    "(?<=[\u1000-\u102a\u103a])\u1039(?=[\u1000-\u102a])"
    "|(?<=[\u1780-\u17b3])\u17d2(?=[\u1780-\u17b3])"
    "|(?<=[\u1a20-\u1a74])\u1a60(?=[\u1a20-\u1a54])"
    "|(?<=[\u1828-\u1842])\u180e(?=[\u1820\u1821](?: |\\Z))"
)
JOINERS = "\u1039\u17d2\u1a60\u180e"


def seen(text: str) -> bool:
    """Whether every character of a text can be seen."""
    codes = list(map(ord, text))
    hidden = any(first <= code <= last for code in codes for first, last in UNSEEN)
    return not hidden and not any(code & 0xFFFE == 0xFFFE for code in codes)


def seen_by_two(text: str) -> bool:
    """Whether all of a line can be seen by rule 2."""
    left = IN_PLACE.sub("", text)
    if any(joiner in left for joiner in JOINERS) or not seen(left):
        return False
    if any(first <= ord(one) <= last for one in left for first, last in UNSEEN_BY_TWO):
        return False
    accents = [unicodedata.ucd_3_2_0.combining(one) > 0 for one in f" {text}"]
    for place, (before, one) in enumerate(pairwise(f" {text}"), 1):
        if accents[place] and (before in {" ", one} or accents[place - 3 : place].count(True) > 2):
            return False
    return True


def _written(item: Item, vector: list[int]) -> str:
    """The text of a line, by the rule that the outcome names."""
    try:
        text = bytes(vector).rstrip(PADDING).decode()
    except UnicodeDecodeError:
        raise Refused("write-in-form", "no text") from None
    good = seen(text) if item.get("lines") == 1 else seen_by_two(text)
    demand(good, "write-in-character", "a character that cannot be seen")
    demand(text == " ".join(text.split()), "write-in-form", "spaces")
    return text


def _ranked(item: Item, vector: list[int]) -> list[int]:
    """The numbers of the people in their places."""
    filled = [one for one in vector if one]
    demand(max(vector) <= len(item["options"]), "ranking-person", "no such person")
    demand(len(set(filled)) == len(filled), "ranking-twice", "a person twice")
    demand(not any(vector[len(filled) :]), "ranking-gap", "an empty place")
    demand(len(filled) >= item["minimum"], "ranking-few", "too few places")
    return filled


def _scored(_item: Item, vector: list[int]) -> list[int]:
    """Everybody's tenths of a point."""
    tenths = [256 * high + low for high, low in zip(vector[::2], vector[1::2], strict=True)]
    demand(max(tenths) <= HUNDRED, "score-range", "a score above 100")
    return tenths


READ: dict[str, Callable[[Item, list[int]], Any]] = {
    "write_in": _written,
    "ranking": _ranked,
    "score": _scored,
}
Answers = tuple[list[Any], Counter[str]]
"""What valid answers say, and how many are invalid for each reason."""


def _answers(item: Item, box: Box | Sum, question: int) -> Answers:
    """The answers to one item in an opened box."""
    valid: list[Any] = []
    reasons = Counter[str]()
    for number, vector in enumerate((box.result or [])[question]):
        if (question, number) in box.marked:
            reasons["single-answer-marked"] += 1
            continue
        try:
            valid.append(READ[item["form"]](item, vector))
        except Refused as fault:
            reasons[fault.code] += 1
    return valid, reasons


def valid_answers(item: Item, box: Box | Sum, question: int) -> list[Any]:
    """What the valid answers to one item say; none of a box that was not opened."""
    return [] if box.result is None else _answers(item, box, question)[0]


def _count(item: Item, answers: Answers) -> dict[str, Any]:
    """K of the answers of one box, or of several together."""
    valid, reasons = answers
    invalid = sum(reasons.values())
    count: dict[str, Any] = {"ballots": len(valid) + invalid, "valid": len(valid)}
    ids = [option["id"] for option in item["options"]]
    if item["form"] == "write_in":
        count |= {"nothing": valid.count(""), "names": _names(valid)}
    elif item["form"] == "ranking":
        places = {
            name: [
                sum(one[place : place + 1] == [person] for one in valid)
                for place in range(item["maximum"])
            ]
            for person, name in enumerate(ids, 1)
        }
        count |= {"nobody": valid.count([]), "places": places}
    else:
        scores = {name: _score([one[k] for one in valid]) for k, name in enumerate(ids)}
        count["scores"] = scores
    return {**count, "invalid": invalid, "reasons": dict(sorted(reasons.items()))}


def _names(texts: list[str]) -> list[dict[str, Any]]:
    votes = sorted(Counter(filter(None, texts)).items(), key=lambda one: (-one[1], one[0]))
    return [{"name": name, "votes": number} for name, number in votes]


def _score(tenths: list[int]) -> dict[str, Any]:
    value: dict[str, Any] = {"tenths": sorted(tenths, reverse=True), "sum": sum(tenths)}
    if tenths:
        mean = Fraction(sum(tenths), 10 * len(tenths))
        hundredths = math.floor(mean * 100 + Fraction(1, 2))
        shown = f"{hundredths // 100}.{hundredths % 100:02d}"
        ends = {"numerator": mean.numerator, "denominator": mean.denominator}
        value["mean"] = {**ends, "shown": shown}
    return value


def _rules(item: Item, kind: str) -> list[dict[str, Any]]:
    rule, least, most = {
        "write_in": ("name", 0, 1),
        "ranking": ("ranking", item["minimum"], item["maximum"]),
        "score": ("scores", 0, 100),
    }[item["form"]]
    limits = {"minimum": least, "maximum": most, "rechecked": "each"}
    kept = {"rule": rule, "enforced": "kiosk-enforced", **limits}
    if rule == "name" and kind not in NAMING:
        kept["rule"] = "text"
    once = [{"rule": "once", "enforced": "kiosk-enforced"}] if kept["rule"] == "name" else []
    return [{"rule": "author", "enforced": "proved"}, kept, *once]


def single_tables(
    paper: Paper, people: list[Item], groups: list[str], boxes: list[Box | Sum], start: int
) -> Iterator[Any]:
    """S: the single answers of a paper whose first question has the number `start`."""
    together: dict[Any, list[tuple[int, Item]]] = {}
    for question, item in enumerate(paper["items"], start):
        if "form" in item:
            keys = {
                "write_in": re.sub("-[0-9]+$", "", item["id"]),
                "ranking": question,
                "score": (item["prompt"], item["prompt_en"]),
            }
            together.setdefault((item["form"], keys[item["form"]]), []).append((question, item))
    opened = [
        (group, box) for group, box in zip(groups, boxes, strict=True) if box.result is not None
    ]
    for (form, _key), items in together.items():
        table: dict[str, Any] = {"id": items[0][1]["id"], "paper": paper["id"], "form": form}
        if form == "score":
            table["rounding"] = "points-2-half-up"
        rows, names = [], list[str]()
        for question, item in items:
            parts = {group: _answers(item, box, question) for group, box in opened}
            every: Answers = (
                [answer for valid, _reasons in parts.values() for answer in valid],
                sum((reasons for _valid, reasons in parts.values()), Counter[str]()),
            )
            names += every[0] if form == "write_in" else []
            counts = [{"group": group, **_count(item, one)} for group, one in parts.items()]
            row = {"id": item["id"], "rules": _rules(item, paper["kind"]), "groups": counts}
            rows.append({**row, "all": _count(item, every)})
        table["items"] = rows
        if form == "write_in":
            naming = paper if paper["kind"] in NAMING else {"items": []}
            table["names"] = put_together(names, naming, people)
        yield table


def names_limit(
    paper: Paper, groups: list[str], boxes: list[Box | Sum], start: int
) -> Iterator[Any]:
    """L: all names on a paper that limits them."""
    most = paper.get("at_most")
    rows = []
    for group, box in zip(groups, boxes, strict=True):
        if not most or box.result is None:
            continue
        ticked = written = 0
        for question, item in enumerate(paper["items"], start):
            if "form" not in item:
                ticked += sum(box.result[question][item["abstain"] :])
            elif item["form"] == "write_in":
                written += sum(map(bool, _answers(item, box, question)[0]))
        fit = most * box.count
        kept = ticked + written <= fit
        if not kept:
            box.findings.note(box.place, "names-over-limit", "more names than fit the ballots")
        row = {"group": group, "ticked": ticked, "written": written}
        rows.append({**row, "most": fit, "kept": kept})
    if rows:
        rule = {"rule": "names", "enforced": "kiosk-enforced", "minimum": 0, "maximum": most}
        yield {"paper": paper["id"], "rules": [{**rule, "rechecked": "sum"}], "groups": rows}
