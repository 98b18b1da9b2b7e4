"""`python -m second_verifier FOLDER` or `RECORD.bel [ACTS.json]`."""

import sys
from pathlib import Path

from .box import read_box
from .findings import Findings
from .meeting import check_folder


def main(arguments: list[str]) -> int:
    """Print everything that was found and the verdict; 0 only if the verdict is valid."""
    if len(arguments) not in {1, 2} or not all(Path(one).exists() for one in arguments):
        sys.stderr.write("usage: python -m second_verifier FOLDER | RECORD.bel [ACTS.json]\n")
        return 2
    findings = Findings()
    first = Path(arguments[0])
    if first.is_dir():
        check_folder(first, findings)
    else:
        acts = Path(arguments[1]).read_bytes() if arguments[1:] else None
        read_box(first.read_bytes(), acts, first.name, findings, ours=acts is not None)
    for place, code, sentence in (*findings.problems, *findings.unbound):
        sys.stdout.write(f"{place}: {sentence} [{code}]\n")
    for place, code, sentence in findings.notes:
        sys.stdout.write(f"note: {place}: {sentence} [{code}]\n")
    sys.stdout.write(f"{findings.verdict}\n")
    return 0 if findings.verdict == "valid" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
