"""A published folder: the meeting and its boxes (chapter 13)."""

from pathlib import Path
from typing import Any

from . import checkpoint
from .box import Box, read_box
from .cancelled import check_cancelled
from .canonical import conform, parse, read, sha256_hex
from .checked import Checked
from .continues import Before, check_before
from .draws import check_draws
from .exceptions import check_exceptions
from .findings import Findings, Refused, demand
from .meeting_form import FORMS, MEETING
from .outcome import Hall, compute, read_figures, unsaid
from .plans import check_plans, plans_of
from .rounds import boxes_of
from .rules import demand_known
from .rulings import check_acts_used, check_rulings
from .signed_figures import check_signed_figures
from .sums import read_sums
from .worked import Acts

PAGES = ("index.html", "report.en.html", "report.css", "README.txt")
LEAST_BATCH = 50  # ballots sealed together before the closing
LINE = 30  # bytes of a written name


def check_folder(folder: Path, findings: Findings) -> Checked | None:
    """Check everything in a published folder but the rendered reports; None without a meeting."""
    try:
        text = (folder / "meeting.json").read_bytes()
        meeting = read(text, MEETING)
        _demand_sound(meeting)
    except (Refused, OSError) as fault:
        findings.add("meeting.json", "meeting-not-canonical", str(fault))
        return None
    if meeting["schema"] == 1:
        findings.note("meeting.json", "earlier-rules", "under the rules of an earlier release")
    boxes = _boxes(folder, meeting, sha256_hex(text), findings)
    plans = plans_of(meeting, sha256_hex(text), boxes)
    check_exceptions(folder, plans, boxes, findings)
    excepted = [plan.exception for plan in plans.values() if plan.signed]
    sums = read_sums(folder, meeting, sha256_hex(text), boxes, excepted, findings)
    check_plans(plans, meeting, boxes, sums, findings)
    summed = [ids for plan in plans.values() for ids in plan.summed] + [one.ids for one in sums]
    _check_openings(meeting, boxes, summed, excepted, findings)
    for name in PAGES:
        if not (folder / name).exists():
            findings.add(name, "file-missing", "a file of a published folder is missing")
    _across(list(boxes.values()), findings)
    drawn = check_draws(folder, meeting, list(boxes.values()), findings)
    acts = Acts(check_rulings(folder, meeting, list(boxes.values()), findings), drawn)
    figures: tuple[Hall, list[tuple[str, Hall]]] = ({}, [])
    with findings.at("figures.json"):
        if (folder / "figures.json").exists():
            figures = read_figures((folder / "figures.json").read_bytes(), meeting, boxes)
    if not (folder / "outcome.json").exists():
        findings.add("outcome.json", "file-missing", "the outcome is missing")
    elif {code for _place, code, _sentence in findings.problems} <= {"file-missing"}:
        with findings.at("outcome.json"):
            found = (folder / "outcome.json").read_bytes()
            value = conform(parse(found), dict)
            right = compute(meeting, sha256_hex(text), figures, boxes, value, plans, sums, acts)
            steps = parse(right).get("steps", [])
            check_acts_used(meeting, steps, acts.merges, folder, findings)
            same = unsaid(found) == right
            demand(same, "outcome-differs", "the outcome is not that of the records")
    check_signed_figures(folder, meeting, list(boxes.values()), findings)
    file = folder / "outcome.json"
    outcome = file.read_bytes() if file.exists() else b""
    return Checked(parse(text), text, outcome, list(boxes.values()))


def check_continues(later: Checked | None, earlier: Path | None, findings: Findings) -> None:
    """Hold a folder that was checked against that of the meeting before, if it is given."""
    before = None
    if later is None:
        return
    if earlier is not None:
        own = Findings()
        found = check_folder(earlier, own)
        if found is None or own.verdict != "valid":
            findings.add("meeting.json: continues", "before-not-valid", own.verdict)
            return
        hashes = (sha256_hex(found.text), sha256_hex(found.outcome))
        before = Before(found.meeting, parse(found.outcome), *hashes, found.boxes)
    check_before(later.meeting, later.boxes, before, findings)


def _demand_sound(meeting: dict[str, Any]) -> None:
    """Whether what is named in the meeting is there."""
    batch = meeting.get("seal_batch", LEAST_BATCH)
    good = batch >= LEAST_BATCH and meeting["schema"] >= ("seal_batch" in meeting) + 1
    demand(good, "meeting-not-canonical", "an impossible number of ballots sealed together")
    papers = {paper["id"] for paper in meeting["papers"]}
    known = all(papers.issuperset(one["papers"]) for one in meeting["rounds"])
    demand(known, "meeting-not-canonical", "a round names a paper that is not there")
    singles = any("form" in item for paper in meeting["papers"] for item in paper["items"])
    least, most = (2, len(meeting["tellers"])) if singles else (0, 0)
    good = least <= meeting["required_shuffles"] <= most
    demand(good, "meeting-not-canonical", "an impossible number of shuffles")
    asked = [(paper["kind"], item) for paper in meeting["papers"] for item in paper["items"]]
    for kind, item in asked:
        options = {option["id"] for option in item["options"]}
        known = all(options.issuperset(rate["options"]) for rate in item.get("rates", []))
        demand(known, "meeting-not-canonical", "a rate names an option that is not there")
        form = item.get("form")
        good = form in FORMS[kind] and _possible(item, form, len(options))
        demand(good, "meeting-not-canonical", "an item that cannot be asked so")
    demand_known(meeting)


def _possible(item: dict[str, Any], form: str | None, options: int) -> bool:
    """Whether an item's limits are those that its form can have."""
    limits: tuple[int, int] = (item["minimum"], item["maximum"])
    if form is None:
        return int(item["abstain"]) <= limits[0] <= limits[1] <= options and limits[1] > 0
    if item["abstain"] or "rates" in item:
        return False
    if form == "write_in":
        return not options and limits == (0, 1)
    if form == "ranking":
        return 0 <= limits[0] <= limits[1] <= min(options, LINE) and limits[1] > 0
    return limits == (options, options) and options > 0


def _boxes(
    folder: Path, meeting: dict[str, Any], definition_hash: str, findings: Findings
) -> dict[str, Box]:
    """All boxes that could be read, each checked by itself and against the meeting."""
    boxes: dict[str, Box] = {}
    there = boxes_of(meeting)
    ids = [name for name, _round, _group in there]
    for path in sorted(folder.glob("boxes/*")):
        if path.name not in ids:
            findings.add(path.name, "box-unknown", "the meeting has no such box")
    for name, one, group in there:
        box = _read(folder / "boxes" / name, name, meeting, findings)
        if box:
            boxes[name] = box
            expected = _expected(meeting, definition_hash, one, group, box)
            if box.election.value != expected:
                findings.add(name, "election-not-meeting", "another election than the meeting's")
            _check_box(box, meeting, group, folder / "boxes" / name, findings)
    return boxes


def _read(folder: Path, name: str, meeting: dict[str, Any], findings: Findings) -> Box | None:
    if not (folder / "record.bel").exists():
        findings.add(name, "record-missing", "a box has no record")
        return None
    acts = (folder / "acts.json").read_bytes() if (folder / "acts.json").exists() else None
    required = meeting["required_shuffles"]
    file = (folder / "record.bel").read_bytes()
    return read_box(file, acts, name, findings, ours=True, required=required)


def _expected(
    meeting: dict[str, Any],
    definition_hash: str,
    one: dict[str, Any],
    group: dict[str, Any],
    box: Box,
) -> dict[str, Any]:
    """The election of a box that follows from the meeting."""
    people = {one["id"]: one.get("shown_as", one["name"]) for one in meeting["people"]}
    papers = {paper["id"]: paper for paper in meeting["papers"]}
    questions = []
    for paper in (papers[name] for name in one["papers"]):
        for item in paper["items"]:
            parts = [paper["title"], people.get(item.get("subject")), item["prompt"]]
            questions.append(_question(item, " · ".join(filter(None, parts))))
    return {
        "version": 1,
        "description": f"{meeting['id']} {one['id']}-{group['id']} meeting {definition_hash}",
        "name": f"{meeting['title']} · {one['name']} · {group['name']}",
        "group": meeting["group_name"],
        "public_key": box.election.value["public_key"],
        "questions": questions,
        "uuid": box.election.uuid,
    }


def _question(item: dict[str, Any], text: str) -> dict[str, Any]:
    """The question that an item makes."""
    labels = [option["label"] for option in item["options"]]
    if "form" not in item:
        blank = {"blank": True} if item["abstain"] else {}
        limits = {"min": item["minimum"], "max": item["maximum"]}
        return {"answers": labels, **blank, **limits, "question": text}
    answers = [f"{label} ({half}/2)" for label in labels for half in (1, 2)]
    if item["form"] != "score":
        length = LINE if item["form"] == "write_in" else item["maximum"]
        answers = [str(number + 1) for number in range(length)]
    return {"type": "NonHomomorphic", "value": {"answers": answers, "question": text}}


def _check_box(
    box: Box, meeting: dict[str, Any], group: dict[str, Any], folder: Path, findings: Findings
) -> None:
    """Tellers, slips, the minimum, and the checkpoint of a box."""
    with findings.at(box.place):
        if box.trustees is not None:
            found = (box.trustees.kinds, box.trustees.thresholds, box.trustees.sizes)
            right = (["Pedersen"], [meeting["teller_threshold"]], [len(meeting["tellers"])])
            demand(found == right, "tellers-not-meeting", "the tellers are not the meeting's")
    with findings.at(box.place):
        same = len(box.credentials) == group["slips"]
        demand(same, "credentials-not-slips", "not as many credentials as slips")
    with findings.at(box.place):
        sealed = meeting["schema"] == 1 or _sorted(box, meeting.get("seal_batch"))
        demand(sealed, "ballots-unsorted", "the ballots are not sorted by fingerprint")
    file = folder / "cancelled.json"
    cancelled = file.read_bytes() if file.exists() else None
    check_cancelled(box, cancelled, meeting["server_key"], findings)
    with findings.at(f"{box.place}: checkpoint.txt"):
        path = folder / "checkpoint.txt"
        demand(path.exists(), "checkpoint-missing", "there is no checkpoint")
        leaves = [event.text for event in box.events]
        arguments = (meeting["id"], meeting["server_key"], leaves, box.closing)
        checkpoint.check(path.read_bytes(), *arguments)


def _check_openings(
    meeting: dict[str, Any],
    boxes: dict[str, Box],
    summed: list[list[str]],
    excepted: list[list[str]],
    findings: Findings,
) -> None:
    """What is too small, or is opened with others, stays closed; that is as it should be."""
    for box in boxes.values():
        small = box.count < meeting["minimum_group"] and [box.place] not in excepted
        together = any(box.place in ids for ids in summed)
        with findings.at(box.place):
            demand(not (small and box.opened), "minimum-group", "too small, and was opened")
        if together:
            findings.note(box.place, "in-sum", "opened with others as one")
        if (together and not box.opened) or (small and box.events[-1].type == "EncryptedTally"):
            findings.forgive(box.place, "record-unfinished")


def _sorted(box: Box, batch: int | None) -> bool:
    """Whether the ballots stand in runs as long as they must be (chapter 16)."""
    runs: list[list[str]] = []
    for fingerprint in (ballot.fingerprint for ballot in box.ballots):
        if not runs or fingerprint < runs[-1][-1]:
            runs.append([])
        runs[-1].append(fingerprint)
    return len(runs) < 2 or (batch is not None and min(map(len, runs)) >= batch)


def _across(boxes: list[Box], findings: Findings) -> None:
    """What must be the same, and what must not occur twice, across boxes."""
    if len({box.events[0].data[1] for box in boxes}) > 1:
        findings.add("boxes", "tellers-differ", "the boxes' trustees are not the same")
    if len({box.election.uuid for box in boxes}) < len(boxes):
        findings.add("boxes", "election-shared", "two boxes have the same election")
    for code, sets in (
        ("credential-shared", [set(box.credentials) for box in boxes]),
        ("alpha-reused", [box.alphas for box in boxes]),
    ):
        if len(set[str]().union(*sets)) < sum(map(len, sets)):
            findings.add("boxes", code, "two boxes have one in common")
