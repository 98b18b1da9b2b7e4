"""`python -m second_verifier FOLDER [--receipt FILE] …` or `RECORD.bel [ACTS.json]`."""

import argparse
import sys
from pathlib import Path

from .box import read_box
from .findings import Findings, Refused
from .given import check_receipt, check_words, read_receipt, read_words
from .meeting import check_continues, check_folder


def main() -> int:
    """Print everything that was found and the verdict; 0 only if the verdict is valid."""
    given = _arguments()
    findings = Findings()
    first: Path = given.path
    if first.is_dir():
        _check_folder(first, given, findings)
    else:
        acts = given.acts.read_bytes() if given.acts else None
        read_box(first.read_bytes(), acts, first.name, findings, ours=acts is not None)
    for place, code, sentence in (*findings.problems, *findings.unbound):
        sys.stdout.write(f"{place}: {sentence} [{code}]\n")
    for place, code, sentence in findings.notes:
        sys.stdout.write(f"note: {place}: {sentence} [{code}]\n")
    sys.stdout.write(f"{findings.verdict}\n")
    return 0 if findings.verdict == "valid" else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="second_verifier")
    parser.add_argument("path", type=_there)
    parser.add_argument("acts", type=_there, nargs="?")
    parser.add_argument("--continues", type=_there)
    parser.add_argument("--receipt", type=_there, action="append", default=[])
    parser.add_argument("--cancelled", type=_there, action="append", default=[])
    return parser.parse_args()


def _there(text: str) -> Path:
    if not Path(text).exists():
        raise argparse.ArgumentTypeError(f"{text} is not there")
    return Path(text)


def _check_folder(folder: Path, given: argparse.Namespace, findings: Findings) -> None:
    checked = check_folder(folder, findings)
    if checked is None:
        return
    check_continues(checked, given.continues, findings)
    try:
        for path in given.receipt:
            receipt = read_receipt(path.read_text("utf-8"))
            check_receipt(receipt, checked.boxes, checked.server, findings)
        for path in given.cancelled:
            check_words(path.name, read_words(path.read_bytes()), folder, checked, findings)
    except Refused as fault:
        sys.exit(f"no receipt, or no words on slips: {fault} [{fault.code}]")


if __name__ == "__main__":
    sys.exit(main())
