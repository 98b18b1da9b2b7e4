"""Reading a kiosk's screen as a program without JavaScript sees it."""

from __future__ import annotations

from demo.page import Page

SCREEN = """
<body data-page="paper" data-problem="">
<form id="other" action="/elsewhere"><input name="no" value="1"></form>
<button form="page" name="do" value="stay" hidden>stay</button>
<form id="page" method="post" action="/paper/2">
<input type="hidden" name="csrf_token" value="t&amp;t">
<input type="radio" name="item-a" value="good"><input type="radio" name="item-a" value="abstain">
<button class="go" name="do" value="back">back</button>
<button class="go main" name="do" value="next" formaction="/there">next</button>
</form><data id="receipt" value="PXR"></data></body>
"""


def test_a_screen_gives_its_form_its_offers_and_its_main_button() -> None:
    page = Page.read(SCREEN)
    assert (page.name, page.problem, page.target) == ("paper", "", "/there")
    assert page.offers == {"item-a": ["good", "abstain"]}
    assert page.data == {"receipt": "PXR"}


def test_a_filled_screen_sends_hidden_fields_answers_and_the_main_button() -> None:
    sent = Page.read(SCREEN).filled({"item-a": ("good",), "item-b": ()})
    assert sent == {"csrf_token": ["t&t"], "item-a": ["good"], "do": ["next"]}
