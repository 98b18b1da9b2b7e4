"""The trustees and their certificates (chapter 7)."""

from dataclasses import dataclass
from typing import Any

from .canonical import Exactly, anything, conform, parse, read, write
from .findings import Refused, demand
from .group import Element, Group, Proof


@dataclass(frozen=True)
class Owner:
    """One who decrypts: the key, the certificate's key if there is one, and the place."""

    key: Element
    certificate: Element | None
    item: int
    number: int  # within the set, from 1


@dataclass(frozen=True)
class Trustees:
    """All owners in order, the threshold of every item, and the joint key."""

    owners: list[Owner]
    thresholds: list[int]
    sizes: list[int]
    kinds: list[str]
    joint: Element

    def owner(self, number: int) -> Owner:
        """The owner of this number, counted from 1 over all items."""
        known = 1 <= number <= len(self.owners)
        demand(known, "owner-unknown", f"there is no owner {number}")
        return self.owners[number - 1]


def signed_by(group: Group, key: Element, text: str, proof: Proof) -> bool:
    """Whether this is a signature (`sigmsg`) by this key over this text."""
    c, r = proof
    commitment = group.product([(group.g, r), (key, c)])
    return c == group.hash(f"sigmsg|{text}|{group.text(commitment)}")


def _key_form(group: Group) -> dict[str, Any]:
    return {"pok": group.proof, "public_key": group.key, "signature?": group.proof, "name?": str}


def _demand_known(group: Group, key: dict[str, Any]) -> None:
    c, r = key["pok"]
    public = key["public_key"]
    commitment = group.text(group.product([(group.g, r), (public, c)]))
    good = c == group.hash(f"pok|{group.name}|{group.text(public)}|{commitment}")
    demand(good, "proof-of-knowledge", "a proof of knowledge does not hold")


def read_trustees(text: bytes, group: Group, *, old: bool = False) -> Trustees:
    """All trustees, checked; `old` lets sets be as releases 2.x write them."""
    trustees = Trustees([], [], [], [], group.one)
    joint = [group.one]
    items = conform(parse(text), [Exactly(2, anything)])
    demand(items, "array-length", "there are no trustees")
    _demand_distinct(items, group, old=old)
    for item, entry in enumerate(items):
        kind, value = entry
        demand(kind in ("Single", "Pedersen"), "trustee-kind", "an unknown kind of trustee")
        if kind == "Single":
            key = conform(value, _key_form(group))
            demand("signature" not in key, "key-signature", "a Single key has a signature")
            _demand_known(group, key)
            owners, threshold = [Owner(key["public_key"], None, item, 1)], 1
            joint.append(key["public_key"])
        else:
            owners, threshold, own = _read_set(value, group, item, old=old)
            joint += own
        trustees.owners.extend(owners)
        trustees.thresholds.append(threshold)
        trustees.sizes.append(len(owners))
        trustees.kinds.append(kind)
    product = group.product((key, 1) for key in joint)
    demand(not group.same(product, group.one), "election-key", "the joint key is the identity")
    return Trustees(trustees.owners, trustees.thresholds, trustees.sizes, trustees.kinds, product)


def _demand_distinct(items: list[Any], group: Group, *, old: bool) -> None:
    """No key of one owner is one of another's; this is asked before anything is checked."""
    owned: dict[str, int] = {}
    number = 0
    for kind, value in items:
        owners: list[list[Any]] = []
        if kind == "Single":
            owners = [[conform(value, _key_form(group)) and value["public_key"]]]
        if kind == "Pedersen":
            conform(value, _set_form(group, old=old))
            certs, keys = value["certs"], value["verification_keys"]
            demand(len(certs) == len(keys), "array-length", "keys of a set")
            messages = [conform(parse(cert["message"].encode()), dict) for cert in certs]
            owners = [
                [message.get("verification"), key["public_key"]]
                for message, key in zip(messages, keys, strict=True)
            ]
        for mine in owners:
            number += 1
            for key in mine:
                free = owned.setdefault(str(key), number) == number
                demand(free, "trustee-duplicate", "two owners share a key")


def _set_form(group: Group, *, old: bool) -> dict[str, Any]:
    signed = {"message": str, "signature": group.proof}
    keys = [_key_form(group)]
    return {
        "threshold": int,
        "certs": [signed],
        "coefexps": [signed],
        "signatures?" if old else "signatures": [group.proof],
        "verification_keys": keys,
    }


def _read_set(
    value: Any, group: Group, item: int, *, old: bool
) -> tuple[list[Owner], int, list[Element]]:
    """A set with threshold: its owners, the threshold, and the parts of its joint key.

    One of the `old` form is known by its lack of `signatures`.
    """
    members = conform(value, _set_form(group, old=old))
    old = "signatures" not in members
    size, threshold = len(members["certs"]), members["threshold"]
    for name in ("coefexps", "verification_keys", *(() if old else ("signatures",))):
        demand(len(members[name]) == size, "array-length", f"{name} of a set")
    demand(1 <= threshold <= size, "integer-out-of-range", "the threshold")
    signers: list[Element] = []
    seen: set[str] = set()
    for index, cert in enumerate(members["certs"], 1):
        place = None if old else (size, threshold, index)
        signers.append(_read_certificate(cert, group, place, seen))
    exponents: list[list[Element]] = []
    own_texts: list[list[str]] = []
    signatures = [None] * size if old else members["signatures"]
    for signer, signed, signature in zip(signers, members["coefexps"], signatures, strict=True):
        _demand_signed(group, signer, signed["message"], signed["signature"])
        own = read(signed["message"].encode(), {"coefexps": [group.key]})["coefexps"]
        demand(len(own) == threshold, "coefexps-length", "number of coefexps")
        own_texts.append([group.text(element) for element in own])
        exponents.append(own)
        everything = write({"certs": value["certs"], "coefexps": own_texts[-1]}).decode()
        if signature is not None:
            _demand_signed(group, signer, f"certs_sig|{everything}", signature)
    owners = []
    for j, (signer, key) in enumerate(zip(signers, members["verification_keys"], strict=True), 1):
        expected = group.product((a, j**k) for own in exponents for k, a in enumerate(own))
        right = group.same(expected, key["public_key"])
        demand(right, "verification-key", f"the verification key of member {j}")
        _demand_known(group, key)
        if ("signature" in key) == old:
            raise Refused("key-signature", f"the signature of the verification key of member {j}")
        if not old:
            _demand_signed(group, signer, group.text(key["public_key"]), key["signature"])
        owners.append(Owner(key["public_key"], signer, item, j))
    return owners, threshold, [own[0] for own in exponents]


def _demand_signed(group: Group, key: Element, text: str, proof: Proof) -> None:
    good = signed_by(group, key, text, proof)
    demand(good, "message-signature", "a trustee's signature does not hold")


def _read_certificate(
    cert: dict[str, Any], group: Group, place: tuple[int, int, int] | None, seen: set[str]
) -> Element:
    """The signer of a certificate; `place`: size, threshold and index, None for the old form."""
    form: dict[str, Any] = {"verification": group.key, "encryption": group.key}
    if place is not None:
        form = {"context": {"group": str, "size": int, "threshold": int, "index": int}, **form}
    message = read(cert["message"].encode(), form)
    if place is not None:
        found = message["context"]
        demand(found["group"] == group.name, "certificate-group", "a certificate for another group")
        right = (found["size"], found["threshold"], found["index"]) == place
        demand(right, "certificate-context", "a certificate for another set or place")
    keys = {group.text(message["verification"]), group.text(message["encryption"])}
    demand(not keys & seen, "certificate-duplicate", "two certificates share a key")
    seen |= keys
    signer: Element = message["verification"]
    _demand_signed(group, signer, cert["message"], cert["signature"])
    return signer
