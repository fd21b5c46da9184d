"""The buttons that lead from a page to the same page as a live notebook."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, expect
from servers import serving
from sphinx.application import Sphinx
from sphinx.errors import ConfigError
from sphinx.util.docutils import docutils_namespace

from sourcework.sphinx.launch import Repository, binder, hub, read_hub

ROOT = Path(__file__).resolve().parents[2]
GITHUB = "https://github.com/owner/name"
HEAD = "---\ndescription: A page.\n{}---\n# A page\n"
KERNEL = "kernelspec: {display_name: Python 3, language: python, name: python3}\n"
PARTS = ("sourcework.theme", "sourcework.sphinx.metadata", "sourcework.sphinx.launch")
SETTINGS = {
    "extensions": ["myst_nb", *PARTS],
    "html_theme": "sourcework",
    "html_js_files": [("book.js", {"defer": "defer"})],
    "nb_execution_mode": "off",
    "root_doc": "book/run",
    "exclude_patterns": ["out", "trees"],
}
NAMES = ("BOOK_REPOSITORY", "BOOK_BRANCH", "BOOK_HUB", "BOOK_LITE")


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Tag]]:
    """Give a function that builds two pages, one a notebook, and returns their headers."""
    (tmp_path / "book").mkdir()
    toc = "```{toctree}\nread\n```\n"
    (tmp_path / "book/run.md").write_text(HEAD.format(KERNEL) + toc, encoding="utf-8")
    (tmp_path / "book/read.md").write_text(HEAD.format(""), encoding="utf-8")
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def build(**environment: str) -> dict[str, Tag]:
        for name, value in environment.items():
            monkeypatch.setenv(f"BOOK_{name.upper()}", value)
        out, trees = tmp_path / "out", tmp_path / "trees"
        with docutils_namespace():
            Sphinx(tmp_path, None, out, trees, "html", SETTINGS, None, freshenv=True).build()
        pages = {each: (out / f"book/{each}.html").read_text("utf-8") for each in ("run", "read")}
        return {
            each: BeautifulSoup(text, "lxml").select(".bd-header")[0]
            for each, text in pages.items()
        }

    return build


def test_without_a_repository_there_is_no_button(build: Callable[..., dict[str, Tag]]) -> None:
    for header in build().values():
        assert not header.select(".to-run, #menu-run")


def test_one_way_to_run_a_page_is_a_link(build: Callable[..., dict[str, Tag]]) -> None:
    headers = build(repository=GITHUB)
    (link,) = headers["run"].select(".to-run")
    address = "https://mybinder.org/v2/gh/owner/name/main?urlpath=lab/tree/book/run.md"
    assert (link.name, link["href"], link.text) == ("a", address, "Run on Binder")
    assert not headers["read"].select(".to-run"), "a page without code has nothing to run"


def test_several_ways_are_a_menu_and_each_says_what_to_know(
    build: Callable[..., dict[str, Tag]],
) -> None:
    header = build(repository=GITHUB, branch="spring", hub="https://hub.school.example/")["run"]
    (opener,) = header.select(".to-run")
    links = header.select(f"#{opener['popovertarget']} a")
    assert opener.text == "Run this page"
    assert [str(link["href"]).partition("?")[0] for link in links] == [
        "https://mybinder.org/v2/gh/owner/name/spring",
        "https://hub.school.example/hub/user-redirect/git-pull",
    ]
    assert all(len(link.select("small")[0].text) > 20 for link in links)


def test_what_runs_in_the_browser_needs_scripts_and_a_server(
    build: Callable[..., dict[str, Tag]],
) -> None:
    (link,) = build(lite="1")["run"].select("a.to-run.needs-js.needs-server")
    assert link["href"] == "../lite/run.html?path=run.ipynb"
    items = build(lite="1", repository=GITHUB)["run"].select("#menu-run li")
    assert [item.get("class") for item in items] == [["needs-js", "needs-server"], None]


def test_from_a_disk_the_button_that_needs_a_server_is_not_there(
    build: Callable[..., dict[str, Tag]], browser: Browser, tmp_path: Path
) -> None:
    build(lite="1")
    page = browser.new_page()
    page.goto((tmp_path / "out/book/run.html").as_uri())
    expect(page.locator(".to-run")).to_have_count(0)
    with serving(tmp_path / "out") as address:
        page.goto(f"{address}/book/run.html")
        expect(page.locator(".to-run")).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("repository", "branch", "start"),
    [
        (GITHUB, "main", "gh/owner/name/main"),
        (f"{GITHUB}.git", "main", "gh/owner/name/main"),
        (f"{GITHUB}/", "a/b", "gh/owner/name/a%2Fb"),
        ("https://gitlab.com/group/sub/name", "main", "gl/group%2Fsub%2Fname/main"),
    ],
)
def test_binder_opens_the_page_s_own_source(repository: str, branch: str, start: str) -> None:
    address = binder(Repository.read(repository, branch), "book/testament.md")
    assert address == f"https://mybinder.org/v2/{start}?urlpath=lab/tree/book/testament.md"


def test_a_hub_s_link_names_repository_branch_and_file() -> None:
    link = hub("https://hub.school.example", Repository.read(GITHUB, "a/b"), "book/testament.md")
    assert link == (
        "https://hub.school.example/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fowner%2Fname&branch=a%2Fb"
        "&urlpath=lab%2Ftree%2Fname%2Fbook%2Ftestament.md"
    )


@pytest.mark.parametrize("rest", ["", "/", "/hub", "/hub/home", "/user/teacher/lab?reset"])
def test_a_hub_s_address_may_come_from_the_browser_s_bar(rest: str) -> None:
    assert read_hub(f"https://school.example/jupyter{rest}") == "https://school.example/jupyter"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"repository": "owner/name"}, 'BOOK_REPOSITORY is "owner/name"; set it to the address'),
        ({"repository": "https://github.com/owner"}, "like https://github.com/owner/name"),
        ({"repository": f"{GITHUB}/tree/main"}, "like https://github.com/owner/name"),
        ({"repository": "https://git.school.example/a/b"}, "on GitHub or GitLab"),
        ({"repository": GITHUB, "branch": "two words"}, 'BOOK_BRANCH is "two words"'),
        ({"repository": GITHUB, "hub": "hub.school.example"}, "like https://hub.school.example"),
        ({"hub": "https://hub.school.example"}, "BOOK_HUB is set but not BOOK_REPOSITORY"),
    ],
)
def test_a_bad_address_stops_the_build_with_the_cure(
    build: Callable[..., dict[str, Tag]], environment: dict[str, str], message: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        build(**environment)
