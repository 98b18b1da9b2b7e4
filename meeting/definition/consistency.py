"""Whether a meeting is possible at all, said field by field, everything at once.

`check_meeting` looks at the meeting's own fields and its voter groups, people, tellers and
rounds; `paper_consistency` looks at the papers. A mistake is a path into the definition and a
problem; each reader turns the path into the place its own reader of the file understands.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError
from meeting.definition.marks import check_marks
from meeting.definition.meeting import (
    FEWEST_SEALED,
    FEWEST_SHUFFLES,
    FIRST_SCHEMA,
    SCHEMA,
    VALID_BALLOTS,
    Meeting,
    Round,
    VoterGroup,
)
from meeting.definition.mistakes import Mistake, Path, attempt, distinct, ids, one_of, texts, within
from meeting.definition.paper_consistency import check_papers
from meeting.definition.people_consistency import check_people
from meeting.definition.post_consistency import check_lists_and_posts
from meeting.definition.rules_consistency import check_rules
from meeting.definition.stage_consistency import check_continues, check_stages
from meeting.definition.wording import check_date, check_id, check_text
from meeting.problem import Problem

LONGEST_NOTICE = 2000
CRYPTOGRAPHIC_GROUPS = ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")
MOST_VOTERS = 100_000
FEWEST_TELLERS = 2
MOST_TELLERS = 20
MOST_GROUPS = 26


def check_meeting(meeting: Meeting) -> list[Mistake]:
    """Everything that makes `meeting` impossible; empty if it is a good meeting."""
    return [
        *_own_fields(meeting),
        *_tellers(meeting),
        *_groups(meeting.groups, meeting.minimum_group),
        *check_people(meeting.people),
        *check_lists_and_posts(meeting),
        *check_papers(meeting),
        *_rounds(meeting),
        *check_rules(meeting),
        *check_marks(meeting.marks, meeting.people),
        *check_stages(meeting.stages, meeting.first_id),
        *_groups_of_stages(meeting),
        *check_continues(meeting.continues, meeting.stages),
    ]


def _own_fields(meeting: Meeting) -> Iterator[Mistake]:
    yield from within(("schema",), meeting.schema, FIRST_SCHEMA, SCHEMA)
    yield from attempt(("id",), check_id, meeting.id)
    if meeting.preset:
        yield from attempt(("preset",), check_id, meeting.preset)
    yield from texts((), meeting, "title", limit=60)
    yield from texts((), meeting, "title_en place? place_en team? team_en")
    yield from attempt(("date",), check_date, meeting.date)
    yield from within(("minimum_group",), meeting.minimum_group, 2, MOST_VOTERS)
    yield from _notice(meeting)
    yield from _sealing(meeting)
    yield from _shuffles(meeting)
    yield from one_of(("valid_ballot",), meeting.valid_ballot, VALID_BALLOTS)
    yield from one_of(("group_name",), meeting.group_name, CRYPTOGRAPHIC_GROUPS)
    if meeting.server_key:
        yield from attempt(("server_key",), _check_server_key, meeting.server_key)


def _notice(meeting: Meeting) -> Iterator[Mistake]:
    if meeting.notice is None:
        return
    posts = "posts?" if meeting.posts else "posts"  # the posts are told by name as well
    names = f"{posts} posts_en complaints complaints_en"
    yield from texts(("notice",), meeting.notice, names, limit=LONGEST_NOTICE, lines=True)


def _sealing(meeting: Meeting) -> Iterator[Mistake]:
    if meeting.seal_batch:
        least, most = (FEWEST_SEALED, MOST_VOTERS) if meeting.rules_of_2 else (0, 0)
        yield from within(("seal_batch",), meeting.seal_batch, least, most)


def _shuffles(meeting: Meeting) -> Iterator[Mistake]:
    shuffles = meeting.required_shuffles
    if meeting.has_single_answers:
        most = max(len(meeting.tellers), FEWEST_SHUFFLES)
        yield from within(("required_shuffles",), shuffles, FEWEST_SHUFFLES, most)
    elif shuffles:
        yield (
            ("required_shuffles",),
            Problem(
                "number-range",
                "{shuffles} is not possible here: no paper has lines for names, a ranking or"
                " scores, so that nothing is shuffled. Write 0, or leave the line out.",
                shuffles=shuffles,
            ),
        )


def _check_server_key(text: str) -> None:
    try:
        ServerPublicKey.parse(text)
    except ParseError:
        raise Problem(
            "server-key-form",
            "This is not the public key of a server: 64 lower-case hexadecimal digits, as the"
            " server shows them.",
        ) from None


def _tellers(meeting: Meeting) -> Iterator[Mistake]:
    count = len(meeting.tellers)
    if not FEWEST_TELLERS <= count <= MOST_TELLERS:
        yield (
            ("tellers",),
            Problem(
                "teller-count",
                "Tellers: {count}; a meeting needs {least} to {most}, so that nobody can open a "
                "box alone.",
                count=count,
                least=FEWEST_TELLERS,
                most=MOST_TELLERS,
            ),
        )
    else:
        yield from within(("teller_threshold",), meeting.teller_threshold, FEWEST_TELLERS, count)
    for index, name in enumerate(meeting.tellers):
        yield from attempt(("tellers", index), check_text, name, limit=60)
    yield from distinct(("tellers",), meeting.tellers, "", "teller-twice")


def _groups(groups: tuple[VoterGroup, ...], minimum: int) -> Iterator[Mistake]:
    if not 1 <= len(groups) <= MOST_GROUPS:
        yield (
            ("groups",),
            Problem(
                "group-count",
                "Voter groups: {count}; a meeting has 1 to {most}.",
                count=len(groups),
                most=MOST_GROUPS,
            ),
        )
    yield from ids(("groups",), [group.id for group in groups])
    yield from distinct(("groups",), [group.name for group in groups], "name", "name-twice")
    for index, group in enumerate(groups):
        yield from _group(("groups", index), group, minimum)
    yield from _weights(groups)


def _group(path: Path, group: VoterGroup, minimum: int) -> Iterator[Mistake]:
    yield from texts(path, group, "name", limit=12)
    yield from texts(path, group, "name_en description?", limit=24)
    yield from texts(path, group, "description_en confirm_small?")
    too_many = list(within((*path, "size"), group.size, 1, MOST_VOTERS))
    yield from too_many
    if too_many:
        return
    if group.slips < group.size:
        yield (
            (*path, "slips"),
            Problem(
                "slips-few",
                "Slips: {slips}; that is not enough for the voters of this group: {size}.",
                slips=group.slips,
                size=group.size,
            ),
        )
    yield from within((*path, "slips"), max(group.slips, 1), 1, 2 * group.size + 50)
    if group.size < minimum and not group.confirm_small:
        yield (
            (*path, "size"),
            Problem(
                "group-small",
                "This group has {size} voters, fewer than {minimum}. Merge it with another group,"
                " or confirm it in words: in meeting.toml, below the [[groups]] of this group,"
                ' write the line confirm_small = "Only {size} voters; all of them agree to a group'
                ' of their own." Even so, a box with fewer than {minimum} ballots is never opened'
                " on its own: its ballots are always added to those of other groups, as the plan"
                " of the round says. They have one result then, and their weights are added up.",
                size=group.size,
                minimum=minimum,
            ),
        )


def _groups_of_stages(meeting: Meeting) -> Iterator[Mistake]:
    """The voter groups of a later meeting are held to what is asked of all."""
    for index, stage in enumerate(meeting.stages):
        if stage.groups:
            for path, problem in _groups(stage.groups, meeting.minimum_group):
                yield ("stages", index, *path), problem


def _weights(groups: tuple[VoterGroup, ...]) -> Iterator[Mistake]:
    given = [group.weight for group in groups if group.weight is not None]
    if not given:
        return
    for index, group in enumerate(groups):
        if group.weight is None:
            yield (
                ("groups", index, "weight"),
                Problem(
                    "weight-missing",
                    "Other groups have a weight and this one has none: give all or none.",
                ),
            )
        elif not 0 < group.weight <= 1:
            yield (
                ("groups", index, "weight"),
                Problem(
                    "weight-range",
                    "The weight {weight} must be more than 0 and at most 1.",
                    weight=group.weight,
                ),
            )
    total = sum(given, Fraction(0))
    if len(given) == len(groups) and total != 1:
        yield (
            ("groups",),
            Problem(
                "weight-sum",
                "The weights of the groups add up to {total}; they must add up to exactly 1.",
                total=total,
            ),
        )


def _rounds(meeting: Meeting) -> Iterator[Mistake]:
    yield from within(("rounds",), len(meeting.rounds), 1, 20)
    yield from ids(("rounds",), [each.id for each in meeting.rounds])
    for index, each in enumerate(meeting.rounds):
        yield from texts(("rounds", index), each, "name name_en", limit=30)
        yield from _papers_of_round(("rounds", index, "papers"), each, meeting)
        yield from _groups_of_round(("rounds", index, "groups"), each, meeting)
    for index, group in enumerate(meeting.groups):
        asked = [not each.groups or group.id in each.groups for each in meeting.rounds]
        if asked and not any(asked):
            yield (
                ("groups", index, "id"),
                Problem("group-unused", "No round asks the voter group {name}.", name=group.name),
            )
    boxes = [box.id.casefold() for box in meeting.boxes()]
    if len(set(boxes)) != len(boxes):
        yield (
            ("rounds",),
            Problem("box-twice", "Two boxes would have the same id; rename a round or a group."),
        )


def _papers_of_round(path: Path, each: Round, meeting: Meeting) -> Iterator[Mistake]:
    known = [paper.id for paper in meeting.papers]
    yield from within(path, len(each.papers), 1, 20)
    for index, paper in enumerate(each.papers):
        yield from one_of((*path, index), paper, known)
    yield from distinct(path, each.papers, "", "paper-twice")


def _groups_of_round(path: Path, each: Round, meeting: Meeting) -> Iterator[Mistake]:
    known = [group.id for group in meeting.groups]
    for index, group in enumerate(each.groups):
        yield from one_of((*path, index), group, known)
    yield from distinct(path, each.groups, "", "group-twice")
