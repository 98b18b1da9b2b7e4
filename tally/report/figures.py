"""What is said of a round's figures: why it is void, what is unusual, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.meeting import Box
from meeting.language import N_, listed, said
from tally.folder.figures_signed import NEEDED
from tally.outcome.denominators import Figures
from tally.outcome.outcome import Outcome
from tally.outcome.round_figures import RoundFigures
from tally.outcome.void_rounds import Excess
from tally.report.derivation import Translate

NOT_ENTERED = "—"
_EXCESSES = {
    ("returned", "issued"): N_("{group}: ballots received {found}, slips issued only {limit}"),
    ("returned", "present"): N_("{group}: ballots received {found}, people present only {limit}"),
    ("returned", "entitled"): N_(
        "{group}: ballots received {found}, people entitled only {limit}, and how many were "
        "present was not entered"
    ),
    ("present", "entitled"): N_("{group}: people present {found}, entitled only {limit}"),
    ("issued", "present"): N_("{group}: slips issued {found}, people present only {limit}"),
}


@dataclass(frozen=True, slots=True)
class CorrectedRow:
    """One box whose figures were corrected: present and issued, before and after."""

    name: str
    present: tuple[str, str]
    issued: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One correction, as far as it touches a round: why, what, and what it changed."""

    title: str
    reason: str
    rows: tuple[CorrectedRow, ...]
    effect: str


def void_sentence(figures: RoundFigures, language: str, _: Translate) -> str:
    """Why the round is void, and what that means; empty if it is not."""
    if not figures.void:
        return ""
    return _(
        "THIS ROUND IS VOID. {reasons}. Where more ballots are received than slips were issued, or "
        "than people could vote, a round is void as a whole: no result follows from it, and this "
        "report shows no votes. The figures above are as they were recorded and entered. Whether "
        "the vote is held again is decided by the rules of the meeting."
    ).format(reasons=void_told(figures, language, _))


def remarks_sentence(figures: RoundFigures, language: str, _: Translate) -> str:
    """What is unusual about the figures; empty if nothing is."""
    if not figures.remarks:
        return ""
    return _(
        "About the figures: {remarks}. They are published as they were entered, and make no vote "
        "void by themselves. How they came about is for the tellers to say, in writing and beside "
        "this report."
    ).format(remarks=remarks_told(figures, language, _))


def signed_sentence(outcome: Outcome, figures: RoundFigures, language: str, _: Translate) -> str:
    """Who signed the figures of the hall, if enough did; empty for a round without any."""
    signed, tellers = outcome.figures_signed, outcome.meeting.tellers
    if len(signed) < NEEDED or not _any_entered(figures):
        return ""
    names = [f"{number} {tellers[number - 1]}" for number in signed]
    return _("Voters present and slips issued are signed by tellers {names}.").format(
        names=listed(names, language)
    )


def unsigned_sentence(outcome: Outcome, figures: RoundFigures, _: Translate) -> str:
    """That the figures of the hall are not signed by two; nobody signed them before schema 2."""
    few = len(outcome.figures_signed) < NEEDED
    if not (few and outcome.meeting.rules_of_2 and _any_entered(figures)):
        return ""
    return _(
        "The figures for voters present and slips issued are not signed by two tellers: one person "
        "could have typed them."
    )


def void_told(figures: RoundFigures, language: str, _: Translate) -> str:
    """The reasons by themselves."""
    return _told(figures.void, language, _)


def remarks_told(figures: RoundFigures, language: str, _: Translate) -> str:
    """The remarks by themselves."""
    return _told(figures.remarks, language, _)


def correction_views(
    outcome: Outcome, round_id: str, language: str, _: Translate
) -> tuple[CorrectionView, ...]:
    """The corrections that touch a round, the oldest first."""
    (now,) = (each.figures for each in outcome.rounds if each.round.id == round_id)
    versions = [
        next(each for each in earlier.rounds if each.round.id == round_id)
        for earlier in outcome.earlier
    ]
    pairs = zip(versions, [*versions[1:], now][: len(versions)], outcome.earlier, strict=True)
    views = []
    for number, (before, after, earlier) in enumerate(pairs, 1):
        rows = tuple(_corrected(before, after, language, _))
        if rows:
            title = _("Correction {number}").format(number=number)
            views.append(CorrectionView(title, earlier.reason, rows, _effect(before, after, _)))
    return tuple(views)


def _any_entered(figures: RoundFigures) -> bool:
    return any(row.present is not None or row.issued is not None for _, row in figures.by_box)


def _told(found: tuple[Excess, ...], language: str, _: Translate) -> str:
    return _("; ").join(
        _(_EXCESSES[one.more, one.than]).format(
            group=said(one.box.group, "name", language), found=one.found, limit=one.limit
        )
        for one in found
    )


def _corrected(
    before: RoundFigures, after: RoundFigures, language: str, _: Translate
) -> Iterator[CorrectedRow]:
    pairs: Iterator[tuple[tuple[Box, Figures], tuple[Box, Figures]]]
    pairs = zip(before.by_box, after.by_box, strict=True)
    for (box, old), (_box, new) in pairs:
        if old != new:
            yield CorrectedRow(
                said(box.group, "name", language),
                (_shown(old.present, _), _shown(new.present, _)),
                (_shown(old.issued, _), _shown(new.issued, _)),
            )


def _effect(before: RoundFigures, after: RoundFigures, _: Translate) -> str:
    """Whether the correction made the round void, or void no more."""
    if bool(before.void) == bool(after.void):
        return ""
    if after.void:
        return _("With the figures before this correction the round was not void.")
    return _("With the figures before this correction the round was void.")


def _shown(figure: int | None, _: Translate) -> str:
    return _("not entered") if figure is None else str(figure)
