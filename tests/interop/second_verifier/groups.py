"""The groups of numbers mod p, and all groups by their names (chapter 2)."""

import hashlib
import re
from collections.abc import Iterable
from typing import Any

import gmpy2

from .curve import Curve
from .findings import Refused, demand
from .group import MAX_DIGITS, Cipher, Element, Group


class Residues(Group):
    """A subgroup of the numbers mod p."""

    def __init__(
        self, name: str, p: int, q: int, g: int, *, padding: int = 0, longest: int = 0
    ) -> None:
        super().__init__(name, q, padding, longest)
        self.p, self.g, self.one = p, (g,), (1,)

    def element(self, text: Any) -> Element:
        demand(isinstance(text, str), "json-type", "a text is expected")
        good = re.fullmatch("[1-9][0-9]*", text) and len(text) < MAX_DIGITS and int(text) < self.p
        demand(good, "element-not-canonical", "an element is not in canonical form")
        if element := self.numbered(int(text)):
            return element
        raise Refused("element-outside-group", "an element is outside the group")

    def number(self, element: Element) -> int:
        return element[0]

    def numbered(self, number: int) -> Element | None:
        if not 0 < number < self.p:
            return None
        if self.p == 2 * self.q + 1:
            return (number,) if gmpy2.legendre(number, self.p) == 1 else None
        return (number,) if gmpy2.powmod(number, self.q, self.p) == 1 else None

    def product(self, powers: Iterable[tuple[Element, int]]) -> Element:
        total = gmpy2.mpz(1)
        for base, exponent in powers:
            total = total * gmpy2.powmod(base[0], exponent % self.q, self.p) % self.p
        return (int(total),)

    def generator(self, index: int) -> Element:
        seed = int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest())
        return (int(gmpy2.powmod(seed, (self.p - 1) // self.q, self.p)),)

    def led_to(self, number: int) -> Element | None:
        raised = int(gmpy2.powmod(number, (self.p - 1) // self.q, self.p))
        return (raised,) if raised else None

    def text(self, element: Element) -> str:
        return str(element[0])

    def sorting(self, cipher: Cipher) -> Any:
        return cipher


_BELENIOS_P = int(
    "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f"
    "514ed40bfd4c06e092a495af8d79a2f85e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aa"
    "bfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a349fa318a6b4fe17d8d47"
    "e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc85827"
    "9aa8599411d998d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555b"
    "c810941e021b6a4ccfa04ee4008f878affa2375e2999b44f6cef17d707301e59e0e6351e051ed9cec415"
    "7646e64f",
    16,
)
_BELENIOS_Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441
_BELENIOS_G = int(
    "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9d"
    "fd001d26ba31d9d8976f01d95a1c8262ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e2"
    "9f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3381a697fdf9c2458570b"
    "06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552"
    "d2dde0ce514e0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7ae"
    "ff04867d8724ac638f5f34100d2d47aa680d43771902743d663f42d853c041e1c91fe3823f4bcf284308"
    "f1d7e653",
    16,
)
_RFC3526_P = int(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a"
    "08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9"
    "a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163"
    "bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d"
    "670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c5"
    "5df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aacaa68ffffffff"
    "ffffffff",
    16,
)

GROUPS: dict[str, Group] = {
    "Ed25519": Curve(),
    "BELENIOS-2048": Residues("BELENIOS-2048", _BELENIOS_P, _BELENIOS_Q, _BELENIOS_G),
    "RFC-3526-2048": Residues(
        "RFC-3526-2048", _RFC3526_P, (_RFC3526_P - 1) // 2, 2, padding=8, longest=255
    ),
}
