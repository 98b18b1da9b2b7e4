"""The encrypted tally (chapter 9) and the shuffles of it (chapter 10)."""

from typing import Any, TypeVar

from .ballots import Ballot
from .canonical import Exactly, conform, read, sha256_hex
from .election import Election
from .findings import demand
from .group import Cipher, Element, Group

Rows = list[list[Cipher]]
T = TypeVar("T")


def flat(rows: list[list[T]]) -> list[T]:
    """Row after row."""
    return [one for row in rows for one in row]


def tally(election: Election, ballots: list[tuple[Ballot, int]]) -> Rows:
    """The tally of the ballots with their weights (chapter 9)."""
    group, rows = election.group, []
    for i, question in enumerate(election.questions):
        if question.single:
            rows.append(sorted((one.rows[i][0] for one, _ in ballots), key=group.sorting))
            continue
        row = []
        for j in range(question.ciphertexts):
            column = [(one.rows[i][j], weight) for one, weight in ballots]
            alpha = group.product((cipher[0], weight) for cipher, weight in column)
            row.append((alpha, group.product((cipher[1], weight) for cipher, weight in column)))
        rows.append(row)
    return rows


def as_json(group: Group, rows: Rows) -> Any:
    """The rows as they stand in JSON."""
    return [
        [{"alpha": group.text(alpha), "beta": group.text(beta)} for alpha, beta in row]
        for row in rows
    ]


def read_shuffle(text: bytes, election: Election, before: Rows) -> Rows:
    """The rows that a shuffle makes of the rows with single answers, if its proofs hold."""
    group, count = election.group, len(election.singles)
    form = {"ciphertexts": Exactly(count, [group.cipher]), "proofs": Exactly(count, list)}
    value = read(text, form)
    for source, row, proof in zip(before, value["ciphertexts"], value["proofs"], strict=True):
        demand(len(row) == len(source), "array-length", "the length of a shuffled row")
        good = _holds(election, source, row, _read_proof(group, len(row), proof))
        demand(good, "shuffle-proof", "the proof of a shuffle does not hold")
    rows: Rows = value["ciphertexts"]
    return rows


def _read_proof(group: Group, count: int, value: Any) -> tuple[list[Any], list[Any], Any, Any]:
    elements, scalars = Exactly(count, group.element), Exactly(count, group.scalar)
    commitments, responses, c, chain = conform(value, Exactly(4, list))
    forms = [*[group.element] * 3, Exactly(2, group.element), elements]
    demand(len(commitments) == len(forms), "array-length", "the commitments of a shuffle")
    ts = [conform(one, form) for one, form in zip(commitments, forms, strict=True)]
    forms = [*[group.scalar] * 4, scalars, scalars]
    demand(len(responses) == len(forms), "array-length", "the responses of a shuffle")
    ss = [conform(one, form) for one, form in zip(responses, forms, strict=True)]
    return ts, ss, conform(c, elements), conform(chain, elements)


def _holds(election: Election, e: list[Cipher], e2: list[Cipher], proof: Any) -> bool:
    """The six equations of chapter 10."""
    group, g, y = election.group, election.group.g, election.key
    (t1, t2, t3, (t4_1, t4_2), t_hats), (s1, s2, s3, s4, s_hats, s_primes), cs, c_hats = proof

    def listed(elements: list[Element]) -> str:
        return "".join(f"{group.text(one)}," for one in elements)

    flat = [listed([one for cipher in row for one in cipher]) for row in (e, e2)]
    everything = f"{flat[0]}{flat[1]}{listed(cs)}"
    seed = sha256_hex(f"shuffle-challenges|{election.fingerprint}|{everything}".encode())
    us = [group.hash(seed + sha256_hex(str(i).encode())) for i in range(len(e))]
    ts = listed([t1, t2, t3, t4_1, t4_2, *t_hats])
    whole = f"shuffle-challenge|{election.fingerprint}|{ts}{everything}{listed(c_hats)}"
    chal = group.hash(whole + group.text(y))
    h = group.generator(-1)
    hs = [group.generator(i) for i in range(len(e))]
    links = [h, *c_hats]
    u = 1
    for one in us:
        u = u * one % group.q
    by_u = [-chal * one for one in us]
    alphas, betas = ([cipher[k] for cipher in e] for k in (0, 1))
    alphas2, betas2 = ([cipher[k] for cipher in e2] for k in (0, 1))
    equations: list[tuple[Element, list[tuple[Element, int]]]] = [
        (t1, [(g, s1), *((one, -chal) for one in cs), *((one, chal) for one in hs)]),
        (t2, [(g, s2), (links[-1], -chal), (h, chal * u)]),
        (t3, [(g, s3), *zip(cs, by_u, strict=True), *zip(hs, s_primes, strict=True)]),
        (t4_1, [*zip(betas2, s_primes, strict=True), *zip(betas, by_u, strict=True), (y, -s4)]),
        (t4_2, [*zip(alphas2, s_primes, strict=True), *zip(alphas, by_u, strict=True), (g, -s4)]),
    ]
    for i, t_hat in enumerate(t_hats):
        powers = [(g, s_hats[i]), (links[i + 1], -chal), (links[i], s_primes[i])]
        equations.append((t_hat, powers))
    return all(group.same(left, group.product(right)) for left, right in equations)
