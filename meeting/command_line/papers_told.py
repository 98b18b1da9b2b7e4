"""What papers ask, in a few lines: those of a meeting, and those that a preset would make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crypto.election.write_in import LONGEST, MOST_HAN
from meeting.command_line.terminal import _
from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, RANKING, SURVEY, WRITE_IN, Option, Paper, PaperItem
from meeting.language import current_language, listed, said
from meeting.presets.preset import (
    EACH_PERSON,
    EACH_POST,
    LINES,
    PEOPLE_AS_OPTIONS,
    POST_LINES,
    Preset,
    PresetItem,
    PresetPaper,
    Setting,
    Team,
)
from meeting.rules_in_words.limits import limit_in_words


def papers_told(meeting: Meeting) -> Iterator[str]:
    """Yield a line for every paper of every round, and one for every thing that it asks."""
    papers = {paper.id: paper for paper in meeting.papers}
    for each in meeting.rounds:
        for name in each.papers:
            yield _("Paper of {round}: {title}").format(
                round=said(each, "name", current_language()),
                title=said(papers[name], "title", current_language()),
            )
            yield from (f"    {line}" for line in _asked(papers[name]))


def _asked(paper: Paper) -> Iterator[str]:
    """Yield what a paper asks; what it asks about everybody, once."""
    lines = [item for item in paper.items if item.form == WRITE_IN]
    told = (_item(paper, item) for item in paper.items if item.form != WRITE_IN)
    yield from dict.fromkeys(told)
    if lines:
        ends = dict.fromkeys(said(item, "prompt", current_language()) for item in lines)
        names = [*ends][:: max(len(ends) - 1, 1)]
        sentence = (
            _(
                "{prompt}: one name on each line, or nothing; at most {han} Chinese characters or"
                " {letters} letters. For longer names, agree before the meeting how to shorten"
                " them, or put these people on the list"
            )
            if paper.lines_name_people
            else _(
                "{prompt}: a short text on each line, or nothing; at most {han} Chinese characters"
                " or {letters} letters"
            )
        )
        yield sentence.format(prompt=" – ".join(names), han=MOST_HAN, letters=LONGEST)
    if paper.at_most:
        yield _("at most {most} names on the whole paper").format(most=paper.at_most)
    told = (limit_in_words(limit, paper, current_language()) for limit in paper.limits)
    yield from dict.fromkeys(told)  # a limit of each post may have one name for all


def _item(paper: Paper, item: PaperItem) -> str:
    options = _options(item.options)
    if paper.people_are_options:
        options = _("the {count} people of the list").format(count=len(item.options))
    prompt = said(item, "prompt", current_language())
    question = _question(item.form, prompt, options, item.minimum, item.maximum)
    if item.abstain:
        question = _("{question}, or abstain").format(question=question)
    if item.subject is None:
        return question
    people = sum(each.name == item.name for each in paper.items)
    return _("of each of {count} people: {question}").format(count=people, question=question)


def _options(options: Sequence[Option]) -> str:
    return listed((said(each, "label", current_language()) for each in options), current_language())


def _question(form: str, prompt: str, options: str, least: int, most: int | str) -> str:
    """A question with what can be answered; `most` may be the name of a setting."""
    if form == RANKING:
        how = _("put {least} to {most} of them in order")
    elif form != CHOICE:
        how = _("a score of 0 to 100 for each of them")
    else:
        how = _("choose {most}") if least == most else _("choose {least} to {most}")
    return _("{prompt}: {options}; {how}").format(
        prompt=prompt, options=options, how=how.format(least=least, most=most)
    )


def preset_told(preset: Preset) -> Iterator[str]:
    """Yield what the papers of a preset ask, then its settings."""
    for paper in preset.papers:
        yield _("Paper: {title}").format(title=said(paper, "title", current_language()))
        yield from (f"    {_preset_item(paper, item)}" for item in paper.items)
    for each in preset.settings:
        yield _setting(each)


def _preset_item(paper: PresetPaper, item: PresetItem) -> str:
    if item.about == POST_LINES:
        return _("for each post: a line for another name, or nothing")
    if item.about == EACH_POST:
        return _("for each post: at most as many of its people as it has seats, or abstain")
    prompt = said(item, "prompt", current_language())
    no_team = Team("", "")
    fill = no_team.put_into_english if current_language() == "en" else no_team.put_into
    prompt = fill(prompt.replace("{n}", "")).strip(" ,，")
    if item.about == LINES and paper.kind == SURVEY:
        return _("{prompt}: {number} lines, a short text on each, or nothing").format(
            prompt=prompt, number=item.maximum
        )
    if item.about == LINES:
        return _("{prompt}: {number} lines, one name on each, or nothing").format(
            prompt=prompt, number=item.maximum
        )
    options = _options(item.options)
    if item.about == PEOPLE_AS_OPTIONS:
        options = _("the people of the list")
    question = _question(item.form, prompt, options, item.minimum, item.maximum)
    if item.abstain:
        question = _("{question}, or abstain").format(question=question)
    if item.about == EACH_PERSON:
        return _("of each person: {question}").format(question=question)
    return question


def _setting(setting: Setting) -> str:
    description = said(setting, "description", current_language())
    if setting.default is None:
        return _("Setting {name}: {description}; must be set").format(
            name=setting.id, description=description
        )
    return _("Setting {name}: {description}; {default} if it is not set").format(
        name=setting.id, description=description, default=setting.default
    )
