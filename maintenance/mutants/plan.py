"""Which modules are mutated, how many of their mutants are run, with which tests; what survives.

`plan.toml` names every package of the house: with how many mutants are drawn of each of its files,
or among those left out. The tests of a package are found in the folder that mirrors it.
`survivors.toml` says of each known survivor why it does no harm.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    packages: tuple[str, ...] = ()
    """All that it names, mutated or left out, by their folders."""

    def only(self, paths: Sequence[str]) -> Plan:
        """The plan of these modules alone; raises ValueError for one that it does not have."""
        known = {module.path for module in self.modules}
        for path in paths:
            if path not in known:
                raise ValueError(f"{path} is not in the plan")
        modules = tuple(module for module in self.modules if module.path in paths)
        return replace(self, modules=modules)

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


def read_plan(root: Path) -> Plan:
    """Read the plan of the tree `root`, and find the files it speaks of.

    Raises ValueError for a folder that has no module or no test.
    """
    folder = root / "maintenance" / "mutants"
    plan = tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))
    survivors = tomllib.loads((folder / "survivors.toml").read_text(encoding="utf-8"))
    modules = tuple(
        Module(path, tests, each.get("sample", plan["sample"]))
        for package, each in plan["package"].items()
        for tests in [_tests(root, f"tests/{package}", *each.get("also", ()))]
        for path in _files(root, package, "[!_]*.py")
    )
    explained = {
        (each["module"], each["mutation"]): each["because"]
        for each in survivors.get("survivor", ())
    }
    left_out = plan.get("left_out", {}).get("packages", ())
    return Plan(plan["seed"], modules, explained, (*plan["package"], *left_out))


def _tests(root: Path, *folders: str) -> tuple[str, ...]:
    return tuple(path for folder in folders for path in _files(root, folder, "test_*.py"))


def _files(root: Path, folder: str, names: str) -> list[str]:
    found = sorted(str(path.relative_to(root)) for path in (root / folder).glob(names))
    if not found:
        raise ValueError(f"{folder} has no {names}")
    return found


def all_mutants(root: Path, module: Module) -> tuple[Mutant, ...]:
    """Every mutant of a module as it stands in the tree `root`."""
    return mutants_of(module.path, (root / module.path).read_text(encoding="utf-8"))
