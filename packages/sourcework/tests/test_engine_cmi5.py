"""Tests of packages of cmi5: what is in them, and what a platform that launches them is told."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from engine_lrs import Lrs, launching
from lxml import etree

pytest.importorskip("playwright.sync_api")
BOOK = "quillhaven-bell"
RANG, SEAT, SALE = (
    "The ringing of the bell",
    "The ledger under the seat",
    "The sale of the boat",
)
_PACKED: dict[tuple[str, str], bytes] = {}


def package(built: Copy, *what: str) -> bytes:
    """Return a package of the built book, made when it is first asked for."""
    if what not in _PACKED:
        out = built.folder / f"_build/packages/{what[1]}-cmi5.zip"
        built.run("-m", "sourcework", "scorm", "cmi5", *what, "--out", out)
        _PACKED[what] = out.read_bytes()  # type: ignore[index]
    return _PACKED[what]  # type: ignore[index]


@contextmanager
def reading(browser: Any, **options: Any) -> Iterator[Any]:
    """Open a page that may not complain, but of documents that the platform does not have yet.

    By xAPI it says so with an error, and a browser writes that down, as it does of a refusal.
    """
    context = browser.new_context(**options)
    context.set_default_timeout(60_000)
    page, said = context.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert [each for each in said if not re.search(r"status of (404|503)", each)] == []


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with reading(browser) as page:
        yield page


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    with reading(browser, viewport={"width": 390, "height": 844}, has_touch=True) as page:
        yield page


@pytest.fixture
def ledger(built: Copy) -> Iterator[Lrs]:
    with launching(package(built, "--chapter", "ledger")) as own:
        yield own
        assert own.faults == []


@pytest.fixture
def watch(built: Copy) -> Iterator[Lrs]:
    with launching(package(built, "--assignment", "night-watch")) as own:
        yield own
        assert own.faults == []


def until(page: Any, true: Callable[[], object]) -> None:
    """Wait for what the platform has been told."""
    for _ in range(1200):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the platform was not told")


def launched(page: Any, own: Lrs) -> None:
    page.goto(own.launch())
    page.locator(".platform-note").wait_for()
    page.locator("html").press("Shift")  # a sign of a reader


def left(page: Any, own: Lrs) -> None:
    """Close the page; wait until the platform knows that the session is over."""
    page.goto("about:blank")
    until(page, lambda: own.said("terminated", own.session))


def asked(page: Any, name: str) -> Any:
    """Return a question that is alive."""
    place = page.locator(f"live-widget:has(#question-{name.replace('/', '-')})")
    place.evaluate("each => each.scrollIntoView()")
    found = page.locator(f"section.dossier-widget#question-{name.replace('/', '-')}")
    found.wait_for()
    return found


def tick(page: Any, *texts: str) -> None:
    question = asked(page, "ledger/choices-1")
    for text in texts:
        question.get_by_label(text).check()
    question.get_by_role("button", name="Check").click()


def answers(own: Lrs, name: str) -> list[dict[str, Any]]:
    """Return the statements of answers to a question."""
    said = own.said("answered")
    return [each for each in said if each["object"]["id"].endswith(f"#{name}")]


def do_all(page: Any) -> None:
    """Do all that the chapter asks, half of it right."""
    tick(page, RANG, SEAT)
    question = asked(page, "ledger/number-1")
    question.locator(".exercise-number").fill("51")
    question.get_by_role("button", name="Check").click()
    passed = page.locator("details:not([open]) > summary:visible .dossier-after-read")
    while passed.count():  # what is passed by is done with too
        passed.first.click()
    for name in ("ledger-room", "ledger-crowd"):
        page.locator(f"#note-{name}").scroll_into_view_if_needed()
        page.locator(f"#note-{name} .note-writing").fill("A room above the quay.")


def test_the_course_has_one_unit_which_is_completed(built: Copy) -> None:
    root = etree.fromstring(
        zipfile.ZipFile(io.BytesIO(package(built, "--chapter", "ledger"))).read("cmi5.xml")
    )
    (unit,) = root.findall("{*}au")
    assert (unit.get("moveOn"), unit.get("masteryScore")) == ("Completed", None)
    assert unit.get("id") != root.find("{*}course").get("id")
    assert unit.findtext("{*}url") == "book/ledger.html"
    assert {each.get("lang") for each in root.iter("{*}langstring")} == {"en"}


@pytest.mark.skipif("CMI5_SCHEMA" not in os.environ, reason="CMI5_SCHEMA names no file")
@pytest.mark.parametrize("what", [("--chapter", "ledger"), ("--assignment", "night-watch")])
def test_the_course_structure_is_valid(built: Copy, what: tuple[str, str]) -> None:
    schema = etree.XMLSchema(etree.parse(os.environ["CMI5_SCHEMA"]))
    with zipfile.ZipFile(io.BytesIO(package(built, *what))) as archive:
        schema.assertValid(etree.fromstring(archive.read("cmi5.xml")))


def test_books_and_chapters_have_identifiers_of_their_own(built: Copy) -> None:
    kinds = [("--chapter", "ledger"), ("--chapter", "bell"), ("--assignment", "night-watch")]
    found = []
    for what in kinds:
        with zipfile.ZipFile(io.BytesIO(package(built, *what))) as archive:
            found.append(etree.fromstring(archive.read("cmi5.xml")).find("{*}au").get("id"))
    assert len(set(found)) == len(kinds)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in found)


def test_only_the_page_of_this_edition_may_ask_another_host(built: Copy, tmp_path: Path) -> None:
    out = tmp_path / "s.zip"
    built.run("-m", "sourcework", "scorm", "2004", "--chapter", "ledger", "--out", out)
    pages = [
        zipfile.ZipFile(io.BytesIO(data)).read("book/ledger.html").decode()
        for data in (package(built, "--chapter", "ledger"), out.read_bytes())
    ]
    assert ["connect-src" in each for each in pages] == [True, False]


def test_a_package_of_work_has_no_key(built: Copy) -> None:
    with zipfile.ZipFile(io.BytesIO(package(built, "--assignment", "night-watch"))) as archive:
        data = re.search(r'id="scorm-package">(.*?)</script>', archive.read("index.html").decode())
    assert data
    for question in json.loads(data[1])["questions"]:
        assert not {"rule", "remarks", "model", "key", "feedback"} & question.keys()


def test_a_chapter_is_left_and_gone_on_with_on_another_machine(
    ledger: Lrs, page: Any, phone: Any
) -> None:
    launched(page, ledger)
    page.get_by_text("Your learning platform keeps what you do here.").wait_for()
    tick(page, RANG, SALE)
    until(page, lambda: answers(ledger, "ledger/choices-1"))
    left(page, ledger)

    launched(phone, ledger)
    assert asked(phone, "ledger/choices-1").get_by_label(RANG).is_checked()
    left(phone, ledger)
    assert len(answers(ledger, "ledger/choices-1")) == 1, "it was told before"


def test_an_answer_says_what_was_asked_given_and_what_became_of_it(ledger: Lrs, page: Any) -> None:
    launched(page, ledger)
    tick(page, RANG, SEAT, SALE)
    until(page, lambda: answers(ledger, "ledger/choices-1"))
    left(page, ledger)
    (told,) = answers(ledger, "ledger/choices-1")
    assert set(told["result"]["response"].split("[,]")) == {"rang", "seat", "sale"}
    assert (told["result"]["score"]["scaled"], told["result"]["success"]) == (0.5, False)
    asks = told["object"]["definition"]
    assert asks["interactionType"] == "choice"
    assert {"id": "rang", "description": {"en": RANG}} in asks["choices"]
    assert "correctResponsesPattern" not in asks
    assert told["object"]["id"].startswith(ledger.structure().find("{*}au").attrib["id"])  # type: ignore[union-attr]


def test_a_chapter_is_completed_once_and_never_passed_of_its_own_accord(
    ledger: Lrs, page: Any, phone: Any
) -> None:
    launched(page, ledger)
    do_all(page)
    until(page, lambda: ledger.said("completed"))
    left(page, ledger)
    assert ledger.said("scored")[-1]["result"]["score"] == {"scaled": 0.5}
    parts = [
        each["result"]["extensions"]["https://w3id.org/xapi/cmi5/result/extensions/progress"]
        for each in ledger.said("progressed")
    ]
    assert parts == sorted(set(parts))
    assert not ledger.said("passed")
    assert not ledger.said("failed")
    launched(phone, ledger)
    left(phone, ledger)
    assert len(ledger.said("completed")) == 1


@pytest.mark.parametrize(("mastery", "passes"), [(0.5, 1), (0.75, 0)])
def test_who_reaches_what_the_platform_asks_for_has_passed(
    built: Copy, page: Any, mastery: float, passes: int
) -> None:
    with launching(package(built, "--chapter", "ledger"), mastery=mastery) as own:
        launched(page, own)
        do_all(page)
        until(page, lambda: own.said("completed"))
        left(page, own)
        assert len(own.said("passed")) == passes
        assert own.faults == []


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_a_page_that_is_only_to_be_looked_at_says_so_and_tells_nothing(
    built: Copy, page: Any, mode: str
) -> None:
    with launching(package(built, "--chapter", "ledger"), mode=mode) as own:
        launched(page, own)
        page.get_by_text("shows this page to be looked at").wait_for()
        tick(page, RANG)
        left(page, own)
        told = [each["verb"]["display"]["en-US"] for each in own.statements]
        assert told == ["initialized", "terminated"]
        assert own.faults == []


def test_what_the_platform_did_not_take_is_told_again(ledger: Lrs, page: Any) -> None:
    launched(page, ledger)
    page.get_by_text("Your learning platform keeps what you do here.").wait_for()
    ledger.refuses = True
    tick(page, RANG)
    page.get_by_text("did not take all of what you did").wait_for()
    ledger.refuses = False
    tick(page, SEAT)
    until(page, lambda: len(answers(ledger, "ledger/choices-1")) == 2)
    left(page, ledger)
    shares = [each["result"]["score"]["scaled"] for each in answers(ledger, "ledger/choices-1")]
    assert shares == [0.5, 1]


def test_a_page_that_was_launched_before_says_that_nobody_is_told(ledger: Lrs, page: Any) -> None:
    address = ledger.launch()
    for _ in range(2):
        page.goto(address)
        page.locator(".platform-note").wait_for()
    assert "does not answer" in page.locator(".platform-note").inner_text()
    tick(page, RANG)
    assert json.loads(page.evaluate(f"localStorage.getItem('{BOOK}')"))["items"]


def test_who_leaves_by_the_button_comes_back_to_the_platform(built: Copy, page: Any) -> None:
    with launching(package(built, "--chapter", "ledger")) as own:
        own.back = f"{own.content}/book/sources.html"
        launched(page, own)
        button = page.get_by_role("button", name="Leave, and go back to your platform")
        assert button.bounding_box()["height"] >= 44
        button.click()
        page.wait_for_url(own.back)
        until(page, lambda: own.said("terminated"))
        assert own.faults == []


def test_work_is_handed_in(watch: Lrs, page: Any) -> None:
    launched(page, watch)
    asked(page, "night-watch/choice-1").get_by_role("radio").first.check()
    page.locator("live-widget").last.evaluate("each => each.scrollIntoView()")
    place = page.locator("section.hand-in")
    place.get_by_role("button", name="Hand in").click()
    place.get_by_text("Handed in, with 1 answer.").wait_for()
    until(page, lambda: watch.said("completed"))
    left(page, watch)
    assert not watch.said("scored")
    (piece,) = answers(watch, "handed-in-1")
    assert re.fullmatch(r"a1\.1\.1\.[\w+/=]+", piece["result"]["response"])
    assert "score" not in piece["result"]
