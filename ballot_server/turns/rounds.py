"""Work that one does for all who wait: a commit, a signature, each with an fsync of its own.

Whoever comes first does it. Who comes meanwhile waits for the next round, which is begun by the
first of them, after they came. So nobody waits longer than for one round and a part of another,
however many there are, and the order of coming is that of the rounds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from ballot_server.problems.refusals import StorageFailed

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Gather: TypeAlias = Callable[[], Sequence[Asked]]
"""Gives what all ask who wait by now; nobody joins the round after that."""


@dataclass(eq=False)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    called: threading.Event = field(default_factory=threading.Event)
    answer: Answer | Exception | None = None  # None: not served yet, so it begins the next round


class Rounds(Generic[Asked, Answer]):
    """Rounds of `serve`, which gathers once and gives the answers in the same order.

    An answer that is an exception is raised for who asked; one that `serve` raises, for all.
    """

    def __init__(self, serve: Callable[[Gather[Asked]], Sequence[Answer | Exception]]) -> None:
        self._serve = serve
        self._changing = threading.Lock()
        self._waiting: list[_Waiting[Asked, Answer]] = []
        self._serving = False

    def ask(self, asked: Asked) -> Answer:
        """Be served in the next round that begins. Raises what `serve` raises."""
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        with self._changing:
            self._waiting.append(mine)
            waits, self._serving = self._serving, True
        if waits:
            mine.called.wait()
        if mine.answer is None:
            self._round()
        if isinstance(mine.answer, Exception):
            raise mine.answer
        assert mine.answer is not None  # noqa: S101 - said for the type checker
        return mine.answer

    def _round(self) -> None:
        served: list[_Waiting[Asked, Answer]] = []

        def gather() -> Sequence[Asked]:
            with self._changing:
                served.extend(self._waiting)
                self._waiting.clear()
            return [each.asked for each in served]

        try:
            answers = self._serve(gather)
            for each, answer in zip(served, answers, strict=True):
                each.answer = answer
        except BaseException as error:
            if not served:
                gather()
            told = error if isinstance(error, Exception) else StorageFailed()
            for each in served:
                each.answer = told
            if told is not error:  # this thread ends; the others cannot know what became of it
                raise
        finally:
            self._next(served)

    def _next(self, served: list[_Waiting[Asked, Answer]]) -> None:
        with self._changing:
            first = self._waiting[0] if self._waiting else None
            self._serving = first is not None
        for each in served:
            each.called.set()
        if first is not None:
            first.called.set()
