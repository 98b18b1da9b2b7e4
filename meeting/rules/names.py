"""What a step names: found by the types of its fields, so that no kind of step is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from meeting.rules.step import FigureId, SelectionId

_hints: Callable[[Any], dict[str, Any]] = cache(get_type_hints)


def earlier_steps(thing: Any) -> Iterator[str]:
    """Yield the ids of the earlier steps that a step names, in itself and in its parts."""
    hints = _hints(type(thing))
    for each in fields(thing):
        value, hint = getattr(thing, each.name), hints[each.name]
        if get_origin(hint) is not tuple:
            value, part = (value,), hint
        else:
            part = get_args(hint)[0]
        for one in value:
            if is_dataclass(one):
                yield from earlier_steps(one)
            elif part in (FigureId, SelectionId):
                yield one
