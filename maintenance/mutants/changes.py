"""What one node of a syntax tree may be changed into.

Values are not replaced by None: mypy finds that. Nor are the arguments of products, sums and
extremes put the other way round.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}
_CALLED = {"all": "any", "any": "all", "min": "max", "max": "min"}
_COMMUTING = {"multiply", "scalar_add", "scalar_multiply"}
_OF_ITS_OWN_TYPE = {
    *(
        "group",
        "election",
        "question",
        "record",
        "trustees",
        "findings",
        "meeting",
        "folder",
        "box",
    ),
    *("where", "place", "election.group", "self.group"),
}
Node = ast.expr | ast.stmt
_SIMPLE = ast.Name | ast.Attribute | ast.Subscript
_Filtering = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def changed(node: ast.expr | ast.stmt) -> Iterator[tuple[Node, Node]]:
    """Every replacement that `node` is the occasion of: what goes, and what stands there instead.

    What goes is the node itself, or the condition of an `if`, or what a `for` goes through. The
    children are changed in their own turn.
    """
    for kind, change in _CHANGES:
        if isinstance(node, kind):
            yield from ((node, new) for new in change(node))
    if isinstance(node, ast.If) and not _refuses(node):
        yield node.test, ast.Constant(False)
    if isinstance(node, ast.For):
        yield node.iter, ast.Tuple([])


def _refuses(node: ast.If) -> bool:
    """Whether all that the `if` does is to raise or to go on: leaving that out is a change too."""
    return len(node.body) == 1 and isinstance(node.body[0], ast.Raise | ast.Continue)


def _compare(node: ast.Compare) -> Iterator[ast.expr]:
    for index, operator in enumerate(node.ops):
        new = copy.deepcopy(node)
        new.ops[index] = _COMPARED[type(operator)]()
        yield new


def _bool(node: ast.BoolOp) -> Iterator[ast.expr]:
    """The other operator, and the same without each of its operands."""
    new = copy.deepcopy(node)
    new.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    yield new
    for index in range(len(node.values)):
        rest = [value for at, value in enumerate(node.values) if at != index]
        yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]


def _unary(node: ast.UnaryOp) -> Iterator[ast.expr]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


def _binary(node: ast.BinOp) -> Iterator[ast.expr]:
    other = _COMPUTED.get(type(node.op))
    if other is not None:
        yield ast.BinOp(node.left, other(), node.right)


def _constant(node: ast.Constant) -> Iterator[ast.expr]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)


def _hash_text(node: ast.JoinedStr) -> Iterator[ast.expr]:
    """A text with bars between its parts is one that is hashed: each part is left out once."""
    words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    if "|" not in words:
        return
    for index, part in enumerate(node.values):
        if isinstance(part, ast.FormattedValue):
            yield ast.JoinedStr([each for at, each in enumerate(node.values) if at != index])


def _call(node: ast.Call) -> Iterator[ast.expr]:
    """Neighbouring arguments the other way round; `all` for `any`, `min` for `max`.

    Arguments whose names say that nothing else could stand there are left to mypy.
    """
    if isinstance(node.func, ast.Attribute) and node.func.attr in _COMMUTING:
        return
    if isinstance(node.func, ast.Name) and node.func.id in _CALLED:
        new = copy.deepcopy(node)
        new.func = ast.Name(_CALLED[node.func.id])
        yield new
        return
    for index, (one, other) in enumerate(zip(node.args, node.args[1:], strict=False)):
        if isinstance(one, _SIMPLE) and isinstance(other, _SIMPLE):
            names = {ast.unparse(one), ast.unparse(other)}
            if len(names) == 1 or names & _OF_ITS_OWN_TYPE:
                continue
            new = copy.deepcopy(node)
            new.args[index : index + 2] = [other, one]
            yield new


def _choice(node: ast.IfExp) -> Iterator[ast.expr]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _filter(node: _Filtering) -> Iterator[ast.expr]:
    """Everything let through."""
    for index, generator in enumerate(node.generators):
        if generator.ifs:
            new = copy.deepcopy(node)
            new.generators[index].ifs = []
            yield new


def _nothing(node: ast.stmt) -> Iterator[ast.stmt]:
    del node
    yield ast.Pass()


def _called_for_its_effect(node: ast.Expr) -> Iterator[ast.stmt]:
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


def _returned_early(node: ast.Return) -> Iterator[ast.stmt]:
    if node.value is None:
        yield ast.Pass()


_CHANGES: tuple[tuple[type[ast.AST], Callable[[Any], Iterator[Node]]], ...] = (
    (ast.Compare, _compare),
    (ast.BoolOp, _bool),
    (ast.UnaryOp, _unary),
    (ast.BinOp, _binary),
    (ast.Constant, _constant),
    (ast.JoinedStr, _hash_text),
    (ast.Call, _call),
    (ast.IfExp, _choice),
    (ast.ListComp, _filter),
    (ast.SetComp, _filter),
    (ast.GeneratorExp, _filter),
    (ast.DictComp, _filter),
    (ast.Raise, _nothing),
    (ast.Continue, _nothing),
    (ast.AugAssign, _nothing),
    (ast.Expr, _called_for_its_effect),
    (ast.Return, _returned_early),
)
