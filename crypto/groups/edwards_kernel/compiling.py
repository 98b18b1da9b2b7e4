"""From the written program to machine code for this machine, and into memory.

llvmlite is imported here, when the first batch is computed; it is an optional part of the
installation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import llvmlite
from llvmlite import binding as llvm

from crypto.groups.edwards_kernel.program import ifma
from crypto.groups.edwards_kernel.program.field import Field
from crypto.groups.edwards_kernel.program.functions import write_program
from crypto.groups.edwards_kernel.program.ifma import Ifma
from crypto.groups.edwards_kernel.program.portable import Portable
from crypto.groups.edwards_kernel.program.writer import Writer

PORTABLE: Final = Portable.name
IFMA: Final = Ifma.name
EMULATED: Final = "ifma-emulated"
"""The eight-lane program with its instructions written out: for tests."""

_FIELDS: dict[str, Callable[[Writer], Field]] = {
    PORTABLE: Portable,
    IFMA: Ifma,
    EMULATED: lambda writer: Ifma(writer, emulated=True),
}


@cache
def _prepared() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def has_ifma() -> bool:
    """Whether this processor, and this operating system, can run the eight-lane program."""
    features = llvm.get_host_cpu_features()
    triple = llvm.get_default_triple()
    return triple.startswith("x86_64") and all(features.get(each) for each in ifma.FEATURES)


def module_text(name: str) -> str:
    """The program in LLVM's IR, in the representation of this name."""
    writer = Writer(name)
    write_program(_FIELDS[name](writer))
    return str(writer.module)


def object_key(name: str) -> bytes:
    """A digest of everything that the machine code depends on: sources, versions, machine."""
    digest = hashlib.sha256()
    machine = (llvm.get_default_triple(), llvm.get_host_cpu_name(), _features())
    versions = (llvmlite.__version__, llvm.llvm_version_info)
    digest.update(repr((name, versions, machine)).encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.digest()


def compiled(name: str) -> bytes:
    """An object file for this machine."""
    return compiled_text(module_text(name), optimised=name == PORTABLE)


def compiled_text(text: str, *, optimised: bool) -> bytes:
    """An object file of a program in IR for this machine.

    LLVM's passes gain a tenth on the portable program. The eight-lane one is written as the
    processor wants it, and they might turn its shifts into slow products.
    """
    _prepared()
    module = llvm.parse_assembly(text)
    module.verify()
    machine = _machine()
    if optimised:
        options = llvm.create_pipeline_tuning_options(speed_level=2)
        passes = llvm.create_pass_builder(machine, options)
        passes.getModulePassManager().run(module, passes)
    return bytes(machine.emit_object(module))


class Loaded:
    """An object file in this process's memory, for as long as this object lives."""

    def __init__(self, code: bytes) -> None:
        _prepared()
        self._engine: Any = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def address(self, function: str) -> int:
        """Where a function begins."""
        found: int = self._engine.get_function_address(function)
        return found


def _machine() -> Any:
    _prepared()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=_features(), opt=2, jit=True
    )


def _features() -> str:
    features: str = llvm.get_host_cpu_features().flatten()
    return features
