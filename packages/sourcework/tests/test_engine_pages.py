"""Tests of the built book: whole pages, links that lead somewhere, and nothing of another book."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup
from engine_book import BOOK, OTHER_BOOK, Copy, pages

PAGES = pages()


def records(file: str, section: str) -> list[dict[str, Any]]:
    """Return the records of a section of a file that the book's author wrote."""
    found: list[dict[str, Any]] = yaml.safe_load((BOOK / file).read_text(encoding="utf-8"))[section]
    return found


EXCERPTS = records("book/data/excerpts.yml", "excerpts")
DOCUMENT = (BOOK / "seeds/quillhaven.txt").read_text(encoding="utf-8").split("\n")
ITEMS = [
    str(item["id"])
    for chapter in ("bell", "ledger", "page")
    for item in records(f"book/exercises/{chapter}.yml", "items")
    if "retired" not in item
]
GRADED = [str(each["id"]) for each in records("assignments/night-watch/questions.yml", "questions")]
# By page the keys under which it remembers what is done in its widgets, beside those of its items.
WIDGETS = {
    "bell": [
        *("bell/hypotheses", "bell/causes", "bell/causes-after", "bell/claim-2/slips"),
        *["bell/guess"] * 2,
    ],
    "ledger": ["ledger/chain", "ledger/crowd", *["ledger/room"] * 2],  # a note, and the same again
    "night-watch": ["bell/estimate-1", *GRADED, "hand-in/night-watch"],
    "record": ["record"],
    "people": ["people/timeline", "people/people"],
}
# By page what a reader must find there: of each voice and emendation, of each table and figure.
SAID = {
    "index": ["quillhaven-bell.zip", "Who rang the bell, and who can say so?"],
    "bell": [
        "the page has and still rising , we read and was still rising : a word was lost in copying",
        "the page has diary : , we read diary: : a stray space before a colon",
        "A an unnamed editor, in brackets",
        "stood in no connection with the ferry",
        "The night and the week",
        "Two feet and a half in three hours",
        "The evidence on:",
        "H2. The ferryman gave the order",
        "Document of the time: Pryce-Hallam",
        "What to know of its lines",
        "The river rose from 6.5 to 11.25 feet.",
        "So much the river rose from the first reading to the last.",
        "This is the highest reading alone.",
    ],
    "ledger": [
        "B Ибрагим Саттаров, as Żak remembered",
        "This English: the English of the Quillhaven Packet",
        "From Łucja Żak, 2 March 1907, to the harbour office",
        "51.3 years later",
        "The chain, link by link",
        "One story, told again",
    ],
    "page": ["How long the words waited to be printed", "about 80 years", "Line by line"],
    "night-watch": [
        "Questions: 8, for 17 points",
        "Due: 2 March 2031, 18:00",
        "Claim and hedge (4 points)",
        "One claim, exactly as strong as its evidence",
    ],
    "sheet": ["Read it once straight through.", "The ledger was under the seat, then"],
    "record": ["Whose words are “the flood bell on the quay”?"],
    "people": [
        "All events, from the flood to the page",
        "Anne-Marie O’Dowd 1861–1934",
        "Ottilie Brandt-Nwosu 1948–",
        "Ибрагим Саттаров",
    ],
    "glossary": [
        "A post with marks in feet, on which one reads how high the river stands. O’Dowd 1907",
        "Tobias Pryce-Hallam (1850–1911) Clerk of the harbour.",
    ],
    "sources": ["Саттаров 1907", "Żak 1958", "O’Dowd 1907", "The surname in small letters."],
    "answers": [
        "Two feet and a half in three hours",
        "→ Łucja Żak’s",
        "Right: The ringing of the bell",
        "line 13, who was on the ferry",
        "Answers at two levels, composed for this book",
        "It names none, and tellings are not ears",
    ],
}


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


@cache
def ids(path: Path) -> frozenset[str]:
    return frozenset(str(tag["id"]) for tag in soup(path).find_all(id=True))


def text_of(path: Path) -> str:
    """Return what a reader sees of a page."""
    article = soup(path).find("article")
    assert article is not None
    return re.sub(r"\s+", " ", article.get_text(" "))


def restored(html: Path, page: str) -> list[dict[str, Any]]:
    """Return the widgets that a page brings to life: their states, each with its module."""
    host = soup(html / f"{page}.html").find("script", attrs={"data-states": True})
    found: dict[str, dict[str, Any]] = {}
    for name in str(host["data-states"]).split() if host else ():
        text = (html.parent / "_static/live-widgets" / name).read_text(encoding="utf-8")
        found |= json.loads(text.strip().removeprefix("liveWidgets.restore(").rstrip(");"))
    places = enumerate(widgets(html, page), 1)
    mounted = {str(each.get("data-model", number)): each for number, each in places}
    assert mounted.keys() == found.keys(), "each widget has a place, and each place a widget"
    return [
        state["state"] | {"module": mounted[one]["data-module"]} for one, state in found.items()
    ]


def widgets(html: Path, page: str) -> list[Any]:
    return soup(html / f"{page}.html").find_all("live-widget")


def test_the_document_is_short_and_speaks_in_every_voice() -> None:
    own = [each for one in EXCERPTS for each in one.get("voices", ())]
    layers = yaml.safe_load((BOOK / "book/data/excerpts.yml").read_text(encoding="utf-8"))["layers"]
    voices = {each["voice"] for each in (*own, *EXCERPTS, *layers.values()) if "voice" in each}
    assert voices == {"narrator", "quoted", "remembered", "gloss"}
    assert any(each["speaker"] == each.get("through") for each in own), "who remembers herself"
    assert 15 <= len(DOCUMENT) <= 30


def test_every_page_of_the_contents_is_there(html: Path) -> None:
    assert sorted(file.stem for file in html.glob("*.html")) == sorted(PAGES)
    assert SAID.keys() == set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_should(page: str, html: Path) -> None:
    text = text_of(html / f"{page}.html")
    assert [each for each in SAID[page] if each not in text] == []


@pytest.mark.parametrize("one", EXCERPTS, ids=[each["id"] for each in EXCERPTS])
def test_an_excerpt_stands_on_its_page_with_the_words_of_the_document(
    one: dict[str, Any], html: Path
) -> None:
    page = html / f"{one['id'].partition('/')[0]}.html"
    assert one["id"].replace("/", "-") in ids(page)
    text = re.sub(r" emendation \d+ ?", "", text_of(page))
    for part in one["lines"]:
        words = DOCUMENT[part["line"] - 1]
        for mend in one.get("emendations", ()):
            words = words.replace(mend["verbatim"], mend["reading"])
        for stretch in re.findall(r"[^\"'\[\]]{25,}", words):  # within which no voice changes
            assert stretch.strip(" .") in text


@pytest.mark.parametrize("item", ITEMS)
def test_a_question_stands_on_its_page_and_its_answer_in_the_key(item: str, html: Path) -> None:
    chapter = item.partition("/")[0]
    assert f"question-{item.replace('/', '-')}" in ids(html / f"{chapter}.html")
    links = {link["href"] for link in soup(html / "answers.html").find_all("a", href=True)}
    assert f"{chapter}.html#question-{item.replace('/', '-')}" in links


@pytest.mark.parametrize("page", PAGES)
def test_the_widgets_of_a_page_come_to_life(page: str, html: Path) -> None:
    states = restored(html, page)
    asked = [item for item in ITEMS if item.startswith(f"{page}/")]
    assert sorted(each["key"] for each in states) == sorted(asked + WIDGETS.get(page, []))
    for state in states:
        module = html.parent / f"_static/live-widgets/module-{state['module']}.js"
        assert "`quillhaven-bell`" in module.read_text(encoding="utf-8"), "its own record"
    for place in widgets(html, page):
        assert len(place.get_text().split()) > 3, "without JavaScript there is something to read"


@pytest.mark.parametrize("page", ["../index", "../search", *PAGES])
def test_no_link_leads_nowhere(page: str, html: Path) -> None:
    path = html / f"{page}.html"
    lost = []
    for tag in soup(path).find_all(["a", "link", "script", "img"]):
        address = str(tag.get("href") or tag.get("src") or "")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address in ("", "#"):
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        there = target.is_file()
        if there and parts.fragment and target.suffix == ".html":
            there = unquote(parts.fragment) in ids(target.resolve())
        lost += [] if there else [address]
    assert lost == []


def test_nothing_of_another_book_is_in_what_is_built(built: Copy) -> None:
    strange = {
        file.name: found[0]
        for file in (built.folder / "_build/html").rglob("*")
        if file.suffix in (".html", ".js", ".css", ".json", ".md", ".ipynb", ".csv")
        and (found := OTHER_BOOK.search(file.read_text(encoding="utf-8")))
    }
    assert strange == {}


def test_a_woman_who_remembers_herself_is_not_made_a_man(html: Path) -> None:
    text = text_of(html / "ledger.html")
    assert "A Łucja Żak, in the speaker’s own memory" in text
    assert not re.search(r"\bhe remembered|himself", text)


def test_the_title_is_that_of_the_book_everywhere(html: Path) -> None:
    for page in PAGES:
        title = soup(html / f"{page}.html").title
        assert title is not None
        assert str(title.string).endswith("The Bell of Quillhaven, 1907")
    style = (html.parent / "_static/print.css").read_text(encoding="utf-8")
    assert '"The Bell of Quillhaven, 1907"' in style


def files(book: Copy) -> dict[str, bytes]:
    """Return all that was built of a book, by its address."""
    html = book.folder / "_build/html"
    found = (path for path in html.rglob("*") if path.is_file())
    return {path.relative_to(html).as_posix(): path.read_bytes() for path in found}


def test_the_same_book_is_the_same_edition_wherever_it_is_built(
    built: Copy, tmp_path: Path
) -> None:
    again = Copy(tmp_path / "elsewhere")
    again.build(anew=True)
    before, after = files(built), files(again)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()


# What stands behind :has() and a combinator, and is not named by an element or a class.
ANYTHING = re.compile(
    r":has\((?:[^()]|\([^()]*\))*\)[^\s>+~,{]*\s*[\s>+~]\s*(?:\*|:not\(|:(?:first|last|nth|only))[^,{]*[,{]"
)


def test_a_change_in_a_page_has_not_the_styles_of_all_of_it_reckoned_anew(html: Path) -> None:
    """One such rule costs a reader 60 ms whenever something comes or changes in a long page."""
    files = [each for each in html.parent.glob("_static/**/*.css") if each.name != "print.css"]
    assert files
    told = ":has(> [data-opened])>:not(details){", ":has(a) *,"
    assert all(ANYTHING.search(each) for each in told)
    found = {file.name: ANYTHING.search(file.read_text(encoding="utf-8")) for file in files}
    assert {name: each[0] for name, each in found.items() if each} == {}
