"""The election, its questions and its public credentials (chapters 4 and 5)."""

import re
from dataclasses import dataclass
from typing import Any

from .canonical import anything, conform, decimal_weight, parse, sha256_b64, short
from .findings import Findings, demand
from .group import Element, Group
from .groups import GROUPS

MAX_CREDENTIALS = 100_000
LONGEST_TAG = 35
DIGITS, DIGITS_MODULO = {"Ed25519": 64}, 617  # of the longest element
AFTER_KEY = 20  # characters for a weight behind a key
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ELECTION = {
    "version": 1,
    "description": str,
    "name": str,
    "group": str,
    "public_key": anything,
    "questions": [anything],
    "uuid": str,
    "administrator?": str,
    "credential_authority?": str,
    "language?": [anything],
}
CHOICE = {"answers": [str], "blank?": bool, "min": int, "max": int, "question": str}
SINGLE = {"answers": [str], "question": str}


@dataclass(frozen=True)
class Question:
    """A question with a choice of answers, or with a single answer."""

    answers: int
    minimum: int = 0
    maximum: int = 0
    blank: bool = False
    single: bool = False

    @property
    def ciphertexts(self) -> int:
        """How many ciphertexts an answer to a choice has."""
        return self.answers + self.blank


@dataclass(frozen=True)
class Election:
    """What the rest needs to know of an election."""

    group: Group
    fingerprint: str
    uuid: str
    key: Element
    questions: list[Question]
    value: dict[str, Any]

    @property
    def singles(self) -> list[int]:
        """The numbers of the questions with single answers."""
        return [i for i, question in enumerate(self.questions) if question.single]


def read_election(text: bytes) -> Election:
    """The election in a text (chapter 4)."""
    value = conform(parse(text), ELECTION)
    demand(value["group"] in GROUPS, "group-unknown", "no such group")
    group = GROUPS[value["group"]]
    demand(re.fullmatch(f"[{BASE58}]{{14,64}}", value["uuid"]), "uuid-form", "no uuid")
    demand(1 <= len(value["questions"]) <= 2000, "array-length", "number of questions")
    language = value.get("language", ["", "Ltr"])
    demand(len(language) == 2, "array-length", "language")
    conform(language[0], short(LONGEST_TAG))
    known = language[1] in ("Ltr", "Rtl", ["Ltr"], ["Rtl"])
    demand(known, "language-direction", "an unknown direction")
    questions = [_question(one, group) for one in value["questions"]]
    key = group.key(value["public_key"])
    return Election(group, sha256_b64(text), value["uuid"], key, questions, value)


def _question(value: Any, group: Group) -> Question:
    if not (isinstance(value, dict) and "type" in value):
        choice = conform(value, CHOICE)
        count = len(choice["answers"])
        demand(1 <= count <= 1000, "array-length", "number of answers")
        within = max(choice["min"], choice["max"]) <= count
        demand(within, "integer-out-of-range", "more than there are answers")
        demand(choice["min"] <= choice["max"], "question-limits", "min and max")
        return Question(count, choice["min"], choice["max"], choice.get("blank", False))
    known = value["type"] == "NonHomomorphic"
    demand(known, "question-unsupported", "a type of question not known here")
    form = {"type": str, "value": SINGLE, "extra?": anything}
    answers = conform(value, form)["value"]["answers"]
    demand(group.longest, "group-no-embedding", "this group has no vectors")
    demand(answers, "array-length", "number of labels")
    demand(len(answers) <= group.longest, "vector-length", "a vector is too long for the group")
    return Question(len(answers), single=True)


def read_credentials(
    text: bytes, group: Group, findings: Findings, *, ours: bool
) -> dict[str, int]:
    """The public credentials' texts with their weights (chapter 5)."""
    longest = DIGITS.get(group.name, DIGITS_MODULO) + AFTER_KEY
    entries = conform(parse(text), [short(longest)])
    demand(1 <= len(entries) <= MAX_CREDENTIALS, "array-length", "number of credentials")
    credentials: dict[str, int] = {}
    for number, entry in enumerate(entries):
        with findings.at(f"credential {number}"):
            key, comma, weight = entry.partition(",")
            group.key(key)
            own = decimal_weight(weight) if comma else 1
            demand(own, "credential-weight", "an impossible weight")
            demand(key not in credentials, "credential-duplicate", "a credential stands twice")
            credentials[key] = own
            demand(not (comma and ours), "credential-weighted", "a weight in a box of ours")
    if ours and entries != sorted(entries):
        findings.add("credentials", "credentials-unsorted", "the list is not sorted")
    return credentials
