"""When two written names are one, and who on a paper bears one (chapter 12)."""

import unicodedata
from collections import Counter
from typing import Any

DOTS = (
    ".\u00b7\u02d9\u0387\u16eb\u2022\u2024\u2027\u2219\u22c5\u25cf\u25e6\u2e31\u2e33\u30fb\ua78f"
    "\uff0e\uff65\U00010101"
)
NOTHING = "\u061c\u115f\u1160\u2064\u2066\u2067\u2068\u2069\u2800\u3164\uffa0"
ALIKE = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def old(character: str) -> bool:
    """Whether Unicode 3.2 has it."""
    return unicodedata.ucd_3_2_0.category(character) != "Cn"


def _each_old_run(text: str, change: Any) -> str:
    runs, run = "", ""
    for character in text:
        if old(character):
            run += character
        else:
            runs, run = runs + change(run) + character, ""
    return runs + str(change(run))


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def key(text: str) -> str:
    """What the spellings of one name have in common; the text itself if that is nothing."""
    return key_or_nothing(text) or text


def key_or_nothing(text: str) -> str:
    """What is left of a name in common with its other spellings."""
    folded = _each_old_run(text, lambda run: _nfkc(_nfkc(run).casefold()))
    left = ""
    for one in folded:
        gap = unicodedata.category(one) in {"Zs", "Cf"} or one.isspace()
        if one not in NOTHING and not (gap and old(one)):
            left += "\u00b7" if one in DOTS else one
    return _each_old_run(left, _nfkc)


def alike(text: str) -> list[str]:
    """The characters of a text that only look like others."""
    found = []
    for one in text:
        code = ord(one)
        there = [first <= code <= last for first, last in ALIKE]
        if there[0] or (any(there) and _nfkc(one) != one):
            found.append(one)
    return found


def put_together(
    texts: list[str], paper: dict[str, Any], people: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """N: the names that were written, with their spellings."""
    spelled: dict[str, Counter[str]] = {}
    for text in filter(None, texts):
        spelled.setdefault(key(text), Counter())[text] += 1
    rows = []
    for one, counts in spelled.items():
        spellings = sorted(counts.items(), key=lambda pair: (-pair[1], " " in pair[0], pair[0]))
        row: dict[str, Any] = {"name": spellings[0][0], "votes": sum(counts.values())}
        if len(spellings) > 1:
            row["spellings"] = [{"name": name, "votes": votes} for name, votes in spellings]
        row |= _listed(one, paper, people)
        strange = dict.fromkeys(each for name, _votes in spellings for each in alike(name))
        rows.append(row | ({"lookalikes": list(strange)} if strange else {}))
    return sorted(rows, key=lambda row: (-row["votes"], row["name"]))


def _listed(
    wanted: str, paper: dict[str, Any], people: list[dict[str, Any]]
) -> dict[str, list[str]]:
    called = {person["id"]: [person["name"], person["name_en"]] for person in people}
    ids = dict.fromkeys(
        option["id"]
        for item in paper["items"]
        for option in item["options"]
        for name in (option["label"], option["label_en"], *called.get(option["id"], []))
        if name and key(name) == wanted
    )
    return {"listed": list(ids)} if ids else {}
