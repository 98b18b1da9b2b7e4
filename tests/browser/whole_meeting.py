"""A meeting from its lists to its published report, with every ballot clicked in Chromium.

Everything but the voters is done by Piaoxiang's own commands, each a process of its own, as on the
day of a meeting (`demo.meeting_day`).
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from playwright.sync_api import Locator, Page

from demo.folders import set_up
from demo.hall import piles
from demo.meeting_day import MeetingDay
from demo.narrator import Narrator
from demo.slips import read_slips
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, PaperItem
from meeting.registrar.prepared_folder import load_prepared
from tests.browser.screen import at, forward, page_name, scan, seen
from tests.kiosk.fixtures.silence import silences

Choices: TypeAlias = Mapping[str, str | Sequence[str]]
"""Names of fields, without `item-`: what is ticked there, or what is written."""
MOST_SCREENS = 40


@dataclass
class Held:
    """A meeting that was held: what it published, and what was clicked in it."""

    day: MeetingDay
    slips: dict[str, list[str]]
    clicked: dict[str, list[Choices]] = field(default_factory=dict)

    @property
    def outcome(self) -> dict[str, Any]:
        """The published count."""
        found: dict[str, Any] = json.loads(
            (self.day.folders.published / "outcome.json").read_bytes()
        )
        return found


@contextmanager
def open_meeting(folder: Path, lists: Path, voters: int) -> Iterator[Held]:
    """A meeting whose organiser wrote the files in ``lists``, with its boxes open and one kiosk.

    ``voters`` are all who are entitled.
    """
    day = MeetingDay(set_up(folder), voters, Narrator(), kiosks=1)
    shutil.copytree(lists, day.folders.organiser)
    with day.services:
        day.command("meeting", "check", day.folders.organiser / "meeting.toml")
        day.publish_definition()
        day.make_keys()
        day.print_slips()
        day.open_doors()
        prepared = load_prepared(day.folders.opening / "prepared")
        yield Held(day, piles(prepared, read_slips(day.folders.registrar / "slips.pdf")))


def close_and_publish(held: Held) -> str:
    """The boxes are closed, opened by the tellers, counted and published; return the verdict."""
    day = held.day
    day.write_figures({box.group.id: box.group.size for box in day.meeting.boxes()})
    day.close_and_shuffle()
    day.open_and_count()
    return day.publish()


def cast(page: Page, slip: str, choices: Choices, *, look_at_all: bool = False) -> None:
    """One voter goes from the slip to the receipt, clicking and typing these choices."""
    at(page, "start")
    scan(page, slip)
    at(page, "notice")
    for _ in range(MOST_SCREENS):
        if look_at_all:
            assert_nothing_is_silent(page)
        name = page_name(page)
        if name == "receipt":
            forward(page)
            at(page, "start")
            return
        if name == "paper":
            fill(page, choices)
        if name == "fingerprint":
            page.locator("[formaction='/cast']").click()
        else:
            forward(page)
        page.wait_for_function("name => document.body.dataset.page !== 'start'", arg=name)
    raise AssertionError(f"the kiosk leads in circles, and is now at {page_name(page)}")


def fill(page: Page, choices: Choices) -> None:
    """Click and type on the screen that is shown what is chosen there."""
    for field_name, values in choices.items():
        inputs = page.locator(f'input[name="item-{field_name}"]')
        if inputs.count() == 0:
            continue
        if inputs.first.get_attribute("type") == "text":
            inputs.first.fill(str(values))
            continue
        for value in [values] if isinstance(values, str) else values:
            tick(inputs.and_(page.locator(f'[value="{value}"]')))


def tick(mark: Locator) -> None:
    """Touch what is drawn for a mark, as a finger does; it must be set then."""
    mark.locator("xpath=ancestor::label").click()
    assert mark.is_checked()


def assert_nothing_is_silent(page: Page) -> None:
    """No heading, label, button or paragraph of the screen is empty; everything has a name."""
    assert silences(page.content()) == []
    assert [each for each in seen(page)["targets"] if not each["name"].strip()] == []


def choices_of_voter(number: int, items: Sequence[PaperItem]) -> dict[str, str | list[str]]:
    """What voter ``number`` (from 0) of a box chooses: another thing each, within every rule."""
    choices: dict[str, str | list[str]] = {}
    for item in items:
        ids = [option.id for option in item.options]
        turned = ids[number % len(ids) :] + ids[: number % len(ids)] if ids else []
        if item.form == WRITE_IN:
            choices[item.id] = f"沈玉梅{number % 2}" if item.id.endswith("1") else ""
        elif item.form == RANKING:
            choices |= {f"{item.id}:{at + 1}": turned[at] for at in range(item.maximum)}
        elif item.form == SCORES:
            choices |= {f"{item.id}:{each}": f"{80 + number + at}.5" for at, each in enumerate(ids)}
        else:
            choices[item.id] = turned[: max(1, item.maximum - 1)]
    return choices


def votes_clicked(held: Held) -> dict[tuple[str, str], Counter[str]]:
    """For each box and item, how often what was clicked or written; see :func:`_answers`."""
    return {
        (box.id, item.id): Counter(
            answer for choices in held.clicked[box.id] for answer in _answers(item, choices)
        )
        for box in held.day.meeting.boxes()
        for item in box.items(held.day.meeting)
    }


def _answers(item: PaperItem, choices: Choices) -> list[str]:
    """What one ballot says on an item: options, a text, "person place", or "person tenths"."""
    if item.form == RANKING:
        places = range(1, item.maximum + 1)
        return [f"{choices[f'{item.id}:{place}']} {place}" for place in places]
    if item.form == SCORES:
        scores = {each.id: str(choices[f"{item.id}:{each.id}"]) for each in item.options}
        return [f"{who} {score.replace('.', '')}" for who, score in scores.items()]
    found = choices[item.id]
    return [found] if isinstance(found, str) else list(found)


def votes_published(held: Held) -> dict[tuple[str, str], Counter[str]]:
    """The same as it was counted; what nobody chose is left out."""
    return {
        (f"{each['id']}-{group['group']}", item["id"]): +_counted(group)
        for each in held.outcome["rounds"]
        for table in (*each["tables"], *each.get("singles", []))
        for item in table["items"]
        for group in item["groups"]
    }


def _counted(group: Mapping[str, Any]) -> Counter[str]:
    if "places" in group:
        return Counter(
            {
                f"{who} {place}": number
                for who, numbers in group["places"].items()
                for place, number in enumerate(numbers, start=1)
            }
        )
    if "scores" in group:
        return Counter(
            f"{who} {tenths}" for who, one in group["scores"].items() for tenths in one["tenths"]
        )
    if "names" in group:
        names = {each["name"]: each["votes"] for each in group["names"]}
        return Counter(names | {"": group["nothing"]})
    return Counter(group["votes"] | {"abstain": group["abstain"]})
