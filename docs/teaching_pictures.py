"""Take the pictures on the teachers' pages of the book: small ones, each of one thing.

`make pictures` calls this with the class and the assignments of the tests. What shows a right
answer is from an assignment that was made up: the keys of the book's own are in no page.
"""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path

from benchmarks.browsing import chromium
from benchmarks.forms import show_form
from playwright.sync_api import Browser, ViewportSize
from twelve import NAME, response

from sourcework.assignments.definition import load_assignment
from sourcework.authoring.question_widget import QuestionDesk

from .grading import feedback, statistics  # type: ignore[attr-defined]  # not of the folder
from .pictures import come_alive, opened, write

__all__ = ["main"]

_PHONE: ViewportSize = {"width": 420, "height": 4000}  # what is wider cannot be read on a phone
_FINE = 1.25  # dots for a pixel, for screens that have more of them
_SAVED = "2026-11-24T10:00:00Z"
_DESK: ViewportSize = {"width": 1160, "height": 1400}
_ABOUT = {"title": "Verbs of saying", "time": "Ten minutes", "chapter": "The poison episode"}
_ABOUT |= {"instructions": "Answer from the words of the passages."}
_VERB = "Lenin had asked him for poison"
_WRITTEN = {  # a question of which one quotation is wrong
    "assignment": "",
    "about": _ABOUT,
    "draft": {
        "kind": "choice",
        "objective": "close-1",
        "level": "1",
        "points": "1",
        "excerpts": ["poison/narrator"],
        "stem": "Of which of these does the sentence speak as of something that came first?",
        "options": [
            {
                "id": "o417",
                "text": "of the asking",
                "feedback": "One reports an asking after it. Look at the tense.",
                "words": _VERB,
                "right": True,
            },
            {
                "id": "o203",
                "text": "of the telling",
                "feedback": "It is told first, and so it seems to come first. Look at the tense.",
                "words": "Stalin had told the Politburo",
            },
        ],
    },
}
_OPEN = 3  # questions at the end that are left out


def main() -> None:
    """Take all pictures."""
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        hand_in(browser)
        shoot(browser, Path(folder) / "feedback.html", feedback(), "article", 642)
        shoot(browser, Path(folder) / "statistics.html", statistics(), "main", 760)
        form(browser, Path(folder) / "my-assignments")


def hand_in(browser: Browser) -> None:
    """Take the box in which a student saves the answers, most of which are given."""
    chance = random.Random(4)
    asked = list(load_assignment(NAME).questions.values())[:-_OPEN]
    entries = {
        each.id: {"saved": _SAVED, "work": {"response": response(each, chance, 1)}}
        for each in asked
    }
    record = json.dumps({"format": 1, "items": entries})
    with opened(browser, NAME, viewport=_PHONE, device_scale_factor=_FINE) as page:
        page.evaluate("record => localStorage.setItem('stalin-versus-lenin', record)", record)
        page.reload()
        come_alive(page)
        box = page.locator(".hand-in")
        box.get_by_label("Your name").fill("Ana Abel")
        write("grading/hand-in", box.screenshot(animations="disabled"))


def shoot(browser: Browser, file: Path, html: str, start: str, height: int) -> None:
    """Take so much of a page from what `start` finds on."""
    file.write_text(html, encoding="utf-8")
    page = browser.new_page(viewport=_PHONE, device_scale_factor=_FINE)
    page.goto(file.as_uri())
    top = page.locator(start).first.evaluate("part => part.getBoundingClientRect().y")
    clip = {"x": 0, "y": max(top - 12, 0), "width": _PHONE["width"], "height": height}
    write(f"grading/teacher-{file.stem}", page.screenshot(clip=clip))  # type: ignore[arg-type]
    page.close()


def form(browser: Browser, folder: Path) -> None:
    """Take the form for questions of one's own: one half written, of which one word is wrong."""
    desk = QuestionDesk(folder)
    desk.work = _WRITTEN
    page = browser.new_page(viewport=_DESK)
    shown = show_form(page, desk, "body { font: 16px/1.5 sans-serif; }")
    quoted = shown.get_by_label("Words that decide").last
    quoted.focus()
    quoted.blur()
    shown.locator(".question-check > summary").click()
    shown.get_by_text("to mend").wait_for()
    page.mouse.move(0, 0)
    shown.get_by_role("group", name="The question").evaluate("part => part.scrollIntoView()")
    write("questions/form", page.screenshot(animations="disabled"))
    page.close()


if __name__ == "__main__":
    main()
