"""On which line of a TOML text every key and list entry stands.

`tomllib` gives values without places. This walks over a text that `tomllib` has already
accepted, so it need not judge syntax, only find its way: headers, dotted keys, strings of all
four kinds, arrays, inline tables, and arrays of tables.
"""

from __future__ import annotations

import re
import tomllib

from meeting.definition.mistakes import Path

_BLANK = re.compile(r"(?:[ \t\n\r]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}\n#]*")
_BASIC = re.compile(r'"(?:[^"\\]|\\.)*"')
_LITERAL = re.compile(r"'[^']*'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"""+', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'''+", re.DOTALL)


def toml_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every path in a valid TOML text; ValueError if it is not one."""
    return _Walk(text).lines


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._line = 1
        self._counts: dict[Path, int] = {}
        self.lines: dict[Path, int] = {(): 1}
        table: Path = ()
        self._take(_BLANK)
        while self._at < len(self._text):
            if self._sees("[["):
                table = self._header(2)
            elif self._sees("["):
                table = self._header(1)
            else:
                self._key_and_value(table)
            self._take(_BLANK)

    def _sees(self, start: str) -> bool:
        return self._text.startswith(start, self._at)

    def _goes_on(self, end: str) -> bool:
        if self._at >= len(self._text):
            raise ValueError("a bracket is not closed")
        return not self._sees(end)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        taken = found.group() if found else ""
        return self._skip(len(taken))

    def _skip(self, length: int) -> str:
        taken = self._text[self._at : self._at + length]
        self._at += length
        self._line += taken.count("\n")
        return taken

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._line)

    def _header(self, brackets: int) -> Path:
        self._skip(brackets)
        *outer, last = self._keys()
        self._skip(brackets)
        path: Path = ()
        for key in outer:
            path = self._newest((*path, key))
        path = (*path, last)
        self._note(path)
        if brackets > 1:
            self._counts[path] = self._counts.get(path, 0) + 1
        path = self._newest(path)
        self._note(path)
        return path

    def _newest(self, path: Path) -> Path:
        """The newest entry, where `path` is an array of tables."""
        return (*path, self._counts[path] - 1) if path in self._counts else path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._take(_SPACE)
            if self._sees('"'):
                keys.append(str(tomllib.loads(f"key = {self._take(_BASIC)}")["key"]))
            elif self._sees("'"):
                keys.append(self._take(_LITERAL)[1:-1])
            else:
                keys.append(self._take(_BARE_KEY))
            self._take(_SPACE)
            if not self._sees("."):
                return keys
            self._skip(1)

    def _key_and_value(self, table: Path) -> None:
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._skip(1)  # the equals sign
        self._take(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._sees("["):
            self._array(path)
        elif self._sees("{"):
            self._inline_table(path)
        else:
            self._take(self._kind_of_scalar())

    def _kind_of_scalar(self) -> re.Pattern[str]:
        for start, pattern in (
            ('"""', _LONG_BASIC),
            ("'''", _LONG_LITERAL),
            ('"', _BASIC),
            ("'", _LITERAL),
        ):
            if self._sees(start):
                return pattern
        return _PLAIN_VALUE

    def _array(self, path: Path) -> None:
        self._skip(1)
        index = 0
        self._take(_BLANK)
        while self._goes_on("]"):
            self._note((*path, index))
            self._value((*path, index))
            index += 1
            self._separator()
        self._skip(1)

    def _inline_table(self, path: Path) -> None:
        self._skip(1)
        self._take(_BLANK)
        while self._goes_on("}"):
            self._key_and_value(path)
            self._separator()
        self._skip(1)

    def _separator(self) -> None:
        self._take(_BLANK)
        if self._sees(","):
            self._skip(1)
        self._take(_BLANK)
