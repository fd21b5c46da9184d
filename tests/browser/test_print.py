"""What a page is on paper: a handout, whole, black on white, with room to write and no answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from contents import PAGES
from pages import on_paper, opened, until
from playwright.sync_api import Browser, Locator, Page, expect
from pypdfium2 import PdfDocument
from questions import answer, check, question
from rules import key_of

from sourcework.bibliography import load_bibliography
from sourcework.item_bank import load_items

CHAPTERS = ("prologue", "testament", "poison", "georgia", "eavesdropping", "epilogue", "document")
SHEETS = {"A4": 210, "Letter": 216}  # millimetres across
MARGIN = 17
POISON = {item.kind: item for item in reversed(load_items().values()) if item.chapter == "poison"}

# What is seen of an element: its own text, and whether any of it is outside the article.
SEEN = """() => [...document.body.querySelectorAll("*")]
    .filter((each) => !each.closest(".bd-article") && !each.querySelector(".bd-article"))
    .filter((each) => each.checkVisibility() && each.getClientRects().length)
    .map((each) => each.outerHTML.slice(0, 80))"""

# Elements of the article with text of their own that is not dark, or stands on a ground.
PALE = """() => {
    const shade = (colour) => {
        const [r, g, b, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
        return alpha === 0 ? 255 : (r + g + b) / 3;
    };
    const own = (each) => [...each.childNodes].some((node) => node.data?.trim());
    return [...document.querySelectorAll(".bd-article, .bd-article *")]
        .filter((each) => each.checkVisibility() && !each.closest("svg"))
        .map((each) => [each, getComputedStyle(each)])
        .filter(([each, { backgroundColor, color }]) =>
            shade(backgroundColor) < 250 || (own(each) && shade(color) > 90))
        .map(([each, { backgroundColor, color }]) => [each.className, color, backgroundColor]);
}"""

# Of each link to a work: which, the number of its note, and the mark that is printed after it.
CITED = """links => links.map((link) => [
    link.hash.startsWith("#ref-") ? link.hash.slice(1) : link.getAttribute("href"),
    Number(link.dataset.note),
    getComputedStyle(link, "::after").content,
])"""

# Elements that stand out of the sheet on the right; what is meant to be heard only does no harm.
CUT = """() => [...document.querySelectorAll(".bd-article *")]
    .filter((each) => each.checkVisibility() && !each.closest(".dossier-unseen"))
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5)
    .map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 40)}`)"""


def folded(text: str) -> str:
    """Drop all that typography and line ends change, so that only words count."""
    return re.sub(r"\W+", "", text).lower()


def paper(page: Page, sheet: str = "A4") -> list[str]:
    """Print the page and return the text of its sheets."""
    with PdfDocument(page.pdf(format=sheet)) as pdf:
        return [each.get_textpage().get_text_range().replace("\r\n", "\n") for each in pdf]


@pytest.fixture(scope="module")
def unused(browser: Browser, served: str) -> Iterator[Page]:
    """Open the chapter once, in the dark, where a sheet has most to lose."""
    page, wrong = opened(browser, f"{served}/book/poison.html", color_scheme="dark")
    yield page
    page.context.close()
    assert not wrong


@pytest.fixture
def poison(unused: Page) -> Page:
    """Leave the chapter as a reader has it, after another test had it on paper."""
    unused.emulate_media(media="null")
    return unused


@pytest.fixture(scope="module", params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    return named


@pytest.fixture(scope="module")
def dark(browser: Browser, served: str, name: str) -> Iterator[Page]:
    """Open each page once, in the dark, in a browser that has never seen it."""
    page, _ = opened(browser, f"{served}/{name}.html", color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    on_paper(page, color_scheme="dark")
    yield page
    page.context.close()


def test_nothing_but_the_text_prints(dark: Page) -> None:
    dark.set_viewport_size({"width": 1400, "height": 900})
    assert dark.evaluate(SEEN) == []
    expect(dark.locator(".bd-article h1")).to_be_visible()
    controls = dark.locator(".bd-article button, .bd-article nav, .headerlink")
    expect(controls.filter(visible=True)).to_have_count(0)


def test_no_sheet_cuts_anything(dark: Page) -> None:
    for across in SHEETS.values():
        width = int((across - 2 * MARGIN) / 25.4 * 96)
        dark.set_viewport_size({"width": width, "height": 900})
        assert dark.evaluate(CUT) == []


def test_a_dark_screen_prints_black_on_white(dark: Page) -> None:
    dark.set_viewport_size({"width": 1280, "height": 720})
    assert dark.evaluate(PALE) == []


def test_a_handout_asks_and_does_not_answer(dark: Page, name: str) -> None:
    asked = [item for item in load_items().values() if name == f"book/{item.chapter}"]
    text = folded(" ".join(paper(dark))) if asked else ""
    for item in asked:
        assert folded(item.stem.replace("*", "")) in text, item.id
        for told in item.feedbacks().values():
            assert folded(told.feedback.replace("*", "")) not in text, item.id
        assert folded(item.hint[0].replace("*", "")) not in text, item.id


FOR_PAPER = "link[rel=stylesheet][media=print]"


def test_the_style_for_paper_comes_with_a_reader(browser: Browser, served: str) -> None:
    page, wrong = opened(browser, f"{served}/book/epilogue.html", at_rest=True)
    page.wait_for_load_state("networkidle")
    expect(page.locator(FOR_PAPER)).to_have_count(0)
    page.mouse.move(200, 200)
    until(page, "(style) => document.querySelector(style)?.sheet", arg=FOR_PAPER)
    page.context.close()
    assert not wrong


def test_what_is_printed_before_anything_else_has_the_style_for_paper(
    browser: Browser, served: str
) -> None:
    page, wrong = opened(browser, f"{served}/book/epilogue.html", at_rest=True)
    expect(page.locator(FOR_PAPER)).to_have_count(0)
    sheets = " ".join(paper(page))
    assert "Name" in sheets
    assert "On this page" not in sheets
    page.reload()
    on_paper(page)
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.context.close()
    assert not wrong


def test_a_style_that_cannot_be_had_is_no_fault_of_the_page(browser: Browser, served: str) -> None:
    page, wrong = opened(browser, f"{served}/book/epilogue.html", at_rest=True)
    page.route("**/print.css*", lambda route: route.abort())
    page.context.set_offline(True)
    on_paper(page)
    page.context.close()
    assert not [each for each in wrong if each.startswith("error")]


def test_every_sheet_says_where_it_belongs(poison: Page) -> None:
    sheets = paper(poison)
    for number, text in enumerate(sheets, start=1):
        assert "Stalin versus Lenin, 1922–1924" in text
        assert "The poison episode" in text
        assert f"{number} / {len(sheets)}" in text
    assert re.search(r"Name\s+Date", sheets[0])


@pytest.fixture
def georgia(browser: Browser, served: str) -> Iterator[Page]:
    """Open a chapter in which some excerpts are not sealed."""
    page, wrong = opened(browser, f"{served}/book/georgia.html")
    yield page
    page.context.close()
    assert not wrong


def test_excerpts_print_with_their_lines_and_what_was_mended(georgia: Page) -> None:
    on_paper(georgia)
    excerpts = georgia.locator(".dossier-excerpt:not(.dossier-sealed, .dossier-sealed *)").all()
    assert excerpts
    for one in excerpts:
        expect(one.locator(".dossier-line").first).to_be_visible()
        expect(one.get_by_text("First printed", exact=True)).to_be_visible()
        expect(one.get_by_text("How do we know?")).to_be_hidden()
    unsealed = ".dossier-excerpt:not(.dossier-sealed, .dossier-sealed *)"
    expect(georgia.locator(f"{unsealed} .dossier-mends").first).to_be_visible()
    expect(georgia.locator(f"{unsealed} .dossier-chain").first).to_be_hidden()


def test_an_excerpt_that_was_opened_prints_whole(georgia: Page) -> None:
    excerpt = georgia.locator(".dossier-excerpt:not(.dossier-sealed, .dossier-sealed *)").first
    excerpt.locator("summary").click()
    on_paper(georgia)
    expect(excerpt.locator(".dossier-chain")).to_be_visible()


@pytest.fixture(scope="module")
def plain(browser: Browser, built: Path) -> Iterator[Page]:
    """Open the chapter on paper where no script runs."""
    page, _ = opened(browser, f"{built.as_uri()}/book/poison.html", java_script_enabled=False)
    on_paper(page)
    yield page
    page.context.close()


@pytest.mark.parametrize("kind", POISON)
def test_a_question_has_room_to_write(plain: Page, kind: str) -> None:
    item = POISON[kind]
    room = ROOMS[kind](plain.locator(f"#question-{item.id.replace('/', '-')}"))
    count = {"number": 1, "short": 8, "estimate": 11}.get(kind, len(getattr(item, "options", [])))
    assert room.count() == count
    for place in room.all():
        box = place.bounding_box()
        assert box
        assert box["height"] >= (5 if kind in {"choice", "choices", "number"} else 15)


def _blanks(view: Locator) -> Locator:
    return view.locator(".dossier-room-blanks > li")


ROOMS = {
    "choice": lambda view: view.locator(".dossier-question-options > li"),
    "choices": lambda view: view.locator(".dossier-question-options > li"),
    "order": _blanks,
    "mark": _blanks,
    "match": lambda view: view.locator("li > .dossier-question-blank"),
    "number": lambda view: view.get_by_text("Your number").locator(".dossier-question-blank"),
    "short": lambda view: view.locator(".dossier-room-lines > span"),
    "estimate": lambda view: view.locator(".dossier-room-scale > li"),
}


def test_a_fold_prints_as_room_to_write(poison: Page) -> None:
    fold = poison.locator("details", has_text="What the diary has for 17 March")
    on_paper(poison)
    expect(fold.locator("p").first).to_be_hidden()
    lines = fold.evaluate("fold => getComputedStyle(fold, '::after').borderBlockEndStyle")
    said = fold.locator("summary").evaluate("each => getComputedStyle(each, '::after').content")
    assert (lines, said) == ("solid", '" (in the answer key)"')
    fold.evaluate("fold => { fold.open = true; }")
    expect(fold.locator("p").first).to_be_visible()


def test_our_own_view_prints_whole_and_asks_for_nothing(poison: Page) -> None:
    fold = poison.locator("details.dossier-on-paper:not(.deeper)")
    on_paper(poison)
    expect(fold.locator("p").first).to_be_visible()
    after = "each => getComputedStyle(each, '::after').content"
    assert [fold.evaluate(after), fold.locator("summary").evaluate(after)] == ["none", "none"]


def test_what_is_alive_and_unused_prints_as_its_paper_form(poison: Page) -> None:
    view = question(poison, POISON["choice"].id)
    on_paper(poison)
    expect(view).to_be_hidden()
    form = poison.locator("live-widget", has=view).locator(".live-widget-fallback")
    expect(form.locator(".dossier-question-stem")).to_be_visible()
    poison.emulate_media(media="screen")
    expect(view).to_be_visible()
    expect(form).to_be_hidden()


def test_own_answers_print_and_remarks_do_not(poison: Page) -> None:
    for item in POISON.values():
        view = question(poison, item.id)
        answer(view, item, key_of(item.rule()))
        check(view)
    on_paper(poison)
    for item in POISON.values():
        view = poison.locator(f"section.exercise[id=question-{item.id.replace('/', '-')}]")
        expect(view.locator(".exercise-stem")).to_be_visible()
        for unwanted in (".exercise-why", ".widget-status", ".exercise-tools", ".exercise-hint"):
            expect(view.locator(unwanted)).to_be_hidden()
        for told in view.locator(".exercise-mark, .exercise-remark").all():
            expect(told).to_be_hidden()
    assert poison.evaluate(PALE) == []
    text = " ".join(paper(poison))
    assert "72" in text
    assert "An answer." in text


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_citation_has_its_note(browser: Browser, served: str, chapter: str) -> None:
    page, _ = opened(browser, f"{served}/book/{chapter}.html", java_script_enabled=False)
    expect(page.locator(".handout-notes")).to_be_hidden()
    on_paper(page)
    notes = [folded(note) for note in page.locator(".handout-notes li").all_inner_texts()]
    works = {work.anchor: folded(work.title) for work in load_bibliography().values()}
    cited = page.locator(".bd-article a[data-note]").filter(visible=True).evaluate_all(CITED)
    page.context.close()
    for anchor, number, mark in cited:
        assert mark == f'"{number}"'
        assert works.get(anchor, folded(anchor)) in notes[number - 1]
    assert {number for _, number, _ in cited} == set(range(1, len(notes) + 1))


def test_the_key_of_every_chapter_begins_on_a_sheet_of_its_own(
    browser: Browser, served: str
) -> None:
    page, _ = opened(browser, f"{served}/book/answers.html")
    titles = [
        title.inner_text().rstrip("#").strip() for title in page.locator(".bd-article h2").all()
    ]
    first_lines = [text.split("\n")[:4] for text in paper(page)]
    page.context.close()
    for title in titles[: len(CHAPTERS)]:
        assert [title in lines for lines in first_lines].count(True) == 1, title


def test_the_key_of_one_chapter_prints_alone(browser: Browser, served: str) -> None:
    page, _ = opened(browser, f"{served}/book/answers.html#the-testament")
    on_paper(page)
    shown = [
        title.inner_text() for title in page.locator(".bd-article h2").all() if title.is_visible()
    ]
    page.context.close()
    assert shown == ["The Testament", "Notes"]
