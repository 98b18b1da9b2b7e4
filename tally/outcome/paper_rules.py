"""What is proved about each rule of a paper, and what the voting booth alone enforces.

A ballot proves its limits where answers are added up under encryption. Of a single answer nothing
is proved before it is opened, except that it is its author's own: its rules are the kiosk's, and
are looked at again when the answers are opened. Result and verifier say which is which, rule by
rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crypto.election.lists_question import ListsQuestion
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from meeting.definition.limits_kept import (
    counted_items,
    differing_items,
    most_ticks,
    scored_items,
    scored_people,
)
from meeting.definition.paper import CHOICE, RANKING, WRITE_IN, Paper, PaperItem
from meeting.definition.paper_limits import (
    AnyLimit,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)
from tally.outcome.limit_sums import has_sum, looks_at_each

AT_MOST = "names"


class Enforced(StrEnum):
    """How a rule is kept."""

    PROVED = "proved"
    KIOSK = "kiosk-enforced"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `limits` (how many of the options), `abstain` (or none at all), `one-list`, `vector`.

    Of single answers: `author` (the answer is no copy of somebody else's), `name` (one name or
    nothing), `once` (a name that stands nowhere else on the ballot), `ranking` (how many places are
    filled, nobody twice), `scores`; of a whole paper: `names` (no more than so many, ticked and
    written in). `minimum` and `maximum` are numbers of ticks for `limits`, of integers for
    `vector`, of places, points or names for these. `text` is a line that names nobody.

    Limits across a paper's questions are called as the definition calls them: `ticks`, `once` of
    several items, which is `person` here, `replacing`, `alone`, `between`, `scored` (so many people
    with such scores), `differ`.

    `rechecked` says what the count looks at again: `each` answer, or the `sum` alone.
    """

    kind: str
    enforced: Enforced
    minimum: int = 0
    maximum: int = 0
    rechecked: str = ""

    def to_json(self) -> dict[str, str | int]:
        """The rule for programs."""
        value: dict[str, str | int] = {"rule": self.kind, "enforced": str(self.enforced)}
        if self.maximum:
            value |= {"minimum": self.minimum, "maximum": self.maximum}
        return value | ({"rechecked": self.rechecked} if self.rechecked else {})


_AUTHOR = Rule("author", Enforced.PROVED)


def choice_rules(minimum: int, maximum: int, *, abstain: bool) -> tuple[Rule, ...]:
    """The rules of choosing from `minimum` to `maximum` options, or none at all: both proved."""
    limits = Rule("limits", Enforced.PROVED, minimum, maximum)
    return (limits, Rule("abstain", Enforced.PROVED)) if abstain else (limits,)


def item_rules(item: PaperItem, *, names: bool = True) -> tuple[Rule, ...]:
    """The rules of an item's answers, as its paper says them; `names`: its lines name people."""
    if item.form == CHOICE:
        return choice_rules(item.minimum, item.maximum, abstain=item.abstain)
    if item.form == WRITE_IN:
        if not names:
            return (_AUTHOR, Rule("text", Enforced.KIOSK, 0, 1, "each"))
        once = Rule("once", Enforced.KIOSK)
        return (_AUTHOR, Rule("name", Enforced.KIOSK, 0, 1, "each"), once)
    if item.form == RANKING:
        return (_AUTHOR, Rule("ranking", Enforced.KIOSK, item.minimum, item.maximum, "each"))
    return (_AUTHOR, Rule("scores", Enforced.KIOSK, 0, 100, "each"))


def paper_rules(paper: Paper) -> tuple[Rule, ...]:
    """The rules of a whole paper, beside those of its items."""
    if not paper.at_most:
        return ()
    return (Rule(AT_MOST, Enforced.KIOSK, 0, paper.at_most, "sum"),)


def limit_rule(limit: AnyLimit, paper: Paper) -> Rule:
    """The rule of a limit across questions; where only a least number is set, sums say nothing."""
    rechecked = "each" if looks_at_each(limit, paper) else "sum" if has_sum(limit) else ""
    if isinstance(limit, Ticks):
        most = limit.most or most_ticks(limit, paper)
        return Rule(limit.kind, Enforced.KIOSK, limit.least, most, rechecked)
    if isinstance(limit, Scored):
        most = limit.most or scored_people(limit, paper)
        return Rule(limit.kind, Enforced.KIOSK, limit.least, most, rechecked)
    kind = "person" if isinstance(limit, Once) else limit.kind
    return Rule(kind, Enforced.KIOSK, rechecked=rechecked)


def limited_items(limit: AnyLimit, paper: Paper) -> tuple[PaperItem, ...]:
    """The items that a limit looks at, in the paper's order."""
    match limit:
        case Ticks():
            return counted_items(limit, paper)
        case Scored():
            return scored_items(limit, paper)
        case Differ():
            return differing_items(limit, paper)
        case Replacing():
            return paper.named((*limit.lines, *limit.items))
        case Between():
            return paper.named((*limit.items, *limit.of))
        case _:
            return tuple(item for item in paper.named(limit.items) if item.form == CHOICE)


def rules_of(question: AnyQuestion) -> tuple[Rule, ...]:
    """The rules of a question's answers."""
    if isinstance(question, Question):
        return choice_rules(question.minimum, question.maximum, abstain=bool(question.blank))
    if isinstance(question, ListsQuestion):
        return (Rule("one-list", Enforced.PROVED),)
    length = len(question.answers)
    return (_AUTHOR, Rule("vector", Enforced.KIOSK, length, length))
