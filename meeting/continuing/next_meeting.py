"""The meeting that continues an earlier one: a pure function of what everybody can see.

Its people, the seats that are left and the figures that go with them come from the earlier outcome;
all else from the earlier definition, but the date and the server's key, which are stated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from meeting.continuing.came import Came
from meeting.continuing.chosen_before import ChosenBefore
from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import FEWEST_SHUFFLES, SCHEMA, Meeting
from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.definition.stage import START, Continues, Stage
from meeting.presets.file import parse_preset
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Preset, Team
from meeting.problem import Problem, Several
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import EarlierFigure, EarlierValue
from meeting.rules.numbers_of_settings import with_settings
from meeting.rules.people_of_lists import with_people
from meeting.rules.selections import Cut, EarlierPeople
from meeting.rules.step import PersonId


@dataclass(frozen=True, slots=True)
class Stated:
    """What does not follow from the earlier meeting: the day, and the server's public key."""

    date: str
    server_key: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """The meeting before: its definition, what it came to, and the hashes that name both."""

    meeting: Meeting
    came: Came
    definition: str
    outcome: str

    @property
    def stage(self) -> str:
        """The stage that it is."""
        return self.meeting.continues.stage if self.meeting.continues else START

    @property
    def path(self) -> tuple[str, ...]:
        """The stages held up to it."""
        return self.meeting.continues.path if self.meeting.continues else ()

    def stages(self) -> tuple[Stage, ...]:
        """The stages that may be held now."""
        return tuple(
            each
            for each in self.meeting.stages
            if self.stage in each.after and self.path.count(each.id) < each.most
        )

    def stage_of(self, name: str) -> Stage:
        """The stage of that id, or the only one. Raises Problem."""
        now = self.stages()
        if not now:
            raise Problem(
                "stage-none",
                "No stage may follow this meeting: its definition names none, or those that it"
                " names were held as often as it allows.",
            )
        if not name and len(now) == 1:
            return now[0]
        for each in now:
            if each.id == name:
                return each
        known = Several(each.id for each in now)
        if not name:
            raise Problem(
                "stage-which",
                "Several stages may follow this meeting; say which with {option}: {known}.",
                option="--stage",
                known=known,
            )
        raise Problem(
            "stage-unknown",
            "No stage {name!r} may follow this meeting. There are: {known}.",
            name=name[:40],
            known=known,
        )


def next_meeting(before: Before, stage: Stage, stated: Stated) -> Meeting:
    """The meeting of a stage. Raises Problem where the outcome leaves nothing to vote on."""
    earlier, came = before.meeting, before.came
    known = ChosenBefore(earlier, came)
    people = _people(before, stage, known)
    preset = parse_preset(stage.procedure, stage.preset)
    path = (*before.path, stage.id)
    continues = Continues(before.definition, before.outcome, path, known.kept())
    ids = {each.id for each in people}
    lists = known.lists(stage, preset, [each.id for each in people])
    posts = preset.posts or earlier.posts
    filling = Filling(
        people,
        Team(earlier.team, earlier.team_en),
        _settings(preset, stage, _most_chosen(before, stage, len(people))),
        earlier.group_name,
        lists,
        posts,
    )
    papers = papers_for(preset, filling)
    members = {each.id: each.people for each in lists}
    # The seats stay as many as the stage says, also where fewer people are left to choose from.
    rules = (with_settings(each, dict(stage.settings)) for each in preset.rules)
    return Meeting(
        id=f"{earlier.first_id}{continues.suffix}",
        title=stage.title,
        title_en=stage.title_en,
        place=earlier.place,
        place_en=earlier.place_en,
        date=stated.date,
        preset=preset.id,
        team=earlier.team,
        team_en=earlier.team_en,
        groups=stage.groups or earlier.groups,
        people=people,
        papers=papers,
        rounds=preset.rounds,
        tellers=earlier.tellers,
        teller_threshold=earlier.teller_threshold,
        minimum_group=earlier.minimum_group,
        seal_batch=earlier.seal_batch,
        required_shuffles=_shuffles(earlier, papers),
        valid_ballot=earlier.valid_ballot,
        group_name=earlier.group_name,
        rules=tuple(_filled(with_people(each, members), came, ids) for each in rules),
        marks=tuple(filter(None, (_marks(each, ids) for each in earlier.marks))),
        lists=lists,
        posts=posts,
        stages=earlier.stages,
        continues=continues,
        notice=earlier.notice,
        server_key=stated.server_key,
        schema=SCHEMA,
    )


def _people(before: Before, stage: Stage, known: ChosenBefore) -> tuple[Person, ...]:
    """Those who stand, in the order of the earlier list; never empty. Raises Problem."""
    earlier, came = before.meeting, before.came
    chosen = came.people(stage.people, stage.part)
    if stage.seats:
        chosen = _first(chosen, stage, came)
    listed = [each for each in earlier.people if each.id in chosen]
    here = {each.id for each in listed}
    others = (*stage.also, *(known.of(stage.also_step) if stage.also_step else ()))
    people = (*listed, *{each.id: each for each in others if each.id not in here}.values())
    if not people:
        raise Problem(
            "stage-nobody",
            "Nobody stands in stage {stage}: step {step} of the meeting before leaves nobody for"
            " it. The stage is not held.",
            stage=stage.id,
            step=stage.people,
        )
    return people


def _first(people: tuple[str, ...], stage: Stage, came: Came) -> tuple[str, ...]:
    """The first of them for the seats that are left; equal ones at the last place all stay."""
    left = came.left(stage.seats)
    if not left:
        raise Problem(
            "stage-seats",
            "Step {step} of the meeting before left no seat open. Stage {stage} is not held.",
            step=stage.seats,
            stage=stage.id,
        )
    figure = came.figure(stage.by)
    without = [each for each in people if each not in figure]
    if without:
        raise Problem(
            "stage-figure",
            "Step {step} of the meeting before has no number for {people}, by which the order of"
            " stage {stage} goes.",
            step=stage.by,
            people=Several(without),
            stage=stage.id,
        )
    wanted = ceil(left * stage.ratio)
    ordered = sorted(people, key=lambda each: -figure[each])
    if len(ordered) <= wanted:
        return tuple(ordered)
    edge = figure[ordered[wanted - 1]]
    return tuple(each for each in ordered if figure[each] >= edge)


def _most_chosen(before: Before, stage: Stage, people: int) -> int:
    """As many people as a paper of the stage may choose: all, but no more than the seats left."""
    return min(people, before.came.left(stage.seats)) if stage.seats else people


def _settings(preset: Preset, stage: Stage, people: int) -> dict[str, int]:
    """The settings of the stage; a limit on how many are chosen is lowered to `people`."""
    given = dict(stage.settings)
    settings = {}
    for each in preset.settings:
        number = given.pop(each.id, each.default)
        if number is None:
            raise Problem(
                "stage-setting",
                "Setting {name} of the stage is missing; {preset} asks for it.",
                name=each.id,
                preset=stage.preset,
            )
        least, most = preset.limits_of(each.id, people)
        settings[each.id] = max(min(number, most), min(least, most))
    if given:
        raise Problem(
            "stage-setting",
            "{preset} has no setting {name}.",
            name=Several(given),
            preset=stage.preset,
        )
    return settings


def _shuffles(earlier: Meeting, papers: tuple[Paper, ...]) -> int:
    """As many as before; where nothing was shuffled before, as many as open a box together."""
    if not any(item.is_single for paper in papers for item in paper.items):
        return 0
    return earlier.required_shuffles or max(FEWEST_SHUFFLES, earlier.teller_threshold)


def _marks(column: MarkColumn, here: set[str]) -> MarkColumn | None:
    """The marks of those who stand; None where nobody of them has any."""
    numbers = tuple((person, number) for person, number in column.numbers if person in here)
    return replace(column, numbers=numbers) if numbers else None


def _filled(step: AnyStep, came: Came, here: set[str]) -> AnyStep:
    """A step with what the meeting before says, about those who stand here."""
    if isinstance(step, EarlierFigure):
        figure = came.figure(step.step)
        values = (
            EarlierValue(person=PersonId(person), value=str(number))
            for person, number in figure.items()
            if person in here
        )
        return replace(step, values=tuple(values))
    if isinstance(step, EarlierPeople):
        chosen = came.people(step.step, step.part)
        return replace(step, people=tuple(PersonId(each) for each in chosen if each in here))
    if isinstance(step, Cut) and step.left_of:
        return replace(step, seats=came.left(step.left_of))
    return step
