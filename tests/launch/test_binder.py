"""Binder and a school's hub, as far as one machine shows them: no container, no network."""

from __future__ import annotations

import copy
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from benchmarks.labs import isolated
from notebooks import CHAPTERS, Notebook
from playwright.sync_api import Browser, Page, expect

from sourcework.publish.notebook_folds import fold, unfold
from sourcework.sphinx.launch import Repository, binder, hub

ROOT = Path(__file__).resolve().parents[2]
REPOSITORY = Repository.read("https://github.com/owner/name", "main")


@pytest.fixture
def page(browser: Browser, student: str) -> Iterator[Page]:
    """Give a page whose reader may ask the student's server and no other, and nobody for news."""
    page = browser.new_context(viewport={"width": 1200, "height": 1600}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    news = page.get_by_text("Jupyter news").count()
    page.context.close()
    assert not news, "a student is asked for something that is not the book"
    assert not [url for url in asked if not url.startswith((student, "data:", "blob:"))]
    assert not [url for url in asked if "/lab/api/news" in url or "/lab/api/update" in url]


def test_binder_opens_a_chapter_ready_to_run_and_python_hears_of_its_widgets(
    page: Page, student: str
) -> None:
    (path,) = parse_qs(urlsplit(binder(REPOSITORY, "book/poison.md")).query)["urlpath"]
    chapter = Notebook.open(page, f"{student}/{path}")
    chapter.run_all()
    view = page.locator(".jp-OutputArea .dossier-widget")
    knowledge = view.filter(has=page.locator(".knowledge"))
    knowledge.get_by_role("button", name="Tie your own").click()
    for person in ("stalin", "trotsky"):
        knowledge.locator(f"[data-peg={person}]").click()
    hypotheses = view.filter(has=page.get_by_label("H2 before the evidence"))
    hypotheses.get_by_label("H2 before the evidence").select_option(label="more likely")
    item = view.filter(has=page.locator("input[value=probably]"))
    item.locator("input[value=probably]").check()
    item.get_by_role("button", name="Check").click()
    said = chapter.add(
        "made = {out.key: out for out in Out.values() if hasattr(out, 'key')}\n"
        "print(made['poison/knowledge'].value.set_index('person')['reader']['trotsky'])\n"
        "print(made['poison/hypotheses'].posterior['prior_word'][1])\n"
        "print(made['poison/choice-4'].response, made['poison/choice-4'].score)\n"
    )
    expect(said).to_contain_text("stalin\nmore likely\nprobably 0.5")


MARKS = re.compile(
    r"(?P<begin>:::\{(?:after|deeper|reading-step)\}|<details data-)"
    r"|(?P<end>:::\{\w+-end\}|</details><!--)|:::$|<!-- :"
)


def _depths(text: str) -> list[tuple[str, bool]]:
    """Return the lines of a text that are no marks, and whether each stands in a span or a fold."""
    found = []
    depth, is_step = 0, False
    for line in filter(None, text.splitlines()):
        mark = MARKS.match(line)
        if mark is None:
            found.append((line, depth > 0))
        elif mark["begin"]:
            depth += 1
            is_step = "reading-step" in line and line.startswith(":")
        elif mark["end"] or is_step:
            depth, is_step = depth - 1, False
    return found


@pytest.mark.parametrize("name", sorted(CHAPTERS))
def test_what_is_closed_in_a_page_stands_in_folds_and_marks_come_back(name: str) -> None:
    text = (ROOT / f"book/{name}.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    pieces = [each.strip("\n") for each in re.split(r"(?ms)(^```\{code-cell\}.*?^```$)", text)]
    kinds = ["code" if each.startswith("```{code-cell}") else "markdown" for each in pieces]
    pairs = zip(kinds, pieces, strict=True)
    cells = [{"cell_type": kind, "source": each, "metadata": {}} for kind, each in pairs if each]
    fold(folded := copy.deepcopy(cells))
    found = []
    for cell in folded:
        collapsed = bool(cell["metadata"])
        if cell["cell_type"] == "code":
            found += [(line, collapsed) for line, _ in _depths(str(cell["source"]))]
        else:
            found += _depths(str(cell["source"]))
    assert found == _depths("\n".join(str(each["source"]) for each in cells))
    unfold(folded)
    assert folded == cells


def test_what_waits_for_an_answer_is_closed_and_a_chapter_is_saved_as_it_was(
    page: Page, student: str, clone: Path
) -> None:
    own = Path(shutil.copy(clone / "book/prologue.md", clone / "book/own.md"))
    before = _lines(own)
    chapter = Notebook.open(page, f"{student}/lab/tree/book/own.md")
    told = page.locator(".jp-RenderedMarkdown").get_by_text("here one person tells of all four")
    expect(told).to_be_attached()
    expect(told).to_be_hidden()
    expect(page.get_by_text("{after").filter(visible=True)).to_have_count(0)
    fold = page.locator(".jp-RenderedMarkdown summary")
    fold.filter(has_text="After you have answered prologue/match-1").first.click()
    expect(told).to_be_visible()
    expect(
        page.locator(".jp-Placeholder", has_text='figures.chain("epithet-cook")')
    ).to_be_visible()
    chapter.add("kept = 1")
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    assert _lines(own) == [*before, "```{code-cell} ipython3", "kept = 1", "```"]
    own.unlink()


def _lines(path: Path) -> list[str]:
    """Return the lines of a chapter that are not empty, without its header."""
    text = path.read_text(encoding="utf-8").partition("\n---\n")[2]
    return [line for line in text.splitlines() if line]


def test_a_hub_brings_the_book_to_a_student_s_folder(page: Page, student: str, clone: Path) -> None:
    """The link's own query, but for the address of the repository, which is on this machine."""
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@school.example", "-C", str(clone)]
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "A"]):
        subprocess.run([*git, *command], check=True)
    query = urlsplit(hub(student, REPOSITORY, "book/prologue.md")).query
    asked = {name: value for name, (value,) in parse_qs(query).items()} | {"repo": str(clone)}
    chapter = Notebook.open(page, f"{student}/git-pull?{urlencode(asked)}")
    chapter.run_all()
    assert (clone / "name/book/prologue.md").is_file()


def test_every_chapter_runs_in_the_environment_of_binder(image: Path, clone: Path) -> None:
    script = Path(__file__).with_name("run_chapters.py")
    done = subprocess.run(
        [image, script, clone, "apart"],
        env=isolated(image.parents[1]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert {run["name"] for run in runs} == CHAPTERS
    assert not [run for run in runs if run["error"] or not run["ran"]]


def test_every_package_of_the_environment_is_pinned(image: Path) -> None:
    pip = [image, "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"]
    listed = subprocess.run(pip, capture_output=True, text=True, check=True).stdout
    pinned = (ROOT / ".binder/requirements.txt").read_text(encoding="utf-8").lower().split()
    loose = [line for line in listed.lower().split() if line not in pinned]
    assert {line.partition("==")[0] for line in loose} <= {
        "pip",
        "setuptools",
        "sourcework",
        "wheel",
    }


def test_repo2docker_accepts_the_repository(clone: Path) -> None:
    tool = Path(sys.executable).with_name("jupyter-repo2docker")
    done = subprocess.run(
        [tool, "--no-build", "--debug", "."], cwd=clone, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    version = (ROOT / ".binder/runtime.txt").read_text(encoding="utf-8").strip().partition("-")[2]
    assert f"python={version}" in said
    for step in (".binder/requirements.txt", "./.binder/postBuild"):
        assert step in said
