"""Browsers that are signed in: a cookie of which only the hash is kept, and which times out."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy.orm import Session

from desk.accounts.role import Role, roles_of
from desk.store.models import Account, SignedIn

IDLE_SECONDS = 30 * 60.0
WHOLE_SECONDS = 12 * 3600.0
_SEEN_EVERY = 60.0


def begin(session: Session, name: str, now: float) -> str:
    """A new cookie for a browser that signed in as `name`."""
    token = secrets.token_urlsafe(32)
    session.add(SignedIn(token=_hash(token), name=name, began=now, seen=now))
    return token


def found(session: Session, token: str, now: float) -> tuple[str, frozenset[Role]] | None:
    """Who is signed in with this cookie, and with which roles; None when nobody is any more."""
    signed_in = session.get(SignedIn, _hash(token))
    if signed_in is None:
        return None
    if now - signed_in.seen > IDLE_SECONDS or now - signed_in.began > WHOLE_SECONDS:
        return None
    account = session.get(Account, signed_in.name)
    return None if account is None else (account.name, roles_of(account.roles))


def is_old(session: Session, token: str, now: float) -> bool:
    """Whether it is time to note that this browser is still there."""
    signed_in = session.get(SignedIn, _hash(token))
    return signed_in is not None and now - signed_in.seen > _SEEN_EVERY


def note(session: Session, token: str, now: float) -> None:
    """Note that the browser is still there."""
    signed_in = session.get(SignedIn, _hash(token))
    if signed_in is not None:
        signed_in.seen = now


def end(session: Session, token: str) -> None:
    """Sign the browser out."""
    signed_in = session.get(SignedIn, _hash(token))
    if signed_in is not None:
        session.delete(signed_in)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
