"""Written names that two tellers put together (chapter 25)."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .canonical import sha256_hex, write
from .names import key, key_or_nothing, put_together
from .rules import CHOOSING, asked_paper
from .singles import NAMING, valid_answers
from .units import Unit

Row = dict[str, Any]
Cells = Counter[tuple[str, str]]
"""Votes for one person in a unit, by the name's key and the item."""


@dataclass(frozen=True)
class Merged:
    """The names of a paper: rows as the outcome has them, or why what takes them waits."""

    about: str
    ruling: str = ""
    rows: list[Row] = field(default_factory=list)
    fewer: dict[str, dict[str, int]] = field(default_factory=dict)  # `twice` by person and unit
    waits: str = ""

    @property
    def new(self) -> dict[str, str]:
        """The new persons with their names, in the order of the ruling."""
        return {row["person"]: row["name"] for row in self.rows if row["new"]}

    def votes(self, person: str, unit: str, *, without_twice: bool = False) -> int:
        """The votes that were written for somebody in a unit."""
        for row in self.rows:
            if row["person"] == person:
                votes = {each["group"]: each["votes"] for each in row["groups"]}.get(unit, 0)
                less = self.fewer[person].get(unit, 0) if without_twice else 0
                return max(int(votes) - less, 0)
        return 0

    def shown(self) -> Row:
        """As the outcome says it."""
        one, _plus, paper = self.about.partition("+")
        return {"round": one, "paper": paper, "ruling": self.ruling, "names": self.rows}


def names_asked(meeting: Row) -> set[str]:
    """What the merges are called whose names the rules take."""
    taking = [step for step in meeting.get("rules", []) if takes_names(step)]
    return {f"{step['round']}+{asked_paper(meeting, step)['id']}" for step in taking}


def takes_names(step: Row) -> bool:
    """Whether a step waits for a merge."""
    return step["kind"] == "written" or bool(step.get("written"))


def merge(
    meeting: Row, one: str, paper: Row, first: int, units: list[Unit], ruling: Row | None
) -> Merged:
    """The names of a paper, whose first question has the number `first`, as the ruling says."""
    return _Paper(meeting, one, paper, first, units).merged(ruling)


class _Paper:
    """What was written on the lines of a paper in a round."""

    def __init__(self, meeting: Row, one: str, paper: Row, first: int, units: list[Unit]) -> None:
        self.meeting, self.paper, self.about = meeting, paper, f"{one}+{paper['id']}"
        self.persons = {each["id"]: each for each in meeting["people"]}
        self.opened = [unit for unit in units if unit.opened.result is not None]
        self.items = list(enumerate(paper["items"], first))
        self.lines = [each for each in self.items if each[1].get("form") == "write_in"]
        chosen = [] if paper["kind"] not in CHOOSING else self.items
        self.ticked = [each for each in chosen if "form" not in each[1]]
        texts = (text for unit in self.opened for each in self.lines for text in _on(unit, each))
        counted = Counter(texts).items()
        self.written = dict(sorted(counted, key=lambda pair: (-pair[1], pair[0])))

    def merged(self, ruling: Row | None) -> Merged:
        """The rows, or why they are not there."""
        if not self.written:
            return Merged(self.about)
        if ruling is None:
            return Merged(self.about, waits="names-awaited")
        one, _plus, paper = self.about.partition("+")
        written = [[text, votes] for text, votes in self.written.items()]
        about = sha256_hex(write({"round": one, "paper": paper, "names": written}))
        named = [{**each, "id": _id(each)} for each in ruling["names"]]
        if ruling["decided_on"] != about or not self._fits(named):
            return Merged(self.about, waits="names-unfit")
        rows, fewer = [], {}
        for each in named:
            fewer[each["id"]] = {
                unit.group["id"]: self._twice(self._cells(unit, each)) for unit in self.opened
            }
            rows.append(self._row(each, sum(fewer[each["id"]].values())))
        return Merged(self.about, ruling["hash"], rows, fewer)

    def _fits(self, named: list[Row]) -> bool:
        """Whether the ruling says nothing that cannot be."""
        ids = Counter(each["id"] for each in named)
        used = Counter(text for each in named for text in each["spellings"])
        good = max(ids.values(), default=1) == 1 == max(used.values(), default=1)
        good = good and set(used) <= set(self.written)
        return good and all(map(self._is_possible, named))

    def _is_possible(self, each: Row) -> bool:
        """Whether there is such a person, who bears no other's name and has no vote too many."""
        known = each["id"] in self.persons
        if known != bool(each["person"]) or not (known or self._is_free(each["name"])):
            return False
        borne = self._borne()
        others = [borne[text] for text in each["spellings"] if borne[text]]
        votes = [sum(self._cells(unit, each).values()) for unit in self.opened]
        few = all(n <= unit.opened.count for n, unit in zip(votes, self.opened, strict=True))
        return all(each["person"] in one for one in others) and (few or len(self.ticked) > 1)

    def _is_free(self, name: str) -> bool:
        """Whether nobody of the meeting is called by the name of a new person."""
        fields = ("name", "name_en", "shown_as", "shown_as_en")
        called = {
            key_or_nothing(each.get(one, "")) for each in self.persons.values() for one in fields
        }
        return key_or_nothing(name) not in called | {""}

    def _borne(self) -> dict[str, list[str]]:
        """Who on the paper's list bears what was written."""
        naming = self.paper if self.paper["kind"] in NAMING else {"items": []}
        return {
            text: row.get("listed", [])
            for text in self.written
            for row in put_together([text], naming, self.meeting["people"])
        }

    def _cells(self, unit: Unit, each: Row) -> Cells:
        cells: Cells = Counter()
        for line in self.lines:
            for text in _on(unit, line):
                if text in each["spellings"]:
                    cells[key(text), line[1]["id"]] += 1
        for question, item in self.ticked if each["person"] else []:
            row = (unit.opened.result or [])[question][item["abstain"] :]
            for option, votes in zip(item["options"], row, strict=True):
                if option["id"] == each["person"]:
                    name = key_or_nothing(self.persons[each["person"]]["name"])
                    cells[name, item["id"]] += votes
        return cells

    def _twice(self, cells: Cells) -> int:
        """So many of the votes of a unit can come from ballots that count already."""
        names, lines = Counter[str](), Counter[str]()
        for (name, line), votes in cells.items():
            names[name] += votes
            lines[line] += votes
        sums = [*lines.values(), *(names.values() if len(self.ticked) < 2 else [])]
        return sum(cells.values()) - max(sums, default=0)

    def _row(self, each: Row, twice: int) -> Row:
        person = self.persons.get(each["person"])
        name = person.get("shown_as", person["name"]) if person else each["name"]
        spelled = [(text, votes) for text, votes in self.written.items()]
        spellings = [pair for pair in spelled if pair[0] in each["spellings"]]
        groups = [
            {
                "group": unit.group["id"],
                "votes": sum(
                    text in each["spellings"] for line in self.lines for text in _on(unit, line)
                ),
            }
            for unit in self.opened
        ]
        head = {"person": each["id"], "name": name, "new": person is None}
        counts = {"votes": sum(votes for _text, votes in spellings), "twice": twice}
        listed = [{"text": text, "votes": votes} for text, votes in spellings]
        return {**head, **counts, "groups": groups, "spellings": listed}


def _on(unit: Unit, line: tuple[int, Row]) -> list[str]:
    """The texts on a line in a unit."""
    question, item = line
    return [text for text in valid_answers(item, unit.opened, question) if text]


def _id(each: Row) -> str:
    hashed = sha256_hex(key_or_nothing(each["name"]).encode())
    return str(each["person"] or f"written-{hashed[:12]}")
