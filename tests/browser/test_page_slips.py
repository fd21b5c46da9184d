"""Evidence slips in the chapters: laid on a phone, and told when all lie."""

from __future__ import annotations

import pandas as pd
import pytest
from pages import patient
from playwright.sync_api import Browser, Locator, Page, expect
from widgets import save, stored

from sourcework import tables
from sourcework.listings import pieces
from sourcework.widgets.evidence_slips import evidence_slips

OPTIONS = {
    "reduced_motion": "reduce",
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
CLAIM = "georgia/claim-2"
PAGE = "georgia"
CORES = {
    "prologue": ["prologue/claim-1"],
    "testament": ["testament/claim-2", "testament/claim-3"],
    "georgia": ["georgia/claim-2", "georgia/claim-3"],
    "eavesdropping": ["eavesdropping/claim-3"],
}


def slips(page: Page, claim: str) -> Locator:
    """Bring the slips of a claim near, in whatever they wait, and return them alive."""
    place = page.locator("live-widget", has=page.locator(f"[data-key='{tables.slips_of(claim)}']"))
    place.evaluate(
        "each => { for (let fold = each.closest('details'); fold; fold = fold.parentElement"
        ".closest('details')) fold.open = true; each.scrollIntoView(); }"
    )
    view = place.locator(".dossier-widget")
    view.wait_for()
    return view


def lay(view: Locator, side: str) -> None:
    view.locator(f".slips-pile[data-side='{side}'] > .slips-lay").tap()


def to_lay(claim: str) -> pd.DataFrame:
    """Return the evidence that is laid, in the order in which it comes."""
    frame = pieces(claim)
    return frame[frame["bearing"] != "missing"]


def test_card_and_piles_are_in_one_screen_of_a_phone_with_every_slip(page: Page) -> None:
    view = slips(page, CLAIM)
    for name, row in to_lay(CLAIM).iterrows():
        expect(view.locator(".slips-card")).to_have_attribute("data-slip", str(name))
        view.locator(".slips-desk").evaluate("each => each.scrollIntoView({ block: 'center' })")
        card = view.locator(".slips-card").bounding_box()
        piles = [pile.bounding_box() for pile in view.locator(".slips-lay").all()]
        assert card
        for pile in piles:
            assert pile
            assert card["y"] > 0
            assert pile["y"] + pile["height"] < 844
            assert pile["height"] >= 44
        lay(view, row["bearing"])
    view.get_by_role("button", name="See the book’s side").tap()
    expect(view.locator(".slips-result")).to_have_text(
        "You and the book lay all six slips on the same side."
    )
    expect(view.locator(".slips-pile details[open]")).to_have_count(0)


def test_no_side_is_told_before_and_what_is_laid_stays(page: Page) -> None:
    view = slips(page, CLAIM)
    order = [str(name) for name in to_lay(CLAIM).index]
    for _ in order:
        expect(view).not_to_contain_text("the book:")
        lay(view, "for")
    sides = tables.evidence().loc[order, "bearing"]
    other = view.locator("[data-same='false'] details[open]")
    expect(other).to_have_count(0)
    view.get_by_role("button", name="See the book’s side").tap()
    expect(other).to_have_count(int((sides == "against").sum()))
    python = evidence_slips(CLAIM)
    python.work = stored(page, tables.slips_of(CLAIM))
    told = save(page, view)
    assert told.to_numpy().tolist() == python.value.to_numpy().tolist()
    assert list(python.value["side"]) == ["for"] * len(order)
    second = page.context.new_page()
    second.goto(page.url)
    expect(slips(second, CLAIM).locator(".slips-result")).to_contain_text("three of six slips")


@pytest.mark.parametrize("chapter", CORES)
def test_slips_stand_in_the_core_of_every_chapter(
    browser: Browser, page: Page, chapter: str
) -> None:
    bare = patient(browser, java_script_enabled=False).new_page()
    bare.goto(page.url.replace(f"{PAGE}.html", f"{chapter}.html"))
    for claim in CORES[chapter]:
        place = bare.locator(f"[data-key='{tables.slips_of(claim)}']")
        expect(place).to_have_count(1)
        assert not place.evaluate("each => Boolean(each.closest('.deeper'))")
        rows = place.locator("table").first.locator("tbody tr")
        assert rows.count() == len(pieces(claim))
        expect(place.locator("> table")).not_to_contain_text("Speaks for it")
        assert not place.locator("details").evaluate("each => each.open")
    bare.context.close()
