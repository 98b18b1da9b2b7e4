"""The rules of the papers in a verdict: first what is proved, then what only the kiosk enforces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tally.marked import N_
from tally.rules import Enforced, Rule, rules_of
from tally.verify.box import VerifiedBox

_RULES = {
    "limits": N_("{minimum} to {maximum} options"),
    "abstain": N_("or an abstention that rules out all options"),
    "one-list": N_("one list, and candidates of this list only"),
    "vector": N_("{maximum} numbers or letters of an answer that is opened singly"),
}


def box_rules(verified: VerifiedBox) -> tuple[tuple[int, Rule], ...]:
    """Every rule with the index of its question, in the order of the election."""
    election = verified.setup.election
    questions = election.questions if election else ()
    return tuple((at, rule) for at, question in enumerate(questions) for rule in rules_of(question))


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
            _("{rule} ({count} questions)").format(
                rule=_(_RULES[rule.kind]).format(minimum=rule.minimum, maximum=rule.maximum),
                count=count,
            )
            for rule, count in counted.items()
            if rule.enforced is enforced
        ]
        if enforced is Enforced.KIOSK:
            told = told or [_("none of the rules of these papers")]
        yield _("{head}: {rules}.").format(head=head, rules="; ".join(told))
