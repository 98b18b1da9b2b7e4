"""What one teller dealt to another: opened, and held against the dealer's coefexps.

Only the recipient can do this. A share that cannot be opened may have been spoilt on its way; one
that was opened, bears the dealer's signature, is meant for this teller, and still does not fit, is
the dealer's own doing.
"""

from __future__ import annotations

from collections.abc import Sequence

from crypto.canonical import fields, join, loads
from crypto.ceremony import channel
from crypto.ceremony.checks import blame
from crypto.ceremony.messages import Polynomial
from crypto.ceremony.own_secret import own_number
from crypto.errors import ProofError
from crypto.groups.group import Group
from crypto.trustees.certificate import Certificate
from crypto.trustees.commitment import Commitment, share_key
from crypto.trustees.teller_keys import derive_keys

_SCALAR_MESSAGE_BYTES = 4096


def open_share(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    dealer: int,
    sealed: str,
    commitment: Commitment,
) -> int:
    """The share f(j) that teller `dealer` (from 1) dealt to the holder of `seed`.

    Raises CeremonyError naming the dealer; ParseError `seed-foreign`.
    """
    number = own_number(group, seed, certificates)
    sender = certificates[dealer - 1].verification
    with blame(dealer):
        text = channel.receive(group, derive_keys(group, seed).receiving, sender, sealed)
    with blame(dealer, signed=True):
        share = read_scalar(group, text, "secret")
        if group.base_power(share) != share_key(group, commitment.coefexps, number):
            msg = f"the share for teller {number} does not match the dealer's coefexps"
            raise ProofError("share-wrong", msg)
    return share


def check_share(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    polynomial: Polynomial,
    dealer: int,
) -> None:
    """Check what is meant for the holder of `seed` in one dealing, as `open_share` does."""
    sealed = polynomial.secrets[own_number(group, seed, certificates) - 1]
    open_share(group, seed, certificates, dealer, sealed, polynomial.coefexps)


def read_scalar(group: Group, text: str, name: str) -> int:
    """The scalar of the JSON text `{name: scalar}`; raises ParseError."""
    found = fields(loads(text, limit=_SCALAR_MESSAGE_BYTES), (name,))
    return group.decode_scalar(found[name], join("", name))
