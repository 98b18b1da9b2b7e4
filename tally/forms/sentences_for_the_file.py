"""考察材料: what is written of each person into the file, a sentence for each channel."""

from __future__ import annotations

from collections.abc import Iterator

from tally.forms.form import Form, Part, Told
from tally.forms.saying import CLERKS, Saying
from tally.forms.taking_part import counts
from tally.outcome.exact import ExactRate
from tally.outcome.item_outcome import ItemOutcome
from tally.outcome.outcome import RoundOutcome, TableOutcome
from tally.report.figures import NOT_ENTERED


def sentences_form(say: Saying) -> Iterator[Form]:
    """One form with all people, in the order of the meeting; none without people."""
    parts: list[Part] = []
    for person in say.arranged(say.meeting.people, lambda each: each.id):
        lines = list(_about(say, person.id))
        if lines:
            name = say.said(person, "display_name")
            post = say.post(person, name)
            parts.append(Told(f"{name}　{post}" if post else name, strong=True))
            parts += [Told(line, indent=True) for line in lines]
    if parts:
        yield say.form(
            say("For the file"),
            say("Results of recommendation and evaluation, for the file"),
            parts,
            signers=CLERKS,
        )


def _about(say: Saying, person: str) -> Iterator[str]:
    for each in say.outcome.rounds:
        for table in each.tables if counts(say, each) else ():
            if table.table.rows_are_options:
                yield from _recommended(say, each, table, person)
            else:
                yield from _evaluated(say, each, table, person)


def _recommended(
    say: Saying, each: RoundOutcome, table: TableOutcome, person: str
) -> Iterator[str]:
    outcome = table.items[0]
    if person not in {option.id for option in outcome.item.options}:
        return
    rate = outcome.option_rate(person)
    place = next(one for one in table.places if one.key == person)
    values = {
        "channel": say.round_name(each),
        "what": say.said(outcome.item, "prompt"),
        "people": _took_part(each),
        "votes": rate.votes,
        "rate": _shown(rate.value),
        "place": place.rank,
    }
    if place.tied:
        yield say(
            "{channel} ({what}): {people} took part; {votes} votes, a rate of {rate}, place "
            "{place}, with others.",
            **values,
        )
    else:
        yield say(
            "{channel} ({what}): {people} took part; {votes} votes, a rate of {rate}, place "
            "{place}.",
            **values,
        )


def _evaluated(say: Saying, each: RoundOutcome, table: TableOutcome, person: str) -> Iterator[str]:
    for outcome in table.items:
        if outcome.item.subject is None or outcome.item.subject.id != person:
            continue
        told = say(
            "{channel} ({what}): {people} took part, {valid} valid ballots; {answers}.",
            channel=say.round_name(each),
            what=say.said(outcome.item, "prompt"),
            people=_took_part(each),
            valid=outcome.all.valid,
            answers=say("; ").join(_answers(say, table, outcome)),
        )
        yield told


def _answers(say: Saying, table: TableOutcome, outcome: ItemOutcome) -> Iterator[str]:
    for option in outcome.item.options:
        rate = outcome.option_rate(option.id)
        yield _answer(say, say.said(option, "label"), rate.votes, _shown(rate.value))
    if outcome.item.abstain:
        nothing, valid = outcome.all.abstain, outcome.all.valid
        share = _shown(ExactRate.of(nothing, valid) if valid else None)
        yield _answer(say, say("Abstain"), nothing, share)
    for named in outcome.item.rates:
        value = outcome.rates[named.id].value
        yield say("{rate} {share}", rate=say.said(named, "name"), share=_shown(value))
    place = next((one for one in table.places if one.key == outcome.item.id), None)
    if place is not None:
        yield say("place {place}", place=place.rank)


def _answer(say: Saying, label: str, votes: int, share: str) -> str:
    return say("{answer} {votes} ({share})", answer=label, votes=votes, share=share)


def _shown(rate: ExactRate | None) -> str:
    return rate.rounded if rate else NOT_ENTERED


def _took_part(each: RoundOutcome) -> int:
    """Who was present; as long as nobody entered it, whoever cast a ballot."""
    figures = each.figures.all
    return figures.returned if figures.present is None else figures.present
