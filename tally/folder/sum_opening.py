"""opening.json of a sum: its shuffles, the tellers' shares, and the result.

Canonical JSON `{"version":1,"sum":<hash>,"shuffles":[…],"shares":[…],"result"?:[…]}`. A shuffle is
`{"owner","shuffle":{…},"signature":{…}}`, a share `{"owner","factors":[[…],…],"bound":{…},
"signature":{…}}`, the result the rows of a Belenios result. Shares carry no proof of version 1: the
bound proof alone shows every factor.

Every entry is a signed act. Its parent is the sum for the first shuffle, then the hash of the act
before; all shares have the hash of the last shuffle's act (or the sum) as theirs. So shuffles are a
chain that shares end, and a share that does not hold can be taken out without touching the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import RecordError, Refused
from crypto.groups.group import Group
from crypto.place import Part, Place, in_file
from crypto.proofs.schnorr import Proof
from crypto.trustees.act import act_message
from meeting.limits import LARGEST_SUM_OPENING
from meeting.published.folder_names import OPENING

FILE = in_file(OPENING)
VERSION = 1
_MOST_ACTS = 1000
_MOST_QUESTIONS = 10_000


@dataclass(frozen=True, slots=True)
class SumAct:
    """A shuffle or a share: the owner's number, what it holds as JSON, and the signature.

    `bound` is None for a shuffle, which proves all of itself.
    """

    owner: int
    value: JSON = field(repr=False)
    bound: Proof | None
    signature: Proof

    @property
    def text(self) -> bytes:
        """The canonical text of the shuffle, or of the factors."""
        return dumps(self.value).encode()

    @property
    def payload(self) -> str:
        """The SHA-256 of that text, in hex."""
        return sha256_hex(self.text)


@dataclass(frozen=True, slots=True)
class SumOpening:
    """What was done to the sum of this hash so far; `result` are the rows of the result."""

    sum: str
    shuffles: tuple[SumAct, ...] = ()
    shares: tuple[SumAct, ...] = ()
    result: JSON | None = None

    def to_bytes(self) -> bytes:
        """The bytes of opening.json."""
        value: dict[str, JSON] = {
            "version": VERSION,
            "sum": self.sum,
            "shuffles": [_act_json("shuffle", each) for each in self.shuffles],
            "shares": [_act_json("factors", each) for each in self.shares],
        }
        if self.result is not None:
            value["result"] = self.result
        return dumps(value).encode()

    def shuffle_messages(self) -> Iterator[str]:
        """What each shuffle's owner signs, in their order."""
        parent = self.sum
        for each in self.shuffles:
            message = act_message(self.sum, parent, each.owner, each.payload)
            yield message
            parent = sha256_hex(message)

    @property
    def head(self) -> str:
        """The parent of the next shuffle, and of every share."""
        head = self.sum
        for message in self.shuffle_messages():
            head = sha256_hex(message)
        return head

    def share_message(self, owner: int, payload: str) -> str:
        """What the owner of a share signs."""
        return act_message(self.sum, self.head, owner, payload)


def parse_opening(group: Group, data: bytes, sum_hash: str, *, where: Place = FILE) -> SumOpening:
    """Read opening.json of the sum of this hash. What shuffles and shares hold is read later.

    Raises ParseError, and RecordError("sum-other") for the file of another sum.
    """
    value = fields(
        loads(data, limit=LARGEST_SUM_OPENING, where=where),
        ("version", "sum", "shuffles", "shares"),
        ("result",),
        where,
    )
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    if hex_digest(value["sum"], where / Part("sum")) != sum_hash:
        detail = f"it belongs to the sum {value['sum']}, beside it lies {sum_hash}"
        raise RecordError("sum-other", detail, where=where)
    shuffles = array(value["shuffles"], where / Part("shuffles"), least=0, most=_MOST_ACTS)
    shares = array(value["shares"], where / Part("shares"), least=0, most=_MOST_ACTS)
    result = value.get("result")
    if result is not None:
        array(result, where / Part("result"), least=1, most=_MOST_QUESTIONS)
    return SumOpening(
        sum_hash,
        tuple(
            _parse_shuffle(group, each, Place(("shuffles", i))) for i, each in enumerate(shuffles)
        ),
        tuple(_parse_share(group, each, Place(("shares", i))) for i, each in enumerate(shares)),
        result,
    )


def readable_opening(group: Group, data: bytes, sum_hash: str) -> SumOpening:
    """As much of an opening.json as can be read, where `parse_opening` raises.

    Shuffles up to the first that cannot be read, shares only if all shuffles can; no result.
    """
    try:
        value = loads(data, limit=LARGEST_SUM_OPENING, where=FILE)
    except Refused:
        return SumOpening(sum_hash)
    if not isinstance(value, dict) or value.get("sum") != sum_hash:
        return SumOpening(sum_hash)
    shuffles = _entries(value, "shuffles")
    read = tuple(_readable(_parse_shuffle, group, shuffles, "shuffles"))
    if len(read) < len(shuffles):
        return SumOpening(sum_hash, read)
    shares = _entries(value, "shares")
    return SumOpening(sum_hash, read, tuple(_readable(_parse_share, group, shares, "shares")))


def _entries(value: Mapping[str, JSON], name: str) -> list[JSON]:
    found = value.get(name)
    return found[:_MOST_ACTS] if isinstance(found, list) else []


def _readable(
    parse: Callable[[Group, JSON, Place], SumAct], group: Group, entries: list[JSON], name: str
) -> Iterator[SumAct]:
    """The shares that can be read, or the shuffles before the first that cannot."""
    for index, each in enumerate(entries):
        try:
            yield parse(group, each, Place((name, index)))
        except Refused:
            if name == "shuffles":
                return


def _act_json(name: str, act: SumAct) -> JSON:
    return {
        "owner": act.owner,
        name: act.value,
        **({} if act.bound is None else {"bound": act.bound.to_json()}),
        "signature": act.signature.to_json(),
    }


def _parse_shuffle(group: Group, entry: JSON, where: Place) -> SumAct:
    value = fields(entry, ("owner", "shuffle", "signature"), where=where)
    return SumAct(
        _owner(value["owner"], where),
        value["shuffle"],
        None,
        Proof.from_json(group, value["signature"], where / "signature"),
    )


def _parse_share(group: Group, entry: JSON, where: Place) -> SumAct:
    value = fields(entry, ("owner", "factors", "bound", "signature"), where=where)
    return SumAct(
        _owner(value["owner"], where),
        value["factors"],
        Proof.from_json(group, value["bound"], where / "bound"),
        Proof.from_json(group, value["signature"], where / "signature"),
    )


def _owner(value: JSON, where: Place) -> int:
    return integer(value, where / "owner", least=1, most=_MOST_ACTS)
