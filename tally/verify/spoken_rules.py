"""The rules of the papers in a verdict: first what is proved, then what only the kiosk enforces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meeting.paper import CHOICE, WRITE_IN, Paper
from tally.marked import N_
from tally.rules import Enforced, Rule, item_rules, paper_rules, rules_of
from tally.verify.box import VerifiedBox

_RULES = {
    "limits": N_("{minimum} to {maximum} options"),
    "abstain": N_("or an abstention that rules out all options"),
    "one-list": N_("one list, and candidates of this list only"),
    "vector": N_("{maximum} numbers or letters of an answer that is opened singly"),
    "author": N_("an answer of the voter's own, no copy of another's"),
    "name": N_("one name of at most 30 bytes, or nothing"),
    "once": N_("a name that the ballot does not name a second time"),
    "ranking": N_("{minimum} to {maximum} places filled, nobody in two of them"),
    "scores": N_("scores from {minimum} to {maximum} with one decimal"),
    "names": N_("at most {maximum} names on the whole paper, ticked and written in"),
}
_RECHECKED = {
    "": N_("{rule} ({count} questions)"),
    "each": N_("{rule} ({count} questions; each answer checked again at the count)"),
    "sum": N_("{rule} ({count} questions; the count checks the sum alone)"),
}


def box_rules(verified: VerifiedBox) -> tuple[tuple[int, Rule], ...]:
    """Every rule with the index of its question, in the order of the election.

    With a meeting they are those of its papers; a record by itself tells less. A rule of a whole
    paper stands at every question that it is about.
    """
    if verified.papers:
        return tuple(enumerate_rules(verified.papers))
    election = verified.setup.election
    questions = election.questions if election else ()
    return tuple((at, rule) for at, question in enumerate(questions) for rule in rules_of(question))


def enumerate_rules(papers: Iterable[Paper]) -> Iterator[tuple[int, Rule]]:
    """The rules of papers, question by question."""
    items = ((paper, item) for paper in papers for item in paper.items)
    for at, (paper, item) in enumerate(items):
        for rule in item_rules(item):
            yield at, rule
        if item.form in (CHOICE, WRITE_IN):
            for rule in paper_rules(paper):
                yield at, rule


def rule_lines(boxes: Iterable[VerifiedBox], _: Callable[[str], str]) -> Iterator[str]:
    """One line for each kind of enforcement, naming each distinct rule and how often it holds."""
    counted: dict[Rule, int] = {}
    for box in boxes:
        for _at, rule in box_rules(box):
            counted[rule] = counted.get(rule, 0) + 1
    for enforced, head in (
        (Enforced.PROVED, _("Proved: one vote per slip, the totals, the openings")),
        (Enforced.KIOSK, _("Enforced by the voting booth alone")),
    ):
        told = [
            _(_RECHECKED[rule.rechecked]).format(
                rule=_(_RULES[rule.kind]).format(minimum=rule.minimum, maximum=rule.maximum),
                count=count,
            )
            for rule, count in counted.items()
            if rule.enforced is enforced
        ]
        if enforced is Enforced.KIOSK:
            told = told or [_("none of the rules of these papers")]
        yield _("{head}: {rules}.").format(head=head, rules=_("; ").join(told))
