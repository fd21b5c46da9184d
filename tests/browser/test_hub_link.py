"""The teachers' form that makes a link for a school's hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pages import opened
from playwright.sync_api import Browser, Page, expect

from sourcework.sphinx.launch import Repository, hub

PAGE = "teaching"
REPOSITORY = "https://github.com/owner/name"


def make(page: Page, **fields: str) -> None:
    labels = {"hub": "Address of your hub", "repository": "Repository of the book"}
    for name, text in fields.items():
        page.get_by_label(labels.get(name, name.capitalize()), exact=True).fill(text)
    page.get_by_role("button", name="Make the link").click()


@pytest.mark.parametrize(
    ("typed", "repository", "branch"),
    [
        ("https://hub.school.example", REPOSITORY, "main"),
        ("hub.school.example/hub/home", f"{REPOSITORY}.git/", "a/b"),
        (" https://hub.school.example/user/teacher/lab?reset ", REPOSITORY, "it's"),
    ],
)
def test_the_link_is_the_one_that_the_book_s_own_button_has(
    page: Page, typed: str, repository: str, branch: str
) -> None:
    page.get_by_label("Chapter").select_option(label="The Testament")
    make(page, hub=typed, repository=repository, branch=branch)
    link = hub(
        "https://hub.school.example", Repository.read(REPOSITORY, branch), "book/testament.md"
    )
    expect(page.get_by_label("The link for your students")).to_have_value(link)
    expect(page.get_by_role("link", name="Try it yourself")).to_have_attribute("href", link)


@pytest.mark.parametrize(
    ("fields", "label", "words"),
    [
        ({}, "Address of your hub", "This is empty. Write an address like https://hub"),
        ({"hub": "our hub"}, "Address of your hub", "There is a space in it"),
        ({"hub": "ftp://hub.example"}, "Address of your hub", "does not begin with https://"),
        ({"repository": "https://github.com/owner"}, "Repository of the book", "an owner and a"),
        ({"repository": "git.example"}, "Repository of the book", "a server but no repository"),
        ({"repository": f"{REPOSITORY}%E0%A4"}, "Repository of the book", "stands for no letter"),
        ({"repository": "git.example/a%zz"}, "Repository of the book", "stands for no letter"),
        ({"branch": "two words"}, "Branch", "cannot be the name of a branch"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_in_words(
    page: Page, fields: dict[str, str], label: str, words: str
) -> None:
    right = {"hub": "hub.example", "repository": REPOSITORY, "branch": "main"} if fields else {}
    if right:
        make(page, **right)
    make(page, **(right | fields))
    field = page.get_by_label(label, exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{field.get_attribute('id')}-wrong")).to_contain_text(words)
    expect(page.get_by_label("The link for your students")).to_be_hidden()


def test_a_changed_field_takes_the_link_away(page: Page) -> None:
    make(page, hub="hub.example", repository=REPOSITORY)
    link = page.get_by_label("The link for your students")
    expect(link).to_be_visible()
    page.get_by_label("Chapter").select_option(label="The poison episode")
    expect(link).to_be_hidden()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_link_is_copied_or_selected(page: Page, allowed: bool) -> None:
    page.evaluate(
        """(allowed) => {
          const writeText = async (text) => { if (!allowed) throw 0; document.title = text; };
          Object.defineProperty(navigator, "clipboard", { value: { writeText } });
        }""",
        allowed,
    )
    make(page, hub="hub.example", repository=REPOSITORY)
    page.get_by_role("button", name="Copy the link").click()
    words = "The link is copied." if allowed else "The link is selected"
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
    link = page.get_by_label("The link for your students").input_value()
    assert allowed is (page.title() == link)
    assert page.evaluate("getSelection().toString()") == link


def test_without_a_script_the_page_says_how_a_link_is_made(
    browser: Browser, served: str, built: Path
) -> None:
    page, _ = opened(browser, f"{served}/book/{PAGE}.html", java_script_enabled=False)
    expect(page.locator("form.hub-link")).to_be_hidden()
    example = hub(
        "https://hub.school.example", Repository.read(REPOSITORY, "main"), "book/testament.md"
    )
    expect(page.get_by_text(example)).to_be_visible()
    page.context.close()


def test_only_this_page_loads_the_form_s_script(built: Path) -> None:
    loading = {
        path.stem
        for path in (built / "book").glob("*.html")
        if "hub-link.js" in path.read_text(encoding="utf-8")
    }
    assert loading == {PAGE}
    page = BeautifulSoup((built / f"book/{PAGE}.html").read_text(encoding="utf-8"), "lxml")
    chapters = {str(option["value"]) for option in page.select("form.hub-link option")}
    assert {"book/index.md", "book/testament.md", "book/teaching.md"} <= chapters
    assert "book/accessibility.md" not in chapters, "there is nothing to run"
    assert "book/twelve-days-answers.ipynb" in chapters, "the page is answered in its notebook"
