"""Codes on paper: a telephone's camera finds the address of the step, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import engine_book
import pytest
from engine_book import Copy
from engine_steps import STEPS, in_steps

BASE = "https://readers.example/quillhaven/"
CODE = re.compile(r'<p class="?paper-code"?>')
LEAST = 20  # millimetres across, without the quiet zone
SCALE = 3  # dots of a picture for each point of a sheet
POINT = 25.4 / 72  # millimetres


def _build(folder: Path) -> None:
    copy = in_steps(Copy(folder))
    copy.replace(
        "_config.yml", "    language: en\n", f"    language: en\n    html_baseurl: {BASE}\n"
    )
    copy.build()


@pytest.fixture(scope="module")
def published() -> Path:
    """Return the pages of the book in steps, with an address."""
    return engine_book.built_once("published", _build) / "_build/html/book"


def read(pdf: bytes) -> dict[str, float]:
    """Return what a reader of codes finds on the sheets of a PDF, with how large it is in mm."""
    pdfium = pytest.importorskip("pypdfium2")
    codes = pytest.importorskip("zxingcpp")
    found = {}
    for sheet in pdfium.PdfDocument(pdf):
        picture = sheet.render(scale=SCALE).to_numpy()
        for each in codes.read_barcodes(picture):
            across = abs(each.position.top_right.x - each.position.top_left.x)
            found[each.text] = across / SCALE * POINT
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_step_on_paper_leads_to_itself(browser: Any, published: Path, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto((published / "bell.html").as_uri())
    sections = page.locator("section:has(> .step-head)").all()
    want = {f"{BASE}book/bell.html#{each.get_attribute('id')}" for each in sections}
    page.emulate_media(media="print", color_scheme=scheme)
    codes = page.locator(".paper-code > img")
    for code in codes.all():
        code.scroll_into_view_if_needed()
    page.wait_for_function(
        "[...document.querySelectorAll('.paper-code > img')].every((each) => each.naturalWidth)"
    )
    found = read(page.pdf(format="A4"))
    words = {each.inner_text() for each in page.locator(".paper-code > span").all()}
    context.close()
    assert len(want) == len(STEPS)
    assert found.keys() == words == want
    assert min(found.values()) >= LEAST


def test_a_screen_asks_for_no_code(page: Any, published: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((published / "bell.html").as_uri())
    page.locator(".step-bar").wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator(".paper-code").count() == len(STEPS)
    assert not page.locator(".paper-code").first.is_visible()
    assert not [each for each in asked if "/codes/" in each]


def test_a_page_of_questions_without_steps_has_one(published: Path) -> None:
    for path in published.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        steps, codes = text.count("step-head"), len(CODE.findall(text))
        asks = "handout-name" in text
        assert codes == (steps or asks), path.name
    worker = (published.parent / "sw.js").read_text(encoding="utf-8")
    assert "_static/codes/" not in worker


def test_a_book_without_an_address_has_none(stepped: Path) -> None:
    for path in stepped.glob("*.html"):
        assert not CODE.search(path.read_text(encoding="utf-8"))
    assert not (stepped.parent / "_static/codes").exists()
