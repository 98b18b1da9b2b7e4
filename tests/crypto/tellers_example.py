"""A whole key ceremony and a small election, for the tests that need one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from crypto.ceremony import steps
from crypto.ceremony.steps import Certificate, Polynomial, Promise, Voutput
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.groups.group import Group
from crypto.groups.named import group_named
from crypto.trustees.teller_keys import make_seed
from crypto.trustees.trustee import Trustees


@dataclass(frozen=True)
class Tellers:
    """Everything that was made in a ceremony."""

    group: Group
    seeds: tuple[str, ...] = field(repr=False)
    certificates: tuple[Certificate, ...]
    promises: tuple[Promise, ...]
    polynomials: tuple[Polynomial, ...]
    voutputs: tuple[Voutput, ...]
    trustees: Trustees

    def key(self, number: int) -> int:
        """The decryption key of teller ``number`` (from 1)."""
        voutput = self.voutputs[number - 1]
        return steps.decryption_key(self.group, self.seeds[number - 1], self.certificates, voutput)


@cache
def tellers(group_name: str = "Ed25519", size: int = 3, threshold: int = 2) -> Tellers:
    """The tellers of one ceremony, the same for the whole test run."""
    group = group_named(group_name)
    seeds = tuple(make_seed() for _ in range(size))
    certificates = tuple(
        steps.certificate(group, seed, size, threshold, index)
        for index, seed in enumerate(seeds, start=1)
    )
    promises = tuple(steps.promise(group, seed, certificates) for seed in seeds)
    polynomials = tuple(steps.deal(group, seed, certificates, promises) for seed in seeds)
    voutputs = tuple(
        steps.accept(group, seed, certificates, promises, steps.inputs_for(polynomials, number))
        for number, seed in enumerate(seeds, start=1)
    )
    trustees = steps.assemble(group, certificates, promises, polynomials, voutputs)
    return Tellers(group, seeds, certificates, promises, polynomials, voutputs, trustees)


UUID = "H9u2rTLDheWv4n1111111x"
QUESTIONS = (
    Question("优秀、称职或不称职", ("优秀", "称职", "不称职"), 1, 1, blank=True),
    Question("Choose up to two", ("A", "B", "C"), 0, 2),
)


def election_of(trustees: Trustees, questions: tuple[AnyQuestion, ...] = QUESTIONS) -> Election:
    """An election under these trustees' key."""
    group = trustees.group
    key = trustees.joint_key(group)
    return Election(1, "description", "name", group, key, questions, UUID)
