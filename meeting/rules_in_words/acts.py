"""Steps that wait for an act of people, read aloud."""

from __future__ import annotations

from typing import Final

from meeting.language import N_, said
from meeting.rules.acts import Decision, Defer, Gate, Withdraw
from meeting.rules_in_words.told import told
from meeting.rules_in_words.words import Words

_UNRULED: Final = {
    "waits": "",
    "nobody": N_(" Without a ruling, it is nobody."),
}


@told.register
def _(step: Gate, words: Words) -> str:
    return words.gettext(
        "of {source}, those to whom {body} says yes; whoever has a no leaves. This is no count."
    ).format(source=words.name(step.source), body=said(step, "body", words.language))


@told.register
def _(step: Decision, words: Words) -> str:
    return words.gettext(
        "{body} decides who of {source} goes on, {most} at most, by the votes and by other"
        " material. This is a decision, and no count."
    ).format(
        source=words.name(step.source), body=said(step, "body", words.language), most=step.most
    )


@told.register
def _(step: Defer, words: Words) -> str:
    sentence = words.gettext(
        "of {source}, those whom {body} puts off, with its reasons, leave; they stand in the"
        " outcome."
    ).format(source=words.name(step.source), body=said(step, "body", words.language))
    return sentence + _unruled(step.unruled, words)


@told.register
def _(step: Withdraw, words: Words) -> str:
    sentence = words.gettext("of {source}, those who have withdrawn leave.")
    return sentence.format(source=words.name(step.source)) + _unruled(step.unruled, words)


def _unruled(unruled: str, words: Words) -> str:
    return words.gettext(_UNRULED[unruled]) if _UNRULED[unruled] else ""
