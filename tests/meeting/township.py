"""The example township as these tests use it: defined, published, with tellers and slips."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from crypto.ceremony import steps
from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from crypto.trustees.teller_keys import make_seed
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Meeting
from meeting.examples import TOWNSHIP_EN
from meeting.organiser.meeting_file import read_organised
from meeting.problem import Problem, Problems
from meeting.published.definition_file import election_for, meeting_hash, published
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepared_folder import (
    CREDENTIALS_FILE,
    ELECTION_FILE,
    TRUSTEES_FILE,
    PreparedBox,
    check_box,
    write_prepared,
)

T = TypeVar("T")

SERVER_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
"""The public key of RFC 8032, section 7.1, test 2."""


@cache
def township() -> Meeting:
    """The example meeting, ready to be published."""
    return replace(read_organised(TOWNSHIP_EN / "meeting.toml").meeting, server_key=SERVER_KEY)


@cache
def small_township() -> Meeting:
    """The same with five slips in each group: quick to prepare."""
    meeting = township()
    groups = tuple(replace(group, size=5, slips=5) for group in meeting.groups)
    return replace(meeting, groups=groups)


def copy_township(folder: Path) -> Path:
    """Copy the example into ``folder`` and return its meeting.toml."""
    shutil.copytree(TOWNSHIP_EN, folder, dirs_exist_ok=True)
    return folder / "meeting.toml"


@cache
def trustees_of(group_name: str = "Ed25519", size: int = 3, threshold: int = 2) -> Trustees:
    """The public side of one key ceremony."""
    group = group_named(group_name)
    seeds = [make_seed() for _ in range(size)]
    certificates = [
        steps.certificate(group, seed, size, threshold, index)
        for index, seed in enumerate(seeds, start=1)
    ]
    promises = [steps.promise(group, seed, certificates) for seed in seeds]
    polynomials = [steps.deal(group, seed, certificates, promises) for seed in seeds]
    voutputs = [
        steps.accept(group, seed, certificates, promises, steps.inputs_for(polynomials, number))
        for number, seed in enumerate(seeds, start=1)
    ]
    return steps.assemble(group, certificates, promises, polynomials, voutputs)


def prepare(folder: Path, meeting: Meeting, trustees: Trustees) -> list[PreparedBox]:
    """Make slips for every box of ``meeting`` and write the prepared folder."""
    data = published(meeting)
    name = meeting_hash(data)
    key = trustees.joint_key(group_named(meeting.group_name))
    boxes = []
    for box in meeting.boxes():
        slips = make_slips(meeting, box, new_uuid())
        texts = {
            ELECTION_FILE: election_for(meeting, name, box, slips.uuid, key).to_json(),
            TRUSTEES_FILE: trustees.to_json(),
            CREDENTIALS_FILE: slips.public_list(),
        }
        boxes.append(check_box(meeting, name, box, texts))
    write_prepared(folder, data, boxes)
    return boxes


def each_of(problem: Problem) -> Sequence[Problem]:
    """The single problems of one or several."""
    return problem.problems if isinstance(problem, Problems) else (problem,)


def codes(problem: Problem) -> set[str]:
    """The codes of one or several problems."""
    return {each.code for each in each_of(problem)}


def attempted(call: Callable[[], T]) -> T | Problem:
    """What ``call`` returns, or the problem it raises; anything else it raises comes through."""
    try:
        return call()
    except Problem as problem:
        return problem
