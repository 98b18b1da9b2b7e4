"""An election: what is asked, under which key (section 4.10).

Its canonical JSON is hashed into everything that voters and tellers prove, so an
election that we read must be, byte for byte, the one that we would write.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

from crypto.canonical import dumps, loads, sha256_b64
from crypto.election.question_kinds import AnyQuestion, check_group, read_question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.groups.group import Element, Group
from crypto.groups.named import group_named
from crypto.json_values import JSON, array, fields, integer, item, text
from crypto.place import Where

VERSION: Final = 1
"""The version of the cryptographic protocol, in every election."""

BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_ELECTION_BYTES: Final = 4 * 2**20
MAX_QUESTIONS: Final = 2000

Language: TypeAlias = tuple[str, str] | tuple[str, tuple[str]]
"""A language and its direction, `["fr","Ltr"]` or `["fr",["Ltr"]]`: releases differ."""

_UUID = re.compile(f"[{BASE58}]{{14,64}}", re.ASCII)
_UUID_LENGTH = 22
_REQUIRED = ("version", "description", "name", "group", "public_key", "questions", "uuid")
_OPTIONAL = ("administrator", "credential_authority", "language")
_DIRECTIONS = ("Ltr", "Rtl")


@dataclass(frozen=True, slots=True)
class Election:
    """The parameters of one election; `fingerprint` names them in every proof."""

    version: int
    description: str
    name: str
    group: Group
    public_key: Element
    questions: tuple[AnyQuestion, ...]
    uuid: str
    administrator: str | None = None
    credential_authority: str | None = None
    language: Language | None = None
    fingerprint: str = field(init=False, repr=False)
    """Unpadded base64 SHA-256 of the election's JSON (section 4.15)."""

    def __post_init__(self) -> None:
        """Check what the types leave open, and take the fingerprint."""
        if self.version != VERSION:
            raise ParseError("election-version", f"expected version {VERSION}", where="version")
        check_uuid(self.uuid, "uuid")
        if not 1 <= len(self.questions) <= MAX_QUESTIONS:
            raise ParseError(
                "election-questions",
                f"{len(self.questions)} questions found, expected 1 to {MAX_QUESTIONS}",
                where="questions",
            )
        for index, question in enumerate(self.questions):
            check_group(question, self.group, item("questions", index))
        if self.public_key == self.group.identity:
            raise ParseError("element-identity", "the key is the identity", where="public_key")
        object.__setattr__(self, "fingerprint", sha256_b64(self.to_json()))

    @property
    def single_questions(self) -> tuple[int, ...]:
        """The indexes of the questions whose answers are shuffled and opened one by one."""
        numbered = enumerate(self.questions)
        return tuple(i for i, question in numbered if isinstance(question, SingleQuestion))

    @classmethod
    def parse(cls, data: bytes | str, where: Where = "") -> Self:
        """Read an election from its canonical JSON; raises `ParseError`."""
        found = fields(
            loads(data, limit=MAX_ELECTION_BYTES, where=where), _REQUIRED, _OPTIONAL, where
        )
        try:
            return cls._from_fields(found)
        except ParseError as error:
            raise error.at(where) from None

    @classmethod
    def _from_fields(cls, found: dict[str, JSON]) -> Self:
        group = group_named(found["group"], "group")
        questions = array(found["questions"], "questions", least=1, most=MAX_QUESTIONS)
        return cls(
            version=integer(found["version"], "version", least=VERSION, most=VERSION),
            description=text(found["description"], "description"),
            name=text(found["name"], "name"),
            group=group,
            public_key=group.decode_nonidentity(found["public_key"], "public_key"),
            questions=tuple(
                read_question(question, item("questions", index))
                for index, question in enumerate(questions)
            ),
            uuid=check_uuid(found["uuid"], "uuid"),
            administrator=_optional_text(found, "administrator"),
            credential_authority=_optional_text(found, "credential_authority"),
            language=_language(found["language"]) if "language" in found else None,
        )

    def to_json(self) -> str:
        """The canonical JSON of the election."""
        value: dict[str, JSON] = {
            "version": self.version,
            "description": self.description,
            "name": self.name,
            "group": self.group.name,
            "public_key": self.group.encode(self.public_key),
            "questions": [question.to_json() for question in self.questions],
            "uuid": self.uuid,
        }
        for name in _OPTIONAL:
            given = getattr(self, name)
            if given is not None:
                value[name] = given
        return dumps(value)


def new_uuid() -> str:
    """A fresh random name of an election: 22 Base58 characters."""
    return "".join(secrets.choice(BASE58) for _ in range(_UUID_LENGTH))


def check_uuid(value: JSON, where: Where = "") -> str:
    """`value`, 14 to 64 Base58 characters; raises `ParseError` (`uuid-form`)."""
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ParseError("uuid-form", "expected 14 to 64 Base58 characters", where=where)
    return value


def _optional_text(found: dict[str, JSON], name: str) -> str | None:
    return text(found[name], name) if name in found else None


def _language(value: JSON) -> Language:
    tag_value, direction = array(value, "language", least=2, most=2)
    tag = text(tag_value, item("language", 0), longest=35)
    place = item("language", 1)
    nested = isinstance(direction, list)
    if isinstance(direction, list):
        (direction,) = array(direction, place, least=1, most=1)
    if direction not in _DIRECTIONS:
        raise ParseError("language-direction", "expected Ltr or Rtl", where=place)
    name = str(direction)
    return (tag, (name,)) if nested else (tag, name)
