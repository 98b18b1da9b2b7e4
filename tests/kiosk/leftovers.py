"""Searching a kiosk's memory for what should have been dropped."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from types import FunctionType, MethodType, ModuleType

from kiosk.visit.voter import Voter
from tests.kiosk.visits import Visit


def reachable(start: object) -> Iterator[object]:
    """Everything that the kiosk still holds, however deep."""
    seen, todo = {id(start)}, [start]
    while todo:
        found = todo.pop()
        yield found
        for each in gc.get_referents(found):
            code = isinstance(each, type | FunctionType | ModuleType | MethodType)
            if not code and id(each) not in seen:
                seen.add(id(each))
                todo.append(each)


def assert_nothing_is_left(visit: Visit, voter: Voter) -> None:
    assert visit.kiosk.booth.voter is None
    assert (voter.credential, voter.answers, voter.unsigned, voter.ballot) == ("", {}, None, None)
    assert (voter.seed, voter.opened_ballot, voter.holder) == (b"", None, None)
    assert not [each for each in reachable(visit.kiosk) if isinstance(each, Voter)]
