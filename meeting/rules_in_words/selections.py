"""Steps that choose people, read aloud."""

from __future__ import annotations

from math import ceil
from typing import Final

from meeting.language import N_, listed
from meeting.rules.lots import Draw
from meeting.rules.selections import (
    Cap,
    Combined,
    Cut,
    EarlierPeople,
    Flag,
    Only,
    Quorum,
    Related,
    Reserve,
    Threshold,
    Written,
)
from meeting.rules_in_words.seats import cut_sentence, seats_told
from meeting.rules_in_words.told import told
from meeting.rules_in_words.words import Words, share

_TIES: Final = {
    "keep-all": N_("all who are equal at the last place stay"),
    "revote": N_("those who are equal at the last place are voted on again"),
    "lot": N_("among those who are equal at the last place, the lot decides"),
    "stop": N_("whoever is equal at the last place stays undecided"),
}
_EARLIER: Final = {
    "chosen": N_("those whom step “{step}” of the meeting before chose."),
    "others": N_("those whom step “{step}” of the meeting before did not choose."),
    "tied": N_("those who were equal at the edge of step “{step}” of the meeting before."),
}
_COMBINED: Final = {
    "all": N_("those who are in all of these: {parts}."),
    "any": N_("those who are in any of these: {parts}."),
    "first-only": N_("those who are in the first of these alone: {parts}."),
}


@told.register
def _(step: Quorum, words: Words) -> str:
    sentences = {
        ("present", False): N_(
            "{round} counts only if at least {limit} of the entitled are present."
        ),
        ("present", True): N_(
            "{round} counts only if more than {limit} of the entitled are present."
        ),
        ("returned", False): N_(
            "{round} counts only if at least {limit} of the entitled cast a ballot."
        ),
        ("returned", True): N_(
            "{round} counts only if more than {limit} of the entitled cast a ballot."
        ),
    }
    return words.gettext(sentences[step.of, step.strictly]).format(
        round=words.round(step.round), limit=share(step.limit)
    )


@told.register
def _(step: Only, words: Words) -> str:
    return words.gettext("of {source}: {people}.").format(
        source=words.name(step.source),
        people=listed(map(words.person, step.people), words.language),
    )


@told.register
def _(step: EarlierPeople, words: Words) -> str:
    return words.gettext(_EARLIER[step.part]).format(step=step.step)


@told.register
def _(step: Threshold, words: Words) -> str:
    sentence = (
        words.gettext("of {source}, those whose {figure} is more than {limit}.")
        if step.strictly
        else words.gettext("of {source}, those whose {figure} is at least {limit}.")
    )
    return _limited(sentence, step, words)


@told.register
def _(step: Flag, words: Words) -> str:
    sentence = (
        words.gettext("of {source}, those whose {figure} is more than {limit} are marked.")
        if step.strictly
        else words.gettext("of {source}, those whose {figure} is at least {limit} are marked.")
    )
    return _limited(sentence, step, words)


@told.register
def _(step: Cut, words: Words) -> str:
    ties = words.gettext(_TIES[step.ties])
    if step.then:
        lower = words.gettext("{figure} (the lower first)")
        criteria = [
            lower.format(figure=words.name(each.figure))
            if each.lower_first
            else words.name(each.figure)
            for each in step.then
        ]
        ties = words.gettext("equal ones by {criteria}, and after that {ties}").format(
            criteria=listed(criteria, words.language), ties=ties
        )
    told = cut_sentence(step, words).format(
        source=words.name(step.source),
        count=ceil(step.seats * step.ratio),
        seats=seats_told(step, words),
        figure=words.name(step.by),
        ties=ties,
    )
    if not step.differential:
        return told
    return told + words.gettext(" At least {needed} stand: {share} more than the seats.").format(
        needed=step.seats + ceil(step.seats * step.differential), share=share(step.differential)
    )


@told.register
def _(step: Cap, words: Words) -> str:
    return words.gettext(
        "of {source}, the first by {figure}, at most {share} of them, rounded down; whoever is"
        " equal across the edge stays out."
    ).format(source=words.name(step.source), figure=words.name(step.by), share=share(step.share))


@told.register
def _(step: Reserve, words: Words) -> str:
    sentence = (
        words.gettext(
            "of {source}, at least {least} are among {people}; otherwise those with the lowest"
            " {figure} leave their seats, which stay open."
        )
        if step.otherwise == "open"
        else words.gettext(
            "of {source}, at least {least} are among {people}; otherwise those of them with the"
            " highest {figure} in {pool} take the last seats."
        )
    )
    return sentence.format(
        source=words.name(step.source),
        least=step.least,
        people=listed(map(words.person, step.people), words.language),
        figure=words.name(step.by),
        pool=words.name(step.pool),
    )


@told.register
def _(step: Draw, words: Words) -> str:
    return words.gettext("of {source}, {take} drawn by lot.").format(
        source=words.name(step.source), take=step.take
    )


@told.register
def _(step: Written, words: Words) -> str:
    return words.gettext(
        "{source}, and the new persons whose names were written on the paper of “{item}”{where}, as"
        " two tellers merged them."
    ).format(source=words.name(step.source), item=words.item(step), where=words.where(step.round))


@told.register
def _(step: Related, words: Words) -> str:
    sentence = (
        words.gettext(
            "of {source}, the first {seats} by {figure}; of two who may not be chosen together"
            " ({pairs}), {order} stays, and the next moves up. Whoever has left does not come back."
        )
        if step.seats
        else words.gettext(
            "of {source}, of two who may not be chosen together ({pairs}), {order} stays."
        )
    )
    order = (
        words.gettext("whoever comes first in {posts}, else has the higher {figure},")
        if step.posts
        else words.gettext("whoever has the higher {figure}")
    )
    figure = words.name(step.by)
    posts = listed(map(words.person, step.posts), words.language)
    pair = words.gettext("{one} and {other}")
    pairs = [
        pair.format(one=words.person(each.one), other=words.person(each.other))
        for each in step.pairs
    ]
    return sentence.format(
        source=words.name(step.source),
        seats=step.seats,
        figure=figure,
        pairs=listed(pairs, words.language),
        order=order.format(posts=posts, figure=figure),
    )


@told.register
def _(step: Combined, words: Words) -> str:
    return words.gettext(_COMBINED[step.how]).format(
        parts=listed(map(words.name, step.of), words.language)
    )


def _limited(sentence: str, step: Threshold | Flag, words: Words) -> str:
    return sentence.format(
        source=words.name(step.source),
        figure=words.name(step.figure),
        limit=words.number(step.limit, of=step.figure),
    )
