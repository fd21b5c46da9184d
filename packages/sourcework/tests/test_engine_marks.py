"""Tests of the words that readers mark: by mouse, by keyboard, kept, found again, taken along."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")
RECORD = "quillhaven-bell"
DIARY = "#bell-diary"
ACROSS = "I heard the bell [the flood bell"  # from one voice into another
SELECT = """([place, from, to]) => {
  const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
  let begun = null;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const [start, end] = [node.data.indexOf(from), node.data.indexOf(to)];
    if (!begun && start >= 0) begun = [node, start];
    if (begun && end >= 0) return getSelection().setBaseAndExtent(...begun, node, end + to.length);
  }
}"""


def marked(quote: str, start: int, **more: str) -> dict[str, Any]:
    """Return an entry of the record for marked words of the diary."""
    work = {"quote": quote, "start": start, "end": start + len(quote), "before": "", "after": ""}
    return {
        "saved": "2026-11-01T12:00:00.000Z",
        "work": work | {"line": "7", "page": "bell", "excerpt": "bell/diary"} | more,
    }


def opened(page: Any, html: Path, name: str, **entries: dict[str, Any]) -> Any:
    """Open a page in a browser whose record has these marks of the diary."""
    widgets = {f"bell-diary/words-{key}": entry for key, entry in entries.items()}
    text = json.dumps(json.dumps({"format": 1, "widgets": widgets}))
    if entries:
        page.add_init_script(f"localStorage['{RECORD}'] ??= {text}")
    page.goto((html / f"{name}.html").as_uri())
    return page


def kept(page: Any) -> dict[str, Any]:
    """Return the works of all marked words, by key."""
    record = json.loads(page.evaluate(f"localStorage['{RECORD}'] ?? '{{}}'"))
    all_widgets = record.get("widgets", {}).items()
    return {key: entry["work"] for key, entry in all_widgets if "/words-" in key}


def drawn(page: Any, place: str = DIARY) -> list[str]:
    texts: list[str] = page.locator(f"{place} mark.own-mark").all_text_contents()
    return texts


def test_nothing_is_loaded_for_it_until_words_are_selected(html: Path, page: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, html, "bell")
    page.locator("h1").click()
    page.evaluate(SELECT, ["h1", "bell", "bell"])
    page.wait_for_timeout(300)
    assert not [each for each in asked if "marks" in each]
    page.evaluate(SELECT, [DIARY, "heard the b", "flood"])
    page.get_by_role("button", name="Mark these words").wait_for()
    assert len([each for each in asked if "marks" in each]) == 1


def test_selected_words_are_marked_across_voices_and_again_on_return(html: Path, page: Any) -> None:
    opened(page, html, "bell")
    before = page.locator(f"{DIARY} .dossier-words").inner_text()
    page.evaluate(SELECT, [DIARY, "I heard the b", "flood be"])  # whole words are marked
    page.get_by_role("button", name="Mark these words").click()
    assert "".join(drawn(page)) == ACROSS
    assert page.locator(f"{DIARY} .dossier-words").inner_text() == before
    assert page.locator(f"{DIARY} .dossier-gloss .dossier-tag + .dossier-unseen").count() == 1
    assert page.locator(f"{DIARY} [role=status]").inner_text() == f"Marked: “{ACROSS}”"
    ((key, work),) = kept(page).items()
    assert re.fullmatch(r"bell-diary/words-[a-z0-9]+", key)
    assert (work["quote"], work["line"], work["page"]) == (ACROSS, "7", "bell")
    assert work["excerpt"] == "bell/diary"
    assert work["end"] - work["start"] == len(ACROSS)
    page.reload()
    page.locator(f"{DIARY} .own-opener").wait_for()
    assert "".join(drawn(page)) == ACROSS
    page.evaluate(SELECT, [DIARY, "I heard", "flood bell"])
    page.get_by_role("button", name="Mark these words").click()
    assert page.locator(f"{DIARY} [role=status]").inner_text() == "These words are marked already."
    assert len(kept(page)) == 1


def test_by_keyboard_parts_of_sentences_are_marked_noted_and_unmarked(
    html: Path, page: Any
) -> None:
    opened(page, html, "bell")
    before = page.locator(f"{DIARY} .dossier-words").inner_html()
    page.locator(f"{DIARY} .dossier-permalink").focus()
    opener = page.locator(f"{DIARY} .own-opener")
    opener.wait_for()
    assert opener.inner_text() == "Mark words"
    for _ in [*page.locator(f"{DIARY} .dossier-words a").all(), opener]:  # each line has a link
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "own-opener"
    page.keyboard.press("Enter")
    parts = page.locator(f"{DIARY} .own-parts li").all_inner_texts()
    assert "I sent a child to Mr. Sattarov to say that the last crossing must not wait for me." in [
        " ".join(each.split()) for each in parts
    ]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    focus = "document.activeElement.matches(':checked') && document.activeElement.parentElement"
    assert page.evaluate(f"({focus}).innerText").strip() == parts[1].strip()
    assert "".join(drawn(page)) == "The gauge stood at nine feet by eight o'clock,"
    assert opener.inner_text() == "Your marks: 1"
    page.get_by_label("Your note").focus()
    page.keyboard.type("By whose <b>clock</b>?")
    page.keyboard.press("Tab")
    assert [work["note"] for work in kept(page).values()] == ["By whose <b>clock</b>?"]
    assert page.evaluate("document.activeElement.textContent") == "Remove"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "own-opener"
    assert page.locator(f"{DIARY} .dossier-words").inner_html() == before
    (work,) = kept(page).values()
    assert (work["quote"], work["note"]) == ("", "")
    assert work["removed"]


def test_words_that_have_moved_are_found_and_those_that_are_gone_are_kept(
    html: Path, page: Any
) -> None:
    moved = marked("bell", 9, before="ten I heard the ", after=" [the flood bell")
    gone = marked("the tower clock", 40, note="Which tower?")
    opened(page, html, "bell", moved=moved, gone=gone)
    opener = page.locator(f"{DIARY} .own-opener")
    assert opener.inner_text() == "Your marks: 2"
    assert drawn(page) == ["bell"]
    before = "document.querySelector('mark.own-mark').previousSibling.textContent"
    assert page.evaluate(before).endswith("I heard the ")
    opener.click()
    assert "the tower clock line 7 (this edition has these words no longer)" in (
        page.locator(f"{DIARY} .own-list").inner_text()
    )
    assert page.get_by_label("Your note").nth(1).input_value() == "Which tower?"
    assert len(kept(page)) == 2


def test_what_a_reader_or_a_file_says_is_text_and_what_makes_no_sense_is_passed_over(
    html: Path, page: Any
) -> None:
    bad = "<img src=x onerror=alert(1)>"
    evil = marked(bad, 0, note=bad, line=bad, page="javascript:alert(1)//", excerpt=bad)
    opened(page, html, "record", evil=evil, none={"saved": 3, "work": {"quote": 7}}, odd=[])
    part = page.locator(".record-part", has_text="What have you marked?")
    assert part.inner_text().count(bad) == 4
    assert part.locator("a, img").count() == 0
    page.goto((html / "bell.html").as_uri())
    page.locator(f"{DIARY} .own-opener").click()
    assert page.locator(f"{DIARY} .own-list img").count() == 0
    assert bad in page.locator(f"{DIARY} .own-list").inner_text()


def test_the_record_lists_them_and_saves_them_as_markdown(html: Path, page: Any) -> None:
    opened(page, html, "record", a=marked("school yard", 1, note="So *near*?\n1. by noon"))
    part = page.locator(".record-part", has_text="What have you marked?")
    assert "school yard line 7, excerpt bell/diary" in part.inner_text()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my marks as Markdown").click()
    assert saving.value.suggested_filename == "quillhaven-bell-marks.md"
    assert saving.value.path().read_text(encoding="utf-8") == (
        "# The Bell of Quillhaven, 1907: words that I have marked\n\n> school yard\n\n"
        "— excerpt bell/diary (line 7 of the document), in *The Bell of Quillhaven, 1907*\n\n"
        "So \\*near\\*?\n1\\. by noon\n"
    )
    part.get_by_role("link").click()
    page.wait_for_url("**/bell.html#bell-diary")
    page.locator(f"{DIARY} mark").wait_for()
    assert drawn(page) == ["school yard"]


def test_a_file_of_the_record_has_them_and_brings_them_back(
    html: Path, page: Any, tmp_path: Path
) -> None:
    opened(page, html, "record", a=marked("school yard", 1, note="So near?"))
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save my answers to a file").click()
    saving.value.save_as(tmp_path / "mine.json")
    page.get_by_role("button", name="Erase my record").click()
    page.get_by_role("button", name="Yes, erase everything").click()
    assert kept(page) == {}
    part = page.locator(".record-part", has_text="What have you marked?")
    assert "Nothing yet." in part.inner_text()
    page.get_by_label("Open an answers file").set_input_files(tmp_path / "mine.json")
    assert (
        "holds 1 entry (1 marked passage)" in page.locator(".opening-question:visible").inner_text()
    )
    page.get_by_role("button", name="Join them with my record").click()
    part.get_by_text("school yard").wait_for()
    assert [work["note"] for work in kept(page).values()] == ["So near?"]


def test_what_is_marked_while_an_excerpt_waits_is_marked_when_it_is_told(
    html: Path, page: Any
) -> None:
    opened(page, html, "ledger")
    place = "#ledger-bridge"
    words = page.locator(f"{place} > blockquote").inner_text()
    word = next(each for each in re.findall(r"[a-z]{6,}", words) if words.count(each) == 1)
    page.evaluate(SELECT, [f"{place} > blockquote", word, word])
    page.get_by_role("button", name="Mark these words").click()
    assert drawn(page, f"{place} > blockquote") == [word]
    page.locator(f"{place} .dossier-after-read").click()
    page.locator(f"{place} .dossier-after mark.own-mark").wait_for()
    assert drawn(page, f"{place} .dossier-after") == [word]
    assert page.locator(f"{place} .own-opener").is_visible()


def test_on_paper_own_words_are_underlined_and_notes_stand_below(html: Path, page: Any) -> None:
    opened(page, html, "bell", a=marked("school yard", 1, note="So near?"))
    page.locator(f"{DIARY} .own-opener").wait_for()
    assert not page.get_by_text("So near?").first.is_visible()
    page.emulate_media(media="print")
    style = "getComputedStyle(document.querySelector('mark.own-mark')).textDecorationLine"
    assert page.evaluate(style) == "underline"
    assert page.locator(f"{DIARY} .own-note").is_visible()
    assert page.locator(".own-words button:visible, .own-words textarea:visible").count() == 0


def test_it_fits_a_phone_and_a_finger(html: Path, page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    opened(page, html, "bell", a=marked("school yard", 1, note="So near?"))
    page.locator(f"{DIARY} .own-opener").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    targets = page.locator(".own-words button:visible, .own-words label:has(input):visible")
    assert targets.count() > 5
    assert all(each.bounding_box()["height"] >= 44 for each in targets.all())


def test_whatever_has_the_words_by_the_line_can_be_marked(html: Path, page: Any) -> None:
    opened(page, html, "bell")
    page.evaluate("""() => {
      const line = (number, words) => `<p class="sheet-line"><a class="sheet-number" href="#">` +
        `<span class="dossier-unseen">Line </span>${number}</a> <span>${words}</span></p>`;
      const sheet = document.createElement("div");
      sheet.className = "sheet-lines";
      sheet.innerHTML = line(3, "The river rose.") + line(4, "Nobody slept.");
      document.querySelector(".bd-article section").prepend(sheet);
    }""")
    page.evaluate(SELECT, [".sheet-lines", "rose", "Nobody"])
    page.get_by_role("button", name="Mark these words").click()
    ((key, work),) = kept(page).items()
    assert key.startswith("document/words-")
    assert (work["quote"], work["line"]) == ("rose.\nNobody", "3–4")
    assert drawn(page, ".sheet-lines") == ["rose.", "Nobody"]
