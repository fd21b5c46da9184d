"""What the tests of exercises do: find a question, answer it by its kind, read what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from sourcework.items import Item

RECORD = "stalin-versus-lenin"
LEVELS = {"doubtful": "40", "fairly sure": "80", "certain": "100"}


def question(page: Page, item: str) -> Locator:
    """Bring the question near, so that it comes alive, and return its section."""
    name = f"question-{item.replace('/', '-')}"
    page.wait_for_selector("html:not([data-fresh])", state="attached")  # laid out: it stays near
    place = page.locator("live-widget", has=page.locator(f"[id={name}]"))
    place.evaluate(_UNFOLD)
    place.scroll_into_view_if_needed()
    view = page.locator(f"section.exercise[id={name}]")
    view.wait_for()
    return view


# Opens what the place waits in, without a word of it in the record, and the chapter around it.
_UNFOLD = """place => {
    const whole = ".step-bar button[aria-pressed='false']";
    if (place.closest("[data-away]")) document.querySelector(whole).click();
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.dataset.opened = "";
        fold.open = true;
    }
}"""


def too_small(controls: Locator) -> list[tuple[str, float]]:
    """Return of which controls that are seen a finger does not find the height, and that."""
    found: list[tuple[str, float]] = controls.evaluate_all(_TOO_SMALL)
    return found


_TOO_SMALL = """all => all
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < 43.9)"""


def kept(page: Page, item: str) -> dict[str, Any]:
    """Return what this browser keeps of the answer to an item."""
    record = json.loads(page.evaluate(f"localStorage.getItem('{RECORD}') ?? '{{}}'"))
    work: dict[str, Any] = record.get("items", {}).get(item, {}).get("work", {})
    return work


def check(view: Locator) -> None:
    """Press the button that checks or keeps the answer."""
    view.locator(".exercise-check").click()


def sure(view: Locator, level: str = "fairly sure") -> None:
    """Say how sure one is, where the question asks."""
    slider = view.get_by_role("slider", name="How sure are you")
    if slider.count():
        slider.fill(LEVELS[level])


def answer(view: Locator, item: Item, response: Any) -> None:
    """Give a response by mouse, in the way of the item's kind, and say how sure one is."""
    _WAYS[item.kind](view, item, response)
    sure(view)


def mistaken(item: Item) -> Any:
    """Return a complete answer to a scored item that is not right."""
    rule = item.rule()
    match rule["kind"]:
        case "choice":
            return min(rule["credits"], key=rule["credits"].get)
        case "choices":
            return [*rule["right"][:1], *rule["wrong"][:1]]
        case "order":
            return sorted(rule["places"], key=rule["places"].get, reverse=True)
        case "match" | "mark":
            return dict.fromkeys(rule["pairs"], rule["targets"][0])
    return item.options[-1].value  # type: ignore[union-attr]


def settled(item: Item, response: Any) -> Any:
    """Return the response with what has no order put in one, so that two can be compared."""
    return sorted(response) if item.kind == "choices" else response


def _ticks(view: Locator, item: Item, response: Any) -> None:
    for box in view.locator(".exercise-ticks input").all():
        if box.get_attribute("value") in response:
            box.check()
        elif item.kind == "choices":
            box.uncheck()


def _choice(view: Locator, item: Item, response: Any) -> None:
    view.locator(f".exercise-ticks input[value={response}]").check()


def _order(view: Locator, item: Item, response: Any) -> None:
    for place, name in enumerate(response):
        row = view.locator(f".widget-sortable > li[data-id={name}]")
        up = row.get_by_role("button", name="earlier")
        while row.evaluate("row => [...row.parentNode.children].indexOf(row)") > place:
            up.click()


def _rows(view: Locator, item: Item, response: Any) -> None:
    if item.lines():
        return _pens(view, item, response)
    for option in item.options:  # type: ignore[union-attr]
        slip = view.locator(f"[data-slip={option.id}]")
        bar = view.locator(f".bin-bar[value={response.get(option.id, 'none')}]")
        if not bar.count():
            slip.locator(".bin-slip").press("Delete")
        elif slip.evaluate(
            "(slip, bar) => slip.parentNode !== bar.nextSibling", bar.element_handle()
        ):
            slip.locator(".bin-slip").press(bar.get_attribute("aria-keyshortcuts") or "")


def _pens(view: Locator, item: Item, response: Any) -> None:
    if item.cut_by_reader:
        return _lists(view, item, response)
    for option in item.options:  # type: ignore[union-attr]
        part = view.locator(f".pen-part[data-part={option.id}]")
        drawn = part.get_attribute("data-pen")
        key = "Delete" if drawn else ""
        if option.id in response:
            pen = view.locator(f".pen-tray button[value={response[option.id]}]")
            same = drawn == pen.get_attribute("data-pen")
            key = "" if same else pen.get_attribute("aria-keyshortcuts") or ""
        if key:
            part.locator("input").press(key)


def _lists(view: Locator, item: Item, response: Any) -> None:
    view.get_by_label("As a form").check()
    for number, option in enumerate(item.options):  # type: ignore[union-attr]
        given = response.get(option.id, "")
        view.locator(".exercise-rows select").nth(number).select_option(given)


def _number(view: Locator, item: Item, response: Any) -> None:
    view.get_by_role("textbox").fill(str(response))


def _short(view: Locator, item: Item, response: Any) -> None:
    view.get_by_role("textbox").fill(response)


def _estimate(view: Locator, item: Item, response: Any) -> None:
    slider = view.get_by_role("slider")
    slider.press("Home")
    for _ in range(response // 5):
        slider.press("ArrowRight")
    expect(view.locator(".exercise-said")).to_have_text(f"{response} %")


_WAYS: dict[str, Callable[[Locator, Item, Any], None]] = {
    "choice": _choice,
    "choices": _ticks,
    "order": _order,
    "match": _rows,
    "mark": _pens,
    "number": _number,
    "short": _short,
    "estimate": _estimate,
}
