"""The program of the fast arithmetic: its formulas, written down as LLVM's IR.

Here, and only here, Python describes instructions instead of computing. From the bottom up:

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
