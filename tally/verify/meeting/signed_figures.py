"""Who signed the figures of the hall: two different tellers must, since nothing proves them."""

from __future__ import annotations

from dataclasses import dataclass

from crypto.canonical import sha256_hex
from crypto.place import Part, in_file
from crypto.trustees.trustee import Trustees
from meeting.language import N_
from meeting.published.folder_names import FIGURES, FIGURES_SIGNED
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.figures_signed import (
    FILE,
    NEEDED,
    figures_message,
    parse_signed_figures,
)
from tally.folder.source import Folder
from tally.verify.meeting.teller_signatures import signers_of_statement
from tally.verify.meeting.unproved import unproved_figures


@dataclass(frozen=True, slots=True)
class FiguresSignatures:
    """figures-signed.json of a folder whose boxes could be read, and what it is checked with."""

    data: bytes
    fingerprint: str
    trustees: Trustees

    def under(self, figures: bytes) -> tuple[int, ...]:
        """The tellers whose signature under these bytes of figures.json holds."""
        digest = sha256_hex(figures)
        return figures_signers(self.data, digest, self.fingerprint, self.trustees, Findings())


def check_signed_figures(
    folder: Folder, fingerprint: str, trustees: Trustees | None, findings: Findings
) -> FiguresSignatures | None:
    """Every fault of the signatures under the figures of a folder, and that they are too few.

    That is a note, or something that is not there yet where rates of the meeting are taken over the
    figures. Nothing under the rules of schema 1, nor where boxes cannot be read: that is said.
    """
    if not folder.meeting.rules_of_2 or not fingerprint or trustees is None:
        return None
    figures, data = folder.optional(FIGURES), folder.optional(FIGURES_SIGNED)
    signed: tuple[int, ...] = ()
    if data is not None:
        digest = sha256_hex(figures) if figures is not None else ""
        signed = figures_signers(data, digest, fingerprint, trustees, findings)
    if figures is not None and len(signed) < NEEDED:
        report = findings.unfinished if unproved_figures(folder.meeting) else findings.note
        report(
            "figures-unsigned",
            Detail.of(
                N_("different tellers who have signed figures.json: {count}; needed: {needed}"),
                count=len(signed),
                needed=NEEDED,
            ),
            in_file(FIGURES),
        )
    return None if data is None else FiguresSignatures(data, fingerprint, trustees)


def figures_signers(
    data: bytes, figures: str, fingerprint: str, trustees: Trustees, findings: Findings
) -> tuple[int, ...]:
    """The tellers whose signature in this figures-signed.json holds; every fault is a finding.

    `figures` is the SHA-256 of the figures.json that it should be of, empty if there is none.
    """
    with findings.catching(FILE):
        found = parse_signed_figures(trustees.group, data)
        if found.figures != figures:
            beside = f"beside it lies {figures}" if figures else "there is no figures.json"
            findings.problem("figures-other", f"it is of {found.figures}; {beside}", FILE)
            return ()
        return signers_of_statement(
            found.signed,
            lambda owner: figures_message(fingerprint, found.figures, owner),
            trustees,
            findings,
            FILE / Part("signatures"),
            "figures-signature",
        )
    return ()
