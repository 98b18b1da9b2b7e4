"""Groups of prime order, arithmetic in them (on as many cores as there are), and ElGamal.

From top to bottom:

- `group`: what a group must be able to do; `named`: the groups there are, by name;
- `elgamal`, `embedding`, `discrete_log`, `generators`, `hash_to_group`, `randomness`: what is built
  on any group;
- `parallel`: public work on many things, part by part, so that processes can share it;
- `modp`, with `modp_parameters`: the integers modulo a prime, by GMP; `public_powers`, `fixed_base`
  and `comb` are how it computes what is public;
- `ed25519`, with `point`: edwards25519, by libsodium; `ed25519_public`: what is public there, in
  whole batches;
- `edwards_kernel`: the fast arithmetic for these batches, which libsodium looks after.
"""
