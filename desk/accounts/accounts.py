"""Making accounts, and signing in with one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.accounts.one_time_codes import seal, step_of, unseal
from desk.accounts.passphrases import LONGEST, SHORTEST, fits, hashed
from desk.accounts.role import Role, text_of
from desk.problem import Problem
from desk.store.models import Account, SignedIn
from meeting.language import N_

PATIENCE = 5
"""How many times in a row signing in may fail before it has to wait."""
WAIT_SECONDS = 60.0
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of; `secret` is that of its one-time codes, empty without them."""

    name: str
    roles: frozenset[Role]
    passphrase: str
    secret: str = ""

    def mistakes(self) -> list[Problem]:
        """All that is wrong with it."""
        found = []
        if not 1 <= len(self.name) <= LONGEST_NAME or not self.name.isprintable():
            found.append(
                Problem(
                    "account-name",
                    N_("A name has 1 to {most} characters."),
                    where="name",
                    most=LONGEST_NAME,
                )
            )
        if not SHORTEST <= len(self.passphrase) <= LONGEST:
            found.append(
                Problem(
                    "account-passphrase",
                    N_("A passphrase has at least {least} characters; four words are a good one."),
                    where="passphrase",
                    least=SHORTEST,
                )
            )
        if not self.roles:
            found.append(
                Problem("account-roles", N_("Choose at least one part to play."), where="roles")
            )
        return found


def add_account(session: Session, new: NewAccount) -> None:
    """Store an account without mistakes. Raises Problem when the name is taken."""
    if session.get(Account, new.name) is not None:
        raise Problem(
            "account-taken", N_("There is an account of this name. Choose another."), where="name"
        )
    salt, secret = seal(new.secret, new.passphrase) if new.secret else (b"", b"")
    session.add(
        Account(
            name=new.name,
            roles=text_of(new.roles),
            passphrase=hashed(new.passphrase),
            salt=salt,
            secret=secret,
            last_step=0,
            failures=0,
            wait_until=0.0,
        )
    )


def remove_account(session: Session, name: str) -> None:
    """Take an account away; whoever is signed in with it is signed out."""
    account = session.get(Account, name)
    if account is not None:
        for each in session.scalars(select(SignedIn).where(SignedIn.name == name)):
            session.delete(each)
        session.flush()
        session.delete(account)


def checked(session: Session, name: str, passphrase: str, code: str, now: float) -> str | None:
    """The name of the account that signs in, None where something does not fit.

    Failures are counted in the transaction of `session`. Raises Problem where signing in has to
    wait, whatever was typed; that it fails says not which of the three did not fit.
    """
    account = session.get(Account, name)
    if account is None:
        fits(None, passphrase)
        return None
    if now < account.wait_until:
        raise Problem(
            "sign-in-wait",
            N_("Too many wrong attempts. Wait {seconds} seconds, then try again."),
            seconds=round(account.wait_until - now) + 1,
        )
    step = _step(account, passphrase, code, now)
    if step is None:
        account.failures += 1
        if account.failures % PATIENCE == 0:
            account.wait_until = now + WAIT_SECONDS
        return None
    account.failures, account.last_step = 0, step
    return account.name


def _step(account: Account, passphrase: str, code: str, now: float) -> int | None:
    """The period of the code that fits, or the last one where no codes are asked for."""
    if not fits(account.passphrase, passphrase):
        return None
    if not account.secret:
        return account.last_step
    secret = unseal(account.secret, account.salt, passphrase)
    return None if secret is None else step_of(secret, code, now, account.last_step)
