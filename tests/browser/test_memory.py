"""The reader's record: it survives what browsers, editions and second windows do to it."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pages import opened, patient, until
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from questions import RECORD, answer, check, kept, mistaken, question, sure
from rules import key_of
from servers import serving

from sourcework.answers import attempts, read_answers, write_answers
from sourcework.item_bank import load_items

ITEMS = load_items()
FIRST = ITEMS["epilogue/choice-3"]
SECOND = ITEMS["epilogue/choice-2"]
THIRD = ITEMS["epilogue/choice-1"]
NO_PAGE = "_static/print.css"  # of the book's own origin, and without a script
AT = "2026-11-03T10:00:00.000Z"


def earlier(item: str, digest: str = "", credit: float = 0) -> dict[str, Any]:
    """Return an entry of the record with one attempt of some days ago."""
    attempt = {
        "at": AT,
        "response": "x",
        "words": "what I said then",
        "confidence": 90,
        "credit": credit,
        "digest": digest or ITEMS[item].digest,
    }
    return {"saved": AT, "work": {"response": "x", "attempts": [attempt]}}


def put(page: Page, record: object) -> None:
    text = record if isinstance(record, str) else json.dumps(record)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [RECORD, text])


def raw(page: Page, key: str = RECORD) -> str:
    text: str = page.evaluate("key => localStorage.getItem(key)", key)
    return text


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = patient(browser, reduced_motion="reduce")
    yield context
    context.close()


def visit(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def solve(page: Page, item: str = FIRST.id) -> None:
    view = question(page, item)
    answer(view, ITEMS[item], key_of(ITEMS[item].rule()))
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Right")


def test_a_restart_of_the_browser_keeps_every_answer(
    restart: Callable[[], BrowserContext], built: Path
) -> None:
    url = f"{built.as_uri()}/book/epilogue.html"
    context = restart()
    page = visit(context, url)
    solve(page)
    context.close()
    context = restart()
    page = visit(context, url)
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    assert len(kept(page, FIRST.id)["attempts"]) == 1
    context.close()


def test_a_renamed_page_finds_its_answers(context: BrowserContext, served: str) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page)
    context.route(
        "**/book/renamed.html",
        lambda route: route.fulfill(response=route.fetch(url=f"{served}/book/epilogue.html")),
    )
    page.goto(f"{served}/book/renamed.html")
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")


def test_a_changed_question_says_so_and_keeps_the_old_answer(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/{NO_PAGE}")
    put(page, {"format": 1, "items": {FIRST.id: earlier(FIRST.id, digest="00000000")}})
    page.goto(f"{served}/book/epilogue.html")
    view = question(page, FIRST.id)
    expect(view.locator(".exercise-changed")).to_contain_text(
        "has changed since you answered it on 3 November 2026"
    )
    expect(view.locator(".exercise-changed")).to_contain_text("what I said then")
    expect(view.locator(".exercise-remarks")).to_have_count(0)
    solve(page)
    expect(view.locator(".exercise-changed")).to_be_hidden()
    digests = [attempt["digest"] for attempt in kept(page, FIRST.id)["attempts"]]
    assert digests == ["00000000", FIRST.digest]


def test_two_open_pages_do_not_overwrite_each_other(context: BrowserContext, served: str) -> None:
    one = visit(context, f"{served}/book/epilogue.html")
    two = visit(context, f"{served}/book/epilogue.html")
    question(one, FIRST.id)
    question(two, SECOND.id)
    solve(one, FIRST.id)
    solve(two, SECOND.id)
    assert len(kept(one, FIRST.id)["attempts"]) == len(kept(one, SECOND.id)["attempts"]) == 1
    expect(question(two, FIRST.id).get_by_role("status")).to_contain_text("Right")
    view = question(one, FIRST.id)
    view.get_by_role("button", name="Try again").click()
    answer(view, FIRST, mistaken(FIRST))
    check(view)
    expect(question(two, FIRST.id).get_by_role("status")).to_contain_text("Not yet")
    solve(two, FIRST.id)
    credits = [attempt["credit"] for attempt in kept(one, FIRST.id)["attempts"]]
    assert credits == [1, 0, 1]


def fault(page: Page, item: str = FIRST.id) -> Locator:
    """Return what is said at a question of what cannot be kept, whether it is said aloud or not."""
    return question(page, item).locator(".exercise-fault > p")


def asking(page: Page) -> list[str]:
    """Let the page be left, and note each time that it asks first."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    return asked


def copied(page: Page, item: str) -> None:
    until(page, COPIED, arg=[RECORD, f"items {item}"])


def test_a_full_storage_loses_nothing_and_says_so(
    context: BrowserContext, served: str, tmp_path: Path
) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page, SECOND.id)
    before = raw(page)
    page.evaluate(FILL)
    view = question(page, FIRST.id)
    answer(view, FIRST, key_of(FIRST.rule()))
    check(view)
    expect(fault(page)).to_contain_text("The storage of this browser is full.")
    expect(fault(page)).to_contain_text("is kept in a second place only: save your answers")
    expect(view.get_by_role("status")).to_contain_text("Right")
    assert raw(page) == before
    copied(page, FIRST.id)
    saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
    assert set(attempts(saved)["item"]) == {FIRST.id, SECOND.id}
    page.evaluate("localStorage.removeItem('ballast')")
    solve(page, THIRD.id)
    for item in (FIRST.id, SECOND.id, THIRD.id):
        assert kept(page, item)["attempts"], item


def test_what_is_kept_in_a_second_place_only_comes_back_and_nobody_is_asked(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    asked = asking(page)
    page.evaluate(FILL)
    solve(page)
    expect(fault(page)).to_contain_text("is kept in a second place only")
    page.goto(f"{served}/{NO_PAGE}")
    page.evaluate("localStorage.removeItem('ballast')")
    page.goto(f"{served}/book/epilogue.html")
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    until(page, "key => localStorage.getItem(key)", arg=RECORD)
    assert kept(page, FIRST.id)["attempts"]
    assert not asked


def large(item: str = "poison/short-1") -> dict[str, Any]:
    """Return an entry that is too large for the record."""
    entry = earlier(item)
    entry["work"]["attempts"][0]["response"] = "x" * 6_000_000
    return entry


def test_a_file_that_does_not_fit_spoils_no_page_after(
    context: BrowserContext, served: str, tmp_path: Path
) -> None:
    page = visit(context, f"{served}/book/record.html")
    asked = asking(page)
    file = tmp_path / "there.json"
    small = {"georgia/choice-1": earlier("georgia/choice-1")}
    write_answers({"items": {"poison/short-1": large()} | small, "widgets": {}}, file)
    view = record(page)
    view.get_by_label("Open an answers file").set_input_files(file)
    view.get_by_role("button", name="Join them").click()
    expect(view.get_by_role("status")).to_contain_text("stays in this page until you close it")
    assert list(json.loads(raw(page))["items"]) == list(small)
    page.goto(f"{served}/book/poison.html")
    assert asked == ["beforeunload"]
    solve(page, "poison/choice-1")
    expect(fault(page, "poison/choice-1")).to_be_empty()
    page.goto(f"{served}/{NO_PAGE}")
    assert set(json.loads(raw(page))["items"]) == {"poison/choice-1", *small}
    assert asked == ["beforeunload"]


PUT_COPY = """([name, key, entry]) => new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries");
    asked.onsuccess = () => {
        const putting = asked.result.transaction("entries", "readwrite");
        putting.objectStore("entries").put({ part: "items", key, entry }, `items ${key}`);
        putting.oncomplete = () => { asked.result.close(); resolve(); };
        putting.onabort = reject;
    };
})"""


def test_beside_what_is_too_large_answers_are_kept(context: BrowserContext, served: str) -> None:
    """A copy has more room than the record."""
    page = visit(context, f"{served}/{NO_PAGE}")
    asked = asking(page)
    page.evaluate(PUT_COPY, [RECORD, "poison/short-1", large()])
    page.goto(f"{served}/book/poison.html")
    solve(page, "poison/choice-1")
    expect(fault(page, "poison/choice-1")).to_contain_text("is kept in a second place only")
    assert kept(page, "poison/choice-1")["attempts"]
    solve(page, "poison/choice-4")
    page.goto(f"{served}/{NO_PAGE}")
    assert set(json.loads(raw(page))["items"]) == {"poison/choice-1", "poison/choice-4"}
    assert not asked


FILL = """() => {
    let block = "x".repeat(1 << 20);
    let text = "";
    while (block) {
        try { localStorage.setItem("ballast", text + block); text += block; }
        catch { block = block.slice(0, block.length >> 1); }
    }
}"""


def save(page: Page, button: Any, folder: Path) -> dict[str, Any]:
    """Press a button that saves an answers file; read it with Python."""
    with page.expect_download() as waiting:
        button.click()
    path = folder / "answers.json"
    waiting.value.save_as(path)
    answers = read_answers(path)
    assert answers.intact
    return answers.record


def test_a_forbidden_storage_is_told_and_the_page_works(
    browser: Browser, built: Path, tmp_path: Path
) -> None:
    # In a sandbox without an origin every touch of the storage throws, in the theme's script too.
    with serving(built, "sandbox allow-scripts allow-downloads") as address:
        page, _ = opened(browser, f"{address}/book/epilogue.html")
        view = question(page, FIRST.id)
        expect(fault(page)).to_contain_text("does not let the book keep anything")
        answer(view, FIRST, key_of(FIRST.rule()))
        check(view)
        expect(view.get_by_role("status")).to_contain_text("Right")
        saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
        assert attempts(saved)["item"].tolist() == [FIRST.id]
        page.context.close()


@pytest.mark.parametrize("damaged", ["{", "[]", '{"items": [1]}', '{"items": {}, "widgets": 3}'])
def test_a_damaged_record_is_set_aside_whole(
    context: BrowserContext, served: str, tmp_path: Path, damaged: str
) -> None:
    page = visit(context, f"{served}/{NO_PAGE}")
    put(page, damaged)
    page.goto(f"{served}/book/epilogue.html")
    expect(fault(page)).to_contain_text("was damaged. It is set aside as it is")
    solve(page)
    page.goto(f"{served}/book/record.html")
    with page.expect_download() as waiting:
        record(page).get_by_role("button", name="Save the damaged record").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == damaged
    assert kept(page, FIRST.id)["attempts"]


def record(page: Page) -> Any:
    view = page.locator("section.record")
    view.wait_for()
    return view


def test_a_record_of_a_newer_edition_is_left_alone(context: BrowserContext, served: str) -> None:
    newer = json.dumps({"format": 2, "items": {FIRST.id: "in another form"}})
    page = visit(context, f"{served}/{NO_PAGE}")
    put(page, newer)
    page.goto(f"{served}/book/epilogue.html")
    expect(fault(page)).to_contain_text("A newer edition of this book wrote")
    solve(page)
    assert raw(page) == newer


@pytest.mark.parametrize(
    "work",
    [
        [],
        {"attempts": 3},
        {"attempts": [None, 3, {}, {"at": "never", "credit": 1}, {"at": AT, "credit": "much"}]},
        {"response": {"a": 1}, "confidence": "very", "self": 3, "revealed": 1, "open": "yes"},
        {"response": "<img src=x onerror=alert(1)>"},
    ],
)
def test_an_entry_that_makes_no_sense_harms_nothing(
    browser: Browser, served: str, work: object
) -> None:
    entries = {item: {"saved": AT, "work": work} for item in ITEMS}
    page, wrong = opened(browser, f"{served}/{NO_PAGE}")
    put(page, {"format": 1, "items": entries})
    page.goto(f"{served}/book/poison.html")
    for item in ITEMS.values():
        if item.chapter == "poison":
            question(page, item.id)
    solve(page, "poison/choice-1")
    page.goto(f"{served}/book/record.html")
    expect(record(page)).to_contain_text("You have answered 1 of")
    page.context.close()
    assert not wrong


def test_five_hundred_answers_are_no_burden(browser: Browser, served: str, tmp_path: Path) -> None:
    names = list(ITEMS)
    entries: dict[str, Any] = {}
    for number in range(500):
        name = names[number % len(names)]
        entry = entries.setdefault(name, earlier(name))
        again = {
            **entry["work"]["attempts"][0],
            "at": f"2026-11-{number % 28 + 1:02}T10:00:00.{number:03}Z",
        }
        entry["work"]["attempts"].append(again)
    page, wrong = opened(browser, f"{served}/{NO_PAGE}")
    put(page, {"format": 1, "items": entries})
    page.goto(f"{served}/book/epilogue.html")
    count = len(entries[FIRST.id]["work"]["attempts"])
    solve(page)
    assert len(kept(page, FIRST.id)["attempts"]) == count + 1
    page.goto(f"{served}/book/record.html")
    view = record(page)
    expect(view).to_contain_text(f"You have answered {len(ITEMS)} of {len(ITEMS)} questions")
    saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
    assert len(attempts(saved)) == 500 + len(ITEMS) + 1
    page.context.close()
    assert not wrong


def test_closing_a_page_that_could_not_keep_an_answer_asks_first(
    context: BrowserContext, served: str
) -> None:
    context.add_init_script(NO_DATABASE)
    page = visit(context, f"{served}/book/epilogue.html")
    page.evaluate(FILL)
    view = question(page, FIRST.id)
    answer(view, FIRST, mistaken(FIRST))
    sure(view)
    check(view)
    expect(fault(page)).to_contain_text("stays in this page until you close it")
    asked = asking(page)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined })"
OTHER = "the-bixby-letter"


def test_two_books_on_one_host_do_not_touch_each_other_s_record(
    context: BrowserContext, served: str, tmp_path: Path
) -> None:
    """The same pages under the name of another book lie beside this one."""

    def renamed(route: Route) -> None:
        response = route.fetch(url=route.request.url.replace("/bixby/", "/"))
        body = response.text().replace(f"BOOK=`{RECORD}", f"BOOK=`{OTHER}")
        route.fulfill(response=response, body=body)

    context.route("**/bixby/**", renamed)
    here = visit(context, f"{served}/book/epilogue.html")
    solve(here)
    before = raw(here)
    there = visit(context, f"{served}/bixby/book/epilogue.html")
    expect(question(there, FIRST.id).get_by_role("status")).to_be_empty()
    solve(there, SECOND.id)
    assert list(json.loads(raw(there, OTHER))["items"]) == [SECOND.id]
    assert raw(here) == before
    there.goto(f"{served}/bixby/book/record.html")
    file = tmp_path / "answers.json"
    write_answers(json.loads(before), file)
    record(there).get_by_label("Open an answers file").set_input_files(file)
    expect(record(there)).to_contain_text("This is not an answers file of this book.")
    record(there).get_by_role("button", name="Erase my record").click()
    record(there).get_by_role("button", name="Yes, erase everything").click()
    expect(record(there)).to_contain_text("Your record is erased.")
    assert not raw(there, OTHER)
    assert raw(here) == before


AT_ONCE = """([at, items, key]) => {
    const of = (text) => Object.entries(JSON.parse(text).items).flatMap(([id, { work }]) =>
        work.attempts.map(({ at, response }) => ({ at, is: `${id} ${at} ${response}` })));
    globalThis.made = 0;
    globalThis.given = [];
    globalThis.lacks = (given) => {
        const all = of(localStorage.getItem(key)).map(({ is }) => is);
        return given.filter((each) => !all.includes(each));
    };
    let written = "";
    const write = Storage.prototype.setItem;
    Storage.prototype.setItem = function (name, text) {
        if (name === key) written = text;
        write.call(this, name, text);
    };
    const answer = (turn) => {
        for (const id of items) {
            const view = document.getElementById(id);
            const buttons = [...view.querySelectorAll("button")];
            const again = buttons.find((each) => each.textContent === "Try again");
            if (!again.hidden) again.click();
            const ticks = [...view.querySelectorAll(".exercise-ticks label input")];
            ticks[turn % ticks.length].click();
            view.querySelector(".exercise-sure input")?.click();
            written = '{"items": {}}';
            const [before, name] = [Date.now(), id.replace(/^question-(\\w+)-/, "$1/")];
            view.querySelector(".exercise-check").click();
            const fresh = of(written).filter(({ at, is }) =>
                is.startsWith(`${name} `) && Date.parse(at) >= before);
            if (fresh.length) globalThis.made += 1;
            globalThis.given.push(...fresh.map(({ is }) => is));
        }
        if (turn < TURNS - 1) setTimeout(answer, 60, turn + 1);
        else globalThis.done = true;
    };
    setTimeout(answer, at - Date.now(), 0);
}"""
TABS = 10
TURNS = 5


def test_pages_that_write_at_the_same_instant_lose_nothing(
    context: BrowserContext, served: str
) -> None:
    """Ten pages answer two questions five times each, all at the same instants."""
    pages = [visit(context, f"{served}/book/epilogue.html") for _ in range(TABS)]
    for page in pages:
        for item in (FIRST.id, SECOND.id):
            question(page, item)
    names = [f"question-{item.replace('/', '-')}" for item in (FIRST.id, SECOND.id)]
    at = pages[0].evaluate("Date.now()") + 2000
    for page in pages:
        page.evaluate(AT_ONCE.replace("TURNS", str(TURNS)), [at, names, RECORD])
    for page in pages:
        until(page, "globalThis.done", timeout=120_000)
    made = [page.evaluate("globalThis.made") for page in pages]
    assert sum(made) == TABS * TURNS * len(names), made  # every click became an attempt
    given = sorted({each for page in pages for each in page.evaluate("globalThis.given")})
    for page in pages:
        until(page, "given => !globalThis.lacks(given).length", arg=given, timeout=120_000)


def test_a_killed_browser_has_kept_what_was_just_answered(
    restart: Callable[[], BrowserContext], served: str, tmp_path: Path
) -> None:
    url = f"{served}/book/epilogue.html"
    context = restart()
    page = visit(context, url)
    solve(page)
    copied(page, FIRST.id)
    kill(tmp_path / "profile")
    context = restart()
    page = visit(context, url)
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    assert len(kept(page, FIRST.id)["attempts"]) == 1
    page.goto(f"{served}/book/record.html")
    record(page).get_by_role("button", name="Erase my record").click()
    record(page).get_by_role("button", name="Yes, erase everything").click()
    until(
        page,
        GONE,
        arg=[RECORD, f"items {FIRST.id}"],
    )
    page.reload()
    expect(record(page)).to_contain_text("You have answered 0 of")
    assert not raw(page)
    context.close()


COPIED = """([name, key]) => new Promise((resolve, reject) => {
    setTimeout(reject, 60_000, "the database does not answer");
    const asked = indexedDB.open(name);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve(false);
    asked.onsuccess = () => {
        const found = asked.result.transaction("entries").objectStore("entries").get(key);
        found.onsuccess = () => {
            resolve(!!found.result);
            asked.result.close();
        };
    };
})"""
GONE = f"async (names) => !await ({COPIED})(names)"


def kill(profile: Path) -> None:
    """End the browser that works on a profile at once; what it gave to the system is not lost."""
    own = f"--user-data-dir={profile}"
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = status.read_bytes().split(b"\0")
            if own.encode() in words and not any(word.startswith(b"--type=") for word in words):
                os.kill(int(status.parent.name), signal.SIGKILL)
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def test_no_page_brings_back_what_another_has_erased(context: BrowserContext, served: str) -> None:
    one = visit(context, f"{served}/book/epilogue.html")
    solve(one)
    two = visit(context, f"{served}/book/record.html")
    record(two).get_by_role("button", name="Erase my record").click()
    record(two).get_by_role("button", name="Yes, erase everything").click()
    expect(question(one, FIRST.id).get_by_role("status")).to_be_empty()
    until(one, GONE, arg=[RECORD, f"items {FIRST.id}"])
    solve(one, SECOND.id)
    one.reload()
    question(one, SECOND.id)
    assert list(json.loads(raw(one))["items"]) == [SECOND.id]


def test_what_an_earlier_edition_erases_does_not_come_back(
    context: BrowserContext, served: str
) -> None:
    """It takes away the record, and knows of no copy."""
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page)
    copied(page, FIRST.id)
    page.goto(f"{served}/{NO_PAGE}")
    page.evaluate("key => localStorage.removeItem(key)", RECORD)
    page.goto(f"{served}/book/epilogue.html")
    expect(question(page, FIRST.id).get_by_role("status")).to_be_empty()
    until(page, GONE, arg=[RECORD, f"items {FIRST.id}"])
    assert not raw(page)


def test_a_storage_that_is_cleared_under_an_open_page_is_noticed(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page)
    other = visit(context, f"{served}/{NO_PAGE}")
    other.evaluate("localStorage.clear()")
    alert = fault(page)
    expect(alert).to_contain_text("was cleared while this page was open")
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    assert not raw(page)
    solve(page, SECOND.id)
    expect(alert).to_be_hidden()
    assert kept(page, FIRST.id)["attempts"]
    assert kept(page, SECOND.id)["attempts"]


def test_what_is_kept_again_after_all_was_cleared_is_copied_again(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page)
    copied(page, FIRST.id)
    other = visit(context, f"{served}/{NO_PAGE}")
    other.evaluate(
        """name => new Promise((resolve, reject) => {
            localStorage.clear();
            const asked = indexedDB.deleteDatabase(name);
            asked.onsuccess = resolve;
            asked.onerror = asked.onblocked = reject;
        })""",
        RECORD,
    )
    expect(fault(page)).to_contain_text("was cleared while this page was open")
    solve(page, SECOND.id)
    copied(page, SECOND.id)
    copied(page, FIRST.id)


def test_a_fault_is_seen_at_every_question_and_heard_once(
    context: BrowserContext, served: str
) -> None:
    page = visit(context, f"{served}/book/epilogue.html")
    items = (FIRST.id, SECOND.id, THIRD.id)
    for item in items:
        solve(page, item)
    visit(context, f"{served}/{NO_PAGE}").evaluate("localStorage.clear()")
    for item in items:
        expect(fault(page, item)).to_contain_text("was cleared while this page was open")
    expect(page.get_by_role("alert").filter(has_text="was cleared")).to_have_count(1)


# Each makes what it names fail as often as `globalThis.failing` says.
FAILING = {
    "an opening": """
        const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function (...all) {
            if (globalThis.failing-- > 0) throw new DOMException("no");
            return open.apply(this, all);
        };
    """,
    "a connection": """
        const begin = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...all) {
            if (globalThis.failing-- > 0) throw new DOMException("closing", "InvalidStateError");
            return begin.apply(this, all);
        };
    """,
}


@pytest.mark.parametrize("what", FAILING)
def test_a_copy_that_failed_is_made_after_all(
    context: BrowserContext, served: str, what: str
) -> None:
    begins = int(what == "an opening")
    context.add_init_script(f"globalThis.failing = {begins}; {FAILING[what]}")
    page = visit(context, f"{served}/book/epilogue.html")
    question(page, FIRST.id)
    if not begins:
        page.evaluate("globalThis.failing = 1")
    solve(page)
    copied(page, FIRST.id)
    page.evaluate("globalThis.failing = 1000")
    if begins:  # the next copy has to open anew
        page.evaluate(CLOSE, RECORD)
    solve(page, SECOND.id)
    page.evaluate("globalThis.failing = 0")
    solve(page, THIRD.id)
    copied(page, SECOND.id)


CLOSE = """name => new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = resolve;
    asked.onerror = asked.onblocked = reject;
})"""


def test_a_copy_is_made_when_it_is_on_the_disk(context: BrowserContext, served: str) -> None:
    context.add_init_script("""
        const begin = IDBDatabase.prototype.transaction;
        globalThis.begun = [];
        IDBDatabase.prototype.transaction = function (store, mode, options) {
            if (mode === "readwrite") globalThis.begun.push(options?.durability);
            return begin.call(this, store, mode, options);
        };
    """)
    page = visit(context, f"{served}/book/epilogue.html")
    solve(page)
    copied(page, FIRST.id)
    assert set(page.evaluate("globalThis.begun")) == {"strict"}


FAULTY = {
    "forbidden": """Object.defineProperty(window, 'localStorage', {
        get() { throw new DOMException('no'); }
    })""",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full'); }",
    "silent": "Storage.prototype.setItem = () => {}",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_an_import_that_cannot_be_kept_stays_in_the_page_and_is_saved_whole(
    context: BrowserContext, served: str, tmp_path: Path, fault: str
) -> None:
    context.add_init_script(FAULTY[fault])
    page = visit(context, f"{served}/book/record.html")
    file = tmp_path / "there.json"
    write_answers({"items": {FIRST.id: earlier(FIRST.id)}, "widgets": {}}, file)
    view = record(page)
    view.get_by_label("Open an answers file").set_input_files(file)
    view.get_by_role("button", name="Join them").click()
    expect(view).to_contain_text("You have answered 1 of")
    expect(view.get_by_role("status")).to_contain_text("stays in this page until you close it")
    saved = save(page, view.get_by_role("button", name="Save my answers"), tmp_path)
    assert attempts(saved)["item"].tolist() == [FIRST.id]
    asked = asking(page)
    with page.expect_event("close"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_a_page_without_a_database_keeps_what_it_kept_before(
    context: BrowserContext, served: str
) -> None:
    wrong: list[str] = []
    context.add_init_script(NO_DATABASE)
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{served}/book/epilogue.html")
    solve(page)
    page.reload()
    expect(question(page, FIRST.id).get_by_role("status")).to_contain_text("Right")
    assert not wrong
