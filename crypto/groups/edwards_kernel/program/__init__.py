"""The program of the fast arithmetic: its formulas, written down as LLVM's IR.

Here, and only here, Python describes instructions instead of computing: `x * y`, for two elements
of the field, appends the instructions of a product to the function that is being written. It
happens once, when the program is compiled; the machine runs what was written, without Python. Hence

- a Python `for` or `if` is gone when the program runs: the loop is written out, the branch decided.
  What the machine itself repeats or decides stands inside `w.loop(times)` and `w.when(bit)`;
- a Python integer is a constant of the program, and a `Value` the result of an instruction, whose
  number nobody knows yet. `f` is the field, `w` the writer, `b` what appends an instruction, and
  `_write_…` appends all that its name says;
- a function of the program (`w.function`, `w.call`) returns nothing: its first pointer says where
  its result goes. It is never called from Python, but for the five of `functions`;
- every lane does the same with numbers of its own. So nothing branches on what a lane holds: both
  answers are computed, and `f.chosen` takes one of them lane by lane.

Who wants the curve alone begins with the introductions of `points`, `comb`, `fixed`, `decoding` and
`encoding`, then reads `functions`. From the bottom up it is:

- `writer`: how a program is written as IR: functions, loops, memory;
- `field`: numbers modulo 2^255 - 19 in limbs, with bounds that are proved while code is written;
  `portable` and `ifma` are its two representations;
- `powers`: inversion and square root; `words`: scalars as words of 64 bits;
- `points`: doubling and addition; `comb`: multiples of any point; `fixed`: of a known base;
- `decoding`, `encoding`: from 32 bytes to a point and back;
- `functions`: the five functions of the finished program, each about a batch.

What all of it rests on: Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited" (2008),
for the formulas; RFC 8032 for encodings; and, for the combs, Lim and Lee (1994) with signed digits.
"""
