"""What the tests of all widgets do: find one, read its record, save its table."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import Locator, Page


def widget(page: Page, name: str) -> Locator:
    """Open the folds, bring the widget with this class near, and return its frame, alive."""
    alive = page.locator(".dossier-widget", has=page.locator(f".{name}"))
    for number in page.evaluate(_RAREST_FIRST):
        if alive.count():
            break
        place = page.locator("live-widget").nth(number)
        place.evaluate(_UNFOLD)
        place.scroll_into_view_if_needed()
        place.locator(".dossier-widget").wait_for()
    return alive


# Questions and notes, of which a page has many, need not come alive for a widget that it has once.
_RAREST_FIRST = """() => {
    const all = [...document.querySelectorAll("live-widget")];
    const modules = all.map((each) => each.dataset.module);
    const often = (number) => modules.filter((each) => each === modules[number]).length;
    return [...modules.keys()].sort((one, other) => often(one) - often(other));
}"""
_UNFOLD = """place => {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details"))
        fold.open = true;
}"""


def stored(page: Page, key: str) -> dict[str, Any]:
    """Return the work that this browser keeps of one widget."""
    record = json.loads(page.evaluate("localStorage.getItem('stalin-versus-lenin')"))
    work: dict[str, Any] = record["widgets"][key]["work"]
    return work


def save(page: Page, view: Locator) -> pd.DataFrame:
    """Press "Save as a table" and read what is downloaded."""
    with page.expect_download() as waiting:
        view.get_by_role("button", name="Save as a table").click()
    return pd.read_csv(io.BytesIO(Path(waiting.value.path()).read_bytes()))


def peg(view: Locator, name: str) -> Locator:
    """Return the button of a peg between which strings are tied."""
    return view.locator(f"[data-peg='{name}']")
