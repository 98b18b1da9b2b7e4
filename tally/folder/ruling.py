"""rulings/<name>.json: what people decided, with its words, date and source, signed by two tellers.

A gate, a decision, a deferral or a withdrawal is no vote: nothing in a record proves it. So two
different tellers sign that it was made, each with the key of their certificate, for this meeting,
and about exactly the people whom the step was about (`decided_on`).

Canonical JSON `{"version":1,"meeting":<fingerprint>,"kind":…,"about":<step>,"decided_on":<hash>,
"date":…,"source":…,"words":…,"people":[{"person","answer","note"},…],"signatures":[…]}`. Its hash
is the SHA-256 of the same without the signatures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.json_values import text
from crypto.place import Part, Place
from tally.folder.teller_signatures import TellerSignature, parse_signatures, signatures_json

VERSION: Final = 1
LARGEST_FILE: Final = 1 << 20
NEEDED: Final = 2
"""So many different tellers sign a ruling."""
MOST_PEOPLE: Final = 10_000

AnswerWord: TypeAlias = Literal["yes", "no"]
_FIELDS = ("version", "meeting", "kind", "about", "decided_on", "date", "source", "words", "people")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is ruled of one person: yes (passed, chosen, put off, withdrawn), or no; and a note."""

    person: str
    answer: AnswerWord
    note: str = ""


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

    @property
    def hash(self) -> str:
        """The SHA-256 of what tellers sign."""
        return sha256_hex(dumps(self.to_json()))

    def to_json(self) -> dict[str, JSON]:
        """What it says, without signatures."""
        return {
            "version": VERSION,
            "meeting": self.meeting,
            "kind": self.kind,
            "about": self.about,
            "decided_on": self.decided_on,
            "date": self.date,
            "source": self.source,
            "words": self.words,
            "people": [
                {"person": each.person, "answer": each.answer, "note": each.note}
                for each in self.people
            ],
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


def ruling_message(fingerprint: str, ruling: str, owner: int) -> str:
    """The text that a teller signs, for the meeting of this fingerprint and a ruling's hash."""
    return f"piaoxiang-ruling|{fingerprint}|{ruling}|{owner}"


def parse_ruling(group: Group, data: bytes, *, where: Place) -> SignedRuling:
    """Read the file strictly; raises ParseError."""
    value = fields(
        loads(data, limit=LARGEST_FILE, where=where), (*_FIELDS, "signatures"), where=where
    )
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    at = where / Part("people")
    people = array(value["people"], at, least=0, most=MOST_PEOPLE)
    ruling = Ruling(
        kind=text(value["kind"], where / Part("kind")),
        about=text(value["about"], where / Part("about")),
        date=text(value["date"], where / Part("date")),
        source=text(value["source"], where / Part("source")),
        words=text(value["words"], where / Part("words")),
        people=tuple(_answer(each, at / index) for index, each in enumerate(people)),
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
