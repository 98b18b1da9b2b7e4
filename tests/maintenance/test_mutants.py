"""Mutation testing itself: what it changes, what it draws, and that it finds a missing test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from maintenance.mutants.mutations import mutants_of
from maintenance.mutants.plan import Module, Plan, read_plan

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("crypto", "meeting", "ballot_server", "desk", "kiosk", "tally", "demo")

GATE = '''"""A gate."""

LIMIT = 7


def admit(size: int, seal: str) -> int:
    """Let in what is small and sealed."""
    if size > LIMIT:
        raise ValueError(f"{size} is {size - LIMIT} too many")
    if seal != "whole" or not seal:
        raise ValueError("broken")
    return size


def shut(size: int) -> bool:
    """Say whether nobody is in."""
    return not size
'''
TESTS = """from house.gate import admit, shut
import pytest


def test_small():
    assert admit(7, "whole") == 7


def test_large():
    with pytest.raises(ValueError):
        admit(8, "whole")
"""
BROKEN = """

def test_shut():
    while not shut(0):
        pass


def test_broken():
    with pytest.raises(ValueError):
        admit(1, "broken")
"""
EQUIVALENT = "admit: seal != 'whole' or not seal -> seal != 'whole'"


def mutations(source: str) -> list[str]:
    return [mutant.mutation for mutant in mutants_of("gate.py", source)]


def test_what_is_changed_and_what_is_left_alone() -> None:
    assert mutations(GATE) == [
        "admit: size > LIMIT -> size >= LIMIT",
        "admit: raise ValueError(f'{size} is {size - LIMIT} too many') -> pass",
        "admit: seal != 'whole' or not seal -> seal != 'whole' and (not seal)",
        "admit: seal != 'whole' or not seal -> not seal",
        "admit: seal != 'whole' or not seal -> seal != 'whole'",
        "admit: seal != 'whole' -> seal == 'whole'",
        "admit: not seal -> seal",
        "admit: raise ValueError('broken') -> pass",
        "shut: not size -> size",
    ]


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("check(a, b)", ["check(a, b) -> pass", "check(a, b) -> check(b, a)"]),
        ("x = g.multiply(a, b)", []),
        ("x = all(a)", ["all(a) -> any(a)"]),
        ("x = 3 if a else b", ["3 if a else b -> b if a else 3", "3 -> 4", "3 -> 2"]),
        ("x = [y for y in a if b]", ["[y for y in a if b] -> [y for y in a]"]),
        (
            "x = f'sign|{a}|{b}'",
            ["f'sign|{a}|{b}' -> f'sign||{b}'", "f'sign|{a}|{b}' -> f'sign|{a}|'"],
        ),
        ("x = f'{a}, {b}'", []),
        ("for y in a: x = y", ["a -> ()"]),
        ("for y in zip(a, b, strict=True): x = y", ["zip(a, b, strict=True) -> ()"]),
        ("x += a", ["x += a -> pass"]),
        ("x = -a % b", ["-a % b -> -a + b", "-a -> a"]),
    ],
)
def test_every_kind_of_change(line: str, changed: list[str]) -> None:
    found = mutations(f"def f(a, b, x):\n    {line}\n")
    expected = [f"f: {each}" for each in changed]
    assert [each for each in found if "zip(b, a" not in each] == expected


def test_a_mutant_differs_in_its_place_only_and_the_second_of_its_kind_has_a_number() -> None:
    source = "def f(名):\n    '票'\n    return '票' in 名 or '箱' in 名, 1, (\n        1)\n"
    found = {mutant.mutation: mutant for mutant in mutants_of("f.py", source)}
    assert found["f: 1 -> 2"].source == source.replace(", 1,", ", (2),")
    assert found["f: 1 -> 2 (2)"].source == source.replace("        1", "        (2)")
    assert found["f: 1 -> 2 (2)"].lines == (4, 4)
    assert found["f: '箱' in 名 -> '箱' not in 名"].source == source.replace(
        "'箱' in 名", "('箱' not in 名)"
    )


def test_the_same_mutants_are_drawn_every_time_and_whatever_else_there_is() -> None:
    mutants = mutants_of("gate.py", GATE)
    plan, module = Plan("seed", ()), Module("gate.py", (), 4)
    drawn = plan.drawn(module, mutants)
    assert len(drawn) == 4
    assert plan.drawn(module, mutants[::-1]) == drawn[::-1]
    without = [mutant for mutant in mutants if mutant is not drawn[0]]
    assert set(drawn[1:]) < set(plan.drawn(module, without))
    assert Plan("other seed", ()).drawn(module, mutants) != drawn


def test_the_plan_names_every_package_once_and_nothing_else() -> None:
    plan = read_plan(ROOT)
    packages = {
        str(path.parent.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert sorted(plan.packages) == sorted(packages)
    assert {module for module, _ in plan.explained} <= {module.path for module in plan.modules}


def test_a_module_is_tried_with_the_tests_of_the_folder_that_mirrors_its_package() -> None:
    modules = {module.path: module for module in read_plan(ROOT).modules}
    tests = modules["crypto/proofs/schnorr.py"].tests
    assert "tests/crypto/proofs/test_schnorr.py" in tests
    assert "tests/crypto/record/test_archive.py" not in tests
    assert "tests/crypto/proofs/test_schnorr.py" not in modules["crypto/canonical.py"].tests
    assert all((ROOT / test).is_file() for module in modules.values() for test in module.tests)


def test_a_package_without_tests_is_named(tmp_path: Path) -> None:
    lay_out(tmp_path, TESTS)
    (tmp_path / "tests/house/test_gate.py").unlink()
    with pytest.raises(ValueError, match="tests/house has no test_"):
        read_plan(tmp_path)


def lay_out(tree: Path, tests: str, *explained: str) -> None:
    """A house with a gate, its tests and its plan."""
    plan = tree / "maintenance" / "mutants"
    plan.mkdir(parents=True)
    plan.joinpath("plan.toml").write_text('seed = ""\nsample = 99\n[package.house]\n')
    plan.joinpath("survivors.toml").write_text(
        "".join(
            f'[[survivor]]\nmodule = "house/gate.py"\nmutation = "{each}"\nbecause = "it is so"\n'
            for each in explained
        )
    )
    for name, text in (("house", GATE), ("tests/house", tests)):
        tree.joinpath(name).mkdir(parents=True)
        file = "gate.py" if name == "house" else "test_gate.py"
        tree.joinpath(name, file).write_text(text)
    tree.joinpath("house/__init__.py").touch()
    tree.joinpath("pytest.ini").write_text(
        "[pytest]\naddopts = --import-mode=importlib\nmarkers = slow: x\n"
    )


def run(tree: Path, tests: str, *explained: str) -> subprocess.CompletedProcess[str]:
    """Mutation testing of the gate."""
    lay_out(tree, tests, *explained)
    return subprocess.run(
        [sys.executable, "-m", "maintenance.mutants", "--root", str(tree), "--copies", "2"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_survivor_is_named(tmp_path: Path) -> None:
    done = run(tmp_path, TESTS)
    assert done.returncode == 1
    assert "survived: house/gate.py:11  admit: raise ValueError('broken') -> pass\n" in done.stdout
    assert "raise ValueError(f'{size}" not in done.stdout
    assert done.stdout.splitlines()[1].split() == ["house/gate.py", "9", "9", "4", "0", "0", "5"]


def test_a_survivor_that_is_explained_is_none_and_what_never_ends_is_stopped(
    tmp_path: Path,
) -> None:
    stale = "admit: size > LIMIT -> size >= LIMIT"
    done = run(tmp_path, TESTS + BROKEN, EQUIVALENT, stale, "admit: gone -> pass")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[1].split() == ["house/gate.py", "9", "9", "7", "1", "1", "0"]
    assert f"explained, but killed: house/gate.py  {stale}\n" in done.stdout
    assert (
        "explained, but there is no such mutant: house/gate.py  admit: gone -> pass\n"
        in done.stdout
    )


def test_tests_that_fail_without_a_mutant_judge_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, TESTS + "\n\ndef test_wrong():\n    assert admit(7, 'broken')\n")
    assert done.returncode == 2
    assert "these tests fail without a mutant" in done.stderr
    assert "test_wrong" in done.stderr
