"""The two long powers: z^(p-2), which is 1/z, and z^((p-5)/8), which square roots need.

Each is a chain of 254 squarings, of which every one waits for the last. Some numbers are raised
side by side (`width`), so that the machine has something to do meanwhile.
"""

from __future__ import annotations

from crypto.groups.edwards_kernel.layout import LIMBS
from crypto.groups.edwards_kernel.program.field import Element, Field
from crypto.groups.edwards_kernel.program.writer import Value, constant

INVERSE, ROOT = "inverse", "root"


def write_powers(f: Field) -> None:
    """`multiply_1`, `inverse_1`: out, in. `multiply_2`, `root_2`: for two numbers side by side."""
    for width, power in ((1, INVERSE), (2, ROOT)):
        _write_steps(f, width)
        _write_chain(f, power, width)


def _write_steps(f: Field, width: int) -> None:
    with f.w.function(f"multiply_{width}", pointers=3) as (out, x, y):
        for i in range(width):
            f.store(f.load(x, i) * f.load(y, i), out, i)
    with f.w.function(f"square_{width}", pointers=2, numbers=1) as (out, x, times):
        _square_in_registers(f, width, out, x, times)


def _square_in_registers(f: Field, width: int, out: Value, x: Value, times: Value) -> None:
    """Square at least once. The numbers go round the loop as values and never through memory.

    A loop that asks at its end whether to go on, with a phi for each limb and one that counts.
    """
    b, given = f.w.b, [f.load(x, i) for i in range(width)]
    before, body, after = b.block, b.append_basic_block(), b.append_basic_block()
    b.branch(body)
    b.position_at_end(body)
    count = b.phi(times.type)
    rounds = [[b.phi(f.lane) for _ in range(LIMBS)] for _ in given]
    squares = [Element(f, limbs, [f.stored_most] * LIMBS).squared().stored() for limbs in rounds]
    for phis, first, next_ in zip(rounds, given, squares, strict=True):
        for phi, start, limb in zip(phis, first.limbs, next_.limbs, strict=True):
            phi.add_incoming(start, before)
            phi.add_incoming(limb, body)
    left = b.sub(count, constant(1))
    count.add_incoming(times, before)
    count.add_incoming(left, body)
    b.cbranch(f.w.b.icmp_unsigned("!=", left, constant(0)), body, after)
    b.position_at_end(after)
    for i, square in enumerate(squares):
        f.store(square, out, i)


def _write_chain(f: Field, power: str, width: int) -> None:
    """The usual chain for 2^255 - 19; `x_n` below is z^(2^n - 1)."""
    with f.w.function(f"{power}_{width}", pointers=2) as (out, z):
        z11, a, b, c = (f.local(width) for _ in range(4))

        def square(to: Value, x: Value, times: int) -> None:
            f.w.call(f"square_{width}", to, x, times)

        def multiply(to: Value, x: Value, y: Value) -> None:
            f.w.call(f"multiply_{width}", to, x, y)

        square(a, z, 1)
        square(b, a, 2)
        multiply(b, z, b)  # z^9
        multiply(z11, a, b)
        square(a, z11, 1)
        multiply(a, a, b)  # x_5 = z^31
        square(b, a, 5)
        multiply(a, b, a)  # x_10
        square(b, a, 10)
        multiply(b, b, a)  # x_20
        square(c, b, 20)
        multiply(b, c, b)  # x_40
        square(b, b, 10)
        multiply(a, b, a)  # x_50
        square(b, a, 50)
        multiply(b, b, a)  # x_100
        square(c, b, 100)
        multiply(b, c, b)  # x_200
        square(b, b, 50)
        multiply(a, b, a)  # x_250
        if power == INVERSE:
            square(a, a, 5)
            multiply(out, a, z11)  # 2^255 - 32 + 11
        else:
            square(a, a, 2)
            multiply(out, a, z)  # 2^252 - 4 + 1
