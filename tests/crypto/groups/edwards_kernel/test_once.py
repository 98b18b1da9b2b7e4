"""Which arithmetic a process has: chosen by one variable, tested against libsodium, or refused."""

from __future__ import annotations

import importlib.util
import platform
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from crypto.errors import ArithmeticFault
from crypto.groups.ed25519_public import combined, is_valid
from crypto.groups.edwards_kernel import compiling, kernel
from crypto.groups.edwards_kernel.choice import LIBSODIUM, VARIABLE
from crypto.groups.edwards_kernel.curve import D, P
from crypto.groups.edwards_kernel.layout import limbs_of
from crypto.groups.edwards_kernel.once import WORTH_COMPILING, KernelOnce
from crypto.groups.edwards_kernel.self_test import agrees
from crypto.groups.edwards_kernel.sums import Reference
from meeting.command_line.arithmetic import VARIABLE as TOLD
from meeting.command_line.arithmetic import arithmetic_told
from tests.crypto.fixtures.kernels import FORMS, loaded

REFERENCE = Reference(is_valid, combined)


@pytest.fixture(autouse=True)
def _compiled_already(monkeypatch: pytest.MonkeyPatch) -> None:
    for form in FORMS:
        loaded(form)
    monkeypatch.setattr(kernel, "load", loaded)
    monkeypatch.setattr(kernel, "kept", loaded)


def _refused(once: KernelOnce) -> str:
    with pytest.raises(ArithmeticFault) as caught:
        once.get()
    assert not once.is_known
    assert arithmetic_told(caught.value).code == caught.value.code
    assert arithmetic_told(caught.value).text("zh") != arithmetic_told(caught.value).text("en")
    return caught.value.code


@pytest.mark.parametrize("form", FORMS)
def test_every_form_agrees_with_libsodium(form: str) -> None:
    assert agrees(loaded(form), REFERENCE)


@pytest.mark.parametrize(("asked", "ifma"), [(None, False), ("", False), ("auto", False)])
def test_by_itself_the_best_program_is_taken(
    asked: str | None, ifma: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    if asked is not None:
        monkeypatch.setenv(VARIABLE, asked)
    monkeypatch.setattr(compiling, "has_ifma", lambda: ifma)
    once = KernelOnce(REFERENCE)
    assert once.name == compiling.PORTABLE
    found = once.get()
    assert found is not None
    assert (once.name, found.name, once.get()) == (compiling.PORTABLE, compiling.PORTABLE, found)


def test_eight_lanes_are_taken_where_the_processor_has_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(compiling, "has_ifma", lambda: True)
    assert KernelOnce(REFERENCE).name == compiling.IFMA
    monkeypatch.setenv(VARIABLE, "portable")
    assert KernelOnce(REFERENCE).name == compiling.PORTABLE


def test_libsodium_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "libsodium")
    once = KernelOnce(REFERENCE)
    assert once.name == LIBSODIUM
    assert once.get() is None
    assert once.name == LIBSODIUM


@pytest.mark.parametrize("value", ["ifma", "fast", "AUTO", " auto", "no"])
def test_another_value_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, value)
    assert _refused(KernelOnce(REFERENCE)) == "arithmetic-unknown"
    with pytest.raises(ArithmeticFault, match="expected one of auto, portable, libsodium"):
        _ = KernelOnce(REFERENCE).name
    told = arithmetic_told(ArithmeticFault("arithmetic-unknown", ""))
    assert (TOLD, told.where) == (VARIABLE, f"{VARIABLE}={value}")


@pytest.mark.parametrize("lacking", ["llvmlite", "processor", "import", "compiler"])
def test_where_it_cannot_be_had_libsodium_does_the_work(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> kernel.Kernel:
        raise {"import": ImportError, "compiler": RuntimeError}[lacking]("broken")

    if lacking == "llvmlite":
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    elif lacking == "processor":
        monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    else:
        monkeypatch.setattr(kernel, "load", broken)
        monkeypatch.setattr(kernel, "kept", broken)
    monkeypatch.setenv(VARIABLE, "auto")
    once = KernelOnce(REFERENCE)
    assert once.get() is None
    assert once.name == LIBSODIUM
    monkeypatch.setenv(VARIABLE, "portable")
    assert _refused(KernelOnce(REFERENCE)) == "arithmetic-unavailable"


def test_what_has_to_be_compiled_waits_until_it_is_worth_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def kept(name: str) -> None:
        looked.append(name)

    monkeypatch.setattr(kernel, "kept", kept)
    monkeypatch.setenv(VARIABLE, "auto")
    once = KernelOnce(REFERENCE)
    for _ in range(3):
        assert once.at_hand(WORTH_COMPILING // 3) is None
    assert len(looked) == 1
    assert not once.is_known
    assert once.at_hand(1) is once.get() is not None


def test_who_insists_on_it_waits_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "kept", lambda _: None)
    monkeypatch.setenv(VARIABLE, "portable")
    assert KernelOnce(REFERENCE).at_hand(1) is not None


def test_nobody_waits_for_another_thread_that_loads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(name: str) -> kernel.Kernel:
        begun.set()
        assert go_on.wait(30)
        return loaded(name)

    monkeypatch.setattr(kernel, "kept", slowly)
    monkeypatch.setenv(VARIABLE, "auto")
    once = KernelOnce(REFERENCE)
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(once.at_hand, 1)
        assert begun.wait(30)
        assert once.at_hand(1) is None
        go_on.set()
        assert other.result() is once.at_hand(1) is not None


def _with_another(constant: int) -> kernel.Kernel:
    """The portable program with one bit of one limb of a constant changed, wherever it stands."""
    text = compiling.module_text(compiling.PORTABLE)
    limb = str(limbs_of(constant)[2])
    assert limb in text
    code = compiling.compiled_text(text.replace(limb, str(int(limb) ^ 1)), optimised=False)
    return kernel.Kernel(compiling.PORTABLE, code)


@pytest.mark.parametrize("constant", [D, 2 * D % P], ids=["d", "2d"])
def test_a_program_with_one_wrong_constant_is_never_used(
    constant: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lying = _with_another(constant)
    monkeypatch.setattr(kernel, "load", lambda _: lying)
    monkeypatch.setenv(VARIABLE, "portable")
    assert _refused(KernelOnce(REFERENCE)) == "arithmetic-differs"
