"""Take the pictures of `docs/` anew, from the built book: `make pictures`."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browsing import chromium
from PIL import Image, ImageChops, ImageOps
from playwright.sync_api import Browser, Locator, Page, ViewportSize

__all__ = ["STEPS", "Step", "main"]

_HERE = Path(__file__).resolve().parent
_BOOK = _HERE.parent / "_build/html/book"
_TALLEST = 1400  # pixels of a picture; what is taller is cut
_COLOURS = 128  # a picture in a palette is a third of the size
_UNSEEN = 16  # of 255: a difference that nobody sees
_DESK = {"width": 1280, "height": 3400}  # no question is taller, so that no header lies over it
_TALL = {"width": 1280, "height": 8000}  # nor is a widget
_MARGIN = 57  # 15 millimetres
_PAPER: ViewportSize = {
    "width": 794 - 2 * _MARGIN,
    "height": 1123 - 2 * _MARGIN,
}  # A4 at 96 pixels an inch
_WHOLE = "localStorage.setItem('stalin-versus-lenin.whole', 'yes')"  # chapters whole, not in steps
_GO_DEEPER = """for (const fold of document.querySelectorAll("details:is(.deeper, [data-after])")) {
  fold.dataset.opened = "";
  fold.open = true;
}"""
_TODAY = "2026-11-24T12:00:00Z"  # of the pictures: the record shows days
_FARTHEST = 700  # stops for Tab in a page

_KEYS = {"→": "ArrowRight", "←": "ArrowLeft", "↑": "ArrowUp", "↓": "ArrowDown", "⇧Tab": "Shift+Tab"}
_PRESS = re.compile(r'"(?P<text>[^"]+)"|(?P<key>[^\s×"]+)(?:×(?P<times>\d+))?')


@dataclass(frozen=True)
class Step:
    """What is pressed in one question after Tab has brought the focus there, or where it stayed.

    Attributes
    ----------
    keys
        As docs/exercises.md has them: names of keys, `×` and how often, text to type in quotes.
    picture
        The file that shows the question then; empty for none.
    start
        What it begins with, if it is not the question's first line.
    """

    item: str
    keys: str
    picture: str = ""
    start: str = ""


_MIND = (
    "I doubt that he asked on 17 March. A page of the doctors' diary for that day would move me."
)
STEPS = (
    Step("poison/estimate-1", "→×5 Tab×2 Enter"),
    Step("poison/choices-1", "Tab Space Tab×2 Space Tab Space Tab×3 Enter", "choices"),
    Step("poison/mark-1", 'Tab×2 "ftfl"', "mark"),
    Step("poison/mark-1", '"iti" Tab×7 Enter'),
    Step("poison/choice-1", "↓×3 → Tab×3 Enter", "choice"),
    Step("poison/match-1", 'Tab "halrttt" Tab×8 Enter'),
    Step("poison/match-1", "Tab×2 Enter", "match", ".pen-text > section:last-child"),
    Step("poison/order-1", "↓×4 ⇧Tab ↑×2", "order"),
    Step("poison/order-1", "Tab×4 Enter Tab×2 Enter", "order-revealed"),
    Step("poison/choice-6", "↓×2 → Tab×3 Enter"),
    Step("poison/choice-5", "↓×3 Tab×2 Enter"),
    Step("poison/number-2", '"3" Tab → Tab×2 Enter', "number"),
    Step("poison/choice-2", "Tab ↓×2 Tab Enter Tab×2 Enter"),
    Step("poison/choices-2", "Space Tab Space Tab×3 Space Tab×2 → Tab×2 Enter"),
    Step("poison/choice-3", "↓ Tab×3 Enter"),
    Step("poison/choice-4", "Space Tab×2 Enter"),
    Step("poison/estimate-2", "→×7 Tab×2 Enter", "estimate"),
    Step("poison/short-1", f'"{_MIND}" Tab×2 Enter Tab Space Tab×3 Space', "short"),
)

_NEAR_ARE_ALIVE = """() => [...document.querySelectorAll("live-widget:defined")].every((place) => {
  const { top, bottom } = place.getBoundingClientRect();
  const away = !place.checkVisibility() || bottom < 0 || top > innerHeight;
  return away || place.querySelector(".dossier-widget");
})"""


def main() -> None:
    """Take all pictures and say how large each is."""
    if not _BOOK.exists():
        raise SystemExit(f"There is no built book in {_BOOK}; run: make book")
    with chromium() as browser:
        readme(browser)
        by_keyboard(browser)
        without_scripts(browser)
        widgets(browser)


def readme(browser: Browser) -> None:
    """Take the picture of the README: an excerpt with its provenance."""
    with opened(browser, "testament", viewport={"width": 1200, "height": 900}) as page:
        page.locator("#testament-postscript summary").click()
        page.locator("#testament-postscript").evaluate(
            "excerpt => scrollTo(0, excerpt.getBoundingClientRect().top + scrollY - 130)"
        )
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        write("screenshot", page.screenshot(animations="disabled"))


def by_keyboard(browser: Browser) -> None:
    """Answer all questions of a chapter without a mouse, and look at the record at the end."""
    with opened(browser, "poison", viewport=_DESK) as page:
        come_alive(page)
        page.evaluate("scrollTo(0, 0)")
        for step in STEPS:
            anchor = f"#question-{step.item.replace('/', '-')}"
            tab_to(page, f"section.exercise{anchor}")
            press(page, step.keys)
            if step.picture:
                question = page.locator(f"section{anchor}.exercise")
                take(f"exercises/{step.picture}", question, step.start)
        tab_to(page, 'a[href="record.html"]')
        press(page, "Enter")
        take("exercises/record", page.locator("section.record"))
        page.go_back()
        print_out("exercises/printed-answered", page, "#question-poison-choice-1")


def without_scripts(browser: Browser) -> None:
    """Take a question as it is where JavaScript does not run: folded, open, on paper."""
    with opened(browser, "poison", viewport=_DESK, java_script_enabled=False) as page:
        question = page.locator("#question-poison-choice-1")
        take("exercises/scriptless", question)
        question.locator("summary").last.press("Enter")
        take("exercises/scriptless-open", question)
    with opened(browser, "poison", java_script_enabled=False) as page:
        print_out("exercises/printed", page, "#question-poison-choice-1")


def widgets(browser: Browser) -> None:
    """Take every widget before and after use; docs/widgets.json says what the reader has done.

    Of each widget it has the page and the work, and, where need be, what has the focus, what is
    pressed there, what a list is moved to, and from where on the second picture shows the widget.
    """
    uses = json.loads((_HERE / "widgets.json").read_text(encoding="utf-8"))
    for name, use in uses.items():
        with opened(browser, use["page"], viewport=_TALL) as page:
            widget = page.locator(".dossier-widget", has=page.locator(f".{name}"))
            page.evaluate(_GO_DEEPER)
            come_alive(page)
            take(f"widgets/{name}-before", widget)
            keep(page, f"{use['page']}/{name}", use["work"])
            page.reload()
            page.evaluate(_GO_DEEPER)
            come_alive(page)
            if "press" in use:
                widget.locator(use["focus"]).focus()
                press(page, use["press"])
            if "show" in use:
                widget.locator(use["show"]).evaluate("row => row.scrollIntoView({ block: 'end' })")
            take(f"widgets/{name}-after", widget, use.get("from", ""))


def keep(page: Page, key: str, work: object) -> None:
    """Put a reader's work of one widget into the record of the page's browser."""
    entry = {"saved": _TODAY, "work": work}
    record = json.dumps({"format": 1, "widgets": {key: entry}})
    page.evaluate("record => localStorage.setItem('stalin-versus-lenin', record)", record)


@contextmanager
def opened(browser: Browser, name: str, **options: object) -> Iterator[Page]:
    """Open a page of the built book from the disk, at rest and without motion."""
    options |= {"bypass_csp": True, "reduced_motion": "reduce", "timezone_id": "UTC"}
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_init_script(_WHOLE)
    page = context.new_page()
    page.clock.set_fixed_time(_TODAY)
    page.goto((_BOOK / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def come_alive(page: Page) -> None:
    """Let every widget of the page come alive, where there is JavaScript."""
    for place in page.locator("live-widget:defined").all():
        place.evaluate("place => place.scrollIntoView()")
        page.wait_for_function(_NEAR_ARE_ALIVE)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on or in what `selector` finds; not at all if it is there."""
    for _ in range(_FARTHEST):
        page.wait_for_function(_NEAR_ARE_ALIVE)
        if page.evaluate("s => !!document.activeElement.closest(s)", selector):
            return
        page.keyboard.press("Tab")
    raise RuntimeError(f"{_FARTHEST} times Tab did not lead to {selector}")


def press(page: Page, keys: str) -> None:
    """Press the keys of a step."""
    for found in _PRESS.finditer(keys):
        if found["text"]:
            page.keyboard.type(found["text"])
        for _ in range(0 if found["text"] else int(found["times"] or 1)):
            page.keyboard.press(_KEYS.get(found["key"], found["key"]))


def take(name: str, part: Locator, start: str = "") -> None:
    """Take the picture of a part of a page; of a tall one from `start` on, or its "end"."""
    part.wait_for()
    part.evaluate("part => part.scrollIntoView({ block: 'center' })")
    top = float("inf") if start == "end" else 0.0
    if start not in ("", "end"):
        top = part.locator(start).evaluate(
            "(start, part) => start.getBoundingClientRect().y - part.getBoundingClientRect().y",
            part.element_handle(),
        )
    write(name, part.screenshot(animations="disabled"), top)


def print_out(name: str, page: Page, selector: str) -> None:
    """Take a sheet of the page as it is printed, from what `selector` finds on."""
    page.set_viewport_size(_PAPER)
    page.emulate_media(media="print")
    come_alive(page)
    page.locator(selector).first.evaluate("part => part.scrollIntoView()")
    write(name, page.screenshot(animations="disabled"), margin=_MARGIN)


def write(name: str, png: bytes, top: float = 0, margin: int = 0) -> None:
    """Write the picture from `top` on, cut and in a palette, and say how large it is."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    first = max(int(min(top, image.height - _TALLEST)), 0)
    image = image.crop((0, first, image.width, min(image.height, first + _TALLEST)))
    image = ImageOps.expand(image, margin, "white")
    image = image.quantize(_COLOURS, dither=Image.Dither.NONE)
    path = _HERE / f"{name}.png"
    if not (path.exists() and alike(Image.open(path), image)):
        image.save(path, optimize=True)
    print(f"{path.relative_to(_HERE.parent)}: {path.stat().st_size / 1024:.0f} KiB")


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Say whether two pictures look the same: a browser draws a pixel here and there otherwise."""
    if one.size != other.size:
        return False
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(difference.tobytes()) <= _UNSEEN


if __name__ == "__main__":
    main()
