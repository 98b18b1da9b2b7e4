"""Python's collector of objects that hold one another, and when it is in the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Inside the block nobody looks for objects that hold one another.

    Reading and checking ballots makes very many objects that live until it is done, and nearly none
    that hold one another: looking through them again and again takes as long as making them.
    Threads may enter and leave as they like: whoever found the collector at work puts it to work
    again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
