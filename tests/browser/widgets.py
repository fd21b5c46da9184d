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
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    alive = page.locator(".dossier-widget", has=page.locator(f".{name}"))
    for place in page.locator("live-widget").all():
        if alive.count():
            break
        place.scroll_into_view_if_needed()
        place.locator(".dossier-widget").wait_for()
    return alive


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
