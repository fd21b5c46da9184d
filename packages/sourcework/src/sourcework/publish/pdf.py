"""Print the whole book into one tagged PDF with an outline, through Chromium.

`python -m sourcework.publish.pdf` writes `_build/ID.pdf` from the pages in
`_build/html`. Page numbers inside the text are known only when the pages are: the book is printed,
asked where its places are, and printed again with their numbers, until these do not change.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bs4 import BeautifulSoup
from playwright.sync_api import Error, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject

from ..console import escape_what_cannot_be_printed
from ..identity import book_id
from ..paths import ROOT
from .printed_document import Title, document, fill_numbers, read_title, targets

__all__ = ["write_pdf"]

_TURNS = 5  # more than enough: a number seldom changes a line, and a line seldom a page
_PAPERS = ("A4", "Letter")


def write_pdf(root: Path, file: Path, paper: str = "A4") -> int:
    """Write the PDF of the built book, whole or not at all, and return the number of its pages.

    Raises
    ------
    FileNotFoundError
        If the book has not been built.
    RuntimeError
        If there is no Chromium to print with.
    """
    soup = document(root)
    with _printer(paper) as printed:
        pages = printed(soup)
        for _ in range(_TURNS):
            if not fill_numbers(soup, _places(pages, targets(soup))):
                break
            pages = printed(soup)
    beside = file.with_suffix(".part")
    beside.write_bytes(_described(pages, read_title(root)))
    beside.replace(file)
    return len(PdfReader(file).pages)


@contextmanager
def _printer(paper: str) -> Iterator[Callable[[BeautifulSoup], bytes]]:
    """Give a function that prints a document; it lies on disk, for the sake of its styles."""
    names = ("chromium", "chromium-browser", "google-chrome")
    system = next((found for found in map(shutil.which, names) if found), None)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=system, args=["--no-sandbox", "--disable-gpu"]
            )
        except Error as error:
            message = "no Chromium to print with; install one, for example with .ci/browser"
            raise RuntimeError(message) from error
        page = browser.new_context(java_script_enabled=False).new_page()
        page.set_default_timeout(0)
        whole = Path(folder) / "book.html"

        def printed(soup: BeautifulSoup) -> bytes:
            whole.write_text(str(soup), encoding="utf-8")
            page.goto(whole.as_uri())
            return page.pdf(format=paper, tagged=True, outline=True)

        yield printed
        browser.close()


def _places(pdf: bytes, ids: list[str]) -> dict[str, int]:
    """Return the numbers of the pages, counted from 1, on which the ids are."""
    reader = PdfReader(io.BytesIO(pdf))
    found = {name.removeprefix("/"): each for name, each in reader.named_destinations.items()}
    return {each: (reader.get_destination_page_number(found[each]) or 0) + 1 for each in ids}


def _described(pdf: bytes, title: Title) -> bytes:
    """Say in the file what it is, and have it opened with its outline and under its title."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.add_metadata({"/Title": title.name, "/Author": title.author, "/Subject": title.subject})
    writer.page_mode = "/UseOutlines"
    root = writer.root_object
    preferences = root.setdefault(NameObject("/ViewerPreferences"), DictionaryObject())
    preferences.get_object()[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def main(arguments: list[str] | None = None) -> None:
    """Write the PDF of the book in `_build`, and say how long it is."""
    escape_what_cannot_be_printed()
    parser = argparse.ArgumentParser(prog="python -m sourcework.publish.pdf", description=__doc__)
    parser.add_argument("--paper", choices=_PAPERS, default="A4")
    file = ROOT / f"_build/{book_id()}.pdf"
    try:
        pages = write_pdf(ROOT, file, parser.parse_args(arguments).paper)
    except (FileNotFoundError, RuntimeError) as error:
        sys.exit(str(error))
    print(f"{file.relative_to(ROOT)}: {pages} pages, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
