"""What people decided: rulings of this meeting, about its steps, that two different tellers signed.

What a ruling says of whom is held against the people whom its step came to, when the steps are
worked out (`tally.outcome.steps.ruled`); what is found there is told by `check_rulings_used`.
"""

from __future__ import annotations

from collections.abc import Iterator

from crypto.place import Part, Place, in_file
from crypto.trustees.trustee import Trustees
from meeting.definition.mistakes import Mistake, attempt
from meeting.definition.mistakes import place as place_of
from meeting.definition.wording import check_date, check_text
from meeting.language import N_
from meeting.published.act_files import merge_name, ruling_kinds
from meeting.published.folder_names import ruling_file
from meeting.rules.acts import LONGEST_NAME, LONGEST_NOTE, LONGEST_SOURCE, LONGEST_WORDS, Ruled
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.ruling import NEEDED, HeldRuling, Ruling, parse_ruling, ruling_message
from tally.folder.source import Folder
from tally.outcome.outcome import Outcome
from tally.outcome.steps.result import StepResult
from tally.verify.meeting.teller_signatures import signers_of_statement


def verify_rulings(
    folder: Folder, fingerprint: str, trustees: Trustees | None, findings: Findings
) -> tuple[HeldRuling, ...]:
    """The rulings of a folder that hold, in the order of the steps; every fault is a finding.

    None under the rules of schema 1, nor where boxes cannot be read: that is said.
    """
    if not folder.meeting.rules_of_2 or not fingerprint or trustees is None:
        return ()
    held = []
    for name, kind in ruling_kinds(folder.meeting).items():
        data = folder.ruling(name)
        if data is None:
            continue
        before = len(findings.problems)
        found = ruling_signers(data, name, kind, fingerprint, trustees, findings)
        if found is None or len(findings.problems) > before:
            continue
        if len(found.signed) < NEEDED:
            findings.unfinished(
                "ruling-unsigned",
                Detail.of(
                    N_("different tellers who have signed it: {count}; needed: {needed}"),
                    count=len(found.signed),
                    needed=NEEDED,
                ),
                in_file(ruling_file(name)),
            )
            continue
        held.append(found)
    return tuple(held)


def ruling_signers(
    data: bytes, name: str, kind: str, fingerprint: str, trustees: Trustees, findings: Findings
) -> HeldRuling | None:
    """The ruling of a name, with the tellers whose signature holds; every fault is a finding.

    None if it cannot be read, or is none of this kind, about this, and of this meeting.
    """
    where = in_file(ruling_file(name))
    with findings.catching(where):
        found = parse_ruling(trustees.group, data, where=where)
        if found.ruling.meeting != fingerprint:
            detail = f"it is of {found.ruling.meeting}, these boxes are {fingerprint}"
            findings.problem("ruling-meeting", detail, where)
            return None
        if not _is_about(found.ruling, name, kind, where, findings):
            return None
        signed = signers_of_statement(
            found.signed,
            lambda owner: ruling_message(fingerprint, found.ruling.hash, owner),
            trustees,
            findings,
            where / Part("signatures"),
            "ruling-signature",
        )
        return HeldRuling(found.ruling, signed)
    return None


def _is_about(ruling: Ruling, name: str, kind: str, where: Place, findings: Findings) -> bool:
    if (ruling.kind, ruling.about) != (kind, name):
        detail = f"it is a {ruling.kind:.40} about {ruling.about:.40}; expected is a {kind}"
        findings.problem("ruling-step", detail, where)
        return False
    for path, problem in ruling_mistakes(ruling):
        code = "ruling-source" if path == ("source",) else "ruling-content"
        findings.problem(code, f"{place_of(path)}: {problem.text('en')}", where)
        return False
    return True


def ruling_mistakes(ruling: Ruling) -> Iterator[Mistake]:
    """What keeps people from reading when, from whom and in which words something was ruled."""
    yield from attempt(("source",), check_text, ruling.source, limit=LONGEST_SOURCE)
    yield from attempt(("date",), check_date, ruling.date)
    yield from attempt(("words",), check_text, ruling.words, limit=LONGEST_WORDS)
    for index, each in enumerate(ruling.people):
        path = ("people", index, "note")
        yield from attempt(path, check_text, each.note, limit=LONGEST_NOTE, empty=True)
    for index, merged in enumerate(ruling.names):
        limit, empty = LONGEST_NAME, bool(merged.person)
        yield from attempt(("names", index), check_text, merged.name, limit=limit, empty=empty)


def check_rulings_used(outcome: Outcome, folder: Folder, findings: Findings) -> None:
    """Report of every step of people why their ruling is not taken, or that there is none."""
    for result in outcome.steps:
        if not isinstance(result.step, Ruled):
            continue
        where = in_file(ruling_file(result.step.id))
        if result.waits is None:
            if result.judged and result.ruling is None and folder.ruling(result.step.id) is None:
                left = N_("by the definition it is about nobody then; people who came: {count}")
                detail = Detail.of(left, count=len(result.judged))
                findings.note("ruling-missing", detail, where)
            continue
        if result.waits.code == "ruling-unfit":
            _report_unfit(outcome, result, where, findings)
        elif result.waits.code == "ruling-awaited" and folder.ruling(result.step.id) is None:
            detail = Detail.of(
                N_("people whom it is about: {count}"), count=len(result.waits.about)
            )
            findings.note("ruling-missing", detail, where)
    for merged in outcome.merged:
        name = merge_name(merged.round, merged.paper)
        where = in_file(ruling_file(name))
        if merged.waits is not None and merged.waits.code == "names-unfit":
            told = "the names that were written, or what it says of them, do not fit"
            findings.problem("ruling-names", told, where)
        elif merged.waits is not None and folder.ruling(name) is None:
            unsaid = Detail.of(N_("nobody has said who is meant by the names in writing"))
            findings.note("ruling-missing", unsaid, where)


def _report_unfit(outcome: Outcome, result: StepResult, where: Place, findings: Findings) -> None:
    about = result.waits.about if result.waits else ()
    if not about:
        detail = "it was made about other people than those who came to this step"
        findings.problem("ruling-other-people", detail, where)
        return
    known = {each.id for each in outcome.named.people}
    for person in about:
        code = "ruling-people" if person in known else "ruling-person"
        findings.problem(code, f"{person:.40}", where)
