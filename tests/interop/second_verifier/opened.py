"""Opened ballots, made again from their code and held against the records (chapter 17)."""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .box import Box
from .canonical import sha256_b64, write
from .election import Election, Question
from .findings import Findings, demand
from .group import Cipher, Element, Group

LONG = 32  # bytes that a scalar is drawn longer than the order
HASH, WORD = 43, 86  # characters
PART = "[A-Za-z0-9_-]"


@dataclass(frozen=True)
class Opened:
    """What a code says; hashes as they stand elsewhere."""

    setup: str
    fingerprint: str
    credential: int
    seed: bytes
    choices: bytes
    word: bytes


def read_opened(text: str) -> Opened:
    """The parts of a code."""
    sizes = (f"{{{HASH}}}", f"{{{HASH}}}", "+", f"{{{HASH}}}", "+", f"{{{WORD}}}")
    match = re.fullmatch("PXC2:" + ":".join(f"({PART}{size})" for size in sizes), text)
    demand(match, "opened-form", "no code of an opened ballot")
    parts = [_decoded(part) for part in match.groups()] if match else []
    demand(parts[2][:1] != b"\0", "opened-form", "a leading zero")
    name = base64.b64encode(parts[1]).decode().rstrip("=")
    number = int.from_bytes(parts[2])
    return Opened(parts[0].hex(), name, number, parts[3], parts[4], parts[5])


def _decoded(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    same = base64.urlsafe_b64encode(data).decode().rstrip("=") == text
    demand(same and data, "opened-form", "base64 in another spelling")
    return data


def check_opened(opened: Opened, boxes: list[Box], server_key: str, findings: Findings) -> None:
    """Whether the ballot is void as the server signed; only one that is cast is a problem."""
    place = f"opened {opened.fingerprint}"
    box = next((one for one in boxes if one.setup == opened.setup), None)
    if box is None:
        findings.note(place, "opened-foreign", "no box of this meeting")
        return
    group = box.election.group
    element = group.numbered(opened.credential)
    slip = group.text(element) if element else ""
    if slip not in box.credentials or not _signed(opened, slip, server_key):
        findings.note(place, "opened-word", "the server did not sign that it is void")
        return
    if any((one.fingerprint, one.credential) == (opened.fingerprint, slip) for one in box.ballots):
        findings.add(place, "opened-cast", "signed to be void, and it stands in the record")
        return
    choices = _unpacked(opened.choices, box.election.questions)
    if (
        choices is None
        or made_again(box.election, slip, choices, opened.seed) != opened.fingerprint
    ):
        findings.note(place, "opened-mismatch", "it is not what its code says")
    elif not any(event.type == "EndBallots" for event in box.events):
        findings.add(place, "opened-waiting", "the box is not closed")


def _signed(opened: Opened, slip: str, server_key: str) -> bool:
    message = f"piaoxiang-spoiled-2|{opened.setup}|{opened.fingerprint}|{slip}"
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(server_key))
        key.verify(opened.word, message.encode())
    except InvalidSignature:
        return False
    return True


def _unpacked(data: bytes, questions: list[Question]) -> list[list[int]] | None:
    """The vectors; None if there are other bits than theirs and zeros up to a byte."""
    shapes = [(one.answers, 8) if one.single else (one.ciphertexts, 1) for one in questions]
    bits = "".join(f"{byte:08b}" for byte in data)
    total = sum(length * width for length, width in shapes)
    if len(data) != -(-total // 8) or "1" in bits[total:]:
        return None
    at, found = 0, list[list[int]]()
    for length, width in shapes:
        ends = range(at, at + length * width, width)
        found.append([int(bits[start : start + width], 2) for start in ends])
        at += length * width
    return found


class _Drawn:
    """The scalars that follow from a seed."""

    def __init__(self, group: Group, context: str, seed: bytes) -> None:
        said = context.encode()
        self.start = b"piaoxiang-randomness-1" + len(said).to_bytes(8) + said
        self.group, self.seed, self.count = group, seed, 0

    def scalar(self) -> int:
        """The next one."""
        size = -(-self.group.q.bit_length() // 8) + LONG
        text = self.start + self.count.to_bytes(8) + self.seed
        self.count += 1
        return int.from_bytes(hashlib.shake_256(text).digest(size), "little") % self.group.q


@dataclass(frozen=True)
class _Maker:
    """What all answers of a ballot are made with."""

    group: Group
    key: Element
    scope: str  # S
    drawn: _Drawn

    def cipher(self, r: int, message: int) -> Cipher:
        """An encrypted number."""
        group = self.group
        return group.product([(group.g, r)]), group.product([(self.key, r), (group.g, message)])

    def proof(
        self, prefix: str, claims: list[tuple[Cipher, int]], r: int, true: int
    ) -> list[dict[str, str]]:
        """The proof that one of the claims holds; `true` is its place, `r` its randomness."""
        group, values, commitments = self.group, list[tuple[int, int]](), list[Element]()
        for place, ((alpha, beta), number) in enumerate(claims):
            c, w = self.drawn.scalar(), self.drawn.scalar()
            values.append((c, w))
            c = 0 if place == true else c
            commitments.append(group.product([(group.g, w), (alpha, c)]))
            commitments.append(group.product([(self.key, w), (beta, c), (group.g, -number * c)]))
        whole = group.hash(f"{prefix}|{group.commas(commitments)}")
        own = (whole - sum(c for at, (c, _w) in enumerate(values) if at != true)) % group.q
        values[true] = (own, (values[true][1] - r * own) % group.q)
        return [_shown(*pair) for pair in values]


def made_again(election: Election, slip: str, choices: list[list[int]], seed: bytes) -> str | None:
    """The fingerprint of the ballot that follows; None if there is none."""
    told = [
        ",".join(map(str, one)) if question.single else "".join(map(str, one))
        for question, one in zip(election.questions, choices, strict=True)
    ]
    scope = f"{election.fingerprint}|{slip}"
    drawn = _Drawn(election.group, f"ballot|{scope}|{'/'.join(told)}", seed)
    maker = _Maker(election.group, election.key, scope, drawn)
    answers = []
    for question, one in zip(election.questions, choices, strict=True):
        answer = _single(maker, one) if question.single else _choice(maker, question, one)
        if answer is None:
            return None
        answers.append(answer)
    value = {"election_uuid": election.uuid, "election_hash": election.fingerprint}
    return sha256_b64(write({**value, "credential": slip, "answers": answers}))


def _choice(maker: _Maker, question: Question, vector: list[int]) -> dict[str, Any] | None:
    group, blank = maker.group, question.blank
    chosen = sum(vector[blank:])
    empty = blank and vector[0]
    if chosen if empty else not question.minimum <= chosen <= question.maximum:
        return None
    rs = [maker.drawn.scalar() for _ in vector]
    ciphers = [maker.cipher(r, bit) for r, bit in zip(rs, vector, strict=True)]
    single = [
        maker.proof(f"prove|{maker.scope}|{group.commas(one)}", [(one, 0), (one, 1)], r, bit)
        for one, r, bit in zip(ciphers, rs, vector, strict=True)
    ]
    whole = f"{maker.scope}|{group.commas(part for one in ciphers for part in one)}"
    r = sum(rs[blank:])
    total = maker.cipher(r, chosen)
    limits = [(total, number) for number in range(question.minimum, question.maximum + 1)]
    true, prefix, more = chosen - question.minimum, f"prove|{whole}|{group.commas(total)}", {}
    if blank:
        both = [(ciphers[0], 0), (total, 0)]
        own = r if empty else rs[0]
        more = {"blank_proof": maker.proof(f"bproof0|{whole}", both, own, int(empty))}
        limits = [(ciphers[0], 1), *limits]
        true, prefix = 0 if empty else true + 1, f"bproof1|{whole}"
    overall = maker.proof(prefix, limits, rs[0] if empty else r, true)
    listed = [_pair(group, one) for one in ciphers]
    return {"choices": listed, "individual_proofs": single, "overall_proof": overall, **more}


def _single(maker: _Maker, vector: list[int]) -> dict[str, Any] | None:
    group, element = maker.group, maker.group.of_vector(vector)
    if element is None:
        return None
    r, w = maker.drawn.scalar(), maker.drawn.scalar()
    cipher = group.product([(group.g, r)]), group.product([(maker.key, r), (element, 1)])
    whole = group.commas([maker.key, *cipher])
    a = group.text(group.product([(group.g, w)]))
    c = group.hash(f"raweg|{maker.scope}|{whole}|{a}")
    return {"choices": _pair(group, cipher), "proof": _shown(c, (w - r * c) % group.q)}


def _pair(group: Group, cipher: Cipher) -> dict[str, str]:
    return {"alpha": group.text(cipher[0]), "beta": group.text(cipher[1])}


def _shown(c: int, r: int) -> dict[str, str]:
    return {"challenge": str(c), "response": str(r)}
