"""What the three groups have in common: texts, proofs, vectors as elements (chapter 2)."""

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from .canonical import conform
from .findings import demand

Element = tuple[int, ...]  # (e,) mod p, or a point in extended coordinates (X, Y, Z, T)
Cipher = tuple[Element, Element]
Proof = tuple[int, int]  # challenge, response

MAX_DIGITS = 1000


class Group(ABC):
    """A group of prime order q, written multiplicatively."""

    def __init__(self, name: str, q: int, padding: int, longest: int) -> None:
        self.name, self.q, self.padding, self.longest = name, q, padding, longest
        self.g: Element = ()
        self.one: Element = ()

    @abstractmethod
    def element(self, text: Any) -> Element:
        """The element a text stands for, in canonical form and inside the subgroup."""

    @abstractmethod
    def number(self, element: Element) -> int:
        """The number of an element."""

    @abstractmethod
    def numbered(self, number: int) -> Element | None:
        """The element of the subgroup with this number, if there is one."""

    @abstractmethod
    def product(self, powers: Iterable[tuple[Element, int]]) -> Element:
        """The product of the powers."""

    @abstractmethod
    def generator(self, index: int) -> Element:
        """The independent generator of this index, -1 for h."""

    @abstractmethod
    def led_to(self, number: int) -> Element | None:
        """The element of the subgroup to which any number leads (chapter 20)."""

    @abstractmethod
    def text(self, element: Element) -> str:
        """`[x]`: the element as it stands in JSON and in hash texts."""

    @abstractmethod
    def sorting(self, cipher: Cipher) -> Any:
        """What single answers are sorted by in an encrypted tally (chapter 9)."""

    def same(self, a: Element, b: Element) -> bool:
        """Whether two are the same element."""
        return self.number(a) == self.number(b)

    def key(self, text: Any) -> Element:
        """An element that is not the identity."""
        element = self.element(text)
        demand(not self.same(element, self.one), "element-identity", "a key is the identity")
        return element

    def scalar(self, text: Any) -> int:
        """A number below q in decimal."""
        demand(isinstance(text, str), "json-type", "a text is expected")
        demand(re.fullmatch("0|[1-9][0-9]*", text), "scalar-not-canonical", "no decimal number")
        short = len(text) < MAX_DIGITS and int(text) < self.q
        demand(short, "scalar-out-of-range", "a scalar is not below q")
        return int(text)

    def proof(self, value: Any) -> Proof:
        """Challenge and response (chapter 1)."""
        read = conform(value, {"challenge": self.scalar, "response": self.scalar})
        return read["challenge"], read["response"]

    def cipher(self, value: Any) -> Cipher:
        """A ciphertext (chapter 6)."""
        read = conform(value, {"alpha": self.element, "beta": self.element})
        return read["alpha"], read["beta"]

    def hash(self, text: str) -> int:
        """H(text) (chapter 1)."""
        return int.from_bytes(hashlib.sha256(text.encode()).digest()) % self.q

    def commas(self, elements: Iterable[Element]) -> str:
        """The elements' texts with commas between them."""
        return ",".join(map(self.text, elements))

    def as_vector(self, element: Element, length: int) -> list[int]:
        """The vector an element is read as."""
        bits = (self.number(element) >> self.padding) % 256**length
        return list(bits.to_bytes(length))

    def of_vector(self, vector: list[int]) -> Element | None:
        """The element honest encoding makes of a vector: the smallest padding that gives one."""
        start = int.from_bytes(bytes(vector)) << self.padding
        for number in range(start, start + 2**self.padding):
            if element := self.numbered(number):
                return element
        return None
