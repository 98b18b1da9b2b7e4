"""rulings/<name>.json: what people decided, with its words, date and source, signed by two tellers.

A gate, a decision, a deferral or a withdrawal is no vote: nothing in a record proves it. So two
different tellers sign that it was made, each with the key of their certificate, for this meeting,
and about exactly the people whom the step was about (`decided_on`).

Canonical JSON `{"version":1,"meeting":<fingerprint>,"kind":…,"about":<step>,"decided_on":<hash>,
"date":…,"source":…,"words":…,"people":[{"person","answer","note"},…],"signatures":[…]}`. Its hash
is the SHA-256 of the same without the signatures.

Merging written names (同名合并) is a ruling of the kind `merge` about `<round>+<paper>`; it has, in
place of `people`, `"names":[{"person","name","spellings":[…]},…]`: spellings under a person of the
meeting, or, where `person` is empty, under a new one of this name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.json_values import text
from crypto.place import Part, Place
from meeting.names import name_key
from tally.folder.teller_signatures import TellerSignature, parse_signatures, signatures_json

VERSION: Final = 1
LARGEST_FILE: Final = 1 << 20
NEEDED: Final = 2
"""So many different tellers sign a ruling."""
MOST_PEOPLE: Final = 10_000

AnswerWord: TypeAlias = Literal["yes", "no"]
_FIELDS = ("version", "meeting", "kind", "about", "decided_on", "date", "source", "words")
MERGE: Final = "merge"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is ruled of one person: yes (passed, chosen, put off, withdrawn), or no; and a note."""

    person: str
    answer: AnswerWord
    note: str = ""


@dataclass(frozen=True, slots=True)
class MergedName:
    """Spellings that are one person: of the meeting (`person`), or a new one of this name."""

    person: str
    name: str
    spellings: tuple[str, ...]

    @property
    def id(self) -> str:
        """The person's id; of a new one, what follows from the name."""
        return self.person or f"written-{sha256_hex(name_key(self.name))[:12]}"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling; nothing of it is checked yet but its form.

    One that was typed in to try rules out has neither `meeting` nor `decided_on`.
    """

    kind: str
    about: str
    date: str
    source: str
    words: str
    people: tuple[Answer, ...]
    meeting: str = ""
    decided_on: str = ""
    names: tuple[MergedName, ...] = ()

    @property
    def hash(self) -> str:
        """The SHA-256 of what tellers sign."""
        return sha256_hex(dumps(self.to_json()))

    def to_json(self) -> dict[str, JSON]:
        """What it says, without signatures."""
        said: dict[str, JSON] = {
            "people": [
                {"person": each.person, "answer": each.answer, "note": each.note}
                for each in self.people
            ]
        }
        if self.kind == MERGE:
            said = {
                "names": [
                    {"person": each.person, "name": each.name, "spellings": list(each.spellings)}
                    for each in self.names
                ]
            }
        return {
            "version": VERSION,
            "meeting": self.meeting,
            "kind": self.kind,
            "about": self.about,
            "decided_on": self.decided_on,
            "date": self.date,
            "source": self.source,
            "words": self.words,
            **said,
        }

    def answers(self) -> dict[str, Answer]:
        """The answers by person, in their order; of two about one person, the last."""
        return {each.person: each for each in self.people}


@dataclass(frozen=True, slots=True)
class SignedRuling:
    """A ruling with the signatures given so far."""

    ruling: Ruling
    signed: tuple[TellerSignature, ...] = ()

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        signatures = signatures_json(self.signed)
        return dumps(self.ruling.to_json() | {"signatures": signatures}).encode()


@dataclass(frozen=True, slots=True)
class HeldRuling:
    """A ruling of this meeting that enough tellers signed: these, in their order."""

    ruling: Ruling
    signed: tuple[int, ...]


def decided_on(step: str, people: Sequence[str]) -> str:
    """The hash of what a ruling about a step is made on: the people who came before it."""
    return sha256_hex(dumps({"step": step, "people": list(people)}))


def decided_on_names(round_id: str, paper: str, names: Iterable[tuple[str, int]]) -> str:
    """The hash of what a merge is made on: every text that was written on a paper, with votes."""
    written: list[JSON] = [[text, votes] for text, votes in names]
    return sha256_hex(dumps({"round": round_id, "paper": paper, "names": written}))


def ruling_message(fingerprint: str, ruling: str, owner: int) -> str:
    """The text that a teller signs, for the meeting of this fingerprint and a ruling's hash."""
    return f"piaoxiang-ruling|{fingerprint}|{ruling}|{owner}"


def parse_ruling(group: Group, data: bytes, *, where: Place) -> SignedRuling:
    """Read the file strictly; raises ParseError."""
    read = loads(data, limit=LARGEST_FILE, where=where)
    merge = isinstance(read, dict) and read.get("kind") == MERGE
    what = "names" if merge else "people"
    value = fields(read, (*_FIELDS, what, "signatures"), where=where)
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    at = where / Part(what)
    said = array(value[what], at, least=0, most=MOST_PEOPLE)
    ruling = Ruling(
        kind=text(value["kind"], where / Part("kind")),
        about=text(value["about"], where / Part("about")),
        date=text(value["date"], where / Part("date")),
        source=text(value["source"], where / Part("source")),
        words=text(value["words"], where / Part("words")),
        people=() if merge else tuple(_answer(each, at / n) for n, each in enumerate(said)),
        names=tuple(_name(each, at / n) for n, each in enumerate(said)) if merge else (),
        meeting=hex_digest(value["meeting"], where / Part("meeting")),
        decided_on=hex_digest(value["decided_on"], where / Part("decided_on")),
    )
    signed = parse_signatures(group, value["signatures"], where / Part("signatures"))
    return SignedRuling(ruling, signed)


def _answer(value: JSON, at: Place) -> Answer:
    entry = fields(value, ("person", "answer", "note"), where=at)
    word = text(entry["answer"], at / Part("answer"))
    if word not in ("yes", "no"):
        raise ParseError("json-type", "expected yes or no", where=at / Part("answer"))
    person, note = (
        text(entry["person"], at / Part("person")),
        text(entry["note"], at / Part("note")),
    )
    return Answer(person, "yes" if word == "yes" else "no", note)


def _name(value: JSON, at: Place) -> MergedName:
    entry = fields(value, ("person", "name", "spellings"), where=at)
    spellings = array(entry["spellings"], at / Part("spellings"), least=1, most=MOST_PEOPLE)
    return MergedName(
        text(entry["person"], at / Part("person")),
        text(entry["name"], at / Part("name")),
        tuple(text(each, at / Part("spellings") / n) for n, each in enumerate(spellings)),
    )
