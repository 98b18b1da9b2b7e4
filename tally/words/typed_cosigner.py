"""A cosigner's public key as somebody typed or pasted it."""

from __future__ import annotations

from crypto.board.cosignature import Cosigner
from crypto.errors import ParseError
from tally.problem import Problem


def given_cosigner(text: str) -> Cosigner:
    """The key that the line (C2SP's verifier key) gives; raises Problem("cosigner-typed")."""
    try:
        return Cosigner.parse(text.strip())
    except ParseError as error:
        raise Problem(
            "cosigner-typed",
            "This is not a cosigner's public key: give the whole line <name>+<8 digits>+<44 "
            "characters>, as piaoxiang cosign prints it. Nothing was compared.",
            where="--cosigner",
        ) from error
