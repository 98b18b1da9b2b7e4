"""Small records taken apart into their members, and what a scan says of them."""

from crypto.errors import Refused
from crypto.record.record import scan_record
from tests.crypto.small_records import homomorphic, members_of, shuffled

BUILDERS = {"homomorphic": homomorphic(), "shuffled": shuffled()}
RAW = {name: members_of(builder.appended_bytes()) for name, builder in BUILDERS.items()}


def problems_of(raw: list[bytes]) -> list[Refused]:
    return scan_record(b"".join(raw))[1]


def names_member(problems: list[Refused], *indexes: int) -> bool:
    """Whether a problem is placed at the member of one of these indexes."""
    return any(f"member {index} " in problem.where for problem in problems for index in indexes)


def told(problems: list[Refused]) -> str:
    return "\n".join(map(str, problems))
