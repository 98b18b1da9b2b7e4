"""What an enrolled kiosk says besides the question itself: that it is one, and that it says it now.

A kiosk is enrolled once, with a code (`Enrolment`). Each time it starts, every few seconds from
then on, and whenever the server has forgotten it, it begins a session: with a key that it made for
it, over a value that the server has just given out (`Beginning`, signed by the enrolled key); its
name follows from both, so no session is ever begun a second time. Whatever it asks in the session
carries the header `HEADER`: number, session, counter and a signature by the session's key over
these, the method, the path and the body (`Signed`). A counter is used once. So a copy of the
enrolled key can begin sessions of its own, and no more.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final, Self

from crypto.base64_texts import unpadded
from crypto.board.kiosk_key import KioskKey, check_kiosk
from crypto.board.server_key import ServerKey
from crypto.canonical import JSON, dumps, fields, loads, text
from crypto.errors import ParseError
from crypto.json_values import integer

HEADER: Final = "Piaoxiang-Kiosk"
MOST_BYTES: Final = 1024
"""Of any body in this file."""
NAME_BYTES: Final = 16
"""Of a session's name, and of what the server gives out."""
MOST_KIOSKS: Final = 999
CODE_GROUPS: Final = 4
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP: Final = 4
_CODE = re.compile(rf"[{_ALPHABET}]{{{CODE_GROUPS * _GROUP}}}", re.ASCII)
_NAME = re.compile(rf"[0-9a-f]{{{2 * NAME_BYTES}}}", re.ASCII)
_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SIGNED = re.compile(
    rf"([1-9][0-9]{{0,2}}) ([0-9a-f]{{{2 * NAME_BYTES}}}) (0|[1-9][0-9]{{0,17}}) "
    r"([A-Za-z0-9+/]{86})",
    re.ASCII,
)


def new_code() -> str:
    """A code of enrolment, 78 bits, in groups as it is printed."""
    drawn = [secrets.choice(_ALPHABET) for _ in range(CODE_GROUPS * _GROUP)]
    return "-".join("".join(drawn[at : at + _GROUP]) for at in range(0, len(drawn), _GROUP))


def key_of_code(typed: str) -> KioskKey:
    """The key that a code stands for, however it was typed; raises ParseError `enrol-form`."""
    code = re.sub(r"[\s\-–—－]", "", typed).upper()
    if not _CODE.fullmatch(code):
        raise ParseError("enrol-form", f"not {CODE_GROUPS * _GROUP} characters of a code")
    return KioskKey.of_code(code)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """That a kiosk's key be known from now on, signed by the code's key and by the kiosk's."""

    code: str
    key: str
    by_code: str
    by_key: str

    @classmethod
    def ask(cls, server: str, code: KioskKey, key: KioskKey) -> Self:
        """The request of whoever knows the code, to the server of this key."""
        message = _enrolment(server, key.public)
        return cls(code.public, key.public, code.sign(message), key.sign(message))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the body; raises ParseError. Signatures are **not** verified."""
        value = _object(data, ("code", "key", "by_code", "by_key"))
        return cls(
            _matching(_KEY, value["code"], "code"),
            _matching(_KEY, value["key"], "key"),
            text(value["by_code"], "by_code"),
            text(value["by_key"], "by_key"),
        )

    def to_json(self) -> str:
        """The body."""
        return dumps(
            {"code": self.code, "key": self.key, "by_code": self.by_code, "by_key": self.by_key}
        )

    def check(self, server: str) -> None:
        """Verify both signatures; raises ProofError."""
        message = _enrolment(server, self.key)
        check_kiosk(self.code, message, self.by_code)
        check_kiosk(self.key, message, self.by_key)


@dataclass(frozen=True, slots=True)
class Beginning:
    """That a session begins; `after` is the one that this kiosk had until now, "" after a start.

    `key` is the public key of whatever is asked in it, which no file holds; `fresh` is what the
    server gave out last for this kiosk.
    """

    session: str
    after: str
    fresh: str
    key: str

    @classmethod
    def of(cls, after: str, fresh: str, key: str) -> Self:
        """The beginning of a session with this key."""
        return cls(session_name(fresh, key), after, fresh, key)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the body; raises ParseError, also for a session under another name than its own."""
        value = _object(data, ("session", "after", "fresh", "key"))
        after = text(value["after"], "after")
        found = cls(
            _matching(_NAME, value["session"], "session"),
            _matching(_NAME, after, "after") if after else "",
            _matching(_NAME, value["fresh"], "fresh"),
            _matching(_KEY, value["key"], "key"),
        )
        if found != cls.of(found.after, found.fresh, found.key):
            raise ParseError("kiosk-form", "not the name of this session", where="session")
        return found

    def to_json(self) -> str:
        """The body."""
        return dumps(
            {"session": self.session, "after": self.after, "fresh": self.fresh, "key": self.key}
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """The header: which kiosk, in which session, for which time, and its signature."""

    number: int
    session: str
    counter: int
    signature: str

    @classmethod
    def sign(
        cls, key: KioskKey, server: str, place: tuple[int, str, int], path: str, body: bytes
    ) -> Self:
        """Sign a POST of `body` to `path`; `place` is number, session and counter."""
        return cls(*place, key.sign(signed_over(server, place, path, body)))

    @classmethod
    def parse(cls, header: str) -> Self:
        """Read the header; raises ParseError `kiosk-form`."""
        found = _SIGNED.fullmatch(header)
        if found is None:
            raise ParseError("kiosk-form", "not number, session, counter and signature")
        return cls(int(found[1]), found[2], int(found[3]), found[4])

    def to_header(self) -> str:
        """The header's text."""
        return f"{self.number} {self.session} {self.counter} {self.signature}"

    def check(self, key: str, server: str, path: str, body: bytes) -> None:
        """Verify the signature; raises ProofError."""
        place = self.number, self.session, self.counter
        check_kiosk(key, signed_over(server, place, path, body), self.signature)


@dataclass(frozen=True, slots=True)
class Accepts:
    """From whom a board takes ballots; `enrolled` says that only enrolled kiosks may ask.

    The server signs it, so nobody between can have kiosks ask without their signatures.
    """

    enrolled: bool
    signature: str

    @classmethod
    def sign(cls, key: ServerKey, *, enrolled: bool) -> Self:
        """The word of the server of this key."""
        return cls(enrolled, unpadded(key.sign(_accepts(key.public.text, enrolled=enrolled))))

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the answer; raises ParseError. The signature is **not** verified."""
        value = _object(data, ("accepts", "signature"))
        accepts = text(value["accepts"], "accepts")
        if accepts not in {ENROLLED, ANY}:
            raise ParseError("kiosk-accepts", f"neither {ENROLLED} nor {ANY}", where="accepts")
        return cls(accepts == ENROLLED, text(value["signature"], "signature"))

    def to_json(self) -> str:
        """The answer."""
        accepts = ENROLLED if self.enrolled else ANY
        return dumps({"accepts": accepts, "signature": self.signature})

    def check(self, server: str) -> None:
        """Verify that the server of this key said it; raises ProofError."""
        check_kiosk(server, _accepts(server, enrolled=self.enrolled), self.signature)


ENROLLED: Final = "enrolled"
ANY: Final = "any"


def number_to_json(number: int) -> str:
    """The answer to an enrolment."""
    return dumps({"number": number})


def parse_number(data: bytes) -> int:
    """The number that a kiosk was given; raises ParseError."""
    value = _object(data, ("number",))
    return integer(value["number"], "number", least=1, most=MOST_KIOSKS)


def fresh_to_json(fresh: str) -> str:
    """What the server gives out for the next beginning of a session."""
    return dumps({"fresh": fresh})


def parse_fresh(data: bytes) -> str:
    """What the server gave out; raises ParseError."""
    return _matching(_NAME, _object(data, ("fresh",))["fresh"], "fresh")


def session_name(fresh: str, key: str) -> str:
    """The name of the session that begins with a public key over what the server gave out."""
    message = f"piaoxiang-kiosk-session|{fresh}|{key}".encode()
    return hashlib.sha256(message).hexdigest()[: 2 * NAME_BYTES]


def _accepts(server: str, *, enrolled: bool) -> bytes:
    return f"piaoxiang-kiosk-accepts|{server}|{ENROLLED if enrolled else ANY}".encode()


def _enrolment(server: str, key: str) -> bytes:
    return f"piaoxiang-kiosk-enrolment|{server}|{key}".encode()


def signed_over(server: str, place: tuple[int, str, int], path: str, body: bytes) -> bytes:
    """What a kiosk signs of a POST: where it asks, in which session, and its body's hash."""
    number, session, counter = place
    digest = hashlib.sha256(body).hexdigest()
    return (
        f"piaoxiang-kiosk-request|{server}|{number}|{session}|{counter}|POST|{path}|{digest}"
    ).encode()


def _object(data: bytes, names: tuple[str, ...]) -> dict[str, JSON]:
    return fields(loads(data, limit=MOST_BYTES), names)


def _matching(form: re.Pattern[str], value: JSON, where: str) -> str:
    found = text(value, where)
    if not form.fullmatch(found):
        raise ParseError("kiosk-form", "of another form", where=where)
    return found
