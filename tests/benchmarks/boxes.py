"""Papers, slips and ballots to measure with.

An item asks for one of 提拔, 留任, 交流, 改非 or 弃权: five encrypted choices, of which the blank
slot is one, and their proofs. So 15 choices are three items, 100 choices twenty.
"""

import secrets
from dataclasses import dataclass

from crypto.ballots.ballot import Ballot, Choices, prepare_ballot, sign_ballot
from crypto.election.credential import PublicCredential, make_credential, secret_exponent
from crypto.election.election import Election
from crypto.election.question import Question
from tests.crypto.fixtures.tellers_example import Tellers, election_of, tellers

_OPTIONS = ("提拔", "留任", "交流", "改非")
CHOICES_PER_ITEM = len(_OPTIONS) + 1


@dataclass(frozen=True)
class Slip:
    """A private credential's exponent and its public half."""

    secret: int
    public: PublicCredential


@dataclass(frozen=True)
class PaperBox:
    """An election under a 2-of-3 key."""

    tellers: Tellers
    election: Election

    def slip(self) -> Slip:
        """A new slip."""
        group, uuid = self.election.group, self.election.uuid
        exponent = secret_exponent(group, uuid, make_credential())
        return Slip(exponent, PublicCredential.of(group, group.base_power(exponent)))

    def ballot(self, slip: Slip) -> Ballot:
        """A ballot with one random answer to every item, encrypted, proved and signed."""
        seed = secrets.token_bytes(32)
        return sign_ballot(
            prepare_ballot(self.election, slip.public.key, self.choices(), seed), slip.secret
        )

    def choices(self) -> Choices:
        """One random answer to every item."""
        chosen = [secrets.randbelow(CHOICES_PER_ITEM) for _ in self.election.questions]
        return tuple(
            tuple(int(place == one) for place in range(CHOICES_PER_ITEM)) for one in chosen
        )


def paper_box(group_name: str, choices: int) -> PaperBox:
    """A box whose paper has so many encrypted choices."""
    circle = tellers(group_name)
    return PaperBox(circle, election_of(circle.trustees, paper(choices)))


def paper(choices: int) -> tuple[Question, ...]:
    """The questions of a paper that has so many encrypted choices."""
    items = choices // CHOICES_PER_ITEM
    return tuple(
        Question(f"第 {number} 人", _OPTIONS, 1, 1, blank=True) for number in range(1, items + 1)
    )
