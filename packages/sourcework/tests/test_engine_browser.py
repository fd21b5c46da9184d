"""Tests of the book in a browser: its widgets run, and what one saves there can be graded."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from engine_book import Copy
from engine_class import COLUMN

playwright = pytest.importorskip("playwright.sync_api")
LIVELY = ["bell", "ledger", "page", "people", "record", "night-watch"]
KEPT = 'localStorage.getItem("quillhaven-bell")'
# Once a widget has drawn itself, what stands in its place on paper is hidden, or gone on with.
DRAWN = """() => [...document.querySelectorAll("live-widget")].every((widget) =>
  widget.querySelector("[data-usable].dossier-widget")
  || widget.querySelector(".live-widget-fallback").hidden && widget.children.length > 1)"""


def opened(page: playwright.Page, html: Path, name: str) -> playwright.Page:
    """Open a page of the book, down to its end, until every widget is drawn."""
    page.goto((html / f"{name}.html").as_uri())
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for widget in page.locator("live-widget").all():
        widget.scroll_into_view_if_needed()
    page.wait_for_function(DRAWN)
    return page


@pytest.mark.parametrize("name", LIVELY)
def test_every_widget_draws_itself(name: str, html: Path, page: playwright.Page) -> None:
    assert opened(page, html, name).locator("live-widget").count() > 0


def test_an_answer_is_kept_in_the_record_of_this_book(html: Path, page: playwright.Page) -> None:
    opened(page, html, "ledger")
    page.get_by_role("checkbox", name="The ringing of the bell").check()
    page.get_by_role("checkbox", name="The ledger under the seat").check()
    page.get_by_role("button", name="Check").first.click()
    told = page.locator("section.exercise").get_by_text("So I ran up the quay and rang")
    told.first.wait_for()
    page.wait_for_function(f"() => {KEPT}?.includes('ledger/choices-1')")
    opened(page, html, "record")
    page.get_by_text("1 of 3").first.wait_for()


def test_the_file_that_a_browser_saves_is_graded(
    html: Path, page: playwright.Page, book: Copy, tmp_path: Path
) -> None:
    opened(page, html, "night-watch")
    page.get_by_role("radio", name="Ибрагим Саттаров").check()
    page.get_by_role("checkbox", name="How high the gauge stood at eight").check()
    page.get_by_label("Your name").fill("Łucja O'Dowd-Żak")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers to a file").click()
    folder, gradebook = tmp_path / "class", tmp_path / "grades.csv"
    name = download.value.suggested_filename
    assert name.startswith("night-watch-answers-łucja-o-dowd-zak-")
    download.value.save_as(folder / f"odowdzakłucja_4100_70001_{name}")  # as Canvas gives it out
    gradebook.write_text(
        f"Student,ID,SIS Login ID,Section,{COLUMN}\n    Points Possible,,,,17\n"
        '"O\'Dowd-Żak, Łucja",4100,s1,1,\n"O\'Dowd, Lucja",4101,s2,1,\n',
        encoding="utf-8",
    )
    options = ("--gradebook", gradebook, "--out", tmp_path / "out")
    book.run("-m", "sourcework", "grade", "night-watch", folder, *options)
    with (tmp_path / "out/results.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["night-watch/choice-1"] == "1"
    assert row["night-watch/choices-1"] == "1", "one of two"
    with (tmp_path / "out/grades.csv").open(encoding="utf-8", newline="") as file:
        entered = {each["Student"]: each[COLUMN] for each in csv.DictReader(file)}
    assert entered["O'Dowd-Żak, Łucja"] == "2"
    assert entered["O'Dowd, Lucja"] == ""
