"""The book without a network after the first visit, and one edition of it at a time."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pages
import pytest
from contents import PAGES
from editions import NAME, Site, editions
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from questions import answer, check, question
from rules import key_of
from test_axe import AXE

from sourcework.item_bank import load_items
from sourcework.sphinx import offline
from sphinx_live_widgets.csp import policy, policy_of

ITEM = load_items()["prologue/number-1"]
REGISTRATION = "(await navigator.serviceWorker.getRegistration())"
ACTIVE = f"{REGISTRATION}?.active?.state === 'activated'"
IDLE = f"!{REGISTRATION}?.installing"
WAITING = f"{IDLE} && !!{REGISTRATION}?.waiting"
NONE = f"!{REGISTRATION}"
UPDATE = "navigator.serviceWorker.getRegistration().then(one => one.update())"
OURS = "caches.keys().then(names => names.filter(name => name.startsWith('stalin-versus-lenin')))"
KEPT = """async () => {
    const [name] = (await caches.keys()).filter(name => name.startsWith("stalin-versus-lenin"));
    const requests = await (await caches.open(name)).keys();
    return requests.map((request) => new URL(request.url)).filter(url => !url.search)
        .map(url => url.pathname.split("/").slice(2).join("/"));
}"""
SENT = """async (names) => Promise.all(names.map(async (name) =>
    Object.fromEntries((await fetch("../" + name)).headers)))"""
# As a server that called everything a text once left it behind.
SPOIL = """async () => {
    const headers = {"Content-Type": "text/plain"};
    const [name] = (await caches.keys()).filter(name => name.startsWith("stalin-versus-lenin"));
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
        const found = await cache.match(request);
        if (!new URL(request.url).search) {
            await cache.put(request, new Response(await found.arrayBuffer(), {headers}));
        }
    }
}"""


FEW = ("index", "prologue", "record", "how-late")


@pytest.fixture(scope="session")
def few(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the book with few pages and the widgets of these: it is opened and kept sooner."""
    book = tmp_path_factory.mktemp("few") / "html"
    shutil.copytree(built, book)
    for page in book.glob("book/*.html"):
        if page.stem not in FEW:
            page.unlink()
    for widget in unused_widgets(book):
        widget.unlink()
    offline.write_worker(book, offline.edition(book))
    return book


def unused_widgets(book: Path) -> set[Path]:
    """Return the files of widgets whose digests no page leads to."""
    unused = set(book.glob("_static/live-widgets/*-*.js"))
    naming = set(book.glob("book/*.html"))
    while naming:
        texts = "".join(each.read_text(encoding="utf-8") for each in naming)
        naming = {each for each in unused if each.stem.partition("-")[2] in texts}
        unused -= naming
    return unused


@pytest.fixture
def site(few: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(few, tmp_path)
    yield site
    site.stop()


@pytest.fixture
def whole(built: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(built, tmp_path)
    yield site
    site.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = pages.patient(browser, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def heard(context: BrowserContext) -> list[str]:
    """All that the pages of the context complain of; a test with this fixture looks at it."""
    heard: list[str] = []
    context.on("console", lambda each: None if each.type == "log" else heard.append(each.text))
    context.on("weberror", lambda each: heard.append(str(each.error)))
    return heard


def visit(context: BrowserContext, site: Site, name: str = "book/prologue.html") -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/{name}")
    return page


def kept(context: BrowserContext, site: Site) -> None:
    """Make the first visit, and stay until the edition is kept."""
    page = visit(context, site, "book/index.html")
    until(page, ACTIVE)
    page.close()


def look(page: Page) -> None:
    """Have the browser look whether there is another edition."""
    pages.until(page, f"{UPDATE}.then(() => true)")


def update(page: Page, site: Site, edition: str) -> None:
    """Put a new edition on the server and let the browser see that there is one."""
    site.publish(edition)
    look(page)
    until(page, WAITING)


def asked_for_another_edition(page: Page, site: Site) -> set[str]:
    """Change one page, let the browser keep that edition, and return what it asked for."""
    site.asked.clear()
    path = site.book / "book/how-late.html"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    offline.write_worker(site.book, offline.edition(site.book))
    look(page)
    until(page, WAITING)
    return set(site.asked) - {"sw.js"}


def until(page: Page, condition: str) -> None:
    """Wait until a condition holds that may await something."""
    pages.until(page, f"(async () => ({condition}))()")


def left(request: Request) -> bool:
    """Say whether a request failed only because its page was left, as that of the address is."""
    return request.failure == "net::ERR_ABORTED"


def fill(context: BrowserContext, page: Page, site: Site) -> None:
    """Leave hardly any room for what pages of this host want to keep."""
    limit = {"origin": site.address.rpartition("/")[0], "quotaSize": 500_000}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)


def taken_over(context: BrowserContext, page: Page, site: Site) -> Page:
    """Close the page, the only one, so that the edition that waits takes over; open it again."""
    page.close()
    elsewhere = visit(context, site, "../nothing-of-the-book")
    until(elsewhere, f"!(await navigator.serviceWorker.getRegistration('/{NAME}/')).waiting")
    return visit(context, site)


def policy_of_edition(book: Path) -> str:
    names = [name for name in offline.edition(book) if name.endswith(".html")]
    return policy_of((book / name).read_text(encoding="utf-8") for name in names)


def line(page: Page) -> Locator:
    return page.locator(".new-edition")


def solve(page: Page) -> None:
    view = question(page, ITEM.id)
    answer(view, ITEM, key_of(ITEM.rule()))
    check(view)
    expect(view.get_by_role("status")).to_contain_text("Right")


def test_the_first_visit_keeps_the_whole_edition_and_disturbs_nothing(
    context: BrowserContext, whole: Site, heard: list[str]
) -> None:
    page = visit(context, whole)
    until(page, ACTIVE)
    assert set(page.evaluate(KEPT)) == set(offline.edition(whole.book))
    assert page.evaluate("navigator.serviceWorker.controller") is None
    assert whole.asked["book/prologue.html"] == 2  # the reader's page, and the one that is kept
    assert max(whole.asked[name] for name in offline.edition(whole.book)) <= 2
    expect(line(page)).to_have_count(0)
    assert not heard


def test_an_edition_has_all_pages_and_is_modest(built: Path) -> None:
    files = offline.edition(built)
    assert {f"{name}.html" for name in PAGES} | {"index.html", "search.html"} <= set(files)
    assert not [name for name in files if name.startswith("_sources") or name == "sw.js"]
    assert sum((built / name).stat().st_size for name in files) < 6_000_000
    assert (built / "sw.js").stat().st_size < 24_000


def test_without_a_network_every_page_opens(
    context: BrowserContext, whole: Site, heard: list[str]
) -> None:
    kept(context, whole)
    whole.stop()
    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda each: None if left(each) else failed.append(each.url))
    for name in ["", "book/", *(f"{each}.html" for each in PAGES)]:
        page.goto(f"{whole.address}/{name}", wait_until="networkidle")
        assert page.locator("article h1").count() == 1
        assert "offline.html" not in page.url
    assert not failed
    assert not heard
    whole.start()


def test_without_a_network_widgets_live_and_answers_are_kept(
    context: BrowserContext, whole: Site, heard: list[str]
) -> None:
    kept(context, whole)
    whole.stop()
    page = visit(context, whole)
    solve(page)
    page.goto(f"{whole.address}/book/poison.html")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for place in page.locator("live-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(".live-widget-view > *, [data-usable].dossier-widget").first.wait_for()
    page.goto(f"{whole.address}/book/prologue.html")
    expect(question(page, ITEM.id).get_by_role("status")).to_contain_text("Right")
    page.goto(f"{whole.address}/book/record.html")
    expect(page.locator("section.record")).to_contain_text("You have answered 1 of")
    assert not heard
    whole.start()


def test_without_a_network_the_search_finds_words(
    context: BrowserContext, whole: Site, heard: list[str]
) -> None:
    kept(context, whole)
    whole.stop()
    page = visit(context, whole, "search.html?q=peppery")
    page.locator("#search-results").get_by_role("link", name="Prologue").click()
    expect(page.locator("article h1")).to_contain_text("Prologue")
    assert not heard
    whole.start()


def test_what_is_not_kept_is_said_in_words_that_lead_back(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    kept(context, site)
    site.stop()
    for name in ("book/nothing.html", "deep/er/nothing", "_sources/book/prologue.md"):
        page = visit(context, site, name)
        expect(page.locator("article")).to_contain_text(
            "You are offline, and this page is not kept here"
        )
        page.locator("article").get_by_role("link", name="first page").click()
        expect(page.locator("article h1")).to_contain_text("“Stalin versus Lenin”")
        page.close()
    assert not heard
    site.start()


def test_a_new_edition_waits_until_the_reader_asks(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    site.publish("one")
    kept(context, site)
    page, other = visit(context, site), visit(context, site, "book/record.html")
    update(page, site, "two")
    expect(line(other)).to_contain_text("A new edition of this book is ready.")
    question(page, ITEM.id)  # loads a module that the page had not loaded before
    assert editions(page) == editions(other) == {"one"}
    page.get_by_role("link", name="Your record").first.click()
    page.wait_for_url("**/record.html")
    assert editions(page) == {"one"}
    line(page).get_by_role("button", name="Show it").click()
    for each in (page, other):
        until(each, "document.documentElement?.dataset.edition === 'two'")
        each.wait_for_load_state()
        assert editions(each) == {"two"}
        expect(line(each)).to_have_count(0)
    page.reload()
    until(page, f"(await {OURS}).length === 1")
    assert not heard


def test_a_new_edition_comes_by_itself_when_the_book_was_closed(
    context: BrowserContext, site: Site
) -> None:
    site.publish("one")
    kept(context, site)
    page = visit(context, site)
    update(page, site, "two")
    page.close()
    elsewhere = visit(context, site, "../nothing-of-the-book")
    until(elsewhere, f"!(await navigator.serviceWorker.getRegistration('/{NAME}/')).waiting")
    assert editions(visit(context, site)) == {"two"}


def test_a_reader_who_wants_it_later_is_not_asked_again(
    context: BrowserContext, site: Site
) -> None:
    site.publish("one")
    kept(context, site)
    page = visit(context, site)
    update(page, site, "two")
    line(page).get_by_role("button", name="Later").click()
    expect(line(page)).to_have_count(0)
    page.goto(f"{site.address}/book/how-late.html", wait_until="networkidle")
    expect(line(page)).to_have_count(0)
    assert editions(page) == {"one"}


def test_the_line_is_announced_and_its_buttons_are_large(
    context: BrowserContext, site: Site
) -> None:
    kept(context, site)
    page = visit(context, site)
    page.set_viewport_size({"width": 320, "height": 640})
    update(page, site, "two")
    said = line(page).get_by_role("status")
    expect(said).to_have_text("A new edition of this book is ready.")
    for each in line(page).get_by_role("button").all():
        box = each.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.evaluate(AXE)
    assert page.evaluate("axe.run('.new-edition').then((found) => found.violations)") == []


@pytest.mark.parametrize("late", ["book/how-late.html", "_static/offline.js"])
def test_a_server_in_the_midst_of_a_change_gives_no_mixture(
    context: BrowserContext, site: Site, heard: list[str], late: str
) -> None:
    site.publish("one")
    kept(context, site)
    before = (site.book / late).read_bytes()
    site.publish("two")
    (site.book / late).write_bytes(before)
    page = visit(context, site)
    look(page)
    until(page, IDLE)
    assert not page.evaluate(f"async () => {WAITING}")
    assert len(page.evaluate(OURS)) == 1
    site.stop()
    for name in FEW:
        page.goto(f"{site.address}/book/{name}.html", wait_until="networkidle")
        assert editions(page) == {"one"}
    assert not heard
    site.start()
    site.publish("two")
    update(page, site, "two")


MISNAMED = [
    (".html", "text/plain"),
    (".html", "application/octet-stream"),
    (".js", "text/plain"),
    (".css", "text/html"),
]


def test_what_a_server_calls_something_else_is_not_kept(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    site.publish("one")
    kept(context, site)
    page = visit(context, site)
    site.publish("two")
    for ending, called in MISNAMED:
        site.asked.clear()
        site.types = {ending: called}
        look(page)
        until(page, IDLE)
        assert any(name.endswith(ending) for name in site.asked), "the edition is asked for"
        assert not page.evaluate(f"async () => {WAITING}"), f"{ending} called {called}"
    site.types = {}
    update(page, site, "two")
    assert not heard
    assert editions(taken_over(context, page, site)) == {"two"}


@pytest.mark.parametrize(
    ("types", "headers"),
    [
        ({}, {"Content-Disposition": "attachment; filename=x", "Refresh": "0; url=/elsewhere"}),
        ({}, {"Content-Security-Policy": "script-src 'none'"}),
        ({".js": "application/x-javascript", ".svg": "application/octet-stream"}, {}),
        ({".csv": "application/octet-stream", ".png": "text/plain", ".html": "TEXT/HTML"}, {}),
    ],
)
def test_what_a_server_sends_with_files_is_not_kept(
    context: BrowserContext,
    whole: Site,
    heard: list[str],
    types: dict[str, str],
    headers: dict[str, str],
) -> None:
    page = visit(context, whole, "../nothing-of-the-book")
    whole.types, whole.headers = types, headers
    page.evaluate(f"navigator.serviceWorker.register('/{NAME}/sw.js')")
    until(page, ACTIVE.replace("()", f"('/{NAME}/')"))
    heard.clear()  # of the page that is not there
    whole.stop()
    page = visit(context, whole)
    solve(page)
    sent = page.evaluate(SENT, sorted(offline.edition(whole.book)))
    assert not [each for each in sent if set(each) - {"content-type", "content-security-policy"}]
    assert {each["content-security-policy"] for each in sent} == {policy_of_edition(whole.book)}
    kinds = {each["content-type"].partition(";")[0] for each in sent}
    assert {"text/html", "text/javascript", "text/css", "text/csv", "image/svg+xml"} <= kinds
    assert not heard
    whole.start()


def test_who_kept_files_with_a_server_s_mistakes_is_mended_by_the_next_edition(
    context: BrowserContext, site: Site
) -> None:
    kept(context, site)
    page = visit(context, site)
    page.evaluate(SPOIL)
    page.reload()
    assert page.evaluate("document.contentType") == "text/plain"
    assert asked_for_another_edition(page, site) - {"/favicon.ico"} == {"book/how-late.html"}
    page = taken_over(context, page, site)
    assert page.evaluate("document.contentType") == "text/html"
    solve(page)


def test_a_changed_policy_reaches_the_pages_that_did_not_change(
    context: BrowserContext, site: Site
) -> None:
    kept(context, site)
    page = visit(context, site)
    before = page.evaluate(SENT, ["book/prologue.html"])
    path = site.book / "book/how-late.html"
    path.write_text(path.read_text(encoding="utf-8") + "<script>0</script>", encoding="utf-8")
    offline.write_worker(site.book, offline.edition(site.book))
    look(page)
    until(page, WAITING)
    page = taken_over(context, page, site)
    after = page.evaluate(SENT, ["book/prologue.html"])
    assert before != after
    assert after[0]["content-security-policy"] == policy_of_edition(site.book)


def test_a_server_that_alters_pages_is_asked_little_and_harms_nothing(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    for path in site.book.rglob("*.html"):
        path.write_text(path.read_text(encoding="utf-8") + "<!-- -->", encoding="utf-8")
    page = visit(context, site)
    until(page, NONE)
    assert page.evaluate(OURS) == []
    assert sum(count > 1 for count in site.asked.values()) <= 2
    solve(page)
    assert not heard


def test_a_page_of_another_edition_gets_nothing_from_this_one(
    context: BrowserContext, site: Site
) -> None:
    site.publish("one")
    kept(context, site)
    page = visit(context, site)
    site.publish("two")
    shutil.copy(site.book / "book/prologue.html", site.book / "book/new.html")
    page.goto(f"{site.address}/book/new.html")
    question(page, ITEM.id)
    assert editions(page) == {"two"}
    page.goto(f"{site.address}/book")  # the server leads on to the first page, which is kept
    assert page.url.endswith("/book/")
    assert editions(page) == {"one"}


def test_a_page_that_stays_when_another_edition_takes_over_keeps_its_own_files(
    context: BrowserContext, site: Site
) -> None:
    site.publish("one")
    kept(context, site)
    page, stays = visit(context, site), visit(context, site)
    stays.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    stays.locator("article h1").click()  # browsers ask only for a page that was touched
    stays.on("dialog", lambda dialog: dialog.dismiss())
    update(page, site, "two")
    line(page).get_by_role("button", name="Show it").click()
    until(page, "document.documentElement?.dataset.edition === 'two'")
    question(stays, ITEM.id)
    assert editions(stays) == {"one"}
    until(page, f"(await {OURS}).length === 2")
    stays.close()
    page.reload()
    until(page, f"(await {OURS}).length === 1")
    assert editions(page) == {"two"}


def test_an_edition_that_was_withdrawn_can_come_back(context: BrowserContext, site: Site) -> None:
    site.publish("one")
    kept(context, site)
    page = visit(context, site)
    update(page, site, "two")
    update(page, site, "one")
    expect(line(page)).to_be_visible()
    line(page).get_by_role("button", name="Show it").click()
    until(page, "!document.querySelector('.new-edition')")
    site.stop()
    page.reload()
    assert editions(page) == {"one"}
    site.start()


def test_what_others_keep_on_the_same_host_stays(context: BrowserContext, site: Site) -> None:
    page = visit(context, site)
    page.evaluate("caches.open('stalin-versus-lenin at http://127.0.0.1/fork/, edition 1')")
    until(page, ACTIVE)
    page.close()
    page = visit(context, site)
    update(page, site, "two")
    line(page).get_by_role("button", name="Show it").click()
    until(page, "document.documentElement?.dataset.edition === 'two'")
    page.reload()
    until(page, f"(await {OURS}).length === 2")
    assert min(page.evaluate(OURS)).endswith("/fork/, edition 1")


def test_only_what_has_changed_is_loaded_again(context: BrowserContext, site: Site) -> None:
    kept(context, site)
    page = visit(context, site)
    assert asked_for_another_edition(page, site) == {"book/how-late.html"}


def test_a_line_that_broke_goes_on_from_there(context: BrowserContext, site: Site) -> None:
    files = list(offline.edition(site.book))
    site.broken = {unquote(files[-1])}
    page = visit(context, site)
    until(page, NONE)
    assert len(page.evaluate(KEPT)) == len(files) - 1
    site.broken.clear()
    site.asked.clear()
    page.reload()
    until(page, ACTIVE)
    assert set(page.evaluate(KEPT)) == set(files)
    assert not site.asked["book/how-late.html"]


def test_a_server_that_hides_the_ending_of_pages_is_understood(
    context: BrowserContext, site: Site
) -> None:
    site.publish("one")
    site.clean = True
    page = visit(context, site)
    assert page.url.endswith("/book/prologue")
    until(page, ACTIVE)
    site.publish("two")
    page.reload()
    assert editions(page) == {"one"}
    site.stop()
    page.reload()
    expect(page.locator("article h1")).to_contain_text("Prologue")
    assert editions(page) == {"one"}
    site.start()


@pytest.mark.parametrize("name", ["book/new.html", "_sources/book/prologue.md"])
def test_a_disk_that_fills_later_takes_nothing_that_the_server_gives(
    context: BrowserContext, site: Site, name: str
) -> None:
    kept(context, site)
    shutil.copy(site.book / "book/prologue.html", site.book / "book/new.html")
    page = visit(context, site)
    fill(context, page, site)
    page.goto(f"{site.address}/{name}")
    assert "offline.html" not in page.url
    assert "prologue" in page.content()


def test_a_full_disk_leaves_the_page_as_it_is(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    page = context.new_page()
    fill(context, page, site)
    page.goto(f"{site.address}/book/prologue.html")
    until(page, NONE)
    assert page.evaluate(OURS) == []
    solve(page)
    assert not heard


def test_readers_who_save_data_are_left_alone(context: BrowserContext, site: Site) -> None:
    saves = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    context.add_init_script(saves)
    page = visit(context, site)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert site.asked["sw.js"] == 0


def test_the_worker_keeps_to_the_strictest_policy(
    context: BrowserContext, site: Site, heard: list[str]
) -> None:
    site.policy = policy(site.book)
    page = visit(context, site)
    until(page, ACTIVE)
    site.stop()
    page.reload()
    solve(page)
    assert not heard
    site.start()


def test_whoever_writes_always_sees_the_newest_page(context: BrowserContext, site: Site) -> None:
    kept(context, site)
    page = visit(context, site)
    site.publish("two")
    offline.write_worker(site.book, {})  # as `make serve` does
    look(page)
    line(page).get_by_role("button", name="Show it").click()
    until(page, "document.documentElement?.dataset.edition === 'two'")
    site.publish("three")
    offline.write_worker(site.book, {})
    page.reload()
    assert editions(page) == {"three"}
    until(page, f"!(await {OURS}).length")


@pytest.mark.parametrize("asked", [True, False])
def test_a_book_that_is_taken_down_leaves_nothing_on_its_readers_machines(
    context: BrowserContext, site: Site, asked: bool
) -> None:
    kept(context, site)
    page = visit(context, site)
    for path in site.book.rglob("*.*"):
        path.unlink()
    pages.until(page, f"{UPDATE}.then(() => true, () => true)")
    page.reload()
    expect(page.locator("article h1")).to_contain_text("Prologue")  # it may be an error
    offline.write_worker(site.book, {})
    look(page)
    until(page, WAITING)
    if asked:
        line(page).get_by_role("button", name="Show it").click()
        expect(page).to_have_title("Not here")
    page.close()
    elsewhere = visit(context, site, "../nothing-of-the-book")
    until(elsewhere, f"!await navigator.serviceWorker.getRegistration('/{NAME}/')")
    assert elsewhere.evaluate(OURS) == []


def test_the_worker_names_what_it_was_made_for(built: Path) -> None:
    text = (built / "sw.js").read_text(encoding="utf-8")
    found = re.search(
        r"const EDITION = \{ version: \"(\w{16})\", files: (\{.*?\}) \};", text, re.DOTALL
    )
    assert found
    assert json.loads(found[2]) == offline.edition(built)
