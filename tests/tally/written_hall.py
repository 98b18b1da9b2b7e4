"""A hall whose papers ask for names in writing, a ranking and scores, and whose voters are strange.

Box r1-A has an answer of every kind that does not count: marked, no UTF-8, a person twice, a score
above 100. Box r1-B has honest ballots only. What comes of them stands in
`test_tally_written`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crypto.ballots.ballot import Choices, UnsignedBallot, parse_ballot, sign_ballot
from crypto.ballots.single_answer import SingleAnswer
from crypto.canonical import sha256_b64
from crypto.election.credential import secret_exponent
from crypto.election.score import score_vector
from crypto.election.write_in import write_in_vector
from crypto.groups.elgamal import Ciphertext
from crypto.groups.embedding import embed
from crypto.groups.group import Element, Group
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import prove_knowledge
from meeting.definition.paper import RANKING, SCORE, SCORES, WRITE_IN, Option, Paper, PaperItem
from meeting.definition.person import Person
from meeting.organiser.figures import BoxFigures
from tests.tally.small_hall import Hall, build_hall
from tests.tally.small_papers import PEOPLE

THREE = (*PEOPLE, Person("zhao", "赵明", "Zhao Ming", "办公室主任", "Office head"))
OPTIONS = tuple(Option(person.id, person.name, person.name_en) for person in THREE)
AT_MOST = 3


def _line(number: int) -> PaperItem:
    prompts = (f"另推他人 {number}", f"Another person {number}")
    return PaperItem(f"other-{number}", None, *prompts, (), 0, 1, False, form=WRITE_IN)


SLATE = Paper(
    "slate",
    "recommendation",
    "全额定向推荐",
    "Full slate",
    "",
    "",
    "valid",
    (
        PaperItem("listed", None, "推荐人选", "Recommended", OPTIONS, 1, 2, True),
        _line(1),
        _line(2),
    ),
    at_most=AT_MOST,
)
ORDER = Paper(
    "order",
    "recommendation",
    "排序推荐",
    "Ranking",
    "",
    "",
    "valid",
    (PaperItem("first", None, "推荐顺序", "In order", OPTIONS, 0, 2, False, form=RANKING),),
)
JUDGES = Paper(
    "judges",
    SCORE,
    "评委评分票",
    "Judges' scores",
    "",
    "",
    "valid",
    (
        PaperItem(
            "points", None, "演讲答辩", "Speech and answers", OPTIONS, 3, 3, False, form=SCORES
        ),
    ),
)
PAPERS = (SLATE, ORDER, JUDGES)


def answers(
    ticks: tuple[int, ...], names: tuple[str, str], order: tuple[int, ...], scores: tuple[int, ...]
) -> Choices:
    """One ballot: ticks with 弃权 first, two lines, people from 1, scores in tenths."""
    lines = tuple(write_in_vector(name) for name in names)
    return (ticks, *lines, order, score_vector(scores))


NO_TEXT = (0xE5, 0xBC, *(255,) * 28)
"""Two bytes of a character that has three."""
TOO_MUCH = (3, 233, 0, 0, 0, 0)
"""100.1 points."""

HONEST: tuple[Choices, ...] = (
    answers((0, 1, 1, 0), ("欧阳娜娜", ""), (1, 2), (955, 900, 870)),
    answers((0, 1, 0, 0), ("欧阳娜娜", "林嵘"), (1, 3), (960, 880, 870)),
    answers((1, 0, 0, 0), ("", ""), (0, 0), (905, 905, 1000)),
    answers((0, 0, 0, 1), ("王五", "欧阳娜娜"), (2, 1), (0, 5, 10)),
    answers((0, 0, 1, 1), ("", ""), (3, 0), (950, 900, 850)),
    answers((0, 1, 0, 1), ("Li Si", ""), (1, 2), (850, 950, 870)),
    answers((0, 1, 0, 0), ("丁一", "王五"), (2, 3), (999, 1, 333)),
)
_FIRST = HONEST[0]
STRANGE: tuple[Choices, ...] = (
    *HONEST[:4],
    (_FIRST[0], NO_TEXT, *_FIRST[2:]),
    (*_FIRST[:3], (2, 2), _FIRST[4]),
    (*_FIRST[:4], TOO_MUCH),
    HONEST[6],
)
WRITTEN_FIGURES = {"r1-A": BoxFigures(8, 8), "r1-B": BoxFigures(8, 7)}
MARKED = len(STRANGE) - 1
"""This one is cast with its first line marked."""
LINE = 1


def written_hall(
    folder: Path, group_name: str = "Ed25519", honest: tuple[Choices, ...] = HONEST
) -> Hall:
    """Two boxes: eight ballots, four of them strange; and the honest ones."""
    ballots = {"r1-A": len(STRANGE), "r1-B": len(honest)}
    hall = build_hall(
        folder, PAPERS, ballots=ballots, name="written-2026", people=THREE, group_name=group_name
    )
    hall.cast["r1-A"][:] = STRANGE
    hall.cast["r1-B"][:] = honest
    hall.strange["r1-A", MARKED] = marked_ballot(hall, "r1-A", MARKED, LINE)
    return hall


def second_element(group: Group, values: tuple[int, ...]) -> Element:
    """The next element that holds the same vector, in the bits that say nothing."""
    number = group.number(embed(group, values)) + 1
    while (found := group.element(number)) is None:
        number += 1
    return found


def marked_ballot(hall: Hall, box_id: str, slip: int, question: int) -> bytes:
    """The ballot that was cast with this slip, one of its single answers marked; signed again."""
    election = hall.elections[box_id]
    group = election.group
    choices = hall.cast[box_id][slip]
    ballot = parse_ballot(election, hall.ballot(box_id, slip, choices))
    r = group.random_scalar()
    mark = second_element(group, tuple(choices[question]))
    made = Ciphertext(
        group.base_power(r), group.multiply(group.power(election.public_key, r), mark)
    )
    statement = f"{election.fingerprint}|{group.encode(ballot.credential)}"
    prefix = f"raweg|{statement}|{group.encode(election.public_key)},{made.to_text(group)}"
    proof = prove_knowledge(group, r, lambda A: f"{prefix}|{A}", SystemRandomness())
    parts = list(ballot.answers)
    parts[question] = SingleAnswer(made, proof)
    draft = UnsignedBallot(election, ballot.credential, tuple(parts), "")
    private = hall.slips[box_id].private_credentials[slip]
    secret = secret_exponent(group, election.uuid, private)
    signed = sign_ballot(replace(draft, fingerprint=sha256_b64(draft.to_json())), secret)
    return signed.to_json().encode()
