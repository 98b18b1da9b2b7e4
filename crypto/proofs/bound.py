"""The bound decryption proof: one proof per teller and box over *all* ciphertexts and factors.

Version 1's proof of decryption leaves α and the factor out of what is hashed, so a teller who
chose a ciphertext after its proof can prove a false factor. This proof hashes everything first.
It is published beside the archive, per share, before any Lagrange combination.

Definition, byte for byte. LP(t) is the length of the UTF-8 bytes of the text t, as a 4-byte
big-endian unsigned integer, followed by these bytes; LP(b) the same for a byte string b. Elements
are written as everywhere in the record (`Group.encode`), integers in decimal.

- Public: the group, fp (unpadded base64 SHA-256 of the election JSON), the SHA-256 (lower-case
  hexadecimal) of the Setup event, the SHA-256 of the head event (the last EndShuffles event, or
  the EncryptedTally event when nothing was shuffled), the owner's 1-based number, the owner's
  public key X, and K triples (α_k, β_k, F_k), k = 0 … K-1, in the order of the encrypted tally.
- seed = SHA-512( LP(`piaoxiang-bound-1`) LP(group name) LP(fp) LP(Setup hash) LP(head hash)
  LP(owner) LP(X) LP(K) LP(α_0) LP(β_0) LP(F_0) … LP(α_{K-1}) LP(β_{K-1}) LP(F_{K-1}) ), 64 bytes.
- ρ_k = the first 16 bytes of SHA-256( seed ‖ k as 8 bytes, big-endian ), as a big-endian integer.
- α* = Π α_k^ρ_k and F* = Π F_k^ρ_k.
- The owner, who knows x with X = g^x and F_k = α_k^x, picks a random w and computes A = g^w,
  B = α*^w, challenge c = SHA-512( LP(seed) LP(α*) LP(F*) LP(A) LP(B) ) as a big-endian integer
  mod q, response = w - x·c mod q. The proof is `{"challenge":"c","response":"r"}`.
- Verifier: A = g^r·X^c, B = α*^r·F*^c, and c must be the hash above.

Every element was checked to lie in the prime-order group when it was parsed. If some F_k were not
α_k^x, then F* = α*^x would hold for at most one in 2^128 of the ρ, which are fixed only after all
of these values are. α, F, α* and F* may be the identity: nothing above needs an exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here, products_of_columns
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.place import Where
from crypto.proofs.schnorr import Proof

DOMAIN = "piaoxiang-bound-1"
_WEIGHT_BYTES = 16


@dataclass(frozen=True, slots=True)
class BoundContext:
    """What a bound proof is tied to: election, Setup event, head of the chain, owner and key."""

    group: Group
    fingerprint: str
    setup_hash: str
    head_hash: str
    owner: int
    public_key: Element


def prove_bound(
    context: BoundContext,
    ciphertexts: Sequence[Ciphertext],
    factors: Sequence[Element],
    secret: int,
    randomness: Randomness | None = None,
) -> Proof:
    """Prove that every factor is its ciphertext's α to the power `secret`, in record order.

    Raises ValueError when there are not as many factors as ciphertexts.
    """
    group = context.group
    seed = _seed(context, ciphertexts, factors)
    alpha, factor = _folded(group, seed, ciphertexts, factors)
    w = (randomness or SystemRandomness()).scalar(group)
    challenge = _challenge(group, seed, alpha, factor, group.base_power(w), group.power(alpha, w))
    return Proof(challenge, group.response(w, secret, challenge))


def check_bound(
    context: BoundContext,
    ciphertexts: Sequence[Ciphertext],
    factors: Sequence[Element],
    proof: Proof,
    *,
    where: Where = "",
    map_parts: MapParts = map_here,
) -> None:
    """Raise ProofError unless `proof` binds exactly these factors to exactly these ciphertexts.

    `ciphertexts` must have been recomputed from the ballots, not read. Raises ValueError when
    there are not as many factors as ciphertexts.
    """
    group = context.group
    seed = _seed(context, ciphertexts, factors)
    alpha, factor = _folded(group, seed, ciphertexts, factors, map_parts)
    c, r = proof.challenge, proof.response
    A, B = group.products_of_powers(
        (((group.generator, r), (context.public_key, c)), ((alpha, r), (factor, c)))
    )
    if _challenge(group, seed, alpha, factor, A, B) != c:
        msg = (
            f"the bound proof of owner {context.owner} does not fit this election, box, head, "
            "key, these ciphertexts and these factors"
        )
        raise ProofError("bound-proof", msg, where=where)


def _prefixed(items: Iterable[str | bytes]) -> bytes:
    raw = (item.encode() if isinstance(item, str) else item for item in items)
    return b"".join(len(item).to_bytes(4, "big") + item for item in raw)


def _seed(
    context: BoundContext, ciphertexts: Sequence[Ciphertext], factors: Sequence[Element]
) -> bytes:
    encode = context.group.encode
    items = [
        DOMAIN,
        context.group.name,
        context.fingerprint,
        context.setup_hash,
        context.head_hash,
        str(context.owner),
        encode(context.public_key),
        str(len(ciphertexts)),
    ]
    for ciphertext, factor in zip(ciphertexts, factors, strict=True):
        items += [encode(ciphertext.alpha), encode(ciphertext.beta), encode(factor)]
    return hashlib.sha512(_prefixed(items)).digest()


def _folded(
    group: Group,
    seed: bytes,
    ciphertexts: Sequence[Ciphertext],
    factors: Sequence[Element],
    map_parts: MapParts = map_here,
) -> tuple[Element, Element]:
    """(α*, F*)."""
    weights = [
        int.from_bytes(hashlib.sha256(seed + k.to_bytes(8, "big")).digest()[:_WEIGHT_BYTES], "big")
        for k in range(len(ciphertexts))
    ]
    alphas = [ciphertext.alpha for ciphertext in ciphertexts]
    alpha, factor = products_of_columns(group, (alphas, factors), weights, map_parts)
    return alpha, factor


def _challenge(
    group: Group, seed: bytes, alpha: Element, factor: Element, A: Element, B: Element
) -> int:
    encoded = (group.encode(element) for element in (alpha, factor, A, B))
    digest = hashlib.sha512(_prefixed([seed, *encoded])).digest()
    return int.from_bytes(digest, "big") % group.order
