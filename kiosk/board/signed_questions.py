"""Asking as an enrolled kiosk: each question signed, in a session that the server knows.

A session begins with the first question, and anew every few seconds (`go_on`) or when the server
has forgotten it (it was started again). Each has a key of its own, in memory alone: whoever copied
the file of the enrolled key cannot ask in it. Whatever forbids this kiosk to ask is Trouble:
"kiosk-not-enrolled", "kiosk-revoked", "kiosk-doubled" (its key is on another machine too) or
"kiosk-refused". A server that has signed that it takes ballots from any kiosk is asked without a
signature, by a kiosk that is not enrolled there; so is one of a former release. Whoever answers
otherwise is asked nothing ("kiosk-rule-unsigned").
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from crypto.board.kiosk_key import KioskKey
from crypto.errors import ParseError, Refused
from kiosk.board.http import BoardConnection, Reply
from kiosk.board.key_folder import Enrolled, KeyFolder
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.kiosk_words import (
    HEADER,
    Accepts,
    Beginning,
    Enrolment,
    Signed,
    key_of_code,
    parse_fresh,
    parse_number,
)
from meeting.board_interface.refusals import RefusalCode
from meeting.definition.meeting import Meeting

AGAIN: Final = 2
"""How often a question is signed anew: for a new session, and if another one crossed it."""
FORBIDDEN: Final = {
    RefusalCode.KIOSK_REVOKED: "kiosk-revoked",
    RefusalCode.KIOSK_DOUBLED: "kiosk-doubled",
    RefusalCode.KIOSK_UNKNOWN: "kiosk-refused",
    RefusalCode.KIOSK_FOREIGN: "kiosk-refused",
    RefusalCode.KIOSK_UNSIGNED: "kiosk-refused",
    RefusalCode.KIOSK_MALFORMED: "kiosk-refused",
    RefusalCode.KIOSK_REPLAYED: "kiosk-refused",
    RefusalCode.KIOSK_SESSION: "kiosk-refused",
}
NOT_ENROLLED: Final = frozenset({"kiosk-not-enrolled", *FORBIDDEN.values()})
"""The troubles of a kiosk that may not ask; a new code ends them."""
RULE_UNSIGNED: Final = "kiosk-rule-unsigned"
"""The trouble of a kiosk whose server does not say by its signature whom it takes ballots from."""
NO_CODE: Final = {
    RefusalCode.ENROL_UNKNOWN: "enrol-wrong",
    RefusalCode.ENROL_MALFORMED: "enrol-wrong",
    RefusalCode.ENROL_EXPIRED: "enrol-expired",
    RefusalCode.ENROL_USED: "enrol-used",
}


@dataclass(frozen=True, slots=True)
class Session:
    """A session's name, and its key, which only this process knows."""

    name: str = ""
    key: KioskKey = field(default_factory=KioskKey.generate, repr=False)


class SignedQuestions:
    """The way of this kiosk's questions; `meeting` gives the meeting once it is known."""

    def __init__(
        self, connection: BoardConnection, keys: KeyFolder, meeting: Callable[[], Meeting]
    ) -> None:
        self.trouble: Trouble | None = None
        """Why this kiosk may not ask, as far as it knows."""
        self._connection = connection
        self._keys = keys
        self._meeting = meeting
        self._must_sign: bool | None = None
        self._enrolled: Enrolled | None = None
        self._made: dict[str, KioskKey] = {}
        self._session = Session()
        self._coming: Session | None = None
        self._counter = 0
        self._beginning = threading.RLock()

    @property
    def number(self) -> int:
        """The number of this kiosk, 0 while it is not enrolled."""
        return self._enrolled.number if self._enrolled is not None else 0

    def look(self) -> None:
        """Find out whether this kiosk may ask, so that its first screen says it. Raises Trouble."""
        if self.must_sign():
            self._who()
            if self.trouble is not None:
                raise self.trouble

    def must_sign(self) -> bool:
        """Whether this kiosk has to sign: it is enrolled, or has to be. Raises Trouble."""
        if self._must_sign is None:
            enrolled = self._keys.find(self._server_key()) is not None
            self._must_sign = enrolled or self._only_enrolled()
        return self._must_sign

    def _only_enrolled(self) -> bool:
        """Whether the server takes ballots from enrolled kiosks alone: its signed word for it.

        Servers of former releases have none; their meetings are of schema 1.
        """
        reply = self._connection.get(paths.KIOSKS)
        if reply.good:
            try:
                word = Accepts.parse(reply.body)
                word.check(self._server_key())
            except Refused as refused:
                where = f"{reply.where} {refused.code}"
                raise Trouble(RULE_UNSIGNED, where=where) from refused
            return word.enrolled
        if reply.refusal().code is not RefusalCode.NOT_FOUND:
            raise _garbled(reply)
        if self._meeting().rules_of_2:
            raise Trouble(RULE_UNSIGNED, where=f"{reply.where} {reply.status}")
        return False

    def _server_key(self) -> str:
        return self._meeting().server_key

    def enrol(self, typed: str) -> int:
        """Enrol this kiosk with a code, under a new key that is kept; its number. Raises Trouble.

        A code whose answer was lost can be tried again.
        """
        server = self._server_key()
        try:
            code = key_of_code(typed)
        except ParseError as error:
            raise Trouble("enrol-wrong") from error
        with self._beginning:
            key = self._made.setdefault(code.public, KioskKey.generate())
            asked = Enrolment.ask(server, code, key)
            reply = self._connection.post(paths.KIOSKS, asked.to_json())
            if not reply.good:
                refused = reply.refusal().code
                raise Trouble(NO_CODE[refused]) if refused in NO_CODE else _garbled(reply)
            try:
                found = Enrolled(parse_number(reply.body), key)
            except ParseError as error:
                raise _garbled(reply) from error
            self._keys.keep(server, found)
            self._enrolled, self._session, self._coming = found, Session(), None
            self._must_sign = True
            self.trouble = None
        return found.number

    def post(self, path: str, text: str) -> Reply:
        """Ask; the answer may be a refusal of the question, and a Trouble forbids to ask."""
        if not self.must_sign():
            return self._connection.post(path, text)
        reply, refused = self._once(path, text)
        for _ in range(AGAIN):
            if refused not in {RefusalCode.KIOSK_SESSION, RefusalCode.KIOSK_REPLAYED}:
                break
            reply, refused = self._once(path, text)
        self._check(refused)
        return reply

    def go_on(self) -> None:
        """Begin the next session, so that it is noticed if this kiosk's key is elsewhere too.

        That is done whether or not anybody votes, and the counter starts again with it: so the
        server never holds how much was asked here in longer than that. Raises Trouble.
        """
        if self.must_sign():
            self._begin(self._session)

    def _once(self, path: str, text: str) -> tuple[Reply, RefusalCode | None]:
        """Ask once; where the session is not open any more, begin another one for the next time."""
        who, session, counter = self._next()
        reply = self._send(session.key, (who.number, session.name, counter), path, text)
        refused = _code_of(reply)
        if refused is RefusalCode.KIOSK_SESSION:
            self._begin(session)
        return reply, refused

    def _who(self) -> Enrolled:
        if self._enrolled is None:
            self._enrolled = self._keys.find(self._server_key())
        if self._enrolled is None:
            raise Trouble("kiosk-not-enrolled")
        return self._enrolled

    def _next(self) -> tuple[Enrolled, Session, int]:
        with self._beginning:
            who = self._who()
            if not self._session.name or self._coming:  # the server may have begun that one
                self._begin(self._session)
            self._counter += 1
            return who, self._session, self._counter

    def _begin(self, before: Session) -> None:
        """Begin another session, unless that was done since `before` was the one."""
        with self._beginning:
            if self._session is not before:
                return
            self._coming = self._coming or Session()
            session, refused = self._begun(self._coming, before.name)
            self._check(refused)
            self._session, self._coming, self._counter = session, None, 0

    def _begun(self, coming: Session, after: str) -> tuple[Session, RefusalCode | None]:
        """A session that has begun, under its name, or what the server refuses of it."""
        session, reply = self._begun_once(coming, after)
        for _ in range(AGAIN):
            if _code_of(reply) is not RefusalCode.KIOSK_REPLAYED:  # another one began in between
                break
            session, reply = self._begun_once(coming, after)
        refused = _code_of(reply)
        if not reply.good and refused not in FORBIDDEN:
            raise _garbled(reply)
        return session, refused

    def _begun_once(self, session: Session, after: str) -> tuple[Session, Reply]:
        who = self._who()
        reply = self._connection.get(paths.fresh(who.number))
        if reply.good:
            try:
                fresh = parse_fresh(reply.body)
            except ParseError as error:
                raise _garbled(reply) from error
            beginning = Beginning.of(after, fresh, session.key.public)
            session, place = (
                Session(beginning.session, session.key),
                (who.number, beginning.session, 0),
            )
            reply = self._send(who.key, place, paths.SESSIONS, beginning.to_json())
        return session, reply

    def _send(self, key: KioskKey, place: tuple[int, str, int], path: str, text: str) -> Reply:
        signed = Signed.sign(key, self._server_key(), place, path, text.encode())
        return self._connection.post(path, text, {HEADER: signed.to_header()})

    def _check(self, refused: RefusalCode | None) -> None:
        """Remember whether this kiosk may ask, and raise what forbids it."""
        code = FORBIDDEN.get(refused) if refused is not None else None
        self.trouble = Trouble(code, number=self.number) if code is not None else None
        if self.trouble is not None:
            raise self.trouble.without_trace()


def _code_of(reply: Reply) -> RefusalCode | None:
    """What was refused; None for an answer, and for what is no board's refusal."""
    if reply.good:
        return None
    try:
        return reply.refusal().code
    except Trouble:
        return None


def _garbled(reply: Reply) -> Trouble:
    return Trouble("board-garbled", where=f"{reply.where} {reply.status}")
