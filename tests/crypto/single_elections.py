"""Small elections with single answers under a key that the tests know, and their ballots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from crypto.ballots.ballot import Ballot, Choices, prepare_ballot, sign_ballot
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.shape import Shaped
from crypto.election.single_question import SingleQuestion
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element
from crypto.groups.named import group_named
from crypto.groups.randomness import SystemRandomness
from crypto.opening.decryption import PartialDecryption, partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.shuffles.challenge import ShuffleStatement
from crypto.shuffles.making import Mixing
from crypto.shuffles.making import shuffle as shuffled_ciphertexts
from crypto.shuffles.shuffle import Shuffle, make_shuffle, shuffled

KEY = 5
RANK = SingleQuestion("名次", ("第一", "第二", "第三"))
OTHER_RANK = SingleQuestion("another", ("1", "2"), '{"method":"Schulze","blank_allowed":true}')
ONE_OF_TWO = Question("评价", ("优秀", "称职"), 1, 1)
MIXED: tuple[AnyQuestion, ...] = (RANK, ONE_OF_TWO, OTHER_RANK)
VOTES: tuple[Choices, ...] = (
    ((1, 2, 3), (1, 0), (0, 255)),
    ((3, 2, 1), (0, 1), (0, 0)),
    ((0, 0, 0), (1, 0), (7, 7)),
    ((1, 2, 3), (1, 0), (0, 1)),
)
NAMES = ("Ed25519", "RFC-3526-2048")


@cache
def single_election(
    group: str = "Ed25519",
    questions: tuple[AnyQuestion, ...] = MIXED,
    description: str = "single answers",
) -> Election:
    """Return an election under the key g^5."""
    the_group = group_named(group)
    return Election(
        version=1,
        description=description,
        name="2026",
        group=the_group,
        public_key=the_group.base_power(KEY),
        questions=questions,
        uuid="H9u2rTLDheWv4n",
    )


def vote(of: Election, number: int, choices: Choices) -> Ballot:
    """Return the signed ballot of the voter with this number, whose secret is 100 + *number*."""
    secret = 100 + number
    unsigned = prepare_ballot(of, of.group.base_power(secret), choices, bytes([number]) * 32)
    return sign_ballot(unsigned, secret)


@dataclass(frozen=True)
class Box:
    """Ballots put together, shuffled once, and opened with the key."""

    election: Election
    ballots: tuple[Ballot, ...]
    tally: EncryptedTally
    shuffle: Shuffle
    final: EncryptedTally
    share: PartialDecryption

    @property
    def factors(self) -> Shaped[Element]:
        return self.share.factors


def opened(of: Election, tally: EncryptedTally) -> PartialDecryption:
    return partial_decryption(of, tally, KEY, of.public_key)


@cache
def box(group: str = "Ed25519") -> Box:
    """Four voters' ballots."""
    of = single_election(group)
    ballots = tuple(vote(of, number, choices) for number, choices in enumerate(VOTES))
    tally = aggregate(of, ((ballot, 1) for ballot in ballots))
    shuffle = make_shuffle(of, tally)
    final = shuffled(of, tally, shuffle)
    return Box(of, ballots, tally, shuffle, final, opened(of, final))


def honest(size: int, name: str = "Ed25519") -> tuple[ShuffleStatement, Mixing]:
    """A shuffle of so many ciphertexts, true, with its secret."""
    one = single_election(name)
    group = one.group
    before = tuple(
        Ciphertext(group.base_power(9 + i), group.base_power(70 + i)) for i in range(size)
    )
    after, mixing = shuffled_ciphertexts(group, one.public_key, before, SystemRandomness())
    return ShuffleStatement(group, one.public_key, one.fingerprint, before, after), mixing
