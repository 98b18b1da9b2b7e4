"""The papers as they will be asked and the rules as they will be read out, before publishing."""

from __future__ import annotations

from flask import Blueprint

from desk.accounts.role import Role
from desk.pages.drafts import shown, the_draft
from desk.preparing.step import Step
from desk.web.access import for_roles
from desk.web.language import language_here
from meeting.command_line.papers_told import papers_told
from meeting.rules_in_words.rule import rules_in_words

papers = Blueprint("papers", __name__)


@papers.get("/meetings/<meeting_id>/papers")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show both in words."""
    draft = the_draft(meeting_id)
    looked = draft.look()
    asked: list[tuple[str, bool]] = []
    rules: tuple[str, ...] = ()
    if looked.organised is not None:
        meeting = looked.organised.meeting
        asked = [(line.strip(), not line.startswith(" ")) for line in papers_told(meeting)]
        rules = rules_in_words(meeting, language_here())
    return shown(meeting_id, draft, Step.PAPERS, looked, asked=asked, rules=rules)
