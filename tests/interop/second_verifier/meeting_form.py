"""The form of meeting.json (chapter 13)."""

import re
from fractions import Fraction
from typing import Any

from .canonical import chosen, digest, texts
from .findings import demand
from .limit_forms import read_limit
from .rules import exact, read_step

RATE = {**texts("id name name_en"), "options": [str], "denominator": str}
LIMITS = {"minimum": int, "maximum": int, "abstain": bool, "rates?": [RATE]}
OPTIONS = {"options": [texts("id label label_en")]}
FORM = {"form?": chosen("write_in", "ranking", "score")}
ITEM = {"id": str, **FORM, **texts("subject? post? prompt prompt_en"), **OPTIONS, **LIMITS}
HEAD = texts("title title_en instructions instructions_en denominator")
FORMS: dict[str, set[str | None]] = {
    **{kind: {None, "write_in"} for kind in ("evaluation", "decision", "posts", "survey")},
    "recommendation": {None, "write_in", "ranking"},
    "score": {"score"},
}
KIND = {"kind": chosen(*FORMS)}
ASKS = {"at_most?": int, "limits?": [read_limit], "items": [ITEM]}
PAPER = {"id": str, **KIND, **HEAD, **ASKS}
POSTS = texts("id name name_en post post_en unit? unit_en? shown_as? shown_as_en? birth?")
CAREER = texts("note? note_en? sex? former_post? former_post_en? since?")
PERSON = {**POSTS, "years_in_post?": int, **CAREER}
SIZES: dict[str, Any] = {"size": int, "slips": int}


def _fraction(value: Any) -> Fraction:
    good = isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,8}(/[1-9][0-9]{0,8})?", value)
    demand(good and str(Fraction(value)) == value, "meeting-not-canonical", "no weight")
    return Fraction(value)


def _schema(value: Any) -> int:
    demand(value in (1, 2) and not isinstance(value, bool), "meeting-not-canonical", "no schema")
    return int(value)


GROUP = {
    **texts("id name name_en description description_en"),
    **SIZES,
    "weight?": _fraction,
    "confirm_small?": str,
}
STAGE = {
    **texts("id name name_en title title_en preset procedure people"),
    "part": chosen("chosen", "others", "tied"),
    "settings?": [{"id": str, "number": int}],
    "also?": [PERSON],
    **texts("also_step?"),
    "lists?": [texts("id step")],
    **texts("seats?"),
    "ratio?": exact,
    **texts("by?"),
    "after?": [str],
    "most?": int,
    "groups?": [GROUP],
}
KEPT = {"step": str, "people": [PERSON]}
MEETING = {
    "schema": _schema,
    **texts("id title title_en place place_en date preset team team_en group_name"),
    "server_key": digest,
    "tellers": [str],
    **dict.fromkeys(("teller_threshold", "required_shuffles", "minimum_group"), int),
    "seal_batch?": int,
    "valid_ballot": chosen("accepted"),
    "groups": [GROUP],
    "people": [PERSON],
    "lists?": [{**texts("id name name_en"), "people": [str]}],
    "posts?": [{**texts("id name name_en"), "seats": int, "list?": str}],
    "papers": [PAPER],
    "rounds": [{**texts("id name name_en"), "papers": [str], "groups?": [str]}],
    "rules?": [read_step],
    "marks?": [{"name": str, "numbers": [{"person": str, "number": exact}]}],
    "stages?": [STAGE],
    "continues?": {"definition": digest, "outcome": digest, "path": [str], "kept?": [KEPT]},
    "notice?": texts("posts posts_en complaints complaints_en"),
}
