"""Fresh encryption: no α of a ballot is the identity, and none occurs twice.

α = g^r tells which randomness a ciphertext was made with. Two equal ones, in one ballot or in two,
tell whether they encrypt the same; the identity (r = 0) shows what is encrypted. Belenios does not
ask for this; our verifier does, and a box accepts nothing that the verifier would refuse.
"""

from __future__ import annotations

from collections.abc import Iterator

from crypto.canonical import loads
from crypto.errors import ProofError
from crypto.groups.group import Group
from crypto.json_values import JSON


def ballot_alphas(text: bytes) -> tuple[str, ...]:
    """Every α of a ballot in canonical form, as text and in its order.

    `text` was read by `parse_ballot`, so equal texts are equal elements. Raises `ParseError`.
    """
    return alphas_of(loads(text, limit=len(text)))


def alphas_of(value: JSON) -> tuple[str, ...]:
    """Every α of a ballot that was read by `ballot_of`, as text and in its order."""
    answers = value.get("answers") if isinstance(value, dict) else None
    listed = answers if isinstance(answers, list) else []
    return tuple(
        alpha
        for answer in listed
        if isinstance(answer, dict)
        for alpha in _alphas(answer.get("choices", []))
    )


def check_fresh(group: Group, alphas: tuple[str, ...]) -> None:
    """Check the α of one ballot.

    Raises `ProofError`: `alpha-identity` or `alpha-repeated`.
    """
    if group.encode(group.identity) in alphas:
        raise ProofError("alpha-identity", "an alpha is the identity", where="answers")
    if len(set(alphas)) != len(alphas):
        raise repeated("within the ballot")


def repeated(place: str) -> ProofError:
    """The error of an α that occurs twice; `place` says where the other one is."""
    return ProofError("alpha-repeated", f"an alpha occurs twice: {place}", where="answers")


def _alphas(choices: JSON) -> Iterator[str]:
    """Yield the α of one ciphertext, or of lists of them."""
    if isinstance(choices, list):
        for choice in choices:
            yield from _alphas(choice)
    elif isinstance(choices, dict) and isinstance(alpha := choices.get("alpha"), str):
        yield alpha
