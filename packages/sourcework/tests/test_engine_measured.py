"""The command that measures built pages: steps, minutes, words, and the longest stretch."""

from __future__ import annotations

from pathlib import Path

from engine_book import Copy

FOLD = "<details {}><summary>{}</summary>{}</details>"
ASKED = '<live-widget><section data-key="bell/{}">What is asked.</section></live-widget>'
AGAIN = '<live-widget><div class="dossier-note-again">Once more.</div></live-widget>'
STEP = '<h2>{}<a class="headerlink">#</a></h2><p class="step-head" data-minutes="{}">Step</p>'
BELL = f"""<article class="bd-article"><section><h1>The bell</h1>
<p>The page <a>says</a> so.</p>
<section>{STEP.format("Read it", 5)}
<article class="dossier-excerpt">The words of the document.</article>
{ASKED.format("choice-1")}
{FOLD.format('data-after="bell/choice-1"', "After", f"<p>One two three.</p>{AGAIN}<p>Four</p>")}
{FOLD.format('class="deeper"', "All rows", "<p>Five six.</p>" + ASKED.format("choice-2"))}
{FOLD.format("", "Closed fold", "<p>Seven.</p>")}
{FOLD.format('class="step-found"', "What you have found", "<p>Eight.</p>")}
</section><section>{STEP.format("Weigh it", 3)}
<p>Nine ten.</p>{ASKED.format("short-1")}</section></section></article>"""


def test_pages_that_ask_something_are_measured(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "quillhaven")
    done = copy.call("-m", "sourcework", "steps")
    assert done.returncode == 1
    assert "index.html: not built; build the book first: sourcework build" in done.stderr
    for page in (copy.folder / "book").glob("*.[mi]*"):
        path = copy.folder / f"_build/html/book/{page.stem}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        told = BELL if page.stem == "bell" else '<article class="bd-article">None.</article>'
        path.write_text(f"<html lang=en><body>{told}</body></html>", encoding="utf-8")
    head, _, *rows = copy.run("-m", "sourcework", "steps").splitlines()
    assert head.count("|") == 10
    assert rows == [
        "| book/bell | 2 | 8 | 16 | 4 | 2 | 8 | 12 | bell/choice-1 – bell/short-1 |",
    ]
