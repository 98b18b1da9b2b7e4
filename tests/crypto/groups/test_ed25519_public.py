"""Batches on Ed25519: the same answers and errors as one by one, looked over, and in bounds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ArithmeticFault, ParseError, Refused
from crypto.groups import ed25519_public
from crypto.groups.ed25519 import Ed25519
from crypto.groups.ed25519_public import PublicArithmetic, multiple
from crypto.groups.edwards_kernel import compiling, sums
from crypto.groups.edwards_kernel.batch import Batch
from crypto.groups.edwards_kernel.choice import VARIABLE
from crypto.groups.edwards_kernel.curve import BASE
from crypto.groups.edwards_kernel.kernel import Kernel
from crypto.groups.edwards_kernel.sums import Sums
from crypto.groups.group import Element, Group, Terms
from crypto.groups.named import group_named
from tests.crypto.fixtures.kernels import FORMS, SCALARS, loaded, refused_encodings

ORDER = Ed25519.order


class _Batches(Ed25519):
    """Ed25519 with one form of the kernel at hand, which is asked for everything."""

    def __init__(self, form: str) -> None:
        self._public = PublicArithmetic()
        self._public._kernel._kernel = loaded(form)
        self._public._kernel.is_known = True


@pytest.fixture(params=FORMS)
def group(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> _Batches:
    monkeypatch.setattr(ed25519_public, "LEAST", 0)
    return _Batches(request.param)


def _one_by_one(group: Group, requests: Sequence[Terms]) -> list[Element]:
    return Group.products_of_powers(group, requests)


def _points(group: Group, count: int) -> list[Element]:
    return [group.base_power(secrets.randbelow(ORDER)) for _ in range(count)]


exponents = st.one_of(
    st.sampled_from([-1, -2, ORDER, ORDER + 1, 2**256, *SCALARS]), st.integers(-ORDER, 2 * ORDER)
)
requests = st.lists(st.lists(st.tuples(st.integers(0, 5), exponents), max_size=20), max_size=6)


@settings(max_examples=25, deadline=None)
@given(wanted=requests, form=st.sampled_from(FORMS))
def test_products_of_any_powers(wanted: list[list[tuple[int, int]]], form: str) -> None:
    group = _Batches(form)
    bases = [group.identity, group.generator, *_points(group, 4)]
    group.expect_powers_of(bases[3])
    asked = [[(bases[i], k) for i, k in terms] for terms in wanted]
    with group.expecting([group.encode(bases[2])] * 10):
        assert group.products_of_powers(asked) == _one_by_one(group, asked)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 63, 64, 65, 129, 300])
def test_products_of_many_elements(group: _Batches, count: int) -> None:
    some = _points(group, 20)
    elements = [some[i % 20] for i in range(count)]
    ones = [(e, 1) for e in elements]
    asked = [ones, ones[:1], ones[1:], ones[3:], [(e, -1) for e in elements[:3]], ones[:130]]
    assert group.products_of_powers(asked) == _one_by_one(group, asked)


def test_one_request_with_more_points_than_a_sum_has(group: _Batches) -> None:
    asked = [[(e, secrets.randbelow(ORDER)) for e in _points(group, 40)]]
    assert group.products_of_powers(asked) == _one_by_one(group, asked)


@pytest.mark.parametrize("size", [39, 40, 41, 79, 80, 81, 130])
def test_batches_as_large_as_chunks_and_one_more_or_less(
    group: _Batches, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    points = _points(group, 25)
    many = [(e, i + 2) for i, e in enumerate(points)]  # more than one sum has
    shapes = [many[:1], [*many[:2], (group.generator, 7)], many[3:5], [(points[5], 1)], many[:0]]
    asked: list[Terms] = [shapes[i % 5] if i % 37 else many for i in range(size)]
    expected = _one_by_one(group, asked)
    for limit in ("CHUNK", "CHUNK_POINTS"):
        with monkeypatch.context() as patched:
            patched.setattr(sums, limit, 40)
            assert group.products_of_powers(asked) == expected


@pytest.mark.parametrize("exponent", [1, -1, 5])
def test_an_element_of_another_group_is_refused(group: _Batches, exponent: int) -> None:
    stranger = group_named("BELENIOS-2048").generator
    for several in (1, 20):
        with pytest.raises(TypeError):
            group.products_of_powers([[(stranger, exponent)] * several])


def test_what_is_expected_is_decoded_as_ever_with_the_same_errors(group: _Batches) -> None:
    good = [group.encode(each) for each in (group.identity, *_points(group, 20))]
    bad = [each[::-1].hex() for each in refused_encodings()]
    odd: list[object] = [None, 1, "", "zz" * 32, good[1].upper() + "A", good[1][:-1] + "６"]
    plain = Ed25519()
    with group.expecting([*good, *bad, *odd, *good]):
        for text in [*good, *bad, *odd, *map(plain.encode, _points(plain, 2))]:
            assert _decoded(group, text) == _decoded(plain, text)
        assert all(map(group._public.known, good))
        assert not any(map(group._public.known, bad))
    assert group._public.known(good[1]) is None


def _decoded(group: Group, text: object) -> object:
    try:
        return group.decode(text, "alpha")
    except ParseError as error:
        return str(error)


def test_blocks_in_blocks_and_an_error_leave_what_was_there_before(group: _Batches) -> None:
    inner, outer = ([group.encode(each) for each in _points(group, 12)] for _ in range(2))

    def knows(texts: list[str]) -> set[bool]:
        return {group._public.known(text) is not None for text in texts}

    with group.expecting(outer):
        with group.expecting(inner):
            assert knows(inner) == knows(outer) == {True}
        with pytest.raises(Refused), group.expecting(inner):
            raise ParseError("json-type", "")
        assert (knows(inner), knows(outer)) == ({False}, {True})
    assert knows(inner) == knows(outer) == {False}


def test_threads_do_not_see_one_another(group: _Batches) -> None:
    def work(_: int) -> bool:
        points = _points(group, 30)
        texts = [group.encode(each) for each in points]
        with group.expecting(texts):
            decoded = [group.decode(text) for text in texts]
            asked = [[(e, 3), (group.generator, i)] for i, e in enumerate(decoded)]
            right = group.products_of_powers(asked) == _one_by_one(group, asked)
        return right and group._public._here.batch is None

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(8)))


def test_small_batches_load_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    public = PublicArithmetic()
    point = multiple(BASE, 7)
    assert public.sums([[(point, 5)]] * 47) is None
    with public.expecting({str(number): point for number in range(47)}):
        assert public.known("1") is None
    assert not public._kernel.is_known
    monkeypatch.setenv(VARIABLE, "libsodium")
    assert public.sums([[(point, 5)]] * 48) is None
    assert public._kernel.is_known


def test_few_bases_are_remembered() -> None:
    public = PublicArithmetic()
    for i in range(10):
        public.announce(bytes([i]) * 32)
        public.announce(bytes([i]) * 32)
    assert public._bases == tuple(bytes([i]) * 32 for i in range(6, 10))


# A kernel that lies, once it has passed its first test


def _differs(group: Group, *, texts: list[str], asked: Sequence[Terms]) -> None:
    with pytest.raises(ArithmeticFault) as caught, group.expecting(texts):
        group.products_of_powers(asked)
    assert caught.value.code == "arithmetic-differs"
    assert not isinstance(caught.value, Refused)


def _asked(group: Group, count: int) -> tuple[list[str], list[Terms]]:
    points = _points(group, count)
    return [group.encode(each) for each in points], [[(each, 7)] for each in points]


def test_a_wrong_sum_is_found_in_the_sample(
    group: _Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Batch.combine

    def lying(self: Batch, wanted: Sums) -> list[bytes]:
        return honest(self, wanted)[::-1]

    texts, asked = _asked(group, 10)
    monkeypatch.setattr(Batch, "combine", lying)
    _differs(group, texts=texts, asked=asked)


@pytest.mark.parametrize("answer", [True, False])
def test_a_wrong_verdict_on_points_is_found(
    group: _Batches, monkeypatch: pytest.MonkeyPatch, answer: bool
) -> None:
    texts, asked = _asked(group, 10)
    bad = [each[::-1].hex() for each in refused_encodings()]
    monkeypatch.setattr(Batch, "valid", lambda _, __: answer)
    _differs(group, texts=bad if answer else texts, asked=asked)


def test_a_point_that_is_said_to_have_left_the_group_is_a_fault(
    group: _Batches, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked = _asked(group, 10)
    honest = Kernel.prepare

    def lying(self: Kernel, encodings: Sequence[bytes], tables: int) -> bytes:
        return bytes(len(honest(self, encodings, tables)))

    monkeypatch.setattr(Kernel, "prepare", lying)
    _differs(group, texts=[], asked=asked)


def test_a_wrong_total_is_found(group: _Batches, monkeypatch: pytest.MonkeyPatch) -> None:
    points = _points(group, 30)
    monkeypatch.setattr(Batch, "totals", lambda _, rows: [row[0] for row in rows])
    _differs(group, texts=[], asked=[[(each, 1) for each in points]] * 4)


@pytest.mark.parametrize(("size", "sampled"), [(0, 0), (1, 1), (256, 1), (257, 2), (1000, 4)])
def test_one_in_256_is_computed_again_and_at_least_one(size: int, sampled: int) -> None:
    drawn = ed25519_public._some(range(size))
    assert len(set(drawn)) == len(drawn) == sampled
    assert all(each in range(size) for each in drawn)


def test_everything_is_looked_at_sooner_or_later() -> None:
    drawn = {each for _ in range(400) for each in ed25519_public._some(range(10))}
    assert drawn == set(range(10))


def test_the_arithmetic_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _Batches(compiling.PORTABLE).arithmetic == "portable"
    fresh = _Batches(compiling.PORTABLE)
    fresh._public = PublicArithmetic()
    monkeypatch.setenv(VARIABLE, "libsodium")
    assert fresh.arithmetic == "libsodium"
