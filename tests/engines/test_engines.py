"""The book in Firefox and in WebKit: pages, questions, widgets, what is kept, no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from contents import PAGES
from editions import Site
from engine import HOME, RIGHT, Engine
from firefox import Firefox
from installed import needed
from questions import settled
from rules import key_of
from selenium.common import WebDriverException

from sourcework.item_bank import load_items
from sourcework.items import Item
from sourcework.settings import settings

ITEMS = load_items()
KINDS = list({item.kind: item for item in ITEMS.values() if item.chapter == "poison"}.values())
FIRST = ITEMS["poison/choice-1"]
# What is done in the widgets of a page: widget, control, the value to choose or none, what is said.
WIDGETS = {
    "testament": [("annotator", "criticism", "", "1 of 19 clauses is coded")],
    "eavesdropping": [("chain", "link 2, Bazhanov", "4", "6 of 7")],
    "poison": [
        ("hypotheses", "H2 before the evidence", "4", "H2"),
        ("knowledge", "request for poison reaches Stalin: earlier", "", "is now number"),
    ],
    "people": [
        ("people", "How they died", "natural", "In 1923"),
        ("timeline", "the succession", "", "events are shown"),
    ],
    "georgia": [
        (
            "sequence",
            "Lenin agrees to send troops, on conditions, against the government of Georgia"
            ": earlier",
            "",
            "is now number 2 of 18",
        )
    ],
}
TOLD = {"tellers"}  # at its end as soon as all folds are open, as they are here
ALIVE = """
    const moment = () => new Promise((resolve) => setTimeout(resolve, 20));
    const lives = (place) => place.querySelector(".live-widget-view")?.childElementCount
        || place.querySelector(":scope > .live-widget-message, [data-usable].dossier-widget");
    const late = Date.now() + 1000;
    for (const place of document.querySelectorAll("live-widget")) {
        if (lives(place) || place.closest("details:not([open])")) continue;
        place.scrollIntoView({ behavior: "instant" });
        while (!lives(place) && Date.now() < late) await moment();
        if (!lives(place)) return false;
    }
    return true;
"""
WHOLE = """document.querySelector(".step-bar [aria-pressed='false']")?.click();"""
UNFOLD = "for (const fold of document.querySelectorAll('details')) fold.open = true;"
MESSAGES = """
    return [...document.querySelectorAll("live-widget > .live-widget-message")]
        .map((message) => message.textContent);
"""
WIDER = "return Math.max(0, document.documentElement.scrollWidth - innerWidth);"
RECORD = "return JSON.parse(localStorage.getItem('stalin-versus-lenin') ?? '{}');"
STATUS = "return document.querySelector(given[0])?.querySelector('[role=status]').textContent;"
CONTROL = """
    const widget = document.querySelector(given.at(-2))?.closest(".dossier-widget");
    const name = (one) => [...one.labels].map((label) => label.textContent).join()
        || one.getAttribute("aria-label") || one.textContent;
    return [...(widget?.querySelectorAll("button, input, select") ?? [])]
        .find((one) => name(one).includes(given.at(-1)));
"""
SAYS = """
    const widget = document.querySelector(given[0])?.closest(".dossier-widget");
    return widget?.querySelector("[role=status]").textContent.includes(given[1]);
"""
FORGET = """
    localStorage.clear();
    await new Promise((resolve, reject) => {
        const asked = indexedDB.deleteDatabase("stalin-versus-lenin");
        asked.onsuccess = resolve;
        asked.onerror = asked.onblocked = reject;
    });
"""
COVER = """
    const [button, line] = ["button", "div"].map((tag) => document.createElement(tag));
    button.id = "covered";
    button.onclick = () => { button.dataset.pressed = "yes"; };
    button.style = "position: absolute; height: 40px; top: " + (scrollY + innerHeight - 60) + "px";
    line.style = "position: fixed; inset: auto 0 0; height: 80px; z-index: 9999";
    document.body.append(button, line);
"""
ACTIVE = """
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === "activated";
"""


def visit(engine: Engine, url: str) -> None:
    """Open a page whole, lay all of it out and bring its widgets to life."""
    engine.open(url)
    engine.until("return !document.documentElement.dataset.fresh;")
    engine.run(WHOLE)
    engine.until(ALIVE)
    assert engine.run(MESSAGES) == []


SURE = """const slider = document.querySelector(given[0]);
slider.value = "80";
slider.dispatchEvent(new Event("input", { bubbles: true }));"""


def forget(engine: Engine, served: str) -> None:
    """Take away all that is kept, on a page that has nothing which could keep it again."""
    visit(engine, f"{served}/book/sources.html")
    engine.run(FORGET)


def css(selector: str) -> str:
    return f"return document.querySelector({json.dumps(selector)});"


def section(item: Item) -> str:
    return f"section.exercise[id=question-{item.id.replace('/', '-')}]"


def solve(engine: Engine, item: Item, response: Any) -> None:
    """Answer a question, say how sure one is where it asks, and press the button."""
    _WAYS[item.kind](engine, section(item), item, response)
    if item.confidence:
        engine.run(SURE, f"{section(item)} .exercise-sure input")
    engine.press(css(f"{section(item)} .exercise-check"))


def _ticks(engine: Engine, view: str, item: Item, response: Any) -> None:
    for name in [response] if item.kind == "choice" else response:
        engine.press(css(f"{view} .exercise-ticks input[value={name}]"))


def _order(engine: Engine, view: str, item: Item, response: Any) -> None:
    place = "return [...document.querySelectorAll(given[0])].map((row) => row.dataset.id);"
    rows = f"{view} .widget-sortable > li"
    for goal, name in enumerate(response):
        while (now := engine.run(place, rows).index(name)) > goal:
            engine.press(css(f"{rows}[data-id={name}] button[aria-label$=': earlier']"))
            engine.until(f"{place[:-1]}.indexOf(given[1]) < given[2];", rows, name, now)


def _rows(engine: Engine, view: str, item: Item, response: Any) -> None:
    if item.options[0].piece:  # type: ignore[union-attr]
        return _pens(engine, view, item, response)
    letter = "return document.querySelector(given[0]).getAttribute('aria-keyshortcuts');"
    for name, target in response.items():
        key = engine.run(letter, f"{view} .bin-bar[value={target}]")
        engine.type(key, css(f"{view} [data-slip={name}] > .bin-slip"))


def _pens(engine: Engine, view: str, item: Item, response: Any) -> None:
    letter = "return document.querySelector(given[0]).getAttribute('aria-keyshortcuts');"
    for name, target in response.items():
        key = engine.run(letter, f"{view} .pen-tray button[value={target}]")
        engine.type(key, css(f"{view} .pen-part[data-part={name}] input"))


def _line(engine: Engine, view: str, item: Item, response: Any) -> None:
    engine.type(str(response), css(f"{view} .exercise-line input"))


def _text(engine: Engine, view: str, item: Item, response: Any) -> None:
    engine.type(response, css(f"{view} textarea"))


def _slider(engine: Engine, view: str, item: Item, response: Any) -> None:
    engine.type(HOME + RIGHT * (response // 5), css(f"{view} input[type=range]"))


_WAYS: dict[str, Callable[[Engine, str, Item, Any], None]] = {
    "choice": _ticks,
    "choices": _ticks,
    "order": _order,
    "match": _rows,
    "mark": _pens,
    "number": _line,
    "short": _text,
    "estimate": _slider,
}


def test_which_engine_it_is(engine: Engine, record_property: Callable[[str, str], None]) -> None:
    record_property(engine.name, engine.version)
    assert engine.version


def test_what_lies_under_a_line_at_the_bottom_is_brought_where_it_can_be_pressed(
    engine: Engine, served: str
) -> None:
    visit(engine, f"{served}/book/sources.html")
    engine.run(COVER)
    engine.press(css("#covered"))
    engine.until("return document.querySelector('#covered').dataset.pressed;")


def test_what_cannot_be_pressed_is_said_with_what_lies_over_it(
    engine: Engine, served: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.PATIENCE", 1)
    visit(engine, f"{served}/book/sources.html")
    engine.run(COVER)
    engine.run(
        "document.body.lastChild.style.height = '100vh'; document.body.lastChild.id = 'over';"
    )
    with pytest.raises((AssertionError, WebDriverException), match=r"it lies under .*over"):
        engine.press(css("#covered"))


def test_no_new_edition_is_told_of_where_nothing_has_changed(engine: Engine, served: str) -> None:
    for _ in range(2):
        visit(engine, f"{served}/book/sources.html")
        engine.until(ACTIVE)
    engine.run("const all = navigator.serviceWorker; await (await all.getRegistration()).update();")
    fresh = "const own = await navigator.serviceWorker.getRegistration();"
    assert engine.run(f"{fresh} return !own.installing && !own.waiting;")


PRINTED = """
    const links = () => [...document.querySelectorAll("link[rel=stylesheet][media=print]")];
    const before = links().length;
    dispatchEvent(new Event("beforeprint"));
    const styles = [...links().map((link) => link.sheet), ...document.adoptedStyleSheets];
    return [before, Math.max(0, ...styles.map((style) => style?.cssRules.length ?? 0))];
"""


def test_what_is_printed_before_anything_else_has_the_style_for_paper(
    engine: Engine, served: str
) -> None:
    engine.open(f"{served}/book/sources.html")
    before, rules = engine.run(PRINTED)
    assert not before
    assert rules
    engine.complaints()  # a browser may say that it waits, as is meant here


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_silent_alive_and_as_wide_as_its_window_and_its_widgets_answer_and_keep(
    engine: Engine, served: str, name: str
) -> None:
    engine.widen(1280)
    visit(engine, f"{served}/{name}.html")
    wider = {1280: engine.run(WIDER)}
    wider[engine.widen(390)] = engine.run(WIDER)
    engine.widen(1280)
    engine.run(UNFOLD)
    engine.until(ALIVE)
    assert not engine.complaints()
    assert not any(wider.values()), wider
    page = name.partition("/")[2]
    for widget, control, value, said in WIDGETS.get(page, []):
        if value:
            engine.choose(value, CONTROL, f".{widget}", control)
        else:
            engine.press(CONTROL, f".{widget}", control)
        engine.until(SAYS, f".{widget}", said)
        assert engine.run(RECORD)["widgets"][f"{page}/{widget}"]["work"]
        assert not engine.complaints()


def test_every_kind_of_widget_is_used_on_a_page() -> None:
    used = {widget for uses in WIDGETS.values() for widget, *_ in uses}
    assert {key.partition("/")[2] for key in settings().widgets} <= used | TOLD
    assert {f"book/{page}" for page in WIDGETS} <= set(PAGES)


def test_a_question_of_each_kind_is_answered_kept_and_counted(engine: Engine, served: str) -> None:
    forget(engine, served)
    visit(engine, f"{served}/book/poison.html")
    assert not engine.run(RECORD).get("items")
    said: dict[str, str] = {}
    for item in KINDS:
        given = {"short": "A dated letter.", "estimate": 60}.get(item.kind) or key_of(item.rule())
        solve(engine, item, given)
        said[item.id] = engine.until(STATUS, section(item))
        if item.scored:
            assert said[item.id].startswith(f"Right: {item.points} of {item.points} point"), item.id
        (attempt,) = engine.run(RECORD)["items"][item.id]["work"]["attempts"]
        assert attempt.get("confidence") == (80 if item.confidence else None), item.id
        assert settled(item, attempt["response"]) == settled(item, given), item.id
    visit(engine, f"{served}/book/poison.html")
    for item in KINDS:
        assert engine.run(STATUS, section(item)).startswith(said[item.id][:20]), item.id
    visit(engine, f"{served}/book/record.html")
    told = "return document.querySelector('section.record').textContent.includes(given[0]);"
    engine.until(told, f"You have answered {len(KINDS)} of")
    assert not engine.complaints()


def test_a_restart_of_the_browser_keeps_an_answer(built: Path, tmp_path: Path, site: Site) -> None:
    needed("firefox")
    first = Firefox(tmp_path / "profile")
    visit(first, f"{site.address}/book/poison.html")
    solve(first, FIRST, key_of(FIRST.rule()))
    status = first.until(STATUS, section(FIRST))
    first.quit()
    again = Firefox(tmp_path / "profile")
    visit(again, f"{site.address}/book/poison.html")
    assert again.run(STATUS, section(FIRST)).startswith(status[:20])
    assert again.run(RECORD)["items"][FIRST.id]["work"]["attempts"]
    again.quit()


def test_without_a_network_the_book_lives_on(engine: Engine, site: Site) -> None:
    visit(engine, f"{site.address}/book/index.html")
    engine.until(ACTIVE)
    site.stop()
    for name in ("book/poison", "book/record"):
        visit(engine, f"{site.address}/{name}.html")
    visit(engine, f"{site.address}/book/poison.html")
    solve(engine, FIRST, key_of(FIRST.rule()))
    status = engine.until(STATUS, section(FIRST))
    visit(engine, f"{site.address}/book/poison.html")
    assert engine.run(STATUS, section(FIRST)).startswith(status[:20])
    engine.open(f"{site.address}/book/nothing.html")
    engine.until("return document.body.textContent.includes('You are offline');")
    site.start()
