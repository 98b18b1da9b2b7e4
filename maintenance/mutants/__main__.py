"""Runs the mutants of the plan and says which of them no test noticed.

    python -m maintenance.mutants [--module crypto/proofs/schnorr.py ...] [--only TEXT]

Ends with 0 when every survivor is explained, with 1 when one is not, with 2 when the tests fail
without any mutant. A named module is run with all its mutants.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from maintenance.mutants.errand import warm
from maintenance.mutants.plan import all_mutants, read_plan
from maintenance.mutants.rehearsal import Case
from maintenance.mutants.report import Report
from maintenance.mutants.trial import Fate, Tried, Unusable, trial
from maintenance.mutants.workshop import Workshop

ROOT = Path(__file__).parent.parent.parent
_FOREIGN = ("gmpy2", "nacl.bindings", "cryptography.hazmat.primitives", "httpx", "click", "rich")


def main() -> int:
    """Run what the command line asks for; the status to end with."""
    asked = _arguments()
    root = asked.root.resolve()
    plan = read_plan(root)
    if asked.module:
        plan = plan.only(asked.module)
        plan = replace(plan, modules=tuple(replace(each, sample=10**6) for each in plan.modules))
    existing = {module.path: all_mutants(root, module) for module in plan.modules}
    drawn = [
        (module, [m for m in plan.drawn(module, existing[module.path]) if asked.only in m.name])
        for module in plan.modules
    ]
    together: dict[str, list[Case]] = {}
    for module, mutants in drawn:
        if not mutants:
            continue
        cases = together.setdefault(str(Path(module.tests[0]).parent), [])
        cases += [Case(mutant, module.tests) for mutant in mutants]
    begun = time.monotonic()
    tried: list[Tried] = []
    unusable = False
    warm(_FOREIGN)
    with Workshop(root, asked.copies) as workshop:
        for cases in together.values():
            try:
                for each in trial(workshop, cases):
                    tried.append(each)
                    if each.fate is Fate.SURVIVED:
                        _say(f"survived: {each.mutant.name}")
            except Unusable as why:
                unusable = True
                _say(str(why))
            _say(f"{len(tried)} after {(time.monotonic() - begun) / 60:.0f} minutes")
    report = Report(plan, existing, tried)
    print("\n".join(report.lines()))
    print(f"{(time.monotonic() - begun) / 60:.0f} minutes")
    if unusable:
        return 2
    return 1 if report.unexplained else 0


def _say(news: str) -> None:
    print(news, file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m maintenance.mutants", description=__doc__)
    parser.add_argument("--module", action="append", help="run all mutants of this file alone")
    parser.add_argument("--only", default="", help="run mutants with this text in their name")
    parser.add_argument("--root", type=Path, default=ROOT, help="the tree, if another than this")
    parser.add_argument("--copies", type=int, default=os.cpu_count() or 1, help="how many at once")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
