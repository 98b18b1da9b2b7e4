"""An opened ballot as the screen shows it: in the words of the papers, screen by screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from crypto.ballots.ballot import Choices
from kiosk.answers.paper_screens import BoxScreens, Page, view_of
from meeting.definition.choices_in_words import Chosen, chosen_on


@dataclass(frozen=True, slots=True)
class OpenedBallotView:
    """A spoiled ballot and what it says.

    `text` is what its QR code says; it is empty for a ballot that another kiosk opened. Of such a
    one `credential` is the public one of the slip that it was made for, as text, and `own` says
    whether that is the slip of whoever stands here, once they have scanned it.
    """

    fingerprint: str
    choices: tuple[tuple[Page, tuple[Chosen, ...]], ...] = field(repr=False)
    text: str = field(default="", repr=False)
    credential: str = field(default="", repr=False)
    own: bool | None = None

    @classmethod
    def of(
        cls,
        view: BoxScreens,
        fingerprint: str,
        choices: Choices,
        *,
        text: str = "",
        credential: str = "",
    ) -> Self:
        """The ballot of this fingerprint with its choices as they were filled in.

        Everybody is told by themselves, also where they stood in a table.
        """
        answers = iter([each for _, told in chosen_on(view.papers, choices) for each in told])
        plain = view_of(view.meeting, view.box)
        screens = tuple((page, tuple(next(answers) for _ in page.items)) for page in plain.pages)
        return cls(fingerprint, screens, text, credential)

    @property
    def elsewhere(self) -> bool:
        """True when another kiosk opened the ballot, and this one made it again."""
        return not self.text
