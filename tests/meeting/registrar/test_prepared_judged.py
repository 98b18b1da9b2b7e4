"""Debian's belenios-tool 2.0 accepts the boxes that the registrar prepares."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from crypto.record.record_builder import RecordBuilder
from tests.interop.fixtures.judge import judge
from tests.meeting.fixtures.township import prepare, small_township, trustees_of


def test_a_prepared_box_is_a_good_election_to_others(tmp_path: Path) -> None:
    meeting = replace(small_township(), group_name="RFC-3526-2048")
    for box in prepare(tmp_path / "prepared", meeting, trustees_of("RFC-3526-2048")):
        record = RecordBuilder.start(
            1795219200,
            box.texts.election,
            box.texts.trustees,
            box.texts.credentials,
        )
        folder = tmp_path / box.box.id
        folder.mkdir()
        (folder / f"{box.setup.election.uuid}.bel").write_bytes(record.appended_bytes())
        told = subprocess.run(
            [judge(), "election", "verify", "--dir", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert "all checks passed" in told.stderr
