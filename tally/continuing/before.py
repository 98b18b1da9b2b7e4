"""The meeting before, as its published folder says: verified whole, and nothing taken on trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from crypto.canonical import sha256_hex
from meeting.continuing.next_meeting import Before
from meeting.published.folder_names import OUTCOME
from tally.continuing.came_to import CameTo
from tally.folder.source import Folder, open_source
from tally.problem import Problem
from tally.verify.folder import ProgressOf, verify_folder
from tally.verify.record.box import no_progress
from tally.verify.verdict import Verdict, Word


@dataclass(frozen=True, slots=True)
class Published:
    """A published meeting, and the verdict on it."""

    folder: Folder
    verdict: Verdict

    @classmethod
    def verified(cls, path: Path, progress_of: ProgressOf = lambda _box: no_progress) -> Published:
        """Read and verify a published folder, whatever the verdict is. Raises Problem."""
        source = open_source(path)
        if not isinstance(source, Folder):
            raise Problem(
                "before-no-folder",
                "Expected is the published folder of the whole meeting before.",
                where=str(path),
            )
        return cls(source, verify_folder(source, progress_of=progress_of))


@dataclass(frozen=True, slots=True)
class ValidBefore:
    """A valid meeting that others may continue; `trustees` is the text of its tellers' keys."""

    published: Published
    before: Before
    trustees: bytes = field(repr=False)

    @classmethod
    def of(cls, published: Published) -> ValidBefore:
        """The meeting before; raises Problem where its outcome does not stand."""
        folder, verdict = published.folder, published.verdict
        data = folder.optional(OUTCOME)
        records = [box.record for box in verdict.boxes if box.record is not None]
        if verdict.word is not Word.VALID or verdict.outcome is None or not data or not records:
            raise Problem(
                "before-not-valid",
                "The meeting before is not valid (verdict: {verdict}), so that nothing follows"
                " from it. `piaoxiang verify` says why.",
                where=str(folder.path),
                verdict=verdict.word.value,
            )
        came = CameTo(verdict.outcome.meeting, verdict.outcome.steps)
        # People whose name was written in and who were chosen stand in the next meeting too.
        named = verdict.outcome.named
        before = Before(named, came, folder.definition_hash, sha256_hex(data))
        return cls(published, before, records[0].trustees_bytes)
