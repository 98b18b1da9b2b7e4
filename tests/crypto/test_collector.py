"""The collector rests while ballots are checked, and works again afterwards, whatever happens."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from crypto.collector import collector_at_rest
from crypto.errors import ProofError
from crypto.groups.named import group_named
from crypto.proofs.checks import Check, run


@pytest.fixture(autouse=True)
def _at_work() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_rests_inside_and_works_again_when_the_outermost_block_ends() -> None:
    with collector_at_rest():
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_had_put_it_to_rest_finds_it_at_rest() -> None:
    gc.disable()
    with collector_at_rest():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_threads_that_overlap_leave_it_at_work() -> None:
    first, second = collector_at_rest(), collector_at_rest()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_a_check_is_run_while_it_rests_and_one_that_refuses_puts_it_to_work_again() -> None:
    seen = []

    def refusing() -> Check:
        seen.append(gc.isenabled())
        yield ()
        raise ProofError("proof-of-knowledge", "")

    with pytest.raises(ProofError):
        run(group_named("Ed25519"), refusing())
    assert seen == [False]
    assert gc.isenabled()
