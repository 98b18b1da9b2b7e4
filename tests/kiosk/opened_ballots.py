"""What the screen of an opened ballot says."""

from __future__ import annotations

import re
from html import unescape

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
