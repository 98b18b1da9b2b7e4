"""Fast arithmetic on edwards25519 for public data: machine code made with llvmlite.

A verifier computes millions of powers of values that everybody may see. This package writes a
program for that in LLVM's intermediate language (IR), lets LLVM compile it for this very machine
and calls it on whole batches. Nothing in it runs in constant time, so that no secret may enter.

A reader who knows curves but not LLVM may read from top to bottom:

- `curve`: the numbers of the curve, and its law in Python integers;
- `writer`: how a program is written as IR: functions, loops, memory;
- `field`: numbers modulo 2^255 - 19 in limbs, with bounds that are proved while code is written;
  `portable` and `ifma` are its two representations;
- `powers`: inversion and square root; `words`: scalars as words of 64 bits;
- `points`: doubling and addition; `comb`: multiples of any point; `fixed`: of a known base;
- `decoding`, `encoding`: from 32 bytes to a point and back;
- `program`: the four functions of the finished program, each about a batch;
- `compiling`, `object_files`: machine code, and where it is kept;
- `base_tables`, `kernel`, `batch`: calling it;
- `self_test`: it agrees with libsodium, or it is not used; `choice`: which arithmetic is used.

What all of it rests on: Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited" (2008),
for the formulas; RFC 8032 for encodings; and, for the combs, Lim and Lee (1994) with signed digits.
"""
