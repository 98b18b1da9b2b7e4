"""`piaoxiang verify`: for observers, and for everybody else."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress

from meeting.files import read_bounded
from tally.problem import Problem
from tally.terminal import _, ballots_progress, box_title, report_to, say
from tally.verify.finding import Findings
from tally.verify.folder import verify_folder
from tally.verify.receipts import FoundReceipt, check_receipt, read_receipt
from tally.verify.single import verify_single
from tally.verify.source import Folder, SingleRecord, open_source
from tally.verify.spoken_verdict import verdict_lines
from tally.verify.verdict import Verdict

_LARGEST_RECEIPT = 1 << 16


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="机器可读的结论 / verdict as JSON.")
@click.option("--meeting-hash", default="", help="票上印的会议哈希 / the hash on a slip.")
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    help="回执文字或文件，可多次 / a receipt's text or file; may be repeated.",
)
def verify(path: Path, as_json: bool, meeting_hash: str, receipts: tuple[str, ...]) -> None:
    """复核：公布文件夹或单个 .bel 记录 / Verify a published folder or a single record.

    结论有效时退出码 0，无效或未完成为 1，输入无法使用为 2 / exit 0 valid, 1 invalid or
    unfinished, 2 unusable input.
    """
    source = open_source(path)
    if receipts and isinstance(source, SingleRecord):
        raise Problem(
            "receipt-needs-folder",
            "Receipts are checked against a published folder, where the server's key is known.",
            where="--receipt",
        )
    read = [read_receipt(_receipt_text(each)) for each in receipts]
    with ballots_progress() as progress:
        verdict = _verify(source, meeting_hash, progress)
    found: list[FoundReceipt] = []
    if isinstance(source, Folder):
        findings = Findings()
        places = [check_receipt(each, source.meeting, verdict.boxes, findings) for each in read]
        found = [place for place in places if place is not None]
        verdict = replace(verdict, findings=(*verdict.findings, *findings.found))
    if as_json:
        say(json.dumps(verdict.to_json() | {"receipts": _as_json(found)}, ensure_ascii=False))
    else:
        for line in verdict_lines(verdict, found, _):
            say(line)
    sys.exit(verdict.exit_code)


def _verify(source: Folder | SingleRecord, meeting_hash: str, progress: Progress) -> Verdict:
    if isinstance(source, SingleRecord):
        return verify_single(source, progress=report_to(progress, source.path.name))
    return verify_folder(
        source,
        expected_meeting=meeting_hash.strip().lower(),
        progress_of=lambda box: report_to(progress, box_title(source.meeting.box(box))),
    )


def _receipt_text(given: str) -> str:
    """The receipt itself, or the content of the file that was named."""
    if given.startswith(("{", "PXR")):
        return given
    return read_bounded(Path(given), _LARGEST_RECEIPT).decode("utf-8", errors="replace")


def _as_json(found: list[FoundReceipt]) -> list[dict[str, str | int]]:
    return [
        {"fingerprint": each.fingerprint, "box": each.box, "height": each.height} for each in found
    ]
