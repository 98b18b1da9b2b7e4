"""draw.json: a list that is drawn from, and the tellers' shares of its draw.

Canonical JSON `{"version":1,"list":{…},"shares":[{"owner","share","bound","signature"},…]}`. It
lies in `draws/<name>/` while tellers give their shares as well as when it is published. Beside it
lies `drawn.csv` for people, which follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, array, dumps, fields, integer, loads, sha256_hex
from crypto.groups.group import Element, Group
from crypto.place import Part, Place, in_file
from crypto.proofs.schnorr import Proof
from crypto.trustees.act import act_message
from meeting.draws.draw_list import DrawList
from meeting.limits import LARGEST_SMALL_FILE
from meeting.published.folder_names import DRAW

VERSION = 1
_MOST_SHARES = 1000


@dataclass(frozen=True, slots=True)
class DrawShare:
    """What a teller gave: the point of the draw to the power of the decryption key, proved."""

    owner: int
    share: Element
    bound: Proof
    signature: Proof


@dataclass(frozen=True, slots=True)
class Draw:
    """A list and the shares given so far, in no order that matters."""

    group: Group
    list: DrawList
    shares: tuple[DrawShare, ...] = ()

    @classmethod
    def parse(cls, group: Group, data: bytes, *, where: Place) -> Self:
        """Read draw.json; raises ParseError. Nothing is verified yet."""
        value = loads(data, limit=LARGEST_SMALL_FILE, where=where)
        found = fields(value, ("version", "list", "shares"), where=where)
        integer(found["version"], where / Part("version"), least=VERSION, most=VERSION)
        at = where / Part("shares")
        listed = array(found["shares"], at, least=0, most=_MOST_SHARES)
        return cls(
            group,
            DrawList.from_json(found["list"], where / Part("list")),
            tuple(_share(group, each, at / number) for number, each in enumerate(listed)),
        )

    def to_bytes(self) -> bytes:
        """The bytes of draw.json."""
        shares: list[JSON] = [
            {
                "owner": each.owner,
                "share": self.group.encode(each.share),
                "bound": each.bound.to_json(),
                "signature": each.signature.to_json(),
            }
            for each in self.shares
        ]
        return dumps({"version": VERSION, "list": self.list.to_json(), "shares": shares}).encode()

    def message(self, owner: int, share: Element) -> str:
        """What the owner of a share signs: an act like any other, with the list for its parent."""
        payload = sha256_hex(self.group.encode(share))
        return act_message(self.list.meeting, self.list.hash, owner, payload)


def draw_place(name: str) -> Place:
    """Where the draw of this name stands in a folder."""
    return in_file(f"draws/{name}/{DRAW}")


def _share(group: Group, entry: JSON, where: Place) -> DrawShare:
    value = fields(entry, ("owner", "share", "bound", "signature"), where=where)
    return DrawShare(
        integer(value["owner"], where / Part("owner"), least=1, most=_MOST_SHARES),
        group.decode(value["share"], where / Part("share")),
        Proof.from_json(group, value["bound"], where / Part("bound")),
        Proof.from_json(group, value["signature"], where / Part("signature")),
    )
