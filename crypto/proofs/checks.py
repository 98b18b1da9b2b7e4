"""Checks that say which products they need, so that many of them share one batch of arithmetic.

A check is a generator. It yields the products of powers that its formulas ask for, is handed the
elements, compares, and yields again or ends; what it refuses it raises. So it reads like the
formula in the specification, and whoever runs it decides how much is computed at once: one proof,
one ballot, or all the ballots of a part of a record.

A function named `…_check` makes a check, and nothing is checked before it is run; one named
`check_…` or `verify_…` has checked when it returns.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from crypto.collector import collector_at_rest
from crypto.errors import Refused
from crypto.groups.group import Element, Group, Terms
from crypto.json_values import item
from crypto.place import Where

E = TypeVar("E", bound=Exception)

Check: TypeAlias = Generator[Sequence[Terms], Sequence[Element], None]


_Running: TypeAlias = tuple[int, Check, Sequence[Terms]]
"""A check among others, by its index, and the products it waits for."""
_Step: TypeAlias = tuple[int, Check, Sequence[Element] | None]
"""A check and the products it is handed: None to begin with."""


def run(group: Group, check: Check) -> None:
    """Run one check to its end; raises what it refuses."""
    with collector_at_rest():
        requests = _next(check, None)
        while requests is not None:
            requests = _next(check, group.products_of_powers(requests))


def run_each(group: Group, checks: Iterable[Check]) -> list[Refused | None]:
    """Run independent checks side by side: for each what it refused, or None.

    Anything else that one raises, a fault of the program, is raised.
    """
    every = tuple(checks)
    refused: dict[int, Refused] = {}
    run(group, _side_by_side(every, refused, Refused))
    return [refused.get(index) for index in range(len(every))]


def together(checks: Iterable[Check], *, array: Where | None = None) -> Check:
    """Several checks side by side as one, which raises what the first of them, in order, refuses.

    Where they are of the items of an array, each in its turn, `array` is its place: it and the
    index are put around the place of what is refused.
    """
    failed: dict[int, Exception] = {}
    yield from _side_by_side(checks, failed, Exception, all_of_them=False)
    if failed:
        index = min(failed)
        error = failed[index]
        if array is not None and isinstance(error, Refused):
            error.at(item(array, index))
        raise error


def refusal(error: Refused) -> Check:
    """The check that refuses with `error`."""
    yield ()
    raise error


def _side_by_side(
    checks: Iterable[Check], failed: dict[int, E], kind: type[E], *, all_of_them: bool = True
) -> Check:
    """Run `checks`, and put what they raise of this `kind` into `failed`, by their index.

    Unless `all_of_them` matter, one that fails ends those after it.
    """
    steps: Iterable[_Step] = ((index, check, None) for index, check in enumerate(checks))
    while True:
        running: list[_Running] = []
        for index, check, answers in steps:
            try:
                requests = _next(check, answers)
            except kind as error:
                failed[index] = error
                if not all_of_them:
                    break
                continue
            if requests is not None:
                running.append((index, check, requests))
        if not running:
            return
        products = yield [terms for _, _, requests in running for terms in requests]
        steps = _handed_out(products, running)


def _handed_out(products: Sequence[Element], running: Iterable[_Running]) -> Iterator[_Step]:
    """Give every check its own products."""
    at = 0
    for index, check, requests in running:
        end = at + len(requests)
        yield index, check, products[at:end]
        at = end


def _next(check: Check, products: Sequence[Element] | None) -> Sequence[Terms] | None:
    """What `check` asks for once it has these `products`; None when it has ended."""
    try:
        return next(check) if products is None else check.send(products)
    except StopIteration:
        return None
