"""Measures what the protocol costs on this machine, for a ballot of the usual size.

    python maintenance/bench.py [--seconds N]

The ballot is a double evaluation of twelve people: for each, one of three grades and one of four
placements, 弃权 included. Each step is repeated for the given time (2 seconds); the table shows the
median of one repetition in milliseconds of processor time, so that other work on the machine does
not count.
"""

import argparse
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parent.parent))

from crypto.ballot import Choices, parse_ballot, prepare_ballot, sign_ballot, verify_ballot
from crypto.credential import make_credential, public_credential, secret_exponent
from crypto.decryption import check_partial_decryption, partial_decryption
from crypto.election import Election, new_uuid
from crypto.encrypted_tally import aggregate
from crypto.group import Group
from crypto.groups import GROUP_NAMES, group_named
from crypto.question import Question
from crypto.randomness import SystemRandomness

PEOPLE = 12
GRADES = Question("评价", ("优秀", "称职", "不称职"), 1, 1, blank=True)
PLACEMENTS = Question("去向", ("提拔", "留任", "交流", "改非"), 1, 1, blank=True)
LEAST = 3  # repetitions, also of a step that takes longer than the given time
CHOICES: Choices = ((0, 1, 0, 0), (0, 0, 1, 0, 0)) * PEOPLE


def median_ms(step: Callable[[], object], seconds: float) -> float:
    """The median processor time of the step, in milliseconds, over at least LEAST repetitions."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < LEAST or time.perf_counter() < end:
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def steps(group: Group) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each step of the life of a ballot, with what came before it done already."""
    teller_key = group.random_scalar()
    teller_public = group.base_power(teller_key)
    election = Election(
        version=1,
        description="bench",
        name="bench",
        group=group,
        public_key=teller_public,
        questions=(GRADES, PLACEMENTS) * PEOPLE,
        uuid=new_uuid(),
    )
    credential = make_credential()
    secret = secret_exponent(group, election.uuid, credential)
    public = public_credential(group, election.uuid, credential)
    seed = secrets.token_bytes(32)
    unsigned = prepare_ballot(election, public, CHOICES, seed)
    ballot = sign_ballot(unsigned, secret)
    text = ballot.to_json()
    tally = aggregate(election, [(ballot, 1)] * 10)
    random = SystemRandomness()
    share = partial_decryption(election, tally, teller_key, teller_public, random)
    yield "encrypt and prove a ballot", lambda: prepare_ballot(election, public, CHOICES, seed)
    yield "sign it", lambda: sign_ballot(unsigned, secret)
    yield "parse it", lambda: parse_ballot(election, text)
    yield "verify it", lambda: verify_ballot(election, ballot)
    yield "add up ten ballots", lambda: aggregate(election, [(ballot, 1)] * 10)
    yield (
        "one teller's share of the opening",
        lambda: partial_decryption(election, tally, teller_key, teller_public, random),
    )
    yield (
        "check that share",
        lambda: check_partial_decryption(election, tally, share, teller_public),
    )


def main() -> None:
    """Prints one row per step and one column per group."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    seconds = parser.parse_args().seconds
    choices = sum(question.choices_length for question in (GRADES, PLACEMENTS)) * PEOPLE
    table = Table("step", title=f"{choices} encrypted choices in a ballot; milliseconds")
    rows: dict[str, list[str]] = {}
    for name in GROUP_NAMES:
        table.add_column(name, justify="right")
        for step, act in steps(group_named(name)):
            rows.setdefault(step, []).append(f"{median_ms(act, seconds):.1f}")
    for step, figures in rows.items():
        table.add_row(step, *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
