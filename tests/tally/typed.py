"""Commands as they are typed, with what is answered at the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

import piaoxiang
from tally.keys.sealed_file import Cost


@dataclass
class Said:
    """What a command printed, its exit code, and what it asked."""

    code: int
    out: str
    err: str
    asked: list[str] = field(default_factory=list)


@dataclass
class Terminal:
    """A keyboard and a screen, with a cheap scrypt behind them."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __post_init__(self) -> None:
        self.monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
        self.monkeypatch.delenv("PIAOXIANG_PASSPHRASE_FILE", raising=False)
        self.monkeypatch.setattr(Cost.__init__, "__defaults__", (1 << 14, 8, 1))

    def run(self, *words: object, answers: Iterable[str] = ()) -> Said:
        """Type a command, and these answers to what it asks; more questions are an error."""
        waiting: Iterator[str] = iter(answers)
        asked: list[str] = []

        def prompt(text: str, **_named: object) -> str:
            asked.append(text)
            return next(waiting)

        with self.monkeypatch.context() as patch:
            patch.setattr("click.prompt", prompt)
            with pytest.raises(SystemExit) as stopped:
                piaoxiang.main([str(word) for word in words])
        printed = self.capsys.readouterr()
        code = stopped.value.code
        assert not list(waiting), "not everything was asked for"
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err, asked)
