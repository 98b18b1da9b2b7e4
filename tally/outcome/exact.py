"""Exact rates and scores: fractions of integers, rounded only in the text that shows them.

The rounding rules are named in every published outcome: percent with two decimals, half up
(0.005 % goes up), and points with two decimals, half up. They touch `rounded` alone; order and
equality always use the fraction itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

ROUNDING = "percent-2-half-up"
SCORE_ROUNDING = "points-2-half-up"

_SHOWN_UNITS = 10_000  # hundredths of a percent in one whole


@dataclass(frozen=True, slots=True)
class ExactRate:
    """A rate as a fraction in lowest terms, not below 0.

    It is above 1 where more people voted than are entitled, over whom it is taken.
    """

    value: Fraction

    @classmethod
    def of(cls, part: int, whole: int) -> ExactRate:
        """The rate `part` ÷ `whole`; ValueError unless 0 ≤ `part` and 0 < `whole`."""
        if whole <= 0 or part < 0:
            message = f"{part} of {whole} is no rate"
            raise ValueError(message)
        return cls(Fraction(part, whole))

    @property
    def rounded(self) -> str:
        """The rate as a percentage with two decimals, half up: 104/111 is '93.69%'."""
        return percentage(self.value)

    def to_json(self) -> dict[str, int | str]:
        """Numerator and denominator in lowest terms, and the text shown in reports."""
        return {
            "numerator": self.value.numerator,
            "denominator": self.value.denominator,
            "shown": self.rounded,
        }


def weighted(parts: list[tuple[Fraction, ExactRate]]) -> ExactRate:
    """The weighted mean of rates: Σ wᵢ·rᵢ ÷ Σ wᵢ; weights are positive, else ValueError."""
    if not parts or any(weight <= 0 for weight, _ in parts):
        message = "a weighted rate needs at least one part, and positive weights"
        raise ValueError(message)
    total = sum((weight for weight, _ in parts), Fraction(0))
    return ExactRate(sum((weight * rate.value for weight, rate in parts), Fraction(0)) / total)


@dataclass(frozen=True, slots=True)
class ExactScore:
    """A number of points, not below 0, as a fraction in lowest terms."""

    value: Fraction

    @property
    def rounded(self) -> str:
        """The points with two decimals, half up: 1142/12 is '95.17'."""
        return rounded(self.value)

    def to_json(self) -> dict[str, int | str]:
        """Numerator and denominator in lowest terms, and the text shown in reports."""
        return {
            "numerator": self.value.numerator,
            "denominator": self.value.denominator,
            "shown": self.rounded,
        }


def percentage(number: Fraction) -> str:
    """A number as a percentage with two decimals, half up."""
    return f"{_two_decimals(number * _SHOWN_UNITS)}%"


def rounded(number: Fraction) -> str:
    """A number with two decimals, half up."""
    return _two_decimals(number * 100)


def _two_decimals(hundredths: Fraction) -> str:
    """A number of hundredths, rounded to a whole one half up, with its point.

    One below 0 is rounded as it would be without its sign.
    """
    if hundredths < 0:
        return f"-{_two_decimals(-hundredths)}"
    units, rest = divmod(hundredths.numerator, hundredths.denominator)
    if 2 * rest >= hundredths.denominator:
        units += 1
    return f"{units // 100}.{units % 100:02d}"
