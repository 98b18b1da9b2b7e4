"""Steps that give a number, read aloud."""

from __future__ import annotations

from meeting.language import listed
from meeting.rules.numbers import (
    Band,
    Count,
    EarlierFigure,
    Marks,
    PlacePoints,
    Points,
    Rate,
    Scaled,
    Score,
    Weighted,
)
from meeting.rules_in_words.told import told
from meeting.rules_in_words.words import DENOMINATORS, Words, shown


@told.register
def _(step: Count, words: Words) -> str:
    told = words.gettext("votes for {what}{groups}.").format(
        what=words.what(step, step.options), groups=words.groups(step)
    )
    return told + _written(step, words)


@told.register
def _(step: Rate, words: Words) -> str:
    sentence = (
        words.gettext("votes for {what} ÷ ({base} less those for {without}){groups}.")
        if step.without
        else words.gettext("votes for {what} ÷ {base}{groups}.")
    )
    told = sentence.format(
        what=words.what(step, step.options),
        groups=words.groups(step),
        base=words.gettext(DENOMINATORS[step.over]),
        without=words.options(step, step.without),
    )
    return told + _written(step, words) + words.weighing(step.weighted, step.missing)


@told.register
def _(step: Points, words: Words) -> str:
    worth = [f"{words.options(step, (each.option,))} {shown(each.value)}" for each in step.values]
    told = words.by(step.over).format(
        points=listed(worth, words.language),
        groups=words.groups(step),
        base=words.gettext(DENOMINATORS.get(step.over, "")),
    )
    return told + words.weighing(step.weighted, step.missing)


@told.register
def _(step: PlacePoints, words: Words) -> str:
    place = words.gettext("place {number}: {value}")
    worth = [
        place.format(number=number, value=shown(value))
        for number, value in enumerate(step.values, 1)
    ]
    worth.append(words.gettext("not named: {value}").format(value=shown(step.unnamed)))
    told = words.by(step.over).format(
        points=listed(worth, words.language),
        groups=words.groups(step),
        base=words.gettext(DENOMINATORS.get(step.over, "")),
    )
    return told + words.weighing(step.weighted, step.missing)


@told.register
def _(step: Score, words: Words) -> str:
    if not step.drop:
        return words.gettext("the mean of the scores{groups}.").format(groups=words.groups(step))
    return words.gettext(
        "the mean of the scores{groups}, without the {drop} highest and the {drop} lowest where"
        " there are {least} or more."
    ).format(groups=words.groups(step), drop=step.drop, least=step.least)


@told.register
def _(step: Marks, words: Words) -> str:
    return words.gettext("column “{column}” of the table of marks.").format(column=step.column)


@told.register
def _(step: EarlierFigure, words: Words) -> str:
    return words.gettext("what step “{step}” of the meeting before came to.").format(step=step.step)


@told.register
def _(step: Band, words: Words) -> str:
    band = words.gettext("from {edge}: {value}")
    bands = [
        band.format(edge=words.number(each.at_least, of=step.figure), value=shown(each.value))
        for each in step.edges
    ]
    bands.append(words.gettext("below: {value}").format(value=shown(step.below)))
    return words.gettext("by {figure}: {bands}.").format(
        figure=words.name(step.figure), bands=listed(bands, words.language)
    )


@told.register
def _(step: Scaled, words: Words) -> str:
    if step.to == "best":
        sentence = words.gettext("{figure} ÷ the best of all × {full}.")
    elif step.of == 1:
        sentence = words.gettext("{figure} × {full}.")
    else:
        sentence = words.gettext("{figure} ÷ {of} × {full}.")
    return sentence.format(figure=words.name(step.figure), full=shown(step.full), of=shown(step.of))


@told.register
def _(step: Weighted, words: Words) -> str:
    parts = [f"{words.name(part.figure)} × {shown(part.weight)}" for part in step.parts]
    return words.gettext("{sum}.").format(sum=" + ".join(parts)) + words.missing(step.missing)


def _written(step: Count | Rate, words: Words) -> str:
    """Say that names which were written are counted, too."""
    if not step.written:
        return ""
    return words.gettext(" With names that were written, as two tellers merged them.")
