"""What judges the ballots of a box: its election, its credentials, and how long a ballot can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ballot_server.store import chain
from ballot_server.store.models import BoxRow, EventRow
from crypto.ballots.ballot import max_ballot_bytes
from crypto.election.credential import parse_credentials
from crypto.election.election import Election
from crypto.record.event_payload import SetupPayload
from meeting.published.box_setup import SetupTexts


@dataclass(frozen=True, slots=True)
class Electorate:
    """The parsed Setup of a box. `weights`: public credential, as text, to its weight."""

    setup: str
    election: Election = field(repr=False)
    weights: Mapping[str, int] = field(repr=False)
    longest_ballot: int


def setup_texts(session: Session, box: BoxRow) -> SetupTexts:
    """The texts of the Setup of a loaded box."""
    event = session.get_one(EventRow, (box.id, 0))
    payload = SetupPayload.parse(chain.data(session, box.id, event.payload or ""))
    return SetupTexts(
        chain.data(session, box.id, payload.election),
        chain.data(session, box.id, payload.trustees),
        chain.data(session, box.id, payload.credentials),
    )


def read_electorate(session: Session, box: BoxRow) -> Electorate:
    """Parse the Setup of a loaded box; it was checked when it was loaded."""
    texts = setup_texts(session, box)
    election = Election.parse(texts.election)
    credentials = parse_credentials(election.group, texts.credentials)
    return Electorate(
        setup=box.setup,
        election=election,
        weights={election.group.encode(each.key): each.weight for each in credentials},
        longest_ballot=max_ballot_bytes(election),
    )
