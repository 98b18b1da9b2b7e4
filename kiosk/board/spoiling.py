"""Asking the server to spoil a ballot, before it is opened.

Only the server's signed word that this ballot can never be cast lets a kiosk open it. Anything
else, no answer above all, leaves the ballot closed: it may be spoiled or not, so it is neither
opened nor cast; the voter asks again or makes a new one.
"""

from __future__ import annotations

from typing import Final

from crypto.board.server_key import ServerPublicKey
from crypto.board.spoiling import Spoiled, spoiling_question
from crypto.canonical import dumps
from crypto.election.credential import secret_exponent
from crypto.errors import ParseError, ProofError
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import sign_message
from kiosk.board.http import BoardConnection, Reply
from kiosk.messages.trouble import Trouble
from meeting.published.setup_check import BoxSetup

REFUSED: Final = {
    "slip-used": "slip-used",
    "box-closed": "too-late",
    "box-not-open": "box-not-open",
    "checks-exhausted": "checks-exhausted",
    "slip-unknown": "check-refused",
    "slip-unproved": "check-refused",
    "spoil-malformed": "check-refused",
    "body-too-large": "check-refused",
    "box-unknown": "check-refused",
    "not-found": "check-refused",  # a server that knows no checking
}


def spoil(
    connection: BoardConnection,
    key: ServerPublicKey,
    setup: BoxSetup,
    fingerprint: str,
    credential: str,
) -> None:
    """Return only when the server has signed that this ballot is spoiled.

    Raises Trouble: "check-unconfirmed" (ask again), "spoil-invalid" for a word that is not the
    server's, or one of the values of ``REFUSED``.
    """
    try:
        reply = connection.post(
            f"/api/boxes/{setup.box.id}/spoiled", _question(setup, fingerprint, credential)
        )
        if not reply.good:
            raise _refusal(reply)
        word = Spoiled.parse(reply.body)
    except ParseError as error:  # some other server's page: nothing was confirmed
        raise Trouble("check-unconfirmed", where=error.code) from error
    except Trouble as trouble:
        if trouble.code in {"board-unreachable", "board-garbled"}:
            raise Trouble("check-unconfirmed", where=trouble.where) from trouble
        raise
    if (word.setup, word.fingerprint) != (setup.name, fingerprint):
        raise Trouble("spoil-invalid", where="fingerprint")
    try:
        word.check(key)
    except ProofError as refused:
        raise Trouble("spoil-invalid", where=refused.code) from refused


def _question(setup: BoxSetup, fingerprint: str, credential: str) -> str:
    election = setup.election
    group = election.group
    exponent = secret_exponent(group, election.uuid, credential)
    public = group.encode(group.base_power(exponent))
    message = spoiling_question(setup.name, fingerprint, public)
    proof = sign_message(group, exponent, message, SystemRandomness()).signature
    return dumps({"fingerprint": fingerprint, "credential": public, "proof": proof.to_json()})


def _refusal(reply: Reply) -> Trouble:
    code = reply.json_object().get("code")
    if isinstance(code, str) and code in REFUSED:
        return Trouble(REFUSED[code], where=code)
    return Trouble("check-unconfirmed", where=f"{reply.where} {reply.status}")
