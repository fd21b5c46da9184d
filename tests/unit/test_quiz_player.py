"""Quizzes as QTI 3.0 in a public player: it scores every answer as the book does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from contents import ROOT
from playwright.sync_api import Browser, Page
from quizzes import ITEMS, some_responses, unzipped, whole

from sourcework.items import Item, Match
from sourcework.scoring import score

PLAYER = ROOT / "tests/node_modules/@citolab/qti-components/cdn/index.js"
KEPT = 0.0006  # of a point: the player keeps three decimals
READY = (
    "() => !!customElements.get('qti-assessment-item') && !!customElements.get('item-container')"
)
SHOW = """async (xml) => {
    document.body.innerHTML = "<qti-item><item-container></item-container></qti-item>";
    await new Promise((done) => requestAnimationFrame(done));
    const place = document.querySelector("item-container");
    place.itemXML = xml;
}"""
ITEM = """const place = document.querySelector("item-container");
    const item = (place?.shadowRoot ?? place)?.querySelector("qti-assessment-item");"""
SHOWN = f"""() => {{
    {ITEM}
    return !!item?.variables.length && !!item.querySelector("qti-item-body");
}}"""
ANSWER = f"""async (responses) => {{
    {ITEM}
    const scores = [];
    const own = ["completionStatus", "numAttempts"];
    const outcomes = item.variables.filter((each) => each.type === "outcome");
    for (const response of responses) {{
        for (const {{ identifier }} of outcomes.filter((each) => !own.includes(each.identifier))) {{
            item.updateOutcomeVariable(identifier, /^(SCORE|RAW)$/.test(identifier) ? "0" : null);
        }}
        item.updateResponseVariable("RESPONSE", response);
        await item.updateComplete;
        item.processResponse();
        await item.updateComplete;
        scores.push(Number(item.getOutcome("SCORE")?.value ?? 0));
    }}
    return scores;
}}"""


@pytest.fixture(scope="module")
def player(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_content("<!doctype html><title>A player</title>")
    page.add_script_tag(content=PLAYER.read_text(encoding="utf-8"), type="module")
    page.wait_for_function(READY)
    yield page
    page.close()
    assert not wrong


def _handed(item: Item, response: Any) -> Any:
    """Return a response in the words of QTI."""
    if isinstance(item, Match):
        return [f"{row} TARGET-{target}" for row, target in response.items()]
    return repr(response) if isinstance(response, int | float) else response


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_player_gives_the_points_that_the_book_gives(player: Page, item: Item) -> None:
    file = unzipped(whole("qti3").data)[f"items/{item.id.replace('/', '-')}.xml"]
    responses = list(some_responses(item))
    player.evaluate(SHOW, file.decode())
    player.wait_for_function(SHOWN)
    given = player.evaluate(ANSWER, [_handed(item, each) for each in responses])
    ours = [score(item.rule(), each, item.points) or 0 for each in responses]
    assert given == pytest.approx(ours, abs=KEPT)
