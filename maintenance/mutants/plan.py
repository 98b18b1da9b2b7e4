"""Which modules are mutated, how many of their mutants are run, with which tests; what survives.

`plan.toml` names for every module the quick tests that ought to notice, and how many mutants are
drawn; `survivors.toml` says of each known survivor why it does no harm.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from maintenance.mutants.mutations import Mutant, mutants_of


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the tree with the tests of its mutants, and the number of mutants to draw."""

    path: str
    tests: tuple[str, ...]
    sample: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All of plan.toml and survivors.toml; `explained` has the reasons by module and mutation."""

    seed: str
    modules: tuple[Module, ...]
    explained: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def only(self, paths: Sequence[str]) -> Plan:
        """The plan of these modules alone; raises ValueError for one that it does not have."""
        known = {module.path for module in self.modules}
        for path in paths:
            if path not in known:
                raise ValueError(f"{path} is not in the plan")
        modules = tuple(module for module in self.modules if module.path in paths)
        return Plan(self.seed, modules, self.explained)

    def drawn(self, module: Module, mutants: Sequence[Mutant]) -> tuple[Mutant, ...]:
        """As many mutants of `module` as it shall have, in the order of their places.

        A mutant is drawn by the hash of its name, so that the same ones are drawn every time, and
        a change elsewhere in the module does not draw others.
        """
        first = sorted(mutants, key=self._lot)[: module.sample]
        return tuple(mutant for mutant in mutants if mutant in first)

    def _lot(self, mutant: Mutant) -> bytes:
        words = f"{self.seed}|{mutant.module}|{mutant.mutation}"
        return hashlib.sha256(words.encode()).digest()


def read_plan(folder: Path) -> Plan:
    """Read the two files of `folder`."""
    plan = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    survivors = tomllib.loads((folder / "survivors.toml").read_text(encoding="utf-8"))
    lists = plan.get("lists", {})
    modules = tuple(
        Module(
            path,
            tuple(lists[each["tests"]] if isinstance(each["tests"], str) else each["tests"]),
            each.get("sample", plan["sample"]),
        )
        for path, each in plan["module"].items()
    )
    explained = {
        (each["module"], each["mutation"]): each["because"]
        for each in survivors.get("survivor", ())
    }
    return Plan(plan["seed"], modules, explained)


def all_mutants(root: Path, module: Module) -> tuple[Mutant, ...]:
    """Every mutant of a module as it stands in the tree `root`."""
    return mutants_of(module.path, (root / module.path).read_text(encoding="utf-8"))
