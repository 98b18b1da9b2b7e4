"""Which rules of a meeting's papers are proved, and which the voting booth alone keeps, in words.

What every choice proves stands in the report's template; here is what single answers and limits of
whole papers add to it. The same rules stand in outcome.json, item by item (`tally.outcome`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.definition.paper import RANKING, SCORES, WRITE_IN
from meeting.language import said
from meeting.rules_in_words.limits import limit_in_words
from tally.outcome.limit_sums import looks_at_each
from tally.report.derivation import Translate


@dataclass(frozen=True, slots=True)
class ReportRules:
    """Sentences: what is proved beside the rules of choices, and what the booth alone keeps."""

    proved: tuple[str, ...]
    kiosk: tuple[str, ...]


def report_rules(meeting: Meeting, language: str, _: Translate) -> ReportRules:
    """The sentences for the papers of this meeting."""
    forms = {item.form for paper in meeting.papers for item in paper.items}
    naming = [paper for paper in meeting.papers if paper.lines_name_people]
    names_are_written = any(item.form == WRITE_IN for paper in naming for item in paper.items)
    kiosk = []
    if names_are_written:
        kiosk.append(
            _(
                "a line holds one name of at most 30 bytes (ten Chinese characters), without "
                "characters that cannot be seen;"
            )
        )
    elif WRITE_IN in forms:
        kiosk.append(
            _(
                "a line holds one text of at most 30 bytes (ten Chinese characters), without "
                "characters that cannot be seen;"
            )
        )
    if RANKING in forms:
        kiosk.append(
            _("a ranking holds nobody twice, leaves no gap, and fills as many places as asked for;")
        )
    if SCORES in forms:
        kiosk.append(_("a score is 0 to 100 with one decimal;"))
    if kiosk:
        kiosk.append(
            _(
                "these answers were looked at again when they were opened, and count as invalid "
                "where they break such a rule."
            )
        )
    if any(paper.at_most for paper in meeting.papers):
        kiosk.append(
            _(
                "A ballot names no more people on a whole paper, ticked and written in together, "
                "than the paper allows: the count could check the sum only."
            )
        )
    kiosk += _across(meeting, language, _)
    if names_are_written:
        kiosk.append(
            _(
                "A ballot names nobody twice, on two lines or with a tick and a line: this the "
                "count could not check."
            )
        )
    if not meeting.has_single_answers:
        return ReportRules((), tuple(kiosk))
    proved = _(
        "Of names written in, rankings and scores it is proved, before they are opened, only that "
        "each answer is its voter's own and no copy of another; and that at least {shuffles} "
        "different tellers, one after another, shuffled these answers without dropping, adding or "
        "changing any. So nobody can tell whose an answer is unless all who shuffled work together."
    ).format(shuffles=meeting.required_shuffles)
    return ReportRules((proved,), tuple(kiosk))


def _across(meeting: Meeting, language: str, _: Translate) -> Iterator[str]:
    """Yield the limits across questions, paper by paper, and what the count could see of them."""
    sums = _(
        "{paper}, across its questions: {limits}. The count could check sums only, and of a least "
        "number of ticks nothing."
    )
    lists = _(
        "{paper}: {limits}. The count looked at every valid list of scores again; one that breaks "
        "such a limit is reported, and counts."
    )
    for paper in meeting.papers:
        for each, sentence in ((False, sums), (True, lists)):
            told = [
                limit_in_words(limit, paper, language)
                for limit in paper.limits
                if looks_at_each(limit, paper) == each
            ]
            if told:
                yield sentence.format(
                    paper=said(paper, "title", language),
                    limits=("；" if language == "zh" else "; ").join(told),
                )
