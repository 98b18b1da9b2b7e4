"""How large the published outcome.json can get: every option, rate and name of every group.

The names of its fields are those of `tally.outcome.file.outcome_json`; what is long in it grows
with the number of items and groups, or, for names in writing and scores, with that of ballots.
"""

from __future__ import annotations

from crypto.canonical import dumps
from crypto.election.write_in import LONGEST
from meeting.definition.meeting import Meeting, Round
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, PaperItem
from meeting.definition.person import Person
from meeting.language import LANGUAGES
from meeting.rules.acts import LONGEST_NOTE, LONGEST_SOURCE, LONGEST_WORDS, Ruled
from meeting.rules.form import step_to_json
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import EarlierFigure, Weighted
from meeting.rules_in_words.rule import rule_in_words
from meeting.rules_in_words.words import Words

_COUNT = 120
"""A group's head for one item: its id, and its counts with their names."""
_NUMBER = 12
"""A number with the marks around it."""
_RATE = 300
"""A rate's head, and its value and weighted value without their digits."""
_RATE_OF_GROUP = 140
"""A group's share in a rate, and what its weight and its ballots add to the digits of the sum."""
_MEAN = 100
"""The sum and the mean of a person's scores."""
_ITEM = 1200
"""An item's rules, the head of its table, and its place there."""
_NAME = 2 * LONGEST + 40
"""A written name, each of its characters escaped, with its votes."""
_BOX = 1000
"""A box, its figures and the rules of its papers."""
_TENTHS = len("1000,")
_ESCAPED = 6
"""Bytes of a character, as it is written where it has to be."""
_LIMIT, _LIMIT_SUM = 300, 200
"""A limit across questions with its rule, and its sum in one voter group."""
_JUDGED = 400
"""A person before a step, with an exact number."""
_SPOKEN = 600
"""The words of a sentence about a person, with its numbers."""
_TERM = 250
"""A part of a number: its name, and exact numbers whose digits grow with weights and figures."""


def outcome_bytes(meeting: Meeting) -> int:
    """The size of the largest outcome.json of the meeting, in bytes."""
    boxes = len(meeting.rounds) * (len(meeting.groups) + 1)
    rounds = sum(_round(meeting, each) for each in meeting.rounds)
    return 2000 + boxes * _BOX + rounds + sum(_step(meeting, each) for each in meeting.rules)


def _step(meeting: Meeting, step: AnyStep) -> int:
    """A rule, and what it says of each person: a number made of parts, or why they stay or go."""
    parts = len(step.parts) if isinstance(step, Weighted) else len(meeting.groups) + 1
    about = sum(len(person.id) + _JUDGED + parts * _TERM for person in meeting.people)
    if isinstance(step, Ruled):
        about += _ESCAPED * (LONGEST_WORDS + LONGEST_SOURCE + LONGEST_NOTE * len(meeting.people))
    rule = len(dumps(step_to_json(step)))
    carried = rule if isinstance(step, EarlierFigure) else 0  # its numbers, each once more
    return rule + carried + _JUDGED + about + _said(meeting, step, parts)


def _said(meeting: Meeting, step: AnyStep, parts: int) -> int:
    """What a person would say of a step in both languages: its rule, and of whom what is true."""
    rule = sum(len(dumps(rule_in_words(step, Words(meeting, each)))) for each in LANGUAGES)
    names = [_longest_name(person) for person in meeting.people]
    # Of each person, what became of them, and whom they may not be chosen with; then a list of all.
    about = sum(_SPOKEN + parts * _TERM + len(person.id) for person in meeting.people)
    about += 2 * sum(names) + len(names) * max(names, default=0)
    if isinstance(step, Ruled):
        about += _ESCAPED * (LONGEST_WORDS + LONGEST_SOURCE + LONGEST_NOTE * len(meeting.people))
    return rule + len(LANGUAGES) * (_SPOKEN + about)


def _longest_name(person: Person) -> int:
    return max(len(dumps(each)) for each in (person.display_name, person.display_name_en)) + _NUMBER


def _round(meeting: Meeting, each: Round) -> int:
    shown = {paper.id: paper for paper in meeting.papers}
    papers = [shown[name] for name in each.papers]
    limits = sum(len(paper.limits) for paper in papers)
    voting = meeting.groups_in(each)
    groups = len(voting) + 1  # and all of them together
    ballots = sum(group.slips for group in voting)
    sums = limits * (_LIMIT + groups * _LIMIT_SUM)
    return sums + sum(_item(item, groups, ballots) for paper in papers for item in paper.items)


def _item(item: PaperItem, groups: int, ballots: int) -> int:
    ids = sum(len(option.id) + _NUMBER for option in item.options)
    options = len(item.options)
    if item.form == WRITE_IN:
        # By group, by line, and once more for all lines.
        return _ITEM + groups * _COUNT + 3 * ballots * _NAME
    if item.form == RANKING:
        return _ITEM + groups * (_COUNT + ids + options * item.maximum * _NUMBER)
    if item.form == SCORES:
        heads = groups * (_COUNT + ids + options * _MEAN)
        return _ITEM + heads + 2 * ballots * options * _TENTHS
    rates = options + len(item.rates)
    named = sum(len(option) for rate in item.rates for option in (*rate.options, rate.id))
    counted = groups * (_COUNT + ids + rates * _RATE_OF_GROUP)
    return _ITEM + counted + rates * _RATE + 2 * ids + 2 * named
