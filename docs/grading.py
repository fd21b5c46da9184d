"""Take the pictures of `docs/grading`: feedback, an answer to mark, what a class made of it.

`make pictures` calls this with the small assignment and the simulated class of the tests, and
with a made-up student's work in *Twelve days*.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.browsing import chromium
from playwright.sync_api import Browser, ViewportSize
from witness_case import GOOD, RIGHT, case, result_of, simulated

from sourcework.assignments.definition import load_assignment
from sourcework.assignments.solutions import load_solution
from sourcework.grading.marking.results import Result, Student
from sourcework.grading.marking.totals import standing
from sourcework.grading.reports.essays import Essays
from sourcework.grading.reports.feedback_pages import feedback_page
from sourcework.grading.reports.statistics import GROUP, ItemStatistics
from sourcework.grading.store.results_store import Ledger

from .pictures import write

__all__ = ["main"]

_DESK: ViewportSize = {"width": 800, "height": 1400}
_WORK = {
    "order": ["postscript", "request", "break", "report"],
    "seen": True,
    "had": {
        "krupskaya": "lenin",
        "stalin": "krupskaya",
        "zinoviev-kamenev": "krupskaya",
        "tomsky": "stalin",
        "trotsky": "lenin",
        "narrator": "trotsky",
        "page": "narrator",
    },
}
_TEXT = (
    "The letter that threatens a break is dated 5 March 1923, and Stalin's note to the Politburo "
    "on the request is dated 21 March, so the page has the two the wrong way round. That Lenin "
    "asked for poison in March we have from Stalin, who says that he had it from Krupskaya, and no "
    "word of hers confirms it. He was hardly able to speak by then. It is likely that somebody "
    "spoke for him, and possible that he had said it before. A note by Krupskaya from that week "
    "would change my mind, whichever way it went."
)
_COMMENT = "The second verb is the one that decides. Quote its object too."


def main() -> None:
    """Take all pictures."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        shoot(browser, Path(folder), "feedback", feedback())
        shoot(browser, Path(folder), "feedback-why", feedback(), start="article")
        shoot(browser, Path(folder), "essays", essays(Path(folder)), start="article")
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


def essays(folder: Path) -> str:
    """Return the page that a marker reads: what a student did in the widget, and then wrote."""
    assignment = load_assignment("twelve-days")
    student = Student("canvas", "50411", "Abel, Ben", "abelben_50411")
    result = Result(
        student=student,
        file="abelben_50411_88123_answers.json",
        responses={"twelve-days/short-1": _TEXT},
        scores={},
        works={"poison/knowledge": _WORK},
    )
    pages = Essays(folder, assignment, load_solution(assignment), Ledger(folder / "ledger"))
    pages.add(result)
    pages.close()
    return (folder / "essays-1.html").read_text(encoding="utf-8")


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
    top = page.locator(start).first.evaluate("part => part.getBoundingClientRect().y + scrollY")
    height = page.evaluate("document.documentElement.scrollHeight")
    part = {"x": 0, "y": max(top - 24, 0), "width": _DESK["width"]}
    clip = part | {"height": height - part["y"]}
    write(f"grading/{name}", page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type]
    page.close()


if __name__ == "__main__":
    main()
