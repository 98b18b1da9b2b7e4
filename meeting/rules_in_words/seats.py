"""How many a cut keeps, in words."""

from __future__ import annotations

from meeting.language import listed
from meeting.rules.selections import Cut
from meeting.rules_in_words.words import Words, share, shown


def cut_sentence(step: Cut, words: Words) -> str:
    """The sentence of a cut, with gaps for source, figure, count, seats and ties."""
    if step.counts_seats and step.lower_first:
        return words.gettext(
            "of {source}, those with the lowest {figure}, so many: {seats}; {ties}."
        )
    if step.counts_seats:
        return words.gettext("of {source}, the first by {figure}, so many: {seats}; {ties}.")
    if step.lower_first:
        return words.gettext("of {source}, the {count} with the lowest {figure}{seats}; {ties}.")
    return words.gettext("of {source}, the first {count} by {figure}{seats}; {ties}.")


def seats_told(step: Cut, words: Words) -> str:
    """How the number of seats comes about; empty where the count is all there is to say."""
    return _counted(step, words) if step.counts_seats else _fixed(step, words)


def _counted(step: Cut, words: Words) -> str:
    """Seats that follow from earlier steps."""
    if step.share:
        told = words.gettext("{share} of the number of {people} (rounded down)").format(
            share=share(step.share), people=words.name(step.share_of)
        )
    else:
        told = str(step.seats)
        if step.left_of:
            told += words.gettext(
                " (seats that step “{step}” of the meeting before left open)"
            ).format(step=step.left_of)
    if step.less:
        told = words.gettext("{seats} less the number of those in {steps}").format(
            seats=told, steps=listed(map(words.name, step.less), words.language)
        )
    if step.ratio != 1:
        told = words.gettext("({seats}) × {ratio} (rounded up)").format(
            seats=told, ratio=shown(step.ratio)
        )
    return told


def _fixed(step: Cut, words: Words) -> str:
    if step.left_of and step.ratio == 1:
        return words.gettext(" (seats that step “{step}” of the meeting before left open)").format(
            step=step.left_of
        )
    if step.left_of:
        return words.ngettext(
            " ({seats} seat that step “{step}” of the meeting before left open × {ratio})",
            " ({seats} seats that step “{step}” of the meeting before left open × {ratio})",
            step.seats,
        ).format(seats=step.seats, step=step.left_of, ratio=shown(step.ratio))
    if step.ratio == 1:
        return ""
    return words.ngettext(
        " ({seats} seat × {ratio})", " ({seats} seats × {ratio})", step.seats
    ).format(seats=step.seats, ratio=shown(step.ratio))
