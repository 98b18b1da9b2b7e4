"""Somebody who is voted on."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.language import said

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

SEXES = ("female", "male")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is voted on. `birth` and `since`, 任职时间, are "YYYY-MM" or empty.

    `sex` is one of `SEXES` or empty. It, `former_post` (原任职务) and `since` stand on forms alone.

    `shown_as` is how somebody is called who shares a name with another (`display_names`), else
    empty; whoever shows a person takes `said(person, "display_name", language)`.
    """

    id: str
    name: str
    name_en: str
    post: str
    post_en: str
    birth: str = ""
    years_in_post: int | None = None
    note: str = ""
    note_en: str = ""
    unit: str = ""
    unit_en: str = ""
    shown_as: str = ""
    shown_as_en: str = ""
    sex: str = ""
    former_post: str = ""
    former_post_en: str = ""
    since: str = ""

    @property
    def display_name(self) -> str:
        """The name, with what tells the person apart where others have the same."""
        return self.shown_as or self.name

    @property
    def display_name_en(self) -> str:
        """The English `display_name`; "" if there is no English name."""
        return self.shown_as_en or self.name_en

    @property
    def position(self) -> str:
        """Where the person works, and as what: 镇财政所 所长."""
        return " ".join(part for part in (self.unit, self.post) if part)

    @property
    def position_en(self) -> str:
        """The English `position`: Director, Finance Office."""
        return ", ".join(part for part in (self.post_en, self.unit_en) if part)

    def about(self, language: str) -> str:
        """The line under a person's post: birth, years in post, note ("" if none)."""
        parts = [self.born(language), self._years(language), said(self, "note", language)]
        return " · ".join(part for part in parts if part)

    def born(self, language: str) -> str:
        """The month of birth in words: 1974年3月生; "" if it is not known."""
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
