"""Widget of the engine's book, alive in its page, for one who has never been there."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def come_alive(page: Any, address: Path, told: str, root: str) -> Any:
    """Return a widget, by words of its fallback and what its view has in it, once it is drawn."""
    page.goto(address.as_uri())
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("live-widget", has=page.get_by_text(told)).scroll_into_view_if_needed()
    view = page.locator(".dossier-widget", has=page.locator(root))
    view.wait_for()
    return view
