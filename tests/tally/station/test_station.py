"""A ceremony of three stations over HTTP, the check of the slips, an opening, and who is let in."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from crypto.groups.named import group_named
from crypto.trustees.trustee import Trustees
from meeting.published.box_setup import SetupTexts
from meeting.published.setups import meeting_fingerprint
from meeting.registrar.prepared_folder import check_box, load_prepared, write_prepared
from tally.keys.encrypted_file import Cost
from tally.station import acts
from tally.station.app import create_app
from tally.station.sitting import Sitting
from tally.station.web import RouteUnprotectedError, Station, check_routes
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.hall_display import ASKED, ask_for_these, read_off
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall
from tests.tally.fixtures.summed_meeting import with_own_keys

HOST = "127.0.0.1:8310"
WAIT = 60


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cost.__init__, "__defaults__", (1 << 14, 8, 1))
    ask_for_these(monkeypatch)


class Browser:
    """The browser of a teller's machine, let in by its ticket."""

    def __init__(self, folder: Path, key: Path) -> None:
        self.station = Station(Sitting(folder, key), frozenset({HOST}))
        self.app: Flask = create_app(self.station)
        self.client = self.app.test_client()
        assert self.get(f"/enter?ticket={self.station.word}").status_code == 303

    @property
    def sitting(self) -> Sitting:
        return self.station.sitting

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, base_url=f"http://{HOST}")

    def post(self, path: str, page: str = "/", **form: Any) -> TestResponse:
        word = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert word is not None
        data = {"csrf_token": word[1], **form}
        return self.client.post(path, data=data, base_url=f"http://{HOST}")

    def act(self, path: str, page: str = "/", **form: Any) -> str:
        """Do something and give the page of its result."""
        sent = self.post(path, page, **form)
        assert sent.status_code == 303, sent.text
        end = time.monotonic() + WAIT
        while self.sitting.busy:
            assert time.monotonic() < end
            time.sleep(0.02)
        return self.get("/act").text

    def unlock(self) -> None:
        assert self.post("/unlock", passphrase=PASSPHRASE).status_code == 303


def test_three_stations_hold_a_ceremony(untouched: Hall, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(untouched.definition)
    tellers = [Browser(folder, tmp_path / f"{number}.key") for number in (1, 2, 3)]
    for number, each in enumerate(tellers, 1):
        form = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "sure": "yes"}
        assert "已加入" in each.act("/join", index=number, **form)
        if number == 1:  # whoever is too early is shown no button, and a forged one does nothing
            assert "罗永辉" in each.get("/").text
            assert each.post("/do/promise", sure="yes").status_code == 422
    for each in tellers:
        each.act("/do/promise", sure="yes")
    for each in tellers[:2]:  # whoever promised last has dealt with it
        each.act("/do/deal", sure="yes")
    for each in tellers:
        each.act("/do/accept", sure="yes")
    assert "合成" in tellers[0].act("/do/assemble", sure="yes")
    group = group_named(untouched.meeting.group_name)
    Trustees.parse(group, (folder / "trustees.json").read_bytes()).joint_key(group)
    for each in tellers:
        assert "交给登记员制作票码条" in each.get("/").text
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert PASSPHRASE.encode() not in kept


def test_a_slip_is_compared_before_the_key_knows_its_boxes(untouched: Hall, tmp_path: Path) -> None:
    hall = with_own_keys(untouched, tmp_path / "keys")
    file = hall.key(1)
    file.save(replace(file.key, setups={}))
    boxes = []
    for box in hall.meeting.boxes():
        public = hall.slips[box.id].public_list()
        texts = SetupTexts.of(hall.elections[box.id], hall.trustees, public)
        boxes.append(check_box(hall.meeting, hall.hash, box, texts, hall.trustees))
    write_prepared(hall.folder / "prepared", hall.definition, boxes)
    found = load_prepared(hall.folder / "prepared").meeting_fingerprint
    teller = Browser(hall.folder, hall.key_paths[0])
    teller.unlock()
    assert short_hash(found) not in teller.get("/").text
    assert "未予办理" in teller.act("/check", fingerprint=short_hash("0" * 64))
    assert hall.key(1).key.setups == {}
    assert "与所给的一致" in teller.act("/check", fingerprint=short_hash(found))
    assert meeting_fingerprint(hall.key(1).key.setups) == found
    assert "您已核对过票码条" in teller.get("/").text


def test_nothing_final_without_the_tick(untouched: Hall, tmp_path: Path) -> None:
    (tmp_path / "meeting.json").write_bytes(untouched.definition)
    teller = Browser(tmp_path, tmp_path / "1.key")
    sent = teller.post("/join", index=1, passphrase=PASSPHRASE, again=PASSPHRASE)
    assert sent.status_code == 422
    assert PASSPHRASE not in sent.text
    assert not (tmp_path / "1.key").exists()


def test_two_tellers_open_by_the_plan(fresh: Hall, tmp_path: Path) -> None:
    work = fresh.write_work(tmp_path / "work").folder.path
    tellers = [Browser(work, fresh.key_paths[at]) for at in (0, 1)]
    for teller in tellers:
        teller.unlock()
        shown = teller.act("/do/open", sure="yes")
        assert "····" in shown
        typed = read_off(work)
        assert typed.split()[0] not in shown
        wrong = teller.post("/open", "/act", groups="AAAA AAAA", sure="yes")
        assert wrong.status_code == 422
        unsure = teller.post("/open", "/act", groups=typed)
        assert unsure.status_code == 422
        teller.act("/open", "/act", groups=typed, sure="yes")
        job = teller.sitting.job
        assert job is not None
        assert not job.refusal
    shown = tellers[1].get("/").text
    assert "piaoxiang count" in shown
    assert "没有需要您办理的事项" in shown


def test_the_plan_is_typed_three_times_at_most(fresh: Hall, tmp_path: Path) -> None:
    work = fresh.write_work(tmp_path / "work").folder.path
    teller = Browser(work, fresh.key_paths[0])
    teller.unlock()
    teller.act("/do/open", sure="yes")
    for _ in range(acts.TRIES):
        assert teller.post("/open", "/act", groups="AAAA AAAA", sure="yes").status_code == 422
    typed = read_off(work)
    assert len(ASKED) == len(typed.split())
    assert teller.post("/open", "/act", groups=typed, sure="yes").status_code == 422
    assert fresh.key(1).key.plans == {}


def test_the_passphrase_is_forgotten(fresh: Hall) -> None:
    teller = Browser(fresh.folder, fresh.key_paths[0])
    wrong = teller.post("/unlock", passphrase="not this one at all")
    assert wrong.status_code == 422
    assert "not this one at all" not in wrong.text
    teller.unlock()
    assert PASSPHRASE not in repr(teller.sitting)
    teller.post("/lock")
    assert not teller.sitting.unlocked
    teller.sitting.idle = 0.05
    teller.sitting.unlock(PASSPHRASE)
    end = time.monotonic() + WAIT
    while teller.sitting.unlocked:
        assert time.monotonic() < end
        time.sleep(0.02)
    teller.sitting.idle = 600
    teller.unlock()
    assert "可以取出文件夹了" in teller.post("/take-out").text
    assert not teller.sitting.unlocked


def test_only_the_browser_with_the_ticket_is_let_in(fresh: Hall) -> None:
    teller = Browser(fresh.folder, fresh.key_paths[0])
    other = teller.app.test_client()
    base = f"http://{HOST}"
    assert other.get(f"/enter?ticket={teller.station.word}", base_url=base).status_code == 403
    assert other.get("/", base_url=base).status_code == 403
    assert teller.client.get("/", base_url="http://foreign.example").status_code == 403
    sent = teller.client.post("/unlock", data={"passphrase": PASSPHRASE}, base_url=base)
    assert sent.status_code == 400
    assert not teller.sitting.unlocked
    assert "script-src" not in teller.get("/").headers["Content-Security-Policy"]
    teller.app.view_functions["open"] = lambda: "x"
    teller.app.url_map.add(teller.app.url_rule_class("/bare", endpoint="open"))
    with pytest.raises(RouteUnprotectedError):
        check_routes(teller.app)
