"""What a run has shown: totals by module, unexplained survivors, explanations out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maintenance.mutants.mutations import Mutant
from maintenance.mutants.plan import Plan
from maintenance.mutants.trial import Fate, Tried

_COLUMNS = "{:32}{:>9}{:>7}{:>9}{:>11}{:>11}{:>13}"


@dataclass(frozen=True, slots=True)
class Report:
    """The plan, all mutants that there are by module, and the fates of those that were tried."""

    plan: Plan
    existing: Mapping[str, Sequence[Mutant]]
    tried: Sequence[Tried]

    @property
    def unexplained(self) -> list[Mutant]:
        """Survivors of which nobody wrote why they do no harm."""
        return [
            each.mutant
            for each in self.tried
            if each.fate is Fate.SURVIVED and _key(each.mutant) not in self.plan.explained
        ]

    @property
    def stale(self) -> list[tuple[str, str, str]]:
        """Explanations of what does not survive: module, mutation, and what became of it."""
        fates = {_key(each.mutant): each.fate for each in self.tried}
        found = []
        for module, mutation in self.plan.explained:
            there = {each.mutation for each in self.existing.get(module, ())}
            fate = fates.get((module, mutation))
            if module in self.existing and mutation not in there:
                found.append((module, mutation, "there is no such mutant"))
            elif fate is not None and fate is not Fate.SURVIVED:
                found.append((module, mutation, str(fate)))
        return found

    def lines(self) -> Iterator[str]:
        """The whole report as lines of text."""
        yield _COLUMNS.format(
            "module", "mutants", "run", "killed", "timed out", "explained", "unexplained"
        )
        total: Counter[str] = Counter()
        for path, mutants in self.existing.items():
            counts = self._counts(path, len(mutants))
            total += counts
            yield _row(path, counts)
        yield _row("total", total)
        for mutant in self.unexplained:
            yield f"survived: {mutant.name}"
        for module, mutation, why in self.stale:
            yield f"explained, but {why}: {module}  {mutation}"

    def _counts(self, path: str, existing: int) -> Counter[str]:
        counts = Counter({"mutants": existing})
        for each in self.tried:
            if each.mutant.module == path:
                counts["run"] += 1
                counts[str(each.fate)] += 1
                if _key(each.mutant) in self.plan.explained and each.fate is Fate.SURVIVED:
                    counts["explained"] += 1
        return counts


def _row(name: str, counts: Counter[str]) -> str:
    return _COLUMNS.format(
        name,
        counts["mutants"],
        counts["run"],
        counts["killed"],
        counts["timed out"],
        counts["explained"],
        counts["survived"] - counts["explained"],
    )


def _key(mutant: Mutant) -> tuple[str, str]:
    return mutant.module, mutant.mutation
