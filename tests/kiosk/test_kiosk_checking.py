"""Checked ballots at the kiosk: spoiled first, then opened; and what a cheating kiosk shows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import httpx
import pytest
import zxingcpp
from PIL import Image

from crypto.ballot import Choices, prepare_ballot
from crypto.opened_ballot import OpenedBallot
from crypto.server_key import ServerKey
from kiosk import flow
from kiosk.answers import choices_of
from kiosk.voter import Place, Voter
from tests.kiosk.fake_board import BOX, FakeBoard
from tests.kiosk.test_kiosk_secrecy import assert_nothing_is_left, reachable
from tests.kiosk.visits import Visit


def opening_on(visit: Visit) -> str:
    found = re.search(r'<data id="opening" value="([^"]+)"', visit.html)
    assert found is not None
    return found[1]


def words(visit: Visit) -> str:
    """The text of the page's list of choices."""
    listed = visit.html[visit.html.index('class="card said"') :]
    listed = listed[listed.index(">") + 1 : listed.index("</section>")]
    return "".join(unescape(re.sub(r"<[^>]+>", "", listed)).split())


def fill_and_encrypt(visit: Visit) -> Visit:
    visit.to_papers()
    visit.fill(("team", "not-competent"))
    visit.fill(("p01-evaluation", "excellent"), ("p01-placement", "abstain"))
    while visit.voter.page_number < 6:
        visit.fill()
    visit.fill(("slate", "p02"), ("slate", "p04"))
    return visit.post("/review", ("do", "next"))


CHOSEN = "镇班子对镇班子的评价：不称职周启明评价：优秀建议调整去向：弃权"


def test_a_ballot_is_spoiled_then_opened_and_the_slip_votes_afterwards(
    visit: Visit, board: FakeBoard
) -> None:
    fill_and_encrypt(visit)
    fingerprint = re.sub(r"<[^>]+>|\s", "", visit.html.split('class="print">')[1].split("</p>")[0])
    assert visit.post("/check", ("do", "check")).page == "opened"
    assert board.spoiled == {BOX: {fingerprint}}
    opened = OpenedBallot.parse(opening_on(visit))
    assert opened.fingerprint == fingerprint
    assert opened.rebuild(board.prepared[BOX].setup.election)[1] == (0, 1, 0, 0)
    assert CHOSEN in words(visit)
    assert board.sent == [], "nothing was cast"
    assert visit.post("/leave").page == "start"
    assert visit.to_receipt().page == "receipt"
    assert list(board.cast[BOX].values()) != [fingerprint]


def test_another_kiosk_makes_the_ballot_again_and_shows_the_choices(
    visit: Visit, board: FakeBoard
) -> None:
    fill_and_encrypt(visit).post("/check", ("do", "check"))
    text, fingerprint = opening_on(visit), visit.voter.opening
    other = Visit(board)
    assert other.scan(f" {text}\n").page == "opened"
    assert "data-elsewhere" in other.html
    assert fingerprint is not None
    assert f'data-fingerprint="{fingerprint.fingerprint}"' in other.html
    assert words(other) == words(visit)
    assert "opened.svg" not in other.html
    assert other.get("/opened.svg").problem == "page-unknown"
    assert other.post("/leave").page == "start"
    assert other.kiosk.booth.voter is None


def test_the_square_code_is_read_by_a_camera(visit: Visit, tmp_path: object) -> None:
    import segno  # noqa: PLC0415

    visit.to_opened()
    path = f"{tmp_path}/code.png"
    segno.make(opening_on(visit), error="m", micro=False).save(path, scale=4, border=4)
    picture = visit.browser.get("/opened.svg")
    assert picture.mimetype == "image/svg+xml"
    with Image.open(path) as image:
        (found,) = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text == opening_on(visit)


def flipping(choices: Choices) -> Choices:
    """Turn the first question's answer into another one."""
    return ((0, 1, 0, 0), *choices[1:])


def cheat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kiosk encrypt something else than the voter chose."""
    real = prepare_ballot

    def flipped(election, credential, choices, seed):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        return real(election, credential, flipping(choices), seed)

    monkeypatch.setattr(flow, "prepare_ballot", flipped)


def test_a_kiosk_that_flips_a_choice_is_caught_by_another_kiosk(
    visit: Visit, board: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shows what the voter chose; the ballot behind the fingerprint says something else."""
    with monkeypatch.context() as cheating:
        cheat(cheating)
        fill_and_encrypt(visit).post("/check", ("do", "check"))
        assert CHOSEN in words(visit), "the cheating kiosk claims what was chosen"
    other = Visit(board)
    assert other.scan(opening_on(visit)).problem == "check-mismatch"
    assert other.page == "start"
    assert "总监票人" in other.html


def test_a_kiosk_that_admits_the_flipped_choice_shows_it(
    visit: Visit, board: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cheating:
        cheat(cheating)
        cheating.setattr(
            flow, "choices_of", lambda items, answers: flipping(_choices_of(items, answers))
        )
        fill_and_encrypt(visit).post("/check", ("do", "check"))
    other = Visit(board)
    assert other.scan(opening_on(visit)).page == "opened"
    assert CHOSEN not in words(other)
    assert "镇班子对镇班子的评价：优秀" in words(other)


_choices_of = choices_of


@pytest.mark.parametrize("what", ["seed", "choices", "fingerprint", "credential"])
def test_a_code_that_was_changed_is_caught(visit: Visit, board: FakeBoard, what: str) -> None:
    fill_and_encrypt(visit).post("/check", ("do", "check"))
    honest = OpenedBallot.parse(opening_on(visit))
    election = board.prepared[BOX].setup.election
    foreign = election.group.base_power(99)
    changed = {
        "seed": replace(honest, seed=b"s" * 32),
        "choices": replace(honest, choices=bytes([honest.choices[0] ^ 0x60, *honest.choices[1:]])),
        "fingerprint": replace(honest, fingerprint="A" * 43),
        "credential": OpenedBallot.of(
            honest.setup,
            prepare_ballot(election, foreign, honest.rebuild(election), honest.seed),
            honest.rebuild(election),
            honest.seed,
        ),
    }[what]
    other = Visit(board)
    assert other.scan(changed.to_text()).problem == "check-mismatch"
    assert other.kiosk.booth.voter is None


def test_codes_of_nothing_and_of_other_meetings_are_named(visit: Visit, board: FakeBoard) -> None:
    visit.to_opened()
    text = opening_on(visit)
    other = Visit(board)
    assert other.scan(text[:-3]).problem in {"check-form", "check-mismatch"}
    assert other.scan("PXC1:hello").problem == "check-form"
    foreign = replace(OpenedBallot.parse(text), setup="ab" * 32).to_text()
    assert other.scan(foreign).problem == "check-foreign"
    assert other.scan().page == "notice"
    assert other.post("/start", ("code", text)).page == "notice", "ignored in the middle of a visit"


def unreachable(request: httpx.Request) -> httpx.Response | None:
    if request.url.path.endswith("/spoiled"):
        raise httpx.ConnectError("cut", request=request)
    return None


def assert_nothing_revealed(visit: Visit, voter: Voter) -> None:
    assert voter.opening is None
    assert "PXC1:" not in visit.html
    assert voter.seed.hex() not in visit.html
    assert visit.get("/opened").page == "check"
    assert visit.get("/opened.svg").page == "check"
    assert visit.post("/cast").page == "check", "a ballot that may be spoiled is not cast"


@pytest.mark.parametrize("how", ["unreachable", "lost", "error", "other page", "unsigned"])
def test_without_the_servers_word_nothing_is_revealed(
    visit: Visit, board: FakeBoard, how: str
) -> None:
    if how == "unreachable":
        board.before = unreachable
    elif how == "lost":
        board.lose_answer = True
    elif how == "unsigned":
        board.spoiled_change = lambda word: replace(word, signature=word.signature[::-1])
    else:
        status = 500 if how == "error" else 200
        board.before = lambda request: (
            httpx.Response(status, text="<html>hello")
            if request.url.path.endswith("/spoiled")
            else None
        )
    fill_and_encrypt(visit)
    voter = visit.voter
    visit.post("/check", ("do", "check"))
    assert visit.page == "check"
    assert visit.problem in {"check-unconfirmed", "spoil-invalid"}
    assert_nothing_revealed(visit, voter)
    assert board.sent == []
    board.before, board.lose_answer, board.spoiled_change = lambda _: None, False, lambda word: word
    assert visit.post("/check", ("do", "check")).page == "opened", "the same ballot, tried again"


def test_the_voter_goes_back_instead_and_casts_a_new_ballot(visit: Visit, board: FakeBoard) -> None:
    board.lose_answer = True
    visit.to_fingerprint()
    first = visit.voter.unsigned
    visit.post("/check", ("do", "check"))
    assert visit.page == "check"
    assert visit.post("/check", ("do", "back")).page == "review"
    assert (visit.voter.unsigned, visit.voter.seed, visit.voter.trouble) == (None, b"", None)
    board.lose_answer = False
    visit.post("/review", ("do", "next"))
    assert first is not None
    assert visit.voter.unsigned is not None
    assert visit.voter.unsigned.fingerprint != first.fingerprint
    assert visit.post("/cast").page == "receipt"


def test_a_word_of_another_server_or_another_ballot_opens_nothing(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    for change in (
        lambda word: replace(word, fingerprint="A" * 43),
        lambda word: replace(word, setup="ab" * 32),
    ):
        board.spoiled_change = change
        assert visit.post("/check", ("do", "check")).problem == "spoil-invalid"
    board.spoiled_change = lambda word: word
    board.receipt_key = ServerKey.generate()
    assert visit.post("/check", ("do", "check")).problem == "spoil-invalid"
    assert_nothing_revealed(visit, voter)


def test_a_slip_that_voted_elsewhere_meanwhile_opens_nothing(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    Visit(board).to_receipt()
    assert visit.post("/check", ("do", "check")).problem == "slip-used"
    assert voter.place is Place.ENDED
    assert 'id="receipt"' in visit.html
    assert (voter.opening, voter.seed, voter.credential) == (None, b"", "")


def test_a_closed_box_ends_the_check(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.states[BOX] = "closed"
    assert visit.post("/check", ("do", "check")).problem == "box-closed"
    assert visit.voter.seed == b""


@pytest.mark.parametrize("code", ["checks-exhausted", "slip-unknown"])
def test_a_refusal_lets_the_voter_go_on(visit: Visit, board: FakeBoard, code: str) -> None:
    board.before = lambda request: (
        httpx.Response(403, json={"code": code}) if request.url.path.endswith("/spoiled") else None
    )
    visit.to_fingerprint()
    visit.post("/check", ("do", "check"))
    assert visit.problem in {"checks-exhausted", "check-refused"}
    assert visit.post("/check", ("do", "back")).page == "review"


def test_opening_drops_credential_seed_and_ballot(visit: Visit) -> None:
    fill_and_encrypt(visit)
    voter, credential = visit.voter, visit.voter.credential
    visit.post("/check", ("do", "check"))
    assert (voter.credential, voter.seed, voter.unsigned, voter.answers) == ("", b"", None, {})
    assert all(each is not credential and each != credential for each in reachable(visit.kiosk))
    assert credential not in visit.html
    assert visit.post("/cast").page == "opened"
    assert visit.post("/check", ("do", "check")).page == "opened"
    assert "PXC1" not in repr(voter)
    visit.post("/leave")
    assert_nothing_is_left(visit, voter)


def test_an_opened_ballot_clears_itself_without_a_lock(visit: Visit) -> None:
    visit.to_opened()
    voter = visit.voter
    visit.clock.now += 209
    assert visit.post("/opened").page == "opened"
    visit.clock.now += 209
    assert visit.get("/opened").page == "opened"
    visit.clock.now += 1
    assert visit.get("/opened").page == "start"
    assert_nothing_is_left(visit, voter)


def test_standing_still_before_the_confirmation_locks(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint()
    voter = visit.voter
    visit.post("/check", ("do", "check"))
    assert visit.post("/lock").page == "locked"
    assert_nothing_is_left(visit, voter)


def test_settings_change_nothing_on_the_new_screens(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint().post("/check", ("do", "check"))
    assert visit.post("/settings", ("set", "language")).page == "check"
    assert "not opened yet" in visit.html
    board.before = lambda _: None
    visit.post("/check", ("do", "check"))
    assert visit.post("/settings", ("set", "language")).page == "opened"
    assert "加密的内容" in visit.html
