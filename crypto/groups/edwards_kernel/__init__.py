"""Fast arithmetic on edwards25519 for public data: machine code made with llvmlite.

A verifier computes millions of powers of values that everybody may see. This package writes a
program for that in LLVM's intermediate language (IR), lets LLVM compile it for this very machine
and calls it on whole batches. Nothing in it runs in constant time, so that no secret may enter.

The way of one sum, [r]G + [c]A: `requests` sees that G has a fixed table and A has none, and puts
it beside other sums of one point and one base (`sums`). `batch` has A's 32 bytes decoded, found to
be in the subgroup, and made into a table of multiples (the program's `prepare`). With it the
program computes [c]A, 51 columns of signs from the top down, two operations each (`program.comb`),
and adds the 32 entries of G's own table that the bytes of r name (`program.fixed`): that is
`combine`. At last `encode` inverts one product of all Z of a chunk, and 32 bytes come back.
`ed25519_public`, outside, asks libsodium about some of the answers.

A reader who knows curves but not LLVM may read from top to bottom:

- `curve`: the numbers of the curve, and its law in Python integers;
- `sums`: sums of multiples, those of one shape side by side; `requests`: how any products of powers
  become such sums; `batch`: many points and many sums at once;
- `layout`: how numbers, points and tables stand in memory; `base_tables`: the tables of bases;
- `kernel`: the five functions of the compiled program, called from Python;
- `self_test`: it agrees with libsodium, or it is not used; `choice`, `once`: which arithmetic a
  process has, and since when;
- `compiling`, `object_files`: from the written program to machine code, and where that is kept;
- `program`: the wing in which the program itself is written. What its functions do says
  `program.functions`, and why that is right `program.points`, `comb`, `fixed` and `decoding`: their
  introductions are about curves alone.
"""
