"""Somebody who is voted on."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.language import said

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is voted on. ``birth`` is "YYYY-MM" or empty."""

    id: str
    name: str
    name_en: str
    post: str
    post_en: str
    birth: str = ""
    years_in_post: int | None = None
    note: str = ""
    note_en: str = ""

    def about(self, language: str) -> str:
        """Return the line under a person's post: birth, years in post, note ("" if none)."""
        parts = [self._birth(language), self._years(language), said(self, "note", language)]
        return " · ".join(part for part in parts if part)

    def _birth(self, language: str) -> str:
        if not self.birth:
            return ""
        year, month = self.birth.split("-")
        if language == "en":
            return f"born {MONTHS[int(month) - 1]} {year}"
        return f"{year}年{int(month)}月生"

    def _years(self, language: str) -> str:
        if self.years_in_post is None:
            return ""
        if language == "en":
            unit = "year" if self.years_in_post == 1 else "years"
            return f"{self.years_in_post} {unit} in post"
        return f"任现职{self.years_in_post}年"
