"""The registrar's work: one credential per slip, made offline before the tellers' eyes.

The public credentials go, sorted, into the election's public list. The private ones exist in
memory until they are printed, in an order that has nothing to do with the public list.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from crypto.election.credential import (
    PublicCredential,
    credentials_to_json,
    make_credential,
    public_credential,
)
from crypto.groups.named import group_named
from meeting.definition.meeting import Box, Meeting


@dataclass(frozen=True, slots=True)
class Slips:
    """The credentials of one box: the public list, sorted, and the private ones, shuffled."""

    box: Box
    uuid: str
    public_credentials: tuple[PublicCredential, ...]
    private_credentials: tuple[str, ...] = field(repr=False)

    def public_list(self) -> str:
        """The canonical JSON text of the public list."""
        return credentials_to_json(self.public_credentials)


def make_slips(
    meeting: Meeting, box: Box, uuid: str, *, made: Callable[[], None] = lambda: None
) -> Slips:
    """Make `box.slips` credentials for the election `uuid`; `made` is called after each."""
    group = group_named(meeting.group_name)
    by_public: dict[str, tuple[PublicCredential, str]] = {}
    while len(by_public) < box.slips:
        private = make_credential()
        public = PublicCredential.of(group, public_credential(group, uuid, private))
        by_public[public.text] = (public, private)
        made()
    listed = tuple(by_public[text][0] for text in sorted(by_public))
    pile = [private for _, private in by_public.values()]
    secrets.SystemRandom().shuffle(pile)
    return Slips(box, uuid, listed, tuple(pile))
