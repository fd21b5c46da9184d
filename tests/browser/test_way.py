"""A reader's way: a guess, the prologue, a night, the way on, a review, and a main chapter.

Once by touch on a telephone, once by keys alone at a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pages import opened, until
from playwright.sync_api import Browser, Locator, Page, expect
from questions import RECORD, question

EVENING = datetime(2026, 11, 30, 17, tzinfo=UTC)
TELLER = "will make only peppery dishes"
Press = Callable[[Locator], None]
KEPT = "([record, words]) => localStorage.getItem(record)?.includes(words)"


@pytest.fixture(params=["phone", "desk"])
def reader(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """Open the first page on the first evening."""
    phone = request.param == "phone"
    size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
    address = f"{served}/book/index.html"
    page, wrong = opened(
        browser, address, EVENING, steps=True, viewport=size, has_touch=phone, is_mobile=phone
    )
    yield page
    page.context.close()
    assert not wrong


@pytest.fixture
def press(request: pytest.FixtureRequest, reader: Page) -> Press:
    """Give what this reader does to a button or a link."""
    if "phone" in request.node.callspec.id:
        return lambda target: target.tap()
    return lambda target: target.press("Enter")


def set_to(question: Locator, steps: int) -> None:
    slider = question.get_by_role("slider").first
    slider.press("Home")
    for _ in range(steps):
        slider.press("ArrowRight")


def button(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name)


def onward(page: Page) -> Locator:
    """Return the way on at the end of the step that is shown."""
    return page.locator(".step-next:visible")


def test_a_reader_comes_back_on_the_next_day_and_finishes(
    reader: Page, press: Press, served: str
) -> None:
    page = reader
    next_to_do = button(page, "Next to do")

    # The first evening: a guess, the first step, half of the second.
    press(button(page.locator(".first-guess"), "4"))
    expect(page.get_by_text("You said 4.")).to_be_visible()
    press(page.get_by_role("link", name="Start the prologue"))
    press(next_to_do)
    opinion = question(page, "prologue/estimate-1")
    set_to(opinion, 16)
    press(button(opinion, "Keep my answer"))
    press(next_to_do)
    count = question(page, "prologue/number-1")
    count.get_by_role("textbox").fill("4")
    press(button(count, "Commit my answer"))
    expect(
        page.locator(".dossier-figure, .tellers-told").filter(
            has_text="Where the strings end", visible=True
        )
    ).to_be_visible()
    press(onward(page))
    whose = question(page, "prologue/match-1")
    expect(page.get_by_role("link", name="the four quotations")).to_be_visible()
    press(whose.get_by_role("radio", name=TELLER))
    press(button(whose, "Trotsky"))
    until(page, KEPT, arg=[RECORD, '"trotsky"'])

    # The next day: what was wrong is due, and the prologue goes on where it was left.
    page.clock.set_fixed_time(EVENING + timedelta(days=1, hours=1))
    page.goto(f"{served}/book/index.html")
    expect(page.locator(".guess-said")).to_contain_text("all run down to one head")
    expect(page.locator(".way-due")).to_have_text("1 due for review")
    press(page.get_by_role("link", name="Continue: Prologue, step 2 of 8"))
    whose = question(page, "prologue/match-1")
    expect(whose.get_by_role("radio", name=TELLER)).to_have_accessible_name(f"{TELLER} [Trotsky]")

    # A line opens in place, and gives the place back.
    line = button(whose, "line 6")
    press(line)
    card = page.get_by_role("dialog", name="Line 6")
    expect(card).to_be_in_viewport(ratio=1)
    press(button(card, "Close"))
    expect(card).to_be_hidden()
    expect(line).to_be_focused()

    # A session of review, to its end.
    press(page.get_by_role("link", name="1 to review"))
    press(button(page, "Begin: 1 card"))
    page.locator(".review").get_by_role("textbox").fill("1")
    press(button(page.locator(".review"), "Commit my answer"))
    press(button(page, "Finish"))
    expect(page.get_by_role("heading", name="Done for today.")).to_be_focused()
    expect(page.locator(".to-record")).to_be_hidden()

    # The last step of the prologue leads into a main chapter, and the bet to what it was about.
    page.goto(f"{served}/book/prologue.html#go-on")
    note = page.locator("#go-on textarea")
    note.fill("Three quotations, two reporters.")
    expect(page.locator("#go-on > .step-found")).to_have_attribute("open", "")
    press(onward(page))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The Testament")
    press(next_to_do)
    page.locator("live-widget:focus textarea").fill("shoot")
    told = page.get_by_text("The page has remove.")
    expect(button(page, "Go on").or_(page.get_by_text("Go on", exact=True)).first).to_be_visible()
    expect(told).to_be_hidden()
    press(next_to_do)
    expect(told).to_be_in_viewport()
    page.goto(f"{served}/book/testament.html#weigh-it")
    press(onward(page))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The poison episode")
