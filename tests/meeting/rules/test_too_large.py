"""Rules that would keep whoever reads a meeting busy without an end are refused, at once."""

from __future__ import annotations

import time

from meeting.definition.consistency import check_meeting
from meeting.definition.rules_consistency import MOST_SAID, MOST_STEPS
from meeting.rules_in_words.words import Words
from tests.tally.fixtures.ruled import ruled

COUNT = """
[[rules]]
kind = "rate"
id = "n0"
name = "票数"
round = "r1"
item = "slate"
over = "valid"
"""


def codes(rules: str, count: int = 4) -> list[str]:
    return [problem.code for _, problem in check_meeting(ruled(rules, count=count))]


def only(number: int) -> str:
    names = ",".join(f'"x{at}"' for at in range(number))
    return f'[[rules]]\nkind = "only"\nid = "only"\nname = "人"\npeople = [{names}]\n'


def test_numbers_with_too_many_parts_are_refused() -> None:
    """The attack: 200 steps, each of all earlier ones, of 255 people: some 3 GB to be published."""
    rules = COUNT
    for at in range(1, 40):
        parts = ",".join(f'{{figure = "n{each}", weight = 1}}' for each in range(at))
        rules += f'[[rules]]\nkind = "weighted"\nid = "n{at}"\nname = "和{at}"\n'
        rules += f"total = {at}\nparts = [{parts}]\n"
    assert codes(rules) == []
    assert codes(rules, count=255) == ["rules-large"]


def test_selections_that_name_one_another_twice_are_looked_at_once() -> None:
    """The attack: whoever read meeting.json was busy for 2^99 looks, a kiosk and a verifier too."""
    rules = COUNT
    for name in "ab":
        rules += (
            f'[[rules]]\nkind = "threshold"\nid = "{name}0"\nname = "过{name}"\nfigure = "n0"\n'
        )
        rules += 'limit = "2/3"\nstrictly = true\n'
    for at in range(1, MOST_STEPS // 2 - 2):
        for one, other in ("ab", "ba"):
            rules += f'[[rules]]\nkind = "combined"\nid = "{one}{at}"\nname = "合{one}{at}"\n'
            rules += 'how = "all"\n'
            rules += f'of = ["{one}{at - 1}", "{other}{at - 1}"]\n'
    rules += '[[rules]]\nkind = "cut"\nid = "last"\nname = "当选"\nby = "n0"\nseats = 2\n'
    rules += f'source = "a{at}"\nties = "revote"\nelection = true\n'
    began = time.process_time()
    assert codes(rules) == []
    assert time.process_time() - began < 60


def test_sums_that_name_one_another_twice_are_said_at_once() -> None:
    """The attack: whether a sum of sums of rates is shown in percent took 2^99 looks."""
    rules = COUNT.replace("n0", "a0") + COUNT.replace("n0", "b0").replace("票数", "另数")
    for at in range(1, MOST_STEPS // 2):
        for one in "ab":
            rules += (
                f'[[rules]]\nkind = "weighted"\nid = "{one}{at}"\nname = "和{one}{at}"\nparts = ['
            )
            rules += f'{{figure = "a{at - 1}", weight = "1/3"}}, '
            rules += f'{{figure = "b{at - 1}", weight = "2/3"}}]\n'
    assert codes(rules) == []
    words = Words(ruled(rules), "zh")
    assert words.is_rate(f"a{at}")
    assert not words.is_rate("everybody")


def test_of_very_many_mistakes_the_first_are_told() -> None:
    assert codes(only(MOST_SAID - 50)).count("rule-unknown") == MOST_SAID - 50
    assert codes(only(MOST_SAID + 50)).count("rule-unknown") == MOST_SAID
    assert codes(only(100_000)) == ["number-range"]
