"""The later stages of a meeting in words, for who reads them out before anybody votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from meeting.definition.meeting import Meeting
from meeting.definition.stage import START, Stage
from meeting.language import N_, gettext_for, listed, ngettext_for, said
from meeting.presets.file import parse_preset
from meeting.presets.preset import Preset
from meeting.problem import ROOM
from meeting.rules.step import EVERYBODY
from meeting.rules_in_words.words import shown

_CHOSEN: Final = N_("those whom step “{step}” chose")
_WHO: Final = {
    "chosen": _CHOSEN,
    "others": N_("those whom step “{step}” did not choose"),
    "tied": N_("those who are equal at the edge of step “{step}”"),
}


def stages_in_words(meeting: Meeting, language: str) -> Iterator[str]:
    """Yield a sentence for each stage, in their order."""
    _, ngettext = gettext_for(ROOM, language), ngettext_for(ROOM, language)
    names = {each.id: said(each, "name", language) for each in meeting.stages}
    names[START] = _("this meeting")
    presets = {each.id: parse_preset(each.procedure, each.preset) for each in meeting.stages}
    rules = {START: meeting.rules, **{name: each.rules for name, each in presets.items()}}
    for stage in meeting.stages:
        known = [each for name in reversed(_before(stage, meeting)) for each in rules.get(name, ())]
        steps = {each.id: said(each, "name", language) or each.id for each in known}
        sentence = ngettext(
            "Later stage “{name}” (after {after}; held once at most): {who} are voted on, by"
            " {preset}.",
            "Later stage “{name}” (after {after}; held {most} times at most): {who} are voted on,"
            " by {preset}.",
            stage.most,
        )
        told = sentence.format(
            name=names[stage.id],
            after=listed((names[each] for each in stage.after), language),
            most=stage.most,
            who=_who(stage, steps, language),
            preset=stage.preset,
        )
        between = "" if language == "zh" else " "
        yield between.join((told, *_filled(stage, presets[stage.id], meeting, steps, language)))


def _before(stage: Stage, meeting: Meeting) -> list[str]:
    """The stages that may come before one, the nearest first."""
    after = {each.id: each.after for each in meeting.stages}
    order = list(stage.after)
    for name in order:  # it grows
        order += [each for each in after.get(name, ()) if each not in order]
    return order


def _filled(
    stage: Stage, preset: Preset, meeting: Meeting, steps: Mapping[str, str], language: str
) -> Iterator[str]:
    """Yield what else the stage takes: lists from steps, and numbers of the preset's settings."""
    _ = gettext_for(ROOM, language)
    lists = {each.id: said(each, "name", language) for each in meeting.lists}
    lists |= {each.id: said(each, "name", language) for each in preset.lists}
    for name, step in stage.lists:
        sentence = _("The list “{name}” holds those of them whom step “{step}” chose.")
        yield sentence.format(name=lists.get(name, name), step=steps.get(step, step))
    called = {each.id: said(each, "description", language) for each in preset.settings}
    for name, number in stage.settings:
        told = _("{setting}: {number}.")
        yield told.format(setting=called.get(name, name), number=number)


def _who(stage: Stage, steps: Mapping[str, str], language: str) -> str:
    """Whom a stage takes; `steps` are the names of those of the meetings before it."""
    _ = gettext_for(ROOM, language)
    everybody = stage.people == EVERYBODY
    who = (
        _("all people")
        if everybody
        else _(_WHO[stage.part]).format(step=steps.get(stage.people, stage.people))
    )
    if stage.seats:
        narrowed = _("of {who}, the first by step “{by}”, as many as the seats left × {ratio}")
        who = narrowed.format(who=who, by=steps.get(stage.by, stage.by), ratio=shown(stage.ratio))
    if stage.also:
        also = listed((said(each, "display_name", language) for each in stage.also), language)
        who = _("{who}, and {also}").format(who=who, also=also)
    if stage.also_step:
        step = steps.get(stage.also_step, stage.also_step)
        also = _(_CHOSEN).format(step=step)
        who = _("{who}, and {also}").format(who=who, also=also)
    return who
