"""Take the pictures of `docs/grading`: a student's feedback, and what a class made of it all.

`make pictures` calls this with the small assignment and the simulated class of the tests.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.browsing import chromium
from playwright.sync_api import Browser
from witness_case import GOOD, RIGHT, case, result_of, simulated

from dossier.grading.feedback import feedback_page
from dossier.grading.standing import standing
from dossier.grading.statistics import GROUP, ItemStatistics

from .pictures import write

__all__ = ["main"]

_DESK = {"width": 800, "height": 1400}
_COMMENT = "The second verb is the one that decides. Quote its object too."


def main() -> None:
    """Take all pictures."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        shoot(browser, Path(folder), "feedback", feedback())
        shoot(browser, Path(folder), "feedback-why", feedback(), start="article")
        shoot(browser, Path(folder), "statistics", statistics())


def feedback() -> str:
    """Return the page of a student who handed in late, with one of two essays marked."""
    result = result_of(
        RIGHT | {"witness/choice-1": "warn", "witness/number-1": 12},
        {"witness/short-1": GOOD},
        comments={"witness/short-1": {"words": _COMMENT}},
        lost=0.1,
        remarks=("Your work came on 2 December 2026, nine hours after the due date.",),
    )
    return feedback_page(*case(), result)


def statistics() -> str:
    """Return the page of a class of 64."""
    assignment, solution = case()
    gathering = ItemStatistics(assignment, solution)
    results = sorted(simulated(64, seed=4), key=lambda each: standing(assignment, each).points)
    for result in results:
        gathering.add(result)
    size = round(GROUP * len(results))
    gathering.groups(results[:size], results[-size:])
    return gathering.finish().html()


def shoot(browser: Browser, folder: Path, name: str, html: str, start: str = "main") -> None:
    """Take a page from what `start` finds on."""
    file = folder / f"{name}.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport=_DESK)
    page.goto(file.as_uri())
    top = page.locator(start).first.evaluate("part => part.getBoundingClientRect().y")
    write(f"grading/{name}", page.screenshot(full_page=True), max(top - 24, 0))
    page.close()


if __name__ == "__main__":
    main()
