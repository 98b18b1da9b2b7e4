"""The end of a verdict: what was held against a slip, what a reader must mind, and the word.

The word stands on the last line, with every reservation that a reader must not miss. Only an
invalid result has no reminders: there is nothing in it to rely on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from meeting.language import N_
from tally.findings.finding import Level
from tally.outcome.outcome import Outcome
from tally.report.derivation import denominator_name
from tally.verify.verdict import Verdict, Word
from tally.verify.words.rule_lines import rule_lines
from tally.words.figures_and_names import short_hash

Translate = Callable[[str], str]
_COUNTED: Final = {
    "ruling-missing": N_("decisions of people that are not in this folder: {count}"),
    "figures-missing": N_("boxes without figures of the hall: {count}"),
    "figures-unsigned": N_("the figures of the hall are not signed by two tellers"),
    "figures-unusual": N_("unusual figures of the hall: {count}"),
    "figures-corrected": N_("corrections of the hall's figures: {count}"),
}
"""Notes that stand in the last line, where there are any."""


def word_lines(verdict: Verdict, _: Translate) -> Iterator[str]:
    """Which rules are proved, what was compared and what was not, and at the end the word."""
    if verdict.word is Word.VALID:
        yield from rule_lines(verdict.boxes, _)
    if verdict.word is not Word.INVALID and verdict.outcome and verdict.outcome_compared:
        yield _steps(verdict.outcome, _)
    if verdict.word is not Word.INVALID and verdict.void_rounds:
        yield _(
            "! VOID round: {rounds} (see above). What was recorded holds, and no result follows "
            "from such a round."
        ).format(rounds=_(", ").join(verdict.void_rounds))
    if verdict.word is not Word.INVALID and verdict.definition_hash:
        yield from _compared(verdict, _)
        yield from _not_compared(verdict, _)
    yield ""
    yield _word(verdict, _)


def _word(verdict: Verdict, _: Translate) -> str:
    if verdict.word is Word.INVALID:
        problems = sum(each.finding.level is Level.PROBLEM for each in verdict.causes)
        return _("INVALID — problems found: {count}. Do not rely on this result.").format(
            count=problems
        )
    if verdict.word is Word.NOT_BOUND:
        return _(
            "NOT BOUND — nothing wrong was found, but nothing binds the tellers' shares to these "
            "ballots: the count is not verified. Ask for acts.json, or the whole published folder."
        )
    if verdict.word is Word.UNFINISHED:
        return _unfinished(verdict, _)
    if verdict.definition_hash:
        return _valid_meeting(verdict, _)
    if verdict.profile == "piaoxiang":
        return _("VALID as a record of ours; what needs the whole meeting was not checked.")
    return _("VALID as a Belenios record; what could not be checked is noted above.")


def _unfinished(verdict: Verdict, _: Translate) -> str:
    if _only_figures_unsigned(verdict):
        return _(
            "UNFINISHED — every ballot and every share holds, but rates of this meeting are taken "
            "over figures of the hall that fewer than two tellers have signed."
        )
    if verdict.outcome_compared:
        return _("UNFINISHED — nothing wrong was found, but the count is not complete.")
    return _(
        "UNFINISHED — outcome.json and reports were NOT compared; nothing wrong was found in the "
        "rest."
    )


def _only_figures_unsigned(verdict: Verdict) -> bool:
    """Whether nothing else is left to be done."""
    left = {each.code for each in verdict.findings if each.level is Level.UNFINISHED}
    return verdict.outcome_compared and left == {"figures-unsigned"}


def _valid_meeting(verdict: Verdict, _: Translate) -> str:
    minded = list(_reservations(verdict, _))
    if not minded:
        return _("VALID — every ballot, every share and every figure holds.")
    return _(
        "VALID, but {reservations} — every ballot and every share holds, and outcome.json follows "
        "from them."
    ).format(reservations=_("; ").join(minded))


def _reservations(verdict: Verdict, _: Translate) -> Iterator[str]:
    """What the word must not be read without: nobody checked it, or nothing proves it."""
    if verdict.void_rounds:
        yield _("VOID round: {rounds}").format(rounds=_(", ").join(verdict.void_rounds))
    if verdict.count("earlier-rules"):
        yield _("under the rules of an earlier release")
    if not verdict.pages_compared:
        yield _("reports, README.txt and the sentences in outcome.json were NOT compared")
    if verdict.unexpected:
        yield _("things in this folder that nobody checked: {count}").format(
            count=verdict.unexpected
        )
    for code, said in _COUNTED.items():
        if count := verdict.count(code):
            yield _(said).format(count=count)
    if verdict.unproved:
        figures = [denominator_name(name, _) for name in verdict.unproved]
        yield _("figures counted in the hall are not proved: {figures}").format(
            figures=_(", ").join(figures)
        )


def _compared(verdict: Verdict, _: Translate) -> Iterator[str]:
    if verdict.fingerprint_compared:
        yield _("✓ The meeting fingerprint is the one that was given.")
    if verdict.figures_signed:
        yield _("✓ The figures of the hall are signed by these tellers: {tellers}.").format(
            tellers=_(", ").join(map(str, verdict.figures_signed))
        )


def _steps(outcome: Outcome, _: Translate) -> str:
    """Whether somebody follows from the counts, and how many steps of that were done again."""
    if not outcome.steps:
        return _("The meeting has no rules: its outcome is its counts and rates alone.")
    waiting = sum(each.waits is not None for each in outcome.steps)
    if waiting:
        return _(
            "Steps of the rules worked out again from the counts: {count}; those that wait: "
            "{waiting}."
        ).format(count=len(outcome.steps), waiting=waiting)
    return _("Steps of the rules worked out again from the counts: {count}.").format(
        count=len(outcome.steps)
    )


def _not_compared(verdict: Verdict, _: Translate) -> Iterator[str]:
    if not verdict.fingerprint_compared:
        yield _not_on_a_slip(verdict, _)
    if not verdict.outcome_compared:
        yield _(
            "! outcome.json, the reports and README.txt were not compared with the records (see "
            "above): anybody can write them. Do not rely on a figure in them."
        )
    elif not verdict.pages_compared:
        yield _(
            "! The reports, README.txt and the sentences in outcome.json were not compared with "
            "the result (see above): anybody can write them. Do not rely on what they say; hold "
            "them against the numbers and people in outcome.json."
        )
    if verdict.unexpected:
        yield _(
            "! Things in this folder that are no part of it (see above): {count}. Nobody checked "
            "what they say."
        ).format(count=verdict.unexpected)
    if verdict.unproved:
        yield _(
            "! Not proved: {figures}. Rates of this meeting are taken over them. People counted "
            "them in the hall and entered them by hand (figures.json)."
        ).format(figures=_(", ").join(denominator_name(name, _) for name in verdict.unproved))


def _not_on_a_slip(verdict: Verdict, _: Translate) -> str:
    if not verdict.meeting_fingerprint:
        return _(
            "! Not compared with a slip: the meeting fingerprint. It cannot be worked out before "
            "the record of every box is here."
        )
    return _(
        "! Not compared with a slip: the meeting fingerprint {short}. A server that invents a "
        "whole meeting, tellers, slips and ballots, is found out only so: compare these six groups "
        "with those printed on a slip, or give what the slip says with --meeting-fingerprint."
    ).format(short=short_hash(verdict.meeting_fingerprint))
