"""What is said when the arithmetic cannot be had or relied on: no verdict, and what to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

import click

from crypto.errors import ArithmeticFault
from meeting.language import N_
from meeting.problem import Problem

VARIABLE = "PIAOXIANG_ARITHMETIC"
_SENTENCES = {
    "arithmetic-unknown": N_(
        "There are three kinds of arithmetic: auto, portable and libsodium. Set the variable to "
        "one of them, or remove it."
    ),
    "arithmetic-unavailable": N_(
        "The portable arithmetic cannot run here: it needs llvmlite, and a processor of the kind "
        "x86-64 or aarch64. Remove the variable; libsodium then does the same work."
    ),
    "arithmetic-differs": N_(
        "The fast arithmetic and libsodium came to different results. This is no verdict: nothing "
        "that was computed is used. Set the variable to libsodium and run the same command again. "
        "If this happens more than once, the computer may be faulty: verify on another one."
    ),
}


def arithmetic_told(fault: ArithmeticFault) -> Problem:
    """The fault as a problem for whoever typed the command."""
    found = os.environ.get(VARIABLE, "")
    return Problem(fault.code, _SENTENCES[fault.code], where=f"{VARIABLE}={found}")


def checked_first(command: click.Command) -> click.Command:
    """The command, which does nothing where the variable has a value that nobody knows.

    Its help is told all the same. Running it raises ArithmeticFault (`arithmetic-unknown`).
    """
    run = command.callback
    if run is None or not os.environ.get(VARIABLE):
        return command
    found = copy(command)
    found.callback = _after_check(run)
    return found


def _after_check(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def checked(*given: Any, **options: Any) -> Any:
        from crypto.groups.ed25519_public import PublicArithmetic  # noqa: PLC0415 - rarely set

        _ = PublicArithmetic().name
        return run(*given, **options)

    return checked
