"""Tests of packages of SCORM: what is in them, and how they fare on a platform, in a browser."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine_book import Copy
from engine_platform import PLATFORM, Platform, platform
from lxml import etree

playwright = pytest.importorskip("playwright.sync_api")
EDITIONS = ["1.2", "2004"]
BOOK = "quillhaven-bell"
RESPONSE = {"1.2": "student_response", "2004": "learner_response"}
SPACES = {
    "1.2": {
        "imscp_rootv1p1p2.xsd": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "adlcp_rootv1p2.xsd": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    },
    "2004": {
        "imscp_v1p1.xsd": "http://www.imsglobal.org/xsd/imscp_v1p1",
        "adlcp_v1p3.xsd": "http://www.adlnet.org/xsd/adlcp_v1p3",
        "imsss_v1p0.xsd": "http://www.imsglobal.org/xsd/imsss",
    },
}
FOLDERS = {"1.2": "scorm12edition", "2004": "scorm20044thedition"}
ASKED = ["ledger/choices-1", "ledger/number-1", "ledger/match-1"]
pytestmark = pytest.mark.skipif(not PLATFORM.is_dir(), reason="scorm-again is not installed")


class Packages:
    """Packages of the built book, each made when it is first asked for."""

    def __init__(self, book: Copy) -> None:
        self.book = book
        self._made: dict[tuple[str, ...], bytes] = {}

    def __call__(self, edition: str, *what: str) -> bytes:
        key = (edition, *what)
        if key not in self._made:
            out = self.book.folder / f"_build/packages/{'-'.join(key).replace('--', '')}.zip"
            self.book.run("-m", "sourcework", "scorm", edition, *what, "--out", out)
            self._made[key] = out.read_bytes()
        return self._made[key]


@pytest.fixture(scope="module")
def packages(built: Copy) -> Packages:
    return Packages(built)


@pytest.fixture(params=EDITIONS)
def ledger(request: pytest.FixtureRequest, packages: Packages) -> Iterator[Platform]:
    with platform(request.param, packages(request.param, "--chapter", "ledger")) as own:
        yield own


@pytest.fixture(params=EDITIONS)
def watch(request: pytest.FixtureRequest, packages: Packages) -> Iterator[Platform]:
    with platform(request.param, packages(request.param, "--assignment", "night-watch")) as own:
        yield own


def launched(page: Any, own: Platform) -> Any:
    """Open the package as the platform does; return its frame, with its widgets alive."""
    page.goto(own.address)
    frame = page.frame_locator("iframe")
    frame.locator(".platform-note").wait_for()
    frame.locator("html").press("Shift")  # a sign of a reader
    return frame


def left(page: Any, own: Platform) -> dict[str, Any]:
    """Close the package; return what the platform then has."""
    assert page.evaluate("refused") == []
    page.goto("about:blank")
    for _ in range(1200):
        cmi = own.kept.get("cmi", {})
        told = cmi if own.edition == "2004" else cmi.get("core", {})
        if told.get("session_time", "") not in ("", "00:00:00", "PT0H0M0S", "PT0S"):
            assert told["exit"] == "suspend"
            return own.kept["cmi"]
        page.wait_for_timeout(50)
    raise AssertionError("the package was not left to be gone on with")


def asked(frame: Any, name: str) -> Any:
    """Return a question that is alive."""
    place = frame.locator(f"live-widget:has(#question-{name.replace('/', '-')})")
    place.evaluate("each => each.scrollIntoView()")
    found = frame.locator(f"section.dossier-widget#question-{name.replace('/', '-')}")
    found.wait_for()
    return found


def until(page: Any, true: Any) -> None:
    """Wait for what the platform has been told."""
    for _ in range(1200):
        if true():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the platform was not told")


def record_of(page: Any) -> dict[str, Any]:
    frame = page.frames[1]
    found: dict[str, Any] = json.loads(frame.evaluate(f"localStorage.getItem('{BOOK}') ?? '{{}}'"))
    return found


def tick(frame: Any, *texts: str) -> None:
    question = asked(frame, "ledger/choices-1")
    for text in texts:
        question.get_by_label(text).check()
    question.get_by_role("button", name="Check").click()


def told(own: Platform, name: str) -> dict[str, Any]:
    """Return what the platform has of a question."""
    wanted = name.replace("/", "-") if own.edition == "1.2" else name
    return next(each for each in own.interactions() if each["id"] == wanted)


def status(own: Platform) -> str:
    cmi = own.kept["cmi"]
    found = cmi["core"]["lesson_status"] if own.edition == "1.2" else cmi["completion_status"]
    return str(found)


def manifest(package: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return etree.fromstring(archive.read("imsmanifest.xml"))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("what", [("--chapter", "ledger"), ("--assignment", "night-watch")])
def test_a_manifest_names_its_edition_one_page_and_all_files(
    packages: Packages, edition: str, what: tuple[str, str]
) -> None:
    package = packages(edition, *what)
    root = manifest(package)
    version = {"1.2": "1.2", "2004": "2004 4th Edition"}[edition]
    assert root.findtext("{*}metadata/{*}schema") == "ADL SCORM"
    assert root.findtext("{*}metadata/{*}schemaversion") == version
    organisations = root.find("{*}organizations")
    (organisation,) = organisations
    assert organisation.get("identifier") == organisations.get("default")
    (item,) = organisation.findall("{*}item")
    (resource,) = root.findall("{*}resources/{*}resource")
    assert item.get("identifierref") == resource.get("identifier")
    kind = f"{{{SPACES[edition][[*SPACES[edition]][1]]}}}"
    assert resource.get(kind + {"1.2": "scormtype", "2004": "scormType"}[edition]) == "sco"
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = set(archive.namelist()) - {"imsmanifest.xml"}
    assert {each.get("href") for each in resource.findall("{*}file")} == names
    assert resource.get("href") in names


@pytest.mark.skipif("SCORM_SCHEMAS" not in os.environ, reason="SCORM_SCHEMAS names no folder")
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("what", [("--chapter", "ledger"), ("--assignment", "night-watch")])
def test_a_manifest_is_valid(packages: Packages, edition: str, what: tuple[str, str]) -> None:
    folder = Path(os.environ["SCORM_SCHEMAS"]).resolve() / FOLDERS[edition]
    imports = "".join(
        f'<xsd:import namespace="{space}" schemaLocation="{(folder / file).as_uri()}"/>'
        for file, space in SPACES[edition].items()
    )
    joined = f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">{imports}</xsd:schema>'
    schema = etree.XMLSchema(etree.fromstring(joined))
    schema.assertValid(manifest(packages(edition, *what)))


def test_a_package_holds_what_its_page_needs_and_leads_nowhere_else(packages: Packages) -> None:
    with zipfile.ZipFile(io.BytesIO(packages("1.2", "--chapter", "ledger"))) as archive:
        pages = {
            each: archive.read(each).decode() for each in archive.namelist() if each[-4:] == "html"
        }
        names = set(archive.namelist())
    assert "book/sources.html" in pages
    assert "book/bell.html" not in names, "another chapter asks, and no platform would hear of it"
    assert "book/answers.html" not in names, "the key to all chapters"
    assert "sw.js" not in names
    for page, text in pages.items():
        main = text[text.index("<body") :]
        for link in re.findall(r"<a\b[^>]*\bhref=\"?([^\"\s>]+)", main):
            target = link.partition("#")[0]
            if target and "://" not in target and not target.startswith("mailto:"):
                there = os.path.normpath(f"{Path(page).parent}/{target}").replace(os.sep, "/")
                assert there in names, f"{page} leads to {link}"


def test_the_same_package_is_the_same_bytes(
    packages: Packages, built: Copy, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    built.run("-m", "sourcework", "scorm", "1.2", "--chapter", "ledger", "--out", again)
    assert again.read_bytes() == packages("1.2", "--chapter", "ledger")


def test_the_book_itself_knows_no_platform(built: Copy) -> None:
    pages = [*(built.folder / "_build/html").rglob("*.html")]
    assert pages
    assert not [page for page in pages if "scorm" in page.read_text(encoding="utf-8")]
    assert not [*(built.folder / "_build/html").rglob("scorm*")]


def test_a_package_of_work_has_no_key(packages: Packages) -> None:
    with zipfile.ZipFile(io.BytesIO(packages("1.2", "--assignment", "night-watch"))) as archive:
        data = re.search(r'id="scorm-package">(.*?)</script>', archive.read("index.html").decode())
    assert data
    for question in json.loads(data[1])["questions"]:
        assert not {"rule", "remarks", "model", "key", "feedback"} & question.keys()


@pytest.mark.parametrize(
    ("what", "said"),
    [(("--chapter", "nowhere"), "there is no page 'nowhere'"), (("--assignment", "x"), "x")],
)
def test_what_there_is_not_is_said(book: Copy, what: tuple[str, str], said: str) -> None:
    done = book.call("-m", "sourcework", "scorm", "1.2", *what)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_book_that_is_not_built_has_no_chapter_to_pack(book: Copy) -> None:
    done = book.call("-m", "sourcework", "scorm", "1.2", "--chapter", "ledger")
    assert done.returncode == 1
    assert "it is not built; type `sourcework build` first" in done.stderr


def test_a_chapter_is_left_and_gone_on_with_on_another_machine(
    ledger: Platform, page: Any, phone: Any
) -> None:
    frame = launched(page, ledger)
    assert "keeps what you do here" in frame.locator(".platform-note").inner_text()
    tick(frame, "The ringing of the bell", "The sale of the boat")
    until(page, lambda: ledger.kept and told(ledger, "ledger/choices-1")["result"])
    here = record_of(page)["items"]
    cmi = left(page, ledger)
    assert status(ledger) == "incomplete"
    assert cmi["suspend_data"].startswith("1.")
    time = cmi["core"]["session_time"] if ledger.edition == "1.2" else cmi["session_time"]
    assert re.fullmatch(r"(?:00)?00:00:\d\d" if ledger.edition == "1.2" else r"PT[\d.]+S", time)

    frame = launched(phone, ledger)
    question = asked(frame, "ledger/choices-1")
    assert question.get_by_label("The ringing of the bell").is_checked()
    assert record_of(phone)["items"] == here
    left(phone, ledger)


def test_each_question_is_an_interaction_of_its_type_with_what_became_of_it(
    ledger: Platform, page: Any
) -> None:
    frame = launched(page, ledger)
    tick(frame, "The ringing of the bell", "The ledger under the seat", "The sale of the boat")
    left(page, ledger)
    types = {
        each["id"].replace("ledger-", "ledger/"): each["type"] for each in ledger.interactions()
    }
    assert types == dict(zip(ASKED, ["choice", "numeric", "matching"], strict=True))
    answer = told(ledger, "ledger/choices-1")
    given = answer[RESPONSE[ledger.edition]]
    if ledger.edition == "2004":
        assert set(given.split("[,]")) == {"rang", "seat", "sale"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\dZ", answer["timestamp"])
    else:
        assert re.fullmatch("[a-d],[a-d],[a-d]", given)
        assert re.fullmatch(r"\d\d:\d\d:\d\d", answer["time"])
    assert (answer["result"], answer["weighting"]) == ("0.5", "2")
    assert answer["latency"]
    assert not told(ledger, "ledger/match-1")["result"]


def test_a_chapter_is_completed_and_scored(ledger: Platform, page: Any) -> None:
    frame = launched(page, ledger)
    tick(frame, "The ringing of the bell", "The ledger under the seat")
    question = asked(frame, "ledger/number-1")
    question.locator(".exercise-number").fill("51")
    question.get_by_role("button", name="Check").click()
    passed = frame.locator("details:not([open]) > summary:visible .dossier-after-read")
    while passed.count():  # what is passed by is done with too
        passed.first.click()
    for name in ("ledger-room", "ledger-crowd"):
        frame.locator(f"#note-{name}").scroll_into_view_if_needed()
        frame.locator(f"#note-{name} .note-writing").fill("A room above the quay.")
    until(page, lambda: ledger.kept and status(ledger) == "completed")
    cmi = left(page, ledger)
    score = cmi["core"]["score"] if ledger.edition == "1.2" else cmi["score"]
    assert [told(ledger, name)["result"] for name in ASKED] == ["correct", "correct", ""]
    assert (float(score["raw"]), float(score["max"])) == (50, 100)
    if ledger.edition == "2004":
        assert float(score["scaled"]) == 0.5


def test_what_is_completed_stays_so(ledger: Platform, page: Any) -> None:
    ledger.kept = {"cmi": {"core": {"lesson_status": "completed"}}}
    if ledger.edition == "2004":
        ledger.kept = {"cmi": {"completion_status": "completed"}}
    frame = launched(page, ledger)
    tick(frame, "The ringing of the bell")
    left(page, ledger)
    assert status(ledger) == "completed"


def test_where_the_platform_has_no_room_the_page_says_so(
    packages: Packages, page: Any, phone: Any
) -> None:
    with platform("1.2", packages("1.2", "--chapter", "ledger")) as own:
        frame = launched(page, own)
        tick(frame, "The ringing of the bell", "The ledger under the seat")
        unlike = "".join(f"{number * number * 7919 % 104729:x} " for number in range(2500))
        frame.locator("#note-ledger-room").scroll_into_view_if_needed()
        frame.locator("#note-ledger-room .note-writing").fill(unlike)
        note = frame.locator(".platform-note")
        note.get_by_text("the longest entry is kept in this browser only").wait_for()
        assert "keeps 4,096 characters" in note.inner_text()
        assert note.get_by_role("button", name="Save my answers to a file").is_visible()
        assert unlike.strip() in json.dumps(record_of(page))
        assert len(left(page, own)["suspend_data"]) <= 4096
        launched(phone, own)
        assert "ledger/choices-1" in record_of(phone)["items"], "what had room is there"
        assert unlike.strip() not in json.dumps(record_of(phone))
        left(phone, own)


def test_what_cannot_be_read_is_left_as_it_is(ledger: Platform, page: Any) -> None:
    ledger.kept = {"cmi": {"suspend_data": "9.a-later-edition"}}
    frame = launched(page, ledger)
    tick(frame, "The ringing of the bell")
    note = frame.locator(".platform-note")
    note.get_by_text("cannot be read here, so it is left as it is").wait_for()
    assert left(page, ledger)["suspend_data"] == "9.a-later-edition"


def test_a_page_that_is_only_to_be_looked_at_says_so(ledger: Platform, page: Any) -> None:
    mode = {"core": {"lesson_mode": "review"}} if ledger.edition == "1.2" else {"mode": "review"}
    ledger.kept = {"cmi": mode}
    frame = launched(page, ledger)
    frame.get_by_text("shows this page to be looked at, and may not keep").wait_for()
    assert frame.get_by_role("button", name="Save my answers to a file").first.is_visible()
    tick(frame, "The ringing of the bell")
    left(page, ledger)


def test_whoever_comes_next_to_a_machine_sees_nothing_of_the_one_before(
    ledger: Platform, page: Any
) -> None:
    frame = launched(page, ledger)
    tick(frame, "The ringing of the bell")
    left(page, ledger)
    kept, ledger.kept, ledger.learner = ledger.kept, {}, "berta"
    frame = launched(page, ledger)
    question = asked(frame, "ledger/choices-1")
    assert not question.get_by_label("The ringing of the bell").is_checked()
    tick(frame, "The sale of the boat")
    left(page, ledger)
    ledger.kept, ledger.learner = kept, "anna"
    frame = launched(page, ledger)
    question = asked(frame, "ledger/choices-1")
    assert question.get_by_label("The ringing of the bell").is_checked()
    assert not question.get_by_label("The sale of the boat").is_checked()
    left(page, ledger)


def test_opened_from_a_disk_a_package_works_and_says_what_it_lacks(
    packages: Packages, page: Any, tmp_path: Path
) -> None:
    for edition in EDITIONS:
        folder = tmp_path / edition
        with zipfile.ZipFile(io.BytesIO(packages(edition, "--chapter", "ledger"))) as archive:
            archive.extractall(folder)
        page.goto((folder / "book/ledger.html").as_uri())
        page.locator("html").press("Shift")
        note = page.locator(".platform-note")
        assert "opened outside of one" in note.inner_text()
        tick(page, "The ringing of the bell")
        assert json.loads(page.evaluate(f"localStorage.getItem('{BOOK}')"))["items"]


def test_a_link_to_another_page_leaves_the_package_open(ledger: Platform, page: Any) -> None:
    frame = launched(page, ledger)
    link = frame.locator("main a[href*='sources.html']").first
    link.evaluate("link => link.dispatchEvent(new MouseEvent('click', { bubbles: true }))")
    assert link.get_attribute("target") == "_blank"
    left(page, ledger)


def test_what_is_handed_in_in_haste_is_kept(watch: Platform, page: Any) -> None:
    frame = launched(page, watch)
    asked(frame, "night-watch/choice-1")
    frame.locator("live-widget").last.evaluate("each => each.scrollIntoView()")
    frame.locator("section.hand-in").wait_for()
    until(page, lambda: watch.kept)
    assert not watch.kept["cmi"].get("suspend_data")
    frame.locator("html").evaluate(
        """html => {
          html.querySelector("#question-night-watch-choice-1 [type=radio]").click();
          html.querySelector(".hand-in-save").click();
        }"""
    )
    frame.get_by_text("Handed in, with 1 answer.").wait_for()
    cmi = watch.kept["cmi"]
    assert cmi["suspend_data"], "the next browser has the answer"
    left_as = cmi["exit"] if watch.edition == "2004" else cmi["core"]["exit"]
    assert left_as == "suspend", "Moodle gives back nothing of 2004 otherwise"
    assert status(watch) == "completed"
    left(page, watch)


def test_work_is_handed_in_and_graded_from_a_report(
    watch: Platform, page: Any, built: Copy, tmp_path: Path
) -> None:
    frame = launched(page, watch)
    box = asked(frame, "night-watch/choice-1")
    box.get_by_role("radio").first.check()
    until(page, lambda: watch.kept and told(watch, "night-watch/choice-1")["result"] == "neutral")
    assert status(watch) == "incomplete"
    frame.locator("live-widget").last.evaluate("each => each.scrollIntoView()")
    place = frame.locator("section.hand-in")
    place.wait_for()
    assert "Not handed in yet" in place.inner_text()
    place.get_by_role("button", name="Hand in").click()
    place.get_by_text("Handed in, with 1 answer.").wait_for()
    assert status(watch) == "completed", "whoever now shuts the lid has handed in"
    assert "All of it was handed in on" in place.inner_text()
    left(page, watch)

    report = tmp_path / "report.txt"
    with report.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        given = [each[RESPONSE[watch.edition]] for each in watch.interactions()]
        head = [f"Antwort {number}" for number in range(len(given))]
        writer.writerow(["Name", "Versuch", "Begonnen am", "Zuletzt", "Punkte", "Wache", *head])
        day = "Montag, 30. November 2026, 21:24"
        writer.writerow(["Żak, Łucja", "1", day, day, "0", "completed", *given])
    out = tmp_path / "graded"
    built.run("-m", "sourcework", "grade", "night-watch", report, "--out", out)
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["name"] == "Żak, Łucja"
    assert row["night-watch/choice-1"] in ("0", "1")
    assert (out / "problems.csv").read_text(encoding="utf-8-sig").count("\n") == 1
