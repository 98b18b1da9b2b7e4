"""What the machine code depends on, and processors that are not this one."""

from __future__ import annotations

from pathlib import Path

import llvmlite
import pytest
from llvmlite import binding as llvm

from crypto.groups.edwards_kernel import compiling


def test_the_program_compiles_for_aarch64_and_calls_nothing_outside_itself() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = llvm.parse_assembly(compiling.module_text(compiling.PORTABLE))
    target = llvm.Target.from_triple("aarch64-unknown-linux-gnu")
    module.triple = target.triple
    written = target.create_target_machine(opt=2).emit_assembly(module)
    calls = {line.split()[1] for line in written.splitlines() if line.split()[:1] == ["bl"]}
    defined = {line.removesuffix(":") for line in written.splitlines() if line.endswith(":")}
    assert written.count("umulh") > 1000
    assert calls <= defined


def test_the_eight_lane_program_uses_the_instructions_it_was_written_for() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    module = llvm.parse_assembly(compiling.module_text(compiling.IFMA))
    target = llvm.Target.from_triple("x86_64-unknown-linux-gnu")
    module.triple = target.triple
    machine = target.create_target_machine(cpu="icelake-server", opt=2)
    written = machine.emit_assembly(module)
    for instruction in ("vpmadd52luq", "vpmadd52huq", "vpgatherqq"):
        assert written.count(instruction) > 50
    assert "vpmullq" not in written  # 64-bit products of vectors are slow


@pytest.mark.parametrize(
    "what", ["get_host_cpu_name", "get_default_triple", "llvm_version_info", "llvmlite", "features"]
)
def test_the_key_changes_with_machine_and_versions(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compiling.object_key(compiling.PORTABLE)
    if what == "llvmlite":
        monkeypatch.setattr(llvmlite, "__version__", "0")
    elif what == "llvm_version_info":
        monkeypatch.setattr(llvm, what, (0, 0, 0))
    elif what == "features":
        monkeypatch.setattr(llvm, "get_host_cpu_features", llvm.FeatureMap)
    else:
        monkeypatch.setattr(llvm, what, lambda: "another")
    assert compiling.object_key(compiling.PORTABLE) != before
    monkeypatch.undo()
    assert compiling.object_key(compiling.PORTABLE) == before
    assert compiling.object_key(compiling.IFMA) != before


@pytest.mark.parametrize("source", ["layout.py", "compiling.py", "program/comb.py"])
def test_the_key_changes_with_every_source(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiling.object_key(compiling.PORTABLE)
    changed, read = Path(compiling.__file__).parent / source, Path.read_bytes
    assert changed.is_file()

    def read_with_a_change(path: Path) -> bytes:
        return read(path) + (b"#" if path == changed else b"")

    monkeypatch.setattr(Path, "read_bytes", read_with_a_change)
    assert compiling.object_key(compiling.PORTABLE) != before


@pytest.mark.parametrize("missing", ["avx512f", "avx512dq", "avx512vl", "avx512ifma"])
def test_eight_lanes_need_every_feature(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    features = dict.fromkeys(["avx512f", "avx512dq", "avx512vl", "avx512ifma"], True)
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: features)
    monkeypatch.setattr(llvm, "get_default_triple", lambda: "x86_64-unknown-linux-gnu")
    assert compiling.has_ifma()
    features[missing] = False
    assert not compiling.has_ifma()
    features[missing] = True
    monkeypatch.setattr(llvm, "get_default_triple", lambda: "aarch64-unknown-linux-gnu")
    assert not compiling.has_ifma()
