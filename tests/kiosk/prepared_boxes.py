"""Boxes as tellers and registrar made them, once for the whole run, and what stands in ballots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from crypto.ballots.ballot import parse_ballot
from crypto.board.server_key import ServerKey
from crypto.ceremony import steps
from crypto.election.election import Election, new_uuid
from crypto.election.single_question import SingleQuestion
from crypto.groups.embedding import extract
from crypto.groups.named import group_named
from crypto.opening.lagrange import lagrange_coefficient
from crypto.trustees.teller_keys import make_seed
from crypto.trustees.trustee import Trustees
from kiosk.board.box_setup import BoxSetup, SetupTexts, checked_setup
from meeting.definition.meeting import Meeting
from meeting.examples import TOWNSHIP_EN
from meeting.organiser.meeting_file import read_organised
from meeting.published.definition_file import election_for, meeting_hash, published
from meeting.registrar.credentials import Slips, make_slips


@cache
def tellers(group_name: str, size: int, threshold: int) -> tuple[Trustees, int]:
    """The trustees of one real ceremony, the same for the whole run, and their joint secret."""
    group = group_named(group_name)
    seeds = [make_seed() for _ in range(size)]
    certificates = [
        steps.certificate(group, seed, size, threshold, number)
        for number, seed in enumerate(seeds, start=1)
    ]
    promises = [steps.promise(group, seed, certificates) for seed in seeds]
    polynomials = [steps.deal(group, seed, certificates, promises) for seed in seeds]
    outputs = [
        steps.accept(group, seed, certificates, promises, steps.inputs_for(polynomials, number))
        for number, seed in enumerate(seeds, start=1)
    ]
    trustees = steps.assemble(group, certificates, promises, polynomials, outputs)
    some = range(1, threshold + 1)
    secret = 0
    for number in some:
        key = steps.decryption_key(group, seeds[number - 1], certificates, outputs[number - 1])
        weight = lagrange_coefficient(group.order, some, number)
        secret = group.scalar_add(secret, group.scalar_multiply(weight, key))
    return trustees, secret


def opened(meeting: Meeting, election: Election, text: bytes) -> tuple[tuple[int, ...], ...]:
    """What stands in a ballot: only a test can know it, because it holds all tellers' keys."""
    group = election.group
    _, secret = tellers(meeting.group_name, len(meeting.tellers), meeting.teller_threshold)
    found = []
    answers = parse_ballot(election, text).answers
    for question, answer in zip(election.questions, answers, strict=True):
        plain = [group.divide(c.beta, group.power(c.alpha, secret)) for c in answer.choices]
        if isinstance(question, SingleQuestion):
            extracted = extract(group, plain[0], len(question.answers))
            assert extracted.canonical
            found.append(extracted.values)
        else:
            values = {group.identity: 0, group.generator: 1}
            found.append(tuple(values[each] for each in plain))
    return tuple(found)


@cache
def server_key() -> ServerKey:
    """The key of the right server."""
    return ServerKey.generate()


@cache
def hamlet() -> Meeting:
    """The shipped example with its first four people, two to be recommended, nobody written in."""
    whole = read_organised(TOWNSHIP_EN / "meeting.toml").meeting
    people = whole.people[:4]
    evaluation, slate = whole.papers
    asked = tuple(each for each in evaluation.items if each.subject in {None, *people})
    listed = replace(slate.items[0], options=slate.items[0].options[:4], maximum=2)
    return replace(
        whole,
        people=people,
        papers=(
            replace(evaluation, items=asked),
            replace(slate, items=(listed,), at_most=0),
        ),
        required_shuffles=0,
        server_key=server_key().public.text,
    )


@dataclass
class Prepared:
    """One box as the registrar made it."""

    slips: Slips
    texts: SetupTexts
    setup: BoxSetup


@cache
def prepared(box_id: str, meeting: Meeting) -> Prepared:
    """A box of the meeting, with real credentials."""
    hash_of_meeting = meeting_hash(published(meeting))
    trustees, _ = tellers(meeting.group_name, len(meeting.tellers), meeting.teller_threshold)
    uuid = new_uuid()
    box = meeting.box(box_id)
    slips = make_slips(meeting, box, uuid)
    key = trustees.joint_key(group_named(meeting.group_name))
    election = election_for(meeting, hash_of_meeting, box, uuid, key)
    texts = SetupTexts(election.to_json(), trustees.to_json(), slips.public_list())
    return Prepared(slips, texts, checked_setup(meeting, hash_of_meeting, box, texts.name, texts))
