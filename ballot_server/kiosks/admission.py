"""Whether whoever asks is an enrolled kiosk, which is looked at and forgotten.

What comes after learns nothing of it: `check` returns nothing, raises a problem that names no
ballot, and writes nothing but the used counter, to memory. So the number of a kiosk is gone before
anything of the ballot is read.
"""

from __future__ import annotations

from collections.abc import Callable

from ballot_server.config import ServerConfig
from ballot_server.kiosks.registry import Kiosk, KioskRegistry
from ballot_server.kiosks.sessions import Sessions
from ballot_server.problems.kiosks import (
    EnrolMalformed,
    KioskForeign,
    KioskMalformed,
    KioskRevoked,
    KioskUnknown,
    KioskUnsigned,
)
from crypto.errors import ParseError, ProofError
from meeting.board_interface.kiosk_words import Beginning, Enrolment, Signed


class Admission:
    """The kiosks of a server as its requests meet them; `server` is the server's own key.

    `only_enrolled` as in `KioskRegistry`.
    """

    def __init__(
        self, config: ServerConfig, server: str, only_enrolled: Callable[[], bool]
    ) -> None:
        self.registry = KioskRegistry(config, only_enrolled)
        self.sessions = Sessions(config)
        self._server = server

    def check(self, header: str | None, path: str, body: bytes) -> None:
        """Let an enrolled kiosk ask this once, in its session; or anybody where any kiosk may ask.

        Raises KioskUnsigned, KioskUnknown, KioskRevoked, KioskForeign, and what `Sessions.use`
        raises.
        """
        if not self.registry.now().only_enrolled:
            return
        signed = self._signed(header)
        key = self.sessions.key(signed.number, signed.session)
        self._verify(signed, key, path, body)
        self.sessions.use(signed.number, signed.session, signed.counter)

    def begin(self, header: str | None, path: str, body: bytes) -> None:
        """Open a session of an enrolled kiosk. Raises as `check`, and what `Sessions.begin` does.

        KioskMalformed for another body.
        """
        signed = self._signed(header)
        self._verify(signed, self._kiosk(signed.number).key, path, body)
        try:
            beginning = Beginning.parse(body)
        except ParseError as error:
            raise KioskMalformed from error
        if beginning.session != signed.session:
            raise KioskForeign
        self.sessions.begin(signed.number, beginning)

    def fresh(self, number: int) -> str:
        """What the next session of this kiosk begins over. Raises KioskUnknown or KioskRevoked."""
        self._kiosk(number)
        return self.sessions.fresh(number)

    def enrol(self, body: bytes) -> int:
        """Enrol a kiosk; its number. Raises EnrolMalformed, or as `KioskRegistry.enrol`."""
        try:
            asked = Enrolment.parse(body)
            asked.check(self._server)
        except (ParseError, ProofError) as error:
            raise EnrolMalformed from error
        return self.registry.enrol(asked.code, asked.key)

    def _signed(self, header: str | None) -> Signed:
        """What a header says, of a kiosk that may ask; its signature is **not** verified."""
        if header is None:
            raise KioskUnsigned
        try:
            signed = Signed.parse(header)
        except ParseError as error:
            raise KioskUnsigned from error
        self._kiosk(signed.number)
        return signed

    def _verify(self, signed: Signed, key: str, path: str, body: bytes) -> None:
        try:
            signed.check(key, self._server, path, body)
        except ProofError as error:
            raise KioskForeign from error

    def _kiosk(self, number: int) -> Kiosk:
        kiosk = self.registry.now().find(number)
        if kiosk is None or not (kiosk.key or kiosk.revoked):
            raise KioskUnknown
        if kiosk.revoked:
            raise KioskRevoked(number=number)
        return kiosk
