"""The mutants of a module: its source with one small change each, of the kinds that break a check.

Left alone is what no test should have to pin down: docstrings, annotations, decorators, the words
of an error, `field(...)`, `zip(strict=...)`, which is an assertion about ourselves, and a module's
named numbers: a limit is a choice, and that it is kept is a comparison elsewhere.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from maintenance.mutants.changes import changed

_PASSED_OVER = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change in the file `module`, which is a path from the root of the tree.

    `mutation` is its name: function, text before and after, and a number from the second time that
    this function has the same change. `lines` are the first and last of the place in the original.
    `body` is the dotted name of the outermost function in whose body it is; empty outside of any.
    """

    module: str
    mutation: str
    lines: tuple[int, int]
    source: str
    body: str

    @property
    def name(self) -> str:
        """Module and mutation in one line."""
        return f"{self.module}:{self.lines[0]}  {self.mutation}"


def mutants_of(module: str, source: str) -> tuple[Mutant, ...]:
    """All mutants of `source`, in the order of their places."""
    found: list[Mutant] = []
    times: Counter[str] = Counter()
    for place in _inside(ast.parse(source), "", ""):
        for before, after in changed(place.node):
            mutation = f"{place.function}: {_text(before)} -> {_text(after)}"
            times[mutation] += 1
            if times[mutation] > 1:
                mutation = f"{mutation} ({times[mutation]})"
            replaced = _replaced(source, before, after)
            if _reads(replaced):
                lines = before.lineno, before.end_lineno or before.lineno
                found.append(Mutant(module, mutation, lines, replaced, place.body))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Place:
    """A node that may be replaced, the function or class around it, and the outermost function."""

    node: ast.expr | ast.stmt
    function: str
    body: str


def _inside(node: ast.AST, function: str, body: str) -> Iterator[_Place]:
    """The places in the children of `node`, which itself stands in `function`."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "type_comment"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _at(child, function, body)


def _at(node: ast.AST, function: str, body: str) -> Iterator[_Place]:
    if isinstance(node, _PASSED_OVER) or _is_words(node) or _is_assertion(node):
        return
    if _is_named_number(node, function):
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inner = f"{function}.{node.name}" if function else node.name
        if isinstance(node, ast.ClassDef):
            yield from _inside(node, inner, body)
        else:
            yield from _inside(node.args, inner, body)
            for child in node.body:
                yield from _at(child, inner, body or inner)
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield _Place(node, function or "module", body)
    # Positions inside of f-strings are not reliable; and an error's words are nobody's check.
    if not isinstance(node, ast.Raise | ast.JoinedStr):
        yield from _inside(node, function, body)


def _is_words(node: ast.AST) -> bool:
    """A docstring, or a string that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_named_number(node: ast.AST, function: str) -> bool:
    return isinstance(node, ast.Assign | ast.AnnAssign) and not function


def _is_assertion(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"field", "TypeVar"}


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())


def _replaced(source: str, old: ast.expr | ast.stmt, new: ast.AST) -> str:
    """The source with the text of `old` replaced; columns of the parser count bytes."""
    data = source.encode()
    starts = [0, *accumulate(len(line) for line in data.splitlines(keepends=True))]
    begin = starts[old.lineno - 1] + old.col_offset
    end = starts[(old.end_lineno or old.lineno) - 1] + (old.end_col_offset or 0)
    text = ast.unparse(ast.fix_missing_locations(copy.deepcopy(new)))
    if isinstance(new, ast.expr):
        text = f"({text})"
    return (data[:begin] + text.encode() + data[end:]).decode()


def _reads(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True
