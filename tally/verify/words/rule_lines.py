"""The rules of the papers in a verdict: first what is proved, then what only the kiosk enforces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from meeting.language import N_
from tally.outcome.paper_rules import Enforced, Rule
from tally.verify.meeting.box_rules import box_rules
from tally.verify.record.box import VerifiedBox

_RULES = {
    "limits": N_("{minimum} to {maximum} options"),
    "abstain": N_("or an abstention, with none of the options"),
    "one-list": N_("one list, and candidates of this list only"),
    "vector": N_("{maximum} numbers or letters of an answer that is opened singly"),
    "author": N_("an answer of the voter's own, no copy of another's"),
    "name": N_("one name of at most 30 bytes, or nothing"),
    "once": N_("a name that the ballot does not name a second time"),
    "ranking": N_("places filled: {minimum} to {maximum}, nobody in two of them"),
    "scores": N_("scores from {minimum} to {maximum} with one decimal"),
    "text": N_("a text of at most 30 bytes, or nothing"),
    "names": N_("at most {maximum} names on the whole paper, ticked and written in"),
    "ticks": N_("{minimum} to {maximum} such answers in several questions together"),
    "person": N_("nobody chosen in two of several questions"),
    "replacing": N_("names in the place of those who are opposed, and of no others"),
    "alone": N_("an answer that excludes the others of its question"),
    "between": N_("an overall grade between the worst and the best of its dimensions"),
    "scored": N_("{minimum} to {maximum} people with scores above or below a bound"),
    "differ": N_("scores or grades that are not all the same"),
}
_EXACTLY = {
    "limits": N_("exactly {maximum} of the options"),
    "ranking": N_("places filled: exactly {maximum}, nobody in two of them"),
    "ticks": N_("exactly {maximum} such answers in several questions together"),
    "scored": N_("exactly {maximum} people with scores above or below a bound"),
}
"""Where as many must be chosen as may be."""
_AT_MOST = {
    "limits": N_("at most {maximum} of the options"),
    "ranking": N_("places filled: at most {maximum}, nobody in two of them"),
    "ticks": N_("at most {maximum} such answers in several questions together"),
    "scored": N_("at most {maximum} people with scores above or below a bound"),
}
"""Where nothing needs to be chosen."""
_RECHECKED = {
    "": N_("{rule} (questions: {count})"),
    "each": N_("{rule} (questions: {count}; each answer checked again at the count)"),
    "sum": N_("{rule} (questions: {count}; the count checks the sum alone)"),
}


def rule_lines(boxes: Iterable[VerifiedBox], _: Callable[[str], str]) -> Iterator[str]:
    """One line for each kind of enforcement, naming each distinct rule and how often it holds."""
    counted: dict[Rule, int] = {}
    for box in boxes:
        for _at, rule in box_rules(box):
            counted[rule] = counted.get(rule, 0) + 1
    kinds = list(_RULES)
    told: dict[Enforced, list[str]] = {Enforced.PROVED: [], Enforced.KIOSK: []}
    for rule, count in sorted(counted.items(), key=lambda each: kinds.index(each[0].kind)):
        counts = _(_RECHECKED[rule.rechecked]).format(rule=spoken_rule(rule, _), count=count)
        told[rule.enforced].append(counts)
    always = [_("one vote per slip"), _("the totals"), _("the openings")]
    yield _("Proved: {rules}.").format(rules=_("; ").join(always + told[Enforced.PROVED]))
    if told[Enforced.KIOSK]:
        rules = _("; ").join(told[Enforced.KIOSK])
        yield _("Enforced by the kiosk alone: {rules}.").format(rules=rules)
    else:
        yield _("Enforced by the kiosk alone: no rule of these papers.")


def spoken_rule(rule: Rule, _: Callable[[str], str]) -> str:
    """The rule in words: numbers of which one follows from the other are not both said."""
    said = _RULES[rule.kind]
    if rule.kind == "limits" and rule.minimum == rule.maximum == 1:
        said = N_("exactly one option")
    elif rule.minimum == rule.maximum:
        said = _EXACTLY.get(rule.kind, said)
    elif not rule.minimum:
        said = _AT_MOST.get(rule.kind, said)
    return _(said).format(minimum=rule.minimum, maximum=rule.maximum)
